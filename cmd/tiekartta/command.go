package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/search/language"
	"tiekartta/store"
)

// exit statuses
const (
	done    = 0
	refused = 1 // or failed
	misused = 2
)

// call is one call of a command.
type call struct {
	streams
	flags    *flag.FlagSet
	args     []string // what is not a flag
	getenv   func(string) string
	messages *i18n.Messages
	lang     i18n.Lang          // of messages to the person at the terminal
	data     string             // folder of all state
	voikko   string             // file of a dictionary
	words    *language.Language // with the dictionary; nil without one
}

// command is one command: define names its flags, and returns what it does.
type command struct {
	name   string // "roadmap export"
	define func(*call) func(context.Context) error
}

func commands() []command {
	return []command{
		{"serve", serve}, {"import", importFiles}, {"export", exportAll},
		{"practice list", practiceList}, {"practice export", practiceExport},
		{"roadmap list", roadmapList}, {"roadmap export", roadmapExport},
		{"roadmap assemble", roadmapAssemble}, {"roadmap import", roadmapImport},
		{"vocabulary import", vocabularyImport}, {"vocabulary export", vocabularyExport}, {"vocabulary list", vocabularyList}, {"vocabulary remove", vocabularyRemove},
		{"user add", userAdd}, {"user list", userList}, {"user disable", userDisable}, {"user remove", userRemove}, {"token add", tokenAdd}, {"backup", backup}, {"restore", restore},
		{"check", check}, {"reindex", reindex}, {"version", printVersion},
	}
}

// run runs the program with its arguments and returns its exit status.
func run(ctx context.Context, args []string, getenv func(string) string, s streams) int {
	m, err := i18n.Load()
	if err != nil {
		fmt.Fprintln(s.err, err)
		return refused
	}
	c := &call{streams: s, getenv: getenv, messages: m, lang: terminalLanguage(getenv)}
	what, rest, ok := find(args)
	if !ok {
		return c.help(args)
	}
	c.flags = flag.NewFlagSet("tiekartta "+what.name, flag.ContinueOnError)
	c.flags.SetOutput(io.Discard)
	c.flags.StringVar(&c.data, "data", "./data", c.say("flag.data"))
	act := what.define(c)
	if err := c.parse(rest); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			c.usage(s.out)
			return done
		}
		fmt.Fprintln(s.err, err)
		c.usage(s.err)
		return misused
	}
	return c.status(act(ctx))
}

// terminalLanguage is the language of the person at the terminal, English when
// it is none of ours.
func terminalLanguage(getenv func(string) string) i18n.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := getenv(name); value != "" {
			// "fi", "fi_FI.UTF-8", "fi.UTF-8" or "fi@euro"
			code := value[:len(value)-len(strings.TrimLeft(value, "abcdefghijklmnopqrstuvwxyz"))]
			if lang, ok := i18n.ParseLang(code); ok {
				return lang
			}
			break
		}
	}
	return i18n.English
}

func find(args []string) (found command, rest []string, ok bool) {
	for _, c := range commands() {
		words := strings.Fields(c.name)
		if len(args) >= len(words) && strings.Join(args[:len(words)], " ") == c.name {
			return c, args[len(words):], true
		}
	}
	return command{}, nil, false
}

// parse reads flags, which may stand before, between and after the other
// arguments. A flag that is not given takes its value from the environment.
func (c *call) parse(args []string) error {
	var wrong error
	c.flags.VisitAll(func(f *flag.Flag) {
		if value := c.getenv("TIEKARTTA_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))); value != "" && wrong == nil {
			if err := c.flags.Set(f.Name, value); err != nil {
				wrong = fmt.Errorf("TIEKARTTA_%s: %w", strings.ToUpper(f.Name), err)
			}
		}
	})
	if wrong != nil {
		return wrong
	}
	for {
		if err := c.flags.Parse(args); err != nil {
			return err
		}
		left := c.flags.Args()
		ended := len(args) > len(left) && args[len(args)-len(left)-1] == "--"
		if ended || len(left) == 0 {
			c.args = append(c.args, left...)
			return nil
		}
		c.args = append(c.args, left[0])
		args = left[1:]
	}
}

// given tells whether a flag was given or set in the environment.
func (c *call) given(name string) bool {
	given := false
	c.flags.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	return given
}

// say is a message in the language of the person at the terminal.
func (c *call) say(key string, args ...any) string { return c.messages.T(c.lang, key, args...) }

func (c *call) tell(key string, args ...any) { fmt.Fprintln(c.err, c.say(key, args...)) }

func (c *call) help(args []string) int {
	asked := strings.Join(args[:min(len(args), 2)], " ")
	to, status, list := c.err, misused, commands()
	within, last := "", asked
	if len(args) > 0 && slices.ContainsFunc(list, func(known command) bool { return strings.HasPrefix(known.name, args[0]+" ") }) {
		within, last = args[0]+" ", strings.TrimPrefix(asked[len(args[0]):], " ")
		list = slices.DeleteFunc(list, func(known command) bool { return !strings.HasPrefix(known.name, within) })
	}
	switch {
	case slices.Contains([]string{"help", "-h", "-help", "--help"}, last):
		to, status = c.out, done
	case last != "":
		c.tell("command.unknown", "Command", asked)
	case within != "":
		c.tell("command.incomplete", "Command", asked)
	}
	fmt.Fprintln(to, c.say("command.overview"))
	for _, known := range list {
		fmt.Fprintf(to, "  tiekartta %-18s %s\n", known.name, c.say("command."+strings.ReplaceAll(known.name, " ", "_")))
	}
	fmt.Fprintln(to, c.say("command.more"))
	return status
}

func (c *call) usage(to io.Writer) {
	fmt.Fprintln(to, c.flags.Name())
	c.flags.SetOutput(to)
	c.flags.PrintDefaults()
}

// errUsage is a call that makes no sense; its text says why.
type errUsage struct{ text string }

func (e errUsage) Error() string { return e.text }

// wants checks the number of arguments beside the flags; most < 0 is any.
func (c *call) wants(least, most int, key string) error {
	if len(c.args) < least || most >= 0 && len(c.args) > most {
		return errUsage{c.say(key)}
	}
	return nil
}

// status tells what went wrong and returns the exit status for it.
func (c *call) status(err error) int {
	var problems i18n.Problems
	var usage errUsage
	switch {
	case err == nil:
		return done
	case errors.As(err, &usage):
		fmt.Fprintln(c.err, usage.text)
		c.usage(c.err)
		return misused
	case errors.As(err, &problems):
		for _, p := range problems {
			if p.Path != "" {
				fmt.Fprint(c.err, p.Path, ": ")
			}
			fmt.Fprintln(c.err, c.messages.Problem(c.lang, p))
		}
	case errors.Is(err, errUnfinished):
		c.tell("command.unfinished", "Data", c.data)
	case errors.Is(err, store.ErrLocked):
		c.tell("command.locked", "Data", c.data)
	case errors.Is(err, store.ErrFull):
		c.tell("command.full", "Data", c.data)
	case noRoom(err):
		c.tell("command.no_room", "What", missing(err))
	case errors.Is(err, store.ErrDamaged):
		c.tell("command.damaged", "What", err.Error())
	case errors.Is(err, store.ErrNotFound):
		c.tell("command.not_found", "What", before(err, store.ErrNotFound))
	case errors.Is(err, store.ErrConflict):
		c.tell("command.conflict", "What", before(err, store.ErrConflict))
	case errors.Is(err, fs.ErrNotExist):
		c.tell("command.no_file", "What", missing(err))
	case errors.Is(err, account.ErrDenied), errors.Is(err, account.ErrUnknown):
		c.tell("command.denied")
	case errors.Is(err, errSaid):
	default:
		c.tell("command.failed", "What", err.Error())
	}
	return refused
}

// errSaid is a failure that has been told already.
var errSaid = errors.New("already told")

// before is what an error says of the place where the sentinel came up.
func before(err, sentinel error) string {
	place, _, _ := strings.Cut(err.Error(), ": "+sentinel.Error())
	return place
}

// noRoom tells whether a file could not be written for want of room: on the
// disk, in a quota, or within the size that a file may have.
func noRoom(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// missing is the file that an error is about.
func missing(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Path
	}
	return err.Error()
}

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"tiekartta/account"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/thesaurus"
)

func vocabularyImport(c *call) func(context.Context) error {
	name := c.flags.String("name", "", c.say("flag.vocabulary_name"))
	return func(ctx context.Context) error {
		if err := c.wants(1, 1, "command.wants_file"); err != nil {
			return err
		}
		path := c.args[0]
		read, err := c.readThesaurus(path)
		if err != nil {
			return named(path, err)
		}
		scheme := thesaurus.Scheme{Name: *name, File: filepath.Base(path), Named: *name != ""}
		if scheme.Name == "" {
			scheme.Name = thesaurus.SchemeName(path)
		}
		return c.with(ctx, true, func(e exchange.Exporter) error {
			scheme, err := thesaurus.New(e.Store).Import(ctx, account.Machine(), scheme, read)
			if err != nil {
				return named(path, err)
			}
			var labels []string
			for _, lang := range i18n.Langs() {
				if n := read.Labels[lang]; n > 0 {
					labels = append(labels, fmt.Sprintf("%s %d", lang, n))
				}
			}
			c.tell("command.vocabulary_read", "File", path, "Name", scheme.Name, "N", scheme.Concepts, "Labels", strings.Join(labels, ", "))
			if scheme.Before != "" {
				c.tell("command.vocabulary_replaced", "Name", scheme.Name, "File", scheme.Before)
			}
			if scheme.Own > 0 {
				c.tell("command.vocabulary_own", "N", scheme.Own)
			}
			if read.Skipped > 0 {
				c.tell("command.vocabulary_skipped", "N", read.Skipped)
			}
			return nil
		})
	}
}

// readThesaurus reads a file and tells how much of a large one is read.
func (c *call) readThesaurus(path string) (thesaurus.Read, error) {
	file, err := os.Open(path)
	if err != nil {
		return thesaurus.Read{}, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return thesaurus.Read{}, err
	}
	if info.IsDir() {
		return thesaurus.Read{}, i18n.Problems{{Key: "not_a_file"}}
	}
	return thesaurus.ReadFile(path, &counting{file, 0, int(info.Size()), c.progress("command.vocabulary_reading")})
}

// counting is a file that is read and tells how much of it is.
type counting struct {
	io.Reader
	done, all int // bytes
	tell      func(done, all int)
}

func (r *counting) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.done += n
	r.tell(r.done>>20, r.all>>20)
	return n, err
}

func vocabularyExport(c *call) func(context.Context) error {
	to := c.flags.String("o", "-", c.say("flag.o"))
	return func(ctx context.Context) error {
		if err := c.wants(0, 0, "command.wants_nothing"); err != nil {
			return err
		}
		if format := ending(*to); *to != "-" && *to != "" && format != "ttl" {
			return exchange.CheckFormat(format, []string{"ttl"})
		}
		return c.with(ctx, false, func(e exchange.Exporter) error {
			return c.write(*to, shared, func(w io.Writer) error {
				return thesaurus.New(e.Store).WriteTurtle(ctx, w, c.messages.All("page.thesaurus.title"))
			})
		})
	}
}

func vocabularyList(c *call) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := c.wants(0, 0, "command.wants_nothing"); err != nil {
			return err
		}
		return c.with(ctx, false, func(e exchange.Exporter) error {
			list, err := thesaurus.New(e.Store).Schemes(ctx)
			for _, s := range list {
				if err == nil {
					_, err = fmt.Fprintf(c.out, "%s\t%s\t%s\t%d\n", s.Name, s.File, s.At.UTC().Format("2006-01-02T15:04:05Z"), s.Concepts)
				}
			}
			return err
		})
	}
}

func vocabularyRemove(c *call) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := c.wants(1, 1, "command.wants_id"); err != nil {
			return err
		}
		return c.with(ctx, false, func(e exchange.Exporter) error {
			return thesaurus.New(e.Store).Remove(ctx, account.Machine(), c.args[0])
		})
	}
}

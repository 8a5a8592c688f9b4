package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed fi.json sv.json en.json
var files embed.FS

// Messages are the sentences of the service by key, in every language. A key
// stands for a text with named places, {{.Name}}; where number and noun are one
// message, for the forms "one" and "other", chosen by the argument N.
type Messages struct {
	localizers map[Lang]*goi18n.Localizer
	keys       map[Lang]map[string]bool
	plural     map[string]bool // messages whose form depends on N
}

// Load reads the messages that are part of the program.
func Load() (*Messages, error) {
	bundle := goi18n.NewBundle(language.Finnish)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	m := &Messages{localizers: map[Lang]*goi18n.Localizer{}, keys: map[Lang]map[string]bool{}, plural: map[string]bool{}}
	for _, lang := range Langs() {
		name := string(lang) + ".json"
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		file, err := bundle.ParseMessageFileBytes(data, name)
		if err != nil {
			return nil, fmt.Errorf("messages %s: %w", name, err)
		}
		keys := map[string]bool{}
		for _, message := range file.Messages {
			keys[message.ID] = true
			m.plural[message.ID] = m.plural[message.ID] || message.One != ""
		}
		m.keys[lang] = keys
		m.localizers[lang] = goi18n.NewLocalizer(bundle, string(lang))
	}
	return m, nil
}

// T is the message in that language; args are name and value in turn. A Text
// among the values is shown in that language where it has it, a Key as its
// message. A key
// that does not exist is returned itself, so that it shows; a test holds the
// keys used against the keys there are.
func (m *Messages) T(lang Lang, key string, args ...any) string {
	return m.message(lang, key, pairs(args))
}

// Problem is the sentence for a problem, without its path.
func (m *Messages) Problem(lang Lang, p Problem) string {
	return m.message(lang, "problem."+p.Key, p.Args)
}

// Filled is the message in that language, with its values by name.
func (m *Messages) Filled(lang Lang, key string, args map[string]any) string {
	return m.message(lang, key, args)
}

// Has tells whether there is such a message in that language.
func (m *Messages) Has(lang Lang, key string) bool { return m.keys[lang][key] }

// Keys lists the keys that a language has.
func (m *Messages) Keys(lang Lang) []string {
	keys := make([]string, 0, len(m.keys[lang]))
	for key := range m.keys[lang] {
		keys = append(keys, key)
	}
	return keys
}

// All is the message in every language, for a text that is stored.
func (m *Messages) All(key string, args ...any) Text {
	var t Text
	for _, lang := range Langs() {
		t = t.Set(lang, m.T(lang, key, args...))
	}
	return t
}

// Key as an argument stands for the message with that key, so that a message
// can name a word that differs by language.
type Key string

func (m *Messages) message(lang Lang, key string, args map[string]any) string {
	if !m.Has(lang, key) {
		return key
	}
	for name, arg := range args {
		switch arg := arg.(type) {
		case Key:
			args = with(args, name, m.T(lang, string(arg)))
		case Text:
			s, _ := arg.Best(lang)
			args = with(args, name, s)
		}
	}
	config := &goi18n.LocalizeConfig{MessageID: key, TemplateData: args}
	if n, ok := args["N"]; ok && m.plural[key] {
		config.PluralCount = n
	}
	s, err := m.localizers[lang].Localize(config)
	if err != nil {
		return key
	}
	return s
}

// with is a copy of args with one replaced: callers may use theirs again.
func with(args map[string]any, name, value string) map[string]any {
	args = maps.Clone(args)
	args[name] = value
	return args
}

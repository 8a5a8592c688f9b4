package catalogue

import (
	"cmp"
	"slices"
	"time"

	"tiekartta/i18n"
)

// The kinds of hints.
const (
	Warning = "warning" // something does not fit
	Advice  = "advice"  // what would make the entry better
)

// Hint says to whoever writes an entry what does not fit or what would make it
// better. It never refuses anything.
type Hint struct {
	Path string         // as forms name the field: "results[0].value", "summary.fi"
	Key  string         // message key without its prefix "hint."
	Args map[string]any // values for the message's places
	Kind string         // Warning or Advice
}

// Hints lists what does not fit in an entry and what would make it better, the
// warnings first. The same entry has the same hints on the same day.
func (c *Catalogue) Hints(p *Practice) []Hint {
	h := &hints{p: p, now: c.Now(), today: c.today()}
	h.results()
	h.repeated()
	h.periods()
	h.people()
	h.funding()
	h.sources()
	h.contact()
	h.prose()
	h.texts()
	h.wholeness()
	h.languages(c.Places)
	slices.SortStableFunc(h.list, func(a, b Hint) int { return cmp.Compare(rank(a), rank(b)) })
	return h.list
}

func rank(h Hint) int {
	if h.Kind == Warning {
		return 0
	}
	return 1
}

// mostHints ends a list that nobody would read.
const mostHints = 100

// hints gathers what is found in one entry.
type hints struct {
	p     *Practice
	now   time.Time
	today string
	list  []Hint
}

func (h *hints) warn(path, key string, args ...any) { h.hint(Warning, path, key, args) }

func (h *hints) advise(path, key string, args ...any) { h.hint(Advice, path, key, args) }

func (h *hints) hint(kind, path, key string, args []any) {
	if len(h.list) >= mostHints {
		return
	}
	var named map[string]any
	if len(args) > 0 {
		named = map[string]any{}
	}
	for i := 0; i+1 < len(args); i += 2 {
		named[args[i].(string)] = args[i+1]
	}
	h.list = append(h.list, Hint{Path: path, Key: key, Args: named, Kind: kind})
}

// written is a figure as each language writes it.
func written(v float64) i18n.Text {
	var t i18n.Text
	for _, lang := range i18n.Langs() {
		t = t.Set(lang, i18n.Number(lang, v))
	}
	return t
}

// writtenMoney is a sum as each language writes it.
func writtenMoney(v float64, currency string) i18n.Text {
	var t i18n.Text
	for _, lang := range i18n.Langs() {
		t = t.Set(lang, i18n.Money(lang, v, currency))
	}
	return t
}

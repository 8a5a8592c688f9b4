package catalogue

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// TranslatedText is what a translator did with one text.
type TranslatedText struct {
	Path    string // stable
	Text    string
	Was     string // fingerprint of the translation that they started from
	Of      string // fingerprint of the original that they had before them
	Machine bool   // what they entered comes from a machine
	Fits    bool   // they confirm that it says what the original says
}

// Clash is a text that somebody else changed while it was being translated.
type Clash struct {
	Path     string
	Theirs   string // the other translation; empty when it is the original that has changed
	Original bool
	Gone     bool // the text is no longer part of the entry
}

// Translate saves translations into one language into the draft. What others
// have changed meanwhile stays; where they changed the same translation, or the
// original that it translates, nothing is saved and the clashes are returned.
func (c *Catalogue) Translate(ctx context.Context, actor account.Actor, id string, to i18n.Lang, texts []TranslatedText) ([]Clash, error) {
	var clashes []Clash
	err := c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := c.changeable(ctx, tx, actor, id, account.Write)
		if err != nil {
			return err
		}
		p, err := c.current(ctx, tx, id, r)
		if err != nil {
			return err
		}
		if to == p.OriginalLanguage {
			return store.ErrNotFound
		}
		t := translating{p: p, to: to, from: p.OriginalLanguage, fits: map[string]noted{}}
		for _, text := range texts {
			t.take(text)
		}
		if clashes = t.clashes; len(clashes) > 0 {
			return nil
		}
		if t.changed {
			if _, err := c.Change(ctx, actor, *p); err != nil {
				return err
			}
		}
		return c.confirm(ctx, tx, actor, id, t.fits)
	})
	if err != nil {
		return nil, fmt.Errorf("translation of practice %q: %w", id, err)
	}
	return clashes, nil
}

// translating brings translations into a practice.
type translating struct {
	p        *Practice
	to, from i18n.Lang
	changed  bool
	fits     map[string]noted
	clashes  []Clash
}

func (t *translating) take(text TranslatedText) {
	edited := Fingerprint(text.Text) != text.Was
	if !edited && !text.Fits && !text.Machine {
		return
	}
	f, ok := TextAt(t.p, text.Path)
	if !ok {
		t.clashes = append(t.clashes, Clash{Path: text.Path, Gone: true})
		return
	}
	now, original := f.Text.In(t.to), OriginalOf(f.Text, t.to, t.from)
	switch {
	case text.Of != "" && Fingerprint(original) != text.Of:
		t.clashes = append(t.clashes, Clash{Path: f.Stable, Original: true})
		return
	case Fingerprint(now) != text.Was && now != text.Text:
		t.clashes = append(t.clashes, Clash{Path: f.Stable, Theirs: now})
		return
	}
	path := i18n.Join(f.Stable, string(t.to))
	if now != text.Text {
		f.Set(t.to, text.Text)
		t.changed = true
	}
	t.changed = mark(t.p, path, text.Machine && !text.Fits && text.Text != "") || t.changed
	if text.Fits && text.Text != "" {
		t.fits[path] = noted{f.Text.In(t.from), Fingerprint(text.Text)}
	}
}

// OriginalOf is the text that a translation into a language translates.
func OriginalOf(t i18n.Text, to, from i18n.Lang) string {
	original, _ := t.Set(to, "").Best(from)
	return original
}

// mark marks a text as a machine's or takes the mark away, and tells whether
// that changed anything.
func mark(p *Practice, path string, machine bool) bool {
	marked := slices.Contains(p.Machine, path)
	switch {
	case machine && !marked:
		p.Machine = append(slices.Clone(p.Machine), path)
	case !machine && marked:
		p.Machine = slices.DeleteFunc(slices.Clone(p.Machine), func(other string) bool { return other == path })
	}
	return machine != marked
}

// confirm notes that translations fit the original of today.
func (c *Catalogue) confirm(ctx context.Context, tx *store.Tx, actor account.Actor, id string, fits map[string]noted) error {
	if len(fits) == 0 {
		return nil
	}
	for _, path := range slices.Sorted(maps.Keys(fits)) {
		if err := c.noteTranslation(ctx, tx, id, path, fits[path]); err != nil {
			return err
		}
	}
	r, err := c.row(ctx, tx, id)
	if err != nil {
		return err
	}
	act := account.Act{Verb: "confirm_translation", Noun: Noun, ID: id, Organisation: r.organisation}
	if err := account.Record(ctx, tx, actor, act); err != nil {
		return err
	}
	return tx.Change(ctx, Noun, id)
}

// FillMachine brings machine text into the draft: texts by path, stable or not.
// It fills what is missing and replaces other machine text; what a person wrote
// stays and is returned in kept. A path that is no text is a problem.
func (c *Catalogue) FillMachine(ctx context.Context, actor account.Actor, id string, to i18n.Lang, texts map[string]string) (filled int, kept []string, err error) {
	err = c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := c.changeable(ctx, tx, actor, id, account.Write)
		if err != nil {
			return err
		}
		p, err := c.current(ctx, tx, id, r)
		if err != nil {
			return err
		}
		if to == p.OriginalLanguage {
			return store.ErrNotFound
		}
		if filled, kept, err = fillMachine(p, to, texts); err != nil || filled == 0 {
			return err
		}
		_, err = c.Change(ctx, actor, *p)
		return err
	})
	if err != nil {
		return 0, nil, fmt.Errorf("machine text for practice %q: %w", id, err)
	}
	return filled, kept, nil
}

func fillMachine(p *Practice, to i18n.Lang, texts map[string]string) (filled int, kept []string, err error) {
	var problems i18n.Problems
	for _, path := range slices.Sorted(maps.Keys(texts)) {
		f, ok := TextAt(p, path)
		if !ok {
			problems.Add(path, "unknown_field", "Field", path)
			continue
		}
		marked := i18n.Join(f.Stable, string(to))
		switch now := f.Text.In(to); {
		case texts[path] == "" || texts[path] == now:
			continue
		case now != "" && !slices.Contains(p.Machine, marked):
			kept = append(kept, f.Path)
			continue
		}
		f.Set(to, texts[path])
		mark(p, marked, true)
		filled++
	}
	return filled, kept, problems.Err()
}

// checkMarks refuses machine text where a person's stands.
func checkMarks(before, after *Practice, m moves) i18n.Problems {
	var problems i18n.Problems
	if len(after.Machine) == 0 {
		return nil
	}
	texts, marked := m.textsAs(before), m.marks(before.Machine)
	for _, f := range Texts(after) {
		was := texts[f.Stable]
		for _, lang := range i18n.Langs() {
			path := i18n.Join(f.Stable, string(lang))
			human := was.In(lang) != "" && !slices.Contains(marked, path)
			if human && was.In(lang) != f.Text.In(lang) && slices.Contains(after.Machine, path) {
				problems.Add(i18n.Join(f.Path, string(lang)), "machine_over_human")
			}
		}
	}
	return problems
}

// MachineTexts lists the texts that a reader of a language gets from a machine,
// unchecked: what the reader's language lacks is read in the original.
func MachineTexts(p *Practice, lang i18n.Lang) []TextField {
	if len(p.Machine) == 0 {
		return nil
	}
	marked := marks(p)
	var list []TextField
	for _, f := range Texts(p) {
		_, in := f.Text.Best(lang, p.OriginalLanguage)
		if in != "" && (marked[i18n.Join(f.Stable, string(in))] || marked[i18n.Join(f.Path, string(in))]) {
			list = append(list, f)
		}
	}
	return list
}

// marks are the machine texts of a practice, by stable path.
func marks(p *Practice) map[string]bool {
	all := map[string]bool{}
	for _, path := range p.Machine {
		all[path] = true
	}
	return all
}

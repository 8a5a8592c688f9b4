package catalogue

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// TranslationForm is what a translator has written into one language.
type TranslationForm struct {
	To       i18n.Lang
	Revision int // of the draft that they had before them
	Texts    []TranslatedText
}

// TranslatedText is what a translator did with one text.
type TranslatedText struct {
	Path    string // stable, as it was in that revision
	Text    string
	Was     string // fingerprint of the translation that they started from
	Of      string // fingerprint of the original that they had before them
	Machine bool   // what they entered comes from a machine
	Fits    bool   // they confirm that it says what the original says
}

// TranslationSaved is what came of saving translations. Texts are named by the
// paths by which they were sent.
type TranslationSaved struct {
	Practice *Practice
	Stand    []string // texts that now stand as they were sent
	Clashes  []string // texts that somebody else has changed or removed meanwhile: they are kept as pending
	Older    []string // texts whose original has changed since: they are saved, and outdated
	Gone     []string // texts of which nothing is left to keep them with
}

// Translate saves translations into the draft. What others have changed
// meanwhile stays. A text that they changed, too, or whose row they removed, is
// kept as pending; all others are saved.
func (c *Catalogue) Translate(ctx context.Context, actor account.Actor, id string, form TranslationForm) (*TranslationSaved, error) {
	var saved *TranslationSaved
	err := c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, p, err := c.writable(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if form.To == p.OriginalLanguage {
			return store.ErrNotFound
		}
		base, kept, err := c.draftAt(ctx, tx, p, form.Revision)
		if err != nil {
			return err
		}
		t, err := translatingFrom(base, p, form.To)
		if err != nil {
			return err
		}
		if t.known = kept; !kept {
			base = &Practice{ID: id, Revision: notKept} // all that is kept aside is asked about
		}
		for _, text := range form.Texts {
			t.take(text)
		}
		saved = &t.saved
		saved.Practice = p
		if t.changed {
			if saved.Practice, err = c.Change(ctx, actor, *p); err != nil {
				return err
			}
		}
		for path, n := range t.older {
			if err := c.noteTranslation(ctx, tx, id, path, n); err != nil {
				return err
			}
		}
		if len(saved.Clashes) > 0 {
			if err := c.putPending(ctx, tx, actor, base, t.mine); err != nil {
				return err
			}
		}
		return c.confirm(ctx, tx, actor, id, t.fits)
	})
	if err != nil {
		return nil, fmt.Errorf("translation of practice %q: %w", id, err)
	}
	return saved, nil
}

// translating brings translations into a practice.
type translating struct {
	base, p, mine *Practice // what the form showed, what stands now, the form's text where the two are in each other's way
	known         bool      // base is kept; else it is the text as it stands
	moves         moves     // from base to p
	to            i18n.Lang
	changed       bool
	fits, older   map[string]noted
	saved         TranslationSaved
}

func translatingFrom(base, p *Practice, to i18n.Lang) (*translating, error) {
	t := &translating{base: base, mine: &Practice{}, p: &Practice{}, to: to, fits: map[string]noted{}, older: map[string]noted{}}
	body, err := encode(base)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(body), t.mine); err != nil {
		return nil, err
	}
	t.p = p
	t.moves, err = movesOf(base, p)
	return t, err
}

func (t *translating) take(text TranslatedText) {
	edited := Fingerprint(text.Text) != text.Was
	f, stands := TextAt(t.p, t.moves.of(text.Path))
	shown, _ := TextAt(t.base, text.Path)
	now, before := f.Text.In(t.to), shown.Text.In(t.to)
	switch {
	case stands && now == text.Text:
		t.saved.Stand = append(t.saved.Stand, text.Path)
	case !edited || stands && text.Text == before && Fingerprint(now) != text.Was:
		return // what somebody else wrote stays
	case !stands || t.clashes(text, f.Text):
		t.clash(text)
		return
	default:
		t.saved.Stand = append(t.saved.Stand, text.Path)
	}
	if !edited && !text.Fits && !text.Machine {
		return
	}
	path, from := i18n.Join(f.Stable, string(t.to)), t.p.OriginalLanguage
	seen := OriginalOf(shown.Text, t.to, from)
	older := Fingerprint(OriginalOf(f.Text, t.to, from)) != text.Of && (Fingerprint(seen) == text.Of || !t.known)
	if older {
		t.saved.Older = append(t.saved.Older, text.Path)
	}
	if older && !edited {
		return // they confirmed what they had not seen
	}
	fits := text.Fits && !older && text.Text != ""
	if now != text.Text {
		f.Set(t.to, text.Text)
		t.changed = true
		if mine, ok := TextAt(t.mine, text.Path); ok && !t.known {
			mine.Set(t.to, text.Text) // what stands is not asked about
		}
		if older {
			t.older[path] = noted{seen, Fingerprint(text.Text)}
		}
	}
	t.changed = mark(t.p, path, text.Machine && !fits && text.Text != "") || t.changed
	if fits {
		t.fits[path] = noted{f.Text.In(from), Fingerprint(text.Text)}
	}
}

// clashes tells whether somebody else has changed the translation. Where nobody
// knows any more what the form showed, that is so unless both texts are as the
// translator had them: the row may be another one, too.
func (t *translating) clashes(text TranslatedText, now i18n.Text) bool {
	into := now.In(t.to)
	if !t.known {
		return Fingerprint(into) != text.Was || Fingerprint(OriginalOf(now, t.to, t.p.OriginalLanguage)) != text.Of
	}
	shown, _ := TextAt(t.base, text.Path)
	return Fingerprint(into) != text.Was && into != shown.Text.In(t.to)
}

// clash keeps a text aside.
func (t *translating) clash(text TranslatedText) {
	mine, ok := TextAt(t.mine, text.Path)
	if !ok {
		t.saved.Gone = append(t.saved.Gone, text.Path)
		return
	}
	mine.Set(t.to, text.Text)
	mark(t.mine, i18n.Join(mine.Stable, string(t.to)), text.Machine)
	t.saved.Clashes = append(t.saved.Clashes, text.Path)
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

// keepTranslations brings the translations of one text into another of the same
// practice that lacks them: of fields of the same name with the same original, in
// whatever row it stands.
func keepTranslations(from, into *Practice) {
	if from.OriginalLanguage != into.OriginalLanguage {
		return
	}
	key := func(f TextField) [2]string {
		return [2]string{rowPlace.ReplaceAllString(f.Path, ""), f.Text.In(into.OriginalLanguage)}
	}
	known := map[[2]string]TextField{}
	for _, f := range Texts(from) {
		known[key(f)] = f
	}
	for _, f := range Texts(into) {
		was, ok := known[key(f)]
		for _, lang := range i18n.Langs() {
			if !ok || f.Text.In(into.OriginalLanguage) == "" || f.Text.In(lang) != "" || was.Text.In(lang) == "" {
				continue
			}
			f.Set(lang, was.Text.In(lang))
			if slices.Contains(from.Machine, i18n.Join(was.Stable, string(lang))) {
				mark(into, i18n.Join(f.Stable, string(lang)), true)
			}
		}
	}
}

// rowPlace is the place of a row in a path.
var rowPlace = regexp.MustCompile(`\[[^\]]*\]`)

// FillMachine brings machine text into the draft: texts by path, stable or not.
// It fills what is missing and replaces other machine text; what a person wrote
// stays and is returned in kept. A path that is no text is a problem.
func (c *Catalogue) FillMachine(ctx context.Context, actor account.Actor, id string, to i18n.Lang, texts map[string]string) (filled int, kept []string, err error) {
	err = c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, p, err := c.writable(ctx, tx, actor, id)
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

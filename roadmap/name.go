package roadmap

import (
	"strings"
	"unicode/utf8"

	"tiekartta/i18n"
)

// Name is what an action is called in headings, lists and sentences, everywhere
// the same: its first item up to the colon, shortened and without the mark of a
// core part. It is the id of an action that has no items. A practice that an
// action takes over never gives it its name: the action is the town's own.
func (a Action) Name(m *i18n.Messages) i18n.Text {
	for _, item := range a.Items {
		if item.Empty() {
			continue
		}
		for _, lang := range item.Languages() {
			mark := m.T(lang, "assemble.core", "Part", "")
			name, _, _ := strings.Cut(strings.Replace(item.In(lang), mark, "", 1), ": ")
			item = item.Set(lang, name)
		}
		return short(item)
	}
	return i18n.Text{FI: a.ID, SV: a.ID, EN: a.ID}
}

const shortLength = 80

// short cuts a text that names something between words, to a length that fits
// in a sentence.
func short(t i18n.Text) i18n.Text {
	for _, lang := range t.Languages() {
		s := oneLine(t.In(lang))
		if utf8.RuneCountInString(s) > shortLength {
			s = string([]rune(s)[:shortLength])
			if i := strings.LastIndexByte(s, ' '); i > 0 {
				s = s[:i]
			}
			s = strings.TrimRight(s, " ,;:–-") + "…"
		}
		t = t.Set(lang, s)
	}
	return t
}

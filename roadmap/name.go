package roadmap

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"tiekartta/i18n"
)

// Name is what an action is called in headings, lists and sentences, everywhere
// the same: its first item up to the colon, without the mark of a core part and
// cut when it is very long. It is the id of an action that has no items. A
// practice that an action takes over never gives it its name: the action is the
// town's own.
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
		return shortened(item, nameLength)
	}
	return i18n.Text{FI: a.ID, SV: a.ID, EN: a.ID}
}

const (
	nameLength  = 160 // of what stands alone, as a heading
	shortLength = 80  // of what stands within a sentence
)

// short is a name for use within a sentence.
func short(t i18n.Text) i18n.Text { return shortened(t, shortLength) }

// shortened cuts a text that names something between words.
func shortened(t i18n.Text, most int) i18n.Text {
	for _, lang := range t.Languages() {
		s := oneLine(t.In(lang))
		if utf8.RuneCountInString(s) > most {
			s = string([]rune(s)[:most])
			if i := strings.LastIndexByte(s, ' '); i > 0 {
				s = s[:i]
			}
			s = strings.TrimRight(s, " ,;:–-") + "…"
		}
		t = t.Set(lang, s)
	}
	return t
}

// Anchor is the id of a goal or action (kind "goal" or "action") in the roadmap
// as a document, so that an address can lead to it.
func Anchor(kind, id string) string { return kind + "-" + url.PathEscape(id) }

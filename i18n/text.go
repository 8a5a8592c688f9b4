// Package i18n holds what the three languages of the service need: texts in
// several languages, messages by key, problems in words, and sorting.
package i18n

import "strings"

// Lang is one of the interface languages.
type Lang string

// The interface languages.
const (
	Finnish Lang = "fi"
	Swedish Lang = "sv"
	English Lang = "en"
)

// Langs lists the interface languages in the order in which pages offer them.
func Langs() []Lang { return []Lang{Finnish, Swedish, English} }

// ParseLang returns the language with that code; ok is false for any other.
func ParseLang(code string) (lang Lang, ok bool) {
	switch Lang(code) {
	case Finnish, Swedish, English:
		return Lang(code), true
	}
	return Finnish, false
}

// Text is a text in up to three languages; a missing language is empty. It is
// the type T of the model. A struct and not a map, so that an unknown language
// in input is an unknown field, and the order of the keys is always the same.
type Text struct {
	FI string `json:"fi,omitempty"`
	SV string `json:"sv,omitempty"`
	EN string `json:"en,omitempty"`
}

// In returns the text in that language alone, empty when it is missing.
func (t Text) In(lang Lang) string {
	switch lang {
	case Finnish:
		return t.FI
	case Swedish:
		return t.SV
	}
	return t.EN
}

// Set returns t with the text of one language replaced.
func (t Text) Set(lang Lang, s string) Text {
	switch lang {
	case Finnish:
		t.FI = s
	case Swedish:
		t.SV = s
	default:
		t.EN = s
	}
	return t
}

// Best returns the text in the first of the wanted languages that has one,
// then in any, with the language it is in. An empty text has the language "".
func (t Text) Best(wanted ...Lang) (string, Lang) {
	for _, lang := range append(wanted, Langs()...) {
		if s := t.In(lang); s != "" {
			return s, lang
		}
	}
	return "", ""
}

// Empty tells whether the text is missing in every language.
func (t Text) Empty() bool { return t == Text{} }

// Languages lists the languages that the text has.
func (t Text) Languages() []Lang {
	var langs []Lang
	for _, lang := range Langs() {
		if t.In(lang) != "" {
			langs = append(langs, lang)
		}
	}
	return langs
}

// Stop is the full stop that a text needs before another sentence follows it:
// none where it ends as a sentence already, and none where there is no text.
func Stop(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".?!") || strings.HasSuffix(text, "…") {
		return ""
	}
	return "."
}

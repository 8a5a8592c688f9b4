package i18n

import "golang.org/x/text/language"

// Accepted is the one of our languages that a reader likes best by the header
// Accept-Language; ok is false when it names none of them.
func Accepted(header string) (lang Lang, ok bool) {
	wanted, _, err := language.ParseAcceptLanguage(header) // in falling order
	if err != nil {
		return Finnish, false
	}
	for _, tag := range wanted {
		base, _ := tag.Base()
		if lang, ok := ParseLang(base.String()); ok {
			return lang, true
		}
	}
	return Finnish, false
}

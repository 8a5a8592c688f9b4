package ui

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// shown is a text as a page shows it: in the page's language, or else in
// another one, which the markup then names.
type shown struct {
	Text    string
	Lang    i18n.Lang
	Foreign bool
}

// show takes the text in the page's language, else in the one it was written in.
func show(lang i18n.Lang, t i18n.Text, original i18n.Lang) shown {
	s, in := t.Best(lang, original)
	return shown{Text: s, Lang: in, Foreign: in != "" && in != lang}
}

// Paragraphs are the text's parts between empty lines.
func (s shown) Paragraphs() []string {
	var list []string
	for part := range strings.SplitSeq(s.Text, "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// Beginning is as many whole sentences as fit into about 200 characters, at
// least one.
func (s shown) Beginning() shown {
	const room = 200
	end := 0
	for i, r := range s.Text {
		if !strings.ContainsRune(".!?", r) || !sentenceEnds(s.Text[i+1:]) {
			continue
		}
		if end > 0 && utf8.RuneCountInString(s.Text[:i]) > room {
			break
		}
		end = i + 1
	}
	if end > 0 {
		s.Text = s.Text[:end]
	}
	return s
}

// sentenceEnds tells whether what follows a full stop begins a new sentence:
// not so in "e.g. this" or "21.11.".
func sentenceEnds(rest string) bool {
	if rest == "" {
		return true
	}
	next := strings.TrimLeft(rest, " \n")
	if len(next) == len(rest) || next == "" {
		return next == ""
	}
	r, _ := utf8.DecodeRuneInString(next)
	return unicode.IsUpper(r)
}

// number writes a count or a figure as the language does; a figure that is not
// told is an empty text.
func number(lang i18n.Lang, v any) string {
	switch v := v.(type) {
	case int:
		return i18n.Number(lang, float64(v))
	case float64:
		return i18n.Number(lang, v)
	case *int:
		if v != nil {
			return i18n.Number(lang, float64(*v))
		}
	case *float64:
		if v != nil {
			return i18n.Number(lang, *v)
		}
	}
	return ""
}

// counted adds to a message's arguments the number N as the language writes it,
// under the name Count: N chooses the form, Count is what is read.
func counted(lang i18n.Lang, args []any) []any {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] != "N" {
			continue
		}
		n := 0
		switch v := args[i+1].(type) {
		case int:
			n = v
		case *int:
			n = *v
		}
		return append(append([]any{"Count", number(lang, n)}, args[:i]...), append([]any{"N", n}, args[i+2:]...)...)
	}
	return args
}

func day(lang i18n.Lang, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return i18n.Date(lang, t.In(finland()).Format(time.DateOnly))
}

// moment is a day and a time of day in Finland.
func moment(lang i18n.Lang, t time.Time) string {
	t = t.In(finland())
	if lang == i18n.English {
		return day(lang, t) + " " + t.Format("15:04")
	}
	return day(lang, t) + " " + t.Format("15.04")
}

// labels names concepts for a list, of which each item stands alone.
func (p *Pages) labels(lang i18n.Lang, scheme string, ids []string) []string {
	var names []string
	for _, id := range ids {
		names = append(names, first(p.Catalogue.Vocabularies.Label(scheme, id).Best(lang)))
	}
	return names
}

// small names a concept within a sentence, where Finnish and Swedish write only
// names with a capital letter; English does so with languages, too.
func (p *Pages) small(lang i18n.Lang, scheme string, id any) string {
	name := first(p.Catalogue.Vocabularies.Label(scheme, fmt.Sprint(id)).Best(lang))
	r, n := utf8.DecodeRuneInString(name)
	if n == 0 || scheme == "country" || scheme == "language" && lang == i18n.English {
		return name
	}
	return string(unicode.ToLower(r)) + name[n:]
}

// concept is a word with what it means.
type concept struct{ Name, Text string }

// scale lists the levels of evidence, the lowest first, with what they mean.
func (p *Pages) scale(lang i18n.Lang) []concept {
	var list []concept
	if scheme, err := p.Catalogue.Vocabularies.Scheme("evidence_level"); err == nil {
		for _, one := range scheme.Concepts {
			list = append(list, concept{first(one.Label.Best(lang)), first(one.Description.Best(lang))})
		}
	}
	return list
}

// explain is a concept's description, which may be empty.
func (p *Pages) explain(lang i18n.Lang, scheme string, id any) string {
	concept, _ := p.Catalogue.Vocabularies.Concept(scheme, fmt.Sprint(id))
	return first(concept.Description.Best(lang))
}

// placeName names a municipality, in both languages where it has two and the
// names differ: "Vaasa / Vasa". The page's language stands first.
func (p *Pages) placeName(lang i18n.Lang, code string) string {
	m, ok := p.Catalogue.Places.Municipality(code)
	if !ok {
		return code
	}
	name := first(m.Name.Best(lang))
	if !m.Bilingual() {
		return name
	}
	for _, other := range []i18n.Lang{i18n.Finnish, i18n.Swedish} {
		if also := m.Name.In(other); also != "" && also != name {
			return name + " / " + also
		}
	}
	return name
}

func (p *Pages) regionName(lang i18n.Lang, code string) string {
	if r, ok := p.Catalogue.Places.Region(code); ok {
		return first(r.Name.Best(lang))
	}
	return code
}

func (p *Pages) languageName(lang i18n.Lang, code string) string {
	return first(p.Catalogue.Vocabularies.Label("language", code).Best(lang))
}

// where says to people where a practice is at home. One in Finland without any
// place is nationwide.
func (p *Pages) where(lang i18n.Lang, practice *catalogue.Practice) []string {
	home := practice.Country == "" || practice.Country == "FI"
	if home && len(practice.Municipalities) == 0 && len(practice.Regions) == 0 && practice.Area.Empty() {
		return []string{p.Messages.T(lang, "doc.nationwide")}
	}
	return p.places(lang, practice)
}

// places names the municipalities of a practice, else its regions, else its
// country.
func (p *Pages) places(lang i18n.Lang, practice *catalogue.Practice) []string {
	var names []string
	for _, code := range practice.Municipalities {
		names = append(names, p.placeName(lang, code))
	}
	if len(names) > 0 {
		return names
	}
	for _, code := range practice.Regions {
		names = append(names, p.regionName(lang, code))
	}
	if len(names) > 0 {
		return names
	}
	country := practice.Country
	if country == "" {
		country = "FI"
	}
	return []string{first(p.Catalogue.Vocabularies.Label("country", country).Best(lang))}
}

package exchange

import (
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// vaasaFramework is the one framework besides our own whose programme is read
// as it stands.
const (
	ownFramework   = "domain"
	vaasaFramework = "vaasa_2023"
)

// domains finds the domain of a section by its title, in the labels of our
// domains and of Vaasa's framework in all three languages.
type domains struct {
	ids   []string          // of the domains, as choices
	own   map[string]string // folded label → domain
	vaasa map[string]string // folded label → concept of Vaasa's framework
	named map[string]string // concept of Vaasa's framework → domain
}

func newDomains(v *catalogue.Vocabularies) domains {
	d := domains{own: map[string]string{}, vaasa: map[string]string{}, named: map[string]string{}}
	if v == nil {
		return d
	}
	if s, err := v.Scheme(ownFramework); err == nil {
		for _, c := range s.Concepts {
			d.ids = append(d.ids, c.ID)
			labels(d.own, c)
			for _, m := range c.Mappings {
				if m.Scheme == vaasaFramework {
					d.named[m.ID] = c.ID
				}
			}
		}
	}
	if s, err := v.Scheme(vaasaFramework); err == nil {
		for _, c := range s.Concepts {
			labels(d.vaasa, c)
		}
	}
	return d
}

func labels(to map[string]string, c catalogue.Concept) {
	for _, lang := range i18n.Langs() {
		if s := foldTitle(c.Label.In(lang)); s != "" {
			to[s] = c.ID
		}
	}
}

// foldTitle makes titles comparable: "2.1 WORK:" is "work".
func foldTitle(s string) string {
	s = strings.ToLower(joinSpace(s))
	if rest := strings.TrimLeft(s, "0123456789.)"); strings.HasPrefix(rest, " ") {
		s = rest
	}
	return strings.Trim(s, " .:*_")
}

// domain is empty for a title that no label equals; nothing is guessed.
func (d domains) domain(title string) string {
	s := foldTitle(title)
	if id, ok := d.own[s]; ok {
		return id
	}
	return d.named[d.vaasa[s]]
}

// framework is Vaasa's only when the sections are exactly its concepts.
func (d domains) framework(sections []roadmap.Section, lang i18n.Lang) string {
	found := map[string]bool{}
	for _, s := range sections {
		id, ok := d.vaasa[foldTitle(s.Title.In(lang))]
		if !ok {
			return ownFramework
		}
		found[id] = true
	}
	for _, id := range d.vaasa {
		if !found[id] {
			return ownFramework
		}
	}
	return vaasaFramework
}

package exchange

import (
	"regexp"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

var (
	mail       = regexp.MustCompile(`[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}`)
	phone      = regexp.MustCompile(`(?:\+358|\b0)[\d \x{a0}-]{6,14}\d`)
	personName = regexp.MustCompile(`\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?(?: (?:af|von|de|al))? \p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?`)
	workTitle  = regexp.MustCompile(`(?i)(?:[\pL-]*(?:päällikk|koordinaattor|asiantuntij|suunnittelij|johtaj|vastaav|ohjaaj|kehittäj|sihteer)\pL*|project (?:manager|coordinator|specialist|leader|officer)|manager|coordinator|specialist|director|planner|head of|officer|\pL*(?:ledare|samordnare|sakkunnig|planerare|chef|direktör|koordinator|handläggare|sekreterare)n?\b)`)
)

// contacts suggests people to ask: somebody with a mail address, or a name with
// a title of work on lines of their own. They are personal data; taking them
// over never publishes them.
func (s *suggester) contacts() {
	for i, b := range s.text.Blocks {
		if s.count["contact"] >= 3 {
			return
		}
		if b.Kind == RowBlock && s.blocks[i].label == "" {
			continue
		}
		if b.Kind == ParagraphBlock && s.blocks[i].label == "" && len(s.blocks[i].sentences) > 2 {
			s.contactInProse(i)
			continue
		}
		if len(b.Text) > 600 {
			continue
		}
		if m := mail.FindStringIndex(b.Text); m != nil {
			s.contactWithMail(i, m)
		} else if s.isContact(i) {
			name := nameIn(b.Text)
			if name == "" {
				name = s.nameAbove(i)
			}
			s.contact(i, catalogue.Contact{Name: name, Role: s.role(b.Text, name), Phone: strings.TrimSpace(phone.FindString(b.Text))})
		}
	}
}

var moreCue = regexp.MustCompile(`(?i)(?:lisätieto|tiedustelu|yhteyshenkilö|yhteydenot|kontaktperson|mer information|närmare information|frågor|contact|further information|for details|enquir)`)

// contactInProse suggests whom a sentence says to ask, by name.
func (s *suggester) contactInProse(i int) {
	for _, q := range s.blocks[i].sentences {
		text := s.at(q)
		address, number := mail.FindString(text), phone.FindString(text)
		if !moreCue.MatchString(text) && address == "" || address == "" && number == "" {
			continue
		}
		name := nameIn(mail.ReplaceAllString(text, " "))
		if first, _, _ := strings.Cut(name, " "); name == "" || strings.HasPrefix(text, first) && moreCue.MatchString(first) {
			continue
		}
		c := catalogue.Contact{Name: name, Email: address, Phone: strings.TrimSpace(number)}
		if before, _, ok := strings.Cut(text, name); ok {
			if words := strings.Fields(before); len(words) > 0 && workTitle.MatchString(words[len(words)-1]) {
				c.Role = textIn(s.found.Language, words[len(words)-1])
			}
		}
		s.add(Suggestion{Path: "contact", Key: "contact", Why: "contact", Value: Value{Contact: &c}, Quotes: []Quote{q}})
		return
	}
}

// nameIn is the first name of a person in a text; a title with a capital letter
// in front is no part of it.
func nameIn(text string) string {
	for text != "" {
		m := personName.FindStringIndex(text)
		if m == nil {
			return ""
		}
		name := text[m[0]:m[1]]
		first, _, _ := strings.Cut(name, " ")
		switch {
		case workTitle.FindString(name) == name: // "Project Manager"
			text = text[m[1]:]
		case workTitle.MatchString(first):
			text = text[m[0]+len(first):]
		default:
			return name
		}
	}
	return ""
}

// isContact tells a block that is a name with a title, as below a signature.
func (s *suggester) isContact(i int) bool {
	text := s.text.Blocks[i].Text
	if wordCount(text) > 14 || !workTitle.MatchString(text) {
		return false
	}
	name := nameIn(text)
	if name == "" {
		return s.nameAbove(i) != ""
	}
	at := strings.Index(text, name)
	m := []int{at, at + len(name)}
	near := strings.TrimSpace(text[m[1]:])
	return m[0] == 0 && near != "" && strings.ContainsAny(near[:1], ",(–-") || m[0] == 0 && strings.HasPrefix(text[m[1]:], "\n") || s.is(i, "contact") || mail.MatchString(text)
}

// nameAbove is the name of a person that is all of the line before one that begins
// with a title, "" where it is not.
func (s *suggester) nameAbove(i int) string {
	if m := workTitle.FindStringIndex(s.text.Blocks[i].Text); i == 0 || m == nil || m[0] > 0 {
		return ""
	}
	above := strings.TrimSpace(s.text.Blocks[i-1].Text)
	if name := nameIn(above); name == above {
		return name
	}
	return ""
}

func (s *suggester) contactWithMail(i int, m []int) {
	text := s.text.Blocks[i].Text
	c := catalogue.Contact{Email: text[m[0]:m[1]], Phone: strings.TrimSpace(phone.FindString(text))}
	line := text
	c.Name = nameIn(text[s.blocks[i].valueAt:])
	for back := 1; c.Name == "" && back <= 2 && i >= back; back++ {
		if above := s.text.Blocks[i-back].Text; wordCount(above) <= 10 && !mail.MatchString(above) {
			c.Name, line = nameIn(above), above
		}
	}
	c.Role = s.role(line, c.Name)
	s.contact(i, c)
}

func (s *suggester) contact(i int, c catalogue.Contact) {
	why := "contact"
	s.add(Suggestion{Path: "contact", Key: "contact", Why: why, Value: Value{Contact: &c}, Quotes: []Quote{s.whole(i)}})
}

// role is the rest of a line that names a title.
func (s *suggester) role(text, name string) i18n.Text {
	text = mail.ReplaceAllString(phone.ReplaceAllString(strings.Replace(text, name, "\n", 1), "\n"), "\n")
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == ';' || r == '\t' || r == '|' }) {
		if part = strings.Trim(joinSpace(part), " ,.:()–-"); workTitle.MatchString(part) && wordCount(part) <= 12 {
			if _, rest, ok := strings.Cut(part, ": "); ok && workTitle.MatchString(rest) {
				part = rest
			}
			return textIn(s.found.Language, part)
		}
	}
	return i18n.Text{}
}

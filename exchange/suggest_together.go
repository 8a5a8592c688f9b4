package exchange

import (
	"regexp"
	"slices"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

var (
	// What stands in front of a list of partners.
	withCue = regexp.MustCompile(`(?i)(?:i (?:nära )?samarbete med|tillsammans med|samarbetet med|samarbeta(?:r|de|t) med|i samråd med|samarbetspart(?:ner|er)(?:na|s)? (?:är|var)|in (?:close )?(?:co-?operation|collaboration|partnership) with|(?:together|jointly|partnered|collaborat(?:ed|es)|co-?operat(?:ed|es)) with|(?:planned|organi[sz]ed|run|carried out) with|work(?:ed|s|ing)?(?: closely| together)? with|(?:our |the )?partners (?:are|were|include)|(?:yhteistyö)?kumppan(?:eina|it|ina)(?: ovat| olivat| oli| toimivat| toimi)|(?:yhteistyö)?kumppaneita (?:ovat|olivat)|mukana (?:olivat|oli|ovat|on)(?: myös)?)\s+`)
	// What stands in front of those who carry out.
	byCue = regexp.MustCompile(`(?i)(?:managed by|delivered by|run by|implemented by|coordinated by|genomför(?:s|des) av|samordna(?:s|des) av|driv(?:s|its) av|drevs av|toteuttaa|toteuttavat|toteutti|toteuttivat|koordinoi|järjestää|järjestävät|järjesti|järjestivät|vastasi|vastasivat|vastaa|vastaavat|toteuttajina? (?:on|oli|ovat|olivat|toimi)|bakom (?:\pL+ )?står|ansvarade|ordna(?:s|des) av|organi[sz]ed by|(?:launched|started|set up|founded)(?: [\pL\d]+){0,6} by)\s+`)
	// What stands behind those who took part.
	tookPart = regexp.MustCompile(`^(?:deltog|medverkade|deltar|medverkar|osallistui|osallistuivat|participated)$`)
	// The Finnish partners stand between these and "kanssa".
	beforeWith = set([]string{"yhdessä", "yhteistyössä", "yhteistyötä", "kumppanuudessa"})
	pluralVerb = regexp.MustCompile(`(?:vat|vät)$`)
)

// together suggests the organisations that a sentence names as those that work
// together, and nothing that is not surely a name.
func (s *suggester) together(q Quote) {
	text, list := s.at(q), s.tokens(q)
	index := func(at int) int {
		for n, t := range list {
			if t.from >= at {
				return n
			}
		}
		return len(list)
	}
	for _, m := range withCue.FindAllStringIndex(text, 5) {
		s.addPartners(s.organisationsFrom(q.Block, list, index(q.From+m[1]), false))
	}
	for _, m := range byCue.FindAllStringIndex(text, 5) { // a person may do so, too
		s.addPartners(slices.DeleteFunc(s.organisationsFrom(q.Block, list, index(q.From+m[1]), false), func(o organisation) bool { return !o.strong }))
	}
	for n, t := range list {
		switch {
		case t.low == "kanssa":
			for back := n - 1; back >= 0 && back > n-16; back-- {
				if beforeWith[list[back].low] {
					s.addPartners(s.organisationsFrom(q.Block, list[:n], back+1, true))
					break
				}
			}
		case tookPart.MatchString(t.low):
			s.joining(q.Block, list, n)
		}
	}
	s.doers(q.Block, list)
}

// joining reads "X and Y took part" when both are names.
func (s *suggester) joining(block int, list []token, verb int) {
	for i := max(verb-14, 0); i < verb; i++ {
		if i > 0 && list[i].near() && (andWord[list[i-1].low] || list[i-1].upper()) {
			continue // a name may have begun before it
		}
		found := s.organisationsFrom(block, list, i, false)
		if n := len(found); n > 0 && (allStrong(found) || n > 1 && allLong(found) && s.found.Language != i18n.Finnish) && found[0].at.From == list[i].from && found[n-1].next == verb {
			s.addPartners(found)
			return
		}
	}
}

// doers reads a sentence that begins with the names of those who acted: "X and Y
// started …".
func (s *suggester) doers(block int, list []token) {
	found := s.organisationsFrom(block, list, 0, false)
	if len(found) < 2 || !found[0].strong {
		return
	}
	next := found[len(found)-1].next
	if next < len(list) && !list[next].upper() && list[next].near() && (pluralVerb.MatchString(list[next].low) || s.found.Language != i18n.Finnish) {
		s.addPartners(found)
	}
}

func allStrong(list []organisation) bool {
	return !slices.ContainsFunc(list, func(o organisation) bool { return !o.strong || !o.proper })
}

// allLong tells names of at least two words.
func allLong(list []organisation) bool {
	return !slices.ContainsFunc(list, func(o organisation) bool { return !o.proper || wordCount(o.name) < 2 })
}

func (s *suggester) addPartners(list []organisation) {
	for _, o := range list {
		if o.proper && wordCount(o.name) <= 8 && s.count["partners"] < mostPartners {
			s.addPartner(o.name, o.at)
		}
	}
}

func (s *suggester) addPartner(name string, q Quote) {
	for _, one := range s.found.List {
		if p := one.Value.Partner; p != nil && strings.EqualFold(p.Name, name) {
			return
		}
	}
	s.add(Suggestion{Path: "partners", Key: "partner", Why: "together", Value: Value{Partner: &catalogue.Partner{Name: name, Type: s.organisationKind(name)}}, Quotes: []Quote{q}})
}

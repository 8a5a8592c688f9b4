package exchange

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"tiekartta/catalogue"
)

// organisationRule is how organisations of a type are called.
type organisationRule struct {
	kind  string
	words *regexp.Regexp
}

func organisationRules() []organisationRule {
	rule := func(kind, words string) organisationRule {
		r := organisationRule{kind, regexp.MustCompile(`(?i)(?:^|[^\pL])(` + words + `)`)}
		r.words.Longest() // "stadsbibliotek" before "stad"
		return r
	}
	return []organisationRule{
		rule("higher_education", `\pL*(?:ammattikorkeakoulu|yliopisto|yrkeshögskola|högskola|universitet)\pL*|university(?: of applied sciences)?|universities`),
		rule("wellbeing_county", `\pL*hyvinvointialue\pL*|\pL*välfärdsområde\pL*|wellbeing services count(?:y|ies)`),
		rule("religious_community", `\pL*seurakun\pL+|församling\pL*|parish(?:es)?|congregation\pL*|moske\pL+|mosque\pL*|uskonnolli\pL+ yhteis\pL+|religiösa samfund\pL*|religious communit\pL+`),
		rule("joint_authority", `\pL*kuntayhtym\pL*|\pL*samkommun\pL*|joint (?:municipal )?authorit(?:y|ies)`),
		rule("employment_area", `työllisyysal\pL+|sysselsättningsområde\pL*|employment areas?`),
		rule("state", `TE-toimisto\pL*|TE-palvelu\pL*|ELY-kesku\pL*|arbets- och näringsbyrå\pL*|NTM-central\pL*|Migrationsverket|Maahanmuuttovirasto\pL*|FPA|Kela\pL*|Kansaneläkelaito\pL*|Folkpensionsanstalten|poliisi\pL*|polisen|ministeri(?:ö\pL*|et|um)|TE office|TE services|ELY Cent(?:re|er)\pL*|Social Insurance Institution|police|ministry`),
		rule("school", `\pL*koulut?(?:n|t|jen|issa|ilta|ihin|ista|lla|ssa|ja)?|päiväko\pL+|varhaiskasvatu\pL+|\pL*opisto\pL*|oppilaito\pL+|skolor(?:na)?|skolan|skolorna|daghem\pL*|läroanstalt\pL*|medborgarinstitut\pL*|schools?|day-?care cent\pL+|kindergartens?|adult education cent\pL+|colleges?`),
		rule("association", `\pL*järjestö\pL*|\pL*yhdisty\pL+|\pL*säätiö\pL*|\pL*organisation(?:er|erna|en)|frivilligorganisation\pL*|\pL*förening\pL*|\pL*stiftelse\pL*|NGOs?|non-governmental organi[sz]ations?|associations?|charit\pL+|foundations?|civil society organi[sz]ations?|voluntary organi[sz]ations?|red cross|punainen risti|röda kors\pL*|ry|rf`),
		rule("company", `yrity(?:s|kset|ksiä|sten|ksen|sten)\pL*|työnantaj\pL+|företag\pL*|arbetsgivar\pL+|compan(?:y|ies)|employers?|businesses|oy|ab|ltd`),
		rule("network", `\pL*verkosto\pL*|\pL*nätverk\pL*|networks?`),
		rule("municipality", `\pL+ kaupun(?:ki|gi|gin)\pL*|\pL+ kunta|\pL+ kunnan|kaupungin \pL*palvelu\pL*|kaupunki|kunta|stad|staden|\pL+ stad|kommunen|kommuner|kommun|stadens \pL*tjänster|city of \pL+|municipality of \pL+|\pL+ municipality|(?:the city.s |municipal )?employment services|(?:municipal|city) \pL+ services|\pL*library|libraries|\pL*kirjasto\pL*|\pL*bibliotek\pL*|työllisyyspalvelu\pL*|sysselsättningstjänster\pL*`),
	}
}

// organisationKind is the type of organisation that a name speaks of.
func (s *suggester) organisationKind(name string) string {
	for _, rule := range s.organisations {
		if m := rule.words.FindStringSubmatchIndex(name); m != nil && (m[3] == len(name) || notLetter(firstRune(name[m[3]:]))) {
			return rule.kind
		}
	}
	return ""
}

var (
	togetherCue = regexp.MustCompile(`(?i)(?:yhteistyö|kumppan|yhdessä|kanssa|verkosto|mukana|toteut(?:taa|tavat|ti|tivat)|osatoteut|samarbet|partner|tillsammans|i samråd|medverkar|deltar|genomförs av|genomfördes av|cooperat|co-operat|collaborat|together|in partnership|between|jointly|managed by|delivered by|run by|implemented by|coordinated by|provided by|led by|side by side|sida vid sida)`)

	named = regexp.MustCompile(`(?:City of \p{Lu}\pL+|\p{Lu}\pL+ (?:Municipality|municipality|kaupunki|kunta|stad|kommun)|\p{Lu}[\pL-]+(?: \p{Lu}[\pL-]+)* (?:ry|rf|r\.f\.|Oy|Ab|säätiö)|[Ss]tiftelsen \p{Lu}[\pL-]+(?: \p{Lu}[\pL-]+)*|[Ff]öreningen \p{Lu}[\pL-]+(?: \p{Lu}[\pL-]+)*|\p{Lu}[\pL-]+n (?:yliopisto|ammattikorkeakoulu|seurakunta|hyvinvointialue|TE-toimisto))`)
)

// townService is what makes a word for the town a partner.
var townService = regexp.MustCompile(`(?i)(?:palvelu|services|tjänster|librar|kirjasto|bibliotek)`)

// specific leaves out words for the town itself, which is nobody's partner.
func (s *suggester) specific(kind, name string) bool {
	return kind != "municipality" || townService.MatchString(name) || unicode.IsUpper(firstRune(name)) && strings.Contains(name, " ")
}

// mostPartners is what a person would still look through.
const mostPartners = 15

// partners suggests organisations: those in lists that say so, those that the
// text names together with the practice, and at last each type of organisation
// that it works with.
func (s *suggester) partners() {
	for i, b := range s.text.Blocks {
		switch {
		case s.blocks[i].label == "partners":
			s.partnersIn(s.value(i), "label")
		case b.Kind == ParagraphBlock && s.blocks[i].topics["partners"] && s.blocks[i].label == "" && strings.Contains(b.Text, ", ") && !strings.ContainsAny(strings.TrimSuffix(b.Text, "."), ".!?"):
			s.partnersIn(s.whole(i), "heading")
		case b.Kind == ItemBlock && s.blocks[i].topics["partners"] && s.blocks[i].label == "" && wordCount(b.Text) <= 14:
			s.partnersIn(s.whole(i), "heading")
		}
	}
	for i, b := range s.text.Blocks {
		if b.Kind == HeadingBlock || b.Kind == RowBlock || s.blocks[i].label != "" || s.blocks[i].topics["contact"] || s.blocks[i].topics["lessons"] {
			continue
		}
		for _, q := range s.blocks[i].sentences {
			s.together(q)
			if togetherCue.MatchString(s.at(q)) {
				for _, m := range named.FindAllStringIndex(s.at(q), 10) {
					if m[1] < len(s.at(q)) && !notLetter(firstRune(s.at(q)[m[1]:])) {
						continue
					}
					s.partner(Quote{i, q.From + m[0], q.From + m[1]}, "together")
				}
			}
		}
	}
	s.partnerKinds()
}

// partnersIn suggests the members of a list.
func (s *suggester) partnersIn(q Quote, why string) {
	for _, part := range s.parts(q) {
		s.partner(part, why)
	}
}

func (s *suggester) partner(q Quote, why string) {
	name := nominative(funderName(s.at(q)))
	kind := s.organisationKind(name)
	if name == "" || why == "kind" && kind == "" || wordCount(name) > 12 || !hasLetter(name) || s.count["partners"] >= mostPartners {
		return
	}
	for _, one := range s.found.List {
		if p := one.Value.Partner; p != nil && (strings.EqualFold(p.Name, name) || p.Type == kind && strings.Contains(strings.ToLower(p.Name), strings.ToLower(name))) {
			return
		}
	}
	s.add(Suggestion{Path: "partners", Key: "partner", Why: why, Value: Value{Partner: &catalogue.Partner{Name: name, Type: kind}}, Quotes: []Quote{q}})
}

// partnerKinds suggests the types of organisation that sentences about working
// together speak of and no named partner has.
func (s *suggester) partnerKinds() {
	has := map[string]bool{}
	for _, one := range s.found.List {
		if p := one.Value.Partner; p != nil && p.Type != "" {
			has[p.Type] = true
		}
	}
	for i, b := range s.text.Blocks {
		if b.Kind == RowBlock || b.Kind == HeadingBlock || s.blocks[i].topics["statistics"] || s.blocks[i].topics["contents"] || s.blocks[i].topics["contact"] || s.blocks[i].label == "funders" {
			continue
		}
		for _, q := range s.blocks[i].sentences {
			if !togetherCue.MatchString(s.at(q)) || strings.ContainsAny(s.at(q), "“”") {
				continue
			}
			for _, rule := range s.organisations {
				if has[rule.kind] {
					continue
				}
				if m := rule.words.FindStringSubmatchIndex(s.at(q)); m != nil && (m[3] == len(s.at(q)) || notLetter(firstRune(s.at(q)[m[3]:]))) && s.specific(rule.kind, s.at(q)[m[2]:m[3]]) {
					if s.withinName(q, m[2]) || bareHead(s.at(q)[m[2]:m[3]]) || s.goesOn(q, m) {
						continue // of somebody who is named, but not as a partner
					}
					has[rule.kind] = true
					at := s.described(Quote{i, q.From + m[2], q.From + m[3]})
					s.partner(at, "kind")
				}
			}
		}
	}
}

// bareHead tells a word for a kind of organisation and nothing more, which is
// rather the one who tells than a partner: "opisto".
func bareHead(word string) bool {
	return slices.ContainsFunc(heads, func(h [2]string) bool { return strings.EqualFold(h[0], word) })
}

// goesOn tells a word that is a part of a longer name: "Hollolan kunnan
// varhaiskasvatus", "University of Jyväskylä".
func (s *suggester) goesOn(q Quote, m []int) bool {
	rest := s.tokens(Quote{q.Block, q.From + m[3], q.To})
	if len(rest) == 0 || strings.TrimSpace(rest[0].gap) != "" {
		return false
	}
	return rest[0].upper() || ofWhose(token{low: s.at(q)[m[2]:m[3]]}) && !rest[0].upper() && s.isHead(rest[0].low) || rest[0].low == "of" && m[2] > 0 && unicode.IsUpper(firstRune(s.at(q)[m[2]:]))
}

// withinName tells whether a word stands right behind one with a capital letter
// that does not begin the sentence.
func (s *suggester) withinName(q Quote, at int) bool {
	before := s.at(Quote{q.Block, q.From, q.From + at})
	word := before[strings.LastIndexByte(strings.TrimRight(before, " "), ' ')+1:]
	return strings.HasSuffix(before, " ") && len(word) < len(before) && unicode.IsUpper(firstRune(word))
}

// described takes the adjective in front of a name into it: "migrant-led NGOs".
func (s *suggester) described(q Quote) Quote {
	before := s.text.Blocks[q.Block].Text[:q.From]
	words := strings.Fields(lastBytes(before, 40))
	if len(words) == 0 || !strings.HasSuffix(before, " ") {
		return q
	}
	last := words[len(words)-1]
	if strings.Contains(last, "-") && unicode.IsLetter(firstRune(last)) && !strings.ContainsAny(last, ",.;") || slices.Contains([]string{"local", "paikalliset", "lokala", "municipal"}, strings.ToLower(last)) {
		q.From -= len(last) + 1
	}
	return q
}

// nominative turns the genitive in which Finnish names partners, where the last
// word is a common one.
func nominative(name string) string {
	for _, change := range [][2]string{
		{"kaupungin", "kaupunki"}, {"kunnan", "kunta"}, {"seurakunnan", "seurakunta"}, {"yhtymän", "yhtymä"}, {"alueen", "alue"}, {"yhdistyksen", "yhdistys"},
		{"opiston", "opisto"}, {"koulun", "koulu"}, {"keskuksen", "keskus"}, {"säätiön", "säätiö"}, {"liiton", "liitto"}, {" ry:n", " ry"}, {" rf:n", " rf"},
		{"palvelujen", "palvelut"}, {"palveluiden", "palvelut"}, {"kirjaston", "kirjasto"}, {"toimiston", "toimisto"}, {"verkoston", "verkosto"}, {"järjestöjen", "järjestöt"},
		{"yhdistysten", "yhdistykset"}, {"koulujen", "koulut"}, {"yritysten", "yritykset"}, {"piirin", "piiri"}, {"osaston", "osasto"}, {"laitoksen", "laitos"}, {"rahaston", "rahasto"}, {"ministeriön", "ministeriö"},
	} {
		if body, ok := strings.CutSuffix(name, change[0]); ok {
			return body + change[1]
		}
	}
	return name
}

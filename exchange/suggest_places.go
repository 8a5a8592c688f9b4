package exchange

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// nameForms maps the forms of a municipality's names in running text to its
// code. Finnish inflects the end of a name; forms that would also be another
// word do not matter, because they are sought with a capital letter only.
func nameForms(places *catalogue.Places) map[string]string {
	forms := map[string]string{}
	put := func(form, code string) {
		if _, taken := forms[form]; !taken {
			forms[form] = code
		}
	}
	for _, m := range places.Municipalities() {
		for _, name := range []string{m.Name.FI, m.Name.SV, m.Name.EN} {
			put(name, m.Code)
		}
		put(m.Name.SV+"s", m.Code)
	}
	for _, m := range places.Municipalities() {
		for _, stem := range stems(m.Name.FI) {
			for _, ending := range []string{"n", "ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "seen", "hin"} {
				put(stem+ending, m.Code)
			}
		}
		r := []rune(m.Name.FI)
		put(m.Name.FI+string(r[len(r)-1])+"n", m.Code) // Oulu → Ouluun
	}
	return forms
}

// towns are the forms of municipalities' names.
func (s *suggester) towns() map[string]string {
	if s.townForms == nil {
		s.townForms = nameForms(s.places)
	}
	return s.townForms
}

// stems are the bodies to which Finnish puts its endings.
func stems(name string) []string {
	list := []string{name}
	for _, change := range [][2]string{
		{"niemi", "nieme"}, {"joki", "joe"}, {"järvi", "järve"}, {"saari", "saare"}, {"lahti", "lahde"}, {"Lahti", "Lahde"}, {"vesi", "vede"}, {"mäki", "mäe"},
		{"koski", "koske"}, {"lampi", "lamme"}, {"salmi", "salme"}, {"ranta", "ranna"}, {"kaupunki", "kaupungi"}, {"nki", "ngi"}, {"nkä", "ngä"}, {"nta", "nna"}, {"nti", "nni"}, {"lta", "lla"}, {"lto", "llo"},
		{"rku", "ru"}, {"nen", "se"}, {"us", "ukse"}, {"us", "ude"}, {"kko", "ko"}, {"kka", "ka"}, {"kkä", "kä"}, {"ppi", "pi"}, {"ttu", "tu"}, {"ttä", "tä"}, {"tti", "ti"}, {"kki", "ki"}, {"hti", "hdi"}, {"hto", "hdo"}, {"to", "do"}, {"ta", "da"}, {"e", "ee"}, {"ki", "e"},
	} {
		if body, ok := strings.CutSuffix(name, change[0]); ok {
			list = append(list, body+change[1])
		}
	}
	return list
}

// mention is a municipality in the text: how often, and whether as a place.
type mention struct {
	code  string
	hits  int
	place bool
	first Quote
}

var (
	placeFore = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:in|i|of|city of|municipality of|staden|kommunen|inom|hela|kaupunki|kunta)\s+$`)
	placeBack = regexp.MustCompile(`(?i)^\s+(?:kaupun|kunna|kunta|stad\b|stads\b|kommun|municipality|city|neighbourhood)`)
)

// municipalities suggests the towns that the text speaks of as places.
func (s *suggester) municipalities() {
	forms := s.towns()
	var found []mention
	for i, b := range s.text.Blocks {
		if b.Kind == RowBlock && s.blocks[i].label == "" {
			continue
		}
		for _, q := range capitalised(i, b.Text) {
			code, ok := forms[s.at(q)]
			if !ok || partOfName(b.Text, q) || elsewhere.MatchString(s.beside(q)) {
				continue
			}
			n := slices.IndexFunc(found, func(m mention) bool { return m.code == code })
			if n < 0 {
				n, found = len(found), append(found, mention{code: code, first: q})
			}
			found[n].hits++
			place := s.is(i, "area") || placeFore.MatchString(lastBytes(b.Text[:q.From], 24)) || placeBack.MatchString(b.Text[q.To:]) || locative(s.at(q))
			if place && !found[n].place {
				found[n].place, found[n].first = true, q
			}
		}
	}
	slices.SortStableFunc(found, func(a, b mention) int { return b.hits - a.hits })
	for n, m := range found {
		if !m.place && len(found) > 1 || n > 0 && (m.hits*6 < found[0].hits || n >= 8) {
			continue
		}
		s.add(Suggestion{Path: "municipalities", Key: "municipality", Why: "place", Value: Value{Codes: []string{m.code}}, Quotes: []Quote{m.first}})
	}
}

// beside is what stands near a word in its sentence.
func (s *suggester) beside(q Quote) string {
	sentence := s.sentence(q.Block, q.From)
	before := lastBytes(s.at(Quote{q.Block, sentence.From, q.From}), 200)
	return before + s.at(Quote{q.Block, q.From, min(max(sentence.To, q.To), q.To+200)})
}

// elsewhere are sentences of where it is to go next, or came from.
var elsewhere = regexp.MustCompile(`(?i)(?:laajen|suunnitellaan|seuraavaksi|ensi (?:vuonna|syksynä|keväänä)|nästa år|planeras|härnäst|utvidgas|next year|will be|plans? to|expand|mallia kokeillaan|saanut alkunsa|ursprungligen från|originally from|copied (?:from|in))`)

func locative(form string) bool {
	return slices.ContainsFunc([]string{"ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle"}, func(e string) bool {
		return strings.HasSuffix(form, e)
	})
}

// capitalised are the words of a text that begin with a capital letter, the
// first two thousand.
func capitalised(block int, text string) []Quote {
	var list []Quote
	from := -1
	end := func(to int) {
		if from >= 0 && unicode.IsUpper(firstRune(text[from:to])) && len(list) < 2000 {
			list = append(list, Quote{block, from, to})
		}
		from = -1
	}
	for i, r := range text {
		switch letter := unicode.IsLetter(r) || r == '-'; {
		case !letter:
			end(i)
		case from < 0:
			from = i
		}
	}
	end(len(text))
	return list
}

// partOfName tells a municipality's name that is somebody's surname, or a word
// of a longer name.
func partOfName(text string, q Quote) bool {
	before, behind := strings.TrimRight(text[:q.From], " "), strings.TrimLeft(text[q.To:], " ")
	if strings.HasSuffix(text[:q.From], "-") {
		return true
	}
	form := text[q.From:q.To]
	previous := before[strings.LastIndexFunc(before, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' })+1:]
	inflected := locative(form) || strings.HasSuffix(form, "n") || strings.HasSuffix(form, "s")
	if previous != "" && unicode.IsUpper(firstRune(previous)) && len(before) < q.From && !inflected {
		_, isWord := placeWords()[strings.ToLower(previous)]
		return !isWord && len(previous) > 2
	}
	next := behind
	if end := strings.IndexFunc(behind, func(r rune) bool { return !unicode.IsLetter(r) }); end >= 0 {
		next = behind[:end]
	}
	if len(behind) < len(text)-q.To && next != "" && unicode.IsUpper(firstRune(next)) && !inflected {
		_, isWord := placeWords()[strings.ToLower(next)]
		return !isWord
	}
	return false
}

func placeWords() map[string]bool {
	return set([]string{"in", "of", "city", "i", "the", "from", "municipality", "neighbourhoods", "region", "stad", "staden", "kommun", "hela", "kaupunki", "council", "employment", "and"})
}

var (
	nameList  = regexp.MustCompile(`(?:^|[^\pL])((?i:in|i|på)\s+(?:the (?:neighbourhoods|districts|areas|suburbs) (?:of )?|stadsdelarna |områdena )?|(?:neighbourhoods|districts|suburbs) of |stadsdelarna |områdena )(\p{Lu}[\pL-]+(?:, \p{Lu}[\pL-]+)*,? (?:and|och) \p{Lu}[\pL-]+)`)
	caseList  = regexp.MustCompile(`\p{Lu}[\pL-]+(?:ssa|ssä|lla|llä)(?:, \p{Lu}[\pL-]+(?:ssa|ssä|lla|llä))*,? (?:ja|sekä) \p{Lu}[\pL-]+(?:ssa|ssä|lla|llä)`)
	oneArea   = regexp.MustCompile(`(?:(?i:in the (?:neighbourhood|district|suburb|area) of|stadsdelen|i området|området)\s+(\p{Lu}[\pL-]+)|(\p{Lu}[\pL-]+n)\s+(?:kaupunginosa\pL*|asuinaluee\pL+|alueella|lähiö\pL*))`)
	nameSplit = regexp.MustCompile(`,? (?:and|och|ja|sekä) |, `)
)

// areas suggests neighbourhoods: names in a list after "in" that are neither
// municipalities nor languages, months and the like.
func (s *suggester) areas() {
	forms := s.towns()
	languages := s.forms()
	for i := range s.text.Blocks {
		if s.blocks[i].label == "area" {
			v := s.value(i)
			text := joinSpace(s.at(v))
			if _, town := forms[strings.TrimSuffix(text, ".")]; !town && wordCount(text) <= 25 {
				s.add(Suggestion{Path: "area", Key: "area", Why: "label", Value: Value{Text: text}, Quotes: []Quote{v}})
			}
		}
	}
	for i, b := range s.text.Blocks {
		if b.Kind == RowBlock || s.blocks[i].topics["contact"] || s.count["area"] >= 3 {
			continue
		}
		for _, m := range nameList.FindAllStringSubmatchIndex(b.Text, 10) {
			s.areaList(Quote{i, m[4], m[5]}, forms, languages)
		}
		for _, m := range caseList.FindAllStringIndex(b.Text, 10) {
			s.areaList(Quote{i, m[0], m[1]}, forms, languages)
		}
		for _, m := range oneArea.FindAllStringSubmatchIndex(b.Text, 5) {
			q := Quote{i, max(m[2], m[4]), max(m[3], m[5])}
			if _, town := forms[s.at(q)]; !town && s.count["area"] == 0 {
				if m[4] >= 0 {
					q = Quote{i, m[0], m[1]}
				}
				s.add(Suggestion{Path: "area", Key: "area", Why: "area", Value: Value{Text: s.at(q)}, Quotes: []Quote{q}})
			}
		}
	}
}

func (s *suggester) areaList(q Quote, forms, languages map[string]string) {
	for _, name := range nameSplit.Split(s.at(q), -1) {
		_, town := forms[name]
		_, language := languages[strings.ToLower(name)]
		if town || language || abroad[i18n.Slug(name)] || isMonth(name) {
			return
		}
	}
	text := s.at(q)
	s.add(Suggestion{Path: "area", Key: "area", Why: "area", Value: Value{Text: text}, Quotes: []Quote{q}})
}

var monthWord = regexp.MustCompile(`(?i)^` + month + `$`)

func isMonth(name string) bool { return monthWord.MatchString(name) }

// abroad are countries and the like, which are no neighbourhoods.
var abroad = set([]string{
	"finland", "sweden", "norway", "denmark", "europe", "estonia", "germany", "suomessa", "ruotsissa", "norjassa", "tanskassa", "virossa", "euroopassa",
	"sverige", "norge", "danmark", "europa", "estland", "tyskland", "ukraine", "russia", "iraq", "syria", "somalia", "pohjoismaissa", "norden",
})

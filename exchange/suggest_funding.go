package exchange

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"tiekartta/catalogue"
)

var (
	fundCue   = regexp.MustCompile(`(?i)(?:rahoit|rahasto(?:n|sta) tuel|avustu|tuella|myön(?:si|tämä)|finansi|med stöd av|bidrag|beviljat|fund(?:ed|ing|er)|financ|supported by|grant|with the support)`)
	budgetCue = regexp.MustCompile(`(?i)(?:budjet|budget|kustannu|kostnad|kokonaisrah|rahoitus|avustu|finansiering|bidrag|costs?\b|grant|funding|funded|rahoitt|beviljat|myön)`)
	perHead   = regexp.MustCompile(`(?i)(?:kohden|kohti|/\s*(?:hlö|asiakas|osallistuja|person|deltagare|participant|client)|per (?:asiakas|osallistuja|person|deltagare|klient|participant|client|head|hour|timme|tunti|månad|month|år|year)|tunnissa|kuukaudessa|/\s*(?:vuosi|v\b|kk|år|year)|vuodessa|vuosittain|årligen|om året|per annum|annually|a year)`)
	totalCue  = regexp.MustCompile(`(?i)(?:kokonais|yhteensä|total|sammanlagt|budjet|budget|in all|overall)`)
	fundersOf = regexp.MustCompile(`(?i)(?:(?:co-)?(?:funded|financed) by|finansiera(?:s|des|ts|t|d|de) av|rahoit(?:taa|tavat|ti|tivat|tajina (?:ovat|olivat|toimivat|toimi)|tajia (?:ovat|olivat))|finansiärer(?:na)? (?:är|var)|funders (?:are|were|include))\s+(?:jointly by |tillsammans av )?([^.;:\n]{3,250})`)
	listEnd   = regexp.MustCompile(`(?i)\s(?:during|for the|in 20|under (?:åren|20)|vuosina|vuonna|with (?:a|an|the|\d)|med \d|and (?:was|is|ran)|och (?:pågår|pågick|genomför)|ja (?:se|sen|sitä|hanke)|through|via|yhteensä|sammanlagt|\d)`)
)

// knownFunder is a fund or authority that finances such work in Finland.
type knownFunder struct {
	name *regexp.Regexp
	wide bool // only where nothing closer is named
}

func knownFunders() []knownFunder {
	var list []knownFunder
	for _, name := range []string{
		`(?:Partnerships and Financing for Migrant Inclusion \(?)?PAFMI\)?`,
		`Turvapaikka-, maahanmuutto- ja kotouttamisrahasto\pL*(?: \(AMIF\))?|Asyl-, migrations- och integrationsfonden(?: \(AMIF\))?|Asylum, Migration and Integration Fund(?: \(AMIF\))?|AMIF`,
		`Euroopan sosiaalirahasto\pL*(?: \(ESR\+?\))?|Europeiska socialfonden(?: plus)?(?: \(ESF\+?\))?|European Social Fund(?: Plus)?(?: \(ESF\+?\))?|ESR\b\+?|ESF\b\+?`,
		`Euroopan aluekehitysrahasto\pL*(?: \(EAKR\))?|Europeiska regionala utvecklingsfonden(?: \(ERUF\))?|European Regional Development Fund(?: \(ERDF\))?|EAKR|ERUF|ERDF`,
		`STEA\b|Sosiaali- ja terveysjärjestöjen avustuskesku\pL*|Understödscentralen för social- och hälsoorganisationer`,
		`\p{Lu}[\pL-]+ (?:ELY|Ely)-kesku\pL*|(?:ELY|Ely)-kesku\pL*|NTM-centralen(?: i \pL+)?|\pL+ ELY Cent(?:re|er)|ELY Cent(?:re|er)`,
		`Työ- ja elinkeinoministeriö\pL*|Arbets- och näringsministeriet|Ministry of Economic Affairs and Employment|TEM\b|ANM\b`,
		`Opetus- ja kulttuuriministeriö\pL*|Undervisnings- och kulturministeriet|Ministry of Education and Culture|OKM\b|UKM\b`,
		`Opetushallitu\pL*|Utbildningsstyrelsen|Finnish National Agency for Education`,
		`Svenska kulturfonden|Suomen Kulttuurirahasto\pL*|Koneen Säätiö\pL*|Sitra\b|Erasmus\+|Interreg\b[^,.;()]{0,20}|Nordplus|Nordiska ministerrådet|Nordic Council of Ministers|Pohjoismaiden ministerineuvosto\pL*`,
	} {
		list = append(list, knownFunder{name: regexp.MustCompile(`(?:^|[^\pL])(` + name + `)(?:$|[^\pL])`)})
	}
	wide := regexp.MustCompile(`(?:^|[^\pL])(European Union|Euroopan unioni\pL*|Europeiska unionen|EU)(?:$|[^\pL])`)
	return append(list, knownFunder{name: wide, wide: true})
}

// funding suggests funders and sums.
func (s *suggester) funding() {
	for i := range s.text.Blocks {
		if s.blocks[i].label == "funders" {
			s.fundersIn(s.value(i), "label")
		}
	}
	for i, b := range s.text.Blocks {
		listed := b.Kind == ItemBlock && s.blocks[i].topics["funders"] && s.blocks[i].label == "" && wordCount(b.Text) <= 10
		if listed {
			s.fundersIn(s.whole(i), "heading")
			continue
		}
		if b.Kind == HeadingBlock || b.Kind == RowBlock || s.blocks[i].label == "funders" {
			continue
		}
		for _, q := range s.blocks[i].sentences {
			s.payers(i, q)
		}
		for _, m := range fundersOf.FindAllStringSubmatchIndex(b.Text, 5) {
			list := b.Text[m[2]:m[3]]
			if end := listEnd.FindStringIndex(list); end != nil {
				list = list[:end[0]]
			}
			s.fundersIn(Quote{i, m[2], m[2] + len(strings.TrimRight(list, " ,"))}, "funded_by")
		}
	}
	s.lexiconFunders()
	s.sums()
}

// fundersIn suggests the members of a list of funders, with a sum where one
// stands beside the name.
func (s *suggester) fundersIn(q Quote, why string) {
	for _, part := range s.parts(q) {
		name := strings.TrimSpace(s.at(part))
		value := catalogue.Funding{}
		for _, f := range s.blocks[q.Block].figures {
			if f.from >= part.From && f.to <= part.To && f.kind == "money" {
				if value.Amount = number64(f.value); perHead.MatchString(s.nearSum(s.sentence(q.Block, f.from), f)) {
					value.Amount = nil // so much for each year or person
				}
				at := f.from - part.From
				name = strings.TrimRight(strings.TrimSpace(s.at(part)[:at]), " (:,–-—")
				if name == "" {
					name = strings.Trim(s.at(part)[f.to-part.From:], " ():,–-—")
				}
			}
		}
		value.Source = funderName(openSum.ReplaceAllString(name, ""))
		if known := s.knownIn(name); why == "funded_by" && known != "" && wordCount(value.Source) > wordCount(known)+1 {
			value.Source = known // "X through the office Y"
		}
		running := why == "funded_by" && !unicode.IsUpper(firstRune(value.Source)) && s.organisationKind(value.Source) == ""
		if value.Source == "" || wordCount(value.Source) > 12 || running || !hasLetter(value.Source) {
			continue
		}
		s.addFunder(value, part, why)
	}
}

// openSum is a sum in brackets of which a list has cut off the end.
var openSum = regexp.MustCompile(`\s*\(\d[\d\s]*$`)

func (s *suggester) addFunder(value catalogue.Funding, q Quote, why string) {
	for _, one := range s.found.List {
		if f := one.Value.Funding; f != nil && f.Source != "" && sameFunder(f.Source, value.Source) {
			return
		}
	}
	s.add(Suggestion{Path: "funding", Key: "funder", Why: why, Value: Value{Funding: &value}, Quotes: []Quote{q}})
}

// funderName takes off what leads to a name in running text.
func funderName(s string) string {
	s = strings.Trim(s, " .,;:\"”“")
	for _, lead := range []string{"the ", "och ", "ja ", "and ", "samt ", "sekä ", "av ", "by "} {
		s = strings.TrimPrefix(s, lead)
	}
	return joinSpace(s)
}

// parts divides a list at commas, semicolons and the last "and".
func (s *suggester) parts(q Quote) []Quote {
	text := s.at(q)
	var list []Quote
	depth, from := 0, 0
	add := func(to int) {
		part := text[from:to]
		left := len(part) - len(strings.TrimLeft(part, " \n\t"))
		if trimmed := strings.TrimSpace(part); trimmed != "" {
			list = append(list, Quote{q.Block, q.From + from + left, q.From + from + left + len(trimmed)})
		}
	}
	for i, r := range text {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth = max(depth-1, 0)
		case depth == 0 && (r == ';' || r == '\n' || r == '•' || r == ',' && !digitsAround(text, i) && !strings.HasSuffix(text[:i], "-")):
			add(i)
			from = i + len(string(r))
		}
	}
	add(len(text))
	if len(list) == 0 {
		return nil
	}
	// "A, B and C": the last member holds two, unless a hyphen shows one name.
	last := list[len(list)-1]
	for _, and := range []string{" ja ", " och ", " and ", " sekä ", " samt ", " & "} {
		at := strings.LastIndex(s.at(last), and)
		if at <= 0 || strings.HasSuffix(s.at(last)[:at], "-") || strings.Count(s.at(last)[:at], "(") != strings.Count(s.at(last)[:at], ")") {
			continue
		}
		first := Quote{last.Block, last.From, last.From + at}
		second := Quote{last.Block, last.From + at + len(and), last.To}
		if !unicode.IsUpper(firstRune(funderName(s.at(second)))) && s.organisationKind(s.at(second)) == "" {
			continue
		}
		if (and == " and " || and == " & ") && len(list) == 1 && s.organisationKind(s.at(first)) == "" && !s.isFunder(s.at(first)) {
			continue // "Culture and Leisure Services"
		}
		return append(list[:len(list)-1], first, second)
	}
	return list
}

// knownIn is the known funder that a text names first.
func (s *suggester) knownIn(text string) string {
	for _, f := range s.funders {
		if m := f.name.FindStringSubmatch(text); m != nil && !f.wide {
			return joinSpace(m[1])
		}
	}
	return ""
}

func (s *suggester) isFunder(name string) bool {
	return slices.ContainsFunc(s.funders, func(f knownFunder) bool { return f.name.MatchString(name) })
}

func digitsAround(text string, i int) bool {
	return i > 0 && i+1 < len(text) && text[i-1] >= '0' && text[i-1] <= '9' && text[i+1] >= '0' && text[i+1] <= '9'
}

// lexiconFunders finds the known funders in sentences about money.
func (s *suggester) lexiconFunders() {
	any := s.count["funding"] > 0
	for i, b := range s.text.Blocks {
		if b.Kind == RowBlock || s.blocks[i].label == "funders" || s.blocks[i].topics["contents"] {
			continue
		}
		for _, q := range s.blocks[i].sentences {
			if !fundCue.MatchString(s.at(q)) {
				continue
			}
			for _, one := range s.funders {
				m := one.name.FindStringSubmatchIndex(s.at(q))
				if m == nil || one.wide && any {
					continue
				}
				any = true
				at := Quote{i, q.From + m[2], q.From + m[3]}
				s.addFunder(catalogue.Funding{Source: nominative(joinSpace(s.at(at)))}, at, "known_funder")
			}
		}
	}
}

// sums suggests the budget, and sums of which the text does not say who paid.
func (s *suggester) sums() {
	for i, b := range s.text.Blocks {
		for _, f := range s.blocks[i].figures {
			q := s.sentence(i, f.from)
			topical, about := s.is(i, "budget") || s.is(i, "funders"), budgetCue.MatchString(s.at(q)) || costCue.MatchString(s.at(q))
			if f.kind != "money" || f.value < 500 || !topical && !about || perHead.MatchString(s.nearSum(q, f)) || s.blocks[i].topics["results"] && !about || s.hasSum(f.value) {
				continue
			}
			value := catalogue.Funding{Amount: number64(f.value), Note: textIn(s.found.Language, sumNote(b.Text[q.From:f.from], s.at(q)))}
			why := "sum"
			if totalCue.MatchString(b.Text[q.From:f.to]) || costCue.MatchString(b.Text[q.From:f.to]) {
				why = "total"
			}
			s.add(Suggestion{Path: "funding", Key: "sum", Why: why, Value: Value{Funding: &value}, Quotes: []Quote{{i, q.From, max(f.to, q.From)}}})
		}
	}
}

// nearSum is what stands near a figure in its sentence.
func (s *suggester) nearSum(q Quote, f figure) string {
	text := s.text.Blocks[q.Block].Text[q.From:q.To]
	return lastBytes(text[:f.from-q.From], 40) + text[f.from-q.From:min(len(text), f.to-q.From+40)]
}

func (s *suggester) hasSum(v float64) bool {
	for _, one := range s.found.List {
		if f := one.Value.Funding; f != nil && f.Amount != nil && *f.Amount == v {
			return true
		}
	}
	return false
}

var (
	sumLead = regexp.MustCompile(`(?i)^(?:(?:ja|och|and|joiden|jonka) )?(?:sen|dess|its|hankkeen)?\s*`)
	sumTail = regexp.MustCompile(`(?i)\s+(?:on|oli|olivat|är|var|is|was|were|are|uppgick till|uppgår till)$`)
)

// sumNote is the document's own words for a sum.
func sumNote(before, sentence string) string {
	before = strings.TrimRight(joinSpace(before), " :–-(€")
	if at := strings.LastIndex(before, ", "); at > 0 && wordCount(before) > 6 {
		before = sumLead.ReplaceAllString(before[at+2:], "")
	}
	before = sumTail.ReplaceAllString(before, "")
	if n := wordCount(before); n >= 1 && n <= 12 {
		return upperFirst(before)
	}
	return cutWords(sentence, 30)
}

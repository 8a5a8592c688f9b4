package exchange

import (
	"regexp"
	"slices"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

var (
	outcomeWords = regexp.MustCompile(`(?i)(?:found (?:employment|work|a job|jobs|a place)|got (?:a )?jobs?|(?:gained|obtained|entered|secured|moved (?:in)?to|transitioned to) (?:employment|work|education|training|studies|a job)|were employed|was employed|started (?:work|studies|a job|their own)|improved|työllisty|(?:sai|saivat|löysi|löysivät) (?:töitä|työtä|työn|työpaikan|opiskelupaikan|harjoittelupaikan)|(?:oppi|oppivat) \pL+maan|lärde sig|learn(?:ed|t) to|aloitti(?:vat)? (?:\pL+ )?(?:työn|työt|opinnot|opiskelun|yrity)|siirtyi(?:vät)? (?:työ|opin|koulutu|opisk|ammatilli)|parani|vahvistui|lisääntyi|fick (?:ett )?(?:jobb|arbete|anställning|studieplats|praktik)|hittade (?:ett )?(?:jobb|arbete)|sysselsattes|sysselsatt|blev sysselsatta|började (?:arbeta|studera|ett)|gick vidare till|övergick till|förbättrades|ökade)`)

	sexWords   = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:female|women|woman|male|men|girls|boys|mothers|nais\pL*|mie(?:s|het|hiä|stä)\pL*|tyttö\pL*|poik\pL*|äitejä|kvinn\pL*|män|flickor|pojkar)(?:$|[^\pL])`)
	ageWords   = regexp.MustCompile(`(?i)(?:under \d+|over \d+|aged|years old|year-olds|alle \d|yli \d+-?vuot|-vuotia|under \d+ år|över \d+ år|-åring|i åldern|nuoria|unga|\d+[–-]\d+)`)
	backWords  = regexp.MustCompile(`(?i)(?:refugee|asylum|migrant|background|pakolai|turvapaik|taust|flykting|asyl|invandrar|bakgrund)`)
	langWords  = regexp.MustCompile(`(?i)(?:speak|mother tongue|kieli|äidinkiel|språk|modersmål|talar)`)
	copula     = regexp.MustCompile(`(?i)^[\s,]*(?:of (?:them|the \pL+|whom|\pL+)|of|heistä|osallistuj\pL+|av (?:dem|deltagarna|\pL+))?[\s,]*(?:were|was|are|is|oli|olivat|on|ovat|var|är|utgjordes av|utgjorde)\s+`)
	clauseEnd  = regexp.MustCompile(`(?i)(?:[,;:.]|\s(?:and|och|ja|sekä|samt|while|medan)\s)`)
	ofWhom     = regexp.MustCompile(`(?i)(?:` + them + `|osallistujista|asiakkaista|av deltagarna|of (?:the|all) \pL+|of (?:participants|clients|beneficiaries|respondents))`)
	respondent = regexp.MustCompile(`(?i)(?:vasta(?:aj|nne|si|sivat)|palautteen anto|gav respons|gav feedback|gave feedback|answered|kysely|respondent|survey|svarand|svarade|enkät|svarat)`)
	fromTo     = regexp.MustCompile(`(?i)(?:from|från)\s+(\d+(?:[.,]\d+)?)\s*(?:%|per ?cent|procent)?\s+(?:to|till)\s+(\d+(?:[.,]\d+)?)\s*(?:%|per ?cent|procent)|(\d+(?:[.,]\d+)?)\s*(?:prosentista|%:sta|%:sta)\s+(\d+(?:[.,]\d+)?)\s*(?:prosenttiin|%:iin|prosentin)`)
)

// notReached are sentences of targets, of places for people, and of visits to a
// page of the web.
var notReached = regexp.MustCompile(`(?i)(?:^(?:hankkeen |projektin )?(?:tavoitteena|tavoite)|^målet|^målsättningen|^the (?:goal|target|aim)|paikka[a]? \d|plats(?:er)? för|places for|room for|capacity|webb|website|web page|verkkosiv|facebook|instagram|sosiaali(?:nen|sessa) media)`)

// counted is the last count of people that shares may be shares of.
type counted struct {
	id     string
	value  float64
	label  string
	block  int
	people bool
	words  string // that the count stands in
	in     Quote  // its sentence
}

// results suggests figures that the practice reached: those under headings that
// say so, and those in sentences that tell what people did. What a text tells
// of the population, of plans and of other years' tables is no result.
func (s *suggester) results() {
	last := &s.last
	for i, b := range s.text.Blocks {
		if b.Kind == HeadingBlock {
			if b.Level < leadInLevel {
				*last = counted{}
			}
			continue
		}
		if s.noResults(i) {
			continue
		}
		if b.Kind == RowBlock || s.lonely(i) {
			s.tableResult(i)
			continue
		}
		for _, q := range s.blocks[i].sentences {
			s.sentenceResults(i, q)
		}
	}
}

// noResults are chapters that speak of something else.
func (s *suggester) noResults(i int) bool {
	f := s.blocks[i]
	if f.topics["results"] {
		return f.topics["statistics"] && s.words.population.in(s.text.Section(i))
	}
	for _, topic := range []string{"statistics", "contents", "goals", "challenge", "funders", "budget", "contact", "period"} {
		if f.topics[topic] || f.label == topic {
			return true
		}
	}
	return false
}

// lonely tells a block that is a number alone under a heading about results:
// how many, in large type, and below it of what.
func (s *suggester) lonely(i int) bool {
	f := s.blocks[i]
	return f.topics["results"] && len(f.figures) == 1 && !hasLetter(strings.TrimSuffix(s.text.Blocks[i].Text, "prosenttia")) && f.figures[0].kind != "money"
}

// tableResult takes a row of a label and a number, or a number alone with its
// label in the next block.
func (s *suggester) tableResult(i int) {
	b, f := s.text.Blocks[i], s.blocks[i]
	if !f.topics["results"] || len(f.figures) != 1 || f.figures[0].kind == "money" {
		return
	}
	one, label, quotes := f.figures[0], "", []Quote{s.whole(i)}
	if b.Kind == RowBlock {
		name, value, _ := strings.Cut(b.Text, "\t")
		if hasLetter(strings.TrimLeft(value, "%")) && wordCount(value) > 3 || one.from < len(name) {
			return
		}
		label = name
	} else if i+1 < len(s.text.Blocks) {
		next := s.text.Blocks[i+1]
		if next.Kind == HeadingBlock || wordCount(next.Text) > 15 || len(s.blocks[i+1].figures) > 0 {
			return
		}
		label, quotes = next.Text, append(quotes, s.whole(i+1))
	}
	if !hasLetter(label) {
		return
	}
	r := s.result(one, joinSpace(label))
	if one.kind == "share" {
		r.Base = &catalogue.Base{}
	}
	id := s.add(Suggestion{Path: "results", Key: "result", Why: "results_table", Value: Value{Result: r}, Quotes: quotes})
	if id != "" && one.kind == "count" && s.words.people.in(label) {
		s.counts(counted{id, one.value, strings.ToLower(label), i, true, strings.ToLower(label), s.whole(i)})
	}
}

func (s *suggester) sentenceResults(i int, q Quote) {
	sentence := s.at(q)
	var here []figure
	for _, f := range s.blocks[i].figures {
		if f.from >= q.From && f.from < q.To && f.kind != "money" {
			here = append(here, f)
		}
	}
	under := s.blocks[i].topics["results"]
	s.survey(i, q, here)
	if len(here) == 0 || notReached.MatchString(sentence) || s.words.population.in(sentence) && !took.MatchString(sentence) || s.words.plans.in(sentence) && !under {
		return
	}
	if s.change(i, q) {
		return
	}
	here = s.sharesOnce(i, q, s.withoutWholes(i, q, here))
	for n, f := range here {
		c := s.clause(q, here, n)
		switch {
		case f.kind == "share":
			s.share(f, c, q)
		case s.groupCount(f, c, q):
		case f.value == s.asked && s.askedAt == i: // who answered is of what the answers are shares
		case addsUp(here, n) && s.words.people.in(s.at(c)), s.isCount(f, c, q, under):
			s.counting(f, c, q)
		case f.kind == "count" && f.value >= 5 && !f.often && !f.average:
			s.missed = true
		}
	}
}

// addsUp tells a count that is, with its neighbours, what makes up one before
// them: "128 took part: 70 pupils and 58 volunteers".
func addsUp(here []figure, n int) bool {
	for whole := range n {
		sum := 0.0
		for k := whole + 1; k < len(here) && here[k].kind == "count" && sum < here[whole].value; k++ {
			if sum += here[k].value; sum == here[whole].value && here[whole].kind == "count" && k > whole+1 && k >= n {
				return true
			}
		}
	}
	return false
}

// counting suggests a count as a result, and remembers it for the shares of it.
func (s *suggester) counting(f figure, c, q Quote) {
	text, unit := s.text.Blocks[q.Block].Text, s.unit(f, q)
	headless := s.headless(f, c, q)
	if headless {
		unit = s.last.label
	}
	r := s.result(f, s.labelOf(f, c, q))
	r.Unit = textIn(s.found.Language, unit)
	if outcomeWords.MatchString(s.at(c)) {
		r.Level = "outcome"
	}
	if s.times(f) {
		r.Level = "activity"
	}
	part := s.last.id != "" && s.last.value > f.value && (s.partIn == q || ofWhom.MatchString(text[max(c.From-30, q.From):f.from]))
	if whole := s.wholes[q.Block]; whole > f.value && f.unitAt > f.to {
		r.Base = &catalogue.Base{Value: number64(whole), Label: textIn(s.found.Language, unit)}
	}
	if part {
		s.partIn = q
		r.Base = &catalogue.Base{Value: number64(s.last.value), Label: textIn(s.found.Language, s.last.label)}
	}
	why := "deed"
	switch {
	case f.average:
		why = "average"
	case f.approx:
		why = "approximate"
	case s.blocks[q.Block].topics["results"]:
		why = "results_heading"
	}
	id := s.add(Suggestion{Path: "results", Key: "result", Why: why, Value: Value{Result: r}, Quotes: []Quote{{q.Block, c.From, max(c.To, f.to)}}})
	if id != "" && !part && !f.often && !f.average {
		people := headless || s.words.people.in(text[f.unitAt:max(c.To, f.unitAt)]) || s.words.people.has(nextWord(text[f.unitAt:])) || s.words.people.has(s.countedBefore(f, q))
		s.counts(counted{id, f.value, unit, q.Block, people, strings.ToLower(s.at(c)), q})
	}
}

// isCount tells whether a count is of people or of what was arranged, and in a
// sentence that tells of deeds unless a heading says so.
func (s *suggester) isCount(f figure, c, q Quote, under bool) bool {
	text := s.text.Blocks[q.Block].Text
	if s.words.population.in(s.at(c)) && !took.MatchString(s.at(c)) || room.MatchString(lastBytes(text[c.From:max(f.from, c.From)], 60)) {
		return false
	}
	if s.times(f) {
		return f.value >= 2
	}
	if s.headless(f, c, q) || s.partOfThem(f, c, q) || s.countedBefore(f, q) != "" && f.value >= 5 {
		return true
	}
	behind := plainWords(text[f.unitAt:min(q.To, f.unitAt+90)])
	near := behind[:min(len(behind), 6)]
	if verb := slices.IndexFunc(near, isVerb.MatchString); verb >= 0 {
		near = near[:verb] // what stands behind it is not counted
	}
	thing := false
	for _, w := range near {
		thing = thing || s.words.people.has(w) || s.words.events.has(w)
	}
	if f.value == 0 || f.value < 2 && !under {
		return false
	}
	if under {
		return thing || len(near) > 0 && s.words.deeds.in(s.at(q)) || s.words.people.in(s.at(c)) && f.value >= 10
	}
	if s.blocks[q.Block].topics["lessons"] || f.value < 10 && !s.words.people.has(firstOf(near)) {
		return false
	}
	people := false
	for _, w := range near {
		people = people || s.words.people.has(w)
	}
	return (f.average || s.words.deeds.in(s.at(c))) && (people || thing && f.value >= 5)
}

// headless tells a count without a noun behind a count of people in the same
// sentence: "93 applied, and 71 completed it".
func (s *suggester) headless(f figure, c, q Quote) bool {
	behind := plainWords(s.text.Blocks[q.Block].Text[f.to:max(c.To, f.to)])
	return s.last.people && s.last.in == q && f.value < s.last.value && s.countedBefore(f, q) == "" && s.words.deeds.in(s.at(c)) && (len(behind) == 0 || s.words.deeds.has(behind[0]) && !s.words.people.has(behind[0]))
}

// partOfThem tells a count of those counted before who reached something: "31 of
// them found work".
func (s *suggester) partOfThem(f figure, c, q Quote) bool {
	text := s.text.Blocks[q.Block].Text
	near := text[max(c.From, q.From, f.from-30):f.from] + text[f.to:min(q.To, f.to+12)]
	return s.last.id != "" && s.last.people && f.value < s.last.value && (s.partIn == q || themWords.MatchString(near) || anyone.MatchString(lastWord(text[max(c.From, q.From, f.from-30):f.from]))) && outcomeWords.MatchString(s.at(Quote{q.Block, c.From, max(c.To, f.to)}))
}

// them are the words for those counted before.
const them = `heistä|joista|niistä|näistä|av dem|av dessa|av vilka|varav|of them|of whom|of these|of those`

var (
	// What people do who take part, in whatever place they live.
	took      = regexp.MustCompile(`(?i)(?:osallistu|\bkävi|käynyt|tavoit|deltog|besök|took part|attended|participated|reached)`)
	themWords = regexp.MustCompile(`(?i)(?:` + them + `)`)
	// What tells of room for people, not of those who came.
	isVerb = regexp.MustCompile(`^(?:on|oli|ovat|olivat|är|var|is|are|was|were)$`)
	room   = regexp.MustCompile(`(?i)(?:mahtu|otetaan|valitaan|enintään|korkeintaan|rymmer|\btas |antas |tar emot|ta emot|högst|takes in|can take|accepts|admits|at most|up to)`)
)

func firstOf(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

// clause is the part of a sentence that a figure stands in: all of it where it
// has one figure only.
func (s *suggester) clause(q Quote, here []figure, n int) Quote {
	text := s.text.Blocks[q.Block].Text
	c := q
	if n > 0 {
		between := text[here[n-1].to:here[n].from]
		cut := 0
		for _, m := range clauseEnd.FindAllStringIndex(between, -1) {
			cut = m[1]
		}
		c.From = here[n-1].to + cut
	}
	if n+1 < len(here) {
		between := text[here[n].to:here[n+1].from]
		if all := clauseEnd.FindAllStringIndex(between, -1); all != nil {
			c.To = here[n].to + all[len(all)-1][0]
		} else {
			c.To = here[n].to
			if len(here) > 1 {
				c.To = here[n+1].from
			}
		}
	}
	left := len(text[c.From:c.To]) - len(strings.TrimLeft(text[c.From:c.To], " ,;\n"))
	c.From += left
	c.To = c.From + len(strings.TrimRight(text[c.From:c.To], " ,;\n"))
	return c
}

// labelOf names a figure in the document's words: what follows it where it leads
// its clause, else what leads to it.
func (s *suggester) labelOf(f figure, c, q Quote) string {
	text := s.text.Blocks[c.Block].Text
	before := joinSpace(text[min(c.From, f.from):f.from])
	behind := joinSpace(roundBrackets.ReplaceAllString(text[f.unitAt:max(c.To, f.unitAt)], " "))
	if topic, rest, ok := strings.Cut(before, ":"); ok && strings.TrimSpace(rest) == "" && hasLetter(topic) && wordCount(topic) <= 8 {
		return shortLabel(topic) // "Participants: 120"
	}
	trimmed := strings.TrimRight(before, " (:,")
	for s.words.approximately.has(lastWord(trimmed)) || lastWord(trimmed) == "a" || lastWord(trimmed) == "total" || lastWord(trimmed) == "of" && wordCount(trimmed) < 4 || lastWord(trimmed) == "yhteensä" || lastWord(trimmed) == "sammanlagt" || lastWord(trimmed) == "totalt" {
		trimmed = strings.TrimRight(trimmed[:len(trimmed)-len(lastWord(trimmed))], " (,")
	}
	if wordCount(trimmed) == 1 && s.words.deeds.has(strings.ToLower(trimmed)) && wordCount(behind) <= 8 {
		return shortLabel(trimmed + " … " + behind)
	}
	if strings.Trim(behind, " .") == s.unit(f, q) && wordCount(trimmed) >= 2 {
		return shortLabel(trimmed)
	}
	if wordCount(trimmed) < 2 || strings.HasPrefix(strings.ToLower(trimmed), "in ") && wordCount(trimmed) < 4 {
		if rest, ok := strings.CutPrefix(behind, s.unit(f, q)+" "); ok && wordCount(rest) >= 3 && s.found.Language == i18n.Finnish && !s.blocks[q.Block].topics["results"] {
			behind = rest // the counted noun stands in a case that nothing but a number asks for
		}
		return shortLabel(behind)
	}
	if strings.HasPrefix(behind, ",") {
		return shortLabel(trimmed)
	}
	if wordCount(behind) > 10 {
		most := 4
		if before, _, ok := strings.Cut(behind, s.unit(f, q)); ok && s.unit(f, q) != "" && wordCount(before) < 6 {
			most = max(most, wordCount(before+s.unit(f, q)))
		}
		behind = strings.Join(strings.Fields(behind)[:most], " ")
	}
	return shortLabel(trimmed + " … " + behind)
}

// shortLabel cuts a label at a comma or between words.
func shortLabel(s string) string {
	if at := saying.FindStringIndex(s); at != nil {
		s = s[:at[0]]
	}
	s = labelLead.ReplaceAllString(strings.Trim(joinSpace(s), " .,;:–-—"), "")
	if wordCount(s) > 14 {
		if at := strings.Index(s, ", "); at > 0 && wordCount(s[:at]) >= 3 {
			s = s[:at]
		}
	}
	if words := strings.Fields(s); len(words) > 16 {
		s = strings.Join(words[:16], " ")
		if m := clauseEnd.FindAllStringIndex(s, -1); m != nil && wordCount(s[:m[len(m)-1][0]]) >= 4 {
			s = s[:m[len(m)-1][0]]
		}
	}
	return upperFirst(cutRunes(strings.TrimRight(s, " ,;…"), 280))
}

func (s *suggester) result(f figure, label string) *catalogue.Result {
	measure := "number"
	if f.kind == "share" {
		measure = "share"
	}
	return &catalogue.Result{Label: textIn(s.found.Language, upperFirst(label)), Level: "output", Measure: measure, Value: number64(f.value)}
}

// labelLead is what only the sentence before a label needs.
var labelLead = regexp.MustCompile(`(?i)^(?:att|että|that|of them|of whom)\s+`)

var saying = regexp.MustCompile(`(?i),? (?:sanoo|kertoo|toteaa|säger|berättar|konstaterar|says|tells) .*$`)

// change takes "from 45 to 62 per cent" as a figure with its baseline.
func (s *suggester) change(i int, q Quote) bool {
	m := fromTo.FindStringSubmatch(s.at(q))
	if m == nil {
		return false
	}
	from, to := m[1]+m[3], m[2]+m[4]
	before, ok := numberIn(from, s.found.Language)
	after, ok2 := numberIn(to, s.found.Language)
	if !ok || !ok2 || before > 100 || after > 100 {
		return false
	}
	r := &catalogue.Result{Label: textIn(s.found.Language, cutRunes(cutWords(s.at(q), 25), 280)), Level: "outcome", Measure: "share", Value: number64(after),
		Baseline: &catalogue.Baseline{Value: number64(before)}, Base: &catalogue.Base{}}
	s.add(Suggestion{Path: "results", Key: "result", Why: "change", Value: Value{Result: r}, Quotes: []Quote{q}})
	return true
}

package exchange

import (
	"regexp"
	"strings"

	"tiekartta/i18n"
)

var (
	timesWord = regexp.MustCompile(`(?i)^[\s\x{a0}]*(?:eri )?(?:kertaa|gånger|times)(?:$|[^\pL])`)
	timesOf   = regexp.MustCompile(`(?i)kertaa|gånger|times`)
	meetWord  = regexp.MustCompile(`(?i)(?:kokoon|järjest|pidett|pidet|tapasi|tavattiin|tapaami|harjoi|toteut|träff|hölls|hållits|samla|ordna|\bmet\b|meets|\bheld\b|gather|session|organi[sz]ed|took place|taught)`)
	// A Finnish participle that describes the noun behind it: what stands in front
	// of it belongs to the participle.
	participle = regexp.MustCompile(`(?:vaa|vää|nutta|nyttä|ttua|ttyä|tua|tyä|maa|mää)$`)
	// Words that count nothing: adverbs and other small words.
	noUnit     = regexp.MustCompile(`(?i)^(?:eri|different|olika|other|muuta|uutta|kotona|mukana|siellä|täällä|vuosittain|viikossa|säännöllisesti|yhteensä|totalt|sammanlagt|in|i|på|of|av|som|ja|och|and|or|tai|eller|joista|jotka|who|that|were|was|är|var|on|oli|\pL+sti|\pL+(?:ssa|ssä|lla|llä|lle|een|iin|ksi))$`)
	unitBreak  = regexp.MustCompile(`[.,;:()\t\n]`)
	smallWords = set([]string{"young", "maahan", "unga", "vuxna", "recently", "newly"})
)

// countedBefore is the noun in front of a figure that counts it: "osallistujia
// oli 34", "antalet deltagare var 34", "the number of participants was 34". It
// does so only where nothing that may be counted stands behind.
func (s *suggester) countedBefore(f figure, q Quote) string {
	text := s.text.Blocks[q.Block].Text
	if f.kind != "count" || !nothingBehind.MatchString(text[f.to:q.To]) {
		return ""
	}
	before := lastBytes(text[q.From:f.from], 100)
	if m := amountOf.FindStringSubmatch(before); m != nil {
		return amountUnits[strings.ToLower(m[1])]
	}
	for _, rule := range []*regexp.Regexp{nounThenNumber, numberOfThem, theyWere} {
		if m := rule.FindStringSubmatch(before); m != nil {
			if low := strings.ToLower(strings.Join(m[1:], "")); s.words.people.has(low) || s.words.events.has(low) {
				return low
			}
		}
	}
	return ""
}

var (
	nounThenNumber = regexp.MustCompile(`(?is)^(?:.*[^\pL-])?([\pL-]+(?:ia|iä|ja|jä|ta|tä))\s+(?:\pL+\s+){0,3}?(?:(?:oli|on|ollut|olla|kävi|käy|käynyt|kertyi|tuli|osallistui|ilmoittautui|\pL+(?:tiin|dään|taan)|mukana|yhteensä|kaikkiaan|noin|yli|lähes|keskimäärin|vuonna \d{4}|\pL+n aikana)\s+){1,4}$|` +
		`(?:^|[^\pL-])(\pL+)\s+(?:totall?ed|numbered|averaged)\s+(?:\pL+\s+)?$`)
	numberOfThem = regexp.MustCompile(`(?i)(?:antalet|number of)\s+(?:\pL+\s+)?([\pL-]+)\s+(?:var|är|blev|har varit|uppgick till|stigit till|steg till|ökade till|was|were|reached|rose to|totall?ed)\s+(?:\pL+\s+){0,2}$`)
	// "handledarna var 9", where nothing else is counted.
	theyWere = regexp.MustCompile(`(?i)(?:^|[^\pL-])(\pL+(?:arna|erna))\s+(?:var|är|blev)\s+$`)
	// "deltagarantalet var 64", "osallistujamäärä oli 64".
	amountOf    = regexp.MustCompile(`(?i)(?:^|[^\pL-])(osallistujamäärä|osallistujien määrä|kävijämäärä|kävijöiden määrä|deltagarantalet|besökarantalet)\s+(?:oli|on ollut|nousi|var|blev|steg till|uppgick till)\s+(?:\pL+\s+){0,2}$`)
	amountUnits = map[string]string{"osallistujamäärä": "osallistujaa", "osallistujien määrä": "osallistujaa", "kävijämäärä": "kävijää", "kävijöiden määrä": "kävijää", "deltagarantalet": "deltagare", "besökarantalet": "besökare"}
	// The sentence goes on with no noun, or with one that says for each of whom.
	nothingBehind = regexp.MustCompile(`(?i)^\s*(?:$|[.,;:()–]|(?:ja|och|and|sekä|samt|joista|varav|per|till antalet|i|in|under|during|\pL+ssa|\pL+ssä|\pL+ kohti|\pL+ kohden)(?:$|[^\pL]))`)
)

// times tells a count of how often something was held.
func (s *suggester) times(f figure) bool { return f.kind == "count" && f.often }

// met tells whether a number of times is one of meetings in its sentence, not
// "twice a week" or "three times as many".
func (s *suggester) met(text string, f figure) bool {
	if !timesWord.MatchString(text[f.to:]) {
		return false
	}
	from, to := strings.LastIndexAny(text[:f.from], ".!?;")+1, len(text)
	if end := strings.IndexAny(text[f.to:], ".!?;"); end >= 0 {
		to = f.to + end
	}
	behind := strings.Fields(text[f.to:to])
	often := len(behind) > 1 && weekly.MatchString(behind[1])
	return meetWord.MatchString(text[from:to]) && !often
}

var weekly = regexp.MustCompile(`(?i)^(?:viikossa|kuukaudessa|vuodessa|päivässä|i|om|per|a|as|så|niin)$`)

// survey remembers how many answered, of whom the answers are shares.
func (s *suggester) survey(i int, q Quote, here []figure) {
	if !respondent.MatchString(s.at(q)) {
		return
	}
	for _, f := range here {
		c := s.clause(q, here, indexOf(here, f))
		near := s.text.Blocks[i].Text[max(c.From-25, q.From):min(q.To, max(c.To, f.to))]
		if f.kind == "count" && f.value >= 5 && respondent.MatchString(near) && !(s.askedAt == i && s.asked > 0) {
			s.asked, s.askedAt = f.value, i
		}
	}
}

func indexOf(list []figure, f figure) int {
	for n := range list {
		if list[n].from == f.from {
			return n
		}
	}
	return 0
}

// unit is the noun that a figure counts: what the document stresses with it,
// else the counted noun with what describes it.
func (s *suggester) unit(f figure, q Quote) string {
	b := s.text.Blocks[q.Block]
	if b.Lead > f.to && b.Lead <= f.to+60 && f.from < 3 {
		return strings.Trim(joinSpace(b.Text[f.to:b.Lead]), " .,:")
	}
	if noun := s.countedBefore(f, q); noun != "" {
		return noun
	}
	if f.often {
		return timesOf.FindString(b.Text[f.unitAt:q.To])
	}
	words := s.countedWords(b.Text[f.unitAt:q.To])
	at := -1
	for n, w := range words {
		low := strings.ToLower(w)
		if !s.words.people.has(low) && !s.words.events.has(low) || smallWords[low] && n+1 < len(words) || s.ofParticiple(words, n) || describes(words, n) {
			continue
		}
		at = n
		next := n+1 < len(words) && s.found.Language == i18n.Finnish && s.words.people.has(strings.ToLower(words[n+1])) && partitive.MatchString(words[n+1])
		if !next {
			break
		}
	}
	if s.found.Language == i18n.English && at >= 0 && at+1 < len(words) && !plural.MatchString(words[at]) && plural.MatchString(words[at+1]) {
		at++ // "school visits"
	}
	switch {
	case at < 0 && len(words) > 0 && !noUnit.MatchString(words[0]):
		if s.found.Language == i18n.Finnish && !partitive.MatchString(words[0]) && len(words) > 1 && f.value > 1 {
			return ""
		}
		return words[0]
	case at < 0:
		return ""
	}
	from := 0
	for n := at - 1; n >= 0; n-- {
		if noUnit.MatchString(words[n]) || at-n > 2 {
			from = n + 1
			break
		}
	}
	if s.found.Language == i18n.Finnish && from > 0 {
		from = at // what an adverb stands before describes as a whole
	}
	return strings.Join(words[from:at+1], " ")
}

// describes tells an English adjective in front of what is counted, which the
// words for people also know: "parental school visits".
func describes(words []string, n int) bool {
	return n+1 < len(words) && adjective.MatchString(words[n]) && plural.MatchString(words[len(words)-1])
}

var (
	adjective = regexp.MustCompile(`(?i)^(?:parental|maternal|immigrant|refugee|municipal|individual|additional)$`)
	plural    = regexp.MustCompile(`(?i)s$`)
)

var partitive = regexp.MustCompile(`(?i)(?:[aä]|t)$`)

// ofParticiple tells a word that belongs to a Finnish participle behind it:
// "lapsia hoitavaa äitiä".
func (s *suggester) ofParticiple(words []string, n int) bool {
	if s.found.Language != i18n.Finnish {
		return false
	}
	for k := n + 1; k < min(n+3, len(words)-1); k++ {
		if participle.MatchString(words[k]) && !s.words.people.has(strings.ToLower(words[k])) {
			return true
		}
	}
	return false
}

// countedWords are the words behind a figure up to a verb or a sign, six at the most.
func (s *suggester) countedWords(text string) []string {
	var words []string
	for _, w := range strings.Fields(text) {
		bare := strings.Trim(w, ".,;:()\"”")
		low := strings.ToLower(bare)
		if !hasLetter(bare) || len(words) == 6 || strings.HasPrefix(w, "(") || s.words.deeds.has(low) && !s.words.people.has(low) {
			break
		}
		words = append(words, bare)
		if unitBreak.MatchString(w[len(w)-1:]) {
			break
		}
	}
	return words
}

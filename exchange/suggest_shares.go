package exchange

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"tiekartta/catalogue"
)

// counts remembers a count that shares may be shares of.
func (s *suggester) counts(c counted) {
	s.last, s.missed, s.counted = c, false, append(s.counted, c)
}

// share is a part of the people counted before, or a result of its own.
func (s *suggester) share(f figure, c, q Quote) {
	text := s.text.Blocks[q.Block].Text
	if f.value > 100 {
		return
	}
	if compared.MatchString(lastBytes(text[q.From:f.from], 60)) {
		return // what it was before
	}
	asked := respondent.MatchString(text[q.From:q.To])
	words := baseWords(text, f, q)
	of, known := s.baseOf(words, q)
	known = known && !asked
	if known {
		s.shared, s.sharedIn = of, q
	}
	group := groupOf(text, f, c)
	quotes := []Quote{{q.Block, c.From, max(c.To, f.to)}}
	if dimension := dimensionOf(group); known && dimension != "" {
		value := Value{
			Breakdown: &catalogue.Breakdown{Dimension: dimension, Group: textIn(s.found.Language, group), Value: number64(f.value), As: "share"},
			Base:      &catalogue.Base{Value: number64(of.value), Label: textIn(s.found.Language, of.label)},
		}
		s.add(Suggestion{Path: "results", Key: "breakdown", Why: "share_of", Of: of.id, Value: value, Quotes: quotes})
		return
	}
	told := false
	if s.entire.value > 0 && s.entire.in == q && words == "" { // "of 120 participants 54, that is 45 per cent, …"
		of, known, told = s.entire, true, true
	}
	told = told || known && words != "" || s.blocks[q.Block].topics["results"] || asked || words != "" && opinion.MatchString(s.at(q)) && s.words.people.in(s.at(q)) || s.words.deeds.in(s.at(q)) && s.words.people.in(s.at(q))
	if !told || s.blocks[q.Block].topics["lessons"] && !asked {
		return
	}
	r := s.result(f, s.shareLabel(f, c))
	r.Level, r.Base = "outcome", &catalogue.Base{}
	if copula.MatchString(text[f.to:max(c.To, f.to)]) && s.words.people.in(group) && !outcomeWords.MatchString(group) && !asked {
		r.Level = "output" // who they were, not what came of it
		r.Label = textIn(s.found.Language, upperFirst(group))
	}
	if known {
		r.Base = &catalogue.Base{Value: number64(of.value), Label: textIn(s.found.Language, of.label)}
	}
	if asked && s.asked > 0 && q.Block-s.askedAt <= 1 {
		r.Base.Value = number64(s.asked)
	}
	if words != "" {
		r.Base.Label = textIn(s.found.Language, words)
	}
	s.add(Suggestion{Path: "results", Key: "share", Why: "share", Value: Value{Result: r}, Quotes: quotes})
}

// groupCount takes "of whom 33 were girls" as a part of those counted before.
func (s *suggester) groupCount(f figure, c, q Quote) bool {
	text := s.text.Blocks[q.Block].Text
	near := text[max(c.From, q.From, f.from-30):f.from] + text[f.to:min(q.To, f.to+12)]
	if !s.last.people || s.missed || f.average || f.often || f.value >= s.last.value || q.Block != s.last.block || !themWords.MatchString(near) || !copula.MatchString(text[f.to:max(c.To, f.to)]) {
		return false
	}
	group := groupOf(text, f, c)
	dimension := dimensionOf(group)
	if dimension == "" {
		return false
	}
	value := Value{
		Breakdown: &catalogue.Breakdown{Dimension: dimension, Group: textIn(s.found.Language, group), Value: number64(f.value), As: "count"},
		Base:      &catalogue.Base{Value: number64(s.last.value), Label: textIn(s.found.Language, s.last.label)},
	}
	s.add(Suggestion{Path: "results", Key: "breakdown", Why: "part_of", Of: s.last.id, Value: value, Quotes: []Quote{{q.Block, c.From, max(c.To, f.to)}}})
	return true
}

var (
	compared = regexp.MustCompile(`(?i)(?:compared (?:with|to)|against|up from|jämfört med|tidigare|verrattuna|aiemmin|kun aiemmin)\s+(?:\pL+\s+){0,2}$`)
	opinion  = regexp.MustCompile(`(?i)(?:kertoi|kertoo|koki|kokivat|arvioi|sanoi|suosittelisi|upplevde|ansåg|tyckte|uppgav|\bsaid|\bfelt|\brated|would (?:do|recommend))`)
)

// shareLabel is what those did whom a share counts.
func (s *suggester) shareLabel(f figure, c Quote) string {
	behind := s.text.Blocks[c.Block].Text[f.to:max(c.To, f.to)]
	if m := shareOf.FindString(behind); m != "" {
		behind = behind[len(m):]
	}
	if wordCount(behind) >= 3 {
		return shortLabel(behind)
	}
	return shortLabel(s.at(c))
}

// baseOf is the count that a share is a share of: the one that the words name,
// where there are words, else the one just before it.
func (s *suggester) baseOf(words string, q Quote) (counted, bool) {
	if words == "" && s.sharedIn == q && s.shared.id != "" {
		return s.shared, true // "of the participants, 57 % … and 31 % …"
	}
	if words == "" || pronoun.MatchString(words) {
		return s.last, s.last.id != "" && s.last.people && q.Block == s.last.block && !s.missed
	}
	stem := strings.ToLower(cutRunes(words, 5))
	if len(stem) < 4 {
		return counted{}, false
	}
	if len([]rune(words)) > 7 && strings.HasPrefix(stem, "delt") {
		stem = "delt"
	}
	for n := len(s.counted) - 1; n >= 0; n-- {
		if c := s.counted[n]; c.people && q.Block-c.block < 12 && strings.Contains(c.words, stem) {
			return c, true
		}
	}
	if anyone.MatchString(words) && s.last.people && q.Block == s.last.block {
		return s.last, true
	}
	return counted{}, false
}

var (
	shareOf  = regexp.MustCompile(`(?i)^\s*(?:of (?:the |all )?|av (?:alla |de )?)?(them|dem|women|men|vuxna|barnen|\pL[\pL-]*(?:sta|stä|arna|erna|orna|ants|ents|aries|grants|ers|ande|deltagare))(?:$|[^\pL])`)
	ofBefore = regexp.MustCompile(`(?i)(\pL{4,}(?:ista|istä))\s+(?:\pL+\s+){0,4}$|(?:^|\s)(?:of|av) (?:the |all |alla |de )?(\pL{4,}),?\s+(?:\pL+\s+){0,2}$`)
	pronoun  = regexp.MustCompile(`(?i)^(?:heistä|niistä|näistä|joista|them|dem|these|those|whom|dessa|vilka)$`)
	// Words for whoever took part, however the text counts them.
	anyone = regexp.MustCompile(`(?i)^(?:osallistuj|kävij|asiakka|deltagar|besökar|klient|participant|attendee|client)`)
)

// baseWords is of what a share is: "% of participants", "prosenttia
// osallistujista", "of the participants, 57 %".
func baseWords(text string, f figure, q Quote) string {
	if m := shareOf.FindStringSubmatch(text[f.to:q.To]); m != nil {
		return m[1]
	}
	if m := ofBefore.FindStringSubmatch(text[q.From:f.from]); m != nil {
		return m[1] + m[2]
	}
	return ""
}

// withoutWholes leaves out the second number of "129 of 318 participants (41 %)",
// which is what the first is a part of, and the share that repeats it.
func (s *suggester) withoutWholes(i int, q Quote, here []figure) []figure {
	var list []figure
	for n, f := range here {
		if n > 0 && f.kind == "count" && here[n-1].kind == "count" && f.value > here[n-1].value && partSign.MatchString(s.text.Blocks[i].Text[here[n-1].to:f.from]) {
			s.wholes[i] = f.value
			list[len(list)-1].unitAt = f.to
			continue
		}
		if before := strings.TrimRight(s.text.Blocks[i].Text[:f.from], " "); f.kind == "share" && s.wholes[i] > 0 && strings.HasSuffix(before, "(") {
			continue
		}
		list = append(list, f)
	}
	return list
}

// sharesOnce takes a count and the share that says the same as one figure: "41
// (64 per cent) were women", "54 eli 45 prosenttia". Of "120 osallistujasta 54
// eli 45 prosenttia" the first is the whole.
func (s *suggester) sharesOnce(i int, q Quote, here []figure) []figure {
	text := s.text.Blocks[i].Text
	var list []figure
	for _, f := range here {
		n := len(list) - 1
		if f.kind != "share" || n < 0 || list[n].kind != "count" || !sameSign.MatchString(text[list[n].to:f.from]) {
			list = append(list, f)
			continue
		}
		if end := closing.FindString(text[f.to:q.To]); end != "" {
			f.to += len(end)
		}
		part := list[n].value
		f.unitAt, f.from = f.to, list[n].from
		list = list[:n]
		if n > 0 && list[n-1].kind == "count" && catalogue.ShareFits(part, list[n-1].value, f.value) {
			if m := wholeBefore.FindStringSubmatch(text[list[n-1].to:f.from]); m != nil {
				s.entire = counted{value: list[n-1].value, label: many(m[1]), in: q}
				list = list[:n-1]
			}
		}
		list = append(list, f)
	}
	return list
}

// sameSign stands between a count and the share that says the same, closing
// behind it; wholeBefore is a whole in the Finnish elative.
var (
	sameSign    = regexp.MustCompile(`(?i)^\s*(?:\(|eli\s|eller\s|dvs\.?\s|or\s|i\.e\.\s)\s*$`)
	closing     = regexp.MustCompile(`^\s*\)`)
	wholeBefore = regexp.MustCompile(`(?i)^\s+(?:\pL+sta |\pL+stä )?(\pL{4,}(?:sta|stä))\s+$`)
)

// many is a Finnish word in the elative as it stands behind a number, "" where its
// ending does not tell: "osallistujasta", "osallistujaa".
func many(word string) string {
	for _, ending := range [][2]string{{"jasta", "jaa"}, {"jästä", "jää"}, {"östä", "öä"}} {
		if stem, ok := strings.CutSuffix(strings.ToLower(word), ending[0]); ok {
			return stem + ending[1]
		}
	}
	return ""
}

var partSign = regexp.MustCompile(`(?i)^\s*(?:out of|of|av|/)\s*(?:the |all |alla |de )?$`)

// groupOf is who a share counts, in the document's words.
func groupOf(text string, f figure, c Quote) string {
	behind := text[f.to:max(c.To, f.to)]
	if m := copula.FindString(behind); m != "" {
		behind = behind[len(m):]
	}
	if m := shareOf.FindString(behind); m != "" && wordCount(behind) > 1 {
		behind = copula.ReplaceAllString(behind[len(m):], "")
	}
	if m := nextShare.FindStringIndex(behind); m != nil {
		behind = behind[:m[0]]
	}
	behind = strings.TrimFunc(behind, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(".,;:)(", r) })
	if behind == "" {
		behind = strings.Trim(copulaTail.ReplaceAllString(text[min(c.From, f.from):f.from], ""), " ,(:")
	}
	if wordCount(behind) > 10 {
		behind = strings.Join(strings.Fields(behind)[:10], " ")
	}
	if utf8.RuneCountInString(behind) > 200 {
		behind = cutRunes(behind, 200)
	}
	return joinSpace(behind)
}

// nextShare is where a sentence goes on with another share in words.
var nextShare = regexp.MustCompile(`(?i),? (?:ja|och|and) (?:joka|var|vart|varannan|one|every|half|hälften|puolet|loput|resten|the rest)\s`)

var roundBrackets = regexp.MustCompile(`\([^()]*\)`)

var copulaTail = regexp.MustCompile(`(?i)\s+(?:oli|olivat|on|ovat|made up|accounted for|represented|muodosti|muodostivat|utgör|osuus oli|osuus on|were|was|var|är|utgjorde)\s*$`)

// dimensionOf tells which of the model's breakdowns a group belongs to; empty
// when it is no group of people but what they did.
func dimensionOf(group string) string {
	switch {
	case outcomeWords.MatchString(group), wordCount(group) > 8, group == "":
		return ""
	case sexWords.MatchString(group):
		return "sex"
	case ageWords.MatchString(group):
		return "age"
	case langWords.MatchString(group):
		return "language"
	case backWords.MatchString(group):
		return "background"
	}
	return ""
}

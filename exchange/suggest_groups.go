package exchange

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func lessonValue(kind string, lang i18n.Lang, text string) catalogue.Lesson {
	return catalogue.Lesson{Kind: kind, Text: textIn(lang, text)}
}

var (
	failureHeading  = regexp.MustCompile(`(?i)(?:mikä ei toimi|ei toiminut|epäonnistu|fungerade inte|misslyck|did not work|didn.t work|failure)`)
	criticalHeading = regexp.MustCompile(`(?i)(?:kriitti|kritisk|critical|haast|utmaning|challeng|kehittämis|utvecklings)`)
)

// lessonKind is what the headings above say of lessons.
func lessonKind(headings []string) string {
	for _, h := range headings {
		switch {
		case failureHeading.MatchString(h):
			return "failure"
		case criticalHeading.MatchString(h):
			return "critical_issue"
		}
	}
	return "success_factor"
}

// codeRule is the words that speak for a code.
type codeRule struct {
	code  string
	words *regexp.Regexp
}

// word begins of the three languages; RE2 has no word limits for ä and å.
func begins(list string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^\pL])(?:` + list + `)`)
}

func domainRules() []codeRule {
	return []codeRule{
		{"work", begins(`työllis|työnhak|työhönvalm|työelämä|työpaik|työnantaj|sysselsätt|arbetssök|arbetsliv|jobbcoach|arbetsgivar|employment|job[- ]|jobs|labour market|working life|career`)},
		{"education", begins(`koulutu|perusopetu|opiskel|oppilaito|ammatillinen|utbildning|studier|studera|läroanstalt|grundläggande utbildning|education|vocational|training course|schooling`)},
		{"language", begins(`kielitaito|kielenopp|kieliku|kielikah|suomen kiel|ruotsin kiel|språkkunskap|språkcaf|språkkurs|språkinlär|lära sig (?:finska|svenska)|language (?:course|café|cafe|skill|learn|train)|learn(?:ing|ed|t)? (?:finnish|swedish)`)},
		{"housing", begins(`asumis|asunto|vuokra-?as|boende|bostad|hyresbost|housing|tenancy|accommodation`)},
		{"health", begins(`terveys|hyvinvointi|mielenterv|neuvola|hälsa|hälso|välbefinnande|mental hälsa|rådgivningsbyrå|health|wellbeing|well-being`)},
		{"social_relations", begins(`ystäv|sosiaaliset suhteet|yksinäi|vuorovaiku|kohtaami|vänskap|ensamhet|sociala relationer|social cohesion|loneliness|friendship|encounter`)},
		{"participation", begins(`osallisu|vaikuttami|kansalaistoiminn|yhdistystoimin|delaktighet|inflytande|medborgarskap|föreningsliv|participation in society|civic|inclusion|co-creation|empower`)},
		{"children_families", begins(`perhe|lapsi|lapset|lasten|vanhem|varhaiskasv|koulujen|familj|barn|föräldra|småbarnspedagogik|famil|parent|child|school`)},
		{"safety", begins(`turvallisuu|väkival|rikos|turvakoti|trygghet|våld|brott|skyddshem|safety|violence|crime|shelter`)},
		{"digital", begins(`digitaito|digitaali|tietokonetai|digital färdighet|digitala|digital skill|digitalis`)},
		{"culture_leisure", begins(`kulttuuri|harrast|uinti|uimakou|vapaa-aik|liikun|kirjasto|taide|musiik|kultur|fritid|simskol|simning|simkun|hobby|idrott|motion|bibliotek|musik|culture|leisure|swimming|hobb|sport|library|music`)},
		{"income", begins(`toimeentulo|köyhyy|velka|utkomst|fattigdom|skuldsätt|income support|poverty|debt`)},
		{"governance", begins(`johtami|kotoutumisohjelm|strategi|verkostojohta|integrationsprogram|styrning|governance|integration programme|coordination of`)},
	}
}

func targetRules() []codeRule {
	return []codeRule{
		{"newcomers", begins(`vastikään (?:maahan )?muutt|äskettäin (?:maahan )?muutt|uudet tulijat|nyanländ|nyinflytt|newcomer|newly arrived|recently arrived`)},
		{"unemployed", begins(`työttöm|työnhakij|arbetslös|arbetssökande|unemployed|job-?seeker`)},
		{"outside_labour_force", begins(`työvoiman ulkopuol|kotiäi|kotona olev|utanför arbetskraften|hemmavarande|hemmaföräldrar|outside the labour|stay-at-home`)},
		{"parents", begins(`vanhem(?:mat|pi(?:a|en|lle)|mille)|föräld|parent`)},
		{"mothers", begins(`äidit|äidei|äitei|äitej|äitien|äitiä|maahanmuuttajaäi|mammor|mödrar|mothers`)},
		{"children", begins(`lapset|lapsi|lasten(?:[^\pL]|$)|lapsille|koululais|barn(?:en|\b)|elever|skolbarn|children|pupils`)},
		{"young_people", begins(`nuor(?:et|ille|ten|ia|i\b|iso)|unga\b|ungdom|young people|youth|young adult`)},
		{"students", begins(`opiskelij|studerande|studenter|students`)},
		{"refugees_asylum", begins(`pakolai|turvapaikanh|kiintiöpak|flykting|asylsök|kvotflykt|refugee|asylum`)},
		{"entrepreneurs_specialists", begins(`yrittäj|erityisasiantun|kansainväli(?:set|siä) osaaj|företagare|specialister|internationella experter|entrepreneur|specialists|international talent`)},
		{"older_people", begins(`ikäänty|ikäihmi|senior|vanhuks|äldre\b|pensionär|older people|elderly`)},
		{"low_literacy", begins(`lukutaido|luku- ja kirjoitustai|lukemaan|läs- och skriv|analfabet|literacy|illitera`)},
		{"employers", begins(`työnantaj|arbetsgivar|employers`)},
	}
}

// groups are domains and target groups by the words of the text.
// Words of the population's statistics do not count.
func (s *suggester) groups() {
	s.codes("domains", "domain", domainRules(), 3)
	s.codes("targetGroups", "target_group", targetRules(), 4)
}

// codeHits is how a document speaks for a code.
type codeHits struct {
	rule    codeRule
	hits    int // weighted
	words   map[string]int
	first   Quote
	why     string
	counted bool // a figure counts them
}

func (s *suggester) codes(path, key string, rules []codeRule, most int) {
	var found []codeHits
	for _, rule := range rules {
		h := codeHits{rule: rule, words: map[string]int{}}
		for i, b := range s.text.Blocks {
			if b.Kind == RowBlock && s.blocks[i].label == "" || s.blocks[i].topics["statistics"] || s.blocks[i].topics["contact"] {
				continue
			}
			for _, m := range rule.words.FindAllStringIndex(b.Text, 5) {
				s.hit(&h, path, i, m)
			}
		}
		if h.hits > 0 {
			found = append(found, h)
		}
	}
	found = s.sure(found, path)
	slices.SortStableFunc(found, func(a, b codeHits) int { return b.hits - a.hits })
	for n, h := range found[:min(len(found), most)] {
		if n > 0 && h.hits*5 < found[0].hits {
			break
		}
		s.add(Suggestion{Path: path, Key: key, Why: h.why, Value: Value{Codes: []string{h.rule.code}}, Quotes: []Quote{h.first}})
	}
}

// hit counts a word for a code. Some places make one word enough: a heading, the
// name, who it says it is for, and what it says it is for.
func (s *suggester) hit(h *codeHits, path string, i int, m []int) {
	b, at, weight, why := s.text.Blocks[i], wordAround(s.text.Blocks[i].Text, i, m), 1, ""
	if b.Kind == HeadingBlock || i < 3 {
		weight = 2
	}
	switch {
	case path == "targetGroups" && s.blocks[i].label == "target":
		weight, why = 3, "label"
	case path == "targetGroups" && s.blocks[i].topics["target"]:
		weight, why = 3, "heading"
	case path == "domains" && (b.Kind == HeadingBlock || s.inTitle(at)):
		why = "in_heading"
	case path == "domains" && goalSentence.MatchString(s.at(s.sentence(i, m[0]))):
		weight, why = weight+1, "goal_sentence"
	}
	if h.hits == 0 || h.why == "" && why != "" {
		h.first, h.why = at, why
	}
	h.hits += weight
	h.words[strings.ToLower(strings.TrimFunc(b.Text[m[0]:m[1]], notLetter))]++
	h.counted = h.counted || s.isCounted(i, m[0])
}

// inTitle tells words within what is suggested as the name.
func (s *suggester) inTitle(at Quote) bool {
	return slices.ContainsFunc(s.found.List, func(one Suggestion) bool {
		q := one.Quotes[0]
		return one.Path == "title" && q.Block == at.Block && q.From <= at.From && at.To <= q.To
	})
}

// spoken is why a code is sure enough, empty when it is not: several different
// words of a subject, or the same group named again.
func (h codeHits) spoken(path string) string {
	times := 0
	for _, n := range h.words {
		times += n
	}
	switch {
	case h.hits < 3 && h.why == "" || times < 2 && h.why == "":
		return ""
	case h.why != "":
		return h.why
	case path == "targetGroups":
		return "named_often"
	case len(h.words) > 1:
		return "words"
	}
	return ""
}

// sure are the codes that a document speaks for clearly enough. In a short text
// that repeats nothing, those whom a figure counts are whom it was for; and
// children are seldom whom a group for their parents is for.
func (s *suggester) sure(found []codeHits, path string) []codeHits {
	var often []codeHits
	for _, h := range found {
		if h.why = h.spoken(path); h.why != "" {
			often = append(often, h)
		}
	}
	if len(often) == 0 && path == "targetGroups" && len(s.text.Blocks) <= 6 && !s.headed() {
		once := slices.DeleteFunc(found, func(h codeHits) bool { return !h.counted })
		slices.SortStableFunc(once, func(a, b codeHits) int { return b.hits - a.hits })
		for _, h := range once[:min(1, len(once))] {
			h.why = "counted"
			often = append(often, h)
		}
	}
	for _, h := range often {
		if h.rule.code == "mothers" || h.rule.code == "parents" {
			return slices.DeleteFunc(often, func(other codeHits) bool { return other.rule.code == "children" && other.hits <= h.hits })
		}
	}
	return often
}

// isCounted tells whether a word stands right behind a figure that counts.
func (s *suggester) isCounted(block, at int) bool {
	return slices.ContainsFunc(s.blocks[block].figures, func(f figure) bool {
		return f.kind == "count" && at >= f.unitAt && at <= f.unitAt+50 && !strings.ContainsAny(s.text.Blocks[block].Text[f.unitAt:at], ".,;")
	})
}

// wordAround widens a match to the whole words that it stands in.
func wordAround(text string, block int, m []int) Quote {
	from, to := m[0], m[1]
	from += len(text[from:to]) - len(strings.TrimLeftFunc(text[from:to], notLetter))
	if end := strings.IndexFunc(text[to:], notLetter); end >= 0 {
		to += end
	} else {
		to = len(text)
	}
	return Quote{block, from, max(to, from)}
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

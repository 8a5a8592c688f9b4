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

// groups are domains and target groups by the words that the text uses most.
// Words of the population's statistics do not count.
func (s *suggester) groups() {
	s.codes("domains", "domain", domainRules(), 3)
	s.codes("targetGroups", "target_group", targetRules(), 4)
}

type codeHits struct {
	rule    codeRule
	hits    int // weighted
	times   int
	first   Quote
	counted bool // a figure counts them
}

func (s *suggester) codes(path, key string, rules []codeRule, most int) {
	var found []codeHits
	for _, rule := range rules {
		h := codeHits{rule: rule}
		for i, b := range s.text.Blocks {
			if b.Kind == RowBlock && s.blocks[i].label == "" || s.blocks[i].topics["statistics"] || s.blocks[i].topics["contact"] {
				continue
			}
			for _, m := range rule.words.FindAllStringIndex(b.Text, 5) {
				weight := 1
				if b.Kind == HeadingBlock || i < 3 {
					weight = 2
				}
				if s.is(i, "target") && path == "targetGroups" {
					weight, h.times = 3, h.times+1
				}
				if h.hits == 0 {
					h.first = wordAround(b.Text, i, m)
				}
				h.counted = h.counted || s.isCounted(i, m[0])
				if path == "domains" && goalSentence.MatchString(s.at(s.sentence(i, m[0]))) {
					weight, h.times = weight+1, h.times+1 // what it is for
				}
				h.hits, h.times = h.hits+weight, h.times+1
			}
		}
		if h.hits > 0 {
			found = append(found, h)
		}
	}
	found = s.sure(found)
	slices.SortStableFunc(found, func(a, b codeHits) int { return b.hits - a.hits })
	for n, h := range found[:min(len(found), most)] {
		if n > 0 && h.hits*5 < found[0].hits {
			break
		}
		s.add(Suggestion{Path: path, Key: key, Why: "words", Value: Value{Codes: []string{h.rule.code}}, Quotes: []Quote{h.first}})
	}
}

// sure are the codes that words speak for often enough. In a short text that
// repeats nothing, those whom a figure counts are whom it was for; and children are seldom whom a group
// for their parents is for.
func (s *suggester) sure(found []codeHits) []codeHits {
	often := slices.DeleteFunc(slices.Clone(found), func(h codeHits) bool { return h.hits < 3 || h.times < 2 })
	if len(often) == 0 && len(s.text.Blocks) <= 6 && !s.headed() {
		once := slices.DeleteFunc(found, func(h codeHits) bool { return !h.counted })
		slices.SortStableFunc(once, func(a, b codeHits) int { return b.hits - a.hits })
		often = once[:min(1, len(once))]
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

package roadmap

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// mostIndicators is how many an action gets at most: a town follows up a few
// figures, and every one of them needs somebody who collects it.
const mostIndicators = 4

// indicators chooses, among the results that another town can measure again,
// what an action is followed up by: outcomes first, because they tell whether
// life got better, then outputs, then milestones. What the origin reached is the
// reference, never a target; baseline and target are left to the town.
//
// A result tells about the origin and was not written as an indicator. So what
// can only be said of the origin is left out: what it put in or did, findings in
// words, figures of a time of its own ("members in the plan of 2013–2016") and
// shares among those who answered one questionnaire. Of several results with the
// same label the newest is the reference.
func (as assembly) indicators(action string, p *catalogue.Practice, sources map[string]string) []Indicator {
	var uses []use
	for _, result := range p.Results {
		if !isMeasurable(result) || isOfQuestionnaire(p, result) {
			continue
		}
		one := use{Result: result}
		if one.label, one.about = plainLabel(result); isOfItsTime(one.label) {
			continue
		}
		i := slices.IndexFunc(uses, func(other use) bool {
			return other.Measure == one.Measure && sameText(other.label, one.label)
		})
		switch {
		case i < 0:
			uses = append(uses, one)
		case newer(one.Period, uses[i].Period):
			uses[i] = one
		}
	}
	slices.SortStableFunc(uses, func(a, b use) int { return cmp.Compare(rank(a.Level), rank(b.Level)) })
	var indicators []Indicator
	for i, one := range uses[:min(len(uses), mostIndicators)] {
		unit := as.unit(one.Result)
		indicators = append(indicators, Indicator{
			ID: action + "-i" + strconv.Itoa(i+1), Label: one.label, Level: one.Level, Measure: one.Measure, Unit: unit,
			Desired: desired(one.Result),
			Reference: &Reference{
				Practice: p.ID, Version: p.Version, Result: one.ID,
				Value: one.Value, Unit: joined(unit, one.about), Period: one.Period,
			},
			Source: sources[one.Source],
		})
	}
	return indicators
}

// use is a result on its way to an indicator: its label without, and beside it,
// what belongs to the origin's figure alone.
type use struct {
	catalogue.Result
	label, about i18n.Text
}

// rank orders results by what they say about whether an action works.
func rank(level string) int {
	levels := []string{"outcome", "impact", "output", "milestone"}
	if i := slices.Index(levels, level); i >= 0 {
		return i
	}
	return len(levels)
}

// isOfQuestionnaire tells whether a result is a share among those who answered
// a questionnaire of the origin, which another town does not hold.
func isOfQuestionnaire(p *catalogue.Practice, result catalogue.Result) bool {
	return result.Measure == "share" && result.Source != "" && slices.ContainsFunc(p.Evaluations, func(e catalogue.Evaluation) bool {
		return e.Type == "feedback" && e.Source == result.Source
	})
}

// isOfItsTime tells whether a label names, in any language, a year or a stretch
// of time in figures: it speaks of the origin's past. Ages are none ("18 years
// old"), and neither are other numbers ("level A2").
func isOfItsTime(label i18n.Text) bool {
	for _, lang := range label.Languages() {
		s := strings.ToLower(label.In(lang))
		if aYear.MatchString(s) {
			return true
		}
		for _, m := range countedUnit.FindAllStringSubmatchIndex(s, -1) {
			rest := strings.TrimLeft(s[m[3]:], " \u00a0-")
			if isUnitOfTime(s[m[2]:m[3]]) && !strings.HasPrefix(rest, "old") && !strings.HasPrefix(rest, "gaml") && !strings.HasPrefix(rest, "täyttän") {
				return true
			}
		}
	}
	return false
}

var (
	aYear       = regexp.MustCompile(`\b(19|20)\d\d\b`)
	countedUnit = regexp.MustCompile(`\d[\s\x{00a0}-]*(\p{L}+)`)
)

func isUnitOfTime(word string) bool {
	switch word {
	case "päivä", "päivän", "päivää", "päivässä", "viikon", "viikkoa", "viikossa", "kk", "kuukauden", "kuukautta", "kuukaudessa", "vuoden", "vuotta", "vuodessa",
		"dag", "dagar", "dagars", "vecka", "veckor", "veckors", "månad", "månader", "månaders", "år", "åren", "års",
		"day", "days", "week", "weeks", "month", "months", "year", "years":
		return true
	}
	return false
}

func isMeasurable(result catalogue.Result) bool {
	switch {
	case result.Label.Empty(), result.Level == "input", result.Level == "activity", result.Measure == "text":
		return false
	}
	return result.Value != nil || result.Measure == "state"
}

// plainLabel takes off a label what belongs to the origin's figure alone: a
// bracket that says how exact it is, "(about)", which is returned, and the year
// at the end when the result's period tells it.
func plainLabel(result catalogue.Result) (label, about i18n.Text) {
	for _, lang := range result.Label.Languages() {
		s := oneLine(result.Label.In(lang))
		if i := strings.LastIndex(s, " ("); i > 0 && strings.HasSuffix(s, ")") && isExactness(s[i+2:len(s)-1]) {
			about = about.Set(lang, s[i+1:])
			s = s[:i]
		}
		if m := lastYear.FindStringSubmatchIndex(s); m != nil && m[0] > 0 {
			year := s[m[2]:m[3]]
			if strings.HasPrefix(result.Period.Start, year) || strings.HasPrefix(result.Period.End, year) {
				s = s[:m[0]]
			}
		}
		label = label.Set(lang, s)
	}
	return label, about
}

var lastYear = regexp.MustCompile(`,?(?: in| vuonna| år)? ((?:19|20)\d\d)$`)

// isExactness tells whether a remark says how exact a figure is.
func isExactness(remark string) bool {
	first, _, _ := strings.Cut(strings.ToLower(remark), " ")
	switch first {
	case "noin", "yli", "lähes", "alle", "enintään", "vähintään", "runsaat", "runsas", "vajaa", "vajaat", "arviolta", "arvio", "joka",
		"ungefär", "cirka", "ca", "omkring", "över", "under", "nästan", "närmare", "högst", "minst", "drygt", "knappt", "uppskattningsvis", "uppskattning", "var",
		"about", "approximately", "around", "circa", "over", "more", "just", "almost", "nearly", "at", "up", "estimated", "estimate", "one":
		return true
	}
	return false
}

// joined puts a remark behind a unit; where there is no unit it stands alone.
func joined(unit, remark i18n.Text) i18n.Text {
	for _, lang := range remark.Languages() {
		unit = unit.Set(lang, strings.TrimSpace(unit.In(lang)+" "+remark.In(lang)))
	}
	return unit
}

// newer tells whether period a ends, or else begins, after period b.
func newer(a, b catalogue.Period) bool {
	last := func(p catalogue.Period) string { return max(p.End, p.Start) }
	return last(a) > last(b)
}

// unit is the result's own; else the currency of money, and for a share of
// what it is a share.
func (as assembly) unit(result catalogue.Result) i18n.Text {
	if !result.Unit.Empty() {
		return result.Unit
	}
	all := func(s string) i18n.Text { return i18n.Text{FI: s, SV: s, EN: s} }
	switch {
	case result.Measure == "money" && (result.Currency == "" || result.Currency == "EUR"):
		return all("€")
	case result.Measure == "money":
		return all(result.Currency)
	case result.Measure != "share":
		return i18n.Text{}
	case result.Base == nil || result.Base.Label.Empty():
		return all("%")
	}
	var t i18n.Text
	for _, lang := range result.Base.Label.Languages() {
		t = t.Set(lang, as.Messages.T(lang, "assemble.share_of", "Base", oneLine(result.Base.Label.In(lang))))
	}
	return t
}

// desired says which way an indicator should go, as far as the source tells: a
// change with a known start has the direction that was found good; a good
// result without one is wished to be more. Otherwise people decide.
func desired(result catalogue.Result) string {
	switch {
	case result.Measure == "yes_no", result.Measure == "state":
		return "state"
	case result.Direction != "positive" && result.Direction != "negative":
		return ""
	}
	good := result.Direction == "positive"
	if result.Value != nil && result.Baseline != nil && result.Baseline.Value != nil {
		switch before, after := *result.Baseline.Value, *result.Value; {
		case before == after:
			return ""
		case (after > before) == good:
			return "up"
		}
		return "down"
	}
	if good {
		return "up"
	}
	return ""
}

package roadmap

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// indicators makes one of each result that can be measured again. What the
// origin reached is the reference, never a target; baseline and target are
// left to the town. What the origin put in or did, and findings in words, are
// nothing to measure another town's action by. Of several results with the same
// label the newest is the reference.
func (as assembly) indicators(action string, p *catalogue.Practice, sources map[string]string) []Indicator {
	type use struct {
		catalogue.Result
		label, about i18n.Text
	}
	var uses []use
	for _, result := range p.Results {
		if !isMeasurable(result) {
			continue
		}
		one := use{Result: result}
		one.label, one.about = plainLabel(result)
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
	var indicators []Indicator
	for i, one := range uses {
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

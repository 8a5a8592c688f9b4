package ui

import (
	"math"
	"slices"
	"strconv"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// figure is a result with all that makes it honest: of what, how certain, and
// where it stands.
type figure struct {
	*catalogue.Result
	Original i18n.Lang
	Source   int // number in the list of sources, 0 without
	Interval *interval
	Parts    []part
}

// interval is a 95 % interval in per cent.
type interval struct{ Low, High float64 }

// part is a breakdown; a share of a counted result has an interval.
type part struct {
	catalogue.Breakdown
	Interval *interval
}

func figureOf(practice *catalogue.Practice, r *catalogue.Result) figure {
	f := figure{Result: r, Original: practice.OriginalLanguage}
	for i, s := range practice.Sources {
		if s.ID == r.Source {
			f.Source = i + 1
		}
	}
	if r.Measure == "share" && r.Value != nil && r.Base != nil && r.Base.Value != nil {
		f.Interval = wilson(*r.Value, *r.Base.Value)
	}
	for _, b := range r.Breakdowns {
		one := part{Breakdown: b}
		if b.As == "share" && b.Value != nil && r.Measure == "number" && r.Value != nil {
			one.Interval = wilson(*b.Value, *r.Value)
		}
		f.Parts = append(f.Parts, one)
	}
	return f
}

// level is what is told in figures of one step from what went in to what changed.
type level struct {
	Name    string // empty for figures whose level is not told
	Figures []figure
}

// levels sorts figures by their level, changes first. What went in is not among
// them: it is no result, and stands with the resources.
func levels(figures []figure) (levels []level, inputs []figure) {
	for _, name := range []string{"outcome", "impact", "milestone", "output", "activity", ""} {
		one := level{Name: name}
		for _, f := range figures {
			if f.Level == name {
				one.Figures = append(one.Figures, f)
			}
		}
		if len(one.Figures) > 0 {
			levels = append(levels, one)
		}
	}
	for _, f := range figures {
		if f.Level == "input" {
			inputs = append(inputs, f)
		}
	}
	return levels, inputs
}

// intervals tells whether any of the figures has an interval to explain.
func intervals(figures []figure) bool {
	return slices.ContainsFunc(figures, func(f figure) bool {
		return f.Interval != nil || slices.ContainsFunc(f.Parts, func(one part) bool { return one.Interval != nil })
	})
}

// baseless tells a share of which nobody knows how many it was computed from.
func baseless(r *catalogue.Result) bool {
	return r.Measure == "share" && r.Value != nil && (r.Base == nil || r.Base.Value == nil)
}

// wilson is nil where there is no interval: without cases, or for what is no
// share.
func wilson(share, n float64) *interval {
	if n <= 0 || share < 0 || share > 100 {
		return nil
	}
	low, high := catalogue.Wilson(share, n)
	return &interval{low, high}
}

// value writes a figure with its unit as the language does: "456 henkilöä",
// "54 %", "12 000 €".
func (p *Pages) valueWords(lang i18n.Lang, r *catalogue.Result, original i18n.Lang) shown {
	if r.Value == nil {
		return show(lang, r.Text, original)
	}
	switch r.Measure {
	case "share":
		return shown{Text: p.share(lang, *r.Value), Lang: lang}
	case "money":
		return shown{Text: i18n.Money(lang, *r.Value, r.Currency), Lang: lang}
	case "yes_no":
		if *r.Value != 0 && *r.Value != 1 {
			return shown{}
		}
		return shown{Text: p.Messages.T(lang, "page.answer."+strconv.Itoa(int(*r.Value))), Lang: lang}
	}
	unit := show(lang, r.Unit, original)
	unit.Text = i18n.Number(lang, *r.Value) + "\u00a0" + unit.Text
	return unit
}

// share writes a per cent, rounded to one decimal.
func (p *Pages) share(lang i18n.Lang, v float64) string {
	return p.Messages.T(lang, "page.share", "Value", i18n.Number(lang, rounded(v, 10)))
}

func rounded(v, by float64) float64 {
	if math.Abs(v) > 1e15 { // no more decimals to round
		return v
	}
	return math.Round(v*by) / by
}

// reason says why results, or the practice as a whole, have their level of
// evidence.
type reason struct {
	Labels []i18n.Text // of the results; none for the whole
	Level  int
	Key    string
	Next   string // what would raise the level
}

// reasons gives each reason once, with the results that it holds for.
func reasons(practice *catalogue.Practice) []reason {
	if practice.Computed == nil {
		return nil
	}
	var list []reason
	for _, r := range practice.Computed.Evidence.Reasons {
		i := slices.IndexFunc(list, func(other reason) bool { return other.Level == r.Level && other.Key == r.Key && other.Next == r.Next })
		if i < 0 {
			list = append(list, reason{Level: r.Level, Key: r.Key, Next: r.Next})
			i = len(list) - 1
		}
		for _, result := range practice.Results {
			if result.ID == r.Result {
				list[i].Labels = append(list[i].Labels, result.Label)
			}
		}
	}
	return list
}

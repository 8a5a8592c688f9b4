package catalogue

import (
	"strings"

	"tiekartta/i18n"
)

// results looks at each figure by itself and at its parts.
func (h *hints) results() {
	for i := range h.p.Results {
		r, at := &h.p.Results[i], i18n.At("results", i)
		h.figure(r, at)
		h.share(r, at)
		h.partOf(r, at)
		h.baseline(r, at)
		h.breakdowns(r, at)
	}
}

func (h *hints) figure(r *Result, at string) {
	if r.Label.Empty() {
		h.advise(at+".label", "result_without_label")
	}
	if r.Value == nil {
		if r.Text.Empty() {
			h.warn(at+".value", "result_without_value")
		}
		return
	}
	if r.Source == "" {
		h.warn(at+".source", "figure_without_source")
	}
	if r.Measure == "number" && r.Unit.Empty() {
		h.advise(at+".unit", "figure_without_unit")
	}
	if r.Level == "" {
		h.advise(at+".level", "figure_without_level")
	}
}

func (h *hints) share(r *Result, at string) {
	if r.Measure != "share" || r.Value == nil {
		return
	}
	switch {
	case r.Base == nil || r.Base.Label.Empty() && r.Base.Value == nil:
		h.warn(at+".base", "share_of_what", "Share", written(*r.Value))
		return
	case r.Base.Value == nil:
		h.advise(at+".base.value", "share_of_how_many", "Share", written(*r.Value))
		return
	}
	whole := *r.Base.Value
	if !shareOfWhole(whole, *r.Value) {
		h.warn(at+".value", "share_impossible", "Share", written(*r.Value), "Whole", written(whole))
	}
	for j := range h.p.Results {
		other := &h.p.Results[j]
		if other.Measure != "number" || other.Value == nil || !sameLabel(other.Label, r.Label) || !samePeriod(other, r) {
			continue
		}
		h.misfit(i18n.At("results", j)+".value", *other.Value, whole, *r.Value)
	}
}

// partOf compares a count with the whole that it is told to be a part of.
func (h *hints) partOf(r *Result, at string) {
	if r.Measure == "number" && r.Value != nil && r.Base != nil && r.Base.Value != nil && *r.Value > *r.Base.Value {
		h.warn(at+".value", "part_exceeds_whole", "Part", written(*r.Value), "Whole", written(*r.Base.Value))
	}
}

// misfit warns where a count is not that share of a whole.
func (h *hints) misfit(path string, part, whole, share float64) {
	if ShareFits(part, whole, share) {
		return
	}
	if meant, ok := LikelySlip(part, whole, share); ok {
		h.warn(path, "share_misfit_meant", "Part", written(part), "Whole", written(whole), "Share", written(share), "Meant", written(meant))
		return
	}
	h.warn(path, "share_misfit", "Part", written(part), "Whole", written(whole), "Share", written(share))
}

// sameLabel tells whether two labels are the same in a language that both have.
func sameLabel(a, b i18n.Text) bool {
	for _, lang := range i18n.Langs() {
		if x, y := folded(a.In(lang)), folded(b.In(lang)); x != "" && x == y {
			return true
		}
	}
	return false
}

// folded is a label without what does not change its meaning.
func folded(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.TrimRight(s, " .:")), " "))
}

// samePeriod tells whether two results may be of the same time: one without a
// period may be of any.
func samePeriod(a, b *Result) bool {
	none := Period{}
	return a.Period == b.Period || a.Period == none || b.Period == none
}

func (h *hints) baseline(r *Result, at string) {
	b := r.Baseline
	if b == nil {
		return
	}
	if b.Value == nil {
		h.advise(at+".baseline.value", "baseline_without_value")
	} else if b.Source == "" && r.Source == "" {
		h.advise(at+".baseline.source", "baseline_without_source")
	}
	if after := r.Period.End; IsDate(b.Date) && IsDate(after) && Earlier(after, b.Date) {
		h.warn(at+".baseline.date", "baseline_after_result")
	}
}

// slack is what rounding may add to a sum of shares, for each of them.
const slack = 0.5

func (h *hints) breakdowns(r *Result, at string) {
	counts, shares, groups := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for i := range r.Breakdowns {
		b, part := &r.Breakdowns[i], at+"."+i18n.At("breakdowns", i)
		if b.Value == nil {
			continue
		}
		if b.As == "share" {
			shares[b.Dimension] += *b.Value
			groups[b.Dimension]++
			h.shareOfResult(r, b, part)
			continue
		}
		counts[b.Dimension] += *b.Value
		if counted(r) && *b.Value > *r.Value {
			h.warn(part+".value", "group_exceeds_total", "Group", written(*b.Value), "Whole", written(*r.Value))
		}
	}
	for _, dimension := range []string{"sex", "age"} {
		if counted(r) && counts[dimension] > *r.Value {
			h.warn(at+".breakdowns", "groups_exceed_total", "Sum", written(counts[dimension]), "Whole", written(*r.Value))
		}
		if shares[dimension] > 100+slack*groups[dimension] {
			h.warn(at+".breakdowns", "shares_exceed_100", "Sum", written(shares[dimension]))
		}
	}
	h.countedTwice(r, at)
}

// counted tells whether a result is a number of which groups are parts.
func counted(r *Result) bool {
	return r.Value != nil && (r.Measure == "number" || r.Measure == "" || r.Measure == "money")
}

func (h *hints) shareOfResult(r *Result, b *Breakdown, part string) {
	switch {
	case *b.Value < 0 || *b.Value > 100:
		h.warn(part+".value", "not_a_share", "Share", written(*b.Value))
	case r.Measure == "number" && r.Value != nil && !shareOfWhole(*r.Value, *b.Value):
		h.warn(part+".value", "share_impossible", "Share", written(*b.Value), "Whole", written(*r.Value))
	}
}

// countedTwice compares the count of a group with its share where both are told.
func (h *hints) countedTwice(r *Result, at string) {
	if r.Measure != "number" || r.Value == nil {
		return
	}
	for i, count := range r.Breakdowns {
		for _, share := range r.Breakdowns {
			if count.As == "count" && share.As == "share" && count.Value != nil && share.Value != nil &&
				count.Dimension == share.Dimension && sameLabel(count.Group, share.Group) {
				h.misfit(at+"."+i18n.At("breakdowns", i)+".value", *count.Value, *r.Value, *share.Value)
			}
		}
	}
}

// repeated finds the same figure with different values.
func (h *hints) repeated() {
	for i := range h.p.Results {
		for j := range i {
			a, b := &h.p.Results[j], &h.p.Results[i]
			if a.Value == nil || b.Value == nil || *a.Value == *b.Value || a.Measure != b.Measure || a.Period != b.Period ||
				!sameLabel(a.Label, b.Label) || differentBase(a, b) {
				continue
			}
			h.warn(i18n.At("results", i)+".value", "figure_twice", "Label", b.Label, "First", written(*a.Value), "Second", written(*b.Value))
		}
	}
}

func differentBase(a, b *Result) bool {
	return a.Base != nil && b.Base != nil && !a.Base.Label.Empty() && !b.Base.Label.Empty() && !sameLabel(a.Base.Label, b.Base.Label)
}

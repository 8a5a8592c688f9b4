package catalogue

import (
	"math"
	"slices"

	"tiekartta/i18n"
)

// mostWithoutReview is the highest level that an entry can have on its own
// word; higher ones need a review.
const mostWithoutReview = 2

// Facts are what others than the author establish about a practice.
type Facts struct {
	Mark     string   // of its review; "" is self_declared
	Repeated []string // directions of effects that other organisations have soundly measured in entries that derive from this one
	Adopted  bool     // another organisation has taken it into a roadmap
}

// EvidenceOf works out how strong the stated facts are and which way they
// point, on the entry's own word.
func EvidenceOf(p *Practice) Evidence { return EvidenceWith(p, Facts{}) }

// EvidenceWith works out how strong the facts are and which way they point. The
// two are separate, and every level comes with its reason. Level 5 is never
// given: whether an effect endures, and whether a manual and training exist, no
// field of the model states.
func EvidenceWith(p *Practice, facts Facts) Evidence {
	e := Evidence{Direction: direction(p.Results), Reasons: []Reason{}}
	e.Low = math.MaxInt
	for _, r := range p.Results {
		if r.Value == nil || r.Level == "input" || r.Level == "activity" {
			continue // only figures are measured, and what went in shows no effect
		}
		reason := strength(p, r, facts)
		reason.Result = r.ID
		e.Reasons = append(e.Reasons, reason)
		e.Low, e.High = min(e.Low, reason.Level), max(e.High, reason.Level)
	}
	if len(e.Reasons) == 0 {
		reason := withoutFigures(p)
		e.Reasons = append(e.Reasons, reason)
		e.Low, e.High = reason.Level, reason.Level
	}
	return e
}

// withoutFigures is the level of an entry whose results are not told in figures.
func withoutFigures(p *Practice) Reason {
	key, told := "no_figures", slices.ContainsFunc(p.Evaluations, heard)
	if slices.ContainsFunc(p.Results, func(r Result) bool { return r.Value != nil }) {
		key = "effort_only"
	}
	switch noGoals := p.Goals.Empty(); {
	case noGoals && told:
		return Reason{Level: 0, Key: key, Next: "goals"}
	case noGoals:
		return Reason{Level: 0, Key: key, Next: "goals_and_figure"}
	case told:
		return Reason{Level: 1, Key: "feedback_only", Next: "figure_with_baseline"}
	}
	return Reason{Level: 0, Key: key, Next: "figure"}
}

func strength(p *Practice, r Result, facts Facts) Reason {
	before := r.Baseline != nil && r.Baseline.Value != nil
	compared := studied(p, r, comparedByOthers)
	switch {
	case p.Goals.Empty():
		return Reason{Level: 0, Key: "no_goals", Next: "goals"}
	case compared || before && r.Source != "" || studied(p, r, followedUp):
		return beyondOwnWord(r, compared, facts)
	case before:
		return Reason{Level: 1, Key: "no_source", Next: "source"}
	case r.Source != "":
		return Reason{Level: 1, Key: "after_only", Next: "baseline"}
	}
	return Reason{Level: 1, Key: "after_only", Next: "baseline_and_source"}
}

// beyondOwnWord is the level of a soundly measured result, which others can
// raise: a review, an evaluator, organisations that repeat it.
func beyondOwnWord(r Result, compared bool, facts Facts) Reason {
	repeated := aboutPeople(r) && slices.Contains(facts.Repeated, r.Direction)
	expired := facts.Mark == Expired
	switch reviewed := facts.Mark == PeerReviewed; {
	case repeated && reviewed:
		return Reason{Level: 4, Key: "replicated"}
	case compared && reviewed:
		return Reason{Level: 3, Key: "compared_reviewed", Next: "repeat"}
	case (repeated || compared) && expired:
		return Reason{Level: mostWithoutReview, Key: "review_expired", Next: "review_again"}
	case repeated:
		return Reason{Level: mostWithoutReview, Key: "repeated_not_reviewed", Next: "review"}
	case compared:
		return Reason{Level: mostWithoutReview, Key: "compared_not_reviewed", Next: "review"}
	}
	return onOwnWord(r, facts)
}

// onOwnWord is the level of a sound result that nobody else has compared or repeated.
func onOwnWord(r Result, facts Facts) Reason {
	reason := Reason{Level: 2, Key: "baseline_and_follow_up", Next: "compare_and_review"}
	if facts.Adopted {
		reason.Key = "adopted_without_results"
	}
	switch {
	case !aboutPeople(r):
		reason.Next = "change_for_people"
	case facts.Mark == PeerReviewed:
		reason.Next = "compare"
	}
	return reason
}

// aboutPeople tells whether a result says what changed for people, which alone
// can be compared and repeated.
func aboutPeople(r Result) bool { return r.Level == "outcome" || r.Level == "impact" }

// studied tells whether an evaluation of that kind stands behind a result: it
// must be about what changed for people, and be told in the same source.
func studied(p *Practice, r Result, kind func(Evaluation) bool) bool {
	if r.Source == "" || !aboutPeople(r) {
		return false
	}
	for _, e := range p.Evaluations {
		if e.Source == r.Source && kind(e) {
			return true
		}
	}
	return false
}

func followedUp(e Evaluation) bool { return e.Type == "before_after" || e.Type == "monitoring" }

func comparedByOthers(e Evaluation) bool {
	return (e.Type == "comparison" || e.Type == "randomised") && (e.By == "commissioned" || e.By == "independent")
}

func heard(e Evaluation) bool { return e.Type == "feedback" || e.Type == "qualitative" }

// direction is that of all results whose direction is known, "mixed" when they
// differ, "unknown" when none is known.
func direction(results []Result) string {
	found := ""
	for _, r := range results {
		switch r.Direction {
		case "", "unknown", found:
		default:
			if found != "" {
				return "mixed"
			}
			found = r.Direction
		}
	}
	if found == "" {
		return "unknown"
	}
	return found
}

// Wilson is the 95 % interval of a share (in per cent) found in n cases, in per
// cent (Wilson 1927, score interval). It is 0 to 100 when n is not positive.
func Wilson(share, n float64) (low, high float64) {
	if n <= 0 {
		return 0, 100
	}
	const z = 1.959963984540054
	p := share / 100
	middle := p + z*z/(2*n)
	spread := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	scale := 1 + z*z/n
	return math.Max(0, 100*(middle-spread)/scale), math.Min(100, 100*(middle+spread)/scale)
}

// Missing lists, by field name and in the order of use to a reader, what would
// make the entry more complete.
func (p *Practice) Missing() []string {
	var missing []string
	for _, f := range p.told() {
		if !f.told {
			missing = append(missing, f.name)
		}
	}
	return missing
}

type field struct {
	name string
	told bool
}

func (p *Practice) told() []field {
	return []field{
		{"organisation", p.Organisation != ""},
		{"title", !p.Title.Empty()},
		{"summary", !p.Summary.Empty()},
		{"domains", len(p.Domains) > 0},
		{"targetGroups", len(p.TargetGroups) > 0},
		{"results", slices.ContainsFunc(p.Results, Result.says)},
		{"howItWorks", !p.HowItWorks.Empty()},
		{"goals", !p.Goals.Empty()},
		{"challenge", !p.Challenge.Empty()},
		{"components", len(p.Components) > 0},
		{"delivery", p.Delivery != Delivery{}},
		{"lessons", len(p.Lessons) > 0},
		{"conditions", len(p.Conditions) > 0},
		{"maturity", p.Maturity != ""},
		{"period", p.Period != OpenPeriod{}},
		{"funding", len(p.Funding) > 0},
		{"resources", !p.Resources.Empty()},
		{"partners", len(p.Partners) > 0},
		{"reach", p.Reach != Reach{}},
		{"participation", p.Participation != ""},
		{"sources", len(p.Sources) > 0},
		{"contact", p.Contact.Name != "" || p.Contact.Email != ""},
	}
}

// says tells whether a reader learns something from a result: what and how much,
// and of a share, what it is a share of.
func (r Result) says() bool {
	if r.Label.Empty() || r.Value == nil && r.Text.Empty() {
		return false
	}
	return r.Measure != "share" || r.Base != nil && !(r.Base.Value == nil && r.Base.Label.Empty())
}

// CountsAsTold tells whether Missing looks at the field with that name.
func CountsAsTold(name string) bool {
	return slices.ContainsFunc((&Practice{}).told(), func(f field) bool { return f.name == name })
}

// Completeness is the share of what Missing looks at that is told, in whole per
// cent.
func (p *Practice) Completeness() int {
	told := p.told()
	return 100 * (len(told) - len(p.Missing())) / len(told)
}

func (p *Practice) languages() []i18n.Lang {
	langs := []i18n.Lang{}
	for _, lang := range p.Title.Languages() {
		if p.Summary.In(lang) != "" {
			langs = append(langs, lang)
		}
	}
	return langs
}

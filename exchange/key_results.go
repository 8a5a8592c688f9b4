package exchange

import (
	"slices"

	"tiekartta/catalogue"
)

// KeyResults are the figures that tell what a practice has led to, the most
// telling first: outcomes and impacts, then outputs. What went in and what was
// done is no result. A share without the number it was computed from comes after
// all that can be judged.
func KeyResults(results []catalogue.Result) []catalogue.Result {
	var list []catalogue.Result
	for _, based := range []bool{true, false} {
		for _, levels := range [][]string{{"outcome", "impact"}, {"output", "milestone"}} {
			for _, r := range results {
				if r.Value != nil && slices.Contains(levels, r.Level) && based == (r.Measure != "share" || hasBase(r)) {
					list = append(list, r)
				}
			}
		}
	}
	return list
}

func hasBase(r catalogue.Result) bool {
	return r.Base != nil && r.Base.Value != nil && *r.Base.Value > 0
}

package search

import (
	"cmp"
	"slices"
)

// mostCompared is how many of the best hits are compared with the query's
// subject; behind them it would change nothing that anybody sees.
const mostCompared = 500

// subject adds to the scores of the best hits what their subject has to do with
// the query's, and leaves out the doubtful ones that have to do little with it.
func (x *Index) subject(m *meaning, list []found) []found {
	better := func(a, b found) int { return cmp.Compare(b.score, a.score) }
	if !m.directed {
		lead(list, mostCompared, better)
		return list
	}
	list = slices.DeleteFunc(list, func(f found) bool {
		r := x.columns.rows[f.slot]
		return f.doubt && !m.vector.AtLeast(r.vector, r.length, x.weights.SubjectFloor)
	})
	if len(list) == 0 {
		return list
	}
	lead(list, mostCompared, better)
	top := list[0].score
	for i, f := range list[:min(len(list), mostCompared)] {
		list[i].score += x.weights.Subject * top * max(0, m.vector.Cosine(x.columns.rows[f.slot].vector)-x.weights.SubjectLeast)
	}
	return list
}

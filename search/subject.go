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
	if list = x.near(m, list); len(list) == 0 {
		return list
	}
	lead(list, mostCompared, better)
	top := list[0].score
	for i, f := range list[:min(len(list), mostCompared)] {
		list[i].score += x.weights.Subject * top * max(0, m.vector.Cosine(x.columns.rows[f.slot].vector)-x.weights.SubjectLeast)
	}
	return list
}

// fetched is how many rows are looked up together: they lie anywhere in memory,
// and to wait for one after the other takes longer than to compare them.
const fetched = 64

// near leaves out the doubtful hits whose subject is not near enough.
func (x *Index) near(m *meaning, list []found) []found {
	var rows [fetched]*row
	kept := list[:0]
	for part := range slices.Chunk(list, fetched) {
		for i, f := range part {
			if rows[i] = nil; f.doubt {
				rows[i] = x.columns.rows[f.slot]
			}
		}
		var vectors [fetched][]int8
		for i, r := range rows[:len(part)] {
			if r != nil {
				vectors[i] = r.vector
			}
		}
		for i, f := range part {
			if r := rows[i]; r == nil || m.vector.AtLeast(vectors[i], r.length, x.weights.SubjectFloor) {
				kept = append(kept, f)
			}
		}
	}
	return kept
}

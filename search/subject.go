package search

import (
	"cmp"
	"slices"
)

// mostCompared is how many of the best hits are compared with the query's
// subject; behind them it would change nothing that anybody sees.
const mostCompared = 500

// better brings the higher score to the beginning.
func better(a, b found) int { return cmp.Compare(b.score, a.score) }

// subject adds to the scores of the best hits, which are in front, what their subject
// has to do with the query's.
func (x *Index) subject(m *meaning, list []found) {
	if !m.directed || len(list) == 0 {
		return
	}
	best := list[:min(len(list), mostCompared)]
	top := slices.MinFunc(best, better).score
	for part := range slices.Chunk(best, fetched) {
		var rows [fetched]*row
		for i, f := range part {
			rows[i] = x.columns.rows[f.slot]
		}
		var vectors [fetched][]int8
		for i := range part {
			vectors[i] = rows[i].vector
		}
		for i := range part {
			part[i].score += x.weights.Subject * top * max(0, m.vector.Cosine(vectors[i])-x.weights.SubjectLeast)
		}
	}
}

// fetched is how many rows are looked up together: they lie anywhere in memory,
// and to wait for one after the other takes longer than to compare them.
const fetched = 64

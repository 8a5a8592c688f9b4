package search

import (
	"cmp"
	"slices"

	"tiekartta/search/language"
)

// mostCompared is how many of the best hits are compared with the query's
// subject; behind them it would change nothing that anybody sees.
const mostCompared = 500

// better brings the higher score to the beginning.
func better(a, b found) int { return cmp.Compare(b.score, a.score) }

// subject adds to the scores of the best hits, which are in front, what their subject
// has to do with the query's.
func (r *ranking) subject(m *meaning, list []found) {
	if !m.directed || len(list) == 0 {
		return
	}
	b := r.boards[0]
	best := list[:min(len(list), mostCompared)]
	top := slices.MinFunc(best, better).score
	for part := range slices.Chunk(best, mostFetched) {
		b.vectors.fetch(b.view.view, part)
		for i := range part {
			vector, _ := b.vectors.of(i)
			part[i].score += b.weights.Subject * top * max(0, m.vector.Cosine(vector)-b.weights.SubjectLeast)
		}
	}
}

// fetched are copies of some hits' vectors. The vectors lie apart in memory: to wait
// for one after the other takes much longer than to copy several and compare them then.
type fetched struct {
	cells   []int8
	ends    [mostFetched]int
	extents [mostFetched]language.Extent
}

const mostFetched = 64

// fetch copies the vectors of hits in a view.
func (f *fetched) fetch(v *view, list []found) {
	f.cells = f.cells[:0]
	for i, one := range list {
		vector, extent := v.vector(one.doc)
		f.cells, f.extents[i] = append(f.cells, vector...), extent
		f.ends[i] = len(f.cells)
	}
}

// of is the vector of a hit that was fetched.
func (f *fetched) of(i int) ([]int8, language.Extent) {
	from := 0
	if i > 0 {
		from = f.ends[i-1]
	}
	return f.cells[from:f.ends[i]], f.extents[i]
}

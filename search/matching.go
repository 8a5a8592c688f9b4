package search

import (
	"context"
	"math"
)

// Matching returns the ids of everything that a query finds, in its order, and
// the position in the feed of changes up to which that is known: one that was known
// before may be ahead of it while the index is filled anew. Limit and offset
// do not matter, and nothing is explained.
func (x *Index) Matching(ctx context.Context, q Query) (ids []string, position int64, err error) {
	position = x.Position() // before: what comes in between is then found again
	q = q.bounded()
	q.Offset, q.Limit = 0, math.MaxInt32
	var a answer
	err = x.enter(ctx, func(ctx context.Context) (err error) {
		a, err = x.find(ctx, q)
		return err
	})
	if err != nil {
		return nil, position, err
	}
	position = min(position, x.Position()) // an empty index may have been put in its place
	ids = make([]string, len(a.Hits))
	for i, hit := range a.Hits {
		ids[i] = hit.ID
	}
	return ids, position, nil
}

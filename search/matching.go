package search

import (
	"context"
	"math"
)

// Matching returns the ids of everything that a query finds, in its order, and
// the position in the feed of changes up to which that is known; it is below 0
// while the index is damaged or filled anew, because then a query finds what it does
// not find in a whole one. Limit and offset do not matter, and nothing is
// explained.
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
	if x.filling.Load() > 0 || x.damaged.Load() || x.Position() < position {
		position = -1
	}
	ids = make([]string, len(a.Hits))
	for i, hit := range a.Hits {
		ids[i] = hit.ID
	}
	return ids, position, nil
}

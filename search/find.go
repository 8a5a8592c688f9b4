package search

import (
	"cmp"
	"context"
	"errors"
	"runtime/debug"
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

// errClosed is returned by a search after Close.
var errClosed = errors.New("search index is closed")

// Search answers a query. A query without words, or with none that says
// anything (punctuation, stop words), browses what its filters let through.
func (x *Index) Search(ctx context.Context, q Query) (Result, error) {
	q = q.bounded()
	terms := x.languages.terms(q)
	result, err := x.find(ctx, q, terms)
	if err == nil && len(terms) > 0 {
		err = x.highlight(ctx, result.Hits, q.Lang, terms)
	}
	return result, err
}

// found is a row that a query finds.
type found struct {
	slot  int32
	score float64
}

func (x *Index) find(ctx context.Context, q Query, terms []term) (Result, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.engine == nil {
		return Result{}, errClosed
	}
	list, err := x.candidates(ctx, q, terms)
	if err != nil {
		return Result{}, err
	}
	c := x.columns
	selected, n := c.selection(q), c.counts()
	kept := list[:0]
	for _, f := range list {
		r := c.rows[f.slot]
		stopped, two := selected.stopped(r)
		if two {
			continue
		}
		n.add(r, stopped)
		if stopped == facetCount {
			kept = append(kept, f)
		}
	}
	if len(terms) > 0 {
		x.sort(kept, q)
	}
	result := Result{Total: len(kept), Facets: c.facets(n, q)}
	page := kept[min(q.Offset, len(kept)):]
	for _, f := range page[:min(q.Limit, len(page))] {
		result.Hits = append(result.Hits, Hit{ID: c.rows[f.slot].id, Score: f.score})
	}
	return result, nil
}

// candidates are all rows in the query's order or, for a query with words, the
// rows that have them, in no order.
func (x *Index) candidates(ctx context.Context, q Query, terms []term) ([]found, error) {
	if len(terms) == 0 {
		slots := x.columns.orders.list(x.order(q), x.columns.rows)
		list := make([]found, len(slots))
		for i, slot := range slots {
			list[i].slot = slot
		}
		return list, nil
	}
	return x.lookUp(ctx, leastTogether, func(reader index.IndexReader) ([]lookup, error) {
		return x.languages.lookups(reader, terms, q.Lang)
	})
}

// lookUp ranks the practices that have enough of what is looked up. A fault in
// the index makes the follower build it anew. The caller holds mu.
func (x *Index) lookUp(ctx context.Context, least float64, lookups func(index.IndexReader) ([]lookup, error)) (list []found, err error) {
	defer func() {
		if errors.Is(err, errDamaged) || err != nil && ctx.Err() == nil {
			x.damaged.Store(true)
		}
	}()
	defer caught(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	reader, err := x.engine.inner.Reader()
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	l, err := lookups(reader)
	if err != nil {
		return nil, err
	}
	docs, err := x.rank(ctx, reader, l, least)
	if err != nil {
		return nil, err
	}
	list = make([]found, 0, len(docs))
	var id index.IndexInternalID
	for _, doc := range docs {
		id = index.NewIndexInternalID(id, doc.doc)
		name, err := reader.ExternalID(id)
		if err != nil {
			return nil, err
		}
		// A practice deleted meanwhile has no row.
		if slot, ok := x.columns.slots[name]; ok {
			list = append(list, found{slot, doc.score})
		}
	}
	return list, nil
}

// order is the order of a query without words.
func (x *Index) order(q Query) order {
	switch q.Sort {
	case "evidence":
		return orderEvidence
	case "title":
		return orderTitle + order(x.languages.in(q.Lang))
	}
	return orderNewest
}

// sort orders what a query with words has found.
func (x *Index) sort(list []found, q Query) {
	rows := x.columns.rows
	switch q.Sort {
	case "newest", "title":
		places := make([]int32, len(rows))
		for i, slot := range x.columns.orders.list(x.order(q), rows) {
			places[slot] = int32(i)
		}
		slices.SortFunc(list, func(a, b found) int { return cmp.Compare(places[a.slot], places[b.slot]) })
		return
	}
	byEvidence := q.Sort == "evidence"
	slices.SortFunc(list, func(a, b found) int {
		if byEvidence && rows[a.slot].evidence != rows[b.slot].evidence {
			return cmp.Compare(rows[b.slot].evidence, rows[a.slot].evidence)
		}
		return cmp.Or(cmp.Compare(b.score, a.score), orderNewest.compare(rows[a.slot], rows[b.slot]))
	})
}

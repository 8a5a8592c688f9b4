package search

import (
	"cmp"
	"context"
	"errors"
	"runtime/debug"
	"slices"
	"time"

	"tiekartta/i18n"
)

// errClosed is returned by a search after Close.
var errClosed = errors.New("search index is closed")

// Search answers a query. A query without words, or with none that says
// anything (punctuation, stop words), browses what its filters let through.
func (x *Index) Search(ctx context.Context, q Query) (r Result, err error) {
	defer func(began time.Time) { x.tally.search(ctx, time.Since(began), r.Total, err) }(time.Now())
	q = q.bounded()
	err = x.enter(ctx, func(within context.Context) error {
		a, err := x.find(within, q)
		if err == nil && len(a.winners) > 0 {
			err = x.explain(ctx, a, q.Lang) // reads texts, which the query cannot make take long
		}
		r = a.Result
		return err
	})
	if err != nil {
		return Result{}, err
	}
	return r, nil
}

// Beside is Search for what is only told beside another answer: a search that
// would take too long finds nothing.
func (x *Index) Beside(ctx context.Context, q Query) (Result, error) {
	r, err := x.Search(ctx, q)
	return r, nothingIfTooMuch(err)
}

// nothingIfTooMuch is err, nil for what a search ends with that takes too long.
func nothingIfTooMuch(err error) error {
	var told i18n.Problems
	if errors.As(err, &told) {
		return nil
	}
	return err
}

// enter calls f once fewer searches are being worked on than there are
// processors: more at once would answer none earlier, and whoever follows the
// feed would wait for all of them with each step. It waits until the end of ctx;
// f is given one that ends when a search has taken too long.
func (x *Index) enter(ctx context.Context, f func(context.Context) error) error {
	select {
	case x.places <- struct{}{}:
		defer func() { <-x.places }()
	case <-ctx.Done():
		return ctx.Err()
	}
	within, cancel := context.WithTimeout(ctx, x.longest)
	defer cancel()
	err := f(within)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return tooMuch()
	}
	return err
}

// answer is a result with what the query was understood as in each realm, nil
// without words, and the alternatives by which each hit matched its terms and
// groups.
type answer struct {
	Result
	meanings [realms]*meaning
	winners  [][]int
}

// gathered is what the realms that a query looks in have found.
type gathered struct {
	lists    [realms][]found
	asked    float64 // the rarity of all words of the query in the first realm that has any
	rankings [realms]*ranking
	meanings [realms]*meaning
}

// found is a row that a query finds, with its document.
type found struct {
	slot  int32
	whole bool // the whole query is answered
	doc   uint32
	score float64
}

func (x *Index) find(ctx context.Context, q Query) (answer, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.engine == nil {
		return answer{}, errClosed
	}
	r := x.request(q)
	if r.crowded {
		return answer{}, tooMany()
	}
	if !r.scores() {
		among, err := x.restriction(ctx, r)
		if err != nil {
			return answer{}, err
		}
		result := x.browse(q, among)
		result.Shortened = r.shortened
		return answer{Result: result}, nil
	}
	var a answer
	err := x.gather(ctx, r, func(g *gathered) {
		result, hits := x.page(r, g)
		result.Shortened = r.shortened
		a = answer{Result: result, meanings: g.meanings}
		for _, f := range hits {
			r := x.columns.rows[f.slot].realm
			a.winners = append(a.winners, g.rankings[r].winners(f.doc, g.meanings[r]))
		}
		for r, m := range g.meanings {
			if m == nil || !q.asks(realm(r)) {
				continue
			}
			a.Corrected = cmp.Or(a.Corrected, m.corrected)
			if len(a.Expanded) == 0 {
				a.Expanded = m.expanded()
			}
		}
	})
	return a, err
}

// level brings the scores of a realm to the scale of the first one: the same word
// is rarer in a realm that has more documents. asked is the rarity there of all
// words of the query.
func (g *gathered) level(asked float64, list []found) {
	if asked <= 0 {
		return // of an empty realm
	}
	if g.asked == 0 {
		g.asked = asked
	}
	if g.asked == asked {
		return
	}
	for i := range list {
		list[i].score *= g.asked / asked
	}
}

// scored are the hits of all realms with their scores, in no order.
func (x *Index) scored(r request, g *gathered) (all []found) {
	for in, ranked := range g.rankings {
		if ranked == nil {
			continue
		}
		list, m := g.lists[in], g.meanings[in]
		ranked.subject(m, list)
		x.named(r, m, list)
		g.level(ranked.asked(m), list)
		if len(all) == 0 {
			all = list // which may be long
		} else {
			all = append(all, list...)
		}
	}
	return all
}

// gather looks a query up in each of its realms and gives what they have found
// together to f.
func (x *Index) gather(ctx context.Context, r request, f func(*gathered)) error {
	g := &gathered{}
	understand := func(v realmView) (*meaning, error) { return x.understand(ctx, v, r) }
	var look func(from []realm) error
	look = func(from []realm) (inner error) {
		if len(from) == 0 {
			f(g)
			return nil
		}
		err := x.lookUp(ctx, from[0], understand, x.weights, func(ranked *ranking, m *meaning, list []found) {
			if m.limits.placed() {
				list = slices.DeleteFunc(list, func(f found) bool { return !m.limits.admitsSlot(f.slot) })
				front(list, mostCompared)
			}
			g.lists[from[0]], g.rankings[from[0]], g.meanings[from[0]] = list, ranked, m
			inner = look(from[1:]) // while the boards still know why
		})
		return cmp.Or(err, inner)
	}
	return look(r.realms())
}

// browse cuts a page out of rows, nil for all, that the filters let through.
func (x *Index) browse(q Query, among slotSet) Result {
	c := x.columns
	s := c.selection(q)
	through := s.through(among)
	result := Result{Total: len(c.slots), Facets: c.facets(q, s, among, through)}
	if through != nil {
		result.Total = through.count()
	}
	result.Whole = result.Total
	for _, slot := range x.cut(q, through) {
		result.Hits = append(result.Hits, c.rows[slot].hit(0))
	}
	return result
}

// cut are the slots of a page in the query's order, of those in a set or, when
// it is nil, of all.
func (x *Index) cut(q Query, among slotSet) []int32 {
	list := x.columns.orders.list(x.order(q), x.columns.rows)
	if among == nil {
		list = list[min(q.Offset, len(list)):]
		return list[:min(q.Limit, len(list))]
	}
	var page []int32
	skip := q.Offset
	for _, slot := range list {
		switch {
		case !among.has(slot):
		case skip > 0:
			skip--
		case len(page) == q.Limit:
			return page
		default:
			page = append(page, slot)
		}
	}
	return page
}

// page filters, counts and sorts what was found with words, and cuts the page out.
func (x *Index) page(r request, g *gathered) (result Result, page []found) {
	c, q := x.columns, r.Query
	hits := newSlotSet(len(c.rows))
	for _, list := range g.lists {
		for _, f := range list {
			if f.whole || !q.Wholly {
				hits.add(f.slot)
			}
		}
	}
	s := c.selection(q)
	through := s.through(hits)
	result.Total = through.count()
	sort := func() {
		kept := x.scored(r, g)
		if result.Total < len(kept) {
			kept = slices.DeleteFunc(kept, func(f found) bool { return !through.has(f.slot) })
		}
		page = x.sorted(kept, q, through)
		for _, f := range kept {
			if f.whole {
				result.Whole++
			}
		}
	}
	count := func() { result.Facets = c.facets(q, s, hits, through) }
	if result.Total < fewShared {
		sort()
		count()
	} else {
		atOnce(2, func(part int) { []func(){sort, count}[part]() })
	}
	for _, f := range page {
		hit := c.rows[f.slot].hit(f.score)
		hit.Whole = f.whole
		result.Hits = append(result.Hits, hit)
	}
	return result, page
}

// fewShared is how many hits are sorted and counted sooner than somebody else could
// begin with one of both.
const fewShared = 1000

// hit is the row as a result names it.
func (r *row) hit(score float64) Hit {
	of := originOf(r.id)
	return Hit{Kind: of.kind, ID: of.id, Part: of.part, Score: score, Whole: true}
}

// lookUp ranks the documents of a realm that match enough of a meaning and gives them to f,
// the best ones in front, with the boards that still know why. The caller holds mu.
func (x *Index) lookUp(ctx context.Context, in realm, understand func(realmView) (*meaning, error), w weights, f func(*ranking, *meaning, []found)) error {
	return x.reading(ctx, in, func(v realmView) error {
		m, err := understand(v)
		if err != nil {
			return err
		}
		var r *ranking
		select {
		case r = <-x.rankings:
		default:
			r = &ranking{}
		}
		list, err := r.rank(ctx, v, w, m)
		if err != nil {
			return err // and the boards, which may be half written, are dropped
		}
		f(r, m, list)
		r.close()
		select {
		case x.rankings <- r:
		default: // few are kept: they are large
		}
		return nil
	})
}

// reading shows f a realm. A fault in it makes the follower look at the files.
// The caller holds mu.
func (x *Index) reading(ctx context.Context, in realm, f func(realmView) error) (err error) {
	defer func() {
		var asked i18n.Problems
		if errors.Is(err, errDamaged) || err != nil && ctx.Err() == nil && !errors.As(err, &asked) {
			x.faulted(ctx, err)
		}
	}()
	defer caught(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	return f(realmView{x.view, in, x.columns.count(in)})
}

// order is the order of a query without words.
func (x *Index) order(q Query) order {
	switch q.Sort {
	case "evidence":
		return orderEvidence
	case "title":
		return orderTitle + order(languageOf(q.Lang))
	}
	return orderNewest
}

// sorted is the page of what a query with words has found, whose slots are a
// set too.
func (x *Index) sorted(list []found, q Query, slots slotSet) []found {
	if q.Sort == "newest" || q.Sort == "title" {
		places := map[int32]int{}
		for i, slot := range x.cut(q, slots) {
			places[slot] = i
		}
		page := make([]found, len(places))
		for _, f := range list {
			if i, ok := places[f.slot]; ok {
				page[i] = f
			}
		}
		return page
	}
	rows, byEvidence := x.columns.rows, q.Sort == "evidence"
	lead(list, q.Offset+q.Limit, func(a, b found) int {
		if byEvidence && rows[a.slot].evidence != rows[b.slot].evidence {
			return cmp.Compare(rows[b.slot].evidence, rows[a.slot].evidence)
		}
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return orderNewest.compare(rows[a.slot], rows[b.slot])
	})
	list = list[min(q.Offset, len(list)):]
	return list[:min(q.Limit, len(list))]
}

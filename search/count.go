package search

import (
	"math"
	"slices"
)

// selection is what a query's filters let through, a set for each facet or
// range that filters. A range of years belongs to the facet of years.
type selection []filtered

type filtered struct {
	by  facet // facetCount for what is no facet
	let slotSet
}

// selection looks the wanted values up; one that no practice has lets nothing
// through.
func (c *columns) selection(q Query) selection {
	var s selection
	for f := range facetCount {
		if wanted := q.filter(f); len(wanted) > 0 {
			s = append(s, filtered{f, c.having(f, wanted)})
		}
	}
	if !q.Years.open() {
		first, last := q.Years.within(FirstYear, LastYear)
		s = append(s, filtered{facetYear, c.having(facetYear, years(int16(first), int16(last)))})
	}
	if !q.Reach.open() {
		let := newSlotSet(len(c.rows))
		least, most := q.Reach.within(0, MostReached)
		for slot, r := range c.rows {
			if r != nil && int(r.reach) >= least && int(r.reach) <= most {
				let.add(int32(slot))
			}
		}
		s = append(s, filtered{facetCount, let})
	}
	return s
}

// having are the rows that have one of the values of a facet.
func (c *columns) having(f facet, names []string) slotSet {
	have := newSlotSet(len(c.rows))
	for _, name := range names {
		if h := c.numberings[f].of(name); h != nil {
			h.addTo(have)
		}
	}
	return have
}

// filters tells whether a facet is filtered by.
func (s selection) filters(f facet) bool {
	return slices.ContainsFunc(s, func(one filtered) bool { return one.by == f })
}

// among are those of the hits that all filters but a facet's let through. Nil
// is all rows, as hits and as the answer.
func (s selection) among(hits slotSet, but facet) slotSet {
	var among slotSet
	for _, one := range s {
		switch {
		case one.by == but && but != facetCount:
		case among == nil && hits == nil:
			among = slices.Clone(one.let)
		case among == nil:
			among = slices.Clone(hits)
			fallthrough
		default:
			among.keep(one.let)
		}
	}
	if among == nil {
		return hits
	}
	return among
}

// through are those of the hits that all filters let through.
func (s selection) through(hits slotSet) slotSet { return s.among(hits, facetCount) }

// counts are how many rows have each value, by facet and number.
type counts [facetCount][]uint32

// facets counts the values of every facet among hits, nil for all rows: of one
// that is filtered by as if its own filter were off, of the others among what
// the filters let through. The caller must not change the answer.
func (c *columns) facets(q Query, s selection, hits, through slotSet) map[string][]FacetCount {
	usual := hits == nil && q.asksNothing()
	if usual {
		if known := c.usual.Load(); known != nil {
			return *known
		}
	}
	var n counts
	var free []facet
	for f := range facetCount {
		n[f] = make([]uint32, len(c.numberings[f].names))
		if s.filters(f) {
			c.tally(&n, []facet{f}, s.among(hits, f))
		} else {
			free = append(free, f)
		}
	}
	c.tally(&n, free, through)
	facets := make(map[string][]FacetCount, facetCount)
	for f := range facetCount {
		if f != facetKind || len(q.Kinds) > 0 {
			facets[f.String()] = c.numberings[f].list(n[f], q.filter(f))
		}
	}
	if usual {
		c.usual.Store(&facets)
	}
	return facets
}

// rowCost is about how long counting one row takes, in nanoseconds: its values
// lie anywhere in memory.
const rowCost = 100

// tally counts the values of some facets in a set, nil for all rows: row by row
// where it is small, else value by value.
func (c *columns) tally(n *counts, facets []facet, among slotSet) {
	if among == nil {
		for _, f := range facets {
			for i := range n[f] {
				n[f][i] = uint32(c.numberings[f].holders[i].n)
			}
		}
		return
	}
	cost := 0
	var wanted [facetMask + 1]bool
	for _, f := range facets {
		cost += c.numberings[f].cost
		wanted[f] = true
	}
	if among.count()*rowCost < cost {
		among.each(func(slot int32) {
			for _, v := range c.rows[slot].values {
				if wanted[v&facetMask] {
					n[v&facetMask][v>>facetBits]++
				}
			}
		})
		return
	}
	for _, f := range facets {
		for i := range n[f] {
			n[f][i] = uint32(c.numberings[f].holders[i].countIn(among))
		}
	}
}

// list names what was counted: by falling count, then by name. A wanted value
// is there even when nothing has it.
func (n *numbering) list(counts []uint32, wanted []string) []FacetCount {
	var keys []uint64 // the count, turned round, above the place among the names
	for place, number := range n.sorted {
		if count := counts[number]; count > 0 {
			keys = append(keys, uint64(math.MaxUint32-count)<<32|uint64(place))
		}
	}
	slices.Sort(keys)
	list := make([]FacetCount, 0, len(keys)+len(wanted))
	for _, key := range keys {
		list = append(list, FacetCount{n.names[n.sorted[uint32(key)]], int(math.MaxUint32 - uint32(key>>32))})
	}
	none := slices.Sorted(slices.Values(wanted))
	for _, name := range slices.Compact(none) {
		if number, ok := n.numbers[name]; !ok || counts[number] == 0 {
			list = append(list, FacetCount{name, 0})
		}
	}
	return list
}

// MostReached is the largest number of people that is told apart.
const MostReached = 1_000_000_000

// Range is a range of numbers with its ends, nil where it is open.
type Range struct{ From, To *int }

func (r Range) open() bool { return r.From == nil && r.To == nil }

// within are the ends of the range inside of others.
func (r Range) within(least, most int) (from, to int) {
	from, to = least, most
	if r.From != nil {
		from = max(least, min(*r.From, most+1))
	}
	if r.To != nil {
		to = min(most, max(*r.To, least-1))
	}
	return from, to
}

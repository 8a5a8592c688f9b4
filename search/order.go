package search

import (
	"cmp"
	"slices"
	"sync"

	"tiekartta/i18n"
)

// order is a way to sort practices that no query's words have a part in.
type order int

// The orders; orderTitle and the languages after it are one each.
const (
	orderNewest order = iota
	orderEvidence
	orderTitle
)

// orders keeps every order in use sorted: sorting titles by a language's
// alphabet is dear, moving one title to its new place is not. The zero value
// is ready; a list is made when it is first asked for.
type orders struct {
	mu    sync.Mutex
	lists map[order][]int32
}

// list are the slots of all rows in that order. The caller holds off changes
// and must not change the list.
func (o *orders) list(by order, rows []*row) []int32 {
	o.mu.Lock()
	defer o.mu.Unlock()
	if list, ok := o.lists[by]; ok {
		return list
	}
	list := make([]int32, 0, len(rows))
	for slot, r := range rows {
		if r != nil {
			list = append(list, int32(slot))
		}
	}
	slices.SortFunc(list, func(a, b int32) int { return by.compare(rows[a], rows[b]) })
	if o.lists == nil {
		o.lists = map[order][]int32{}
	}
	o.lists[by] = list
	return list
}

// mostMoved is how many changed rows are moved to their places; after more, a
// list is made again when it is next asked for.
const mostMoved = 2000

// change moves changed rows to their places.
func (o *orders) change(rows []*row, changed map[int32]bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(changed) > mostMoved {
		o.lists = nil
		return
	}
	out := make([]bool, len(rows)) // far quicker to ask than a map, once for each row and order
	var in []int32
	for slot := range changed {
		out[slot] = true
		if rows[slot] != nil {
			in = append(in, slot)
		}
	}
	for by, list := range o.lists {
		compare := func(a, b int32) int { return by.compare(rows[a], rows[b]) }
		slices.SortFunc(in, compare)
		kept := make([]int32, 0, len(list))
		for _, slot := range list {
			if !out[slot] {
				kept = append(kept, slot)
			}
		}
		merged := make([]int32, 0, len(kept)+len(in))
		for _, slot := range in {
			at, _ := slices.BinarySearchFunc(kept, slot, compare)
			merged = append(append(merged, kept[:at]...), slot)
			kept = kept[at:]
		}
		o.lists[by] = append(merged, kept...)
	}
}

// compare orders two rows; ids make every order total, so that pages are
// stable.
func (by order) compare(a, b *row) int {
	switch by {
	case orderNewest:
		return cmp.Or(cmp.Compare(b.updated, a.updated), cmp.Compare(a.id, b.id))
	case orderEvidence:
		return cmp.Or(cmp.Compare(b.evidence, a.evidence), orderNewest.compare(a, b))
	}
	i := int(by - orderTitle)
	return cmp.Or(i18n.Compare(i18n.Langs()[i], a.titles[i], b.titles[i]), cmp.Compare(a.id, b.id))
}

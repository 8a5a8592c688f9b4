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

// mostMoved is how many changed rows are moved one by one; after more, a list
// is made again when it is next asked for.
const mostMoved = 64

// change moves changed rows to their places.
func (o *orders) change(rows []*row, changed map[int32]bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(changed) > mostMoved {
		o.lists = nil
		return
	}
	for by, list := range o.lists {
		kept := make([]int32, 0, len(list)+len(changed))
		for _, slot := range list {
			if !changed[slot] {
				kept = append(kept, slot)
			}
		}
		for slot := range changed {
			if rows[slot] == nil {
				continue
			}
			at, _ := slices.BinarySearchFunc(kept, slot, func(a, b int32) int { return by.compare(rows[a], rows[b]) })
			kept = slices.Insert(kept, at, slot)
		}
		o.lists[by] = kept
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

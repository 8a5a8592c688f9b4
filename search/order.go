package search

import (
	"cmp"
	"slices"
	"strings"
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
	by.sort(list, rows)
	if o.lists == nil {
		o.lists = map[order][]int32{}
	}
	o.lists[by] = list
	return list
}

// mostMoved is how many changed rows are moved to their places; after more, a
// list is made again when it is next asked for.
const mostMoved = 256

// change moves changed rows to their places.
func (o *orders) change(rows []*row, changed map[int32]bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(changed) > mostMoved {
		o.lists = nil
		return
	}
	gone := newSlotSet(len(rows))
	var fresh []int32
	for slot := range changed {
		gone.add(slot)
		if rows[slot] != nil {
			fresh = append(fresh, slot)
		}
	}
	for by, list := range o.lists {
		list = slices.DeleteFunc(list, gone.has)
		slices.SortFunc(fresh, func(a, b int32) int { return by.compare(rows[a], rows[b]) })
		o.lists[by] = merged(list, fresh, func(a, b int32) int { return by.compare(rows[a], rows[b]) })
	}
}

// merged puts the few into the list; both are in order. Comparing is dear,
// moving is not.
func merged(list, few []int32, compare func(a, b int32) int) []int32 {
	end := len(list)
	list = append(list, few...)
	for n := len(few) - 1; n >= 0; n-- {
		at, _ := slices.BinarySearchFunc(list[:end], few[n], compare)
		copy(list[at+n+1:], list[at:end])
		list[at+n] = few[n]
		end = at
	}
	return list
}

// sort sorts a whole list. Titles are compared by keys of their letters, which
// are made once for each.
func (by order) sort(list []int32, rows []*row) {
	if by < orderTitle {
		slices.SortFunc(list, func(a, b int32) int { return by.compare(rows[a], rows[b]) })
		return
	}
	keys := make([]string, len(rows))
	for _, slot := range list {
		keys[slot] = i18n.SortKey(by.lang(), rows[slot].titles[by-orderTitle])
	}
	slices.SortFunc(list, func(a, b int32) int {
		return cmp.Or(strings.Compare(keys[a], keys[b]), strings.Compare(rows[a].id, rows[b].id))
	})
}

// lang is the language of an order of titles.
func (by order) lang() i18n.Lang { return i18n.Langs()[by-orderTitle] }

// compare orders two rows; ids make every order total, so that pages are
// stable.
func (by order) compare(a, b *row) int {
	switch by {
	case orderNewest:
		return cmp.Or(cmp.Compare(b.updated, a.updated), cmp.Compare(a.id, b.id))
	case orderEvidence:
		return cmp.Or(cmp.Compare(b.evidence, a.evidence), orderNewest.compare(a, b))
	}
	i := by - orderTitle
	return cmp.Or(i18n.Compare(by.lang(), a.titles[i], b.titles[i]), cmp.Compare(a.id, b.id))
}

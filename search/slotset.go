package search

import (
	"math/bits"
	"slices"
)

// slotSet is a set of slots, a bit each. What lies behind its end is not in it.
type slotSet []uint64

func newSlotSet(slots int) slotSet { return make(slotSet, (slots+63)/64) }

func (s slotSet) has(slot int32) bool { return s[slot>>6]>>(uint(slot)&63)&1 != 0 }

func (s slotSet) add(slot int32) { s[slot>>6] |= 1 << (uint(slot) & 63) }

func (s slotSet) count() int {
	n := 0
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// keep leaves in the set what the other has too.
func (s slotSet) keep(other slotSet) {
	for i, word := range other[:min(len(other), len(s))] {
		s[i] &= word
	}
	clear(s[min(len(other), len(s)):])
}

// unite puts into the set what the other has.
func (s slotSet) unite(other slotSet) {
	for i, word := range other[:min(len(other), len(s))] {
		s[i] |= word
	}
}

// each calls f for every slot, in order.
func (s slotSet) each(f func(slot int32)) {
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			f(int32(i<<6 + bits.TrailingZeros64(word)))
		}
	}
}

// holders are the slots that have a value: a list in order while they are few,
// bits when they are many, which is both smaller and faster to count.
type holders struct {
	n    int
	list []int32
	many slotSet
}

func (h *holders) add(slot int32) {
	h.n++
	if h.many == nil {
		if last := len(h.list) - 1; last < 0 || h.list[last] < slot {
			h.list = append(h.list, slot)
			return
		}
		at, _ := slices.BinarySearch(h.list, slot)
		h.list = slices.Insert(h.list, at, slot)
		return
	}
	if missing := int(slot)>>6 + 1 - len(h.many); missing > 0 {
		h.many = append(h.many, make(slotSet, missing)...)
	}
	h.many.add(slot)
}

func (h *holders) remove(slot int32) {
	h.n--
	if h.many != nil {
		h.many[slot>>6] &^= 1 << (uint(slot) & 63)
		return
	}
	if at, ok := slices.BinarySearch(h.list, slot); ok {
		h.list = slices.Delete(h.list, at, at+1)
	}
}

// slotsPerHolder is how many slots there are for each holder where it takes as long to
// count a list as bits.
const slotsPerHolder = 64

// fit chooses between list and bits, given how many slots there are. Between
// the two choices lies room, so that it does not go to and fro.
func (h *holders) fit(slots int) {
	switch {
	case h.many == nil && h.n*slotsPerHolder > slots:
		h.many = newSlotSet(slots)
		for _, slot := range h.list {
			h.many.add(slot)
		}
		h.list = nil
	case h.many != nil && 2*h.n*slotsPerHolder < slots:
		h.list = make([]int32, 0, h.n)
		h.many.each(func(slot int32) { h.list = append(h.list, slot) })
		h.many = nil
	}
}

// cost is about how long countIn takes, in nanoseconds.
func (h *holders) cost() int {
	if h.many != nil {
		return len(h.many) / 2
	}
	return len(h.list)
}

// countIn is how many of the holders are in a set.
func (h *holders) countIn(among slotSet) int {
	n := 0
	if h.many == nil {
		for _, slot := range h.list {
			n += int(among[slot>>6] >> (uint(slot) & 63) & 1)
		}
		return n
	}
	most := min(len(h.many), len(among))
	many, among := h.many[:most], among[:most]
	for i, word := range many {
		n += bits.OnesCount64(word & among[i])
	}
	return n
}

// addTo puts the holders into a set.
func (h *holders) addTo(s slotSet) {
	for _, slot := range h.list {
		s.add(slot)
	}
	s.unite(h.many)
}

// each calls f for every holder, in order.
func (h *holders) each(f func(slot int32)) {
	for _, slot := range h.list {
		f(slot)
	}
	h.many.each(f)
}

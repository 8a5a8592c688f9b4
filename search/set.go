package search

import (
	"iter"
	"math/bits"
)

// set is a set of documents.
type set []uint64

func (s set) add(doc uint32) { s[doc>>6] |= 1 << (doc & 63) }

// empty is a set without documents, with room for all of the view.
func (v *view) empty() set { return make(set, (len(v.slots)+63)/64) }

// having adds the documents that have a term to a set.
func (v realmView) having(field, term string, to set) error {
	p, err := v.postings(field, term)
	if err != nil {
		return err
	}
	for i, s := range v.segments {
		for _, one := range p.list(i) {
			to.add(s.first + one.place())
		}
	}
	return nil
}

// word are 64 documents of a set, none beyond its end.
func (s set) word(i int) uint64 {
	if i < len(s) {
		return s[i]
	}
	return 0
}

func (s set) has(doc uint32) bool { return s.word(int(doc>>6))&(1<<(doc&63)) != 0 }

// unite adds what another set has and returns the set.
func (s set) unite(other set) set {
	for i := range s {
		s[i] |= other.word(i)
	}
	return s
}

// cut leaves what another set has, too, and returns the set.
func (s set) cut(other set) set {
	for i := range s {
		s[i] &= other.word(i)
	}
	return s
}

// between goes through the documents from one on and before another, in order.
func (s set) between(first, end uint32) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for doc := first; doc < end; doc++ {
			word := s.word(int(doc>>6)) >> (doc & 63)
			if word == 0 {
				doc |= 63
				continue
			}
			if doc += uint32(bits.TrailingZeros64(word)); doc >= end || !yield(doc) {
				return
			}
		}
	}
}

// all goes through the documents, in order.
func (s set) all() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for i, word := range s {
			for ; word != 0; word &= word - 1 {
				if !yield(uint32(i<<6 + bits.TrailingZeros64(word))) {
					return
				}
			}
		}
	}
}

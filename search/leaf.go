package search

import (
	"context"
	"sync"
	"unsafe"
	"weak"

	"tiekartta/i18n"
	"tiekartta/search/language"
)

// leaf are the texts of a hit. One that keeps the numbers of its words is gone through
// again only where a text has a word that is looked for.
type leaf struct {
	passages []passage
	keeps    bool
	mu       sync.Mutex
	book     weak.Pointer[wordbook]         // of the numbers: a full one that is not in use is large
	numbers  [][language.Languages][]uint32 // of each passage; nil where not known
}

// text is a passage in a language.
func (l *leaf) text(i, lang int) string { return l.passages[i].text.In(i18n.Langs()[lang]) }

// known are the numbers of a passage's words in a book, nil when they are not known.
func (l *leaf) known(book *wordbook, i, lang int) []uint32 {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.book != weak.Make(book) {
		return nil
	}
	return l.numbers[i][lang]
}

// know tells the numbers of a passage's words in a book.
func (l *leaf) know(book *wordbook, i, lang int, numbers []uint32) {
	if !l.keeps {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.book != weak.Make(book) {
		l.book, l.numbers = weak.Make(book), make([][language.Languages][]uint32, len(l.passages))
	}
	l.numbers[i][lang] = numbers
}

// usualWord is about how many bytes of a text there are for each of its words.
const usualWord = 7

// cost is about how much memory a leaf takes.
func (l *leaf) cost() int {
	cost := 200
	for _, p := range l.passages {
		n := len(p.text.FI) + len(p.text.SV) + len(p.text.EN)
		cost += int(unsafe.Sizeof(p)) + n
		if l.keeps {
			cost += int(unsafe.Sizeof(l.numbers[0])) + 4*n/usualWord
		}
	}
	return cost
}

// leaves are those of practices that were shown of late: reading one from the
// database takes ten times as long as marking it. The zero value is ready.
type leaves struct {
	mu      sync.Mutex
	held    map[string]*leaf // by practice
	bytes   int
	changes int // how often leaves were dropped
}

// mostLeaves bounds the leaves that are held, in bytes. Those that come while half of
// it is free keep the numbers of their words: all of a catalogue of some thousand
// practices. Of a larger one, more texts are worth more.
const mostLeaves = 48 << 20

// of are the leaves of practices as far as they are held, and what put wants to
// be told of the moment.
func (s *leaves) of(ids []string) (known map[string]*leaf, changes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	known = make(map[string]*leaf, len(ids))
	for _, id := range ids {
		if one := s.held[id]; one != nil {
			known[id] = one
		}
	}
	return known, s.changes
}

// put holds leaves whose texts were read since of was called. They are left to
// their reader where some practice has changed meanwhile: it may be one of them.
func (s *leaves) put(fresh map[string]*leaf, changes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if changes != s.changes {
		return
	}
	if s.held == nil {
		s.held = map[string]*leaf{}
	}
	for id, one := range fresh {
		s.remove(id)
		one.keeps = s.bytes < mostLeaves/2
		if s.bytes+one.cost() > mostLeaves {
			s.forget()
		}
		s.held[id] = one
		s.bytes += one.cost()
	}
}

// forget drops leaves, whichever, until a quarter of the room is free.
func (s *leaves) forget() {
	for id := range s.held {
		if s.bytes < mostLeaves*3/4 {
			return
		}
		s.remove(id)
	}
}

func (s *leaves) remove(id string) {
	if old := s.held[id]; old != nil {
		s.bytes -= old.cost()
		delete(s.held, id)
	}
}

// drop drops the leaves of what has changed.
func (s *leaves) drop(ids []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes++
	for _, id := range ids {
		s.remove(id)
	}
}

// empty drops all leaves.
func (s *leaves) empty() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes++
	s.held, s.bytes = nil, 0
}

// leavesOf are the hits' own texts: as they were when the index last took a
// practice in or later, and of what roadmaps have as they are now.
func (x *Index) leavesOf(ctx context.Context, hits []Hit) (map[origin]*leaf, error) {
	var ids, missing []string
	roadmaps := map[string]bool{}
	for _, h := range hits {
		if h.Kind == KindPractice {
			ids = append(ids, h.ID)
		} else {
			roadmaps[h.ID] = true
		}
	}
	known, changes := x.leaves.of(ids)
	for _, id := range ids {
		if known[id] == nil {
			missing = append(missing, id)
		}
	}
	found, err := x.catalogue.Texts(ctx, missing)
	if err != nil {
		return nil, err
	}
	fresh := make(map[string]*leaf, len(found))
	for _, p := range found {
		fresh[p.ID] = &leaf{passages: passages(p)}
		known[p.ID] = fresh[p.ID]
	}
	x.leaves.put(fresh, changes)
	all := make(map[origin]*leaf, len(hits))
	for id, one := range known {
		all[origin{kind: KindPractice, id: id}] = one
	}
	for id := range roadmaps {
		r, err := x.public(ctx, id)
		if err != nil {
			return nil, err
		}
		if r == nil {
			continue
		}
		for _, it := range x.codes.parts(r, i18n.Text{}) {
			all[it.origin] = &leaf{passages: it.passages}
		}
	}
	return all, nil
}

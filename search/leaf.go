package search

import (
	"context"
	"sync"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/search/language"
)

// leaf are the texts of a hit. The numbers of their words are found when they are
// first asked for: most hits show what is sought in their first texts.
type leaf struct {
	passages []passage
	book     *wordbook
	mu       sync.Mutex
	read     [][language.Languages][]uint32 // the words of each passage
}

func (b *wordbook) leaf(passages []passage) *leaf {
	return &leaf{passages: passages, book: b, read: make([][language.Languages][]uint32, len(passages))}
}

// text is a passage in a language.
func (l *leaf) text(i, lang int) string { return l.passages[i].text.In(i18n.Langs()[lang]) }

// words are the numbers of the words of a passage in a language.
func (l *leaf) words(i, lang int) []uint32 {
	text := l.text(i, lang)
	if text == "" {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.read[i][lang] == nil {
		l.read[i][lang] = l.book.read(lang, text)
	}
	return l.read[i][lang]
}

// usualWord is about how many bytes of a text there are for each of its words.
const usualWord = 7

// cost is about how much memory a leaf takes when all of it is read.
func (l *leaf) cost() int {
	cost := 200
	for i := range l.passages {
		cost += 160
		for lang := range language.Languages {
			n := len(l.text(i, lang))
			cost += n + 4*(n/usualWord+1)
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
	changes int       // how often leaves were dropped
	book    *wordbook // of all that are held
}

// mostLeaves bounds the leaves that are held, in bytes.
const mostLeaves = 48 << 20

// of are the leaves of practices as far as they are held, and what put wants to
// be told of the moment.
func (s *leaves) of(l *language.Language, ids []string) (known map[string]*leaf, book *wordbook, changes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.book == nil || s.book.full() {
		s.held, s.bytes, s.book = map[string]*leaf{}, 0, newWordbook(l)
	}
	known = make(map[string]*leaf, len(ids))
	for _, id := range ids {
		if one := s.held[id]; one != nil {
			known[id] = one
		}
	}
	return known, s.book, s.changes
}

// put holds leaves whose texts were read since of was called. They are left to
// their reader where some practice has changed meanwhile: it may be one of them.
func (s *leaves) put(fresh map[string]*leaf, book *wordbook, changes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if book != s.book || changes != s.changes {
		return
	}
	for id, one := range fresh {
		s.remove(id)
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
	s.held, s.bytes, s.book = nil, 0, nil
}

// leavesOf are the hits' own texts: as they were when the index last took a
// practice in or later, and of what roadmaps have as they are now.
func (x *Index) leavesOf(ctx context.Context, hits []Hit) (map[origin]*leaf, *wordbook, error) {
	var ids, missing []string
	roadmaps := map[string]bool{}
	for _, h := range hits {
		if h.Kind == KindPractice {
			ids = append(ids, h.ID)
		} else {
			roadmaps[h.ID] = true
		}
	}
	known, book, changes := x.leaves.of(x.language, ids)
	for _, id := range ids {
		if known[id] == nil {
			missing = append(missing, id)
		}
	}
	found, err := x.catalogue.Practices(ctx, account.Machine(), missing)
	if err != nil {
		return nil, nil, err
	}
	fresh := make(map[string]*leaf, len(found))
	for _, p := range found {
		fresh[p.ID] = book.leaf(passages(p))
		known[p.ID] = fresh[p.ID]
	}
	x.leaves.put(fresh, book, changes)
	all := make(map[origin]*leaf, len(hits))
	for id, one := range known {
		all[origin{kind: KindPractice, id: id}] = one
	}
	for id := range roadmaps {
		r, err := x.public(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		if r == nil {
			continue
		}
		for _, it := range x.codes.parts(r, i18n.Text{}) {
			all[it.origin] = book.leaf(it.passages)
		}
	}
	return all, book, nil
}

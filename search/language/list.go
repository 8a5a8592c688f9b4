package language

import (
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// list is the word list of one language; README.md of the data tells its
// format and its source.
type list struct {
	lang  int
	words map[string]entry

	once  sync.Once
	names map[string]bool   // stems of names
	stems map[string]uint32 // of words of four letters or more that are no names: the count of the commonest

	indexing sync.Once
	common   []string // words that a mistake may be mended to
	begins   initials // of those
}

type entry struct {
	count uint32 // different titles that have the word
	opens uint16 // longer words that it opens as the first part of a compound
	name  bool   // of a person or place: spelt right, but no part of a compound
}

func emptyList() *list { return &list{words: map[string]entry{}} }

func readList(folder fs.FS, name string, lang int) (*list, error) {
	z, closed, err := open(folder, name)
	if err != nil {
		return nil, err
	}
	defer closed()
	text, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	l := &list{lang: lang, words: make(map[string]entry, 1<<16)}
	for line := range strings.Lines(string(text)) {
		word, rest, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		count, flag, _ := strings.Cut(rest, "\t")
		n, err := strconv.ParseUint(count, 10, 32)
		if !ok || err != nil {
			return nil, fmt.Errorf("%s: bad line %q", name, line)
		}
		e := entry{count: uint32(n), name: flag == "n"}
		if opens, ok := strings.CutPrefix(flag, "l"); ok {
			n, err := strconv.ParseUint(opens, 10, 16)
			if err != nil {
				return nil, fmt.Errorf("%s: bad line %q", name, line)
			}
			e.opens = uint16(n)
		}
		l.words[word] = e
	}
	return l, nil
}

// stem tells how common the commonest word with that stem is. The stems are
// found when first asked for: starting need not wait for them.
func (l *list) stem(stem string) uint32 {
	l.once.Do(func() {
		l.stems, l.names = make(map[string]uint32, len(l.words)), map[string]bool{}
		for w, e := range l.words {
			if e.name {
				l.names[Stem(l.lang, w)] = true
			} else if utf8.RuneCountInString(w) >= 4 {
				s := Stem(l.lang, w)
				l.stems[s] = max(l.stems[s], e.count)
			}
		}
	})
	return l.stems[stem]
}

// nearly calls f with every word that a mistake may be mended to, that begins like one,
// given without dots, and whose length differs by at most limit.
func (l *list) nearly(word []rune, limit int, f func(string)) {
	l.indexing.Do(func() {
		l.begins = initials{}
		for w, e := range l.words {
			if e.count >= leastCount {
				l.begins.add(w, int32(len(l.common)))
				l.common = append(l.common, w)
			}
		}
	})
	for _, list := range l.begins.like(word, limit) {
		for _, place := range list {
			f(l.common[place])
		}
	}
}

// known tells whether the list explains a word.
func (l *list) known(word string) bool {
	return l.words[word].count > 0 || utf8.RuneCountInString(word) > 4 && l.stem(Stem(l.lang, word)) > 0
}

// Name tells whether a word is listed as a name of a person or place, in a
// language, and in none as a word.
func (l *Language) Name(word string) bool {
	name := false
	for _, list := range l.lists {
		if e, ok := list.words[word]; ok {
			if !e.name {
				return false
			}
			name = true
		}
	}
	return name
}

// NameStem tells whether a stem is that of a listed name of a language and of no
// other word.
func (l *Language) NameStem(lang int, stem string) bool {
	list := l.lists[lang]
	return list.stem(stem) == 0 && list.names[stem]
}

package language

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// A compound is taken apart only where its first parts open listed words and
// its last part is a listed word or an inflected form of one.
const (
	shortestCompound = 6 // letters
	shortestPart     = 3
	mostParts        = 4
)

// part is a piece of a compound: its letters, the word it stands for, and its
// place in the compound in letters, its end excluded.
type part struct {
	text, word string
	start, end int
}

// split takes a word in small letters apart; nil when it is no compound that
// the list explains. A word with a known base form is taken apart like that.
func (l *Language) split(lang int, word string, bases []string) []part {
	if len(bases) == 0 || l.lists[lang].words[bases[0]].count == 0 {
		return l.cut(lang, word)
	}
	parts := l.cut(lang, bases[0])
	if len(parts) == 0 {
		return nil
	}
	last := &parts[len(parts)-1]
	letters := []rune(word)
	if !strings.HasPrefix(word, string([]rune(bases[0])[:last.start])) || len(letters) < last.start+2 {
		return nil
	}
	last.end, last.text = len(letters), string(letters[last.start:])
	return parts
}

func (l *Language) cut(lang int, word string) []part {
	letters := []rune(word)
	list := l.lists[lang]
	if len(letters) < shortestCompound || len(letters) > LongestWord || list.words[word].name {
		return nil
	}
	s := splitter{list: list, letters: letters, tails: map[[2]int]cut{}}
	best := s.from(0, mostParts)
	if len(best.parts) < 2 {
		return nil
	}
	if whole := list.words[word]; whole.count > 0 && !convincing(best, whole) {
		return nil
	}
	return best.parts
}

// convincing tells whether the parts of a listed word are not there by chance:
// a common word that happens to look like two rare ones is left whole.
func convincing(c cut, whole entry) bool {
	return c.weakest >= 3 || whole.count < 1000
}

// cut is a way to take the rest of a word apart.
type cut struct {
	parts   []part
	score   float64
	weakest int // how often the rarest first part opens words
}

type splitter struct {
	list    *list
	letters []rune
	tails   map[[2]int]cut // by where they begin and how many parts they may have
}

// Weights of a cut: a part more must be worth it; parts that open many words
// are surer.
const partCost = 4

// from is the best cut of the letters from start on.
func (s *splitter) from(start, most int) cut {
	key := [2]int{start, most}
	if c, ok := s.tails[key]; ok {
		return c
	}
	best := cut{score: math.Inf(-1)}
	if start > 0 {
		if n := s.last(start); n > 0 {
			text := string(s.letters[start:])
			best = cut{[]part{{text, text, start, len(s.letters)}}, math.Log(1+float64(n))/2 - partCost, math.MaxInt}
		}
	}
	for end := start + shortestPart; most > 1 && end <= len(s.letters)-shortestPart; end++ {
		text := string(s.letters[start:end])
		word, opens := s.list.first(text)
		if opens == 0 {
			continue
		}
		rest := s.from(end, most-1)
		if len(rest.parts) == 0 {
			continue
		}
		score := rest.score + math.Log(1+float64(opens)) - partCost
		if score > best.score {
			parts := append([]part{{text, word, start, end}}, rest.parts...)
			best = cut{parts, score, min(opens, rest.weakest)}
		}
	}
	s.tails[key] = best
	return best
}

// leastTail is how common a word must be at the end of a compound.
const leastTail = 4

// last tells how usual the letters from start on are as a word; 0 for no word.
func (s *splitter) last(start int) uint32 {
	text := string(s.letters[start:])
	e := s.list.words[text]
	n := max(e.count, s.list.stem(Stem(s.list.lang, text))/2)
	short := len(s.letters)-start == shortestPart
	if e.name || n < leastTail || slices.Contains(noTail(s.list.lang), text) || short && e.opens < 30 && e.count < 600 {
		return 0
	}
	return n
}

// noTail are listed words that at the end of a longer one are mostly endings.
func noTail(lang int) []string {
	switch lang {
	case 0:
		return []string{"lainen", "laisen", "laista", "laiset", "laisten", "laisia", "laisille", "läinen", "läisen", "läistä", "läiset",
			"läisten", "läisiä", "läisille", "lais", "läis", "minen", "misen", "mista", "mistä", "mme", "nne", "nsa", "nsä", "kin", "kaan", "sta", "stä",
			"lla", "llä", "lta", "ltä", "ssa", "ssä", "lle", "tta", "ttä", "sena", "ton", "tön", "illa", "illä", "ista", "istä", "issa", "issä", "ille",
			"vien", "matta", "mättä", "malla", "mällä", "massa", "mässä", "maan", "iltä", "iden", "essaan", "essään", "neet", "neen", "tta", "kaa"}
	case 1:
		return []string{"het", "heten", "lig", "liga", "ligt", "skap", "skapen", "dom", "domen", "ande", "ende", "are", "aren", "arna", "erna", "orna",
			"ning", "ningen", "ningar", "else", "elsen", "sam", "ster", "mar", "son", "lek", "tiv", "ion", "tion", "bar", "ens", "ets", "ingar", "ningarna", "ningarnas", "ernas", "arnas", "orna", "aktighet", "essen", "ningar", "ad", "ade", "ande"}
	}
	return []string{"ship", "ships", "hood", "hoods", "less", "ness", "able", "ment", "ments", "ing", "ings", "ion", "ions", "ist", "ists", "son", "dom",
		"her", "get", "pet", "ally", "ment", "ward", "wards", "like", "some", "ate", "age", "ages", "ten", "tal", "ted", "ton", "ting", "tion", "ally", "able", "ant", "ent", "ess"}
}

// commonFirst is how common a word must be to open compounds without a mark in
// the list.
const commonFirst = 150

// first is the word that the first part of a compound stands for and how
// readily it opens one; 0 when it opens none.
func (l *list) first(text string) (word string, opens int) {
	e := l.words[text]
	switch l.lang {
	case 0:
		opens := int(e.opens)
		if opens == 0 && !e.name && e.count >= commonFirst && utf8.RuneCountInString(text) > 4 {
			opens = 1
		}
		word := finnishFirst(text)
		if word != text && l.words[word].count >= leastTail {
			opens = max(opens, 3)
		}
		return word, opens
	case 1:
		return l.swedishFirst(text)
	}
	if e.name || e.count < 300 {
		return text, 0 // the English list has no marks of first parts
	}
	return text, 3
}

// finnishFirst undoes what a word loses as a first part: kotoutumis-,
// suomalais-.
func finnishFirst(text string) string {
	for _, end := range [][2]string{{"mis", "minen"}, {"lais", "lainen"}, {"läis", "läinen"}, {"llis", "llinen"}, {"ihmis", "ihminen"}, {"hais", "hainen"}, {"hteis", "hteinen"}, {"rtais", "rtainen"}} {
		if base, ok := strings.CutSuffix(text, end[0]); ok {
			return base + end[1]
		}
	}
	return text
}

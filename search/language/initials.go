package language

import "unicode/utf8"

// initials find words by how long they are and by one of their first two letters,
// without dots: whoever mistypes a word seldom has both wrong.
type initials map[initial][]int32

type initial struct {
	letters uint8 // of the word
	second  bool  // the letter is the second one
	letter  rune
}

// add adds a word, given its number.
func (x initials) add(word string, number int32) {
	n := uint8(min(utf8.RuneCountInString(word), 255))
	place := 0
	for _, letter := range word {
		if place == 2 {
			break
		}
		key := initial{n, place == 1, folded(letter)}
		x[key] = append(x[key], number)
		place++
	}
}

// like are the words that begin like one and are at most so many letters longer or
// shorter. A word may be in two of the lists.
func (x initials) like(word []rune, limit int) (lists [][]int32) {
	for n := len(word) - limit; n <= len(word)+limit; n++ {
		for place, letter := range word[:min(2, len(word))] {
			if list := x[initial{uint8(min(n, 255)), place == 1, letter}]; len(list) > 0 {
				lists = append(lists, list)
			}
		}
	}
	return lists
}

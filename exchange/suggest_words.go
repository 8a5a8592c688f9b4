package exchange

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"tiekartta/i18n"
)

//go:embed suggest_words.json
var suggestWordsFile []byte

// suggestWords are the words by which suggestions are found, in the three
// languages at once, because documents mix them. They are data for reading; no
// person sees them as messages.
type suggestWords struct {
	topics map[string][]pattern
	stop   map[i18n.Lang]map[string]bool

	people, events, deeds, plans, population, durations, approximately wordList
}

// pattern is a phrase; one that ends in * begins with it.
type pattern []string

// wordList takes words, beginnings of words ("kurssi*"), and what compounds end
// in ("*deltagare").
type wordList struct {
	whole        map[string]bool
	begins, ends []string
}

func loadSuggestWords() (*suggestWords, error) {
	var file struct {
		Topics                                                             map[string][]string
		Stop                                                               map[i18n.Lang][]string
		People, Events, Deeds, Plans, Population, Durations, Approximately []string
	}
	if err := json.Unmarshal(suggestWordsFile, &file); err != nil {
		return nil, fmt.Errorf("suggest_words.json: %w", err)
	}
	w := &suggestWords{topics: map[string][]pattern{}, stop: map[i18n.Lang]map[string]bool{}}
	for topic, phrases := range file.Topics {
		for _, phrase := range phrases {
			w.topics[topic] = append(w.topics[topic], strings.Fields(phrase))
		}
	}
	for lang, list := range file.Stop {
		w.stop[lang] = set(list)
	}
	w.people, w.events, w.deeds = listOf(file.People), listOf(file.Events), listOf(file.Deeds)
	w.plans, w.population = listOf(file.Plans), listOf(file.Population)
	w.durations, w.approximately = listOf(file.Durations), listOf(file.Approximately)
	return w, nil
}

func listOf(words []string) wordList {
	l := wordList{whole: map[string]bool{}}
	for _, word := range words {
		if begin, ok := strings.CutSuffix(word, "*"); ok {
			l.begins = append(l.begins, begin)
		} else if end, ok := strings.CutPrefix(word, "*"); ok {
			l.ends = append(l.ends, end)
		} else {
			l.whole[word] = true
		}
	}
	return l
}

func (l wordList) has(word string) bool {
	return l.whole[word] || slices.ContainsFunc(l.begins, func(begin string) bool { return strings.HasPrefix(word, begin) }) ||
		slices.ContainsFunc(l.ends, func(end string) bool { return strings.HasSuffix(word, end) })
}

// in tells whether any word of a text is in the list.
func (l wordList) in(text string) bool { return slices.ContainsFunc(plainWords(text), l.has) }

// plainWords are the words of a text in small letters.
func plainWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '\''
	})
}

// at is where a phrase stands among words, -1 when it does not.
func (p pattern) at(words []string) int {
	for i := 0; i+len(p) <= len(words); i++ {
		fits := true
		for n, part := range p {
			if begin, ok := strings.CutSuffix(part, "*"); ok {
				fits = fits && strings.HasPrefix(words[i+n], begin)
			} else {
				fits = fits && words[i+n] == part
			}
		}
		if fits {
			return i
		}
	}
	return -1
}

// about lists what a heading is about.
func (w *suggestWords) about(heading string) map[string]bool {
	words := plainWords(heading)
	if len(words) == 0 || len(words) > 25 {
		return nil
	}
	topics := map[string]bool{}
	for topic, phrases := range w.topics {
		for _, p := range phrases {
			at := p.at(words)
			// Single everyday words make a heading only at its beginning or end.
			if at < 0 || len(p) == 1 && len(words) > 4 && at > 0 && at < len(words)-1 && topic != "lessons" && topic != "statistics" && topic != "results" {
				continue
			}
			topics[topic] = true
			break
		}
	}
	return topics
}

// label is what a label such as "Funders:" names, empty when nothing known.
func (w *suggestWords) label(label string) string {
	words := plainWords(label)
	if len(words) == 0 || len(words) > 5 {
		return ""
	}
	best, size := "", 0
	for topic, phrases := range w.topics {
		for _, p := range phrases {
			at := p.at(words)
			if at < 0 || len(words)-len(p) > 2 || at > 0 && at+len(p) < len(words) {
				continue
			}
			if len(p) > size || len(p) == size && topic < best {
				best, size = topic, len(p)
			}
		}
	}
	return best
}

// language is the one whose small words a text has most of.
func (w *suggestWords) language(t *Text) i18n.Lang {
	counts := map[i18n.Lang]int{}
	for _, b := range t.Blocks {
		for _, word := range plainWords(b.Text) {
			for lang, stop := range w.stop {
				if stop[word] {
					counts[lang]++
				}
			}
		}
	}
	best := i18n.Finnish
	for _, lang := range i18n.Langs() {
		if counts[lang] > counts[best] {
			best = lang
		}
	}
	return best
}

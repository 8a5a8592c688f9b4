package exchange

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tiekartta/i18n"
)

//go:embed words.json
var wordsFile []byte

// words are those words of existing programmes that the reader must know:
// what columns are called, what means "all the time", how cooperation is put.
// They are data for reading, in the three languages at once; no person sees
// them as messages.
type words struct {
	columns     map[column][]synonym
	continuous  map[string]bool
	cooperation []cooperation
	and         map[string]bool
	articles    []string
}

// synonym is one name of a column, split into its words.
type synonym struct {
	words []string
	lang  i18n.Lang
}

// cooperation is a phrase between leads and partners. Finnish puts the
// partners between two words; after is nil where they simply follow.
type cooperation struct {
	before, after *regexp.Regexp
}

// loadWords reads the embedded list. It costs less than a millisecond, so that
// nobody needs to keep it between two files.
func loadWords() (*words, error) {
	var file struct {
		Columns     map[string]map[i18n.Lang][]string `json:"columns"`
		Continuous  []string                          `json:"continuous"`
		Cooperation []struct{ Before, After string }  `json:"cooperation"`
		And         []string                          `json:"and"`
		Articles    []string                          `json:"articles"`
	}
	if err := json.Unmarshal(wordsFile, &file); err != nil {
		return nil, fmt.Errorf("words.json: %w", err)
	}
	w := &words{columns: map[column][]synonym{}, continuous: set(file.Continuous), and: set(file.And), articles: file.Articles}
	for role, name := range columnNames() {
		for _, lang := range i18n.Langs() {
			for _, s := range file.Columns[name][lang] {
				w.columns[column(role)] = append(w.columns[column(role)], synonym{words: wordsOf(s), lang: lang})
			}
		}
	}
	for _, c := range file.Cooperation {
		one := cooperation{before: phrase(c.Before)}
		if c.After != "" {
			one.after = phrase(c.After)
		}
		w.cooperation = append(w.cooperation, one)
	}
	return w, nil
}

// phrase finds whole words in any case. RE2's \b knows ASCII letters only.
func phrase(s string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[\s,;:(])(` + regexp.QuoteMeta(s) + `)(?:$|[\s,;:.)])`)
}

func set(list []string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, s := range list {
		m[s] = true
	}
	return m
}

// wordsOf splits a heading into lower-case words; a hyphen joins two letters,
// all else separates: "Åtgärd(er):" is "åtgärd", "er".
func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && r != '-'
	})
}

// rank tells how well a heading names a column: 3 it is the name, 2 it begins
// with it, 1 it contains it, 0 not at all; and in which languages.
func (w *words) rank(heading []string, role column) (best int, langs []i18n.Lang) {
	for _, s := range w.columns[role] {
		rank := 0
		switch at := index(heading, s.words); {
		case at < 0:
			continue
		case at == 0 && len(heading) == len(s.words):
			rank = 3
		case at == 0:
			rank = 2
		default:
			rank = 1
		}
		if rank > best {
			best, langs = rank, nil
		}
		if rank == best {
			langs = append(langs, s.lang)
		}
	}
	return best, langs
}

func index(list, part []string) int {
	for i := 0; i+len(part) <= len(list); i++ {
		if slices.Equal(list[i:i+len(part)], part) {
			return i
		}
	}
	return -1
}

func decimal(n int) string { return strconv.Itoa(n) }

// number reads digits; too many of them are no number.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

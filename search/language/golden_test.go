package language

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tiekartta/i18n"
)

// golden is a row of testdata/words.tsv, made by hand.
type golden struct {
	lang              int
	word, base, parts string
	kind              string
}

func goldenWords(t testing.TB) []golden {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "words.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var list []golden
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if i == 0 {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 5 {
			t.Fatalf("line %d has %d fields", i+1, len(f))
		}
		lang := slices.Index(i18n.Langs(), i18n.Lang(f[0]))
		list = append(list, golden{lang, strings.ToLower(f[1]), strings.ToLower(f[2]), strings.ToLower(f[3]), f[4]})
	}
	return list
}

// wrong is what is wrong with the tokens of a word, "" for nothing. They are
// right when the word shares a whole token with its base form, and its parts are
// those of the table, in forms that share a stem.
func (g golden) wrong(l *Language) string {
	if strings.ContainsRune(g.word, '-') {
		return "" // two words, which the table takes for parts
	}
	word := Words(g.word)[0].Text // without the genitive of Vantaa's
	whole := func(w string) map[string]bool {
		terms := map[string]bool{}
		for _, t := range l.Tokens(g.lang, w) {
			if t.Kind != Part {
				terms[t.Term] = true
			}
		}
		return terms
	}
	mine, base := whole(word), whole(g.base)
	shared := false
	for term := range mine {
		shared = shared || base[term]
	}
	if !shared {
		return fmt.Sprintf("%v has none of %v", slices.Sorted(maps.Keys(mine)), slices.Sorted(maps.Keys(base)))
	}
	var places [][2]int
	terms := map[[2]int]map[string]bool{}
	for _, t := range l.Tokens(g.lang, word) {
		if t.Kind != Part {
			continue
		}
		place := [2]int{t.Start, t.End}
		if terms[place] == nil {
			terms[place] = map[string]bool{}
			places = append(places, place)
		}
		terms[place][t.Term] = true
	}
	// Parts that are compounds themselves stand beside theirs; the table has
	// the smallest.
	all := slices.Clone(places)
	places = slices.DeleteFunc(places, func(p [2]int) bool {
		return slices.ContainsFunc(all, func(o [2]int) bool { return o != p && o[0] >= p[0] && o[1] <= p[1] })
	})
	slices.SortFunc(places, func(a, b [2]int) int { return a[0] - b[0] })
	var wanted []string
	if g.parts != "" {
		wanted = strings.Split(g.parts, "+")
	}
	letters, parts := []rune(word), []string{}
	for _, p := range places {
		parts = append(parts, string(letters[p[0]:p[1]]))
	}
	if len(places) != len(wanted) {
		return fmt.Sprintf("parts %s instead of %s", strings.Join(parts, "+"), g.parts)
	}
	for i, w := range wanted {
		ok := false
		for term := range whole(w) {
			ok = ok || terms[places[i]][term]
		}
		if !ok {
			return fmt.Sprintf("part %s is not %s (%v)", parts[i], w, slices.Sorted(maps.Keys(terms[places[i]])))
		}
	}
	return ""
}

// leastRight is how many words of a hundred must have the right tokens.
func leastRight() map[string]int {
	return map[string]int{
		"fi inflected": 94, "fi compound": 92, "fi inflected compound": 92, "fi loan": 100, "fi name": 88, "fi plain": 100, "fi trap": 100,
		"sv inflected": 94, "sv compound": 90, "sv inflected compound": 80, "sv loan": 87, "sv name": 100, "sv plain": 100, "sv trap": 100,
		"en inflected": 100, "en compound": 82, "en inflected compound": 88, "en loan": 100, "en name": 100, "en plain": 100, "en trap": 100,
	}
}

func TestGoldenWordsHaveTheirTokens(t *testing.T) {
	l := New()
	right, all := map[string]int{}, map[string]int{}
	for _, g := range goldenWords(t) {
		kind := string(i18n.Langs()[g.lang]) + " " + g.kind
		all[kind]++
		if what := g.wrong(l); what != "" {
			t.Logf("%s %s: %s", kind, g.word, what)
		} else {
			right[kind]++
		}
	}
	least := leastRight()
	for _, kind := range slices.Sorted(maps.Keys(all)) {
		t.Logf("%-24s %3d of %3d", kind, right[kind], all[kind])
		if floor, ok := least[kind]; !ok || 100*right[kind] < floor*all[kind] {
			t.Errorf("%s: %d of %d are right, %d in a hundred must be", kind, right[kind], all[kind], floor)
		}
	}
}

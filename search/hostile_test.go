package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"tiekartta/i18n"
)

// hostileQueries are what nobody types who looks for something.
func hostileQueries() map[string]string {
	many := func(s string) string { return strings.Repeat(s, 500) }
	return map[string]string{
		"a megabyte of one word":      strings.Repeat("a", 1<<20),
		"a megabyte of words":         strings.Repeat("koulutus ", 1<<17),
		"ten thousand words":          strings.Join(strings.Fields(fmt.Sprint(make([]int, 10000))), " "),
		"beginnings of everything":    "kaako kukak mimit taita työta",
		"only words that say nothing": many("ja tai och the "),
		"control characters":          strings.Repeat("\x00\x01\x7f\u202e\u200f", 1000),
		"right-to-left marks":         many("\u202e\u200f-\u202ea\u202c "),
		"broken UTF-8":                strings.Repeat("\xff\xc3", 1000) + "a\xff-\"b\xc3\"",
		"only punctuation":            strings.Repeat("\"'()[]{}*?~^:+-!&|\\/", 100),
		"combining marks":             "a" + strings.Repeat("\u0308", 10000),
		"five hundred quotes":         many(`"`),
		"quotes of everything":        many(`"a" `),
		"long phrase":                 `"` + many("ja a ") + `"`,
		"five hundred ORs":            many("OR "),
		"everything or everything":    many("a OR "),
		"minus after minus":           many("-") + "a " + many("- -a "),
		"fields of fields":            many("title:") + "a",
		"places":                      many("place:a "),
		"excluded places and phrases": many(`-place:"a b" -"ja a" `),
		"everything at once":          many(`a OR -"b" title:"c d" OR place:e `),
	}
}

func TestHostileQueriesAreAnsweredSoon(t *testing.T) {
	s := newShelf(t)
	newGenerator(3, s.catalogue).fill(s, 500, 100)
	const soon = 20 * time.Second // where others use the processors too; alone all of them together take less than three
	s.index.longest = time.Hour   // so that it is not refused instead
	for name, words := range hostileQueries() {
		started := time.Now()
		if _, err := s.index.Search(t.Context(), Query{Words: words, Lang: i18n.Finnish}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(started); took > soon {
			t.Errorf("%s: %v", name, took)
		}
		bounded(t, s.index, Query{Words: words, Lang: i18n.Finnish}.bounded())
	}
}

// bounded tells whether what a query asks of the index is bounded.
func bounded(t *testing.T, x *Index, q Query) {
	t.Helper()
	r := x.request(q)
	atoms, words, lookedUp := 0, 0, 0
	for _, c := range r.clauses {
		atoms += len(c.any)
		for _, a := range c.any {
			words += len(a.words())
			if !a.loose() {
				lookedUp++
			}
		}
	}
	if lookedUp > mostLookedUp {
		t.Errorf("%.40q looks %d phrases and values up", q.Words, lookedUp)
	}
	if utf8.RuneCountInString(q.Words) > longestQuery || atoms > mostAtoms || words > longestQuery || len(r.telling) > mostWords {
		t.Errorf("%.40q asks for %d atoms, %d words, %d telling ones", q.Words, atoms, words, len(r.telling))
	}
}

func TestWhatIsSaidAgainIsLookedUpOnce(t *testing.T) {
	s := threePractices(t)
	for words, want := range map[string]string{
		strings.Repeat(`"ja on" `, 62):                                              `"ja on"`,
		`"ja on" -"ja on" "JA  on" kuoro`:                                           `"ja on" -"ja on" kuoro`,
		`"ja on" OR kuoro OR "ja on" "ja on"`:                                       `"ja on" OR kuoro "ja on"`,
		`place:Vantaa place:Vantaa -place:Vantaa`:                                   `place:Vantaa -place:Vantaa`,
		`kuoro OR kuoro uimakoulu OR "kuoro" kuoro`:                                 `kuoro uimakoulu OR "kuoro"`,
		`"a" "b" "c" "d" "e" "f" "g" "h" "i" "j" "k" "l" "m" "n" "o" "p" "q" kuoro`: `"a" "b" "c" "d" "e" "f" "g" "h" "i" "j" "k" "l" "m" "n" "o" "p" kuoro`,
	} {
		if got := s.index.request(Query{Words: words}.bounded()).clauses.String(); got != want {
			t.Errorf("%.40s: %s instead of %s", words, got, want)
		}
	}
}

func TestQueryOfWhichTheEndIsLeftOutSaysSo(t *testing.T) {
	s := threePractices(t)
	for words, shortened := range map[string]bool{
		"":                           false,
		"kuoro":                      false,
		strings.Repeat("kuoro ", 60): false, // of 360 letters
		"kuoro " + strings.Repeat("x", longestQuery): true,
		strings.Repeat("k ", 70):                     true,
		manyWords(mostWords + 1):                     true,
		manyWords(mostWords):                         false,
		strings.Repeat("k ", mostAtoms) + "!!":       false,
		"kuoro" + strings.Repeat(" ", longestQuery):  false,
		`-"ja" ` + strings.Repeat("k ", 70):          true,
	} {
		if r := s.search(Query{Words: words}); r.Shortened != shortened {
			t.Errorf("%.20q of %d letters is shortened: %v", words, len(words), r.Shortened)
		}
	}
}

// manyWords are n different ones that nothing has.
func manyWords(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("sana%d", i)
	}
	return strings.Join(list, " ")
}

func TestQueryWithMoreToLookUpThanMayBeIsRefused(t *testing.T) {
	s := threePractices(t)
	without := ""
	for i := range mostLookedUp {
		without += fmt.Sprintf(`-"sana %d" `, i)
	}
	s.search(Query{Words: "kuoro " + without})
	for _, words := range []string{"kuoro " + without + `-"uimakoulu"`, without + `"uimakoulu"`, without + "kuoro OR place:Vantaa"} {
		var told i18n.Problems
		if _, err := s.index.Search(t.Context(), Query{Words: words}); !errors.As(err, &told) || told[0].Key != "search_too_many" {
			t.Errorf("%s: %v", words, err)
		}
	}
}

func TestSearchThatTakesTooLongSaysSoAndIsNoDamage(t *testing.T) {
	s := newShelf(t)
	s.publish(titled("a", "Kuoro laulaa ja on avoin"), titled("b", "Uimakoulu on avoin ja se on halpa"))
	s.catchUp()
	left := 3 // both texts for the first word, one for the second
	s.index.mu.RLock()
	_, err := inRow(t.Context(), realmView{s.index.view, practices, 2}, asWritten(s.language, 0, []string{"ja", "on"}), &left)
	s.index.mu.RUnlock()
	var told i18n.Problems
	if !errors.As(err, &told) {
		t.Errorf("more texts are read than may be: %v", err)
	}
	s.index.longest = 0
	if _, err := s.index.Search(t.Context(), Query{Words: `"ja on"`}); !errors.As(err, &told) {
		t.Errorf("a search without an end: %v", err)
	}
	if s.index.damaged.Load() {
		t.Error("the index is taken for damaged")
	}
	s.index.longest = longestSearch
	if got := s.ids(Query{Words: `"ja on"`}); !slices.Equal(got, []string{"a"}) {
		t.Errorf("found %v", got)
	}
}

func TestWhatIsToldBesideIsNothingWhereItTakesTooLong(t *testing.T) {
	s := newShelf(t)
	s.publish(titled("a", "Kuoro laulaa ja on avoin"), titled("b", "Kuoro on avoin ja se on halpa"))
	s.catchUp()
	if similar, err := s.index.Similar(t.Context(), "a", 3); err != nil || len(similar) != 1 {
		t.Fatalf("%v, %v", similar, err)
	}
	s.index.longest = 0
	if similar, err := s.index.Similar(t.Context(), "a", 3); err != nil || len(similar) > 0 {
		t.Errorf("similar ones are %v, %v", similar, err)
	}
	if help, err := s.index.Instead(t.Context(), Query{Words: "kuoro"}); err != nil || len(help.Subjects) > 0 {
		t.Errorf("the help is %v, %v", help, err)
	}
	if r, err := s.index.Beside(t.Context(), Query{Words: "kuoro"}); err != nil || r.Total > 0 {
		t.Errorf("%d found, %v", r.Total, err)
	}
	if _, err := s.index.Search(t.Context(), Query{Words: "kuoro"}); err == nil {
		t.Error("the search itself is not refused")
	}
}

func TestOnlyTheSearchItselfIsTheReadersFault(t *testing.T) {
	s := threePractices(t)
	late := errors.New("the database does not answer")
	s.index.longest = 0
	if err := s.index.enter(t.Context(), func(within context.Context) error {
		<-within.Done()
		return late
	}); !errors.Is(err, late) {
		t.Errorf("a fault of ours is told as %v", err)
	}
}

// FuzzSearch looks for queries that fail, that find what they exclude, and whose
// hits are marked outside their texts.
func FuzzSearch(f *testing.F) {
	s := newShelf(f)
	s.publish(practicesForOperators()...)
	s.catchUp()
	for _, words := range hostileQueries() {
		f.Add(words)
	}
	for _, words := range []string{`yhdessä -kurssi`, `"opitaan suomea" OR kuoro`, `title:kurssi place:Vantaa`, `kielikahvla "yhdessä ja rauhassa"`, `-funder:luckan`, `partner:"Punaisen Ristin" a`} {
		f.Add(words)
	}
	f.Fuzz(func(t *testing.T, words string) {
		bounded(t, s.index, Query{Words: words}.bounded())
		r, err := s.index.Search(t.Context(), Query{Words: words, Lang: i18n.Swedish})
		if told := (i18n.Problems{}); errors.As(err, &told) && told[0].Key == "search_too_many" {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if r.Total > len(practicesForOperators()) || len(r.Hits) != r.Total {
			t.Fatalf("%d of %d", len(r.Hits), r.Total)
		}
		for _, h := range r.Hits {
			for _, one := range h.Highlights {
				checkHighlight(t, one)
			}
		}
		if r.Corrected == "" {
			return
		}
		again, err := s.index.Search(t.Context(), Query{Words: r.Corrected, Verbatim: true, Lang: i18n.Swedish})
		if err != nil || again.Corrected != "" {
			t.Fatalf("%q is mended to %q, that to %q, %v", words, r.Corrected, again.Corrected, err)
		}
	})
}

package language

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"
)

func TestMissingDataIsToldAndDoesNotFail(t *testing.T) {
	for name, folder := range map[string]fstest.MapFS{
		"empty":  {},
		"broken": {"words-fi.txt.gz": {Data: []byte("x")}, "vectors.bin": {Data: []byte("KVEC\x01\x03")}, "stop.txt": {Data: []byte("xx ja")}},
	} {
		l := Read(folder)
		if len(l.Missing()) < 5 {
			t.Errorf("%s: missing %q", name, l.Missing())
		}
		if tokens := l.Tokens(0, "koulutuksen"); len(tokens) != 1 || tokens[0].Term != "koulutuks" {
			t.Errorf("%s: %v", name, tokens)
		}
		var v Vocabulary
		if got := l.Mend("koultus", &v, func(string) int { return 0 }); got != "koultus" {
			t.Errorf("%s: mended to %s", name, got)
		}
		if l.Vectors.Add(l.Vectors.Zero(), 0, l.Tokens(0, "koulu"), 1) {
			t.Errorf("%s: there is a vector", name)
		}
		if guess := l.Guess([]string{"koulu"}); guess != [Languages]float64{1, 1, 1} {
			t.Errorf("%s: %v", name, guess)
		}
	}
}

func TestDataIsReadSoon(t *testing.T) {
	started := time.Now()
	l := New()
	t.Logf("read in %v", time.Since(started))
	started = time.Now()
	for lang := range Languages {
		l.Tokens(lang, "koulutus")
	}
	t.Logf("first words in %v", time.Since(started))
}

func TestMisspeltWordsAreMended(t *testing.T) {
	l := New()
	own := map[string]int{"kielikahvila": 2, "hembesök": 1, "äidit": 3, "integration": 5, "2022": 4, "kielikahvilat": 1, "työ": 7}
	var v Vocabulary
	for w := range own {
		v.Add(0, w)
	}
	count := func(w string) int { return own[w] }
	for _, test := range []struct{ word, want string }{
		{"kielikavila", "kielikahvila"},
		{"kieilkahvila", "kielikahvila"},
		{"hembesok", "hembesök"},
		{"aidit", "äidit"},
		{"tyo", "työ"}, // which stands in a title here and there
		{"intergation", "integration"},
		{"integration", "integration"},
		{"koulutuksessa", "koulutuksessa"}, // a word of the language, though not ours
		{"maahanmuutaja", "maahanmuuttaja"},
		{"xqzvwk", "xqzvwk"},
		{"2023", "2023"},
		{"harastuskoordinaattori", "harrastuskoordinaattori"}, // in no list
		{"sprakkafe", "språkkafé"},
		{"abc", "abc"},
	} {
		if got := l.Mend(test.word, &v, count); got != test.want {
			t.Errorf("%s: %s instead of %s", test.word, got, test.want)
		}
	}
}

func TestWordsThatLookAlikeAreFound(t *testing.T) {
	var v Vocabulary
	v.Add(0, "kielikahvila", "kielikurssi", "kahvila", "koulu")
	v.Add(1, "kielikahvila")
	got := v.Similar("kielikahviloissa", 3, 0.4)
	if len(got) == 0 || got[0].Word != "kielikahvila" || got[0].Langs != 3 {
		t.Errorf("%v", got)
	}
	if slices.ContainsFunc(got, func(s Likeness) bool { return s.Word == "koulu" }) {
		t.Errorf("%v", got)
	}
}

func TestWordsOfOtherLanguagesAreNearInMeaning(t *testing.T) {
	l := New()
	v := l.Vectors
	all := slices.Repeat([]bool{true}, v.Size())
	for _, test := range []struct {
		from int
		word string
		to   int
		want string
	}{{0, "musiikki", 1, "musik"}, {0, "musiikki", 2, "music"}, {1, "skola", 0, "koulu"}, {2, "employment", 0, "työllisyys"}} {
		a := v.Zero()
		if !v.Add(a, test.from, l.Tokens(test.from, test.word), 1) || !a.Unit() {
			t.Errorf("%s has no vector", test.word)
			continue
		}
		near := v.Nearest(a, Sought{Lang: test.to, Most: 10, Least: 0.5, Has: all})
		if !slices.ContainsFunc(near, func(n Near) bool { _, stem := v.Key(n.Row); return stem == Stem(test.to, test.want) }) {
			t.Errorf("%s: %s is not among the nearest", test.word, test.want)
		}
		row, _ := v.Row(test.to, Stem(test.to, test.want))
		b := v.Zero()
		v.add(b, row, 1)
		if c, packed := a.dot(b), a.Cosine(b.Packed()); float64(c)-packed > 0.02 || packed-float64(c) > 0.02 {
			t.Errorf("%s: cosine %.3f, of the packed one %.3f", test.word, c, packed)
		}
	}
}

func TestLanguageOfAQueryIsGuessed(t *testing.T) {
	l := New()
	for query, want := range map[string]int{"miten kunta voi auttaa": 0, "hur kan kommunen hjälpa": 1, "how can the city help": 2} {
		guess := l.Guess(strings.Fields(query))
		for lang, likely := range guess {
			if (likely == 1) != (lang == want) {
				t.Errorf("%q: %v", query, guess)
			}
		}
	}
}

func TestHostileTextsAreTakenApartSoon(t *testing.T) {
	l := New()
	var v Vocabulary
	v.Add(0, "koulutus")
	for name, text := range map[string]string{
		"a megabyte of one word":      strings.Repeat("a", 1<<20),
		"a megabyte of compounds":     strings.Repeat("työ", 1<<18),
		"control characters":          strings.Repeat("\x00\x01\u202e", 1<<18),
		"only punctuation":            strings.Repeat("?!.,-", 1<<18),
		"combining marks":             "a" + strings.Repeat("\u0308", 1<<18),
		"a long word of short words":  strings.Repeat("maa", 21),
		"a long word of joint s":      strings.Repeat("arbets", 10),
		"a long word of word endings": strings.Repeat("ssa", 21),
	} {
		started := time.Now()
		for _, w := range Words(text) {
			for lang := range Languages {
				l.Tokens(lang, w.Text)
			}
			l.Mend(w.Text, &v, func(string) int { return 0 })
			v.Similar(w.Text, 10, 0.4)
		}
		if took := time.Since(started); took > 2*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, seed := range []string{"maahanmuuttajaäitien", "arbetslivscoachning", "A\u0308iti", "\xff\xfe", "ǅ İ ß ﬁ", "iiii", "å", strings.Repeat("ä", 300)} {
		f.Add(seed)
	}
	l := New()
	f.Fuzz(func(t *testing.T, text string) {
		for _, w := range Words(text) {
			length := utf8.RuneCountInString(w.Text)
			if length > LongestWord {
				t.Fatalf("%q", w.Text)
			}
			for lang := range Languages {
				for i, token := range l.Tokens(lang, w.Text) {
					if token.Term == "" || token.Start < 0 || token.End > length || token.Start >= token.End || (i == 0) != (token.Kind == Whole && i == 0) {
						t.Fatalf("%q: token %d is %+v", w.Text, i, token)
					}
				}
			}
		}
	})
}

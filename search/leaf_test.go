package search

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"weak"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/search/language"
)

// plainHighlights are what highlights gives, found by a look at every word of
// every text.
func plainHighlights(m *marker, reader int) (list []Highlight) {
	m.looked = [language.Languages]int{}
	clear(m.mentions)
	var extract marked
	for i, p := range m.hit.passages {
		var best marked
		for lang := range language.Languages {
			found := m.mark(i, lang)
			if lang == reader && found.kinds > 0 {
				best = found
				break
			}
			if found.worth > best.worth {
				best = found
			}
		}
		switch {
		case best.kinds == 0:
		case p.field == "title" || p.field == "summary":
			list = append(list, Highlight{best.field, best.lang, best.text, best.ranges})
		case best.kinds > extract.kinds:
			extract = best
		}
	}
	if extract.kinds > 0 {
		list = append(list, extract.extract())
	}
	return list
}

// plainWord is what word gives.
func plainWord(passages []passage, lang int, term string) (found string) {
	for _, p := range passages {
		language.EachWord(p.text.In(i18n.Langs()[lang]), func(letters []byte, _, _ int) {
			if found == "" && slices.ContainsFunc(known().Tokens(lang, string(letters)), func(t language.Token) bool { return keyOf(t) == term }) {
				found = string(letters)
			}
		})
	}
	return found
}

func TestWordsThatAreLookedAtAreMarkedAsEveryWordIs(t *testing.T) {
	s := newShelf(t)
	g, book, shown := newGenerator(6, s.catalogue), newWordbook(known()), 0
	for i := range 400 {
		p := g.practice(i, 60)
		lang := languageOf(p.OriginalLanguage)
		words := strings.Fields(g.text(p.OriginalLanguage, 3) + " " + p.HowItWorks.In(p.OriginalLanguage))
		p.Goals = p.Goals.Set(p.OriginalLanguage, "A\u0308iti "+strings.Repeat("\u0308", i)+"tyo\u0308 "+strings.Repeat("koulutus", i%30))
		m := meant(strings.Join(words[:2+g.random.IntN(4)], " ") + " äiti työ koulutus")
		if i%5 == 0 {
			m.terms[0].alternatives = append(m.terms[0].alternatives, alternative{lang: lang, field: fieldText(lang), terms: words[4:6], worth: 1, how: ByPhrase})
		}
		winners := make([]int, len(m.terms))
		for j, one := range m.terms {
			winners[j] = g.random.IntN(len(one.alternatives)+1) - 1
		}
		list := passages(&p)
		mark, l := newMarker(newWordbook(known()), m), &leaf{passages: list, keeps: i%2 == 0} // whose book is then another
		mark.want(winners)
		reader := g.random.IntN(language.Languages)
		mark.turn(l, winners)
		want := plainHighlights(mark, reader)
		for range 2 { // the second time from the numbers that are kept
			mark = newMarker(book, m)
			mark.want(winners)
			mark.turn(l, winners)
			if got := mark.highlights(reader); !reflect.DeepEqual(got, want) {
				t.Fatalf("%v instead of %v", got, want)
			}
			for term := range mark.wanted[lang] {
				if got, want := mark.word(lang, term), plainWord(list, lang, term); got != want {
					t.Fatalf("%q is found as %q instead of %q", term, got, want)
				}
			}
		}
		shown += len(want)
	}
	if shown < 400 {
		t.Errorf("only %d highlights", shown)
	}
}

func TestTextsAreMarkedByManyAtOnce(t *testing.T) {
	s := newShelf(t)
	g, book := newGenerator(8, s.catalogue), newWordbook(known())
	m, list := meant("koulutus äiti työ utbildning work"), []*leaf{}
	for i := range 40 {
		p := g.practice(i, 200)
		list = append(list, &leaf{passages: passages(&p), keeps: i%2 == 0})
	}
	found := make([][][]Highlight, 4)
	atOnce(len(found), func(part int) {
		mark := newMarker(book, m)
		for _, l := range list {
			mark.turn(l, nil)
			found[part] = append(found[part], mark.highlights(part%2))
		}
	})
	if !reflect.DeepEqual(found[0], found[2]) || !reflect.DeepEqual(found[1], found[3]) || reflect.DeepEqual(found[0], found[1]) {
		t.Error("they are marked differently")
	}
}

func TestTextsThatAreRememberedFollowChanges(t *testing.T) {
	s := newShelf(t)
	p := titled("a", "Kielikahvila")
	p.HowItWorks = i18n.Text{FI: "Keskustelua joka viikko."}
	s.publish(p)
	s.catchUp()
	shown := func(want string) {
		t.Helper()
		for range 2 {
			if got := s.highlights("keskustelu", i18n.Finnish); len(got) != 1 || got[0] != want {
				t.Fatalf("%q instead of %q", got, want)
			}
		}
	}
	shown("howItWorks fi: [Keskustelua] joka viikko.")
	s.change("a", func(p *catalogue.Practice) { p.HowItWorks.FI = "Mitä keskustelu on?" })
	s.catchUp()
	shown("howItWorks fi: Mitä [keskustelu] on?")
}

func TestTextsThatAreRememberedFollowARebuild(t *testing.T) {
	s := newShelf(t)
	p := titled("a", "Kielikahvila")
	p.HowItWorks = i18n.Text{FI: "Keskustelua joka viikko."}
	s.publish(p)
	s.catchUp()
	s.highlights("keskustelu", i18n.Finnish)
	s.change("a", func(p *catalogue.Practice) { p.HowItWorks.FI = "Mitä keskustelu on?" })
	s.must(s.index.Rebuild(t.Context())) // which takes the change in by itself
	s.catchUp()
	if got := s.highlights("keskustelu", i18n.Finnish); len(got) != 1 || got[0] != "howItWorks fi: Mitä [keskustelu] on?" {
		t.Errorf("%q", got)
	}
}

func TestTextsReadWhileSomethingChangesAreNotRemembered(t *testing.T) {
	for name, change := range map[string]func(*leaves){
		"it changes":             func(held *leaves) { held.drop([]string{"a"}) },
		"the index is exchanged": (*leaves).empty,
	} {
		var held leaves
		_, changes := held.of([]string{"a"})
		change(&held) // after its text was read
		held.put(map[string]*leaf{"a": {}}, changes)
		if known, _ := held.of([]string{"a"}); len(known) > 0 {
			t.Errorf("%s, and an old text is remembered", name)
		}
	}
}

func TestRememberedTextsKeepTheirBound(t *testing.T) {
	var held leaves
	_, changes := held.of(nil)
	text := i18n.Text{FI: strings.Repeat("x", 1<<20)}
	for i := range 100 {
		held.put(map[string]*leaf{strings.Repeat("i", i): {passages: []passage{{"title", text}}}}, changes)
		total := 0
		for _, one := range held.held {
			total += one.cost()
		}
		if total != held.bytes || total > mostLeaves {
			t.Fatalf("%d bytes are told, %d held", held.bytes, total)
		}
	}
	if len(held.held) < 20 {
		t.Errorf("%d texts are held", len(held.held))
	}
}

func TestAWordbookKeepsItsBound(t *testing.T) {
	var books wordbooks
	book := books.current(known())
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := 0; !book.full(); i++ {
		var text strings.Builder
		for j := range 1000 {
			fmt.Fprintf(&text, "%x ", i*1000+j)
		}
		book.numbersOf(2, text.String(), book.cut(nil, text.String()))
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if took := int64(after.HeapAlloc) - int64(before.HeapAlloc); took > largestBook*5/4 {
		t.Errorf("a book of %d words takes %d bytes", book.size(2), took)
	}
	if books.current(known()) == book {
		t.Error("a full book is used on")
	}
}

func TestABookThatIsFullIsNotHeldByTheTextsThatWereReadWithIt(t *testing.T) {
	var books wordbooks
	text := &leaf{passages: []passage{{"title", in("fi", "Uimakoulu")}}, keeps: true}
	gone := make(chan bool, 1)
	func() {
		book := books.current(known())
		runtime.AddCleanup(book, func(gone chan bool) { gone <- true }, gone)
		text.know(book, 0, 0, []uint32{1})
		if len(text.known(book, 0, 0)) != 1 {
			t.Error("the numbers are not known")
		}
		book.bytes = largestBook + 1
	}()
	if text.known(books.current(known()), 0, 0) != nil {
		t.Error("the numbers of another book are known")
	}
	for range 50 {
		runtime.GC()
		select {
		case <-gone:
			runtime.KeepAlive(text)
			return
		case <-time.After(20 * time.Millisecond):
		}
	}
	t.Error("the full book is held")
	runtime.KeepAlive(text)
}

func TestAFaultWhileExplainingIsAnErrorAndNoDamage(t *testing.T) {
	s := newShelf(t)
	s.publish(titled("a", "Kielikahvila"))
	s.catchUp()
	s.search(Query{Words: "kielikahvila"})
	held := s.index.leaves.held["a"]
	held.book, held.numbers = weak.Make(s.index.wordbooks.current(s.index.language)), nil // as nothing of ours leaves it
	_, err := s.index.Search(t.Context(), Query{Words: "kielikahvila"})
	if err == nil || errors.Is(err, errDamaged) || !strings.Contains(err.Error(), "leaf.go") {
		t.Errorf("%v, which does not say where", err)
	}
}

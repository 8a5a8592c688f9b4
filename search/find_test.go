package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func TestPublishedPracticeIsFoundInAllLanguages(t *testing.T) {
	s := newShelf(t)
	s.publish(catalogue.Practice{ID: "kuoro", Title: i18n.Text{FI: "Naapuruston kuoro"}},
		catalogue.Practice{ID: "other", Title: i18n.Text{EN: "Something else"}})
	s.agree()
	for _, lang := range i18n.Langs() {
		if ids := s.ids(Query{Words: "kuorossa", Lang: lang}); !slices.Equal(ids, []string{"kuoro"}) {
			t.Errorf("%s: found %v", lang, ids)
		}
	}
}

// practicesForWords are a few with what officials type.
func practicesForWords() []catalogue.Practice {
	return []catalogue.Practice{
		{ID: "mothers", Title: i18n.Text{FI: "Maahanmuuttajaäitien koulutus: suomea perusopetuksen tunneilla", SV: "Utbildning för invandrarmammor"},
			Domains: []string{"education"}, TargetGroups: []string{"mothers"}, Municipalities: []string{"092"}},
		{ID: "tsemppari", Title: i18n.Text{FI: "Vantaan Tsemppari: työelämävalmennus", SV: "Vantaan Tsemppari: arbetslivscoachning"}, Municipalities: []string{"092"}},
		{ID: "smile", Title: i18n.Text{EN: "SMILE: community-based job coaching"}, Summary: i18n.Text{EN: "Coaches from associations help to find a job."}},
		{ID: "shelter", Title: i18n.Text{FI: "Turvakoti Mona"}, Summary: i18n.Text{FI: "Turvakoti naisille, jotka pakenevat kunniaväkivaltaa."},
			Partners: []catalogue.Partner{{Name: "Monika-Naiset liitto", Type: "association"}}, Municipalities: []string{"091"}},
		{ID: "luckan", Title: i18n.Text{SV: "Luckan Integration"}, Summary: i18n.Text{SV: "Rådgivning på svenska om arbete, boende och studier."},
			Funding: []catalogue.Funding{{Source: "Svenska kulturfonden"}}},
		{ID: "home", Title: i18n.Text{EN: "Home visits to new parents"}, HowItWorks: i18n.Text{EN: "A nurse and a family worker visit. They also tell about coaching."}},
	}
}

func TestWordsFindWhatOfficialsLookFor(t *testing.T) {
	s := newShelf(t)
	s.publish(practicesForWords()...)
	s.catchUp()
	for _, test := range []struct{ words, first string }{
		{"maahanmuuttajaäitien koulutus", "mothers"},
		{"maahanmuuttajaäideille", "mothers"},
		{"arbetslivscoachning", "tsemppari"},
		{"arbetslivscoachningen", "tsemppari"},
		{"job coaching", "smile"},
		{"coaches", "smile"},
		{"turvakodissa", "shelter"},
		{"kunniaväkivalta", "shelter"},
		{"TURVAKOTI", "shelter"},
		{"turvak", "shelter"},
		{"Monika-Naiset", "shelter"},
		{"Helsingfors", "shelter"}, // the town's name in another language than the entry's
		{"kulturfonden", "luckan"},
		{"rådgivningen", "luckan"},
		{"Äidit", "mothers"},       // the target group's label
		{"A\u0308idit", "mothers"}, // as some systems write it
		{"nurses visiting families", "home"},
	} {
		for _, lang := range i18n.Langs() {
			if ids := s.ids(Query{Words: test.words, Lang: lang}); len(ids) == 0 || ids[0] != test.first {
				t.Errorf("%s %q: %v instead of %s first", lang, test.words, ids, test.first)
			}
		}
	}
	if ids := s.ids(Query{Words: "lentokonemoottori"}); len(ids) > 0 {
		t.Errorf("a word of no practice finds %v", ids)
	}
}

func TestMatchInTitleComesBeforeMatchInText(t *testing.T) {
	s := newShelf(t)
	s.publish(
		catalogue.Practice{ID: "text", Title: i18n.Text{FI: "Kesäretki"}, HowItWorks: i18n.Text{FI: strings.Repeat("Mentorointi auttaa. ", 20)}},
		catalogue.Practice{ID: "title", Title: i18n.Text{FI: "Mentorointi"}, HowItWorks: i18n.Text{FI: strings.Repeat("Tavataan kahvilla ja keskustellaan. ", 20)}},
		catalogue.Practice{ID: "neither", Title: i18n.Text{FI: "Kuoro"}},
	)
	s.catchUp()
	if ids := s.ids(Query{Words: "mentorointia"}); !slices.Equal(ids, []string{"title", "text"}) {
		t.Errorf("found %v", ids)
	}
}

func TestPracticeThatIsNamedComesFirst(t *testing.T) {
	s := newShelf(t)
	s.publish(
		catalogue.Practice{ID: "other", Title: i18n.Text{EN: "Together with a coach: coaching"}, HowItWorks: i18n.Text{EN: strings.Repeat("Coaching and being together. ", 20)}},
		catalogue.Practice{ID: "named", Title: i18n.Text{EN: "Coaching together: a project"}},
		catalogue.Practice{ID: "third", Title: i18n.Text{EN: "Swimming"}, HowItWorks: i18n.Text{EN: "Coaching."}},
	)
	s.catchUp()
	if ids := s.ids(Query{Words: "coaching  TOGETHER"}); len(ids) == 0 || ids[0] != "named" {
		t.Errorf("found %v", ids)
	}
}

func TestPracticeWithMoreOfTheWordsComesFirst(t *testing.T) {
	s := newShelf(t)
	s.publish(
		catalogue.Practice{ID: "one", Title: i18n.Text{EN: "Choir choir choir"}},
		catalogue.Practice{ID: "both", Title: i18n.Text{EN: "A place to meet"}, HowItWorks: i18n.Text{EN: "A choir of newcomers sings."}},
		catalogue.Practice{ID: "other", Title: i18n.Text{EN: "Swimming"}},
	)
	s.catchUp()
	if ids := s.ids(Query{Words: "choir newcomers"}); !slices.Equal(ids, []string{"both", "one"}) {
		t.Errorf("found %v", ids)
	}
}

func TestQueryThatSaysNothingBrowses(t *testing.T) {
	s := newShelf(t)
	s.publish(practicesForWords()...)
	s.catchUp()
	for _, words := range []string{"", "   ", "?!", "ja tai", "\x00\u202e", "🎻", "..."} {
		if r := s.search(Query{Words: words}); r.Total != 6 || len(r.Hits[0].Highlights) > 0 {
			t.Errorf("%q: %d found", words, r.Total)
		}
	}
}

func TestSortOrdersAsAsked(t *testing.T) {
	s := newShelf(t)
	day := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	s.catalogue.Now = func() time.Time { day = day.AddDate(0, 0, 1); return day }
	value := 7.0
	measured := []catalogue.Result{{ID: "r1", Label: i18n.Text{FI: "Osallistujia"}, Measure: "number", Value: &value}}
	s.publish(
		catalogue.Practice{ID: "a", Title: i18n.Text{FI: "Öljy kuoro"}, Goals: i18n.Text{FI: "Jos, niin."}, Results: measured},
		catalogue.Practice{ID: "b", Title: i18n.Text{FI: "Zumba kuoro kuoro kuoro"}},
		catalogue.Practice{ID: "c", Title: i18n.Text{FI: "äänikirja kuoro"}},
		catalogue.Practice{ID: "d", Title: i18n.Text{FI: "Aamukahvi", SV: "Ö-kaffe"}},
	)
	s.catchUp()
	for _, test := range []struct{ words, sort, lang, want string }{ // want: how the list begins
		{"", "", "fi", "d c b a"},
		{"", "newest", "fi", "d c b a"},
		{"", "relevance", "fi", "d c b a"},
		{"", "title", "fi", "d b c a"},
		{"", "title", "sv", "b c d a"},
		{"", "title", "en", "d c a b"},
		{"", "evidence", "fi", "a d c b"},
		{"kuoro", "newest", "fi", "c b a"},
		{"kuoro", "title", "fi", "b c a"},
		{"kuoro", "evidence", "fi", "a b"},
		{"kuoro", "", "fi", "b"},
	} {
		got := s.ids(Query{Words: test.words, Sort: test.sort, Lang: i18n.Lang(test.lang)})
		if !strings.HasPrefix(strings.Join(got, " "), test.want) {
			t.Errorf("%q by %q in %s: %v instead of %s", test.words, test.sort, test.lang, got, test.want)
		}
	}
	// A list in use moves with a change.
	s.change("b", func(p *catalogue.Practice) { p.Title.FI = "Åbo" })
	s.archive("d")
	s.catchUp()
	if got := s.ids(Query{Sort: "title"}); !slices.Equal(got, []string{"b", "c", "a"}) {
		t.Errorf("after a change: %v", got)
	}
	if got := s.ids(Query{}); !slices.Equal(got, []string{"b", "c", "a"}) {
		t.Errorf("newest after a change: %v", got)
	}
}

func TestPagesJoinIntoTheWholeList(t *testing.T) {
	s := newShelf(t)
	g := newGenerator(4, s.catalogue)
	g.fill(s, 230, 60)
	for _, q := range []Query{{}, {Sort: "title"}, {Sort: "evidence"}, {Words: g.words[i18n.Finnish][0]}, {Words: g.words[i18n.Finnish][0], Sort: "evidence"}, {Words: g.words[i18n.Finnish][1], Sort: "title"}} {
		whole := q
		whole.Limit = 1000
		want := s.ids(whole)
		if len(want) < 50 {
			t.Fatalf("%+v finds only %d", q, len(want))
		}
		var got []string
		for q.Limit = 7; q.Offset < len(want); q.Offset += q.Limit {
			r := s.search(q)
			if r.Total != len(want) {
				t.Errorf("%+v: total %d instead of %d", q, r.Total, len(want))
			}
			for _, h := range r.Hits {
				got = append(got, h.ID)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%+v: pages differ from the whole", q)
		}
		q.Offset = len(want) + 10
		if r := s.search(q); len(r.Hits) != 0 || r.Total != len(want) {
			t.Errorf("behind the last page: %d hits", len(r.Hits))
		}
	}
}

func TestWordIsFoundAndMarkedWithOrWithoutItsAccents(t *testing.T) {
	s := newShelf(t)
	s.publish(
		catalogue.Practice{ID: "with", OriginalLanguage: "sv", Title: in("sv", "Språkträff på Café Åhl"), Summary: in("sv", "Idén är enkel.")},
		catalogue.Practice{ID: "without", OriginalLanguage: "sv", Title: in("sv", "Träff på Cafe Al"), Summary: in("sv", "Alla är med.")},
	)
	s.catchUp()
	for words, want := range map[string][]string{"cafe": {"with", "without"}, "café": {"with", "without"}, "åhl": {"with"}, "al": {"without"}} {
		r := s.search(Query{Words: words, Lang: i18n.Swedish, Sort: "title"})
		var ids []string
		for _, h := range r.Hits {
			if !h.Whole {
				continue
			}
			if ids = append(ids, h.ID); len(h.Highlights) == 0 || h.Highlights[0].Field != "title" {
				t.Errorf("%s: nothing is marked in the title of %s", words, h.ID)
			}
		}
		if slices.Sort(ids); !slices.Equal(ids, want) {
			t.Errorf("%s is answered by %v instead of %v", words, ids, want)
		}
	}
}

func TestWhatIsNarrowerIsLeftOutOnlyOfTheBestOfVeryMany(t *testing.T) {
	s := newShelf(t)
	s.index.weights.Plenty = 3
	list := []catalogue.Practice{{ID: "narrower", OriginalLanguage: "fi", Title: in("fi", "Selkokieli kirjastossa"), Municipalities: []string{"091"}}}
	for i := range 3 {
		list = append(list, titled(fmt.Sprint("itself-", i), "Saavutettavuus kuntoon"))
	}
	s.publish(list[:3]...)
	s.catchUp()
	has := func(q Query) bool { return slices.Contains(s.ids(q), "narrower") }
	if !has(Query{Words: "saavutettavuus"}) {
		t.Error("two have the word: what is narrower is not found")
	}
	s.publish(list[3:]...)
	s.catchUp()
	if has(Query{Words: "saavutettavuus"}) {
		t.Error("three have the word: what is narrower is found")
	}
	for _, q := range []Query{
		{Words: "saavutettavuus", Filters: map[string][]string{"municipality": {"091"}}},
		{Words: "saavutettavuus place:Helsinki"}, {Words: "saavutettavuus", Sort: "newest"}, {Words: "saavutettavuus kirjasto", Wholly: true},
	} {
		if !has(q) {
			t.Errorf("%+v: what is narrower is not among all hits", q)
		}
	}
}

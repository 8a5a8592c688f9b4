package search

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

func TestPracticesAboutTheSameAreSimilar(t *testing.T) {
	s := starterShelf(t, nil)
	const cafe, talk = "puhumme-suomea-kielikahvila-sellon-kirjastossa", "puhutaan-suomea-kirjastojen-keskusteluryhmat-espoossa"
	hits, err := s.index.Similar(t.Context(), cafe, 3)
	if err != nil || len(hits) != 3 || hits[0].ID != talk || hits[0].Score < 2*hits[1].Score {
		t.Errorf("like a language café: %+v, %v", hits, err)
	}
	s.archive(talk) // what has changed since somebody first asked
	s.catchUp()
	if hits, err = s.index.Similar(t.Context(), cafe, 100); err != nil || slices.ContainsFunc(hits, func(h Hit) bool { return h.ID == talk || h.ID == cafe }) {
		t.Errorf("what is archived, or the practice itself, is similar: %v", err)
	}
}

func TestMeaningsKeptUpToDateFindTheNearest(t *testing.T) {
	random, m := rand.New(rand.NewPCG(4, 4)), &meanings{}
	vector := func(near int8) []int8 {
		v := make([]int8, 80)
		for i := range v {
			v[i] = int8(random.IntN(41)-20) + near*int8(i%5-2)
		}
		return v
	}
	rows := make([]*row, 300)
	for i := range rows {
		rows[i] = &row{vector: vector(0)}
	}
	m.ready(rows)
	for _, slot := range []int32{7, 299, 300} { // two are about something else now, as one more is
		r := &row{vector: vector(20)}
		if int(slot) == len(rows) {
			rows = append(rows, nil)
		}
		m.follow([]change{{slot, rows[slot], r}})
		rows[slot] = r
	}
	m.follow([]change{{8, rows[8], nil}})
	got := m.nearest(7, 3)
	slices.Sort(got)
	if !slices.Equal(got, []int32{7, 299, 300}) {
		t.Errorf("the nearest are %v", got)
	}
	if all := m.nearest(7, 1000); len(all) != 300 || slices.Contains(all, 8) {
		t.Errorf("%d of 300", len(all))
	}
	if near, far := m.cosine(rows[7], rows[300]), m.cosine(rows[7], rows[1]); near < 0.7 || far > 0.4 {
		t.Errorf("cosines %.2f and %.2f", near, far)
	}
}

func TestSimilarPracticesShareWordsOrDomains(t *testing.T) {
	s := newShelf(t)
	s.publish(append(practicesForWords(),
		catalogue.Practice{ID: "mentor", Title: i18n.Text{EN: "Job coaching with a mentor"}, Summary: i18n.Text{EN: "A mentor coaches and helps to find a job."}},
		catalogue.Practice{ID: "safety", Title: i18n.Text{EN: "A map of safe places"}, Domains: []string{"safety"}})...)
	s.catchUp()
	hits, err := s.index.Similar(t.Context(), "smile", 3)
	if err != nil {
		t.Fatal(err)
	}
	if len(hits) != 3 || hits[0].ID != "mentor" {
		t.Errorf("%+v", hits)
	}
	all, err := s.index.Similar(t.Context(), "smile", 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"smile", "safety"} {
		if slices.ContainsFunc(all, func(h Hit) bool { return h.ID == id }) {
			t.Errorf("%s is called similar to smile", id)
		}
	}
	if _, err := s.index.Similar(t.Context(), "nothing", 3); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("for no practice: %v", err)
	}
}

func TestWhatIsSimilarDoesNotDependOnWhenSomebodyFirstAsked(t *testing.T) {
	s := newShelf(t)
	similar := func(id string) (list []string) {
		hits, err := s.index.Similar(t.Context(), id, 5)
		s.must(err)
		for _, h := range hits {
			list = append(list, fmt.Sprintf("%s %.4f", h.ID, h.Score))
		}
		return list
	}
	s.publish(titled("zzxx", "Qqzzxx"), titled("xxqq", "Xxqqzz")) // of which nothing is known
	s.catchUp()
	similar("zzxx")
	for _, id := range []string{"espoo", "vaasa", "turku"} {
		s.organisation(id, i18n.Text{FI: id})
	}
	g, first := newGenerator(1, s.catalogue), 0
	for _, n := range []int{3, 27, 30} {
		var more []catalogue.Practice
		for range n {
			more = append(more, g.practice(first, 60))
			first++
		}
		s.publish(more...)
		s.change("zzxx", func(p *catalogue.Practice) { p.Summary.FI = fmt.Sprint("Kielikahvila kirjastossa ", n) })
		s.catchUp()
		live := similar("zzxx")
		s.index.columns.subjects = meanings{} // as at a start
		if fresh := similar("zzxx"); !slices.Equal(live, fresh) || len(live) == 0 {
			t.Errorf("of %d more: %v, and if nobody had asked %v", n, live, fresh)
		}
	}
}

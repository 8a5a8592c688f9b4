package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

func titled(id, title string) catalogue.Practice {
	return catalogue.Practice{ID: id, Title: i18n.Text{FI: title}}
}

func TestIndexFollowsEveryChange(t *testing.T) {
	s := newShelf(t)
	s.publish(titled("a", "Uimakoulu"), titled("b", "Kuoro"))
	s.agree()
	s.change("a", func(p *catalogue.Practice) { p.Title.FI, p.Summary.FI = "Hiihtokoulu", "Talvella." })
	s.agree()
	if ids := s.ids(Query{Words: "uimakoulu"}); len(ids) > 0 {
		t.Errorf("the old title finds %v", ids)
	}
	if ids := s.ids(Query{Words: "hiihtokoulu"}); !slices.Equal(ids, []string{"a"}) {
		t.Errorf("the new title finds %v", ids)
	}
	s.archive("a")
	s.agree()
	if r := s.search(Query{}); r.Total != 1 {
		t.Errorf("%d after one was archived", r.Total)
	}
	if ids := s.ids(Query{Words: "hiihtokoulu"}); len(ids) > 0 {
		t.Errorf("the archived one is found: %v", ids)
	}
}

func TestDraftIsNotFound(t *testing.T) {
	s := newShelf(t)
	s.publish(titled("a", "Kuoro"))
	s.catchUp()
	generation := s.index.Generation()
	p, err := s.catalogue.Draft(t.Context(), machine(), "a")
	if err != nil {
		t.Fatal(err)
	}
	p.Title.FI = "Lumenauraus"
	if _, err := s.catalogue.Change(t.Context(), machine(), *p); err != nil {
		t.Fatal(err)
	}
	if _, err := s.catalogue.Add(t.Context(), machine(), titled("b", "Lumenauraus")); err != nil {
		t.Fatal(err)
	}
	s.agree()
	if ids := s.ids(Query{Words: "lumenauraus"}); len(ids) > 0 {
		t.Errorf("a draft is found: %v", ids)
	}
	if r := s.search(Query{Words: "kuoro"}); r.Total != 1 || s.index.Generation() != generation {
		t.Errorf("the published version is not found")
	}
}

func TestRenamedOrganisationIsFoundByItsNewName(t *testing.T) {
	s := newShelf(t)
	s.organisation("yhdistys", i18n.Text{FI: "Kulttuuriyhdistys Sampo"})
	p := titled("a", "Kuoro")
	p.Organisation = "yhdistys"
	s.publish(p, titled("b", "Uimakoulu"))
	s.agree()
	s.organisation("yhdistys", i18n.Text{FI: "Taideyhdistys Kalevala"})
	s.agree()
	if ids := s.ids(Query{Words: "kalevala"}); !slices.Equal(ids, []string{"a"}) {
		t.Errorf("the new name finds %v", ids)
	}
	if ids := s.ids(Query{Words: "sampo"}); len(ids) > 0 {
		t.Errorf("the old name finds %v", ids)
	}
	// A name changed while the service was down is no damage.
	generation := s.index.Generation()
	s.reopen(func() { s.organisation("yhdistys", i18n.Text{FI: "Runoyhdistys Väinämöinen"}) })
	if s.index.Generation() != generation {
		t.Error("built anew")
	}
	s.agree()
}

func TestFollowerRunsWhileOthersWriteAndSearch(t *testing.T) {
	s := newShelf(t)
	ctx, stop := context.WithCancel(t.Context())
	followed := make(chan error, 1)
	go func() { followed <- s.index.Follow(ctx) }()
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for i := range 12 {
				s.publish(titled(fmt.Sprintf("p-%d-%d", w, i), fmt.Sprintf("Kuoro numero %d", i)))
			}
		})
	}
	for range 2 {
		writers.Go(func() {
			for range 60 {
				s.search(Query{Words: "kuorossa", Sort: "title", Filters: map[string][]string{"country": {"FI"}}})
				if _, err := s.index.Similar(ctx, "p-0-0", 3); err != nil && !errors.Is(err, store.ErrNotFound) {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	newest, err := s.store.Newest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	waiting, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	if err := s.index.WaitFor(waiting, newest); err != nil {
		t.Fatalf("at %d of %d: %v", s.index.Position(), newest, err)
	}
	if r := s.search(Query{Words: "kuoro"}); r.Total != 48 {
		t.Errorf("%d found", r.Total)
	}
	stop()
	if err := <-followed; !errors.Is(err, context.Canceled) {
		t.Errorf("Follow ended with %v", err)
	}
	s.agree()
}

func TestWaitForIsBoundedByItsContext(t *testing.T) {
	s := newShelf(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := s.index.WaitFor(ctx, 1000); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}

func TestFollowerRepeatsABatchAfterACrash(t *testing.T) {
	s := newShelf(t)
	s.publish(titled("a", "Kuoro"), titled("b", "Uimakoulu"))
	s.catchUp()
	before := s.index.Position()
	s.publish(titled("c", "Hiihtokoulu"))
	s.change("a", func(p *catalogue.Practice) { p.Title.FI = "Orkesteri" })
	s.archive("b")
	s.catchUp()
	generation := s.index.Generation()
	// As after a kill between the documents of a batch and its position, which
	// bleve rules out, or of one that the disk never saw.
	if err := s.index.engine.bleve.SetInternal([]byte(keyPosition), []byte(strconv.FormatInt(before, 10))); err != nil {
		t.Fatal(err)
	}
	s.reopen(nil)
	if s.index.Position() != before || s.index.Generation() != generation {
		t.Errorf("at %d of generation %d", s.index.Position(), s.index.Generation())
	}
	s.agree()
	if r := s.search(Query{Words: "orkesteri uimakoulu hiihtokoulu"}); r.Total != 2 {
		t.Errorf("%d found", r.Total)
	}
}

func TestFailedBatchIsNeverLeftOut(t *testing.T) {
	s := newShelf(t)
	s.publish(titled("a", "Kuoro"))
	s.catchUp()
	before := s.index.Position()
	s.publish(titled("b", "Uimakoulu"), titled("c", "Hiihtokoulu"))
	body := func(from, to string) {
		t.Helper()
		err := s.store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Exec(ctx, `update practice_versions set body = $2 || substr(body, $3) where practice = $1`, "b", to, len(from)+1)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	body("{", "?")
	for range 2 {
		if err := s.index.CatchUp(t.Context()); err == nil {
			t.Fatal("a practice that cannot be read is left out")
		}
		if s.index.Position() != before {
			t.Fatalf("moved from %d to %d", before, s.index.Position())
		}
	}
	body("?", "{")
	s.agree()
	if r := s.search(Query{}); r.Total != 3 {
		t.Errorf("%d found", r.Total)
	}
}

func TestLongFeedIsTakenInBatches(t *testing.T) {
	s := newShelf(t)
	var practices []catalogue.Practice
	for i := range mostDocuments + 100 {
		practices = append(practices, titled(fmt.Sprintf("p-%d", i), "Kuoro"))
	}
	s.publish(practices...)
	s.agree()
	if r := s.search(Query{Words: "kuoro"}); r.Total != len(practices) {
		t.Errorf("%d found", r.Total)
	}
	s.organisation("vantaa", i18n.Text{FI: "Wandan kaupunki"}) // one change, many documents
	s.agree()
	if r := s.search(Query{Words: "wandan"}); r.Total != len(practices) {
		t.Errorf("%d found by their owner's new name", r.Total)
	}
}

func TestWhatWasWrittenIsFoundOnceItIsSettled(t *testing.T) {
	s := newShelf(t)
	s.index.Settle(t.Context()) // nobody follows, so there is nothing to wait for
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = s.index.Follow(ctx) })
	for !s.index.followed.Load() {
		time.Sleep(time.Millisecond)
	}
	for i := range 5 {
		s.publish(titled(fmt.Sprint("p-", i), "Kuoro"))
		s.index.Settle(t.Context())
		if r := s.search(Query{Words: "kuoro"}); r.Total != i+1 {
			t.Errorf("%d found after %d were written", r.Total, i+1)
		}
	}
	stop()
	running.Wait()
}

func TestSearchesBeyondTheProcessorsWaitTheirTurn(t *testing.T) {
	s := newShelf(t)
	for range cap(s.index.places) {
		s.index.places <- struct{}{}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := s.index.Search(ctx, Query{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	<-s.index.places
	s.search(Query{})
	s.search(Query{}) // which have left again
}

// Under the race detector: rows belong to whoever follows.
func TestYearBeginsWhileTheIndexFollowsAndAnswers(t *testing.T) {
	s := newShelf(t)
	s.publish(catalogue.Practice{ID: "a", Title: i18n.Text{FI: "Kuoro"}, Period: catalogue.OpenPeriod{Start: "2020", Continues: true}})
	s.catchUp()
	var year atomic.Int64
	year.Store(2026)
	s.index.now = func() time.Time { return time.Date(int(year.Load()), 1, 1, 0, 0, 0, 0, time.UTC) }
	var searching sync.WaitGroup
	searching.Go(func() {
		for year.Load() < 2036 {
			_, _ = s.index.Search(t.Context(), Query{Words: "kuoro", Years: Range{To: new(2020)}})
		}
	})
	for year.Load() < 2036 {
		year.Add(1)
		s.change("a", func(p *catalogue.Practice) { p.Summary.FI = fmt.Sprint("Laulua ", year.Load()) })
		s.catchUp()
	}
	searching.Wait()
	if r := s.search(Query{Filters: map[string][]string{"year": {"2036"}}}); r.Total != 1 {
		t.Errorf("%d found", r.Total)
	}
}

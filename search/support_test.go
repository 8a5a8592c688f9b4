package search

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/search/language"
	"tiekartta/store"
	"tiekartta/store/storetest"
)

// shelf is a catalogue with its index, for a test.
type shelf struct {
	t         testing.TB
	store     *store.Store
	accounts  *account.Accounts
	catalogue *catalogue.Catalogue
	dir       string
	language  *language.Language
	index     *Index
}

// known is read once for all tests.
var known = builtIn

// newShelf opens an empty catalogue with one organisation, "vantaa".
func newShelf(t testing.TB) *shelf {
	t.Helper()
	s := &shelf{t: t, store: storetest.Open(t), language: known(), dir: filepath.Join(t.TempDir(), "index")}
	s.accounts = account.New(s.store)
	var err error
	if s.catalogue, err = catalogue.New(s.store, s.accounts); err != nil {
		t.Fatal(err)
	}
	s.organisation("vantaa", i18n.Text{FI: "Vantaan kaupunki", SV: "Vanda stad", EN: "City of Vantaa"})
	s.open()
	t.Cleanup(s.close)
	return s
}

func (s *shelf) organisation(id string, name i18n.Text) {
	s.t.Helper()
	o := account.Organisation{ID: id, Name: name, Type: "municipality"}
	if err := s.catalogue.PutOrganisation(s.t.Context(), machine(), o); err != nil {
		s.t.Fatal(err)
	}
}

func (s *shelf) open() {
	s.t.Helper()
	var err error
	s.index, err = Open(s.t.Context(), Options{Dir: s.dir, Store: s.store, Catalogue: s.catalogue, Language: s.language, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *shelf) close() {
	if err := s.index.Close(); err != nil {
		s.t.Error(err)
	}
}

// reopen closes the index, lets f do something to its folder and opens it.
func (s *shelf) reopen(f func()) {
	s.t.Helper()
	s.close()
	if f != nil {
		f()
	}
	s.open()
}

// publish adds practices, filling in what publishing asks for, in one
// transaction.
func (s *shelf) publish(practices ...catalogue.Practice) {
	s.t.Helper()
	err := s.store.Write(s.t.Context(), func(ctx context.Context, _ *store.Tx) error {
		for _, p := range practices {
			if p.Organisation == "" {
				p.Organisation = "vantaa"
			}
			if p.OriginalLanguage == "" {
				_, p.OriginalLanguage = p.Title.Best()
			}
			if p.Summary.Empty() {
				p.Summary = p.Title
			}
			if p.Domains == nil {
				p.Domains = []string{"work"}
			}
			added, err := s.catalogue.Add(ctx, machine(), p)
			if err != nil {
				return err
			}
			if _, err := s.catalogue.Publish(ctx, machine(), added.ID, 0); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// change publishes a next version of a practice.
func (s *shelf) change(id string, f func(*catalogue.Practice)) {
	s.t.Helper()
	p, err := s.catalogue.Draft(s.t.Context(), machine(), id)
	if err == nil {
		f(p)
		_, err = s.catalogue.Change(s.t.Context(), machine(), *p)
	}
	if err == nil {
		_, err = s.catalogue.Publish(s.t.Context(), machine(), id, 0)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *shelf) archive(id string) {
	s.t.Helper()
	if _, err := s.catalogue.Archive(s.t.Context(), machine(), id, 0); err != nil {
		s.t.Fatal(err)
	}
}

func (s *shelf) catchUp() {
	s.t.Helper()
	if err := s.index.CatchUp(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	if s.index.Outdated() {
		if err := s.index.Rebuild(s.t.Context()); err != nil {
			s.t.Fatal(err)
		}
	}
}

func (s *shelf) search(q Query) Result {
	s.t.Helper()
	if q.Lang == "" {
		q.Lang = i18n.Finnish
	}
	r, err := s.index.Search(s.t.Context(), q)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// ids are the practices that a query finds, in order.
func (s *shelf) ids(q Query) []string {
	s.t.Helper()
	return s.search(q).ids()
}

func (r Result) ids() []string {
	ids := []string{}
	for _, h := range r.Hits {
		ids = append(ids, h.ID)
	}
	return ids
}

// agree fails the test unless index and database say the same.
func (s *shelf) agree() {
	s.t.Helper()
	s.catchUp()
	s.index.healed = nil
	differences, err := s.index.Differences(s.t.Context(), quietly)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, d := range differences {
		s.t.Error(d)
	}
}

func quietly(int, int) {}

func machine() account.Actor { return account.Machine() }

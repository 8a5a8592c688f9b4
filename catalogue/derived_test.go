package catalogue_test

import (
	"context"
	"fmt"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
	"tiekartta/store/storetest"
)

// soundly is an entry with an effect that is soundly measured.
func soundly(id, organisation string) catalogue.Practice {
	p := practice()
	p.ID, p.Organisation, p.State, p.Goals = id, organisation, "published", i18n.Text{FI: "Jos, niin."}
	p.Sources = []catalogue.Source{{ID: "s1", Title: "Raportti"}}
	p.Results = []catalogue.Result{{ID: "r1", Level: "outcome", Measure: "number", Value: number(186), Source: "s1", Direction: "positive", Baseline: &catalogue.Baseline{Value: number(100)}}}
	return p
}

// derived puts so many entries of Vaasa that derive from an origin.
func derived(t *testing.T, s *store.Store, c *catalogue.Catalogue, from, n int) {
	t.Helper()
	err := s.Write(t.Context(), func(ctx context.Context, _ *store.Tx) error {
		for i := range n {
			p := soundly(fmt.Sprint("johdettu-", from+i), "vaasa")
			p.Related = []catalogue.Related{{Practice: "alku", Relation: "derived_from"}}
			if _, err := c.Put(ctx, account.Machine(), &p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func reasonOf(t *testing.T, c *catalogue.Catalogue) string {
	t.Helper()
	p, err := c.Practice(t.Context(), account.Actor{}, "alku")
	if err != nil {
		t.Fatal(err)
	}
	return p.Computed.Evidence.Reasons[0].Key
}

func openWith(t testing.TB) (*store.Store, *catalogue.Catalogue) {
	t.Helper()
	s := storetest.Open(t)
	c, err := catalogue.New(s, account.New(s))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"vantaa", "vaasa"} {
		if err := c.PutOrganisation(t.Context(), account.Machine(), account.Organisation{ID: id, Name: i18n.Text{FI: id}, Type: "municipality"}); err != nil {
			t.Fatal(err)
		}
	}
	return s, c
}

func TestReadingAVersionCostsTheSameHoweverManyEntriesDeriveFromIt(t *testing.T) {
	s, c := openWith(t)
	origin := soundly("alku", "vantaa")
	if _, err := c.Put(t.Context(), account.Machine(), &origin); err != nil {
		t.Fatal(err)
	}
	derived(t, s, c, 0, 1)
	cost := func() float64 {
		return testing.AllocsPerRun(5, func() {
			if _, err := c.PracticeVersion(t.Context(), account.Actor{}, "alku", 1); err != nil {
				t.Fatal(err)
			}
		})
	}
	few := cost()
	derived(t, s, c, 1, 100)
	if many := cost(); many > few*1.1 {
		t.Errorf("%.0f allocations with one derived entry, %.0f with a hundred and one", few, many)
	}
	if reason := reasonOf(t, c); reason != "repeated_not_reviewed" {
		t.Errorf("the derived entries do not count: %s", reason)
	}
}

func TestWhatWasMeasuredBeforeItWasKeptIsKeptAtTheNextStart(t *testing.T) {
	s, c := openWith(t)
	origin := soundly("alku", "vantaa")
	if _, err := c.Put(t.Context(), account.Machine(), &origin); err != nil {
		t.Fatal(err)
	}
	derived(t, s, c, 0, 1)
	err := s.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `delete from repetitions`); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `update derivations set measured = false`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if reason := reasonOf(t, c); reason == "repeated_not_reviewed" {
		t.Fatal("the test proves nothing")
	}
	if err := c.MeasureDerived(t.Context()); err != nil {
		t.Fatal(err)
	}
	if reason := reasonOf(t, c); reason != "repeated_not_reviewed" {
		t.Error(reason)
	}
}

func TestAPieceOfTheDeskCostsTheSameHoweverManyEntriesThereAre(t *testing.T) {
	s, c := openWith(t)
	add := func(n int) {
		err := s.Write(t.Context(), func(ctx context.Context, _ *store.Tx) error {
			for i := range n {
				p := practice()
				if i%2 == 0 {
					p.State, p.ReviewDue = "published", "2020-06"
				}
				if _, err := c.Put(ctx, account.Machine(), &p); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	cost := func() float64 {
		return testing.AllocsPerRun(5, func() {
			if _, err := c.Waiting(t.Context(), editor("vantaa")); err != nil {
				t.Fatal(err)
			}
			for _, list := range []string{"draft", "published", "update"} {
				work, err := c.Desk(t.Context(), editor("vantaa"), catalogue.DeskPart{List: list, Most: 10})
				if err != nil || len(work) != 10 {
					t.Fatal(list, len(work), err)
				}
			}
		})
	}
	add(40)
	few := cost()
	add(200)
	if many := cost(); many > few*1.1 {
		t.Errorf("%.0f allocations with 40 entries, %.0f with 240", few, many)
	}
}

func TestAnEntryIsToBeBroughtUpToDateWhenWhatIsPublishedSaysSo(t *testing.T) {
	c, ctx := open(t), t.Context()
	waits := func() int {
		work, err := c.Desk(ctx, editor("vantaa"), catalogue.DeskPart{List: "update", Most: 10})
		if err != nil {
			t.Fatal(err)
		}
		return len(work)
	}
	p := practice()
	p.State, p.ReviewDue = "published", "2020"
	if _, err := c.Put(ctx, account.Machine(), &p); err != nil || waits() != 1 {
		t.Fatal(waits(), err)
	}
	d, err := c.Draft(ctx, editor("vantaa"), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	d.ReviewDue = "2090-01-01"
	if _, err := c.Change(ctx, editor("vantaa"), *d); err != nil || waits() != 1 {
		t.Errorf("a draft alone brings readers nothing: %d %v", waits(), err)
	}
	if _, err := c.Publish(ctx, editor("vantaa"), p.ID, 0); err != nil || waits() != 0 {
		t.Error(waits(), err)
	}
}

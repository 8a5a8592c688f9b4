package catalogue_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
	"tiekartta/store/storetest"
)

func open(t testing.TB) *catalogue.Catalogue {
	t.Helper()
	s := storetest.Open(t)
	c, err := catalogue.New(s, account.New(s))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"vantaa", "vaasa"} {
		o := account.Organisation{ID: id, Name: i18n.Text{FI: id}, Type: "municipality", Municipality: map[string]string{"vantaa": "092", "vaasa": "905"}[id]}
		if err := c.PutOrganisation(t.Context(), account.Machine(), o); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func editor(organisation string) account.Actor {
	return account.Actor{Organisation: organisation, Role: "editor", Name: "test"}
}

func practice() catalogue.Practice {
	return catalogue.Practice{
		Organisation: "vantaa", Title: i18n.Text{FI: "Äitien kielikahvila"}, Summary: i18n.Text{FI: "Kahvila kirjastossa."},
		Domains: []string{"language"},
	}
}

var nobody account.Actor

func TestDraftNeedsOnlyATitle(t *testing.T) {
	c := open(t)
	p, err := c.Add(t.Context(), editor("vantaa"), catalogue.Practice{Title: i18n.Text{SV: "Språkkafé på biblioteket"}})
	if err != nil {
		t.Fatal(err)
	}
	if p.ID != "sprakkafe-pa-biblioteket" || p.OriginalLanguage != i18n.Swedish || p.State != "draft" || p.Revision != 1 || p.Organisation != "vantaa" {
		t.Errorf("got %+v", p)
	}
	var problems i18n.Problems
	if _, err := c.Add(t.Context(), editor("vantaa"), catalogue.Practice{}); !errors.As(err, &problems) || problems[0].Path != "title" {
		t.Errorf("without a title: %v", err)
	}
}

func TestSameTitleGetsANumber(t *testing.T) {
	c := open(t)
	for i, want := range []string{"aitien-kielikahvila", "aitien-kielikahvila-2", "aitien-kielikahvila-3"} {
		p, err := c.Add(t.Context(), editor("vantaa"), practice())
		if err != nil || p.ID != want {
			t.Errorf("%d: %v %v", i, p, err)
		}
	}
}

func TestPublishingNeedsOwnerSummaryAndDomain(t *testing.T) {
	c := open(t)
	p, err := c.Add(t.Context(), editor("vantaa"), catalogue.Practice{Title: i18n.Text{FI: "Kahvila"}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Publish(t.Context(), editor("vantaa"), p.ID, 0)
	var problems i18n.Problems
	if !errors.As(err, &problems) {
		t.Fatal(err)
	}
	var paths []string
	for _, problem := range problems {
		paths = append(paths, problem.Path)
	}
	slices.Sort(paths)
	if !slices.Equal(paths, []string{"domains", "summary.fi"}) {
		t.Errorf("got %v", paths)
	}
	if _, err := c.Practice(t.Context(), nobody, p.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a refused publication is visible: %v", err)
	}
}

func TestPublishedVersionStaysWhileItsNextDraftIsWritten(t *testing.T) {
	c := open(t)
	ctx, me := t.Context(), editor("vantaa")
	p, err := c.Add(ctx, me, practice())
	if err != nil {
		t.Fatal(err)
	}
	if p, err = c.Publish(ctx, me, p.ID, p.Revision); err != nil || p.Version != 1 || p.State != "published" || p.Revision != 2 {
		t.Fatalf("%+v %v", p, err)
	}
	p.Title.FI = "Uusi nimi"
	draft, err := c.Change(ctx, me, *p)
	if err != nil {
		t.Fatal(err)
	}
	if draft.State != "draft" || draft.Version != 1 || draft.Revision != 3 {
		t.Errorf("draft is %+v", draft)
	}
	shown, err := c.Practice(ctx, nobody, p.ID)
	if err != nil || shown.Title.FI != "Äitien kielikahvila" || shown.Revision != 2 {
		t.Errorf("%+v %v", shown, err)
	}
	if _, err := c.Draft(ctx, nobody, p.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("anyone may read the draft: %v", err)
	}
	if _, err := c.Publish(ctx, me, p.ID, draft.Revision); err != nil {
		t.Fatal(err)
	}
	first, err := c.PracticeVersion(ctx, nobody, p.ID, 1)
	if err != nil || first.Title.FI != "Äitien kielikahvila" {
		t.Errorf("the first version changed: %+v %v", first, err)
	}
	versions, err := c.Versions(ctx, nobody, p.ID)
	if err != nil || len(versions) != 2 || versions[0].Version != 2 {
		t.Errorf("%v %v", versions, err)
	}
	differences, err := c.Changes(ctx, nobody, p.ID, 1, 2)
	if err != nil || len(differences) != 1 || differences[0].Path != "title.fi" || differences[0].After != "Uusi nimi" {
		t.Errorf("%v %v", differences, err)
	}
}

func TestOnlyOneOfManyConcurrentChangesWins(t *testing.T) {
	c := open(t)
	p, err := c.Add(t.Context(), editor("vantaa"), practice())
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	var mu sync.Mutex
	won := 0
	for i := range 12 {
		wait.Go(func() {
			mine := *p
			mine.Title.FI = fmt.Sprint("Nimi ", i)
			_, err := c.Change(t.Context(), editor("vantaa"), mine)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				won++
			case !errors.Is(err, store.ErrConflict):
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if won != 1 {
		t.Errorf("%d changes of one revision were taken", won)
	}
}

func TestOthersMayNeitherSeeNorChange(t *testing.T) {
	c := open(t)
	ctx := t.Context()
	p, err := c.Add(ctx, editor("vantaa"), practice())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Change(ctx, editor("vaasa"), *p); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("another town's draft: %v", err)
	}
	if _, err := c.Change(ctx, nobody, *p); !errors.Is(err, account.ErrUnknown) {
		t.Errorf("not signed in: %v", err)
	}
	contributor := account.Actor{Organisation: "vantaa", Role: "contributor"}
	if _, err := c.Publish(ctx, contributor, p.ID, 0); !errors.Is(err, account.ErrDenied) {
		t.Errorf("a contributor publishes: %v", err)
	}
	moved := *p
	moved.Organisation = "vaasa"
	if _, err := c.Change(ctx, editor("vantaa"), moved); !errors.Is(err, account.ErrDenied) {
		t.Errorf("an entry was given to another organisation: %v", err)
	}
	if _, err := c.Publish(ctx, editor("vantaa"), p.ID, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Change(ctx, editor("vaasa"), *p); !errors.Is(err, account.ErrDenied) {
		t.Errorf("another town's published entry: %v", err)
	}
}

func TestArchivedPracticeIsGoneForThePublicOnly(t *testing.T) {
	c := open(t)
	ctx, me := t.Context(), editor("vantaa")
	p, _ := c.Add(ctx, me, practice())
	if _, err := c.Publish(ctx, me, p.ID, 0); err != nil {
		t.Fatal(err)
	}
	if p, err := c.Archive(ctx, me, p.ID, 0); err != nil || p.State != "archived" {
		t.Fatalf("%+v %v", p, err)
	}
	if _, err := c.Practice(ctx, nobody, p.ID); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	if _, err := c.PracticeVersion(ctx, nobody, p.ID, 1); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	if p, err := c.PracticeVersion(ctx, me, p.ID, 1); err != nil || p.State != "archived" {
		t.Errorf("%+v %v", p, err)
	}
	if p, err := c.Publish(ctx, me, p.ID, 0); err != nil || p.Version != 1 {
		t.Errorf("it cannot be shown again: %+v %v", p, err)
	}
}

func TestContactIsShownOnlyWithConsent(t *testing.T) {
	c := open(t)
	ctx, me := t.Context(), editor("vantaa")
	p := practice()
	p.Contact = catalogue.Contact{Name: "Maija", Email: "maija@example.fi", Role: i18n.Text{FI: "koordinaattori"}}
	saved, err := c.Add(ctx, me, p)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Publish(ctx, me, saved.ID, 0); err != nil {
		t.Fatal(err)
	}
	shown, err := c.Practice(ctx, nobody, saved.ID)
	if err != nil || shown.Contact.Name != "" || shown.Contact.Email != "" || shown.Contact.Role.FI == "" {
		t.Errorf("%+v %v", shown.Contact, err)
	}
	if own, _ := c.Practice(ctx, me, saved.ID); own.Contact.Name != "Maija" {
		t.Error("the owner does not see the contact")
	}
}

func TestPuttingTheSameAgainChangesNothing(t *testing.T) {
	c := open(t)
	ctx, m := t.Context(), account.Machine()
	p := practice()
	p.ID, p.State, p.Version = "kahvila", "published", 4
	if got, err := c.Put(ctx, m, &p); err != nil || got != catalogue.Added {
		t.Fatal(got, err)
	}
	stored, err := c.Practice(ctx, nobody, "kahvila")
	if err != nil || stored.Version != 4 {
		t.Fatalf("%+v %v", stored, err)
	}
	for _, again := range []catalogue.Practice{p, *stored} {
		if got, err := c.Put(ctx, m, &again); err != nil || got != catalogue.Skipped {
			t.Fatal(got, err)
		}
	}
	p.Title.SV = "Språkkafé"
	if got, err := c.Put(ctx, m, &p); err != nil || got != catalogue.Changed {
		t.Fatal(got, err)
	}
	if stored, _ = c.Practice(ctx, nobody, "kahvila"); stored.Version != 5 {
		t.Errorf("version is %d", stored.Version)
	}
}

func TestMunicipalityWithoutOrganisationGetsOne(t *testing.T) {
	c := open(t)
	o, err := c.EnsureOrganisation(t.Context(), "091")
	if err != nil || o.ID != "helsinki" || o.Name.SV != "Helsingfors" {
		t.Fatal(o, err)
	}
	if o, err := c.EnsureOrganisation(t.Context(), "092"); err != nil || o.ID != "vantaa" {
		t.Error(o, err)
	}
	if _, err := c.EnsureOrganisation(t.Context(), "999"); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
}

func TestReviewDueMakesAnEntryNeedAnUpdate(t *testing.T) {
	c := open(t)
	p := practice()
	p.ReviewDue = "2026-05-01"
	for day, want := range map[string]bool{"2026-04-30": false, "2026-05-01": false, "2026-05-02": true} {
		c.Now = func() time.Time { now, _ := time.Parse(time.DateOnly, day); return now }
		saved, err := c.Add(t.Context(), editor("vantaa"), p)
		if err != nil || saved.Computed.NeedsUpdate != want {
			t.Errorf("%s: %v %v", day, saved.Computed, err)
		}
	}
}

func TestTextsAreThoseThatArePublishedNow(t *testing.T) {
	c := open(t)
	ctx, me := t.Context(), editor("vantaa")
	var ids []string
	for range 3 {
		p := practice()
		p.Contact = catalogue.Contact{Name: "Maija", Role: i18n.Text{FI: "koordinaattori"}}
		saved, err := c.Add(ctx, me, p)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, saved.ID)
	}
	for _, id := range ids[:2] {
		if _, err := c.Publish(ctx, me, id, 0); err != nil {
			t.Fatal(err)
		}
	}
	draft, err := c.Draft(ctx, me, ids[0])
	if err != nil {
		t.Fatal(err)
	}
	draft.Title.FI = "Uusi nimi"
	if _, err := c.Change(ctx, me, *draft); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Archive(ctx, me, ids[1], 0); err != nil {
		t.Fatal(err)
	}
	list, err := c.Texts(ctx, append(ids, "unknown"))
	if err != nil || len(list) != 1 || list[0].ID != ids[0] || list[0].Title.FI != practice().Title.FI {
		t.Fatalf("%v %v", list, err)
	}
	if contact := list[0].Contact; contact.Name != "" || contact.Role.FI == "" {
		t.Errorf("the contact is %+v", contact)
	}
}

package roadmap_test

import (
	"errors"
	"strconv"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/store/storetest"
)

// practices is a database with a published practice of vantaa in two versions,
// "julkinen", and one that nobody else may read, "salainen".
func practices(t *testing.T) (*catalogue.Catalogue, *roadmap.Roadmaps) {
	t.Helper()
	s := storetest.Open(t)
	c, err := catalogue.New(s, account.New(s))
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"092", "905"} {
		if _, err := c.EnsureOrganisation(t.Context(), code); err != nil {
			t.Fatal(err)
		}
	}
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, title := range []string{"Julkinen", "Salainen"} {
		must(c.Add(t.Context(), account.Machine(), catalogue.Practice{
			Title: i18n.Text{FI: title}, Summary: i18n.Text{FI: "Lyhyesti"}, Organisation: "vantaa", Domains: []string{"work"},
		}))
	}
	must(c.Publish(t.Context(), account.Machine(), "julkinen", 0))
	p, err := c.Draft(t.Context(), account.Machine(), "julkinen")
	must(p, err)
	p.Summary.FI = "Toisin"
	must(c.Change(t.Context(), account.Machine(), *p))
	must(c.Publish(t.Context(), account.Machine(), "julkinen", 0))
	return c, roadmap.New(s, c)
}

// taking is a plan of an organisation whose action takes over a practice.
func taking(organisation, practice string, version int) roadmap.Roadmap {
	r := plan()
	r.Organisation = organisation
	r.Sections[0].Goals[0].Actions[0].Practice = &roadmap.PracticeUse{ID: practice, Version: version}
	return r
}

func TestRoadmapTakesOverOnlyWhatItsWriterMayRead(t *testing.T) {
	_, m := practices(t)
	const at = "sections[0].goals[0].actions[0].practice."
	vaasa, vantaa := account.Actor{Organisation: "vaasa", Role: "contributor"}, contributor()
	for _, c := range []struct {
		actor    account.Actor
		practice string
		version  int
		unknown  string // path of the problem
	}{
		{vaasa, "julkinen", 1, ""}, {vaasa, "julkinen", 2, ""}, {vaasa, "julkinen", 3, at + "version"}, {vaasa, "julkinen", 0, at + "version"},
		{vaasa, "salainen", 77, at + "id"}, {vaasa, "salainen", 0, at + "id"}, {vaasa, "olematon", 1, at + "id"},
		{vantaa, "salainen", 0, ""}, {vantaa, "salainen", 77, at + "version"}, {account.Machine(), "salainen", 77, at + "version"},
	} {
		r := taking(c.actor.Organisation, c.practice, c.version)
		if c.actor.Machine {
			r.Organisation = "vaasa"
		}
		_, adding := m.Add(t.Context(), c.actor, r)
		bare := plan()
		bare.Organisation = r.Organisation
		stored, err := m.Add(t.Context(), c.actor, bare)
		if err != nil {
			t.Fatal(err)
		}
		r.ID, r.Revision = stored.ID, stored.Revision
		_, changing := m.Change(t.Context(), c.actor, r)
		doors := map[string]error{"Add": adding, "Change": changing}
		if !c.actor.Machine {
			r.ID = i18n.Slug(c.practice + " " + c.actor.Organisation + " " + strconv.Itoa(c.version))
			_, doors["Put"] = m.Put(t.Context(), c.actor, &r)
		}
		for door, err := range doors {
			var problems i18n.Problems
			errors.As(err, &problems)
			switch {
			case c.unknown == "" && err != nil:
				t.Errorf("%s of %s@%d by %s: %v", door, c.practice, c.version, c.actor.Organisation, err)
			case c.unknown != "" && (len(problems) != 1 || problems[0].Path != c.unknown || problems[0].Key != "unknown_reference"):
				t.Errorf("%s of %s@%d by %s: %v, want %s", door, c.practice, c.version, c.actor.Organisation, err, c.unknown)
			}
		}
	}
}

func TestRoadmapKeepsWhatItTookOver(t *testing.T) {
	c, m := practices(t)
	vaasa := account.Actor{Organisation: "vaasa", Role: "contributor"}
	r, err := m.Add(t.Context(), vaasa, taking("vaasa", "julkinen", 2))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Archive(t.Context(), account.Machine(), "julkinen", 0); err != nil {
		t.Fatal(err)
	}
	if r, err = m.Change(t.Context(), vaasa, *r); err != nil {
		t.Fatalf("the practice was archived meanwhile: %v", err)
	}
	r.Sections[0].Goals[0].Actions[0].Practice.Version = 1
	if _, err := m.Change(t.Context(), vaasa, *r); err == nil {
		t.Error("another version of it is a new reference")
	}
}

func TestBundleMayNameAVersionThatItDoesNotBring(t *testing.T) {
	_, m := practices(t)
	r := taking("vaasa", "julkinen", 9)
	if _, err := m.Put(t.Context(), account.Machine(), &r); err != nil {
		t.Error(err)
	}
	r = taking("vaasa", "olematon", 1)
	if _, err := m.Put(t.Context(), account.Machine(), &r); err == nil {
		t.Error("a practice that is neither in the bundle nor in the database")
	}
}

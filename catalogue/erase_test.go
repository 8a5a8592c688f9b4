package catalogue_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/store"
)

// named is a practice whose versions and draft each name another person.
func named(t *testing.T, c *catalogue.Catalogue) *catalogue.Practice {
	t.Helper()
	one := practice()
	one.Contact = catalogue.Contact{Name: "Maija Ensimmäinen", Email: "maija@vantaa.fi", Public: true}
	p, err := c.Add(t.Context(), editor("vantaa"), one)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Matti Toinen", "Liisa Kolmas"} {
		if p, err = c.Publish(t.Context(), editor("vantaa"), p.ID, 0); err != nil {
			t.Fatal(err)
		}
		p.Contact = catalogue.Contact{Name: name, Phone: "040 1234567"}
		if p, err = c.Change(t.Context(), editor("vantaa"), *p); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// holding lists the tables in which a text stands anywhere.
func holding(t *testing.T, s *store.Store, words string) string {
	t.Helper()
	var found []string
	err := s.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		tables, err := tx.Tables(ctx)
		if err != nil {
			return err
		}
		for _, table := range tables {
			err := tx.Each(ctx, `select * from `+table, nil, func(row map[string]string) error {
				if strings.Contains(strings.Join(slices.Collect(maps.Values(row)), "\n"), words) && !slices.Contains(found, table) {
					found = append(found, table)
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(found, " ")
}

func TestAnErasedContactIsNowhere(t *testing.T) {
	c, s := over(t)
	p := named(t, c)
	if holding(t, s, "Maija Ensimm") == "" || holding(t, s, "040 1234567") == "" {
		t.Fatal("nothing to erase")
	}
	e, err := c.Erasable(t.Context(), editor("vantaa"), p.ID)
	if err != nil || strings.Join(e.Persons, ", ") != "Liisa Kolmas, Matti Toinen, Maija Ensimmäinen" {
		t.Errorf("%+v %v", e, err)
	}
	before, _ := s.Newest(t.Context())
	if _, err := c.EraseContact(t.Context(), editor("vantaa"), p.ID); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"Maija Ensimm", "maija@vantaa.fi", "Matti Toinen", "Liisa Kolmas", "040 1234567"} {
		if tables := holding(t, s, words); tables != "" {
			t.Errorf("%q still stands in %s", words, tables)
		}
	}
	for version := 1; version <= 2; version++ {
		old, err := c.PracticeVersion(t.Context(), editor("vantaa"), p.ID, version)
		if err != nil || old.Contact != (catalogue.Contact{Erased: c.Now().UTC().Format("2006-01-02")}) || old.Title != p.Title {
			t.Errorf("version %d: %+v %v", version, old, err)
		}
	}
	if after, _ := s.Newest(t.Context()); after == before {
		t.Error("the index does not learn of it")
	}
	p.Title.FI = "Avoin lomake"
	if _, err := c.Change(t.Context(), editor("vantaa"), *p); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a form from before saves the person again: %v", err)
	}
	_, err = c.EraseContact(t.Context(), editor("vantaa"), p.ID)
	if one := problem(t, err); one.Key != "nothing_to_erase" {
		t.Errorf("a second time: %+v", one)
	}
}

func TestErasingAPersonRemovesTheDocumentThatNamesThem(t *testing.T) {
	for body, kept := range map[string]bool{`{"text": "Kysy lisää: Liisa Kolmas"}`: false, `{"text": "LIISA KOLMAKSEN mukaan"}`: false, `{"text": "p. 040-123 4567"}`: false, `{"text": "Kielikahvila avattiin"}`: true} {
		c := open(t)
		p := named(t, c)
		if err := c.AddDocument(t.Context(), editor("vantaa"), p.ID, body); err != nil {
			t.Fatal(err)
		}
		if _, err := c.EraseContact(t.Context(), editor("vantaa"), p.ID); err != nil {
			t.Fatal(err)
		}
		_, err := c.Document(t.Context(), editor("vantaa"), p.ID)
		if is := err == nil; is != kept || err != nil && !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: kept %v, %v", body, is, err)
		}
	}
}

func TestAPersonInTextsIsShownToWhoErasesThemAndTakenOutOfComments(t *testing.T) {
	c, s := over(t)
	p := named(t, c)
	if _, err := c.AddComment(t.Context(), editor("vantaa"), p.ID, "", "Liisa Kolmaksen numero on +358 40 1234567, Liisa tietää."); err != nil {
		t.Fatal(err)
	}
	p.Summary.FI, p.Challenge.FI = "Liisa Kolmaksen ajatus.", "Soita 0401234567."
	p, err := c.Change(t.Context(), editor("vantaa"), *p)
	if err != nil {
		t.Fatal(err)
	}
	left := func(places []catalogue.Place) string {
		var all []string
		for _, p := range places {
			all = append(all, p.In+" "+strings.Join(p.Paths(), " "))
		}
		slices.Sort(all)
		return strings.Join(slices.Compact(all), ", ")
	}
	e, err := c.Erasable(t.Context(), editor("vantaa"), p.ID)
	const texts = "practice_saves challenge.fi summary.fi, practices challenge.fi summary.fi"
	if got := left(e.Left); err != nil || got != "practice_comments body, "+texts {
		t.Errorf("before: %s %v", got, err)
	}
	places, err := c.EraseContact(t.Context(), editor("vantaa"), p.ID)
	if got := left(places); err != nil || got != texts {
		t.Errorf("after: %s %v", got, err)
	}
	comments, err := c.Comments(t.Context(), editor("vantaa"), p.ID)
	if err != nil || comments[0].Text != "[…] numero on […], Liisa tietää." {
		t.Errorf("%+v %v", comments, err)
	}
	if tables := holding(t, s, "Kolmaksen"); tables != "practice_saves practices" {
		t.Error(tables)
	}
}

func TestWhoErasesIsNotToldWhatOthersHaveNotSaved(t *testing.T) {
	c := open(t)
	p := named(t, c)
	mine := *p
	p.Summary.FI, mine.Summary.FI = "Muiden teksti", "Liisa Kolmaksen salaisuus"
	if _, err := c.Save(t.Context(), editor("vantaa"), *p); err != nil {
		t.Fatal(err)
	}
	if saved, err := c.Save(t.Context(), writer("a"), mine); err != nil || len(saved.Conflicts) == 0 {
		t.Fatalf("%+v %v", saved, err)
	}
	e, err := c.Erasable(t.Context(), editor("vantaa"), p.ID)
	if err != nil || len(e.Left) != 1 || e.Left[0].In != "practice_pending" || len(e.Left[0].Fields) > 0 {
		t.Errorf("%+v %v", e.Left, err)
	}
}

func TestAPersonIsTakenOutOfAllTexts(t *testing.T) {
	c, s := over(t)
	p := named(t, c)
	p.Summary.FI, p.Related = "Liisa Kolmaksen \"ajatus\".", nil
	for range 2 {
		if _, err := c.Change(t.Context(), editor("vantaa"), *p); err != nil {
			t.Fatal(err)
		}
		published, err := c.PublishNoted(t.Context(), editor("vantaa"), p.ID, 0, "Liisa Kolmaksen korjaukset")
		if err != nil {
			t.Fatal(err)
		}
		*p = *published
		p.Summary.FI += " Lisää."
	}
	places, err := c.ErasePerson(t.Context(), editor("vantaa"), p.ID)
	if tables := holding(t, s, "Kolmaksen"); err != nil || len(places) > 0 || tables != "" {
		t.Errorf("%+v %v, stands in %s", places, err, tables)
	}
	old, err := c.PracticeVersion(t.Context(), editor("vantaa"), p.ID, 3)
	if err != nil || old.Summary.FI != "[…] \"ajatus\"." || old.Title != p.Title || old.Contact.Erased == "" {
		t.Errorf("%+v %v", old, err)
	}
}

func TestEditorsAndOperatorsErase(t *testing.T) {
	c := open(t)
	p := named(t, c)
	for _, actor := range []account.Actor{
		{}, member("contributor", "vantaa"), member("reviewer", "vantaa"), member("editor", "vaasa"), member("administrator", "vaasa"),
	} {
		if _, err := c.EraseContact(t.Context(), actor, p.ID); !errors.Is(err, account.ErrDenied) && !errors.Is(err, account.ErrUnknown) {
			t.Errorf("%+v: %v", actor, err)
		}
		if e, err := c.Erasable(t.Context(), actor, p.ID); err == nil || len(e.Persons) > 0 {
			t.Errorf("%+v sees %+v", actor, e)
		}
	}
	if _, err := c.EraseContact(t.Context(), account.Actor{User: "o", Operator: true}, p.ID); err != nil {
		t.Error(err)
	}
}

func TestABundleBringsNobodyBack(t *testing.T) {
	c, s := over(t)
	p := named(t, c)
	if _, err := c.Publish(t.Context(), editor("vantaa"), p.ID, 0); err != nil {
		t.Fatal(err)
	}
	old, err := c.PracticeVersion(t.Context(), account.Machine(), p.ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.EraseContact(t.Context(), editor("vantaa"), p.ID); err != nil {
		t.Fatal(err)
	}
	again := *old
	again.Summary.FI += " Vanha tiedosto."
	if _, err := c.Put(t.Context(), account.Machine(), &again); err != nil {
		t.Fatal(err)
	}
	if tables := holding(t, s, "maija@vantaa.fi"); tables != "" {
		t.Errorf("back in %s", tables)
	}
	// Somebody else is entered by hand; the old bundle still brings nobody.
	now, err := c.Draft(t.Context(), editor("vantaa"), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	now.Contact = catalogue.Contact{Name: "Uusi Henkilö", Public: true}
	if _, err := c.Change(t.Context(), editor("vantaa"), *now); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Publish(t.Context(), editor("vantaa"), p.ID, 0); err != nil {
		t.Fatal(err)
	}
	again = *old
	again.Summary.FI += " Taas."
	if _, err := c.Put(t.Context(), account.Machine(), &again); err != nil {
		t.Fatal(err)
	}
	shown, err := c.Practice(t.Context(), nobody, p.ID)
	if err != nil || shown.Contact.Name != "Uusi Henkilö" || holding(t, s, "maija@vantaa.fi") != "" {
		t.Errorf("%+v %v", shown.Contact, err)
	}
}

func TestABundleInWhichAPersonIsErasedErasesThem(t *testing.T) {
	c, s := over(t)
	p := named(t, c)
	if _, err := c.Publish(t.Context(), editor("vantaa"), p.ID, 0); err != nil {
		t.Fatal(err)
	}
	b, err := c.PracticeVersion(t.Context(), account.Machine(), p.ID, 3)
	if err != nil {
		t.Fatal(err)
	}
	b.Contact = catalogue.Contact{Erased: "2026-01-02"}
	if _, err := c.Put(t.Context(), account.Machine(), b); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"maija@vantaa.fi", "Matti Toinen", "Liisa Kolmas"} {
		if tables := holding(t, s, words); tables != "" {
			t.Errorf("%q stands in %s", words, tables)
		}
	}
}

func TestAFormOpenBeforeAContactWasErasedDoesNotBringThemBack(t *testing.T) {
	c, s := over(t)
	p := named(t, c)
	open := *p
	open.Contact.Name, open.Goals.FI = "Maija Ensimmäinen", "typed on"
	if _, err := c.EraseContact(t.Context(), editor("vantaa"), p.ID); err != nil {
		t.Fatal(err)
	}
	saved, err := c.Save(t.Context(), writer("a"), open)
	if err != nil || !saved.Merged || saved.Practice.Contact.Erased == "" || holding(t, s, "Maija Ensimm") != "" {
		t.Errorf("%+v %v", saved, err)
	}
	next := *saved.Practice
	next.Contact.Name = "Uusi Henkilö"
	if saved, err = c.Save(t.Context(), writer("a"), next); err != nil || saved.Practice.Contact.Erased != "" {
		t.Errorf("%+v %v", saved, err)
	}
}

// Whoever writes down another contact after an erasure has written them down,
// whoever else saves meanwhile; and a form from before brings nobody back then.
func TestAContactWrittenDownAfterAnErasureStays(t *testing.T) {
	c := open(t)
	p := practice()
	p.Contact = catalogue.Contact{Name: "Liisa Virtanen"}
	old, err := c.Add(t.Context(), editor("vantaa"), p)
	if err == nil {
		_, err = c.EraseContact(t.Context(), editor("vantaa"), old.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	opened, err := c.Draft(t.Context(), editor("vantaa"), old.ID)
	if err != nil {
		t.Fatal(err)
	}
	other := *opened
	other.Summary.FI = "Toinen tallensi."
	if _, err := c.Save(t.Context(), writer("Aino"), other); err != nil {
		t.Fatal(err)
	}
	opened.Contact = catalogue.Contact{Name: "Bo Ek"}
	saved, err := c.Save(t.Context(), writer("Veikko"), *opened)
	if err != nil || saved.Practice.Contact.Name != "Bo Ek" || len(saved.Conflicts) > 0 {
		t.Errorf("%v, %+v", err, saved)
	}
	old.Goals.FI = "Jos tavataan, tutustutaan."
	if saved, err = c.Save(t.Context(), writer("Aino"), *old); err != nil || saved.Practice.Contact.Name != "Bo Ek" {
		t.Errorf("%v, %+v", err, saved)
	}
}

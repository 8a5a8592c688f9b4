package catalogue_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
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
		rows, err := tx.Query(ctx, `select name from sqlite_master where type = 'table'`)
		if err != nil {
			return err
		}
		var tables []string
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return err
			}
			tables = append(tables, name)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return err
		}
		for _, table := range tables {
			text, err := whole(ctx, tx, table)
			if err != nil {
				return err
			}
			if strings.Contains(text, words) {
				found = append(found, table)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(found, " ")
}

func whole(ctx context.Context, tx *store.Tx, table string) (string, error) {
	rows, err := tx.Query(ctx, `select * from `+table)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return "", err
	}
	var all strings.Builder
	for rows.Next() {
		values := make([]sql.NullString, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return "", err
		}
		for _, v := range values {
			all.WriteString(v.String + "\n")
		}
	}
	return all.String(), rows.Err()
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
	if err := c.EraseContact(t.Context(), editor("vantaa"), p.ID); err != nil {
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
	if one := problem(t, c.EraseContact(t.Context(), editor("vantaa"), p.ID)); one.Key != "nothing_to_erase" {
		t.Errorf("a second time: %+v", one)
	}
}

func TestErasingAPersonRemovesTheDocumentThatNamesThem(t *testing.T) {
	for body, kept := range map[string]bool{`{"text": "Kysy lisää: Liisa Kolmas"}`: false, `{"text": "Kielikahvila avattiin"}`: true} {
		c := open(t)
		p := named(t, c)
		if err := c.AddDocument(t.Context(), editor("vantaa"), p.ID, body); err != nil {
			t.Fatal(err)
		}
		if err := c.EraseContact(t.Context(), editor("vantaa"), p.ID); err != nil {
			t.Fatal(err)
		}
		_, err := c.Document(t.Context(), editor("vantaa"), p.ID)
		if is := err == nil; is != kept || err != nil && !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: kept %v, %v", body, is, err)
		}
	}
}

func TestEditorsAndOperatorsErase(t *testing.T) {
	c := open(t)
	p := named(t, c)
	for _, actor := range []account.Actor{
		{}, member("contributor", "vantaa"), member("reviewer", "vantaa"), member("editor", "vaasa"), member("administrator", "vaasa"),
	} {
		if err := c.EraseContact(t.Context(), actor, p.ID); !errors.Is(err, account.ErrDenied) && !errors.Is(err, account.ErrUnknown) {
			t.Errorf("%+v: %v", actor, err)
		}
		if e, err := c.Erasable(t.Context(), actor, p.ID); err == nil || len(e.Persons) > 0 {
			t.Errorf("%+v sees %+v", actor, e)
		}
	}
	if err := c.EraseContact(t.Context(), account.Actor{User: "o", Operator: true}, p.ID); err != nil {
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
	if err := c.EraseContact(t.Context(), editor("vantaa"), p.ID); err != nil {
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

func TestAPersonIsFoundWhereverTheyAreNamed(t *testing.T) {
	c, s := over(t)
	p := named(t, c)
	operator := account.Actor{User: "o", Operator: true}
	for words, places := range map[string]int{"MAIJA@vantaa.fi": 1, "toinen": 1, "040 1234567": 2, "kielikahvila": 3, "nobody@vantaa.fi": 0, " ": 0} {
		list, err := c.Mentions(t.Context(), operator, words)
		found := 0
		for _, m := range list {
			found += len(m.Places)
			if m.ID != p.ID {
				t.Errorf("%q is in %s", words, m.ID)
			}
		}
		if err != nil || found != places {
			t.Errorf("%q: %+v %v", words, list, err)
		}
	}
	exec(t, s, `insert into practice_documents (practice, body, added_at) values ('`+p.ID+`', '{"text": "Haastattelussa Seppo Asiakas kertoi."}', '')`)
	if list, err := c.Mentions(t.Context(), operator, "seppo asiakas"); err != nil || len(list) != 1 || list[0].Places[0].Fields["document.text"] == "" {
		t.Errorf("in a document: %+v %v", list, err)
	}
	list, err := c.Mentions(t.Context(), operator, "maija@")
	if err != nil || len(list) != 1 || list[0].Places[0].Version != 1 || list[0].Places[0].Fields["contact.email"] != "maija@vantaa.fi" || list[0].Title != (i18n.Text{FI: "Äitien kielikahvila"}) {
		t.Errorf("%+v %v", list, err)
	}
	if _, err := c.Mentions(t.Context(), member("administrator", "vantaa"), "maija"); !errors.Is(err, account.ErrDenied) {
		t.Errorf("an administrator looked through all: %v", err)
	}
}

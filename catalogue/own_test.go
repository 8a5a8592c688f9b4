package catalogue_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/store"
)

// A column that says who somebody is by id or address is in the person's own
// data, or in what accounts tell in full.
func TestEveryColumnThatSaysWhoSomebodyIsIsInTheirData(t *testing.T) {
	_, s := over(t)
	inFull := []string{"users", "memberships", "sessions", "identities", "trail", "searches", "recent_searches"}
	known := 0
	err := s.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		tables, err := tx.Tables(ctx)
		if err != nil {
			return err
		}
		for _, table := range tables {
			columns, err := columnsOf(ctx, tx, table)
			if err != nil {
				return err
			}
			for column := range columns {
				isName := table == "practice_versions" && column == "published_by"
				who := column == "email" || strings.HasSuffix(column, "_by") || column == "user_id" || strings.HasSuffix(column, "_user")
				if !who || isName || slices.Contains(inFull, table) {
					continue
				}
				known++
				if !slices.Contains(catalogue.NamesWho()[table], column) {
					t.Errorf("%s.%s is in nobody's own data", table, column)
				}
			}
		}
		return nil
	})
	if err != nil || known < 10 {
		t.Error(known, err)
	}
}

// Own data has what somebody sent from their address, however they wrote it, and
// of what others did to the same thing it does not say who they are.
func TestOwnDataIsOnesOwn(t *testing.T) {
	c, s := over(t)
	accounts := account.New(s)
	add := func(email string) account.User {
		u, err := accounts.AddUser(t.Context(), account.Machine(), account.User{Email: email, Name: email, Language: "fi"}, account.Membership{Organisation: "vantaa", Role: "editor"})
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	anna, asa := add("anna@vantaa.fi"), add("ånna@vantaa.fi")
	for _, email := range []string{" Anna@Vantaa.FI", "ånna@vantaa.fi", ""} {
		if _, err := accounts.AddFeedback(t.Context(), "10.0.0.1", account.Feedback{Kind: "general", Text: "Hei", Email: email}); err != nil {
			t.Fatal(err)
		}
	}
	as := func(u account.User) account.Actor {
		return account.Actor{User: u.ID, Name: u.Name, Organisation: "vantaa", Role: "editor"}
	}
	p, err := c.Add(t.Context(), as(asa), practice())
	if err != nil {
		t.Fatal(err)
	}
	p.Summary.FI = "Toinen."
	if _, err := c.Save(t.Context(), as(anna), *p); err != nil {
		t.Fatal(err)
	}
	own, err := c.Own(t.Context(), as(anna))
	if err != nil || len(own["feedback"]) != 1 || len(own["practices"]) != 1 {
		t.Fatalf("%v, %+v", err, own)
	}
	if row := own["practices"][0]; row["changed_by"] != anna.ID || row["added_by"] != nil {
		t.Errorf("%+v", row)
	}
}

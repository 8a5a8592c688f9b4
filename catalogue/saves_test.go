package catalogue_test

import (
	"context"
	"fmt"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

func writer(name string) account.Actor {
	return account.Actor{User: name, Name: name, Organisation: "vantaa", Role: "contributor"}
}

func TestASaveOnAnOlderRevisionIsMerged(t *testing.T) {
	c := open(t)
	p, err := c.Add(t.Context(), writer("a"), catalogue.Practice{Organisation: "vantaa", Title: i18n.Text{FI: "K"}})
	if err != nil {
		t.Fatal(err)
	}
	mine, theirs := *p, *p
	mine.Goals.FI, theirs.Challenge.FI = "mine", "theirs"
	if _, err := c.Save(t.Context(), writer("b"), theirs); err != nil {
		t.Fatal(err)
	}
	saved, err := c.Save(t.Context(), writer("a"), mine)
	if err != nil || len(saved.Conflicts) > 0 || fmt.Sprint(saved.Others) != "[b]" {
		t.Fatal(saved, err)
	}
	if now := saved.Practice; now.Goals.FI != "mine" || now.Challenge.FI != "theirs" || now.Revision != 3 {
		t.Errorf("%+v", now)
	}
	same, err := c.Save(t.Context(), writer("a"), *saved.Practice)
	if err != nil || same.Practice.Revision != 3 {
		t.Errorf("a save that changes nothing makes revision %d, %v", same.Practice.Revision, err)
	}
}

func TestWhatBothChangedWaitsForItsWriter(t *testing.T) {
	c := open(t)
	p, err := c.Add(t.Context(), writer("a"), catalogue.Practice{Organisation: "vantaa", Title: i18n.Text{FI: "K"}})
	if err != nil {
		t.Fatal(err)
	}
	mine, theirs := *p, *p
	mine.Goals.FI, mine.Challenge.FI, theirs.Goals.FI = "mine", "mine, too", "theirs"
	if _, err := c.Save(t.Context(), writer("b"), theirs); err != nil {
		t.Fatal(err)
	}
	saved, err := c.Save(t.Context(), writer("a"), mine)
	if err != nil || len(saved.Conflicts) != 1 || saved.Conflicts[0].Path != "goals.fi" || saved.Practice.Goals.FI != "theirs" {
		t.Fatal(saved, err)
	}
	if _, err := c.Pending(t.Context(), writer("b"), p.ID); err == nil {
		t.Error("what waits for one is shown to another")
	}
	pending, err := c.Pending(t.Context(), writer("a"), p.ID)
	if err != nil || len(pending.Conflicts) != 1 || pending.Conflicts[0].Mine != "mine" {
		t.Fatal(pending, err)
	}
	now, err := c.Settle(t.Context(), writer("a"), p.ID, pending.Practice.Revision, func(one catalogue.Conflict) any { return one.Mine })
	if err != nil || now.Goals.FI != "mine" || now.Challenge.FI != "mine, too" {
		t.Errorf("%+v %v", now, err)
	}
	if _, err := c.Pending(t.Context(), writer("a"), p.ID); err == nil {
		t.Error("it waits still")
	}
}

// Of a draft that is saved every other second for hours, few saves are kept, and
// one that starts from any of them still meets no false agreement.
func TestFewSavesOfALongDayAreKept(t *testing.T) {
	c, s := over(t)
	p, err := c.Add(t.Context(), writer("a"), catalogue.Practice{Organisation: "vantaa", Title: i18n.Text{FI: "K"}})
	if err != nil {
		t.Fatal(err)
	}
	early := *p
	for i := range 700 {
		p.Goals.FI = fmt.Sprint("save ", i)
		saved, err := c.Save(t.Context(), writer("b"), *p)
		if err != nil {
			t.Fatal(err)
		}
		p = saved.Practice
	}
	n := 0
	err = s.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return tx.Row(ctx, `select count(*) from practice_saves`, nil, &n)
	})
	if err != nil || n < 60 || n > 200 {
		t.Errorf("%d saves are kept", n)
	}
	early.Goals.FI = "mine"
	saved, err := c.Save(t.Context(), writer("a"), early)
	if err != nil || len(saved.Conflicts) != 1 {
		t.Errorf("%+v %v", saved, err)
	}
	early.Goals.FI, early.Challenge.FI = "", "only mine"
	saved, err = c.Save(t.Context(), writer("a"), early)
	if err != nil || len(saved.Conflicts) > 0 && saved.Conflicts[0].Path != "goals" {
		t.Errorf("%+v %v", saved, err)
	}
}

func TestAFormOpenBeforeAContactWasErasedDoesNotBringThemBack(t *testing.T) {
	c, s := over(t)
	p := named(t, c)
	open := *p
	open.Contact.Name, open.Goals.FI = "Maija Ensimmäinen", "typed on"
	if err := c.EraseContact(t.Context(), editor("vantaa"), p.ID); err != nil {
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

func TestAnIdOfARowIsNeverGivenOutTwice(t *testing.T) {
	c := open(t)
	p, err := c.Add(t.Context(), writer("a"), catalogue.Practice{Organisation: "vantaa", Title: i18n.Text{FI: "K"}, Results: []catalogue.Result{{ID: "r7"}, {ID: "x"}}})
	if err != nil {
		t.Fatal(err)
	}
	p.Results = nil
	first, err := c.NewRow(t.Context(), writer("a"), p.ID, "results")
	if err != nil || first != "r8" {
		t.Error(first, err)
	}
	if _, err := c.Save(t.Context(), writer("a"), *p); err != nil {
		t.Fatal(err)
	}
	for list, want := range map[string]string{"results": "r9", "sources": "s1", "partners": ""} {
		if id, err := c.NewRow(t.Context(), writer("b"), p.ID, list); err != nil || id != want {
			t.Errorf("%s: %q %v", list, id, err)
		}
	}
	if _, err := c.NewRow(t.Context(), account.Actor{User: "z", Organisation: "vaasa", Role: "editor"}, p.ID, "results"); err == nil {
		t.Error("whoever may not write gets an id")
	}
}

func TestAMachineTextThatAPersonChangesIsTheirs(t *testing.T) {
	c := open(t)
	p, err := c.Add(t.Context(), writer("a"), catalogue.Practice{
		Organisation: "vantaa", Title: i18n.Text{FI: "K", SV: "Maskin"}, Summary: i18n.Text{FI: "T", SV: "Maskin också"}, OriginalLanguage: i18n.Finnish,
		Machine: []string{"title.sv", "summary.sv"},
	})
	if err != nil {
		t.Fatal(err)
	}
	p.Title.SV = "En människa"
	saved, err := c.Save(t.Context(), writer("a"), *p)
	if err != nil || fmt.Sprint(saved.Practice.Machine) != "[summary.sv]" {
		t.Errorf("marked are %v, %v", saved, err)
	}
}

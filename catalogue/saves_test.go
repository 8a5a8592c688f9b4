package catalogue_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

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

// A draft that is saved every other second keeps all saves for a day, and few
// after it. A form that starts from a save that is gone meets no false
// agreement.
func TestSavesAreKeptForADayAndFewOfThemLonger(t *testing.T) {
	c, s := over(t)
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	c.Now = func() time.Time { return now }
	p, err := c.Add(t.Context(), writer("a"), catalogue.Practice{Organisation: "vantaa", Title: i18n.Text{FI: "K"}})
	if err != nil {
		t.Fatal(err)
	}
	early := *p
	write := func(times int) (kept int) {
		for i := range times {
			p.Goals.FI = fmt.Sprint("save ", now, i)
			saved, err := c.Save(t.Context(), writer("b"), *p)
			if err != nil {
				t.Fatal(err)
			}
			p = saved.Practice
		}
		err := s.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Row(ctx, `select count(*) from practice_saves`, nil, &kept)
		})
		if err != nil {
			t.Fatal(err)
		}
		return kept
	}
	if n := write(300); n != 301 {
		t.Errorf("%d saves are kept on the same day", n)
	}
	now = now.AddDate(0, 0, 2)
	if n := write(1); n > 40 {
		t.Errorf("%d saves are kept two days later", n)
	}
	draft, err := c.DraftAt(t.Context(), writer("a"), p.ID, 3)
	if err != nil || draft.Title.FI != "K" || draft.OriginalLanguage != "fi" || draft.Revision != 3 {
		t.Errorf("a revision that is not kept: %+v %v", draft, err)
	}
	early.Goals.FI = "mine"
	saved, err := c.Save(t.Context(), writer("a"), early)
	if err != nil || len(saved.Conflicts) != 1 {
		t.Errorf("%+v %v", saved, err)
	}
}

// Without its base nobody can tell who changed what: nothing is set back, and
// nothing that was taken out comes back, without a question.
func TestWithoutItsBaseWhateverDiffersIsAskedAbout(t *testing.T) {
	c, s := over(t)
	p, err := c.Add(t.Context(), writer("a"), catalogue.Practice{
		Organisation: "vantaa", Title: i18n.Text{FI: "K"}, Summary: i18n.Text{FI: "vanha"}, Challenge: i18n.Text{FI: "pois"}, Lessons: []catalogue.Lesson{{Text: i18n.Text{FI: "oppi"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	save := func(who string, p catalogue.Practice, change func(*catalogue.Practice)) *catalogue.Saved {
		t.Helper()
		change(&p)
		saved, err := c.Save(t.Context(), writer(who), p)
		if err != nil {
			t.Fatal(err)
		}
		return saved
	}
	open := *save("a", *p, func(p *catalogue.Practice) { p.Summary.FI = "uusi" }).Practice
	save("a", open, func(p *catalogue.Practice) { p.Summary.FI, p.Challenge.FI, p.Lessons = "vanha", "", nil })
	exec(t, s, fmt.Sprint(`delete from practice_saves where revision = `, open.Revision))
	saved := save("b", open, func(p *catalogue.Practice) { p.Goals.FI = "tavoite" })
	var paths []string
	for _, one := range saved.Conflicts {
		paths = append(paths, one.Path)
	}
	if fmt.Sprint(paths) != "[challenge.fi goals.fi lessons[mine-0] summary.fi]" || saved.Practice.Summary.FI != "vanha" {
		t.Errorf("%q is asked about, %+v", paths, saved.Practice)
	}
	pending, err := c.Pending(t.Context(), writer("b"), p.ID)
	if err != nil || len(pending.Conflicts) != 4 {
		t.Fatal(pending, err)
	}
	now, err := c.Draft(t.Context(), writer("b"), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	save("a", *now, func(p *catalogue.Practice) { p.Area.FI = "alue" })
	exec(t, s, fmt.Sprint(`delete from practice_saves where revision = `, now.Revision))
	save("b", *now, func(p *catalogue.Practice) { p.Area.FI = "toinen alue" })
	if pending, err = c.Pending(t.Context(), writer("b"), p.ID); err != nil || len(pending.Conflicts) != 5 {
		t.Errorf("what waited and what now waits: %+v %v", pending, err)
	}
	last, err := c.Settle(t.Context(), writer("b"), p.ID, pending.Practice.Revision, func(one catalogue.Conflict) any {
		if one.Path == "goals.fi" {
			return one.Mine
		}
		return one.Theirs
	})
	if err != nil || last.Goals.FI != "tavoite" || last.Summary.FI != "vanha" || last.Area.FI != "alue" || len(last.Lessons) != 0 {
		t.Errorf("%+v %v", last, err)
	}
}

// Every text that stood has been kept, however it came and went: also one that
// stood long and was replaced just now.
func TestAFormHasItsBaseWhateverReplacedTheText(t *testing.T) {
	chief := editor("vantaa")
	for name, replace := range map[string]func(*catalogue.Catalogue, *catalogue.Practice) error{
		"restored": func(c *catalogue.Catalogue, p *catalogue.Practice) error {
			return second(c.Restore(t.Context(), chief, p.ID, 1, p.Revision))
		},
		"imported": func(c *catalogue.Catalogue, p *catalogue.Practice) error {
			next := *p
			next.Summary.FI = "alku"
			return second(c.Put(t.Context(), chief, &next))
		},
		"deleted": func(c *catalogue.Catalogue, p *catalogue.Practice) error {
			return c.DeleteDraft(t.Context(), chief, p.ID, 0)
		},
		"archived": func(c *catalogue.Catalogue, p *catalogue.Practice) error {
			return errors.Join(second(c.Archive(t.Context(), chief, p.ID, 0)), second(c.Reopen(t.Context(), chief, p.ID, 0)), second(c.Restore(t.Context(), chief, p.ID, 1, p.Revision+3)))
		},
		"submitted and replaced": func(c *catalogue.Catalogue, p *catalogue.Practice) error {
			return errors.Join(second(c.Submit(t.Context(), chief, p.ID, 0)), second(c.Withdraw(t.Context(), chief, p.ID, 0)), second(c.Restore(t.Context(), chief, p.ID, 1, p.Revision+2)))
		},
		"replaced days later": func(c *catalogue.Catalogue, p *catalogue.Practice) error {
			later := time.Now().AddDate(0, 0, 3)
			c.Now = func() time.Time { return later }
			next := *p
			next.Summary.FI = "alku"
			return second(c.Change(t.Context(), chief, next))
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := open(t)
			first := practice()
			first.Summary.FI = "alku"
			p, err := c.Add(t.Context(), chief, first)
			for version, summary := range []string{"alku", "toinen"} {
				if err == nil {
					p.Summary.FI = summary
					if p, err = c.Change(t.Context(), chief, *p); err == nil && version == 0 {
						p, err = c.Publish(t.Context(), chief, p.ID, 0)
					}
				}
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := replace(c, p); err != nil {
				t.Fatal(err)
			}
			p.Goals.FI = "tavoite"
			saved, err := c.Save(t.Context(), writer("x"), *p)
			if err != nil || len(saved.Conflicts) > 0 || saved.Practice.Summary.FI != "alku" || saved.Practice.Goals.FI != "tavoite" {
				t.Errorf("%+v %v", saved, err)
			}
		})
	}
}

func TestWhatWaitsAlreadyGoesOnWaiting(t *testing.T) {
	c := open(t)
	p, err := c.Add(t.Context(), writer("a"), catalogue.Practice{Organisation: "vantaa", Title: i18n.Text{FI: "K"}})
	if err != nil {
		t.Fatal(err)
	}
	clash := func(p catalogue.Practice, change func(*catalogue.Practice, string)) {
		t.Helper()
		mine, theirs := p, p
		change(&mine, "mine")
		change(&theirs, "theirs")
		if _, err := c.Save(t.Context(), writer("b"), theirs); err != nil {
			t.Fatal(err)
		}
		if saved, err := c.Save(t.Context(), writer("a"), mine); err != nil || len(saved.Conflicts) != 1 {
			t.Fatal(saved, err)
		}
	}
	clash(*p, func(p *catalogue.Practice, s string) { p.Goals.FI = s })
	now, err := c.Draft(t.Context(), writer("a"), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	clash(*now, func(p *catalogue.Practice, s string) { p.Challenge.FI = s })
	pending, err := c.Pending(t.Context(), writer("a"), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]any{}
	for _, one := range pending.Conflicts {
		got[one.Path] = one.Mine
	}
	if len(got) != 2 || got["goals.fi"] != "mine" || got["challenge.fi"] != "mine" {
		t.Errorf("%v waits", got)
	}
}

func TestWritingTakesNothingOutOfTheArchive(t *testing.T) {
	c := open(t)
	p, err := c.Add(t.Context(), editor("vantaa"), practice())
	if err == nil {
		p, err = c.Publish(t.Context(), editor("vantaa"), p.ID, 0)
	}
	if err == nil {
		p, err = c.Archive(t.Context(), editor("vantaa"), p.ID, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	p.Goals.FI = "muutos"
	saved, err := c.Save(t.Context(), writer("w"), *p)
	if err != nil || saved.Practice.State != "archived" {
		t.Fatalf("%+v %v", saved, err)
	}
	if p, err = c.Change(t.Context(), writer("w"), *saved.Practice); err != nil || p.State != "archived" {
		t.Errorf("%+v %v", p, err)
	}
	if p, err = c.Reopen(t.Context(), editor("vantaa"), p.ID, 0); err != nil || p.State != "draft" || p.Goals.FI != "muutos" {
		t.Errorf("%+v %v", p, err)
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

func TestAFormOpenedAfterADraftWasGivenUpDoesNotUndoWhatIsRestored(t *testing.T) {
	c, chief := open(t), editor("vantaa")
	first := practice()
	first.Summary.FI = "alku"
	p, err := c.Add(t.Context(), chief, first)
	for _, summary := range []string{"alku", "toinen"} {
		if err == nil {
			p.Summary.FI = summary
			if p, err = c.Change(t.Context(), chief, *p); err == nil {
				p, err = c.Publish(t.Context(), chief, p.ID, 0)
			}
		}
	}
	if err == nil {
		p.Summary.FI = "alku"
		p, err = c.Change(t.Context(), chief, *p)
	}
	if err == nil {
		err = c.DeleteDraft(t.Context(), chief, p.ID, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	form, err := c.Draft(t.Context(), writer("x"), p.ID)
	if err == nil {
		_, err = c.Restore(t.Context(), writer("y"), p.ID, 1, form.Revision)
	}
	if err != nil {
		t.Fatal(err)
	}
	form.Goals.FI = "tavoite"
	saved, err := c.Save(t.Context(), writer("x"), *form)
	if err != nil || len(saved.Conflicts) > 0 || saved.Practice.Summary.FI != "alku" || fmt.Sprint(saved.Others) != "[y]" {
		t.Errorf("%+v %v", saved, err)
	}
}

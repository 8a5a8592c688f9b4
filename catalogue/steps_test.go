package catalogue_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
	"tiekartta/store/storetest"
)

// over is a catalogue and the store beneath it.
func over(t *testing.T) (*catalogue.Catalogue, *store.Store) {
	t.Helper()
	s := storetest.Open(t)
	c, err := catalogue.New(s, account.New(s))
	if err != nil {
		t.Fatal(err)
	}
	o := account.Organisation{ID: "vantaa", Name: i18n.Text{FI: "Vantaa"}, Type: "municipality", Municipality: "092"}
	if err := c.PutOrganisation(t.Context(), account.Machine(), o); err != nil {
		t.Fatal(err)
	}
	return c, s
}

func exec(t *testing.T, s *store.Store, query string) {
	t.Helper()
	err := s.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheTrailTellsEveryStepAndSavesInARowOnce(t *testing.T) {
	c, s := over(t)
	ctx, writer, chief := t.Context(), member("contributor", "vantaa"), member("editor", "vantaa")
	p := begun(t, c)
	for _, summary := range []string{"a", "b", "c"} {
		p.Summary.FI = summary
		var err error
		if p, err = c.Change(ctx, writer, *p); err != nil {
			t.Fatal(err)
		}
	}
	p.Summary.FI = "d"
	for _, err := range []error{
		second(c.Change(ctx, chief, *p)), second(c.Submit(ctx, writer, p.ID, 0)), second(c.Withdraw(ctx, writer, p.ID, 0)),
		second(c.Submit(ctx, writer, p.ID, 0)), second(c.Return(ctx, chief, p.ID, 0, []catalogue.Comment{{Text: "?"}})),
		second(c.Publish(ctx, chief, p.ID, 0)), second(c.Restore(ctx, writer, p.ID, 1, 0)), c.DeleteDraft(ctx, writer, p.ID, 0),
		second(c.Archive(ctx, chief, p.ID, 0)), second(c.Reopen(ctx, chief, p.ID, 0)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var told []string
	err := s.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, `select act, user_id, organisation from trail where noun = 'practice' and id = $1 order by position`, p.ID)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var act, user, organisation string
			if err := rows.Scan(&act, &user, &organisation); err != nil {
				return err
			}
			told = append(told, act+" "+strings.TrimPrefix(user, "u-")+" "+organisation)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `add contributor vantaa, change contributor vantaa, change editor vantaa, submit contributor vantaa, withdraw contributor vantaa, submit contributor vantaa, ` +
		`return editor vantaa, publish_open editor vantaa, restore contributor vantaa, delete_draft contributor vantaa, ` +
		`archive editor vantaa, reopen editor vantaa`
	if got := strings.Join(told, ", "); got != want {
		t.Errorf("the trail tells\n%s\nwant\n%s", got, want)
	}
}

// A step whose last part fails leaves nothing: the trail is what is written
// last, so it is made to fail here.
func TestAStepIsTakenWholeOrNotAtAll(t *testing.T) {
	for name, step := range map[string]func(c *catalogue.Catalogue, id string) error{
		"submit": func(c *catalogue.Catalogue, id string) error {
			return second(c.Submit(t.Context(), member("editor", "vantaa"), id, 0))
		},
		"return": func(c *catalogue.Catalogue, id string) error {
			return second(c.Return(t.Context(), member("editor", "vantaa"), id, 0, []catalogue.Comment{{Text: "?"}}))
		},
		"publish": func(c *catalogue.Catalogue, id string) error {
			return second(c.Publish(t.Context(), member("editor", "vantaa"), id, 0))
		},
	} {
		c, s := over(t)
		p := begun(t, c)
		if name != "submit" {
			if _, err := c.Submit(t.Context(), member("editor", "vantaa"), p.ID, 0); err != nil {
				t.Fatal(err)
			}
		}
		before, err := c.WorkOn(t.Context(), account.Machine(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		newest, _ := s.Newest(t.Context())
		exec(t, s, `alter table trail rename to elsewhere`)
		if err := step(c, p.ID); err == nil {
			t.Fatalf("%s: went well without its trail", name)
		}
		after, err := c.WorkOn(t.Context(), account.Machine(), p.ID)
		if err != nil || after.Practice.State != before.Practice.State || after.Practice.Revision != before.Practice.Revision || after.Comments != 0 || after.Practice.Version != 0 {
			t.Errorf("%s: left %+v %v", name, after, err)
		}
		if now, _ := s.Newest(t.Context()); now != newest {
			t.Errorf("%s: the feed tells of what was not done", name)
		}
	}
}

// A draft that was never published can be deleted; whatever is kept about it
// has to go with it.
func TestWhatIsKeptAboutADraftGoesWithIt(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "store", "schema", "*", "*.sql"))
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	pointing := regexp.MustCompile(`references practices \(id\)( on delete cascade)?`)
	found := 0
	for _, file := range files {
		if strings.HasSuffix(file, "0001_start.sql") {
			continue // versions, of which such a draft has none
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range pointing.FindAllSubmatch(text, -1) {
			if found++; len(m[1]) == 0 {
				t.Errorf("%s points to practices without “on delete cascade”: deleting a draft would fail", filepath.Base(file))
			}
		}
	}
	if found == 0 {
		t.Error("nothing points to practices")
	}
}

func TestWhoIsGoneIsNamedNowhere(t *testing.T) {
	c, s := over(t)
	ctx, writer, chief := t.Context(), member("contributor", "vantaa"), member("editor", "vantaa")
	p := begun(t, c)
	for _, err := range []error{
		second(c.Submit(ctx, writer, p.ID, 0)), second(c.AddComment(ctx, chief, p.ID, "title", "?")), second(c.Publish(ctx, chief, p.ID, 0)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, user := range []string{"u-contributor", "u-editor"} {
		err := s.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Exec(ctx, `insert into users (id, email, name, language, created_at) values ($1, $1, $1, 'fi', '')`, user)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.DeleteUser(ctx, account.Machine(), user); err != nil {
			t.Fatal(err)
		}
	}
	w, err := c.WorkOn(ctx, account.Machine(), p.ID)
	if err != nil || w.Changed.By != "" || w.Submitted.By != "" || w.Submitted.At.IsZero() {
		t.Errorf("%+v %v", w, err)
	}
	if comments, err := c.Comments(ctx, account.Machine(), p.ID); err != nil || comments[0].By != "" || comments[0].Text != "?" {
		t.Errorf("%+v %v", comments, err)
	}
	if versions, err := c.Versions(ctx, account.Machine(), p.ID); err != nil || versions[0].By != "" {
		t.Errorf("%+v %v", versions, err)
	}
}

package catalogue_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

func member(role, organisation string) account.Actor {
	return account.Actor{User: "u-" + role, Name: role, Organisation: organisation, Role: role}
}

// begun is a draft by a contributor that has all that a publication demands.
func begun(t *testing.T, c *catalogue.Catalogue) *catalogue.Practice {
	t.Helper()
	p, err := c.Add(t.Context(), member("contributor", "vantaa"), practice())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// problem is the only problem of an error.
func problem(t *testing.T, err error) i18n.Problem {
	t.Helper()
	var problems i18n.Problems
	if !errors.As(err, &problems) || len(problems) != 1 {
		t.Fatalf("want one problem, got %v", err)
	}
	return problems[0]
}

func TestADraftIsSubmittedReturnedSubmittedAgainAndPublished(t *testing.T) {
	c, ctx := open(t), t.Context()
	writer, chief := member("contributor", "vantaa"), member("editor", "vantaa")
	p := begun(t, c)
	p, err := c.Submit(ctx, writer, p.ID, p.Revision)
	if err != nil || p.State != "in_review" || p.Revision != 2 {
		t.Fatalf("submitted: %+v %v", p, err)
	}
	if got := problem(t, second(c.Submit(ctx, writer, p.ID, 0))).Key; got != "already_submitted" {
		t.Error(got)
	}
	p.Summary.FI = "Kahvila kirjastossa torstaisin."
	if p, err = c.Change(ctx, writer, *p); err != nil || p.State != "in_review" {
		t.Fatalf("changed while it is looked at: %v %v", p, err)
	}
	said := []catalogue.Comment{{Text: "Hyvä alku."}, {Path: "summary", Text: "Kenelle?"}}
	if _, err := c.Return(ctx, chief, p.ID, p.Revision-1, said); !errors.Is(err, store.ErrConflict) {
		t.Errorf("returned what has changed meanwhile: %v", err)
	}
	if p, err = c.Return(ctx, chief, p.ID, p.Revision, said); err != nil || p.State != "draft" {
		t.Fatalf("returned: %v %v", p, err)
	}
	w, err := c.WorkOn(ctx, writer, p.ID)
	if err != nil || !w.Returned || w.Comments != 2 || w.Submitted.By != "contributor" || w.Changed.By != "contributor" {
		t.Errorf("returned: %+v %v", w, err)
	}
	if p, err = c.Submit(ctx, writer, p.ID, 0); err != nil {
		t.Fatal(err)
	}
	if comments, err := c.Comments(ctx, writer, p.ID); err != nil || len(comments) != 2 || comments[1].Path != "summary" || comments[1].Resolved || comments[1].By != "editor" {
		t.Errorf("submitting again leaves %+v %v", comments, err)
	}
	if p, err = c.PublishNoted(ctx, chief, p.ID, p.Revision, "Ensimmäinen"); err != nil || p.State != "published" || p.Version != 1 {
		t.Fatalf("published: %v %v", p, err)
	}
	versions, err := c.Versions(ctx, nobody, p.ID)
	if err != nil || len(versions) != 1 || versions[0].Note != "Ensimmäinen" {
		t.Errorf("%+v %v", versions, err)
	}
	if w, err := c.WorkOn(ctx, writer, p.ID); err != nil || w.Comments != 2 || w.Returned || w.Draft || !w.Listed {
		t.Errorf("after publication: %+v %v", w, err)
	}
}

func second[A any](_ A, err error) error { return err }

func TestSubmittingDemandsWhatPublishingDemands(t *testing.T) {
	c, ctx := open(t), t.Context()
	p, err := c.Add(ctx, member("contributor", "vantaa"), catalogue.Practice{Title: i18n.Text{FI: "Kahvila"}})
	if err != nil {
		t.Fatal(err)
	}
	var problems i18n.Problems
	if _, err := c.Submit(ctx, member("contributor", "vantaa"), p.ID, 0); !errors.As(err, &problems) || len(problems) != 2 || problems[1].Path != "summary.fi" {
		t.Errorf("%v", err)
	}
	if w, err := c.WorkOn(ctx, member("reader", "vantaa"), p.ID); err != nil || w.Practice.State != "draft" || w.Practice.Revision != 1 || !w.Submitted.At.IsZero() {
		t.Errorf("a refused submission leaves %+v %v", w, err)
	}
}

// Who may take which step: each is refused to all others, before the input is
// looked at, and as if there were nothing to those who may not read drafts.
func TestStepsAreForThoseWithTheRight(t *testing.T) {
	steps := map[string]struct {
		may string
		try func(c *catalogue.Catalogue, actor account.Actor, id string) error
	}{
		"submit": {"contributor editor coordinator administrator", func(c *catalogue.Catalogue, actor account.Actor, id string) error {
			return second(c.Submit(t.Context(), actor, id, 99))
		}},
		"withdraw": {"contributor editor coordinator administrator", func(c *catalogue.Catalogue, actor account.Actor, id string) error {
			return second(c.Withdraw(t.Context(), actor, id, 99))
		}},
		"return": {"editor administrator", func(c *catalogue.Catalogue, actor account.Actor, id string) error {
			return second(c.Return(t.Context(), actor, id, 99, nil))
		}},
		"publish": {"editor administrator", func(c *catalogue.Catalogue, actor account.Actor, id string) error {
			return second(c.PublishNoted(t.Context(), actor, id, 99, strings.Repeat("x", 9999)))
		}},
		"archive": {"editor administrator", func(c *catalogue.Catalogue, actor account.Actor, id string) error {
			return second(c.Archive(t.Context(), actor, id, 99))
		}},
		"reopen": {"editor administrator", func(c *catalogue.Catalogue, actor account.Actor, id string) error {
			return second(c.Reopen(t.Context(), actor, id, 99))
		}},
		"restore": {"contributor editor coordinator administrator", func(c *catalogue.Catalogue, actor account.Actor, id string) error {
			return second(c.Restore(t.Context(), actor, id, 1, 99))
		}},
		"delete": {"contributor editor administrator", func(c *catalogue.Catalogue, actor account.Actor, id string) error {
			return c.DeleteDraft(t.Context(), actor, id, 99)
		}},
		"comment": {"editor administrator", func(c *catalogue.Catalogue, actor account.Actor, id string) error {
			return second(c.AddComment(t.Context(), actor, id, "no such", ""))
		}},
		"resolve": {"contributor editor coordinator administrator", func(c *catalogue.Catalogue, actor account.Actor, id string) error {
			return c.ResolveComment(t.Context(), actor, id, "no such")
		}},
		"reopen a comment": {"contributor editor coordinator administrator", func(c *catalogue.Catalogue, actor account.Actor, id string) error {
			return c.ReopenComment(t.Context(), actor, id, "no such")
		}},
	}
	c := open(t)
	p := begun(t, c)
	for name, step := range steps {
		for _, role := range []string{"reader", "contributor", "editor", "reviewer", "coordinator", "administrator"} {
			err := step.try(c, member(role, "vantaa"), p.ID)
			if refused := errors.Is(err, account.ErrDenied); refused == slices.Contains(strings.Fields(step.may), role) {
				t.Errorf("%s as %s: %v", name, role, err)
			}
			if err := step.try(c, member(role, "vaasa"), p.ID); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s as %s of another organisation: %v", name, role, err)
			}
		}
		if err := step.try(c, nobody, p.ID); !errors.Is(err, account.ErrUnknown) {
			t.Errorf("%s by somebody who is not signed in: %v", name, err)
		}
	}
	if w, err := c.WorkOn(t.Context(), member("reader", "vantaa"), p.ID); err != nil || w.Practice.Revision != 1 {
		t.Errorf("something was done: %+v %v", w, err)
	}
}

func TestWhatIsPublishedStaysWhileTheNextTextIsWritten(t *testing.T) {
	c, ctx := open(t), t.Context()
	chief := member("editor", "vantaa")
	p := begun(t, c)
	p, err := c.Publish(ctx, chief, p.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	p.Summary.FI = "Uusi"
	if p, err = c.Change(ctx, chief, *p); err != nil {
		t.Fatal(err)
	}
	public := func() string {
		t.Helper()
		p, err := c.Practice(ctx, nobody, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		return p.Summary.FI
	}
	for _, step := range []func() error{
		func() error { return second(c.Submit(ctx, chief, p.ID, 0)) },
		func() error { return second(c.Return(ctx, chief, p.ID, 0, []catalogue.Comment{{Text: "Ei vielä"}})) },
		func() error { return second(c.Submit(ctx, chief, p.ID, 0)) },
		func() error { return second(c.Withdraw(ctx, chief, p.ID, 0)) },
	} {
		if err := step(); err != nil || public() != "Kahvila kirjastossa." {
			t.Errorf("%v, the public reads %q", err, public())
		}
	}
	if err := c.DeleteDraft(ctx, chief, p.ID, 0); err != nil || public() != "Kahvila kirjastossa." {
		t.Errorf("after giving up: %v", err)
	}
	if now, err := c.Draft(ctx, chief, p.ID); err != nil || now.State != "published" || now.Summary.FI != "Kahvila kirjastossa." {
		t.Errorf("after giving up: %+v %v", now, err)
	}
	if got := problem(t, c.DeleteDraft(ctx, chief, p.ID, 0)).Key; got != "nothing_to_delete" {
		t.Error(got)
	}
}

func TestAnEntryThatNeverWasPublishedIsDeletedByWhoBeganIt(t *testing.T) {
	c, ctx := open(t), t.Context()
	p := begun(t, c)
	other := member("contributor", "vantaa")
	other.User = "u-other"
	if err := c.DeleteDraft(ctx, other, p.ID, 0); !errors.Is(err, account.ErrDenied) {
		t.Errorf("by another writer: %v", err)
	}
	if _, err := c.AddComment(ctx, member("editor", "vantaa"), p.ID, "title", "Kenelle?"); err != nil {
		t.Fatal(err)
	}
	if err := c.DeleteDraft(ctx, member("contributor", "vantaa"), p.ID, p.Revision); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Draft(ctx, account.Machine(), p.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("it is still there: %v", err)
	}
	if p := begun(t, c); p.ID != "aitien-kielikahvila" {
		t.Errorf("the name is not free again: %s", p.ID)
	} else if comments, err := c.Comments(ctx, member("reader", "vantaa"), p.ID); err != nil || len(comments) != 0 {
		t.Errorf("a new entry has the comments of the old: %v %v", comments, err)
	}
}

func TestAnOldVersionIsRestoredAsANewDraft(t *testing.T) {
	c, ctx := open(t), t.Context()
	chief := member("editor", "vantaa")
	text := practice()
	text.Contact = catalogue.Contact{Name: "Maija Malli", Email: "maija@vantaa.example", Public: true}
	p, err := c.Add(ctx, chief, text)
	for _, summary := range []string{"Toinen", "Kolmas"} {
		if err == nil {
			p, err = c.Publish(ctx, chief, p.ID, 0)
		}
		if err == nil {
			p.Summary.FI, p.Contact.Public = summary, false
			p, err = c.Change(ctx, chief, *p)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, revision := range []int{0, p.Revision - 1} {
		if _, err := c.Restore(ctx, chief, p.ID, 1, revision); !errors.Is(err, store.ErrConflict) {
			t.Errorf("a draft was replaced by somebody who has seen revision %d: %v", revision, err)
		}
	}
	if _, err := c.Restore(ctx, chief, p.ID, 9, p.Revision); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	restored, err := c.Restore(ctx, chief, p.ID, 1, p.Revision)
	if err != nil || restored.State != "draft" || restored.Summary.FI != "Kahvila kirjastossa." || restored.Version != 2 || restored.Revision != p.Revision+1 {
		t.Fatalf("%+v %v", restored, err)
	}
	if restored.Contact.Public {
		t.Error("a consent that was withdrawn is back")
	}
	if public, err := c.Practice(ctx, nobody, p.ID); err != nil || public.Summary.FI != "Toinen" {
		t.Errorf("the public reads %v %v", public, err)
	}
}

func TestAnArchivedEntryComesBackAsItWas(t *testing.T) {
	c, ctx := open(t), t.Context()
	chief := member("editor", "vantaa")
	p := begun(t, c)
	if got := problem(t, second(c.Reopen(ctx, chief, p.ID, 0))).Key; got != "not_archived" {
		t.Error(got)
	}
	for _, want := range []string{"draft", "published", "draft"} {
		if _, err := c.Archive(ctx, chief, p.ID, 0); err != nil {
			t.Fatal(err)
		}
		back, err := c.Reopen(ctx, chief, p.ID, 0)
		if err != nil || back.State != want {
			t.Fatalf("%+v %v", back, err)
		}
		_, err = c.Practice(ctx, nobody, p.ID)
		if back.Version > 0 != (err == nil) {
			t.Errorf("version %d for the public: %v", back.Version, err)
		}
		if back.Version == 0 {
			_, err = c.Publish(ctx, chief, p.ID, 0)
		} else {
			back.Summary.FI = "Uusi"
			_, err = c.Change(ctx, chief, *back)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestCommentsStandAtFieldsThatAPracticeHas(t *testing.T) {
	c, ctx := open(t), t.Context()
	chief, writer := member("editor", "vantaa"), member("contributor", "vantaa")
	p := begun(t, c)
	if got := problem(t, second(c.AddComment(ctx, chief, p.ID, "resluts[r1].label", "?"))); got.Key != "unknown_field" {
		t.Error(got)
	}
	if got := problem(t, second(c.AddComment(ctx, chief, p.ID, "", strings.Repeat("x", 2001)))); got.Key != "too_long" || got.Path != "note" {
		t.Error(got)
	}
	one, err := c.AddComment(ctx, chief, p.ID, "results[r1].label", " Kenestä? ")
	if err != nil || one.Text != "Kenestä?" || one.User != "u-editor" {
		t.Fatal(one, err)
	}
	if err := c.ResolveComment(ctx, writer, p.ID, one.ID); err != nil {
		t.Fatal(err)
	}
	if err := c.ResolveComment(ctx, writer, p.ID, "x"); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	if comments, err := c.Comments(ctx, writer, p.ID); err != nil || len(comments) != 1 || !comments[0].Resolved {
		t.Errorf("%+v %v", comments, err)
	}
	if err := c.ReopenComment(ctx, chief, p.ID, one.ID); err != nil {
		t.Fatal(err)
	}
	if comments, err := c.Comments(ctx, writer, p.ID); err != nil || comments[0].Resolved {
		t.Errorf("%+v %v", comments, err)
	}
	for _, outsider := range []account.Actor{nobody, editor("vaasa")} {
		if _, err := c.Comments(ctx, outsider, p.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s reads the comments: %v", outsider.Organisation, err)
		}
	}
}

func TestTheDeskShowsOnlyWhatTheActorMayRead(t *testing.T) {
	c, ctx := open(t), t.Context()
	begun(t, c)
	vaasa := practice()
	vaasa.Organisation = "vaasa"
	if _, err := c.Add(ctx, account.Machine(), vaasa); err != nil {
		t.Fatal(err)
	}
	both := member("reader", "vantaa")
	both.Also = []account.Membership{{Organisation: "vaasa", Role: "reader"}}
	for want, actor := range map[int]account.Actor{1: member("contributor", "vaasa"), 2: both, 0: {User: "u-x", Operator: true}} {
		if work, err := c.Desk(ctx, actor, catalogue.DeskPart{List: "draft", Most: 10}); err != nil || len(work) != want {
			t.Errorf("%+v sees %d, want %d: %v", actor, len(work), want, err)
		}
	}
	if _, err := c.WorkOn(ctx, member("administrator", "vantaa"), "aitien-kielikahvila-2"); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
}

func TestAPublishedEntryStaysOnItsListWhileItsDraftIsWritten(t *testing.T) {
	x := translate(t)
	x.publish()
	x.change(func(p *catalogue.Practice) { p.Summary.FI = "Uusi teksti." })
	for _, list := range []string{"draft", "published"} {
		work, err := x.c.Desk(t.Context(), editor("vantaa"), catalogue.DeskPart{List: list, Most: 5})
		if err != nil || len(work) != 1 || !work[0].Listed || !work[0].Draft {
			t.Errorf("%s: %+v %v", list, work, err)
		}
	}
	if waiting, err := x.c.Waiting(t.Context(), editor("vantaa")); err != nil || len(waiting) != 2 {
		t.Errorf("%+v %v", waiting, err)
	}
}

package catalogue_test

import (
	"errors"
	"slices"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// translator is a practice and who translates it.
type translator struct {
	*testing.T
	c  *catalogue.Catalogue
	id string
}

func translate(t *testing.T) translator {
	c := open(t)
	p := practice()
	p.Goals.FI = "Jos kahvilassa puhutaan, kieli karttuu."
	p.Results = []catalogue.Result{persons("r1", "Kävijät", 40)}
	p.Sources = []catalogue.Source{{ID: "s1"}}
	added, err := c.Add(t.Context(), editor("vantaa"), p)
	if err != nil {
		t.Fatal(err)
	}
	return translator{t, c, added.ID}
}

func (t translator) change(f func(*catalogue.Practice)) {
	t.Helper()
	p, err := t.c.Draft(t.Context(), editor("vantaa"), t.id)
	if err != nil {
		t.Fatal(err)
	}
	f(p)
	if _, err := t.c.Change(t.Context(), editor("vantaa"), *p); err != nil {
		t.Fatal(err)
	}
}

func (t translator) publish() {
	t.Helper()
	if _, err := t.c.Publish(t.Context(), editor("vantaa"), t.id, 0); err != nil {
		t.Fatal(err)
	}
}

func (t translator) state(path string) catalogue.Translation {
	t.Helper()
	all, err := t.c.Translations(t.Context(), editor("vantaa"), t.id, i18n.Swedish)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range all.Texts {
		if one.Stable == path {
			return one
		}
	}
	t.Fatalf("no text %s", path)
	return catalogue.Translation{}
}

// save enters a translation as the page's form would.
func (t translator) save(path, text string, how func(*catalogue.TranslatedText)) *catalogue.TranslationSaved {
	t.Helper()
	return t.saveOn(t.draft().Revision, path, text, how)
}

// saveOn does so in a form that showed that revision.
func (t translator) saveOn(revision int, path, text string, how func(*catalogue.TranslatedText)) *catalogue.TranslationSaved {
	t.Helper()
	now := t.state(path)
	one := catalogue.TranslatedText{Path: path, Text: text, Was: catalogue.Fingerprint(now.Into), Of: catalogue.Fingerprint(now.Original)}
	if how != nil {
		how(&one)
	}
	saved, err := t.c.Translate(t.Context(), editor("vantaa"), t.id, catalogue.TranslationForm{To: i18n.Swedish, Revision: revision, Texts: []catalogue.TranslatedText{one}})
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func (t translator) is(path, state string) {
	t.Helper()
	if got := t.state(path); got.State != state {
		t.Errorf("%s is %s and should be %s", path, got.State, state)
	}
}

func TestATranslationIsOutdatedWhenTheOriginalChangedInALaterVersion(t *testing.T) {
	x := translate(t)
	x.is("summary", catalogue.Missing)
	x.change(func(p *catalogue.Practice) { p.Summary.SV, p.Title.SV = "Kafé på biblioteket.", "Språkkafé" })
	x.is("summary", catalogue.Translated)
	x.publish()
	x.change(func(p *catalogue.Practice) { p.Summary.FI = "Kahvila kirjastossa joka tiistai." })
	x.publish()
	got := x.state("summary")
	if got.State != catalogue.Outdated || got.Then != "Kahvila kirjastossa." || got.Original != "Kahvila kirjastossa joka tiistai." || got.Since.IsZero() {
		t.Errorf("%+v", got)
	}
	x.is("title", catalogue.Translated)
	p, err := x.c.Practice(t.Context(), nobody, x.id)
	if err != nil {
		t.Fatal(err)
	}
	outdated, err := x.c.OutdatedIn(t.Context(), p, i18n.Swedish)
	if err != nil || len(outdated) != 1 || outdated[0].Path != "summary" || outdated[0].Since.IsZero() {
		t.Errorf("readers are told %+v %v", outdated, err)
	}
	x.change(func(p *catalogue.Practice) { p.Summary.SV = "Kafé på biblioteket varje tisdag." })
	x.is("summary", catalogue.Translated)
	if outdated, _ = x.c.OutdatedIn(t.Context(), p, i18n.Swedish); len(outdated) != 1 {
		t.Error("what is only being written counts for readers")
	}
	x.publish()
	p, _ = x.c.Practice(t.Context(), nobody, x.id)
	if outdated, _ = x.c.OutdatedIn(t.Context(), p, i18n.Swedish); len(outdated) != 0 {
		t.Errorf("%+v", outdated)
	}
}

func TestATranslationIsOutdatedWithinOneDraft(t *testing.T) {
	x := translate(t)
	x.publish()
	x.save("summary", "Kafé.", nil)
	x.is("summary", catalogue.Translated)
	x.change(func(p *catalogue.Practice) { p.Summary.FI = "Kahvila torilla." })
	x.change(func(p *catalogue.Practice) { p.Summary.FI = "Kahvila torilla ja kirjastossa." })
	if got := x.state("summary"); got.State != catalogue.Outdated || got.Then != "Kahvila kirjastossa." {
		t.Errorf("%+v", got)
	}
	x.change(func(p *catalogue.Practice) { p.Summary.FI = "Kahvila kirjastossa." })
	x.is("summary", catalogue.Translated) // it says again what was translated
}

func TestAnOriginalThatWasImportedAsTheNextVersionMakesTranslationsOutdated(t *testing.T) {
	x := translate(t)
	x.change(func(p *catalogue.Practice) { p.Summary.SV = "Kafé." })
	x.publish()
	p, err := x.c.Practice(t.Context(), nobody, x.id)
	if err != nil {
		t.Fatal(err)
	}
	p.Summary.FI = "Toinen teksti."
	if _, err := x.c.Put(t.Context(), editor("vantaa"), p); err != nil {
		t.Fatal(err)
	}
	x.is("summary", catalogue.Outdated)
}

func TestWhoeverHasLookedMayConfirmThatATranslationStillFits(t *testing.T) {
	x := translate(t)
	x.change(func(p *catalogue.Practice) { p.Summary.SV, p.Title.SV = "Kafé.", "Kafé" })
	x.publish()
	x.change(func(p *catalogue.Practice) { p.Summary.FI = "Kahvila kirjastossa!" })
	x.publish()
	x.is("summary", catalogue.Outdated)
	x.save("summary", "Kafé.", func(one *catalogue.TranslatedText) { one.Fits = true })
	x.is("summary", catalogue.Translated)
	p, _ := x.c.Practice(t.Context(), nobody, x.id)
	if outdated, err := x.c.OutdatedIn(t.Context(), p, i18n.Swedish); err != nil || len(outdated) != 0 {
		t.Errorf("%+v %v", outdated, err)
	}
	x.change(func(p *catalogue.Practice) { p.Summary.FI = "Aivan toista." })
	if got := x.state("summary"); got.State != catalogue.Outdated || got.Then != "Kahvila kirjastossa!" {
		t.Errorf("%+v", got)
	}
}

func TestTranslationsFollowRowsThatMove(t *testing.T) {
	x := translate(t)
	x.change(func(p *catalogue.Practice) {
		p.Results[0].Label.SV = "Besökare"
		p.Results = append(p.Results, persons("r2", "Vapaaehtoiset", 4))
	})
	x.publish()
	x.change(func(p *catalogue.Practice) { slices.Reverse(p.Results) })
	x.is("results[r1].label", catalogue.Translated)
	x.is("results[r2].label", catalogue.Missing)
	x.change(func(p *catalogue.Practice) { p.Results[1].Label.FI = "Kävijät vuodessa" })
	x.is("results[r1].label", catalogue.Outdated)
}

func TestTwoTranslatorsLoseNothing(t *testing.T) {
	x := translate(t)
	form := x.draft().Revision
	was := catalogue.Fingerprint("")
	x.save("summary", "Den första.", nil)
	x.save("goals", "Målet.", nil) // another field, from the same form
	saved, err := x.c.Translate(t.Context(), writer("b"), x.id, catalogue.TranslationForm{To: i18n.Swedish, Revision: form, Texts: []catalogue.TranslatedText{
		{Path: "summary", Text: "Den andra.", Was: was, Of: catalogue.Fingerprint("Kahvila kirjastossa.")}, {Path: "title", Text: "Kafé", Was: was},
	}})
	if err != nil || !slices.Equal(saved.Clashes, []string{"summary"}) || !slices.Equal(saved.Stand, []string{"title"}) {
		t.Errorf("%+v %v", saved, err)
	}
	if p := x.draft(); p.Summary.SV != "Den första." || p.Title.SV != "Kafé" || p.Goals.SV != "Målet." {
		t.Errorf("%+v", p)
	}
	pending, err := x.c.Pending(t.Context(), writer("b"), x.id)
	if err != nil || len(pending.Conflicts) != 1 || pending.Conflicts[0].Mine != "Den andra." || pending.Conflicts[0].Theirs != "Den första." {
		t.Fatal(pending, err)
	}
	if p, err := x.c.Settle(t.Context(), writer("b"), x.id, pending.Practice.Revision, func(c catalogue.Conflict) any { return c.Mine }); err != nil || p.Summary.SV != "Den andra." {
		t.Error(p, err)
	}
}

// A form that was open so long that nobody knows what it showed overwrites
// nothing: what is not as its translator had it is asked about.
func TestATranslationFromALongForgottenRevisionOverwritesNothing(t *testing.T) {
	c, s := over(t)
	p := practice()
	p.Lessons = []catalogue.Lesson{{Kind: "do", Text: i18n.Text{FI: "eka"}}, {Kind: "do", Text: i18n.Text{FI: "toka"}}}
	added, err := c.Add(t.Context(), editor("vantaa"), p)
	if err != nil {
		t.Fatal(err)
	}
	x := translator{t, c, added.ID}
	form, was := x.draft().Revision, catalogue.Fingerprint("")
	x.save("summary", "Bs ord.", nil)
	x.change(func(p *catalogue.Practice) { p.Lessons = p.Lessons[1:] })
	exec(t, s, "delete from practice_saves")
	saved, err := c.Translate(t.Context(), writer("a"), x.id, catalogue.TranslationForm{To: i18n.Swedish, Revision: form, Texts: []catalogue.TranslatedText{
		{Path: "summary", Text: "As ord.", Was: was, Of: catalogue.Fingerprint(p.Summary.FI)},
		{Path: "title", Text: "Kafé", Was: was, Of: catalogue.Fingerprint(p.Title.FI)},
		{Path: "lessons[0].text", Text: "första", Was: was, Of: catalogue.Fingerprint("eka")},
	}})
	if err != nil || !slices.Equal(saved.Clashes, []string{"summary", "lessons[0].text"}) || !slices.Equal(saved.Stand, []string{"title"}) {
		t.Errorf("%+v %v", saved, err)
	}
	if p := x.draft(); p.Summary.SV != "Bs ord." || p.Title.SV != "Kafé" || p.Lessons[0].Text.SV != "" {
		t.Errorf("%+v", p)
	}
	pending, err := c.Pending(t.Context(), writer("a"), x.id)
	if err != nil || len(pending.Conflicts) != 2 {
		t.Errorf("%+v %v", pending, err)
	}
}

// The original changes while it is translated: the translation is saved as one of
// what the translator saw.
func TestATranslationOfAnOriginalThatHasChangedIsSavedAsOutdated(t *testing.T) {
	x := translate(t)
	form, of := x.draft().Revision, catalogue.Fingerprint("Jos kahvilassa puhutaan, kieli karttuu.")
	x.change(func(p *catalogue.Practice) { p.Goals.FI = "Aivan uusi tavoite." })
	saved := x.saveOn(form, "goals", "Målet.", func(one *catalogue.TranslatedText) { one.Of = of })
	if !slices.Equal(saved.Older, []string{"goals"}) || len(saved.Clashes) > 0 {
		t.Errorf("%+v", saved)
	}
	if got := x.state("goals"); got.State != catalogue.Outdated || got.Then != "Jos kahvilassa puhutaan, kieli karttuu." || got.Into != "Målet." {
		t.Errorf("%+v", got)
	}
	x.saveOn(form, "goals", "Målet.", func(one *catalogue.TranslatedText) { one.Of, one.Fits = of, true })
	x.is("goals", catalogue.Outdated) // who confirms has to have seen it
	x.save("goals", "Målet.", func(one *catalogue.TranslatedText) { one.Fits = true })
	x.is("goals", catalogue.Translated)
}

// A translation is saved with its row wherever that has gone meanwhile; when the
// row is gone it is kept.
func TestATranslationFollowsItsRow(t *testing.T) {
	x := translate(t)
	x.change(func(p *catalogue.Practice) {
		for _, text := range []string{"eka", "toka", "kolmas"} {
			p.Lessons = append(p.Lessons, catalogue.Lesson{Kind: "do", Text: i18n.Text{FI: text}})
		}
	})
	form, of := x.draft().Revision, catalogue.Fingerprint("toka")
	x.change(func(p *catalogue.Practice) { p.Lessons = p.Lessons[1:] })
	saved := x.saveOn(form, "lessons[1].text", "andra", func(one *catalogue.TranslatedText) { one.Of = of })
	if p := x.draft(); !slices.Equal(saved.Stand, []string{"lessons[1].text"}) || p.Lessons[0].Text.SV != "andra" || p.Lessons[1].Text.SV != "" {
		t.Errorf("%+v %+v", saved, p.Lessons)
	}
	x.change(func(p *catalogue.Practice) { p.Lessons = p.Lessons[:1] })
	now := x.state("lessons[0].text")
	gone := catalogue.TranslatedText{Path: "lessons[2].text", Text: "tredje", Was: catalogue.Fingerprint(""), Of: catalogue.Fingerprint("kolmas")}
	saved, err := x.c.Translate(t.Context(), writer("b"), x.id, catalogue.TranslationForm{To: i18n.Swedish, Revision: form, Texts: []catalogue.TranslatedText{gone}})
	if err != nil || len(saved.Clashes) != 1 || x.state("lessons[0].text").Into != now.Into {
		t.Fatal(saved, err)
	}
	pending, err := x.c.Pending(t.Context(), writer("b"), x.id)
	if err != nil || len(pending.Conflicts) != 1 || pending.Conflicts[0].Theirs != nil {
		t.Fatal(pending, err)
	}
}

// Whoever did not get the answer saves once more: nobody else has changed
// anything.
func TestASaveThatArrivesTwiceIsNoClash(t *testing.T) {
	x := translate(t)
	form, was := x.draft().Revision, catalogue.Fingerprint("")
	for range 2 {
		if saved := x.saveOn(form, "summary", "Kafé.", func(one *catalogue.TranslatedText) { one.Was = was }); len(saved.Clashes) > 0 || len(saved.Stand) != 1 {
			t.Errorf("%+v", saved)
		}
	}
	mine := *x.draft()
	mine.Partners = []catalogue.Partner{{Name: "Kirjasto"}}
	for range 2 {
		again := mine
		if saved, err := x.c.Save(t.Context(), writer("a"), again); err != nil || len(saved.Conflicts) > 0 || len(saved.Practice.Partners) != 1 {
			t.Fatal(saved, err)
		}
	}
	theirs := *x.draft()
	theirs.Partners = append([]catalogue.Partner{{Name: "Seura"}}, theirs.Partners...)
	if _, err := x.c.Save(t.Context(), writer("b"), theirs); err != nil {
		t.Fatal(err)
	}
	if saved, err := x.c.Save(t.Context(), writer("a"), mine); err != nil || len(saved.Conflicts) > 0 || len(saved.Practice.Partners) != 2 {
		t.Fatalf("%+v %v", saved.Practice.Partners, err)
	}
}

func TestTranslationsAreForThoseWhoMayWrite(t *testing.T) {
	x := translate(t)
	for _, actor := range []account.Actor{nobody, {Role: "reader", Organisation: "vantaa"}, editor("vaasa")} {
		if _, err := x.c.Translations(t.Context(), actor, x.id, i18n.Swedish); err == nil {
			t.Errorf("%+v may read", actor)
		}
		if _, err := x.c.Translate(t.Context(), actor, x.id, catalogue.TranslationForm{To: i18n.Swedish, Revision: 1}); err == nil {
			t.Errorf("%+v may translate", actor)
		}
		if _, _, err := x.c.FillMachine(t.Context(), actor, x.id, i18n.Swedish, nil); err == nil {
			t.Errorf("%+v may fill", actor)
		}
	}
	if _, err := x.c.Translations(t.Context(), editor("vantaa"), x.id, i18n.Finnish); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a translation into the original's language: %v", err)
	}
}

func TestCountsTellHowFarATranslationIs(t *testing.T) {
	x := translate(t)
	x.save("summary", "Kafé.", nil)
	x.save("title", "Språkkafé", nil)
	x.change(func(p *catalogue.Practice) { p.Summary.FI = "Toista." })
	counts, err := x.c.TranslationCounts(t.Context(), editor("vantaa"), x.id)
	want := []catalogue.Count{{To: i18n.Swedish, Current: 1, Outdated: 1, Absent: 3}, {To: i18n.English, Absent: 5}}
	if err != nil || !slices.Equal(counts, want) {
		t.Errorf("%+v %v", counts, err)
	}
}

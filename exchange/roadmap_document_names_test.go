package exchange

import (
	"fmt"
	"strings"
	"testing"

	"tiekartta/document"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

func TestADraftNamesThePracticeBesideItsAction(t *testing.T) {
	k, _ := knownStarter(t)
	r := assembled(t, &k, some(t, k, "smile", "tempo-orchestra")...)
	headings := ""
	visit(RoadmapDocument(r, i18n.Finnish, k), func(s *document.Section) { headings += document.Plainly(s.Title) + "\n" }, func(document.Block) {})
	contain(t, "headings", headings, "Työhönvalmennus järjestöjen kanssa kumppanuutena (SMILE)\n")
	// A practice without components is its own name.
	lack(t, "headings", headings, "Tempo-orkesteri (", "Tempo Orchestra (")
}

func TestActionIsTheTownsOwnAndThePracticeItsOrigin(t *testing.T) {
	k, _ := knownStarter(t)
	r := assembled(t, &k, some(t, k, "smile", "coaching-together")...)
	r.State = "consultation"
	const practice, action = "SMILE: yhteisölähtöinen työhönvalmennus", "Työhönvalmennus järjestöjen kanssa kumppanuutena"
	d := RoadmapDocument(r, i18n.Finnish, k)
	timeline, _ := RoadmapTimeline(r, i18n.Finnish, k)
	if got := timeline.Groups[0].Bars[0].Label.Text; got != action {
		t.Errorf("the timeline calls the action %q", got)
	}
	headings, based := "", 0
	visit(d, func(s *document.Section) { headings += document.Plainly(s.Title) + "\n" }, func(b document.Block) {
		switch b := b.(type) {
		case document.Paragraph:
			text := document.Plainly(b.Runs)
			if strings.HasPrefix(text, "Perustuu käytäntöön: "+practice) {
				based++
				if !strings.HasSuffix(text, " (Vantaa / Vanda), versio 1") {
					t.Errorf("the origin lacks place or version: %s", text)
				}
			}
		case document.Table:
			if strings.HasPrefix(document.Plainly(b.Caption), "Milloin") {
				cell := b.Rows[0][1]
				contain(t, "follow-up", cell.Plain(), action, "Yhteinen tiimi yli hallintorajojen")
				lack(t, "follow-up", cell.Plain(), practice, "ydinosa")
			}
		}
	})
	contain(t, "headings", headings, action+"\n", "Yhteinen tiimi yli hallintorajojen\n")
	lack(t, "headings", headings, "SMILE", "Coaching together")
	if based != 1 {
		t.Errorf("the practice is named %d times as the origin of its action", based)
	}
	// The list of practices is the one other place where its title stands.
	if got := strings.Count(textOf(d), practice); got > 3 {
		t.Errorf("the title of the practice stands %d times", got)
	}
}

func TestPracticeThatIsNotKnownIsNamedByItsIDAndFoundInTheList(t *testing.T) {
	k, _ := knownStarter(t)
	r := fullRoadmap()
	r.Sections[0].Goals[0].Actions[0].Practice = &roadmap.PracticeUse{ID: "muualta", Version: 4}
	d := RoadmapDocument(r, i18n.Finnish, k)
	sound(t, "unknown practice", k, d) // links lead somewhere
	contain(t, "unknown practice", textOf(d), "Perustuu käytäntöön: muualta, versio 4")
}

// The list of practices and the line below an action lead to the version that
// was used, where the service's addresses are known.
func TestPracticesAreLinkedInTheVersionThatWasUsed(t *testing.T) {
	k, _ := knownStarter(t)
	r := assembled(t, &k, some(t, k, "smile")...)
	k.Link = func(id string, version int) string { return fmt.Sprintf("/fi/practices/%s?version=%d", id, version) }
	links := 0
	visit(RoadmapDocument(r, i18n.Finnish, k), func(*document.Section) {}, func(b document.Block) {
		if p, ok := b.(document.Paragraph); ok {
			for _, run := range p.Runs {
				if run.Link == "/fi/practices/smile?version=1" {
					links++
				}
			}
		}
	})
	if links != 2 {
		t.Errorf("%d links lead to the practice, want 2", links)
	}
}

// languages tells of every run of a document in which language it is.
func languages(d *document.Document) map[string]i18n.Lang {
	found := map[string]i18n.Lang{}
	visit(d, func(*document.Section) {}, func(b document.Block) {
		if p, ok := b.(document.Paragraph); ok {
			for _, run := range p.Runs {
				found[run.Text] = run.Lang
			}
		}
	})
	return found
}

func TestWordsWrittenInOneLanguageAreMarkedAsThatLanguage(t *testing.T) {
	k, _ := knownStarter(t)
	r := fullRoadmap() // in Finnish
	action := &r.Sections[0].Goals[0].Actions[0]
	action.Indicators[0].CollectedBy = "Opetustoimi"
	r.Sections[0].Goals[0].Indicators[0].Baseline.Text = "kohtalainen"
	r.Sections[0].Goals[0].Indicators[0].Baseline.Value = nil
	r.Sources[0].Note = "Ennakkotieto."
	d := RoadmapDocument(r, i18n.Swedish, k)
	found := languages(d)
	for _, text := range []string{"ei mitattu", "kohtalainen", "kasvaa", "Työllisyyspalvelut", "Opetustoimi", "Ennakkotieto.", "Kaupunginvaltuusto", "§ 112", "Kaupunki"} {
		if lang, ok := found[text]; !ok || lang != i18n.Finnish {
			t.Errorf("%q is there: %v, marked as %q", text, ok, lang)
		}
	}
	for _, text := range []string{"Vanda stad", "Utgångsläge: ", "okänt (", "62\u00a0%"} {
		if lang, ok := found[text]; !ok || lang != i18n.Swedish {
			t.Errorf("%q is there: %v, marked as %q", text, ok, lang)
		}
	}
	for text, lang := range languages(RoadmapDocument(r, i18n.Finnish, k)) {
		if lang == i18n.Swedish || lang == i18n.English {
			t.Errorf("%q is marked as %q in a roadmap that has one language", text, lang)
		}
	}
}

func TestANoteOnASourceIsInTheLanguageOfItsPractice(t *testing.T) {
	k, _ := knownStarter(t)
	r := assembled(t, &k, some(t, k, "halsokommunikation-i-nacka-halsointroduktion-for-nyanlanda", "villa-victor-oulun-monikulttuurikeskus")...)
	found := languages(RoadmapDocument(r, i18n.English, k))
	if found["Källa för ämnena och migrationsstressen."] != i18n.Swedish || found["Sivulla mainitaan myös Oulun Maahanmuuttajaneuvosto."] != i18n.Finnish {
		t.Error("a note is marked as the document's language")
	}
}

func TestLeadOfADraftIsNamedInTheLanguageOfTheDocument(t *testing.T) {
	k, _ := knownStarter(t)
	r := assembled(t, &k, some(t, k, "smile")...)
	for lang, want := range map[i18n.Lang]string{i18n.Finnish: "Mallilan kaupunki", i18n.Swedish: "Modellköpings stad", i18n.English: "Town of Mallila"} {
		if got := languages(RoadmapDocument(r, lang, k)); got[want] != lang {
			t.Errorf("%s: the lead is not %q", lang, want)
		}
	}
}

// practicesOfDocument are the entries of the list of practices.
func practicesOfDocument(d *document.Document) []string {
	var entries []string
	visit(d, func(s *document.Section) {
		if s.ID == "practices" {
			for _, one := range s.Blocks[0].(document.List).Items {
				entries = append(entries, document.Plainly(one.Blocks[0].(document.Paragraph).Runs))
			}
		}
	}, func(document.Block) {})
	return entries
}

func TestPracticesAreListedWithTitlePlaceOwnerAndVersion(t *testing.T) {
	k, _ := knownStarter(t)
	r := assembled(t, &k, some(t, k, "smile", "halsokommunikation-i-nacka-halsointroduktion-for-nyanlanda", "kotona-suomessa-2-kumppanuuksia-kotouttamistyohon")...)
	entries := practicesOfDocument(RoadmapDocument(r, i18n.Finnish, k))
	for i, want := range []string{
		". Martinlaakso, Koivukylä, Hakunila, Vantaa / Vanda. Kuvauksen omistaja: Vantaan kaupunki. Versio 1. Tunnus: smile",
		". Nacka, Tukholman lääni, Ruotsi. Versio 1. Tunnus: halsokommunikation",
		". Koko maa. Versio 1. Tunnus: kotona-suomessa-2",
	} {
		if i >= len(entries) || !strings.Contains(entries[i], want) {
			t.Errorf("entry %d of %q lacks %q", i+1, entries, want)
		}
	}
	for _, lang := range i18n.Langs() {
		d := RoadmapDocument(r, lang, k)
		for name := range map[string]bool{"aloitusaineisto": true, k.Organisations["aloitusaineisto"].Name.In(lang): true} {
			lack(t, string(lang), textOf(d), name) // it owns entries; nothing comes from there
		}
	}
}

func TestPracticeFileNamesItsRelativesByTitle(t *testing.T) {
	base, starter := starterBase(t)
	messages, err := loadMessages()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range starter.Practices {
		if len(p.Related) == 0 {
			continue
		}
		var b strings.Builder
		if err := NewExporter(base, messages).Practice(t.Context(), &p, As{Format: "md", Lang: i18n.Finnish, To: &b}); err != nil {
			t.Fatal(err)
		}
		for _, one := range p.Related {
			lack(t, p.ID, b.String(), "- "+one.Practice)
		}
		return
	}
	t.Fatal("no practice of the starter has a relative")
}

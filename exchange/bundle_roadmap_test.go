package exchange

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// planned is a base with a roadmap of vantaa in that state, "tiekartta". It
// takes over a practice whose contact has not consented, and has a measurement.
func planned(t *testing.T, state string) Exporter {
	t.Helper()
	messages, err := loadMessages()
	if err != nil {
		t.Fatal(err)
	}
	e := NewExporter(openBase(t), messages)
	value := 12.0
	text := i18n.Text{FI: "Tiekartta"}
	b := &Bundle{
		Organisations: []account.Organisation{
			{ID: "vantaa", Name: i18n.Text{FI: "Vantaa"}, Type: "municipality", Municipality: "092"},
			{ID: "vaasa", Name: i18n.Text{FI: "Vaasa"}, Type: "municipality", Municipality: "905"},
		},
		Practices: []catalogue.Practice{{
			ID: "kahvila", Organisation: "vaasa", Title: text, Summary: text, Domains: []string{"work"}, State: "published",
			Contact: catalogue.Contact{Name: "Maija Malli", Role: i18n.Text{FI: "Ohjaaja"}, Email: "maija@example.org", Phone: "040 1234567"},
		}},
		Roadmaps: []roadmap.Roadmap{{
			ID: "tiekartta", Organisation: "vantaa", Title: text, State: state, Period: catalogue.Period{Start: "2027", End: "2030"},
			Sections: []roadmap.Section{{ID: "s1", Goals: []roadmap.Goal{{
				ID: "g1", Indicators: []roadmap.Indicator{{ID: "i1"}},
				Actions: []roadmap.Action{{ID: "a1", Items: []i18n.Text{text}, Practice: &roadmap.PracticeUse{ID: "kahvila", Version: 1}}},
			}}}},
		}},
		Measurements: []roadmap.Measurement{{ID: "m1", Roadmap: "tiekartta", Indicator: "i1", Value: &value, By: "Mikko Mittaaja"}},
	}
	if _, err := e.Import(t.Context(), account.Machine(), b); err != nil {
		t.Fatal(err)
	}
	return e
}

// fileOf is the roadmap as a JSON file for the actor.
func fileOf(t *testing.T, e Exporter, actor account.Actor, r *roadmap.Roadmap) string {
	t.Helper()
	var file bytes.Buffer
	if err := e.Roadmap(t.Context(), actor, r, As{Format: "json", Lang: i18n.Finnish, To: &file}); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

// imported reads a file back into a base.
func imported(t *testing.T, base Base, file string) (*Bundle, Count) {
	t.Helper()
	b, err := ReadBundle([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	count, err := base.Import(t.Context(), account.Machine(), b)
	if err != nil {
		t.Fatal(err)
	}
	return b, count
}

func (e Exporter) stored(t *testing.T, id string) *roadmap.Roadmap {
	t.Helper()
	r, err := e.Roadmaps.Roadmap(t.Context(), account.Machine(), id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestFileOfARoadmapHasNobodyWhoDidNotConsent(t *testing.T) {
	e := planned(t, "consultation")
	r := e.stored(t, "tiekartta")
	for _, actor := range []account.Actor{{}, {Organisation: "vaasa", Role: "administrator"}, account.Machine()} {
		file := fileOf(t, e, actor, r)
		if strings.Contains(file, "Maija") || strings.Contains(file, "maija@") || strings.Contains(file, "040 1234567") || !strings.Contains(file, "Ohjaaja") {
			t.Errorf("%+v: the file has the contact of a practice: %s", actor, file)
		}
		if shown := strings.Contains(file, "Mikko"); shown != actor.Machine {
			t.Errorf("%+v: the file says who measured: %t", actor, shown)
		}
	}
	p, err := e.Catalogue.Practice(t.Context(), account.Machine(), "kahvila")
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := e.Practice(t.Context(), p, As{Format: "json", Lang: i18n.Finnish, To: &file}); err != nil || strings.Contains(file.String(), "Maija") {
		t.Error("the file of a practice has its contact", err)
	}
	if p.Contact.Name == "" {
		t.Error("writing a file has changed the practice")
	}
	whole, err := e.Export(t.Context())
	if err != nil || whole.Practices[0].Contact.Email != "maija@example.org" || whole.Measurements[0].By != "Mikko Mittaaja" {
		t.Errorf("an export of everything is a copy of everything: %+v %v", whole, err)
	}
}

func TestFileOfARoadmapImportedAgainChangesNothing(t *testing.T) {
	e := planned(t, "consultation")
	for _, actor := range []account.Actor{{}, account.Machine()} {
		_, count := imported(t, e.Base, fileOf(t, e, actor, e.stored(t, "tiekartta")))
		if count.Added > 0 || count.Changed > 0 {
			t.Errorf("%+v: %+v", actor, count)
		}
	}
	p, err := e.Catalogue.Practice(t.Context(), account.Machine(), "kahvila")
	if err != nil || p.Version != 1 || p.Contact.Name != "Maija Malli" {
		t.Errorf("%+v %v", p, err)
	}
}

func TestOtherContentFromAFileKeepsTheContact(t *testing.T) {
	e := planned(t, "consultation")
	file := strings.Replace(fileOf(t, e, account.Actor{}, e.stored(t, "tiekartta")), "Ohjaaja", "Vastaava", 1)
	imported(t, e.Base, file)
	p, err := e.Catalogue.Practice(t.Context(), account.Machine(), "kahvila")
	if err != nil || p.Version != 2 || p.Contact.Role.FI != "Vastaava" || p.Contact.Name != "Maija Malli" || p.Contact.Email == "" || p.Contact.Phone == "" {
		t.Errorf("%+v %v", p, err)
	}
	b, err := ReadBundle([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	b.Practices[0].Contact = catalogue.Contact{Erased: "2026-01-01"}
	if _, err := e.Import(t.Context(), account.Machine(), b); err != nil {
		t.Fatal(err)
	}
	if p, err = e.Catalogue.Practice(t.Context(), account.Machine(), "kahvila"); err != nil || p.Contact.Name != "" {
		t.Errorf("the person was erased: %+v %v", p.Contact, err)
	}
}

func TestSecretRoadmapHasNoMeasurementsForOthers(t *testing.T) {
	e := planned(t, "draft")
	r := *e.stored(t, "tiekartta")
	if err := e.Roadmap(t.Context(), account.Actor{}, &r, As{Format: "json", To: io.Discard}); err == nil {
		t.Error("a stranger got the file of a draft")
	}
	r.ID = ""
	if file := fileOf(t, e, account.Actor{}, &r); strings.Contains(file, "Mikko") {
		t.Error("a roadmap that is stored nowhere has measurements")
	}
}

func TestMeasurementsComeAndGoWithTheirRoadmap(t *testing.T) {
	e := planned(t, "draft")
	other := planned(t, "draft")
	file := fileOf(t, e, account.Machine(), e.stored(t, "tiekartta"))
	fresh := openBase(t)
	if _, count := imported(t, fresh, file); count.Added != 5 {
		t.Errorf("%+v", count)
	}
	b, err := ReadBundle([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	b.Measurements[0].At = b.Measurements[0].At.AddDate(-1, 0, 0)
	var problems i18n.Problems
	if _, err := other.Import(t.Context(), account.Machine(), b); !errors.As(err, &problems) || problems[0].Path != "measurements[0]" || problems[0].Key != "conflict" {
		t.Errorf("measured at another time: %v", err)
	}
}

func TestImportNamesWhatItMade(t *testing.T) {
	base := openBase(t)
	organisation := account.Organisation{ID: "vantaa", Name: i18n.Text{FI: "Vantaa"}, Type: "municipality", Municipality: "092"}
	text := i18n.Text{FI: "Uusi"}
	b := &Bundle{
		Organisations: []account.Organisation{organisation},
		Practices: []catalogue.Practice{
			{Organisation: "vantaa", Title: text}, {ID: "uusi", Organisation: "vantaa", Title: i18n.Text{FI: "Nimetty"}},
		},
		Roadmaps: []roadmap.Roadmap{
			{Organisation: "vantaa", Title: text}, {ID: "uusi", Organisation: "vantaa", Title: i18n.Text{FI: "Nimetty"}}, {Title: i18n.Text{EN: "Draft"}},
		},
	}
	first := &b.Roadmaps[0]
	count, err := base.Import(t.Context(), account.Machine(), b)
	if err != nil || count.Added != 6 || count.Changed > 0 {
		t.Fatal(count, err)
	}
	got := []string{b.Practices[0].ID, b.Practices[1].ID, b.Roadmaps[0].ID, b.Roadmaps[1].ID, b.Roadmaps[2].ID, first.ID}
	if want := []string{"uusi-2", "uusi", "uusi-2", "uusi", "draft-2", "uusi-2"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	refused := &Bundle{Practices: []catalogue.Practice{{Title: text, Organisation: "vantaa"}}, Roadmaps: []roadmap.Roadmap{{Organisation: "nowhere", Title: text}}}
	if _, err := base.Import(t.Context(), account.Machine(), refused); err == nil || refused.Practices[0].ID != "" {
		t.Error("nothing was made, so nothing has an id", err)
	}
}

func TestCodeStandsForItsMunicipalitysOrganisation(t *testing.T) {
	base := openBase(t)
	text := i18n.Text{FI: "Uusi"}
	b := &Bundle{
		Organisations: []account.Organisation{{ID: "mosaiikki", Name: i18n.Text{FI: "Vantaan kaupunki"}, Type: "municipality", Municipality: "092"}},
		Practices:     []catalogue.Practice{{ID: "p1", Organisation: "905", Title: text}, {ID: "p2", Organisation: "092", Title: text}},
		Roadmaps:      []roadmap.Roadmap{{ID: "r1", Organisation: "005", Title: text}, {ID: "r2", Organisation: "092", Title: text}},
	}
	if _, err := base.Import(t.Context(), account.Machine(), b); err != nil {
		t.Fatal(err)
	}
	got, err := base.Export(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	owners := []string{got.Practices[0].Organisation, got.Practices[1].Organisation, got.Roadmaps[0].Organisation, got.Roadmaps[1].Organisation}
	if want := []string{"vaasa", "mosaiikki", "alajarvi", "mosaiikki"}; !slices.Equal(owners, want) {
		t.Errorf("%v, want %v", owners, want)
	}
	if len(got.Organisations) != 3 {
		t.Errorf("%+v", got.Organisations)
	}
	b.Practices[0].Organisation, b.Roadmaps[0].Organisation = "998", "999"
	var problems i18n.Problems
	if _, err := base.Import(t.Context(), account.Machine(), b); !errors.As(err, &problems) || len(problems) != 2 {
		t.Error(err)
	}
}

func TestFileOfAnUnsavedDraftMakesANewRoadmap(t *testing.T) {
	e := planned(t, "draft")
	r := *e.stored(t, "tiekartta")
	owner, isNew, err := e.Catalogue.OrganisationOrNew(t.Context(), "005")
	if err != nil || !isNew {
		t.Fatal(owner, err)
	}
	r.ID, r.Organisation = "", owner.ID
	file := fileOf(t, e, account.Actor{}, &r)
	for _, base := range []Base{e.Base, openBase(t)} {
		b, _ := imported(t, base, file)
		got, err := base.Roadmaps.Roadmap(t.Context(), account.Machine(), b.Roadmaps[0].ID)
		if err != nil || got.ID == "" || got.Organisation != "alajarvi" {
			t.Errorf("%+v %v", got, err)
		}
	}
	if again := e.stored(t, "tiekartta"); again.Organisation != "vantaa" {
		t.Error("the stored roadmap of that name was replaced")
	}
}

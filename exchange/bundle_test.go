package exchange

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/store/storetest"
)

// loadMessages reads the messages once for all tests: they never change.
var loadMessages = sync.OnceValues(i18n.Load)

func openBase(t testing.TB) Base {
	t.Helper()
	s := storetest.Open(t)
	accounts := account.New(s)
	c, err := catalogue.New(s, accounts)
	if err != nil {
		t.Fatal(err)
	}
	return Base{Store: s, Accounts: accounts, Catalogue: c, Roadmaps: roadmap.New(s, c)}
}

func starterBase(t testing.TB) (Base, *Bundle) {
	t.Helper()
	base := openBase(t)
	b, err := Starter()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := base.Import(t.Context(), account.Machine(), b); err != nil {
		t.Fatal(err)
	}
	return base, b
}

func TestStarterHasTheNamedPracticesAndTheirFigures(t *testing.T) {
	base, b := starterBase(t)
	if len(b.Practices) < 25 {
		t.Errorf("only %d entries", len(b.Practices))
	}
	for _, id := range []string{"vantaan-tsemppari", "tempo-orchestra", "vanhemmat-mukaan", "coaching-together", "smile"} {
		p, err := base.Catalogue.Practice(t.Context(), account.Actor{}, id)
		if err != nil {
			t.Error(err)
			continue
		}
		if len(p.Computed.Languages) != 3 {
			t.Errorf("%s is in %v", id, p.Computed.Languages)
		}
	}
	smile, err := base.Catalogue.Practice(t.Context(), account.Actor{}, "smile")
	if err != nil {
		t.Fatal(err)
	}
	var values []float64
	for _, r := range smile.Results {
		values = append(values, *r.Value)
		for _, part := range r.Breakdowns {
			if part.As != "share" {
				t.Errorf("breakdown of %s is not stored as given", r.ID)
			}
			values = append(values, *part.Value)
		}
		if r.Period != (catalogue.Period{}) {
			t.Errorf("%s has a period that no source gives", r.ID)
		}
	}
	if want := []float64{456, 54, 18, 186, 62, 14, 685, 621}; !slices.Equal(values, want) {
		t.Errorf("figures %v, want %v", values, want)
	}
	if e := smile.Computed.Evidence; e.Low != 1 || e.High != 1 || e.Direction != "positive" {
		t.Errorf("evidence %+v", e)
	}
}

func TestEveryStarterEntryNamesItsSourcesAndItsFiguresTheirs(t *testing.T) {
	_, b := starterBase(t)
	for _, p := range b.Practices {
		if len(p.Sources) == 0 {
			t.Errorf("%s names no source", p.ID)
		}
		for _, r := range p.Results {
			if r.Source == "" {
				t.Errorf("%s: result %s names no source", p.ID, r.ID)
			}
		}
		for _, lang := range i18n.Langs() {
			if p.Title.In(lang) == "" || p.Summary.In(lang) == "" {
				t.Errorf("%s: title or summary missing in %s", p.ID, lang)
			}
		}
	}
}

func TestImportingWhatWasExportedChangesNothing(t *testing.T) {
	base, _ := starterBase(t)
	first, err := base.Export(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := WriteBundle(&text, first); err != nil {
		t.Fatal(err)
	}
	for name, other := range map[string]Base{"the same database": base, "an empty one": openBase(t)} {
		b, err := ReadBundle(text.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		count, err := other.Import(t.Context(), account.Machine(), b)
		if err != nil {
			t.Fatal(name, err)
		}
		if name == "the same database" && (count.Added > 0 || count.Changed > 0) {
			t.Errorf("%+v", count)
		}
		again, err := other.Export(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var second bytes.Buffer
		if err := WriteBundle(&second, again); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(text.Bytes(), second.Bytes()) {
			t.Errorf("%s: the export after the import differs", name)
		}
	}
}

func TestImportIsAllOrNothingWithEveryProblemNamed(t *testing.T) {
	base := openBase(t)
	b := &Bundle{
		Organisations: []account.Organisation{{ID: "vantaa", Name: i18n.Text{FI: "Vantaa"}, Type: "municipality", Municipality: "092"}},
		Practices: []catalogue.Practice{
			{ID: "good", Organisation: "vantaa", Title: i18n.Text{FI: "Hyvä"}},
			{ID: "bad", Organisation: "nowhere", Title: i18n.Text{FI: "A"}, Results: []catalogue.Result{{ID: "r", Source: "s9"}}},
			{ID: "good", Organisation: "vantaa", Title: i18n.Text{FI: "Toinen"}},
			{ID: "other", Organisation: "vantaa", Title: i18n.Text{FI: "B"}, Related: []catalogue.Related{{Practice: "none"}}},
		},
	}
	_, err := base.Import(t.Context(), account.Machine(), b)
	var problems i18n.Problems
	if !errors.As(err, &problems) {
		t.Fatal(err)
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.Path+" "+p.Key)
	}
	for _, want := range []string{
		"practices[2].id duplicate_id", "practices[1].organisation unknown_reference",
		"practices[1].results[0].source unknown_reference", "practices[3].related[0].practice unknown_reference",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is missing in %v", want, got)
		}
	}
	if after, err := base.Export(t.Context()); err != nil || len(after.Organisations)+len(after.Practices) > 0 {
		t.Errorf("something of the refused bundle remains: %v %v", after, err)
	}
}

func TestBundleOfAnotherFormatIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		`{"format": "tiekartta/2"}`:                                "format unknown_format",
		`{"format": "tiekartta/1", "practises": []}`:               "practises unknown_field",
		`{"format": "tiekartta/1", "practices": [{"titel": 1}]}`:   "practices[0].titel unknown_field",
		`{"format": "tiekartta/1", "practices": [{"results": 1}]}`: "practices[0].results wrong_type",
	} {
		_, err := ReadBundle([]byte(text))
		if err == nil || !strings.Contains(err.Error(), strings.Replace(want, " ", ": ", 1)) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

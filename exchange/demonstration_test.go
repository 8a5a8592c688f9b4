package exchange

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// demonstration is the starter's finished example, as anybody may read it, with
// the database that the starter was imported into.
func demonstration(t *testing.T) (Base, *roadmap.Roadmap) {
	t.Helper()
	base, _ := starterBase(t)
	r, err := base.Roadmaps.Roadmap(t.Context(), account.Actor{}, "esimerkki-kotoutumisen-tiekartta-2027-2030")
	if err != nil {
		t.Fatal(err)
	}
	return base, r
}

func TestDemonstrationIsNobodysPlanAndSaysSo(t *testing.T) {
	_, r := demonstration(t)
	if r.Organisation != "aloitusaineisto" || len(r.Municipalities) > 0 || r.State != "consultation" {
		t.Errorf("it must be the starter's own, of no town and public: %q %v %q", r.Organisation, r.Municipalities, r.State)
	}
	for lang, word := range map[i18n.Lang]string{"fi": "esimerkki", "sv": "exempel", "en": "example"} {
		for _, text := range []string{r.Title.In(lang), r.Foreword.In(lang)} {
			if !strings.Contains(strings.ToLower(text), word) {
				t.Errorf("%s: nothing says that this is an example: %s", lang, text)
			}
		}
	}
	for _, a := range r.Actions() {
		for _, p := range a.Parties {
			if p.Organisation != "" || p.Name == "" {
				t.Errorf("%s: a responsible party is generic and has a name: %+v", a.ID, p)
			}
		}
	}
}

func TestDemonstrationIsInThreeLanguages(t *testing.T) {
	_, r := demonstration(t)
	n := 0
	eachText(reflect.ValueOf(*r), func(text i18n.Text) {
		n++
		for _, lang := range i18n.Langs() {
			if text.In(lang) == "" {
				t.Errorf("missing in %s: %v", lang, text)
			}
		}
	})
	if n < 100 {
		t.Errorf("only %d texts were found", n)
	}
	// Texts without a language would stand in Finnish on pages in Swedish.
	for _, a := range r.Actions() {
		if a.Schedule.Text != "" || a.ResponsibleText.Empty() {
			t.Errorf("%s: schedule and responsible party must be readable in each language", a.ID)
		}
		for _, use := range a.Indicators {
			if b := use.Baseline; b == nil || b.Value == nil || b.Text != "" || b.Unknown != "" {
				t.Errorf("%s: the baseline must be readable in each language", use.ID)
			}
			for _, target := range use.Targets {
				if target.Text != "" {
					t.Errorf("%s: the target must be readable in each language", use.ID)
				}
			}
		}
	}
}

// eachText calls f for every text in a value that is not empty.
func eachText(v reflect.Value, f func(i18n.Text)) {
	if text, ok := v.Interface().(i18n.Text); ok {
		if !text.Empty() {
			f(text)
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			eachText(v.Elem(), f)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachText(v.Index(i), f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				eachText(v.Field(i), f)
			}
		}
	}
}

func TestDemonstrationNamesPracticesOfTheStarterAtTheirVersion(t *testing.T) {
	base, r := demonstration(t)
	practices := map[string]bool{}
	for _, a := range r.Actions() {
		if a.Practice == nil {
			t.Errorf("%s rests on no practice", a.ID)
			continue
		}
		practices[a.Practice.ID] = true
		p, err := base.Catalogue.Practice(t.Context(), account.Actor{}, a.Practice.ID)
		if err != nil {
			t.Errorf("%s: %v", a.ID, err)
			continue
		}
		if p.Version != a.Practice.Version {
			t.Errorf("%s names version %d of %s, which is at %d", a.ID, a.Practice.Version, p.ID, p.Version)
		}
		if len(a.Practice.Components) != len(p.Components) {
			t.Errorf("%s does not tell what became of each part of %s", a.ID, p.ID)
		}
		for i, use := range a.Practice.Components {
			if i < len(p.Components) && use.ID != p.Components[i].ID || use.Use == "" || use.Use != "kept" && use.Note.Empty() {
				t.Errorf("%s: part %s must be known, and a change explained: %+v", a.ID, use.ID, use)
			}
		}
	}
	if len(practices) < 7 || len(r.Sections) < 5 {
		t.Errorf("%d practices in %d domains show too little", len(practices), len(r.Sections))
	}
}

func TestDemonstrationLeavesNothingThatMustBeDecided(t *testing.T) {
	base, r := demonstration(t)
	messages, err := loadMessages()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range NewExporter(base, messages).Assembler.Checks(r) {
		if f.Severity != "note" {
			t.Errorf("%s %s: %s", f.Severity, f.Place, f.Message(messages, i18n.English))
		}
	}
}

// A reference is what the origin's source states: it must be there as the
// practice has it, and no target may be taken from it.
func TestDemonstrationTakesFiguresFromItsSourcesAndNoTargets(t *testing.T) {
	base, r := demonstration(t)
	references := 0
	for _, a := range r.Actions() {
		if len(a.Indicators) == 0 || len(a.Indicators) > 3 {
			t.Errorf("%s has %d indicators", a.ID, len(a.Indicators))
		}
		for _, use := range a.Indicators {
			if len(use.Targets) == 0 || use.CollectedBy == "" || use.Desired == "" {
				t.Errorf("%s lacks a target, who collects it, or its direction", use.ID)
			}
			ref := use.Reference
			if ref == nil {
				continue
			}
			references++
			if ref.Practice != a.Practice.ID || use.Source == "" {
				t.Errorf("%s: the reference is of %q, its source %q", use.ID, ref.Practice, use.Source)
			}
			p, err := base.Catalogue.Practice(t.Context(), account.Actor{}, ref.Practice)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(p.Results, func(one catalogue.Result) bool { return one.ID == ref.Result })
			if i < 0 || p.Results[i].Value == nil || *p.Results[i].Value != *ref.Value || p.Results[i].Period != ref.Period {
				t.Errorf("%s: %s has no such result: %+v", use.ID, p.ID, ref)
			}
			for _, target := range use.Targets {
				if target.Value != nil && *target.Value == *ref.Value {
					t.Errorf("%s: the reference %v has become a target", use.ID, *ref.Value)
				}
			}
		}
	}
	if references == 0 {
		t.Error("no indicator tells what an origin reached")
	}
}

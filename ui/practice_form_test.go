package ui

import (
	"encoding/json"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
)

func asJSON(t *testing.T, v any) string {
	t.Helper()
	body, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func starterPractices(t *testing.T) []*catalogue.Practice {
	t.Helper()
	bundle, err := exchange.Starter()
	if err != nil {
		t.Fatal(err)
	}
	list := make([]*catalogue.Practice, 0, len(bundle.Practices))
	for i := range bundle.Practices {
		list = append(list, &bundle.Practices[i])
	}
	return list
}

// What a form holds of a practice is that practice, with all that the form does
// not show: texts in other languages and fields of other sections.
func TestEverySectionOfEveryStarterPracticeComesBackUnchanged(t *testing.T) {
	t.Parallel()
	practices := starterPractices(t)
	if len(practices) < 30 {
		t.Fatalf("only %d practices", len(practices))
	}
	for _, p := range practices {
		want := asJSON(t, p)
		for _, lang := range i18n.Langs() {
			for _, section := range writeSections() {
				values := formOf(lang, section, p)
				got, _, problems := readForm(lang, section, values, p)
				if len(problems) > 0 || asJSON(t, got) != want {
					t.Errorf("%s, %s in %s: %v", p.ID, section.Name, lang, problems)
				}
			}
		}
	}
}

// The sections together ask for every field of the model but those that the
// service keeps itself or that have a page of their own.
func TestTheFormHasEveryFieldOfThePractice(t *testing.T) {
	t.Parallel()
	asked := map[string]string{}
	var walk func(specs []fieldSpec, name, section string)
	walk = func(specs []fieldSpec, name, section string) {
		for _, spec := range specs {
			asked[i18n.Join(name, spec.Path)] = section
			walk(spec.Fields, i18n.Join(name, spec.Path), section)
		}
	}
	for _, s := range writeSections() {
		walk(s.Fields, "", s.Name)
	}
	elsewhere := []string{"originalLanguage", "contact.erased", "attachments"}
	for _, field := range catalogue.Fields() {
		top, _, _ := strings.Cut(field, ".")
		if sectionOf(field) == "" || strings.HasSuffix(field, ".id") || slices.Contains(elsewhere, field) || slices.Contains(elsewhere, top) {
			continue
		}
		if asked[field] != sectionOf(field) {
			t.Errorf("%s is asked in the section %q, and led to in %q", field, asked[field], sectionOf(field))
		}
	}
}

func TestAFieldThatTheSectionHasNotIsRefused(t *testing.T) {
	t.Parallel()
	section, _ := writeSectionNamed("basics")
	p := &catalogue.Practice{ID: "k", OriginalLanguage: i18n.Finnish, Title: i18n.Text{FI: "K", SV: "P"}}
	for _, name := range []string{"title.sv", "state", "results[0].label.fi", "title", "licence", "version", "municipalities[0].x", "title.fi.x"} {
		values := formOf(i18n.Finnish, section, p)
		values.Set(name, "x")
		got, _, problems := readForm(i18n.Finnish, section, values, p)
		if len(problems) != 1 || problems[0].Path != name || problems[0].Key != "unknown_field" || asJSON(t, got) != asJSON(t, p) {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

func TestNumbersAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		lang i18n.Lang
		text string
		want float64
		key  string
	}{
		{i18n.Finnish, "501 704", 501704, ""}, {i18n.Finnish, "501\u00a0704", 501704, ""}, {i18n.Finnish, "18,9", 18.9, ""},
		{i18n.Finnish, "1 234,5 €", 1234.5, ""}, {i18n.Swedish, "1.234,5", 1234.5, ""}, {i18n.English, "1,234.5", 1234.5, ""},
		{i18n.English, "€501,704", 501704, ""}, {i18n.Finnish, "18.9", 18.9, ""}, {i18n.Finnish, "54 %", 54, ""}, {i18n.Finnish, "−3", -3, ""},
		{i18n.Finnish, "0.125", 0.125, ""}, {i18n.Swedish, "1 200 kr", 1200, ""}, {i18n.English, "1.125", 1.125, ""},
		{i18n.Finnish, "501.704", 0, "form.ambiguous_number"}, {i18n.Finnish, "noin 5", 0, "form.not_exact"}, {i18n.Finnish, "12 34", 0, "form.not_a_number"},
		{i18n.Finnish, "1e5", 0, "form.not_a_number"}, {i18n.Finnish, "", 0, "form.not_a_number"}, {i18n.Finnish, "5-6", 0, "form.not_exact"},
		{i18n.Finnish, "1,5 milj. €", 1500000, ""}, {i18n.Finnish, "1,1 miljoonaa euroa", 1100000, ""}, {i18n.Swedish, "2 miljoner euro", 2000000, ""},
		{i18n.English, "€1.5 million", 1500000, ""}, {i18n.Finnish, "0,4 M€", 400000, ""}, {i18n.Finnish, "18 t€", 18000, ""}, {i18n.Swedish, "250 tusen", 250000, ""},
		{i18n.Finnish, "18 400,-", 18400, ""}, {i18n.Finnish, "5 t", 0, "form.not_a_number"}, {i18n.Finnish, "milj. €", 0, "form.not_a_number"},
		{i18n.Finnish, "n. 40", 0, "form.not_exact"}, {i18n.Swedish, "ca 40", 0, "form.not_exact"}, {i18n.English, "about 40", 0, "form.not_exact"},
		{i18n.Finnish, "yli 400", 0, "form.not_exact"}, {i18n.Finnish, "40–50", 0, "form.not_exact"}, {i18n.English, "400+", 0, "form.not_exact"},
		{i18n.Finnish, "40 henkilöä", 0, "form.not_a_number"},
	} {
		got, key := readNumber(one.lang, one.text)
		if got != one.want || key != one.key {
			t.Errorf("%s %q: %v %s", one.lang, one.text, got, key)
		}
	}
	for _, lang := range i18n.Langs() {
		for _, v := range []float64{0, 1, 1234, 12345, 501704, 0.1, 1234567.125, -5, 1e15, 0.001} {
			if got, key := readNumber(lang, writeNumber(lang, v)); got != v || key != "" {
				t.Errorf("%v in %s is written %q and read %v %s", v, lang, writeNumber(lang, v), got, key)
			}
		}
	}
}

// Nobody has thousandths of people or of euros.
func TestThreeDigitsAfterAMarkAreThousandsOfPeopleAndSums(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Langs() {
		for text, want := range map[string]float64{"18.400": 18400, "18,400": 18400, "18.400 €": 18400, "1.234.567": 1234567, "−18.400": -18400, "18 400": 18400, "0.125": 0.125} {
			if got, key := readAmount(lang, text); got != want || key != "" {
				t.Errorf("%s %q: %v %s", lang, text, got, key)
			}
		}
	}
}

func TestSumsAddressesAndCurrenciesAreTakenAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	resources, _ := writeSectionNamed("resources")
	results, _ := writeSectionNamed("results")
	read := func(section writeSection, values url.Values) (*catalogue.Practice, i18n.Problems) {
		p, _, problems := readForm(i18n.Finnish, section, values, &catalogue.Practice{ID: "k", OriginalLanguage: i18n.Finnish})
		return p, problems
	}
	for currency, want := range map[string]string{"": "", "€": "EUR", "euroa": "EUR", "sek": "SEK", "NOK": "NOK"} {
		p, problems := read(resources, url.Values{"funding": {""}, "funding[0].amount": {"18.400"}, "funding[0].currency": {currency}})
		if len(problems) > 0 || *p.Funding[0].Amount != 18400 || p.Funding[0].Currency != want {
			t.Errorf("%q: %v %+v", currency, problems, p.Funding)
		}
	}
	need, _ := writeSectionNamed("need")
	if _, problems := read(need, url.Values{"reach.actual": {"99999999999999999999"}}); len(problems) != 1 || problems[0].Key != "number_too_large" {
		t.Errorf("a number of people beyond all: %v", problems)
	}
	thousandths := 18.125 // sent by a program
	before := &catalogue.Practice{ID: "k", OriginalLanguage: i18n.Finnish, Funding: []catalogue.Funding{{Source: "a", Amount: &thousandths}}}
	if p, _, problems := readForm(i18n.Finnish, resources, formOf(i18n.Finnish, resources, before), before); len(problems) > 0 || *p.Funding[0].Amount != thousandths {
		t.Errorf("what nobody touched became %v %v", *p.Funding[0].Amount, problems)
	}
	kronor := url.Values{"funding": {""}, "funding[0].source": {"a"}, "funding[0].amount": {"18 400 kr"}, "funding[0].currency": {""}}
	if p, problems := read(resources, kronor); len(problems) != 1 || problems[0].Key != "form.other_currency" || p.Funding[0].Amount != nil {
		t.Errorf("kronor became euros: %v %+v", problems, p.Funding)
	}
	kronor.Set("funding[0].currency", "SEK")
	if p, problems := read(resources, kronor); len(problems) > 0 || *p.Funding[0].Amount != 18400 {
		t.Errorf("%v %+v", problems, p.Funding)
	}
	for address, want := range map[string]string{"www.vantaa.fi/raportti": "https://www.vantaa.fi/raportti", "http://a.fi": "http://a.fi", "raportti": "raportti", "javascript:alert(1)": "javascript:alert(1)"} {
		if p, _ := read(results, url.Values{"sources": {""}, "sources[0].id": {"s1"}, "sources[0].url": {address}}); p.Sources[0].URL != want {
			t.Errorf("%q became %q", address, p.Sources[0].URL)
		}
	}
}

func TestDatesAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"1.1.2018": "2018-01-01", "2018": "2018", "1/2018": "2018-01", "2018-01-01": "2018-01-01", "2018-1": "2018-01", "31.12.2019": "2019-12-31",
		" 5.2018 ": "2018-05", "30.2.2018": "", "13/2018": "", "18": "", "keväällä": "", "2018-": "",
	} {
		got, ok := readDate(text)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q is read %q %v", text, got, ok)
		}
	}
}

func TestAPeriodIsReadAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	section, _ := writeSectionNamed("basics")
	for _, one := range []struct{ start, end, continues, want, problem string }{
		{"kevät 2025", "", "", "2025-01 2025-05", ""},
		{"våren 2025", "", "true", "2025-01 ", ""},
		{"spring 2025", "12/2025", "", "2025-01 2025-12", ""},
		{"syksy 2024 – kevät 2025", "", "", "2024-08 2025-05", ""},
		{"2023-2025", "", "", "2023 2025", ""},
		{"3/2024–12/2025", "", "", "2024-03 2025-12", ""},
		{"syksy 2024", "kevät 2025", "", "2024-08 2025-05", ""},
		{"2024", "", "", "2024 ", ""},
		{"2023-2025", "2026", "", " 2026", "form.two_ends"},
		{"2023", "2024-2025", "", "2023 ", "form.two_ends"},
		{"joskus", "", "", " ", "form.bad_date"},
	} {
		p := &catalogue.Practice{ID: "k", OriginalLanguage: i18n.Finnish}
		values := formOf(i18n.Finnish, section, p)
		values.Set("period.start", one.start)
		values.Set("period.end", one.end)
		values.Set("period.continues", one.continues)
		got, _, problems := readForm(i18n.Finnish, section, values, p)
		problem := ""
		if len(problems) > 0 {
			problem = problems[0].Key
		}
		if have := got.Period.Start + " " + got.Period.End; have != one.want || problem != one.problem {
			t.Errorf("%+v is read %q, %q", one, have, problem)
		}
	}
}

func TestWhatCannotBeReadLeavesTheFieldAsItWas(t *testing.T) {
	t.Parallel()
	section, _ := writeSectionNamed("resources")
	amount := 5.0
	p := &catalogue.Practice{ID: "k", OriginalLanguage: i18n.Finnish, Funding: []catalogue.Funding{{Source: "a", Amount: &amount}}}
	values := formOf(i18n.Finnish, section, p)
	values.Set("funding[0].amount", "viisi")
	values.Set("funding[0].source", "b")
	got, _, problems := readForm(i18n.Finnish, section, values, p)
	if len(problems) != 1 || problems[0].Path != "funding[0].amount" || got.Funding[0].Source != "b" || *got.Funding[0].Amount != 5 {
		t.Errorf("%v %s", problems, asJSON(t, got))
	}
}

func TestRowsAreMovedRemovedAndLeftBlank(t *testing.T) {
	t.Parallel()
	section, _ := writeSectionNamed("how")
	p := &catalogue.Practice{ID: "k", OriginalLanguage: i18n.Finnish, Partners: []catalogue.Partner{
		{Name: "a", Role: i18n.Text{FI: "ar", SV: "as"}}, {Name: "b", Role: i18n.Text{SV: "bs"}}, {Name: "c"},
	}}
	names := func(values url.Values) (list []string, places map[string]string) {
		got, places, problems := readForm(i18n.Finnish, section, values, p)
		if len(problems) > 0 {
			t.Error(problems)
		}
		for _, one := range got.Partners {
			list = append(list, one.Name+one.Role.SV)
		}
		return list, places
	}
	values := formOf(i18n.Finnish, section, p)
	if to := move(values, rowAct{Verb: "down", List: "partners", Row: 0}); to != 1 {
		t.Errorf("moved to %d", to)
	}
	if got, _ := names(values); !reflect.DeepEqual(got, []string{"bbs", "aas", "c"}) {
		t.Errorf("after moving: %v", got)
	}
	removeRow(values, rowAct{List: "partners", Row: 0})
	rows := takeRows(values, "partners")
	spec, _ := section.list("partners")
	putRows(values, "partners", slices.Insert(rows, 1, newRow(spec, "")))
	got, places := names(values)
	if !reflect.DeepEqual(got, []string{"aas", "c"}) || places["partners[1]"] != "partners[2]" {
		t.Errorf("with a blank row: %v %v", got, places)
	}
	if blank := blankRows(values, section, places); !reflect.DeepEqual(blank, []string{"partners:"}) {
		t.Errorf("blank: %v", blank)
	}
	for _, op := range []string{"remove:partners[x]", "remove:partners", "add:state", "add:partners.role", "up:results[0]", "burn:partners[0]", "undo:x:partners[0]"} {
		if _, _, err := readRowAct(section, op); err == nil {
			t.Errorf("%s is no act of this section", op)
		}
	}
	results, _ := writeSectionNamed("results")
	for op, good := range map[string]bool{"add:results[2].breakdowns": true, "add:results.breakdowns": false, "add:results[2]": false, "add:results[0].breakdowns[1]": false, "remove:results[0].breakdowns[1]": true, "add:results[x].breakdowns": false} {
		if _, _, err := readRowAct(results, op); (err == nil) != good {
			t.Errorf("%s: %v", op, err)
		}
	}
}

// writeKeys are the words of the form that are put together: of its pages, lists
// and fields. Every text has a hint and an example.
func writeKeys() []string {
	messages, err := i18n.Load()
	if err != nil {
		panic(err)
	}
	var keys []string
	for prefix, names := range map[string][]string{
		"page.write.write_in.": {"fi", "sv", "en"}, "page.write.state.": {"draft", "in_review", "published", "archived"}, "page.write.as.": {"count", "share"},
		"page.write.fold.": {"results.baseline", "results.more", "criteria"}, "page.write.lead.": sections(),
	} {
		for _, name := range names {
			keys = append(keys, prefix+name)
		}
	}
	var walk func(specs []fieldSpec, name string)
	walk = func(specs []fieldSpec, name string) {
		for _, spec := range specs {
			path := i18n.Join(name, spec.Path)
			if hint := "page.write.hint." + path; messages.Has(i18n.Finnish, hint) {
				keys = append(keys, hint)
			}
			switch spec.Kind {
			case kindText, kindProse:
				keys = append(keys, "page.write.hint."+path, "page.write.example."+path)
			case kindRows, kindPlaces:
				keys = append(keys, "page.write.row."+path, "page.write.add."+path)
			}
			walk(spec.Fields, path)
		}
	}
	for _, section := range writeSections() {
		walk(section.Fields, "")
	}
	return keys
}

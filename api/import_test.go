package api

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tiekartta/exchange"
	"tiekartta/roadmap"
)

// programme is a small programme with a cell that is not understood.
func programme(format string) string {
	rows := [][]string{
		{"Goal", "Action", "Schedule", "Responsible party", "Indicator"},
		{"A job", "• Visits to workplaces • Mentors", "2027–2028", "Employment services", "Visits"},
		{"", "• Language at work", "when the money comes", "Employment services together with Adult College", "Participants"},
		{"A home", "• Advice", "Continuous", "Housing office", "Cases"},
	}
	var b strings.Builder
	for i, row := range rows {
		switch format {
		case "html":
			cell := map[bool]string{true: "th", false: "td"}[i == 0]
			fmt.Fprintf(&b, "<tr><%[1]s>%[2]s</%[1]s></tr>\n", cell, strings.Join(row, "</"+cell+"><"+cell+">"))
		case "md":
			fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
			if i == 0 {
				b.WriteString("|---|---|---|---|---|\n")
			}
		case "csv":
			fmt.Fprintf(&b, "Work;%s\n", strings.Join(row, ";"))
		case "tsv":
			fmt.Fprintf(&b, "Work\t%s\n", strings.Join(row, "\t"))
		default:
			b.WriteString(strings.Join(row, "\t") + "\n")
		}
	}
	switch format {
	case "html":
		return "<!doctype html><h2>Work</h2><table>\n" + b.String() + "</table>"
	case "csv":
		return strings.Replace(b.String(), "Work;Goal", "Section;Goal", 1)
	case "tsv":
		return strings.Replace(b.String(), "Work\tGoal", "Section\tGoal", 1)
	}
	return "## Work\n\n" + b.String()
}

func (s *service) read(query, media, body string) reply {
	s.t.Helper()
	return s.call(request{method: "POST", path: "/api/v1/roadmaps/import" + query, body: body, header: map[string]string{"Content-Type": media}})
}

func TestAProgrammeIsReadInEveryFormatAndNothingIsSaved(t *testing.T) {
	s := newStarter(t)
	before := s.newest()
	for media, format := range importFormats() {
		if format == "json" {
			continue
		}
		var a readAnswer
		s.read("?title=Plan&organisation=092&period=2027-2030&lang=en", media, programme(format)).in(200, &a)
		if a.Read != (readCount{1, 2, 3, 4}) {
			t.Errorf("%s: %+v", format, a.Read)
			continue
		}
		r := a.Roadmap
		if r.Title.EN != "Plan" || r.Organisation != "vantaa" || r.Period.Start != "2027" || r.Period.End != "2030" || r.OriginalLanguage != "en" || r.State != "draft" {
			t.Errorf("%s: %+v", format, r)
		}
		first := r.Sections[0].Goals[0].Actions[0]
		if r.Sections[0].Domain != "work" || first.Items[0].EN != "Visits to workplaces" || first.Schedule.End != "2028" || first.AsRead == nil || len(first.AsRead.Cells) != 5 {
			t.Errorf("%s: %+v", format, first)
		}
		asked := slices.ContainsFunc(a.Questions, func(q question) bool {
			return q.Key == "schedule" && strings.HasPrefix(q.Place, "line ") && strings.Contains(q.Message, "when the money comes")
		})
		if !asked {
			t.Errorf("%s: nobody asks about the schedule: %+v", format, a.Questions)
		}
	}
	if s.newest() != before {
		t.Error("something was saved")
	}
}

func TestWhatWasReadCanBeStoredAndComesBackFromItsFiles(t *testing.T) {
	s := newService(t)
	token := s.token("editor of vantaa")
	var a, again readAnswer
	s.read("?title=Plan&organisation=vantaa&period=2027&lang=en", "text/markdown; charset=utf-8", programme("md")).in(200, &a)
	if a.Roadmap.Period.Start != "2027" || a.Roadmap.Period.End != "2027" {
		t.Errorf("one year: %+v", a.Roadmap.Period)
	}
	var stored roadmap.Roadmap
	s.call(request{method: "POST", path: "/api/v1/roadmaps", token: token, body: a.Roadmap}).in(201, &stored)
	address := "/api/v1/roadmaps/" + stored.ID
	json := s.as(token, address+"/export?format=json&lang=en").in(200, nil)
	s.read("", "application/json", string(json.body)).in(200, &again)
	if !reflect.DeepEqual(*again.Roadmap, stored) || again.Read != a.Read || len(again.Questions) != 0 {
		t.Errorf("from JSON: %+v", again)
	}
	csv := s.as(token, address+"/export?format=csv&lang=en").in(200, nil)
	s.read("?title=Plan&organisation=vantaa&period=2027&lang=en", "text/csv", string(csv.body)).in(200, &again)
	if again.Read != a.Read || !reflect.DeepEqual(again.Roadmap.Sections[0].Goals[0].Title, stored.Sections[0].Goals[0].Title) {
		t.Errorf("from CSV: %+v", again)
	}
}

func TestWhatTheAddressSaysOfAFileIsChecked(t *testing.T) {
	s := newService(t)
	for query, want := range map[string]string{
		"?organisation=none": "organisation unknown_reference", "?period=soon": "period.start bad_date", "?period=2030-2027": "period.end ends_before_start",
		"?lang=de": "lang api.no_choice", "?name=x": "name api.unknown_parameter",
	} {
		if got := s.read(query, "text/markdown", programme("md")).refused(422).names(); !slices.Contains(got, want) {
			t.Errorf("%s: %v", query, got)
		}
	}
	var a readAnswer
	s.read("?organisation=005", "text/markdown", programme("md")).in(200, &a)
	if a.Roadmap.Organisation != "alajarvi" || !slices.Equal(a.Roadmap.Municipalities, []string{"005"}) {
		t.Errorf("for a town without an organisation: %+v", a.Roadmap)
	}
	if a.Roadmap.OriginalLanguage != "en" {
		t.Errorf("the headings are in English, but the texts are taken for %q", a.Roadmap.OriginalLanguage)
	}
}

func TestQuestionsAreAskedInTheLanguageAskedFor(t *testing.T) {
	s := newService(t)
	messages := map[string]bool{}
	for _, lang := range []string{"fi", "sv", "en"} {
		var a readAnswer
		s.read("?lang="+lang, "text/markdown", programme("md")).in(200, &a)
		for _, q := range a.Questions {
			if strings.HasPrefix(q.Message, "import.") || strings.Contains(q.Message, "<no value>") {
				t.Errorf("%s: %+v", lang, q)
			}
			if q.Key == "schedule" {
				messages[q.Message] = true
			}
		}
	}
	if len(messages) != 3 {
		t.Errorf("%v", messages)
	}
}

func TestABundleForReadingHoldsOneRoadmap(t *testing.T) {
	s := newStarter(t)
	starter, err := exchange.Starter()
	s.must(err)
	starter.Roadmaps = nil
	text, err := json.Marshal(starter)
	s.must(err)
	if got := s.read("", "application/json", string(text)).refused(422).names(); !slices.Equal(got, []string{"roadmaps one_roadmap"}) {
		t.Error(got)
	}
}

func TestFilesAreReadOneAtATime(t *testing.T) {
	s := newService(t)
	s.api.files.turn <- struct{}{} // a file is being read
	answered := make(chan reply, 1)
	go func() { answered <- s.read("", "text/markdown", programme("md")) }()
	select {
	case got := <-answered:
		t.Fatalf("a second file was read at once: %d", got.status)
	case <-time.After(50 * time.Millisecond):
	}
	<-s.api.files.turn
	(<-answered).in(200, nil)
}

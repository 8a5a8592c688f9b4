package exchange

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func suggested(t *testing.T, name string, data []byte) (*Text, *Suggestions) {
	t.Helper()
	text, err := ReadText(name, data)
	if err != nil {
		t.Fatal(err)
	}
	places, err := catalogue.LoadPlaces()
	if err != nil {
		t.Fatal(err)
	}
	vocabularies, err := catalogue.LoadVocabularies()
	if err != nil {
		t.Fatal(err)
	}
	s, err := Suggest(text, places, vocabularies)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range s.List {
		for _, q := range one.Quotes {
			if q.Block < 0 || q.Block >= len(text.Blocks) || q.From < 0 || q.To > len(text.Blocks[q.Block].Text) || q.From >= q.To {
				t.Fatalf("%s: the quote %v is not in the text", one.Path, q)
			}
		}
	}
	return text, s
}

func figureOf(v *float64) string {
	if v == nil {
		return "?"
	}
	return i18n.Number(i18n.English, *v)
}

// brief writes a suggestion on one line.
func brief(one Suggestion) string {
	v := one.Value
	best := func(t i18n.Text) string { s, _ := t.Best(one.Lang); return s }
	s := one.Path + ": "
	switch {
	case v.Breakdown != nil:
		s += fmt.Sprintf("%s%s %s (%s) of %s %s", figureOf(v.Breakdown.Value), map[string]string{"share": " %"}[v.Breakdown.As], best(v.Breakdown.Group), v.Breakdown.Dimension, figureOf(v.Base.Value), best(v.Base.Label))
	case v.Result != nil:
		r := v.Result
		s += fmt.Sprintf("%s %s %s [%s] %s", r.Level, r.Measure, figureOf(r.Value), best(r.Unit), best(r.Label))
		if r.Base != nil {
			s += fmt.Sprintf(" | of %s %s", figureOf(r.Base.Value), best(r.Base.Label))
		}
		if r.Baseline != nil {
			s += " | before " + figureOf(r.Baseline.Value)
		}
	case v.Funding != nil:
		s += fmt.Sprintf("%s %s %s", v.Funding.Source, figureOf(v.Funding.Amount), best(v.Funding.Note))
	case v.Lesson != nil:
		s += v.Lesson.Kind + " " + best(v.Lesson.Text)
	case v.Partner != nil:
		s += v.Partner.Type + " " + v.Partner.Name
	case v.Contact != nil:
		s += strings.Join([]string{v.Contact.Name, best(v.Contact.Role), v.Contact.Email, v.Contact.Phone}, " / ")
	case v.Period != nil:
		s += fmt.Sprintf("%s–%s %v", v.Period.Start, v.Period.End, v.Period.Continues)
	default:
		s += strings.Join(v.Codes, ",") + strings.ReplaceAll(v.Text, "\n", " ¶ ")
	}
	return strings.TrimSpace(s)
}

func briefs(s *Suggestions) []string {
	var lines []string
	for _, one := range s.List {
		lines = append(lines, brief(one))
	}
	return lines
}

// The documents are written for this test, in three languages and four formats.
// The lists of what is suggested were read line by line: what is in them is
// right, and nothing may come in addition.
func TestSuggestionsOfWholeDocuments(t *testing.T) {
	for _, name := range []string{"document-fi.txt", "document-sv.html", "document-en.md", "document-news-fi.txt", "document-report-fi.txt", "document-pdf-sv.txt", "document-page-en.html", "document-short-fi.txt"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		_, s := suggested(t, name, data)
		file := filepath.Join("testdata", strings.TrimSuffix(name, filepath.Ext(name))+".suggested")
		lines := briefs(s)
		if os.Getenv("WRITE_SUGGESTED") != "" {
			if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		wanted, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Split(strings.TrimSpace(string(wanted)), "\n")
		for _, line := range want {
			if !slices.Contains(lines, line) {
				t.Errorf("%s lacks %s", name, line)
			}
		}
		for _, line := range lines {
			if !slices.Contains(want, line) {
				t.Errorf("%s has too much: %s", name, line)
			}
		}
	}
}

// given reads one of the documents that came with the order for this program;
// they are not part of the repository.
func given(t *testing.T, name string) []byte {
	t.Helper()
	for _, up := range []string{"..", filepath.Join("..", "..")} {
		if data, err := os.ReadFile(filepath.Join("..", up, "shared", "sources", name)); err == nil {
			return data
		}
	}
	t.Skipf("%s is not here", name)
	return nil
}

func demand(t *testing.T, s *Suggestions, wanted ...string) {
	t.Helper()
	lines := briefs(s)
	for _, want := range wanted {
		if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, want) }) {
			t.Errorf("not suggested: %s\nbut:\n%s", want, strings.Join(lines, "\n"))
		}
	}
}

func TestTheFactSheetGivesItsFiguresLessonsAndPlaces(t *testing.T) {
	_, s := suggested(t, "smile-project-factsheet.txt", given(t, "smile-project-factsheet.txt"))
	demand(t, s,
		"results: output number 456 [beneficiaries]", "results: 54 % female (sex) of 456", "results: 18 % under 30 years old (age) of 456",
		"results: outcome number 186 [migrants]", "results: 62 % female (sex) of 186", "results: 14 % under 30 years old (age) of 186",
		"results: output number 685 [parental school visits]", "results: output number 621 [children]",
		"results: activity number 9 [languages]", "area: Martinlaakso, Koivukylä and Hakunila", "municipalities: 092",
		"partners: association migrant-led NGOs", "partners: school schools", "partners: municipality Vantaa Municipality",
		"lessons: success_factor Adopting an inclusive", "lessons: success_factor Using a Multisensory", "lessons: success_factor The selection of NGOs",
		"funding: Partnerships and Financing for Migrant Inclusion (PAFMI)")
	for _, line := range briefs(s) {
		if strings.Contains(line, "242") && strings.HasPrefix(line, "results") {
			t.Errorf("the population is no result: %s", line)
		}
		if strings.HasPrefix(line, "funding") && !strings.Contains(line, "PAFMI") {
			t.Errorf("no funder: %s", line)
		}
	}
}

func TestTheSlidesGivePeriodBudgetFundersAndTheSlip(t *testing.T) {
	_, s := suggested(t, "vanda-coaching-together-slides-sv.txt", given(t, "vanda-coaching-together-slides-sv.txt"))
	demand(t, s, "period: 2018-01-01–2019-12-31", "funding:  501,704", "funding: ESF", "funding: Vanda stad", "funding: stiftelsen Kiipulasäätiö",
		"funding: Nylands arbets- och näringsbyrå", "funding: organisationer", "challenge: – Sysselsättningsläget")
	paid := 0
	for _, one := range s.List {
		if one.Path == "results" {
			t.Errorf("statistics are no result: %s", brief(one))
		}
		if one.Path == "funding" {
			paid++
		}
	}
	if paid != 6 { // the budget and five funders
		t.Errorf("%d suggestions about funding", paid)
	}
	if len(s.Doubts) != 1 || s.Doubts[0].Part != 430129 || s.Doubts[0].Whole != 228166 || s.Doubts[0].Fits == nil || *s.Doubts[0].Fits != 43129 {
		t.Errorf("doubts: %+v", s.Doubts)
	}
}

func TestAPressReleaseGivesNoFigures(t *testing.T) {
	_, s := suggested(t, "vantaa-good-practices-news.txt", given(t, "vantaa-good-practices-news.txt"))
	for _, one := range s.List {
		if slices.Contains([]string{"results", "lessons", "funding", "period"}, one.Path) {
			t.Errorf("made up: %s", brief(one))
		}
	}
}

func TestFiguresThatDoNotFitAreDoubted(t *testing.T) {
	for text, want := range map[string]int{
		"Tulokset\n\n54 of 120 participants (45 %) found work.":                                      0,
		"Results\n\n54 of 120 participants (54 %) found work.":                                       1,
		"Resultat\n\n30 av 60 deltagare (65 procent) fick jobb.":                                     1,
		"Tulokset\n\n120 osallistujasta 30 (45 %) sai töitä.":                                        1,
		"Koko väestö 20 000\n\nVieraskielisiä 4 000, eli 20 %":                                       0,
		"Koko väestö 20 000\n\nVieraskielisiä 4 500, eli 20 %":                                       1,
		"Results\n\n120 people took part in 2019. In 2020, satisfaction was 80 % among respondents.": 0,
	} {
		if _, s := suggested(t, "x.txt", []byte(text)); len(s.Doubts) != want {
			t.Errorf("%q: %+v", text, s.Doubts)
		}
	}
}

func TestSuggestionsKeepTheirIDs(t *testing.T) {
	data := []byte("# Otsikko täällä\n\n## Tulokset\n\n- 120 henkilöä osallistui.\n- 40 % osallistujista oli naisia.\n")
	_, first := suggested(t, "a.md", data)
	_, second := suggested(t, "b.md", data)
	if len(first.List) < 3 || !slices.Equal(briefs(first), briefs(second)) {
		t.Fatalf("%v", briefs(first))
	}
	seen := map[string]bool{}
	for i, one := range first.List {
		if one.ID != second.List[i].ID || seen[one.ID] {
			t.Errorf("%s: id %s", brief(one), one.ID)
		}
		seen[one.ID] = true
	}
}

package exchange

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// told writes a suggestion as the lists of what is wanted do: what it is, and
// the parts of its value that must be right.
func told(one Suggestion, places *catalogue.Places) []string {
	v := one.Value
	best := func(t i18n.Text) string { s, _ := t.Best(one.Lang); return s }
	plain := func(f *float64) string {
		if f == nil {
			return ""
		}
		return strconv.FormatFloat(*f, 'f', -1, 64)
	}
	switch {
	case v.Breakdown != nil:
		return []string{"breakdown", plain(v.Breakdown.Value), v.Breakdown.Dimension}
	case v.Result != nil && v.Result.Measure == "share":
		return []string{"share", plain(v.Result.Value), plain(v.Result.Base.Value)}
	case v.Result != nil:
		return []string{"result", plain(v.Result.Value), best(v.Result.Unit)}
	case v.Funding != nil && v.Funding.Amount == nil:
		return []string{"funder", v.Funding.Source}
	case v.Funding != nil:
		return []string{"sum", plain(v.Funding.Amount), v.Funding.Source}
	case v.Lesson != nil:
		return []string{"lesson", v.Lesson.Kind, best(v.Lesson.Text)}
	case v.Partner != nil:
		return []string{"partner", v.Partner.Name}
	case v.Contact != nil:
		return []string{"contact", v.Contact.Name}
	case v.Period != nil:
		return []string{"period", v.Period.Start, v.Period.End}
	case one.Path == "municipalities":
		m, _ := places.Municipality(v.Codes[0])
		return []string{"municipality", m.Name.FI}
	case len(v.Codes) > 0:
		return []string{map[string]string{"domains": "domain", "targetGroups": "target", "serviceLanguages": "language"}[one.Path], v.Codes[0]}
	}
	return []string{one.Path, v.Text}
}

// wanted is a line of such a list: "+" what must be suggested, "~" what may be,
// "-" what must not. A value has alternatives, of which one that ends in "…" is
// a beginning; behind "@" stand words that the quoted part of the text has.
type wanted struct {
	mark   byte
	fields []string
	words  string
}

func wantedIn(t *testing.T, file string) []wanted {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var list []wanted
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		value, words, _ := strings.Cut(line[1:], "@")
		list = append(list, wanted{line[0], strings.Split(value, "|"), strings.TrimSpace(words)})
	}
	return list
}

func (w wanted) fits(one []string, quote string) bool {
	if strings.TrimSpace(w.fields[0]) != one[0] || !strings.Contains(quote, w.words) {
		return false
	}
	for n, field := range w.fields {
		have := ""
		if n < len(one) {
			have = one[n]
		}
		if !slices.ContainsFunc(strings.Split(field, "/"), func(s string) bool {
			s = strings.TrimSpace(s)
			if begin, ok := strings.CutSuffix(s, "…"); ok {
				return strings.Contains(strings.ToLower(have), strings.ToLower(strings.TrimPrefix(begin, "…")))
			}
			return strings.EqualFold(s, have)
		}) {
			return false
		}
	}
	return true
}

// measured counts what was suggested for the texts of a folder.
type measured struct {
	right, wrong, found, wanted int
	lines                       []string
}

func (m measured) precision() float64 { return float64(m.right) / float64(m.right+m.wrong) }
func (m measured) recall() float64    { return float64(m.found) / float64(m.wanted) }

func measure(t *testing.T, folder string) measured {
	t.Helper()
	places, err := catalogue.LoadPlaces()
	if err != nil {
		t.Fatal(err)
	}
	var m measured
	texts, err := filepath.Glob(filepath.Join("testdata", "prose", folder, "*.txt"))
	if err != nil || len(texts) < 4 {
		t.Fatalf("%d texts, %v", len(texts), err)
	}
	for _, file := range texts {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text, s := suggested(t, "text.txt", data)
		m.count(filepath.Base(file), wantedIn(t, strings.TrimSuffix(file, ".txt")+".wanted"), text, s, places)
	}
	return m
}

func (m *measured) count(name string, want []wanted, text *Text, s *Suggestions, places *catalogue.Places) {
	met := map[int]bool{}
	for _, one := range s.List {
		line, q := told(one, places), one.Quotes[0]
		at := slices.IndexFunc(want, func(w wanted) bool { return w.fits(line, text.Blocks[q.Block].Text[q.From:q.To]) })
		switch {
		case at < 0 || want[at].mark == '-':
			m.wrong++
			m.lines = append(m.lines, fmt.Sprintf("%s: wrong: %s", name, strings.Join(line, " | ")))
		case want[at].mark == '+' && !met[at]:
			met[at] = true
			m.right, m.found = m.right+1, m.found+1
		default:
			m.right++
		}
	}
	for at, w := range want {
		if w.mark == '+' {
			m.wanted++
			if !met[at] {
				m.lines = append(m.lines, fmt.Sprintf("%s: lacking: %s", name, strings.Join(w.fields, "|")))
			}
		}
	}
}

// What is suggested must be right before it is complete. The rules were written
// looking at the texts in dev; those in held were first measured, and then looked
// at, too. The texts in unseen were written after the last rule, and no rule was
// changed for them: they tell what to expect of a text that comes in.
func TestSuggestionsFromRunningProseAreRightBeforeTheyAreMany(t *testing.T) {
	for _, one := range []struct {
		folder            string
		precision, recall float64
	}{{"dev", 0.95, 0.85}, {"held", 0.95, 0.8}, {"unseen", 0.9, 0.65}} {
		m := measure(t, one.folder)
		t.Logf("%s: precision %.2f (%d of %d), recall %.2f (%d of %d)", one.folder, m.precision(), m.right, m.right+m.wrong, m.recall(), m.found, m.wanted)
		if m.precision() < one.precision || m.recall() < one.recall {
			t.Errorf("%s: less than %.2f and %.2f\n%s", one.folder, one.precision, one.recall, strings.Join(m.lines, "\n"))
		}
	}
}

// What has no sentences must neither fail nor take minutes: rules look at whole
// sentences again and again.
func TestATextWithoutSentencesIsReadInTime(t *testing.T) {
	began := time.Now()
	for _, words := range []string{"kevät 2024 ja ", "AMIF maksoi 5 000 euroa ja ", "Vantaalla ", "Opetushallitukselta saatiin 5 000 euroa "} {
		suggested(t, "", []byte(strings.Repeat(words, 20_000/len(words))))
	}
	if took := time.Since(began); took > time.Minute {
		t.Errorf("it took %v", took)
	}
}

// A paragraph as a newcomer brought it: a sum and one funder in a sentence, words
// between a number and its noun, a season, and partners of whom none has a name.
func TestAParagraphIsReadByItsGrammar(t *testing.T) {
	_, s := suggested(t, "", []byte("Naisten polku -ryhmä toimi Kajaanissa keväällä 2025 yhdessä työväenopiston ja kolmen järjestön kanssa. Naisten polku -ryhmän tavoitteena oli tukea kotona lapsia hoitavia äitejä suomen kielen alkuun. Ryhmään osallistui 42 kotona lapsia hoitavaa äitiä, ja se kokoontui 12 kertaa perhekeskuksessa. Heistä 60 % oli alle 35-vuotiaita. Ryhmän kokonaiskustannukset olivat 18 400 €, ja AMIF oli mukana hankkeessa; kaupunki maksoi loput. Kriittistä oli, että lastenhoito järjestyi samassa talossa."))
	demand(t, s, "title: Naisten polku -ryhmä", "municipalities: 205", "period: 2025-01–2025-05", "targetGroups: mothers", "results: activity number 12 [kertaa]",
		"results: output number 42 [äitiä]", "results: 60 % alle 35-vuotiaita (age) of 42 äitiä", "funding:  18,400", "funding: Kaupunki ?", "lessons: critical_issue Kriittistä oli, että lastenhoito", "domains: language")
	for _, line := range briefs(s) {
		if strings.HasPrefix(line, "funding: AMIF 18") || strings.HasPrefix(line, "partners") && (strings.Contains(line, "kanssa") || strings.Contains(line, "keväällä") || strings.Contains(line, "järjestön")) || strings.Contains(line, "(kotona)") {
			t.Errorf("made up: %s", line)
		}
	}
	for text, want := range map[string]string{
		"Hankkeen rahoitti AMIF, 12 000 euroa.": "AMIF 12,000", "AMIF rahoitti hanketta 12 000 eurolla.": "AMIF 12,000", "Rahoitus: AMIF 12 000 €": "AMIF 12,000",
		"Hankkeen budjetti oli 18 400 € ja siihen osallistui AMIF.": " 18,400", "Hanke sai avustusta Svenska kulturfondenilta 3 000 euroa ja se maksoi 9 000 euroa.": "",
	} {
		_, s := suggested(t, "", []byte("Kielikahvila toimi kirjastossa. "+text))
		if strings.HasPrefix(text, "Rahoitus") {
			_, s = suggested(t, "", []byte("Kielikahvila toimi kirjastossa.\n\n"+text))
		}
		if want != "" && !slices.ContainsFunc(briefs(s), func(line string) bool { return strings.HasPrefix(line, "funding: "+want) }) {
			t.Errorf("%q: %v", text, briefs(s))
		}
	}
}

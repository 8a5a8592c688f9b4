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
	kinds                       []string
}

func (m measured) counts(kind string) bool {
	return len(m.kinds) == 0 || slices.Contains(m.kinds, strings.TrimSpace(kind))
}

func (m measured) precision() float64 { return float64(m.right) / float64(m.right+m.wrong) }
func (m measured) recall() float64    { return float64(m.found) / float64(m.wanted) }

// measure counts what is suggested for the texts of a folder, of those kinds or,
// where none is named, of all.
func measure(t *testing.T, folder string, kinds ...string) measured {
	t.Helper()
	places, err := catalogue.LoadPlaces()
	if err != nil {
		t.Fatal(err)
	}
	m := measured{kinds: kinds}
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
		if !m.counts(line[0]) {
			continue
		}
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
		if w.mark == '+' && m.counts(w.fields[0]) {
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
// changed for them: they tell what to expect of a text that comes in. Those in
// numbers and later were written before the rules for counts behind their nouns,
// averages and shares of "them"; these rules were written looking at numbers only.
func TestSuggestionsFromRunningProseAreRightBeforeTheyAreMany(t *testing.T) {
	for _, one := range []struct {
		folder            string
		precision, recall float64
	}{{"dev", 0.95, 0.85}, {"held", 0.95, 0.8}, {"unseen", 0.9, 0.65}, {"numbers", 0.97, 0.9}, {"later", 0.9, 0.75}} {
		m := measure(t, one.folder)
		for name, n := range map[string]measured{"all": m, "figures": measure(t, one.folder, "result", "share", "breakdown")} {
			t.Logf("%s, %s: precision %.2f (%d of %d), recall %.2f (%d of %d)", one.folder, name, n.precision(), n.right, n.right+n.wrong, n.recall(), n.found, n.wanted)
		}
		if m.precision() < one.precision || m.recall() < one.recall {
			t.Errorf("%s: less than %.2f and %.2f\n%s", one.folder, one.precision, one.recall, strings.Join(m.lines, "\n"))
		}
	}
}

// What has no sentences must neither fail nor take minutes: rules look at whole
// sentences again and again, so four times the text may cost about four times the
// work and not sixteen times. Other work on the machine only adds, so one good try
// of several is enough.
func TestATextWithoutSentencesIsReadInTime(t *testing.T) {
	for _, words := range []string{"kevät 2024 ja ", "AMIF maksoi 5 000 euroa ja ", "Vantaalla ", "Opetushallitukselta saatiin 5 000 euroa "} {
		took := func(size int) time.Duration {
			data, began := []byte(strings.Repeat(words, size/len(words))), time.Now()
			suggested(t, "", data)
			return time.Since(began)
		}
		small, large := took(2_500), took(10_000)
		for tries := 1; large > 7*small && tries < 5; tries++ {
			small, large = min(small, took(2_500)), min(large, took(10_000))
		}
		if large > 7*small {
			t.Errorf("%q: %v for 2.5 kB, %v for 10 kB", words, small, large)
		}
	}
}

// figuresIn are the figures that a sentence gives, without their labels.
func figuresIn(t *testing.T, text string) string {
	t.Helper()
	_, s := suggested(t, "", []byte(text))
	var list []string
	for _, one := range s.List {
		v := one.Value
		switch best := func(t i18n.Text) string { s, _ := t.Best(one.Lang); return s }; {
		case v.Breakdown != nil:
			list = append(list, fmt.Sprintf("%s%s %s of %s", figureOf(v.Breakdown.Value), map[string]string{"share": " %"}[v.Breakdown.As], v.Breakdown.Dimension, figureOf(v.Base.Value)))
		case v.Result != nil && v.Result.Measure == "share" && v.Result.Base.Value != nil:
			list = append(list, fmt.Sprintf("%s %% of %s", figureOf(v.Result.Value), figureOf(v.Result.Base.Value)))
		case v.Result != nil && v.Result.Measure == "share":
			list = append(list, figureOf(v.Result.Value)+" %")
		case v.Result != nil:
			list = append(list, strings.TrimSpace(figureOf(v.Result.Value)+" "+best(v.Result.Unit))+map[bool]string{true: " (average)"}[one.Why == "average"])
		}
	}
	return strings.Join(list, "; ")
}

func TestACountIsReadInWhateverOrderItsWordsStand(t *testing.T) {
	for text, want := range map[string]string{
		"Kurssilla osallistujia oli 64.":                                                       "64 osallistujia",
		"Retkille osallistui 64 henkilöä.":                                                     "64 henkilöä",
		"Neuvonta tavoitti 310 perhettä.":                                                      "310 perhettä",
		"Kävijöitä on ollut kaikkiaan 540, ja heistä 25 % oli miehiä.":                         "540 kävijöitä; 25 % sex of 540",
		"Illoissa käy keskimäärin 25 henkeä kerralla.":                                         "25 henkeä (average)",
		"Vapaaehtoisia ilmoittautui 27. Heistä 18 prosenttia oli alle 30-vuotiaita.":           "27 vapaaehtoisia; 18 % age of 27",
		"Kurssin aloitti 40 opiskelijaa, ja 31 suoritti sen. Heistä 45 prosenttia oli naisia.": "40 opiskelijaa; 31 opiskelijaa; 45 % sex of 31",
		"Antalet deltagare var 64 och av dem var 40 procent kvinnor.":                          "64 deltagare; 40 % sex of 64",
		"I kurserna deltog 27 kvinnor.":                                                        "27 kvinnor",
		"I genomsnitt kom 14 personer per gång till träffarna.":                                "14 personer (average)",
		"Under året deltog 120 familjer i verksamheten. Antalet besök steg till 450.":          "120 familjer; 450 besök",
		"Toimintaan osallistui 64 henkilöä, joista 41 (64 prosenttia) oli naisia.":             "64 henkilöä; 64 % sex of 64",
		"I kursen deltog 64 invandrare, av vilka 41 (64 procent) var kvinnor.":                 "64 invandrare; 64 % sex of 64",
		"Kurssille tuli 64 henkilöä, joista 20 (31 prosenttia) oli työttömiä työnhakijoita.":   "64 henkilöä; 31 % of 64",
		"120 osallistujasta 54 eli 45 prosenttia sai työpaikan.":                               "45 % of 120",
		"In all 685 parental school visits took place in two years.":                           "685 parental school visits",
		"Participants totalled 64, and the course was held 12 times.":                          "64 participants; 12 times",
		"The group met weekly and an average of 15 women attended.":                            "15 women (average)",
		"In all 90 people took part: 50 parents and 40 children.":                              "90 people; 50 parents; 40 children",
		"The sessions reached 80 families. Women made up 60 per cent of participants.":         "80 families; 60 % sex of 80",
	} {
		if got := figuresIn(t, text); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

func TestNumbersThatCountNothingAreNoResults(t *testing.T) {
	for _, text := range []string{
		"Ryhmä kokoontuu osoitteessa Asemakatu 14, huoneessa 210, ja mukana on ohjaaja.", "Osallistujat olivat 18–64-vuotiaita ja keskimäärin 34 vuotta vanhoja.",
		"Ryhmään otetaan kerrallaan 12 osallistujaa.", "Kävijöitä palvellaan numerossa 040 512 3344.", "Osallistujia oli 7. ja 8. luokalta.",
		"Osallistujat saivat 12 §:n mukaista ohjausta 3.5.2024 alkaen.", "Osallistujat saivat kukin 150 euroa.", "Kunnassa on 20 400 asukasta.",
		"Gruppen träffas på Skolgatan 12, rum 14, och deltagarna är över 18 år.", "Gruppen tar emot högst 15 deltagare.", "Deltagarna gick i årskurs 7 när kursen ordnades den 14 mars 2024.",
		"The course takes up to 20 participants aged 16 to 19.", "Participants met in room 204 at 5 pm under section 12 of the Act.", "Pupils in grade 7 took part in 2024.",
	} {
		if got := figuresIn(t, text); got != "" {
			t.Errorf("%q: %q", text, got)
		}
	}
	// Between the count and "of them" stands another count, of which it may be a share.
	if got := figuresIn(t, "Kurssille osallistui 80 henkilöä. Paikallislehti painettiin 900 talouteen. Heistä 30 prosenttia oli naisia."); strings.Contains(got, "of 80") {
		t.Errorf("made up: %q", got)
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
	_, s = suggested(t, "", []byte("Kokkolassa käynnistettiin keväällä 2025 Naapurikahvila, jossa maahan muuttaneet ja pitkään kaupungissa asuneet tapaavat viikoittain Halkokarin asukastuvalla. Toimintaa järjestivät Kokkolan kaupunki, Kokkolan seudun opisto ja SPR:n Kokkolan osasto. Kahvilassa käy keskimäärin 25 henkeä kerralla, ja kevään aikana kävijöitä oli yhteensä 140. Heistä 38 prosenttia oli alle 30-vuotiaita. Kustannukset olivat 9 800 euroa, josta Opetushallitus maksoi 6 000 euroa ja kaupunki loput. Kriittistä oli, että lastenhoito järjestyi samassa talossa."))
	demand(t, s, "title: Naapurikahvila", "results: output number 25 [henkeä]", "results: output number 140 [kävijöitä]", "results: 38 % alle 30-vuotiaita (age) of 140 kävijöitä", "funding: Opetushallitus 6,000", "funding: Kokkolan kaupunki ?", "funding:  9,800")
	if lines := briefs(s); slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, "domains") }) {
		t.Errorf("a word that stands there once is no domain: %v", lines)
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

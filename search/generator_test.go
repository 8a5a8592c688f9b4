package search

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/search/language"
)

// generator makes practices of real words in no sense, whose frequencies are
// those of a language: few words make most of the text, most words are rare.
type generator struct {
	random    *rand.Rand
	zipf      *rand.Zipf
	words     map[i18n.Lang][]string
	catalogue *catalogue.Catalogue
	towns     []string
	regions   []string
}

// mostGenerated is how many words of a language there are.
const mostGenerated = 30000

func newGenerator(seed uint64, c *catalogue.Catalogue) *generator {
	g := &generator{random: rand.New(rand.NewPCG(seed, 1)), catalogue: c, words: map[i18n.Lang][]string{}}
	for _, lang := range i18n.Langs() {
		g.words[lang] = realWords(lang)
		list := g.words[lang]
		head := min(2000, len(list)) // the words of the starter catalogue stay the frequent ones
		g.random.Shuffle(len(list)-head, func(i, j int) { list[head+i], list[head+j] = list[head+j], list[head+i] })
		g.words[lang] = list[:min(mostGenerated, len(list))]
	}
	g.zipf = rand.NewZipf(g.random, 1.1, 8, mostGenerated-1)
	for _, m := range c.Places.Municipalities() {
		g.towns = append(g.towns, m.Code)
	}
	for _, r := range c.Places.Regions() {
		g.regions = append(g.regions, r.Code)
	}
	return g
}

// realWords are those of the starter catalogue, inflected as they stand and the
// frequent ones first, and then those of the word list.
func realWords(lang i18n.Lang) []string {
	count, list := map[string]int{}, []string{}
	take := func(text string) {
		for _, w := range language.Words(text) {
			if count[w.Text]++; count[w.Text] == 1 {
				list = append(list, w.Text)
			}
		}
	}
	files, err := filepath.Glob(filepath.Join("..", "exchange", "starter", "*.json"))
	if err != nil || len(files) == 0 {
		panic("no starter catalogue")
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		var bundle struct{ Practices []catalogue.Practice }
		if err := json.Unmarshal(text, &bundle); err != nil {
			panic(err)
		}
		for _, p := range bundle.Practices {
			for _, passage := range passages(&p) {
				take(passage.text.In(lang))
			}
		}
	}
	slices.SortStableFunc(list, func(a, b string) int { return cmp.Compare(count[b], count[a]) })
	return append(list, listedWords(lang, count)...)
}

// listedWords are the words of the word list that are not known yet.
func listedWords(lang i18n.Lang, known map[string]int) (list []string) {
	file, err := os.Open(filepath.Join("language", "data", "words-"+string(lang)+".txt.gz"))
	if err != nil {
		panic(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		panic(err)
	}
	for lines := bufio.NewScanner(unpacked); lines.Scan(); {
		if w, _, _ := strings.Cut(lines.Text(), "\t"); known[w] == 0 {
			list = append(list, w)
		}
	}
	return list
}

func (g *generator) text(lang i18n.Lang, n int) string {
	words := g.words[lang]
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(words[int(g.zipf.Uint64())%len(words)])
	}
	return b.String()
}

// pick takes some of a list, least to most.
func (g *generator) pick(list []string, least, most int) []string {
	picked := []string{}
	for _, i := range g.random.Perm(len(list))[:least+g.random.IntN(most-least+1)] {
		picked = append(picked, list[i])
	}
	return picked
}

func (g *generator) one(list string) string { return g.pick(strings.Fields(list), 1, 1)[0] }

func (g *generator) concepts(scheme string, least, most int) []string {
	s, err := g.catalogue.Vocabularies.Scheme(scheme)
	if err != nil {
		panic(err)
	}
	var ids []string
	for _, c := range s.Concepts {
		ids = append(ids, c.ID)
	}
	return g.pick(ids, least, most)
}

// practice has about size words in its original language, and title and
// summary in another.
func (g *generator) practice(i, size int) catalogue.Practice {
	lang, other := i18n.Lang(g.one("fi sv en")), i18n.Lang(g.one("fi sv en"))
	text := func(n int) i18n.Text { return in(lang, g.text(lang, n)) }
	p := catalogue.Practice{
		ID: fmt.Sprintf("practice-%05d", i), OriginalLanguage: lang, Organisation: g.one("vantaa espoo vaasa turku"),
		Title: text(6).Set(other, g.text(other, 6)), Summary: text(size/8).Set(other, g.text(other, size/8)),
		HowItWorks: text(size / 2), Challenge: text(size / 4), Goals: text(size / 8),
		Maturity: g.one("idea pilot project service ended"), Country: g.one("FI FI SE NO"),
		Domains: g.concepts("domain", 1, 3), TargetGroups: g.concepts("target_group", 0, 3),
		ServiceLanguages: g.pick(strings.Fields("fi sv en ar so"), 0, 3),
	}
	if p.Country == "FI" {
		p.Municipalities, p.Regions = g.pick(g.towns, 0, 3), g.pick(g.regions, 0, 1)
	}
	if level := g.random.IntN(3); level > 0 {
		value := 7.0
		r := catalogue.Result{ID: "r1", Label: text(3), Measure: "number", Value: &value}
		if level > 1 {
			p.Sources = []catalogue.Source{{ID: "s1", Title: g.text(lang, 3), URL: "https://example.org/"}}
			r.Source, r.Baseline = "s1", &catalogue.Baseline{Value: &value, Date: "2020", Source: "s1"}
		}
		p.Results = []catalogue.Result{r}
	}
	details(i, &p)
	return p
}

// fill publishes so many practices and lets the index catch up.
func (g *generator) fill(s *shelf, n, size int) {
	s.t.Helper()
	for _, id := range strings.Fields("espoo vaasa turku") {
		s.organisation(id, i18n.Text{FI: id})
	}
	var list []catalogue.Practice
	for i := range n {
		list = append(list, g.practice(i, size))
		if len(list) == 1000 || i == n-1 {
			s.publish(list...)
			list = nil
		}
	}
	s.catchUp()
}

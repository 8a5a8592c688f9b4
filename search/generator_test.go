package search

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// generator makes practices of made-up words whose frequencies are those of a
// language: few words make most of the text, most words are rare.
type generator struct {
	random    *rand.Rand
	zipf      *rand.Zipf
	words     []string
	catalogue *catalogue.Catalogue
	towns     []string
	regions   []string
}

func newGenerator(seed uint64, c *catalogue.Catalogue) *generator {
	g := &generator{random: rand.New(rand.NewPCG(seed, 1)), catalogue: c}
	syllables := strings.Fields("ka ko ku ky kä kö ma mi mu ta ti tu työ kie li kou lu tus muut ta ja per he nuo ri va li mai äi ti öl my ssä lla sta kon nen taa")
	for range 20000 {
		var b strings.Builder
		for range 2 + g.random.IntN(4) {
			b.WriteString(syllables[g.random.IntN(len(syllables))])
		}
		g.words = append(g.words, b.String())
	}
	g.zipf = rand.NewZipf(g.random, 1.1, 8, uint64(len(g.words)-1))
	for _, m := range c.Places.Municipalities() {
		g.towns = append(g.towns, m.Code)
	}
	for _, r := range c.Places.Regions() {
		g.regions = append(g.regions, r.Code)
	}
	return g
}

func (g *generator) text(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(g.words[g.zipf.Uint64()])
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
	text := func(n int) i18n.Text { return in(lang, g.text(n)) }
	p := catalogue.Practice{
		ID: fmt.Sprintf("practice-%05d", i), OriginalLanguage: lang, Organisation: g.one("vantaa espoo vaasa turku"),
		Title: text(6).Set(other, g.text(6)), Summary: text(size/8).Set(other, g.text(size/8)),
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
			p.Sources = []catalogue.Source{{ID: "s1", Title: g.text(3), URL: "https://example.org/"}}
			r.Source, r.Baseline = "s1", &catalogue.Baseline{Value: &value, Date: "2020", Source: "s1"}
		}
		p.Results = []catalogue.Result{r}
	}
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

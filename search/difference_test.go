package search

import (
	"slices"
	"testing"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// wronged puts a practice into the index as it would be if e were other than it is,
// with the mark of what it is.
func (s *shelf) wronged(id string, wrong func(*entry), add ...document.Field) {
	s.t.Helper()
	p, err := s.catalogue.Practice(s.t.Context(), machine(), id)
	s.must(err)
	it, err := s.index.codes.practice(s.t.Context(), p)
	s.must(err)
	e := it.entry()
	wrong(e)
	made, err := e.index(s.language)
	s.must(err)
	for _, f := range add {
		made.doc.AddField(f)
	}
	s.must(s.index.engine.apply(documents([]*indexed{made}), nil, s.index.Position()))
}

func TestCheckComparesWordsTagsAndMeanings(t *testing.T) {
	s := newShelf(t)
	s.publish(catalogue.Practice{ID: "a", Title: i18n.Text{FI: "Kirjastojen kielikahvilat", EN: "Language cafés of libraries"}}, titled("b", "Uimakoulu uimakoulussa"))
	s.plan("tie", func(r *roadmap.Roadmap) { r.Sections[0].Goals[0].Title.FI = "Kielikahvilat kirjastossa" })
	s.agree()
	const wrong = "practice a: the index holds other words, tags or meanings than its text has"
	for what, f := range map[string]func(){
		"other words": func() { s.wronged("a", func(e *entry) { e.texts[0] += "kuoro" }) },
		"another order": func() {
			s.wronged("a", func(e *entry) {
				e.texts[0] = "kielikahvilat kirjastojen " + e.texts[0][len("kielikahvilat kirjastojen "):]
			})
		},
		"no tags": func() { s.wronged("a", func(e *entry) { e.own = nil }) },
		"one word more": func() {
			more := document.NewTextFieldCustom(fieldName, nil, nil, index.IndexField, tokens{"kuoro"})
			s.wronged("a", func(*entry) {}, more)
		},
	} {
		f()
		if got, err := s.index.Differences(t.Context(), quietly); err != nil || !slices.Contains(got, wrong) {
			t.Errorf("%s: %q, %v", what, got, err)
		}
	}
	s.must(s.index.Rebuild(t.Context()))
	s.agree()
	r := *s.index.columns.get("a")
	r.vector = slices.Clone(r.vector)
	r.vector[0]++
	s.index.columns.change([]*row{&r}, nil)
	if got, err := s.index.Differences(t.Context(), quietly); err != nil || !slices.Contains(got, "practice a: the columns hold other tags or meanings than its text has") {
		t.Errorf("another meaning in memory: %q, %v", got, err)
	}
}

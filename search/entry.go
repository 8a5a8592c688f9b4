package search

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"tiekartta/catalogue"
)

// mappingVersion is raised whenever entries are made differently; an index with
// another number is built anew.
const mappingVersion = "1"

// The fields of the index. Each language has a field of stems; whole words of
// all languages stand in one field, whose dictionary also answers for the
// beginnings of words; titles have a field of stems and words of their own.
const (
	fieldWords = "words"
	fieldTitle = "title"
	fieldMark  = "mark" // the entry's content in short, for comparing
)

func fieldText(l language) string { return "text_" + string(l.lang) }

// entry is what the index holds of one practice.
type entry struct {
	id     string
	mark   string // changes whenever what is indexed changes
	titles []string
	texts  []string // by language
}

// entryOf gathers the practice's words by language: its texts with the title
// counted twice, names, and labels of its codes.
func (c *codes) entryOf(ctx context.Context, p *catalogue.Practice, ls languages) (*entry, error) {
	owner, err := c.owner(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("owner of practice %q: %w", p.ID, err)
	}
	e := &entry{id: p.ID}
	list := passages(p)
	for _, l := range ls {
		title := p.Title.In(l.lang)
		parts := []string{title}
		for _, passage := range list {
			parts = append(parts, passage.text.In(l.lang))
		}
		parts = append(parts, names(p, l.lang)...)
		parts = append(parts, c.labels(p, owner, l.lang)...)
		e.titles = append(e.titles, title)
		e.texts = append(e.texts, joined(parts))
	}
	sum := sha256.New()
	for i := range ls {
		for _, s := range []string{e.titles[i], e.texts[i]} {
			sum.Write([]byte(s))
			sum.Write([]byte{0})
		}
	}
	e.mark = hex.EncodeToString(sum.Sum(nil)[:12])
	return e, nil
}

// joined puts texts under each other, leaving out the empty ones.
func joined(parts []string) string {
	var b strings.Builder
	for _, s := range parts {
		if s != "" {
			b.WriteString(s)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// tokens are words already found; bleve takes them through its analyser.
type tokens []string

// Analyze gives bleve the tokens, whatever the text.
func (ts tokens) Analyze([]byte) analysis.TokenStream {
	stream := make(analysis.TokenStream, len(ts))
	for i, t := range ts {
		stream[i] = &analysis.Token{Term: []byte(t), Position: i + 1}
	}
	return stream
}

// document is the entry as bleve wants it: nothing stored, no positions. The
// words are found here and not in bleve's own goroutines, where a fault could
// not be caught.
func (e *entry) document(ls languages) (doc *document.Document, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("finding the words of practice %q: %v", e.id, r)
		}
	}()
	doc = document.NewDocument(e.id)
	add := func(field string, ts tokens) {
		doc.AddField(document.NewTextFieldCustom(field, nil, nil, index.IndexField, ts))
	}
	var whole, titles tokens
	for i, l := range ls {
		stems, kept := l.tokens(e.texts[i])
		add(fieldText(l), stems)
		whole = append(whole, kept...)
		stems, kept = l.tokens(e.titles[i])
		titles = append(append(titles, stems...), kept...)
	}
	add(fieldWords, whole)
	add(fieldTitle, titles)
	doc.AddField(document.NewTextFieldCustom(fieldMark, nil, []byte(e.mark), index.IndexField|index.DocValues|index.SkipFreqNorm, tokens{e.mark}))
	return doc, nil
}

// tokens are the stems of a text's words and the words themselves, without
// those that say nothing.
func (l language) tokens(text string) (stems, whole tokens) {
	for _, w := range words(text) {
		if !l.stop[w.text] {
			stems = append(stems, l.stem(w.text))
			whole = append(whole, w.text)
		}
	}
	return stems, whole
}

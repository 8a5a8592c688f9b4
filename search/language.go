package search

import (
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/fi"
	"github.com/blevesearch/bleve/v2/analysis/lang/sv"

	"tiekartta/i18n"
)

// language is what is known of one language: words that say nothing, and the
// stem that a word's inflected forms share.
type language struct {
	lang    i18n.Lang
	stop    analysis.TokenMap
	stemmer analysis.TokenFilter
}

// languages are the three, in the order of i18n.Langs. They may be used
// concurrently.
type languages []language

func newLanguages() (languages, error) {
	parts := []struct {
		lang    i18n.Lang
		stop    []byte
		stemmer analysis.TokenFilter
	}{
		{i18n.Finnish, fi.FinnishStopWords, fi.NewFinnishStemmerFilter()},
		{i18n.Swedish, sv.SwedishStopWords, sv.NewSwedishStemmerFilter()},
		{i18n.English, en.EnglishStopWords, en.NewEnglishStemmerFilter()},
	}
	var ls languages
	for _, p := range parts {
		stop := analysis.NewTokenMap()
		if err := stop.LoadBytes(p.stop); err != nil {
			return nil, err
		}
		ls = append(ls, language{p.lang, stop, p.stemmer})
	}
	return ls, nil
}

// stem is the Snowball stem of a word in small letters.
func (l language) stem(word string) string {
	tokens := l.stemmer.Filter(analysis.TokenStream{{Term: []byte(word)}})
	return string(tokens[0].Term)
}

// in is the place of a language in the list; an unknown one counts as Finnish.
func (ls languages) in(lang i18n.Lang) int {
	for i, l := range ls {
		if l.lang == lang {
			return i
		}
	}
	return 0
}

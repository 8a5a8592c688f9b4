package exchange

import (
	"bytes"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/document/html"
	"tiekartta/document/markdown"
	"tiekartta/i18n"
)

// What goes out as Markdown or HTML is accepted back: the tables of our own
// documents have headings and bullets that the reader knows, in each language.
func TestOurOwnDocumentsAreReadBackInEveryLanguage(t *testing.T) {
	messages, err := loadMessages()
	if err != nil {
		t.Fatal(err)
	}
	places, err := catalogue.LoadPlaces()
	if err != nil {
		t.Fatal(err)
	}
	known := Known{Messages: messages, Vocabularies: vocabularies(t), Places: places}
	for _, name := range []string{"programme-fi.txt", "programme-sv.txt", "programme-en.txt"} {
		r := readFixture(t, name)
		lang := r.Roadmap.OriginalLanguage
		for _, shown := range i18n.Langs() {
			want := outline(r)
			var page, text bytes.Buffer
			d := RoadmapDocument(r.Roadmap, shown, known)
			if err := html.Write(&page, d, messages); err != nil {
				t.Fatal(err)
			}
			if err := markdown.Write(&text, d, messages); err != nil {
				t.Fatal(err)
			}
			for format, data := range map[string][]byte{"html": page.Bytes(), "md": text.Bytes()} {
				back, err := ReadRoadmap(data, ReadOptions{Format: format, Language: lang, Vocabularies: known.Vocabularies})
				if err != nil {
					t.Errorf("%s as %s in %s: %v", name, format, shown, err)
					continue
				}
				got := outline(back)
				if shown != lang { // "Continuous" is then written in the language of the document
					got, want = firstLine(got), firstLine(want)
				}
				if got != want {
					t.Errorf("%s as %s in %s: %s", name, format, shown, difference(got, want))
				}
			}
		}
	}
}

func firstLine(s string) string {
	first, _, _ := strings.Cut(s, "\n")
	return first
}

package exchange

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Names of one word with "and", "of" and the like behind them stand at every
// beginning of a sentence.
func TestNoShortNameIsTooShort(t *testing.T) {
	heads := []string{"University", "Institutet", "Vantaa"}
	links := []string{"and", "of", "of the", "for", "för", "och", "ja", "sekä", "i", "and of", "of and", "för hälsa och"}
	for _, head := range heads {
		for _, link := range links {
			for _, end := range []string{"Chamber", "", "Library and"} {
				suggested(t, "", []byte(head+" "+link+" "+end))
			}
		}
	}
}

// A text without sentences is cut somewhere, and not every cut is a good one.
func TestACutBetweenTwoWordsBreaksNoFigure(t *testing.T) {
	for _, end := range []string{" heistä 50 prosenttia löysi työtä", " AMIF maksoi 5 000 euroa ja 12,5 milj. euroa", " 129 of 318 participants (41 %) found work", " kevät 2025 – syksy 2026 ja 40 50 60 henkeä"} {
		for n := longestSentence - 12; n < longestSentence-4; n++ {
			words := strings.Repeat("asiakas kävi ryhmässä ja ", n/20)
			suggested(t, "", []byte(words[:n]+end+" ja muuta"))
		}
	}
}

func FuzzSuggest(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "prose", "*", "*.txt"))
	if err != nil || len(files) == 0 {
		f.Fatal(files, err)
	}
	for i, file := range files {
		if i%4 != 0 {
			continue // the others are read by other tests
		}
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data), 0, 0)
		f.Add(string(data), 300, 40)
	}
	f.Fuzz(func(t *testing.T, text string, from, length int) {
		if len(text) > 4_000 || !strings.ContainsAny(text, "0123456789") {
			t.Skip()
		}
		from = max(0, min(from, len(text)))
		text = text[:from] + text[max(from, min(from+length, len(text))):] // words that never met
		if _, err := ReadText("", []byte(text)); err == nil {
			suggested(t, "", []byte(text))
		}
	})
}

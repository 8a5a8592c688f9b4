package search

import (
	"crypto/sha256"
	"encoding/hex"

	"tiekartta/i18n"
)

// marking makes marks of items, one after the other in the same room: of 100,000
// when an index is opened. The zero value is ready.
type marking struct{ text []byte }

// of is an item's mark, which changes whenever what is indexed of it changes.
func (m *marking) of(it *item) string {
	text := m.text[:0]
	for lang, in := range i18n.Langs() {
		text = append(append(text, it.title.In(in)...), 0)
		text = append(it.appendText(text, lang), 0)
	}
	for _, names := range [][]string{it.funders, it.partners, area(it.passages, it.owner)} { // which change places without another text
		for _, name := range names {
			text = appendPart(text, name)
		}
		text = append(text, 0)
	}
	m.text = text
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:12])
}

package search

import (
	"cmp"
	"slices"

	"tiekartta/i18n"
	"tiekartta/search/language"
)

// Tags are the concepts that a practice is about, as far as its texts name
// them. They belong to the index: they follow the thesaurus.
const (
	mostTags     = 12
	tagTitle     = 3.0  // what a name counts in the title,
	tagSummary   = 2.0  // in the summary,
	tagText      = 1.0  // and elsewhere
	tagInPart    = 0.4  // times: it is a part of a compound
	tagOther     = 0.8  // times: it is not the preferred name
	tagLoosely   = 0.2  // times: not that either, and an everyday word
	tagImported  = 0.6  // times: the concept is from a thesaurus about everything
	tagLeast     = 1.5  // how much a concept's names must count: once in passing is too little
	tagHalf      = 2.0  // how much its names must count for half of what they can bring
	tagShare     = 0.35 // of the best tag's weight that each must have
	tagEveryday  = 4.5  // the rarity below which a word is an everyday one
	tagCommon    = 2.0  // the rarity of words that say nothing
	tagLeastRare = 0.8  // what a name says at least
	tagInTitle   = 2.5  // the same in a title
	tagMostRare  = 4.0  // and at most
	tagUnlisted  = 8.0  // the rarity of a word that no list knows
	tagWord      = 1.0  // what each further word of a name adds to its rarity
)

// tagging gathers the names of concepts in a practice's texts.
type tagging struct {
	language *language.Language
	texts    [language.Languages]bool // whether there are any
	counted  [language.Languages]map[*language.Concept]*tagged
}

// tagged is how often a concept is named in a language, and how much that says.
type tagged struct{ count, rarity float64 }

// tags are the ids of the concepts that texts are about, the weightiest first.
func tags(l *language.Language, list []passage) []string {
	t := &tagging{language: l}
	for lang := range t.counted {
		t.counted[lang] = map[*language.Concept]*tagged{}
		for _, p := range list {
			t.read(lang, p.text.In(i18n.Langs()[lang]), placeWorth(p.field))
		}
	}
	return t.best()
}

// placeWorth is what a name counts where it stands. Who takes part, pays or
// has written says nothing of the subject.
func placeWorth(field string) float64 {
	switch field {
	case "title":
		return tagTitle
	case "summary":
		return tagSummary
	case "partners", "funding", "sources", "plainSummary": // the last says the summary again
		return 0
	}
	return tagText
}

// read counts the names in a text. Of names that overlap, the longest counts.
func (t *tagging) read(lang int, text string, worth float64) {
	if text == "" || worth == 0 {
		return
	}
	t.texts[lang] = true
	var words []string
	for _, w := range language.Words(text) {
		if !t.language.Stop(lang, w.Text) {
			words = append(words, w.Text)
		}
	}
	type name struct {
		words int
		refs  []language.LabelRef
	}
	names := map[int]name{}
	t.language.Names(lang, words, func(first, n int, refs []language.LabelRef) { names[first] = name{n, refs} })
	for i := 0; i < len(words); i++ {
		if found, ok := names[i]; ok {
			t.count(lang, words[i:i+found.words], found.refs, worth)
			i += found.words - 1
			continue
		}
		t.parts(lang, words[i], worth*tagInPart)
	}
}

// parts counts the names that are parts of a compound.
func (t *tagging) parts(lang int, word string, worth float64) {
	letters := []rune(word)
	for _, token := range t.language.Tokens(lang, word) {
		if token.Kind != language.Part {
			continue
		}
		if refs := t.language.TermLabels(lang, token.Term); len(refs) > 0 {
			t.count(lang, []string{string(letters[token.Start:token.End])}, refs, worth)
		}
	}
}

// count counts one place where labels stand, shared among their concepts: a
// name that means several things says little of each. An everyday word stands
// for a concept by its preferred name only, and what our own thesaurus knows is
// not looked for in others.
func (t *tagging) count(lang int, words []string, refs []language.LabelRef, worth float64) {
	concepts := map[*language.Concept]float64{}
	rare, least := t.rarity(lang, words), tagLeastRare
	if worth == tagTitle {
		least = tagInTitle
	}
	says := min(max(rare-tagCommon, least), tagMostRare)
	for _, ref := range refs {
		concept := t.language.First(ref.Concept)
		if concept.Untagged || concept.Thesaurus() != t.language.First(refs[0].Concept).Thesaurus() {
			continue
		}
		one := 1.0
		switch {
		case ref.Label.Preferred:
		case rare < tagEveryday:
			one = tagLoosely
		default:
			one = tagOther
		}
		if concept.Thesaurus().Name != "" {
			one *= tagImported
		}
		concepts[concept] = max(concepts[concept], one)
	}
	for concept, one := range concepts {
		c := t.counted[lang][concept]
		if c == nil {
			c = &tagged{}
			t.counted[lang][concept] = c
		}
		one *= worth / float64(len(concepts))
		c.count += one
		c.rarity += one * says
	}
}

// rarity is how much words say that stand for a concept together.
func (t *tagging) rarity(lang int, words []string) float64 {
	most := 0.0
	for _, w := range words {
		rare := tagUnlisted
		for _, token := range t.language.Tokens(lang, w) {
			if token.Kind == language.Whole {
				rare = min(rare, t.language.Vectors.Rarity(lang, token.Term))
			}
		}
		most = max(most, rare)
	}
	return most + tagWord*float64(len(words)-1)
}

// best weighs what was counted, in the mean of the languages that the texts are
// in: what is named in one of them only is often a word that means something
// else.
func (t *tagging) best() []string {
	weights := map[string]float64{}
	most, langs := map[string]float64{}, 0.0
	for lang, counted := range t.counted {
		if t.texts[lang] {
			langs++
		}
		for concept, c := range counted {
			w := c.rarity / (c.count + tagHalf)
			weights[concept.ID] += w
			most[concept.ID] = max(most[concept.ID], c.count)
		}
	}
	ids, top := make([]string, 0, len(weights)), 0.0
	for id, w := range weights {
		if most[id] >= tagLeast {
			ids = append(ids, id)
			top = max(top, w)
		}
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(weights[b], weights[a]), cmp.Compare(a, b)) })
	for i, id := range ids {
		if i == mostTags || weights[id] < tagShare*top {
			return ids[:i]
		}
	}
	return ids
}

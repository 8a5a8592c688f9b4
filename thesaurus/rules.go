package thesaurus

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tiekartta/i18n"
	"tiekartta/search/language"
)

// Bounds of a concept.
const (
	mostOthers  = 60  // labels of a language
	mostAbove   = 12  // broader or related concepts
	longestNote = 600 // code points
)

// tidy is the concept without needless spaces, empty labels and repetitions.
func (c Concept) tidy() Concept {
	for _, lang := range i18n.Langs() {
		own := spaced(c.Preferred.In(lang))
		c.Preferred = c.Preferred.Set(lang, own)
		c.Note = c.Note.Set(lang, spaced(c.Note.In(lang)))
		var kept []string
		for _, text := range *c.Others.In(lang) {
			text = spaced(text)
			if text != "" && text != own && !slices.Contains(kept, text) {
				kept = append(kept, text)
			}
		}
		*c.Others.In(lang) = kept
	}
	c.Broader, c.Related = without(c.Broader, c.ID), without(c.Related, c.ID)
	return c
}

func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }

// without are the ids, each once and none of them empty or the one given.
func without(ids []string, id string) (kept []string) {
	for _, one := range ids {
		if one = strings.TrimSpace(one); one != "" && one != id && !slices.Contains(kept, one) {
			kept = append(kept, one)
		}
	}
	return kept
}

// retiredOf are the ids of concepts that are not used any more.
func retiredOf(list []Concept) map[string]bool {
	retired := map[string]bool{}
	for _, c := range list {
		if c.Retired {
			retired[c.ID] = true
		}
	}
	return retired
}

// besides is the concept without what is above or beside it and not used any more.
// What is stored keeps it, so that it is there again when it is taken back.
func (c Concept) besides(retired map[string]bool) Concept {
	isRetired := func(id string) bool { return retired[id] }
	for _, ids := range []*[]string{&c.Broader, &c.Related} {
		if slices.ContainsFunc(*ids, isRetired) {
			*ids = slices.DeleteFunc(slices.Clone(*ids), isRetired)
		}
	}
	return c
}

// carried are ids with those of the ones before that are not used any more.
func carried(ids, before []string, retired map[string]bool) []string {
	ids = slices.Clone(ids)
	for _, id := range before {
		if retired[id] && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// known are concepts by their ids.
func known(list []Concept) map[string]Concept {
	known := map[string]Concept{}
	for _, one := range list {
		known[one.ID] = one
	}
	return known
}

// check lists what is wrong with a concept among all of ours.
func (c Concept) check(list []Concept) i18n.Problems {
	var problems i18n.Problems
	for _, lang := range i18n.Langs() {
		c.checkLabels(&problems, lang, list)
		c.checkShared(&problems, lang, list)
		if utf8.RuneCountInString(c.Note.In(lang)) > longestNote {
			problems.Add("note."+string(lang), "too_long", "Max", longestNote)
		}
	}
	known := known(list)
	for path, ids := range map[string][]string{"broader": c.Broader, "related": c.Related} {
		if len(ids) > mostAbove {
			problems.Add(path, "too_many", "Max", mostAbove)
		}
		for _, id := range ids {
			if _, ok := known[id]; !ok {
				problems.Add(path, "no_concept", "Name", id)
			}
		}
	}
	if c.ID != "" && c.below(known) {
		problems.Add("broader", "concept_cycle")
	}
	return problems
}

func (c Concept) checkLabels(problems *i18n.Problems, lang i18n.Lang, list []Concept) {
	path, own := "preferred."+string(lang), c.Preferred.In(lang)
	if own == "" && lang != i18n.English {
		problems.Add(path, "required")
	}
	if utf8.RuneCountInString(own) > language.LongestLabel {
		problems.Add(path, "too_long", "Max", language.LongestLabel)
	}
	for _, other := range list {
		if own != "" && !c.Retired && !other.Retired && other.ID != c.ID && strings.EqualFold(other.Preferred.In(lang), own) {
			problems.Add(path, "concept_taken", "Name", other.Preferred.In(lang), "ID", other.ID)
			break
		}
	}
	others := *c.Others.In(lang)
	if len(others) > mostOthers {
		problems.Add("others."+string(lang), "too_many", "Max", mostOthers)
	}
	if slices.ContainsFunc(others, func(text string) bool { return utf8.RuneCountInString(text) > language.LongestLabel }) {
		problems.Add("others."+string(lang), "too_long", "Max", language.LongestLabel)
	}
}

// checkShared asks about labels that the concept comes to have and another one
// has: then a search means both.
func (c Concept) checkShared(problems *i18n.Problems, lang i18n.Lang, list []Concept) {
	if c.Shared || c.Retired {
		return
	}
	before := map[string]bool{}
	if at := slices.IndexFunc(list, func(other Concept) bool { return other.ID == c.ID }); at >= 0 {
		for _, text := range list[at].labels(lang) {
			before[strings.ToLower(text)] = true
		}
	}
	for i, text := range c.labels(lang) {
		if before[strings.ToLower(text)] {
			continue
		}
		path := "others." + string(lang)
		if i == 0 && text == c.Preferred.In(lang) {
			path = "preferred." + string(lang)
		}
		for _, other := range list {
			has := other.labels(lang)
			at := slices.IndexFunc(has, func(label string) bool { return strings.EqualFold(label, text) })
			// Two preferred labels that are the same are refused.
			if at < 0 || other.Retired || other.ID == c.ID || path[0] == 'p' && strings.EqualFold(other.Preferred.In(lang), text) {
				continue
			}
			name, _ := other.Preferred.Best(lang, i18n.Finnish)
			problems.Add(path, "concept_shared", "Label", text, "Name", name, "ID", other.ID)
			break
		}
	}
}

// labels are all labels of a language, the preferred one first.
func (c Concept) labels(lang i18n.Lang) []string {
	if own := c.Preferred.In(lang); own != "" {
		return append([]string{own}, *c.Others.In(lang)...)
	}
	return *c.Others.In(lang)
}

// below tells whether the concept comes to be below itself.
func (c Concept) below(known map[string]Concept) bool {
	seen := map[string]bool{}
	todo := slices.Clone(c.Broader)
	for len(todo) > 0 {
		id := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if id == c.ID {
			return true
		}
		if !seen[id] {
			seen[id] = true
			todo = append(todo, known[id].Broader...)
		}
	}
	return false
}

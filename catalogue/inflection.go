package catalogue

import "strings"

// weaker are the consonants before the last vowel of a Finnish word, and what
// becomes of them in other cases (Heikki, Heikin; Lahti, Lahden; Mäki, Mäen).
func weaker() [][2]string {
	return [][2]string{
		{"kk", "k"}, {"pp", "p"}, {"tt", "t"}, {"lt", "ll"}, {"nt", "nn"}, {"rt", "rr"}, {"nk", "ng"}, {"mp", "mm"},
		{"lk", "l"}, {"rk", "r"}, {"hk", "h"}, {"lk", "lj"}, {"rk", "rj"}, {"t", "d"}, {"p", "v"}, {"k", ""},
	}
}

// stronger are those of words that end in e (Rinne, Rinteen).
func stronger() [][2]string {
	return [][2]string{{"nn", "nt"}, {"ll", "lt"}, {"rr", "rt"}, {"mm", "mp"}, {"ng", "nk"}, {"d", "t"}, {"v", "p"}, {"k", "kk"}, {"p", "pp"}, {"t", "tt"}}
}

// beginnings are what the forms of a name begin with: the name itself, to which
// most endings are added, and the stems that Finnish inflects it with. The name
// is folded. More than there are in fact is harmless: a person looks at what is
// found.
func beginnings(name string) []string {
	list := []string{name}
	if stem, ok := strings.CutSuffix(name, "nen"); ok && stem != "" {
		return append(list, stem+"s") // Virtanen, Virtasen
	}
	if len(name) < 3 {
		return list
	}
	stem, last := name[:len(name)-1], name[len(name)-1:]
	switch {
	case last == "s": // Markus, Markuksen; Tuomas, Tuomaan; Rikas, Rikkaan
		base, vowel := stem[:len(stem)-1], stem[len(stem)-1:]
		list = append(list, stem+"ks", stem+vowel)
		return changed(list, base, stronger(), vowel)
	case !strings.Contains("aeiouy", last):
		return list
	}
	ends := []string{last}
	if last == "i" { // Niemi, Niemen
		ends = append(ends, "e")
		list = append(list, stem+"e")
		if base, ok := strings.CutSuffix(stem, "s"); ok { // Vesi, Veden
			list = append(list, base+"de")
		}
	}
	changes := weaker()
	if last == "e" {
		changes = stronger()
	}
	return changed(list, stem, changes, ends...)
}

// changed adds the stems with other consonants before the last vowel.
func changed(list []string, stem string, changes [][2]string, vowels ...string) []string {
	for _, change := range changes {
		if base, ok := strings.CutSuffix(stem, change[0]); ok && base != "" {
			for _, vowel := range vowels {
				list = append(list, base+change[1]+vowel)
			}
		}
	}
	return list
}

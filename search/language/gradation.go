package language

import "strings"

// Finnish changes the consonants before a word's last vowels with its form:
// katu, kadulla; hanke, hankkeen. Both tables are of the endings of a group of
// consonants, longest first. Source: VISK § 41–47, https://scripta.kotus.fi/visk/

func strengthened() [][2]string {
	return [][2]string{
		{"ng", "nk"}, {"nn", "nt"}, {"ll", "lt"}, {"rr", "rt"}, {"mm", "mp"},
		{"d", "t"}, {"v", "p"}, {"k", "kk"}, {"p", "pp"}, {"t", "tt"}, {"l", "lk"}, {"r", "rk"}, {"j", "k"}, {"h", "hk"},
	}
}

func weakened() [][2]string {
	return [][2]string{
		{"kk", "k"}, {"pp", "p"}, {"tt", "t"}, {"nk", "ng"}, {"nt", "nn"}, {"lt", "ll"}, {"rt", "rr"}, {"mp", "mm"},
		{"t", "d"}, {"p", "v"}, {"k", ""},
	}
}

// grades are a stem that ends in vowels with its last consonants as they are
// and changed by a table.
func grades(stem string, table [][2]string) []string {
	list := []string{stem}
	at := len(strings.TrimRight(stem, "aeiouyäö"))
	head, vowels := stem[:at], stem[at:]
	if vowels == "" || head == "" {
		return list
	}
	for _, change := range table {
		if strings.HasSuffix(head, change[0]) {
			list = append(list, strings.TrimSuffix(head, change[0])+change[1]+vowels)
		}
	}
	return list
}

// hiatus puts back a k that was lost between two vowels: joe-, joki.
func hiatus(stem string) []string {
	letters := []rune(stem)
	n := len(letters)
	if n < 3 || !vowel(letters[n-1]) || !vowel(letters[n-2]) {
		return nil
	}
	return []string{string(letters[:n-1]) + "k" + string(letters[n-1])}
}

func vowel(r rune) bool { return strings.ContainsRune("aeiouyäö", r) }

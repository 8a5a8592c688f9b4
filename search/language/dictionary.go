package language

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"slices"

	"tiekartta/search/language/voikko"
)

// Data is a file that words are understood with.
type Data struct {
	Name    string
	Version string // the beginning of its SHA-256
}

// InUse tells which data are in use. Words understood with other data may have
// other tokens.
func (l *Language) InUse() []Data { return slices.Clone(l.inUse) }

// Version is short for all of InUse.
func (l *Language) Version() string {
	sum := sha256.New()
	for _, d := range l.inUse {
		sum.Write([]byte(d.Name + " " + d.Version + "\n"))
	}
	return hex.EncodeToString(sum.Sum(nil)[:6])
}

// uses notes that files of a folder are in use.
func (l *Language) uses(folder fs.FS, names ...string) {
	for _, name := range names {
		b, err := fs.ReadFile(folder, name)
		if err != nil {
			l.missing = append(l.missing, err.Error())
			continue
		}
		sum := sha256.Sum256(b)
		l.inUse = append(l.inUse, Data{name, hex.EncodeToString(sum[:6])})
	}
}

// UseDictionary adds what a dictionary says of Finnish words to what is known without it.
// It comes before anything is asked.
func (l *Language) UseDictionary(d *voikko.Dictionary) {
	l.voikko = d
	l.inUse = append(l.inUse, Data{"voikko-fi", d.Sum()})
}

// readings are the likeliest ways in which the dictionary understands a word:
// those of the fewest words, for oppimaan is seldom a compound of oppi and maa,
// and of these the ones that our list does not know for much rarer than others.
func (l *Language) readings(lang int, word string) []voikko.Analysis {
	if lang != 0 || l.voikko == nil {
		return nil
	}
	list := l.voikko.Analyses(word)
	common := func(a voikko.Analysis) uint32 {
		last := a.Parts[len(a.Parts)-1].Base
		return max(l.lists[0].words[last].count, l.lists[0].words[a.Base].count, l.lists[0].words[a.Verb].count)
	}
	fewest, most := LongestWord, uint32(0)
	for _, a := range list {
		fewest = min(fewest, a.Words)
	}
	list = slices.DeleteFunc(list, func(a voikko.Analysis) bool { return a.Words > fewest })
	for _, a := range list {
		most = max(most, common(a))
	}
	list = slices.DeleteFunc(list, func(a voikko.Analysis) bool { return common(a) < most/rarer })
	slices.SortStableFunc(list, func(a, b voikko.Analysis) int { return cmp.Compare(common(b), common(a)) })
	return list[:min(len(list), mostBases)]
}

// rarer is how many times rarer another reading of a word is than the one that
// is meant.
const rarer = 30

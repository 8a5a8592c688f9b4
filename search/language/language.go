// Package language knows Finnish, Swedish and English as far as a search needs
// them: it cuts text into words, gives the terms that a word is looked up by,
// takes compounds apart, mends misspelt words, and finds words that look or
// mean alike. It knows no index and no database.
//
// A language is an int everywhere: its place in i18n.Langs.
package language

import (
	"compress/gzip"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"tiekartta/i18n"
	"tiekartta/search/language/voikko"
)

//go:embed data thesaurus.ttl
var data embed.FS

// Languages is how many languages there are.
const Languages = 3

// Language holds what is known. Its methods may be called concurrently.
type Language struct {
	Vectors *Vectors // never nil; empty where the file is missing

	thesauri *atomic.Pointer[[]*Thesaurus]

	lists   [Languages]*list
	stop    [Languages]map[string]bool
	forms   [Languages]map[string][]string // irregular form: base forms
	voikko  *voikko.Dictionary             // nil where there is none
	missing []string
	inUse   []Data
	tokens  [Languages]*cache[[]Token]
	labels  [Languages]*cache[labelForms]
}

// New reads the data that is built in.
func New() *Language {
	folder, err := fs.Sub(data, "data")
	if err != nil {
		return Read(data) // which cannot be; nothing is found there
	}
	l := Read(folder)
	ours, err := Ours()
	if err != nil {
		l.missing = append(l.missing, fmt.Sprintf("thesaurus.ttl: %v", err))
		return l
	}
	l.thesauri.Store(&[]*Thesaurus{ours})
	l.uses(data, "thesaurus.ttl")
	return l
}

// Ours is the thesaurus that is built in, read anew.
func Ours() (*Thesaurus, error) {
	t := &Thesaurus{}
	file, err := data.Open("thesaurus.ttl")
	if err == nil {
		defer file.Close()
		err = t.ReadTurtle(file)
	}
	return t, err
}

// Read reads word lists, vectors, stop words and irregular forms from a folder.
// What is missing or broken there makes answers worse and is told by Missing.
func Read(folder fs.FS) *Language {
	l := &Language{Vectors: &Vectors{}, thesauri: &atomic.Pointer[[]*Thesaurus]{}}
	l.thesauri.Store(&[]*Thesaurus{})
	var missing [Languages + 2]error
	var wait sync.WaitGroup
	for i, lang := range i18n.Langs() {
		l.lists[i], l.tokens[i], l.labels[i] = emptyList(), &cache[[]Token]{}, &cache[labelForms]{}
		wait.Go(func() {
			words, err := readList(folder, "words-"+string(lang)+".txt.gz", i)
			if missing[i] = err; err == nil {
				l.lists[i] = words
			}
		})
	}
	wait.Go(func() {
		vectors, err := readVectors(folder, "vectors.bin")
		if missing[Languages] = err; err == nil {
			l.Vectors = vectors
		}
	})
	missing[Languages+1] = l.readSmall(folder)
	wait.Wait()
	names := [][]string{{"words-fi.txt.gz"}, {"words-sv.txt.gz"}, {"words-en.txt.gz"}, {"vectors.bin"}, {"stop.txt", "forms.txt"}}
	for i, err := range missing {
		if err != nil {
			l.missing = append(l.missing, err.Error())
			continue
		}
		l.uses(folder, names[i]...)
	}
	return l
}

// Missing tells which data could not be read, and why; empty when all is there.
func (l *Language) Missing() []string { return slices.Clone(l.missing) }

// readSmall reads the stop words and the irregular forms.
func (l *Language) readSmall(folder fs.FS) error {
	for i := range Languages {
		l.stop[i], l.forms[i] = map[string]bool{}, map[string][]string{}
	}
	for _, name := range []string{"stop.txt", "forms.txt"} {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return err
		}
		for line := range strings.Lines(string(text)) {
			fields := strings.Fields(line)
			if len(fields) < 2 || fields[0] == "#" {
				continue
			}
			lang, ok := i18n.ParseLang(fields[0])
			if !ok {
				return fmt.Errorf("%s: %q is no language", name, fields[0])
			}
			i := slices.Index(i18n.Langs(), lang)
			if name == "stop.txt" {
				for _, w := range fields[1:] {
					l.stop[i][w] = true
				}
				continue
			}
			for _, form := range fields[2:] {
				l.forms[i][form] = append(l.forms[i][form], fields[1])
			}
		}
	}
	return nil
}

// Stop tells whether a word in small letters says nothing in a language.
func (l *Language) Stop(lang int, word string) bool { return l.stop[lang][word] }

// open opens a gzipped file.
func open(folder fs.FS, name string) (*gzip.Reader, func() error, error) {
	file, err := folder.Open(name)
	if err != nil {
		return nil, nil, err
	}
	z, err := gzip.NewReader(file)
	if err != nil {
		_ = file.Close() // of what could not be read
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	return z, file.Close, nil
}

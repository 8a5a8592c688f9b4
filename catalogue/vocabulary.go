package catalogue

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"

	"tiekartta/i18n"
	"tiekartta/store"
)

//go:embed vocabulary/*.json municipalities.csv regions.csv
var data embed.FS

// Scheme is a list of concepts (SKOS: a concept scheme) in display order.
type Scheme struct {
	ID       string    `json:"id"`
	Label    i18n.Text `json:"label"`
	Concepts []Concept `json:"concepts"`
}

// Concept is one entry of a scheme; its id is its code.
type Concept struct {
	ID          string    `json:"id"`
	Label       i18n.Text `json:"label"`
	Description i18n.Text `json:"description,omitzero"`
	Broader     string    `json:"broader,omitempty"`
	Mappings    []Mapping `json:"mappings,omitempty"`
}

// Mapping names the nearest concept of another scheme.
type Mapping struct {
	Scheme string `json:"scheme"`
	ID     string `json:"id"`
}

// Vocabularies are the schemes that the service knows. They do not change
// while it runs.
type Vocabularies struct {
	schemes map[string]*Scheme
	places  map[string]map[string]int // scheme → concept → index in Concepts
}

// LoadVocabularies reads the schemes that are part of the program.
func LoadVocabularies() (*Vocabularies, error) {
	files, err := fs.Glob(data, "vocabulary/*.json")
	if err != nil {
		return nil, err
	}
	v := &Vocabularies{schemes: map[string]*Scheme{}, places: map[string]map[string]int{}}
	for _, file := range files {
		text, err := fs.ReadFile(data, file)
		if err != nil {
			return nil, err
		}
		var s Scheme
		if err := json.Unmarshal(text, &s); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		v.schemes[s.ID] = &s
		places := make(map[string]int, len(s.Concepts))
		for i, c := range s.Concepts {
			places[c.ID] = i
		}
		v.places[s.ID] = places
	}
	return v, nil
}

// Scheme returns a scheme, which the caller must not change.
func (v *Vocabularies) Scheme(id string) (*Scheme, error) {
	s, ok := v.schemes[id]
	if !ok {
		return nil, fmt.Errorf("vocabulary %q: %w", id, store.ErrNotFound)
	}
	return s, nil
}

// Concept returns one concept of a scheme.
func (v *Vocabularies) Concept(scheme, id string) (Concept, bool) {
	i, ok := v.places[scheme][id]
	if !ok {
		return Concept{}, false
	}
	return v.schemes[scheme].Concepts[i], true
}

// Has tells whether a scheme has that concept.
func (v *Vocabularies) Has(scheme, id string) bool {
	_, ok := v.places[scheme][id]
	return ok
}

// Place is the concept's index in display order; unknown ones come last.
func (v *Vocabularies) Place(scheme, id string) int {
	if i, ok := v.places[scheme][id]; ok {
		return i
	}
	return len(v.places[scheme])
}

// Label names a concept; an unknown one is named by its code, so that nothing
// disappears from a page.
func (v *Vocabularies) Label(scheme, id string) i18n.Text {
	if c, ok := v.Concept(scheme, id); ok {
		return c.Label
	}
	return i18n.Text{FI: id, SV: id, EN: id}
}

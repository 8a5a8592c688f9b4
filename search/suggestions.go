package search

import (
	"slices"
	"sync"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/search/language"
)

// suggestions are what Suggest looks at: the titles of all practices and roadmaps,
// and what else is called by a name and has practices. It is made when it is first asked
// for and then follows each change. At 100,000 practices with titles in two
// languages it takes less than 10 MB. The zero value is ready.
type suggestions struct {
	mu            sync.Mutex // held while it is made
	made          bool
	titles        register // of slots times the languages, plus the language
	names         register // of places in labels
	labels        []label
	free          []uint32 // numbers of labels that are no more
	found         map[thingKey]*thing
	catalogue     *catalogue.Catalogue
	language      *language.Language
	organisations map[string]i18n.Text
	marks         sync.Pool
}

// thing is something with a name that practices have.
type thing struct {
	kind, id string
	name     i18n.Text
	concept  *language.Concept // of one
	vector   []int8            // of one, empty but not nil where nothing is known of it; nil before somebody has asked
	count    int               // of practices
}

type thingKey struct {
	facet  facet
	number uint32
}

// label is a name of a thing.
type label struct {
	thing *thing
	lang  int
	text  string
}

// suggested are the facets whose values are suggested, with what they are.
func suggested() map[facet]string {
	return map[facet]string{facetMunicipality: KindMunicipality, facetRegion: KindRegion, facetOrganisation: KindOrganisation, facetConcept: KindConcept, facetDomain: KindDomain}
}

// learn takes in what codes and concepts are called. An organisation or a concept
// may be called otherwise than before.
func (s *suggestions) learn(cs *codes, l *language.Language) {
	s.catalogue, s.language = cs.catalogue, l
	if s.organisations == nil {
		s.organisations = map[string]i18n.Text{}
	}
	for id, name := range cs.owners {
		s.organisations[id] = name
	}
	gone, put := entries{}, entries{}
	for _, t := range s.found {
		switch t.kind {
		case KindOrganisation:
			if t.name != s.organisations[t.id] {
				s.rename(t, gone, put)
			}
		case KindConcept:
			// Whenever a thesaurus has changed, all its concepts are others.
			switch now := l.Concept(t.id); {
			case now == t.concept:
			case now != nil && t.concept != nil && slices.Equal(now.Labels, t.concept.Labels):
				t.concept = now
			default:
				s.rename(t, gone, put)
			}
		}
	}
	if len(gone) > 0 || len(put) > 0 {
		s.names.change(gone, put)
	}
}

// rename gives something that is suggested its new names.
func (s *suggestions) rename(t *thing, gone, put entries) {
	for number, l := range s.labels {
		if l.thing == t {
			gone.add(uint32(number), l.text)
			s.labels[number] = label{}
			s.free = append(s.free, uint32(number))
		}
	}
	s.name(t)
	s.label(t, put)
}

// ready makes the suggestions when nobody has asked before. The caller holds off
// changes.
func (s *suggestions) ready(c *columns) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.made {
		return
	}
	s.made, s.found = true, map[thingKey]*thing{}
	put := make([]change, 0, len(c.rows))
	for slot, r := range c.rows {
		put = append(put, change{int32(slot), nil, r})
	}
	s.follow(c, put)
}

// change is a slot with the row that was there and that is there, nil for none.
type change struct {
	slot     int32
	old, now *row
}

// follow takes changes in, once somebody has asked.
func (s *suggestions) follow(c *columns, changes []change) {
	if !s.made {
		return
	}
	gone, put, names := entries{}, entries{}, entries{}
	for _, one := range changes {
		for lang := range language.Languages {
			number := uint32(one.slot)*language.Languages + uint32(lang)
			if one.old.title(lang) == one.now.title(lang) {
				continue
			}
			gone.add(number, one.old.title(lang))
			put.add(number, one.now.title(lang))
		}
		s.count(c, one.old, -1, names)
		s.count(c, one.now, 1, names)
	}
	s.titles.change(gone, put)
	s.names.change(nil, names)
}

// title is the title of a practice or roadmap in a language, "" where it has
// none.
func (r *row) title(lang int) string {
	if r == nil || !r.has(lang) || r.realm != practices && originOf(r.id).kind != KindRoadmap {
		return ""
	}
	return r.titles[lang]
}

// has tells whether there is a title of its own in a language.
func (r *row) has(lang int) bool { return r.own&(1<<lang) != 0 }

// count counts a practice for what it has, which gets its names when it is met
// for the first time.
func (s *suggestions) count(c *columns, r *row, by int, names entries) {
	if r == nil || r.realm != practices {
		return
	}
	for f, kind := range suggested() {
		for _, number := range r.of(f) {
			key := thingKey{f, number}
			t, ok := s.found[key]
			if !ok {
				t = &thing{kind: kind, id: c.name(number)}
				s.name(t)
				s.found[key] = t
				s.label(t, names)
			}
			t.count += by
		}
	}
}

// name gives a thing the name that it has.
func (s *suggestions) name(t *thing) {
	t.vector = nil
	switch t.kind {
	case KindMunicipality:
		m, _ := s.catalogue.Places.Municipality(t.id)
		t.name = m.Name
	case KindRegion:
		r, _ := s.catalogue.Places.Region(t.id)
		t.name = r.Name
	case KindOrganisation:
		t.name = s.organisations[t.id]
	case KindDomain:
		t.name = s.catalogue.Vocabularies.Label("domain", t.id)
	case KindConcept:
		if t.concept = s.language.Concept(t.id); t.concept != nil {
			t.name = t.concept.Name()
		}
	}
}

// label enters the names of a thing; a concept has several in a language.
func (s *suggestions) label(t *thing, put entries) {
	add := func(lang int, text string) {
		if n := len(s.free); n > 0 {
			number := s.free[n-1]
			s.free, s.labels[number] = s.free[:n-1], label{t, lang, text}
			put.add(number, text)
			return
		}
		put.add(uint32(len(s.labels)), text)
		s.labels = append(s.labels, label{t, lang, text})
	}
	if t.concept != nil {
		for _, l := range t.concept.Labels {
			add(l.Lang, l.Text)
		}
		return
	}
	for lang, in := range i18n.Langs() {
		if text := t.name.In(in); text != "" {
			add(lang, text)
		}
	}
}

// warm makes the suggestions, so that nobody who types waits for them.
func (x *Index) warm() {
	x.mu.RLock()
	defer x.mu.RUnlock()
	x.columns.suggestions.ready(x.columns)
}

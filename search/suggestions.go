package search

import (
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
	found         map[thingKey]*thing
	places        *catalogue.Places
	organisations map[string]i18n.Text
	marks         sync.Pool
}

// thing is something with a name that practices have.
type thing struct {
	kind, id string
	name     i18n.Text
	count    int // of practices
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
	return map[facet]string{facetMunicipality: KindMunicipality, facetRegion: KindRegion, facetOrganisation: KindOrganisation}
}

// learn takes in what codes are called. An organisation may be called otherwise
// than before.
func (s *suggestions) learn(cs *codes) {
	s.places = cs.catalogue.Places
	if s.organisations == nil {
		s.organisations = map[string]i18n.Text{}
	}
	gone, put := entries{}, entries{}
	for id, name := range cs.owners {
		if s.organisations[id] != name {
			s.organisations[id] = name
			s.rename(id, gone, put)
		}
	}
	if len(gone) > 0 || len(put) > 0 {
		s.names.change(gone, put)
	}
}

// rename gives an organisation that is suggested its new names.
func (s *suggestions) rename(id string, gone, put entries) {
	for _, t := range s.found {
		if t.kind != KindOrganisation || t.id != id {
			continue
		}
		for number, l := range s.labels {
			if l.thing == t {
				gone.add(uint32(number), l.text)
			}
		}
		t.name = s.organisations[id]
		s.label(t, put)
	}
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
				t = &thing{kind: kind, id: c.numberings[f].names[number]}
				t.name = s.name(kind, t.id)
				s.found[key] = t
				s.label(t, names)
			}
			t.count += by
		}
	}
}

// name is what a thing is called.
func (s *suggestions) name(kind, id string) i18n.Text {
	switch kind {
	case KindMunicipality:
		m, _ := s.places.Municipality(id)
		return m.Name
	case KindRegion:
		r, _ := s.places.Region(id)
		return r.Name
	}
	return s.organisations[id]
}

// label enters the names of a thing.
func (s *suggestions) label(t *thing, put entries) {
	for lang, in := range i18n.Langs() {
		if text := t.name.In(in); text != "" {
			put.add(uint32(len(s.labels)), text)
			s.labels = append(s.labels, label{t, lang, text})
		}
	}
}

// warm makes the suggestions, so that nobody who types waits for them.
func (x *Index) warm() {
	x.mu.RLock()
	defer x.mu.RUnlock()
	x.columns.suggestions.ready(x.columns)
}

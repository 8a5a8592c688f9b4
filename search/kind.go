package search

import (
	"fmt"
	"slices"
	"strings"
)

// The kinds of what is found.
const (
	KindPractice = "practice"
	KindRoadmap  = "roadmap"
	KindGoal     = "goal"
	KindAction   = "action"
)

// Kinds lists the kinds in the order in which they are offered.
func Kinds() []string { return []string{KindPractice, KindRoadmap, KindGoal, KindAction} }

// origin says what a document of the index is of: a practice, a roadmap, or a
// part of a roadmap.
type origin struct {
	kind string
	id   string // of the practice or roadmap
	part string // of a goal or action, its id in the roadmap
}

// document is the document's id: that of a practice is its own.
func (p origin) document() string {
	switch p.kind {
	case KindPractice:
		return p.id
	case KindRoadmap:
		return KindRoadmap + "/" + p.id
	}
	return KindRoadmap + "/" + p.id + "/" + p.kind + "/" + p.part
}

// originOf is what the document with an id is of. Ids of practices and roadmaps
// have no slash; those of parts may.
func originOf(document string) origin {
	switch parts := strings.SplitN(document, "/", 4); len(parts) {
	case 2:
		return origin{kind: KindRoadmap, id: parts[1]}
	case 4:
		return origin{kind: parts[2], id: parts[1], part: parts[3]}
	}
	return origin{kind: KindPractice, id: document}
}

// source is the document of the practice or roadmap that it is of, with which
// it is made and changes.
func (p origin) source() string {
	if p.kind == KindPractice {
		return p.id
	}
	return origin{kind: KindRoadmap, id: p.id}.document()
}

// String names the origin to an operator.
func (p origin) String() string {
	if p.part != "" {
		return fmt.Sprintf("%s %s of roadmap %s", p.kind, p.part, p.id)
	}
	return p.kind + " " + p.id
}

// realm is a part of the index whose texts are ranked among each other: how
// rare a word is, which words there are, and how much of a query the best answer
// are counted within it. Practices are one, so that what towns plan changes
// nothing in how practices are found; each realm has fields of its own.
type realm uint8

const (
	practices realm = iota
	plans
	realms // how many there are
)

func realmOf(kind string) realm {
	if kind == KindPractice {
		return practices
	}
	return plans
}

// field is the name in the index of a field of the realm.
func (r realm) field(name string) string {
	if r == plans {
		return "plan_" + name
	}
	return name
}

// realms are where a query looks. One that asks for kinds is told how many of
// each other kind there are, too.
func (q Query) realms() []realm {
	if len(q.Kinds) == 0 {
		return []realm{practices}
	}
	return []realm{practices, plans}
}

// asks tells whether a query asks for a kind of the realm.
func (q Query) asks(r realm) bool {
	return slices.ContainsFunc(q.filter(facetKind), func(kind string) bool { return realmOf(kind) == r })
}

// realmView sees a view as if it held one realm alone.
type realmView struct {
	*view
	realm realm
	docs  int // that are of the realm
}

// postings are those of a term in a field of the realm.
func (v realmView) postings(field, term string) (*postings, error) {
	return v.view.postings(v.realm.field(field), term)
}

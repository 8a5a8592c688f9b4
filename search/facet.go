package search

import (
	"cmp"
	"slices"
	"strconv"

	"tiekartta/catalogue"
)

// facet is a thing that items are filtered and counted by. A kind is filtered
// by whatever a query says: it finds practices unless it asks otherwise.
type facet int

const (
	facetKind facet = iota
	facetDomain
	facetTargetGroup
	facetMunicipality
	facetRegion
	facetCountry
	facetOrganisation
	facetMaturity
	facetEvidence
	facetServiceLanguage
	facetConcept // the last one: its values come from the index and not from the practice
	facetCount   // how many there are
)

// String is the facet's key in a result.
func (f facet) String() string {
	return [facetCount]string{"kind", "domain", "targetGroup", "municipality", "region", "country",
		"organisation", "maturity", "evidence", "serviceLanguage", "concept"}[f]
}

// values are a practice's values of each facet. Its evidence is the level of
// its strongest result, so that filtering by a level finds those that reached
// it and no practice is counted twice.
func (c *codes) values(p *catalogue.Practice) [facetCount][]string {
	one := func(s string) []string {
		if s == "" {
			return nil
		}
		return []string{s}
	}
	country := p.Country
	if country == "" {
		country = "FI"
	}
	return [facetCount][]string{
		facetKind:            {KindPractice},
		facetDomain:          p.Domains,
		facetTargetGroup:     p.TargetGroups,
		facetMunicipality:    p.Municipalities,
		facetRegion:          c.catalogue.Places.RegionsOf(p),
		facetCountry:         one(country),
		facetOrganisation:    one(p.Organisation),
		facetMaturity:        one(p.Maturity),
		facetEvidence:        one(strconv.Itoa(evidence(p))),
		facetServiceLanguage: p.ServiceLanguages,
	}
}

func evidence(p *catalogue.Practice) int {
	if p.Computed == nil {
		return 0
	}
	return p.Computed.Evidence.High
}

// numbering gives each value of a facet a small number, so that columns hold
// numbers and counting needs no map. A number once given stays.
type numbering struct {
	numbers map[string]uint32
	names   []string
}

func (n *numbering) number(name string) uint32 {
	if i, ok := n.numbers[name]; ok {
		return i
	}
	if n.numbers == nil {
		n.numbers = map[string]uint32{}
	}
	i := uint32(len(n.names))
	n.numbers[name] = i
	n.names = append(n.names, name)
	return i
}

// selection is what a query's filters let through; a nil list lets all
// through.
type selection [facetCount][]bool

// selection looks the wanted values up; one that no practice has lets nothing
// through.
func (c *columns) selection(q Query) selection {
	var s selection
	for f := range facetCount {
		wanted := q.filter(f)
		if len(wanted) == 0 {
			continue
		}
		s[f] = make([]bool, len(c.numberings[f].names))
		for _, name := range wanted {
			if i, ok := c.numberings[f].numbers[name]; ok {
				s[f][i] = true
			}
		}
	}
	return s
}

// stopped returns the facet whose filter alone stops the row, facetCount when
// none does; two is true when several do.
func (s *selection) stopped(r *row) (by facet, two bool) {
	by = facetCount
	for f := range facetCount {
		if s[f] == nil || slices.ContainsFunc(r.of(f), func(v uint32) bool { return s[f][v] }) {
			continue
		}
		if by != facetCount {
			return by, true
		}
		by = f
	}
	return by, false
}

// counts are how many rows have each value, by facet and number.
type counts [facetCount][]int

func (c *columns) counts() *counts {
	var n counts
	for f := range facetCount {
		n[f] = make([]int, len(c.numberings[f].names))
	}
	return &n
}

// add counts a row: in every facet when nothing stops it, else in the facet
// whose own filter is the only one to stop it.
func (n *counts) add(r *row, stopped facet) {
	for f := range facetCount {
		if stopped == facetCount || stopped == f {
			for _, v := range r.of(f) {
				n[f][v]++
			}
		}
	}
}

// facets names what was counted.
func (c *columns) facets(n *counts, q Query) map[string][]FacetCount {
	facets := make(map[string][]FacetCount, facetCount)
	for f := range facetCount {
		if f == facetKind && len(q.Kinds) == 0 {
			continue
		}
		list := []FacetCount{}
		for i, count := range n[f] {
			if count > 0 {
				list = append(list, FacetCount{c.numberings[f].names[i], count})
			}
		}
		for _, name := range q.filter(f) {
			if !slices.ContainsFunc(list, func(v FacetCount) bool { return v.ID == name }) {
				list = append(list, FacetCount{name, 0})
			}
		}
		slices.SortFunc(list, func(a, b FacetCount) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID))
		})
		facets[f.String()] = list
	}
	return facets
}

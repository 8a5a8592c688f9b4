package search

import (
	"slices"
	"strconv"

	"tiekartta/catalogue"
)

// facet is a thing that items are filtered and counted by. A kind is filtered
// by whatever a query says: it finds practices unless it asks otherwise. One
// more facet is a constant, a name in facetNames and its values in facts.
type facet uint8

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
	facetDirection
	facetServiceLanguage
	facetParticipation
	facetCost
	facetYear
	facetInUseBy
	facetConcept // the last one: its values come from the index and not from the practice
	facetCount   // how many there are, at most facetMask
)

var facetNames = [facetCount]string{
	facetKind: "kind", facetDomain: "domain", facetTargetGroup: "targetGroup", facetMunicipality: "municipality", facetRegion: "region",
	facetCountry: "country", facetOrganisation: "organisation", facetMaturity: "maturity", facetEvidence: "evidence",
	facetDirection: "direction", facetServiceLanguage: "serviceLanguage", facetParticipation: "participation",
	facetCost: "costClass", facetYear: "year", facetInUseBy: "inUseBy", facetConcept: "concept",
}

// FacetNames are the keys of a result's facets and of a query's filters, but for
// the kind.
func FacetNames() []string { return slices.Clone(facetNames[facetKind+1:]) }

// String is the facet's key in a result.
func (f facet) String() string { return facetNames[f] }

// facts are what something is filtered, counted and sorted by.
type facts struct {
	values   [facetCount][]string // without years and uses, which the columns add
	evidence int
	reach    int // people reached, unknown when it is negative
	ran      lifetime
}

// lifetime are the years in which something ran; 0 and 0 are none. What goes on
// runs to the current year at least.
type lifetime struct {
	first, last int16
	goesOn      bool
}

// facts are those of a practice. Its evidence is the level of its strongest
// result, so that filtering by a level finds those that reached it and no
// practice is counted twice.
func (c *codes) facts(p *catalogue.Practice) facts {
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
	strength := strengthOf(p)
	f := facts{evidence: strength.High, reach: -1, ran: lifetimeOf(p.Period), values: [facetCount][]string{
		facetKind:            {KindPractice},
		facetDomain:          p.Domains,
		facetTargetGroup:     p.TargetGroups,
		facetMunicipality:    p.Municipalities,
		facetRegion:          c.catalogue.Places.RegionsOf(p),
		facetCountry:         one(country),
		facetOrganisation:    one(p.Organisation),
		facetMaturity:        one(p.Maturity),
		facetEvidence:        one(strconv.Itoa(strength.High)),
		facetDirection:       one(strength.Direction),
		facetServiceLanguage: p.ServiceLanguages,
		facetParticipation:   one(p.Participation),
		facetCost:            one(catalogue.CostClass(p)),
	}}
	if p.Reach.Actual != nil {
		f.reach = *p.Reach.Actual
	}
	return f
}

func strengthOf(p *catalogue.Practice) catalogue.Evidence {
	if p.Computed == nil {
		return catalogue.Evidence{Direction: "unknown"}
	}
	return p.Computed.Evidence
}

// The years that are told apart; one before or after them counts as the first or
// last.
const (
	FirstYear = 1900
	LastYear  = 2100
)

// lifetimeOf are the years of a period. A beginning without an end that does not go
// on is known of that year alone, an end without a beginning too.
func lifetimeOf(p catalogue.OpenPeriod) lifetime {
	first, last := yearOf(p.Start), yearOf(p.End)
	if first == 0 {
		first = last
	}
	if first == 0 {
		return lifetime{}
	}
	return lifetime{first, max(first, last), p.Continues}
}

// yearOf is the year of a date, 0 when there is none.
func yearOf(date string) int16 {
	if len(date) < 4 {
		return 0
	}
	year, err := strconv.Atoi(date[:4])
	if err != nil {
		return 0
	}
	return int16(min(max(year, FirstYear), LastYear))
}

// to is the last year that is known of, in a current year.
func (s lifetime) to(now int16) int16 {
	if s.goesOn {
		return max(s.last, now)
	}
	return s.last
}

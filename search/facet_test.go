package search

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// brute counts by going through the practices with nothing but the model: the
// measure for the columns.
type brute struct {
	catalogue *catalogue.Catalogue
	practices []*catalogue.Practice
	index     *Index // for the tags, which are of its making
}

func (b *brute) values(p *catalogue.Practice) map[string][]string {
	var concepts []string
	for _, c := range b.index.Concepts(p.ID) {
		concepts = append(concepts, c.ID)
	}
	level := map[int]string{0: "0", 1: "1", 2: "2", 3: "3", 4: "4", 5: "5"}[p.Computed.Evidence.High]
	return map[string][]string{
		"domain": p.Domains, "targetGroup": p.TargetGroups, "municipality": p.Municipalities,
		"region": b.catalogue.Places.RegionsOf(p), "country": {p.Country}, "organisation": {p.Organisation},
		"maturity": {p.Maturity}, "evidence": {level}, "serviceLanguage": p.ServiceLanguages, "concept": concepts,
	}
}

// passes tells whether the filters other than one let the practice through.
func (b *brute) passes(p *catalogue.Practice, filters map[string][]string, but string) bool {
	values := b.values(p)
	for key, wanted := range filters {
		if key != but && len(wanted) > 0 && !slices.ContainsFunc(values[key], func(v string) bool { return slices.Contains(wanted, v) }) {
			return false
		}
	}
	return true
}

func (b *brute) answer(filters map[string][]string, among map[string]bool) (total int, facets map[string][]FacetCount) {
	facets = map[string][]FacetCount{}
	counts := map[string]map[string]int{}
	for f := facetDomain; f < facetCount; f++ {
		counts[f.String()] = map[string]int{}
		for _, v := range filters[f.String()] {
			counts[f.String()][v] = 0
		}
	}
	for _, p := range b.practices {
		if among != nil && !among[p.ID] {
			continue
		}
		if b.passes(p, filters, "") {
			total++
		}
		for key, values := range b.values(p) {
			if b.passes(p, filters, key) {
				for _, v := range values {
					counts[key][v]++
				}
			}
		}
	}
	for key, n := range counts {
		facets[key] = []FacetCount{}
		for _, v := range slices.Sorted(maps.Keys(n)) {
			facets[key] = append(facets[key], FacetCount{v, n[v]})
		}
		slices.SortStableFunc(facets[key], func(a, b FacetCount) int { return cmp.Compare(b.Count, a.Count) })
	}
	return total, facets
}

// query is the filters as a query.
func query(filters map[string][]string) Query {
	return Query{Domains: filters["domain"], TargetGroups: filters["targetGroup"], Municipalities: filters["municipality"],
		Regions: filters["region"], Countries: filters["country"], Organisations: filters["organisation"],
		Maturities: filters["maturity"], Evidence: filters["evidence"], ServiceLanguages: filters["serviceLanguage"], Concepts: filters["concept"], Lang: i18n.Finnish}
}

// someFilters are filters with some of all values, unlike those before.
func someFilters(random *rand.Rand, all map[string]map[string]bool) map[string][]string {
	filters := map[string][]string{}
	for f := facetDomain; f < facetCount; f++ {
		if random.IntN(4) > 0 {
			continue
		}
		values := slices.Sorted(maps.Keys(all[f.String()]))
		for _, i := range random.Perm(len(values))[:1+random.IntN(min(4, len(values)))] {
			filters[f.String()] = append(filters[f.String()], values[i])
		}
	}
	return filters
}

func TestCountsAreRightUnderEveryCombinationOfFilters(t *testing.T) {
	s := newShelf(t)
	g := newGenerator(5, s.catalogue)
	g.fill(s, 300, 60)
	s.archive("practice-00007")
	s.change("practice-00011", func(p *catalogue.Practice) { p.Domains = []string{"work"}; p.Municipalities = nil })
	s.catchUp()
	b := &brute{catalogue: s.catalogue, index: s.index}
	all := map[string]map[string]bool{}
	err := s.catalogue.Each(t.Context(), func(p *catalogue.Practice) error {
		b.practices = append(b.practices, p)
		for key, values := range b.values(p) {
			if all[key] == nil {
				all[key] = map[string]bool{"no-such-value": true}
			}
			for _, v := range values {
				all[key][v] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(b.practices) != 299 {
		t.Fatalf("%d practices", len(b.practices))
	}
	random := rand.New(rand.NewPCG(6, 6))
	withWords := Query{Words: g.words[i18n.Finnish][2], Lang: i18n.Finnish, Limit: 1000}
	having := map[string]bool{}
	for _, h := range s.search(withWords).Hits {
		having[h.ID] = true
	}
	for range 250 {
		filters := someFilters(random, all)
		q, among := query(filters), map[string]bool(nil)
		if random.IntN(2) == 0 {
			q.Words, among = withWords.Words, having
		}
		total, facets := b.answer(filters, among)
		got := s.search(q)
		if got.Total != total {
			t.Fatalf("%v: total %d instead of %d", filters, got.Total, total)
		}
		if !reflect.DeepEqual(got.Facets, facets) {
			for key := range facets {
				if !reflect.DeepEqual(got.Facets[key], facets[key]) {
					t.Errorf("%s: %v instead of %v", key, got.Facets[key], facets[key])
				}
			}
			t.Fatalf("under %v", filters)
		}
	}
}

func TestFacetCountsAsIfItsOwnFilterWereOff(t *testing.T) {
	s := newShelf(t)
	practice := func(id, domain, maturity string) catalogue.Practice {
		return catalogue.Practice{ID: id, Title: i18n.Text{FI: id}, Domains: []string{domain}, Maturity: maturity}
	}
	s.publish(practice("a", "work", "pilot"), practice("b", "work", "service"), practice("c", "housing", "pilot"), practice("d", "health", "service"))
	s.catchUp()
	r := s.search(Query{Domains: []string{"work", "housing"}, Maturities: []string{"pilot"}})
	if r.Total != 2 {
		t.Errorf("total %d", r.Total)
	}
	if want := []FacetCount{{"housing", 1}, {"work", 1}}; !reflect.DeepEqual(r.Facets["domain"], want) {
		t.Errorf("domain %v", r.Facets["domain"])
	}
	if want := []FacetCount{{"pilot", 2}, {"service", 1}}; !reflect.DeepEqual(r.Facets["maturity"], want) {
		t.Errorf("maturity %v", r.Facets["maturity"])
	}
	if r := s.search(Query{Domains: []string{"safety"}}); !slices.Contains(r.Facets["domain"], FacetCount{"safety", 0}) {
		t.Errorf("a value filtered for is not listed: %v", r.Facets["domain"])
	}
}

func TestMunicipalityImpliesItsRegion(t *testing.T) {
	s := newShelf(t)
	s.publish(
		catalogue.Practice{ID: "vantaa", Title: i18n.Text{FI: "Yksi"}, Municipalities: []string{"092"}},
		catalogue.Practice{ID: "uusimaa", Title: i18n.Text{FI: "Kaksi"}, Regions: []string{"01"}},
		catalogue.Practice{ID: "nationwide", Title: i18n.Text{FI: "Kolme"}},
	)
	s.catchUp()
	if r := s.search(Query{Regions: []string{"01"}}); r.Total != 2 {
		t.Errorf("%d in Uusimaa", r.Total)
	}
	if r := s.search(Query{Countries: []string{"FI"}}); r.Total != 3 {
		t.Errorf("%d in Finland, which is the country where none is told", r.Total)
	}
	if ids := s.ids(Query{Words: "Nyland", Lang: i18n.Swedish}); len(ids) != 2 {
		t.Errorf("the region's name finds %v", ids)
	}
}

package search

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// brute counts by going through the practices with nothing but the model: the
// measure for the columns.
type brute struct {
	catalogue *catalogue.Catalogue
	practices []*catalogue.Practice
	index     *Index                         // for the tags, which are of its making
	known     map[string]map[string][]string // their values
	users     map[string][]string
	year      int
}

func (b *brute) read(p *catalogue.Practice) map[string][]string {
	b.practices = append(b.practices, p)
	b.known[p.ID] = b.values(p)
	return b.known[p.ID]
}

func (b *brute) values(p *catalogue.Practice) map[string][]string {
	var concepts []string
	for _, c := range b.index.Concepts(p.ID) {
		concepts = append(concepts, c.ID)
	}
	level := map[int]string{0: "0", 1: "1", 2: "2", 3: "3", 4: "4", 5: "5"}[p.Computed.Evidence.High]
	cost, euros := 0.0, len(p.Funding) > 0
	for _, f := range p.Funding {
		if euros = euros && f.Amount != nil && f.Currency != "SEK"; euros {
			cost += *f.Amount
		}
	}
	class := "not_stated"
	for name, least := range map[string]float64{"under_10000": 0, "10000_to_50000": 1e4, "50000_to_200000": 5e4, "200000_or_more": 2e5} {
		above := map[string]float64{"under_10000": 1e4, "10000_to_50000": 5e4, "50000_to_200000": 2e5, "200000_or_more": 1e12}[name]
		if euros && least <= cost && cost < above {
			class = name
		}
	}
	values := map[string][]string{
		"domain": p.Domains, "targetGroup": p.TargetGroups, "municipality": p.Municipalities,
		"region": b.catalogue.Places.RegionsOf(p), "country": {p.Country}, "organisation": {p.Organisation},
		"maturity": {p.Maturity}, "evidence": {level}, "serviceLanguage": p.ServiceLanguages, "concept": concepts,
		"direction": {p.Computed.Evidence.Direction}, "participation": {p.Participation}, "costClass": {class},
		"inUseBy": b.users[p.ID], "year": nil,
	}
	for year := 1990; year < 2050; year++ {
		if b.ran(p, year) {
			values["year"] = append(values["year"], strconv.Itoa(year))
		}
	}
	if p.Participation == "" {
		values["participation"] = nil
	}
	return values
}

func (b *brute) ran(p *catalogue.Practice, year int) bool {
	first, _ := strconv.Atoi(p.Period.Start)
	last, _ := strconv.Atoi(p.Period.End)
	if p.Period.Continues {
		last = max(last, b.year)
	}
	return first != 0 && year >= first && (year == first || year <= last)
}

// passes tells whether the filters other than one let the practice through.
func (b *brute) passes(p *catalogue.Practice, q Query, but string) bool {
	values := b.known[p.ID]
	for key, wanted := range q.Filters {
		if key != but && len(wanted) > 0 && !slices.ContainsFunc(values[key], func(v string) bool { return slices.Contains(wanted, v) }) {
			return false
		}
	}
	if years := q.Years; but != "year" && (years.From != nil || years.To != nil) {
		if !slices.ContainsFunc(values["year"], func(v string) bool { return inside(years, v) }) {
			return false
		}
	}
	reach := q.Reach
	return reach.From == nil && reach.To == nil || p.Reach.Actual != nil && inside(reach, strconv.Itoa(*p.Reach.Actual))
}

func inside(r Range, text string) bool {
	n, _ := strconv.Atoi(text)
	return (r.From == nil || n >= *r.From) && (r.To == nil || n <= *r.To)
}

func (b *brute) answer(q Query, among map[string]bool) (total int, facets map[string][]FacetCount) {
	facets = map[string][]FacetCount{}
	counts := map[string]map[string]int{}
	for _, key := range FacetNames() {
		counts[key] = map[string]int{}
		for _, v := range q.Filters[key] {
			counts[key][v] = 0
		}
	}
	for _, p := range b.practices {
		if among != nil && !among[p.ID] {
			continue
		}
		if b.passes(p, q, "") {
			total++
		}
		for key, values := range b.known[p.ID] {
			if b.passes(p, q, key) {
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

// someFilters are filters with some of all values, unlike those before.
func someFilters(random *rand.Rand, all map[string]map[string]bool) Query {
	q := Query{Filters: map[string][]string{}, Lang: i18n.Finnish}
	for _, key := range FacetNames() {
		if random.IntN(6) > 0 {
			continue
		}
		values := slices.Sorted(maps.Keys(all[key]))
		for _, i := range random.Perm(len(values))[:1+random.IntN(min(4, len(values)))] {
			q.Filters[key] = append(q.Filters[key], values[i])
		}
	}
	end := func(least, most int) *int {
		if random.IntN(2) == 0 {
			return nil
		}
		n := least + random.IntN(most-least)
		return &n
	}
	if random.IntN(5) == 0 {
		q.Years = Range{end(2000, 2020), end(2015, 2030)}
	}
	if random.IntN(5) == 0 {
		q.Reach = Range{end(0, 200), end(100, 1200)}
	}
	return q
}

// details fills in what only filters look at.
func details(i int, p *catalogue.Practice) {
	random := rand.New(rand.NewPCG(uint64(i), 77))
	p.Participation = []string{"", "none", "consulted", "co_designed", "led"}[random.IntN(5)]
	if random.IntN(4) > 0 {
		p.Reach.Actual = new(random.IntN(1000))
	}
	if start := 2005 + random.IntN(20); random.IntN(5) > 0 {
		p.Period.Start = strconv.Itoa(start)
		if random.IntN(2) == 0 {
			p.Period.End = strconv.Itoa(start + random.IntN(6))
		}
		p.Period.Continues = random.IntN(3) == 0
	}
	for n := random.IntN(3); n > 0; n-- {
		f := catalogue.Funding{Source: "Rahasto " + strconv.Itoa(n)}
		if random.IntN(6) > 0 {
			f.Amount = new(float64(random.IntN(12) * 10_000))
		}
		if random.IntN(6) == 0 {
			f.Currency = "SEK"
		}
		p.Funding = append(p.Funding, f)
	}
	for j := range p.Results {
		p.Results[j].Direction = []string{"positive", "negative", "none", "mixed"}[random.IntN(4)]
	}
}

// adopt makes a roadmap of an organisation take over just some practices.
func (s *shelf) adopt(id, organisation, state string, practices ...string) {
	s.t.Helper()
	s.plan(id, func(r *roadmap.Roadmap) {
		r.Organisation, r.State = organisation, state
		r.Approval = roadmap.Approval{Body: "Kaupunginvaltuusto", Date: "2026-01-01"}
		actions := []roadmap.Action{}
		for _, p := range practices {
			actions = append(actions, roadmap.Action{ID: "a-" + p, Items: []i18n.Text{{FI: "Otetaan käyttöön"}}, Practice: &roadmap.PracticeUse{ID: p, Version: 1}})
		}
		r.Sections[0].Goals[0].Actions = actions
	})
}

func TestCountsAreRightUnderEveryCombinationOfFilters(t *testing.T) {
	s := newShelf(t)
	s.index.now = func() time.Time { return time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC) }
	g := newGenerator(5, s.catalogue)
	g.fill(s, 300, 60)
	s.archive("practice-00007")
	s.change("practice-00011", func(p *catalogue.Practice) { p.Domains = []string{"work"}; p.Municipalities = nil })
	s.adopt("turun-ohjelma", "turku", "approved", "practice-00001", "practice-00002")
	s.adopt("vaasan-ohjelma", "vaasa", "closed", "practice-00002", "practice-00003")
	s.catchUp()
	s.adopt("vaasan-ohjelma", "vaasa", "in_force", "practice-00003", "practice-00004", "practice-00005")
	s.adopt("salainen-luonnos", "espoo", "draft", "practice-00001")
	s.catchUp()
	b := &brute{catalogue: s.catalogue, index: s.index, known: map[string]map[string][]string{}, year: 2026, users: map[string][]string{
		"practice-00001": {"turku"}, "practice-00002": {"turku"}, "practice-00003": {"vaasa"}, "practice-00004": {"vaasa"}, "practice-00005": {"vaasa"},
	}}
	all := map[string]map[string]bool{}
	err := s.catalogue.Each(t.Context(), func(p *catalogue.Practice) error {
		for key, values := range b.read(p) {
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
	for key, values := range all {
		if len(values) < 3 {
			t.Errorf("%s has only the values %v: its counts are not tried", key, values)
		}
	}
	random := rand.New(rand.NewPCG(6, 6))
	withWords := Query{Words: g.words[i18n.Finnish][2], Lang: i18n.Finnish, Limit: 1000}
	having := map[string]bool{}
	for _, h := range s.search(withWords).Hits {
		having[h.ID] = true
	}
	for range 400 {
		q, among := someFilters(random, all), map[string]bool(nil)
		if random.IntN(2) == 0 {
			q.Words, among = withWords.Words, having
		}
		total, facets := b.answer(q, among)
		got := s.search(q)
		if got.Total != total || min(total, 20) != len(got.Hits) {
			t.Fatalf("%v %v %v: total %d instead of %d, %d on the page", q.Filters, q.Years, q.Reach, got.Total, total, len(got.Hits))
		}
		if !reflect.DeepEqual(got.Facets, facets) {
			for key := range facets {
				if !reflect.DeepEqual(got.Facets[key], facets[key]) {
					t.Errorf("%s: %v instead of %v", key, got.Facets[key], facets[key])
				}
			}
			t.Fatalf("under %v %v %v", q.Filters, q.Years, q.Reach)
		}
	}
}

func TestAPracticeIsInUseByThoseWhosePublicRoadmapTakesItOver(t *testing.T) {
	s := newShelf(t)
	s.organisation("turku", i18n.Text{FI: "Turku"})
	s.publish(catalogue.Practice{ID: "a", Title: i18n.Text{FI: "Yksi"}}, catalogue.Practice{ID: "b", Title: i18n.Text{FI: "Kaksi"}})
	inUse := func() []string {
		s.catchUp()
		s.agree()
		return s.ids(Query{Filters: map[string][]string{"inUseBy": {"turku"}}})
	}
	for _, step := range []struct {
		state string
		takes []string
		want  []string
	}{
		{"draft", []string{"a"}, []string{}}, {"consultation", []string{"a"}, []string{"a"}}, {"approved", []string{"b"}, []string{"b"}},
		{"draft", []string{"b"}, []string{}}, {"in_force", []string{"a"}, []string{"a"}}, {"in_force", nil, []string{}},
	} {
		s.adopt("turun-ohjelma", "turku", step.state, step.takes...)
		if ids := inUse(); !slices.Equal(ids, step.want) {
			t.Errorf("%s with %v: %v", step.state, step.takes, ids)
		}
	}
	s.adopt("turun-ohjelma", "turku", "closed", "a")
	s.reopen(nil)
	if ids := inUse(); !slices.Equal(ids, []string{"a"}) {
		t.Errorf("after opening: %v", ids)
	}
}

func TestWhatGoesOnRunsInTheNewYearToo(t *testing.T) {
	s := newShelf(t)
	now := time.Date(2026, 12, 31, 23, 0, 0, 0, time.UTC)
	s.index.now = func() time.Time { return now }
	period := func(id, start, end string, goesOn bool) catalogue.Practice {
		return catalogue.Practice{ID: id, Title: i18n.Text{FI: id}, Period: catalogue.OpenPeriod{Start: start, End: end, Continues: goesOn}}
	}
	s.publish(period("goes-on", "2025", "", true), period("ended", "2024-02", "2025-11-30", false), period("begun", "2025-03", "", false), period("planned", "2027", "2027", true))
	s.catchUp()
	in := func(year string) []string {
		ids := s.ids(Query{Sort: "title", Filters: map[string][]string{"year": {year}}})
		from, _ := strconv.Atoi(year)
		if overlap := s.ids(Query{Sort: "title", Years: Range{&from, &from}}); !slices.Equal(ids, overlap) {
			t.Errorf("%s as a range: %v instead of %v", year, overlap, ids)
		}
		return ids
	}
	for year, want := range map[string][]string{"2024": {"ended"}, "2025": {"begun", "ended", "goes-on"}, "2026": {"goes-on"}, "2027": {"planned"}, "2028": {}} {
		if ids := in(year); !slices.Equal(ids, want) {
			t.Errorf("in %s ran %v", year, ids)
		}
	}
	now = now.AddDate(2, 0, 0)
	s.agree()
	for year, want := range map[string][]string{"2026": {"goes-on"}, "2027": {"goes-on", "planned"}, "2028": {"goes-on", "planned"}, "2029": {}} {
		if ids := in(year); !slices.Equal(ids, want) {
			t.Errorf("when it is 2028, in %s ran %v", year, ids)
		}
	}
	s.change("goes-on", func(p *catalogue.Practice) { p.Period = catalogue.OpenPeriod{Start: "2025"} })
	s.agree()
	if ids := in("2027"); !slices.Equal(ids, []string{"planned"}) {
		t.Errorf("after its end, in 2027 ran %v", ids)
	}
}

func TestFacetCountsAsIfItsOwnFilterWereOff(t *testing.T) {
	s := newShelf(t)
	practice := func(id, domain, maturity string) catalogue.Practice {
		return catalogue.Practice{ID: id, Title: i18n.Text{FI: id}, Domains: []string{domain}, Maturity: maturity}
	}
	s.publish(practice("a", "work", "pilot"), practice("b", "work", "service"), practice("c", "housing", "pilot"), practice("d", "health", "service"))
	s.catchUp()
	r := s.search(Query{Filters: map[string][]string{"domain": {"work", "housing"}, "maturity": {"pilot"}}})
	if r.Total != 2 {
		t.Errorf("total %d", r.Total)
	}
	if want := []FacetCount{{"housing", 1}, {"work", 1}}; !reflect.DeepEqual(r.Facets["domain"], want) {
		t.Errorf("domain %v", r.Facets["domain"])
	}
	if want := []FacetCount{{"pilot", 2}, {"service", 1}}; !reflect.DeepEqual(r.Facets["maturity"], want) {
		t.Errorf("maturity %v", r.Facets["maturity"])
	}
	if r := s.search(Query{Filters: map[string][]string{"domain": {"safety"}}}); !slices.Contains(r.Facets["domain"], FacetCount{"safety", 0}) {
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
	if r := s.search(Query{Filters: map[string][]string{"region": {"01"}}}); r.Total != 2 {
		t.Errorf("%d in Uusimaa", r.Total)
	}
	if r := s.search(Query{Filters: map[string][]string{"country": {"FI"}}}); r.Total != 3 {
		t.Errorf("%d in Finland, which is the country where none is told", r.Total)
	}
	if ids := s.ids(Query{Words: "Nyland", Lang: i18n.Swedish}); len(ids) != 2 {
		t.Errorf("the region's name finds %v", ids)
	}
}

// String is the range for a message.
func (r Range) String() string {
	text := func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}
	return text(r.From) + "–" + text(r.To)
}

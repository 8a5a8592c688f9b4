package roadmap

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// The framework that orders the sections of an assembled roadmap.
const framework = "domain"

// Assembler makes draft roadmaps of practices and tells what a person has still
// to decide in one. Places may be nil; with it the checks know which languages
// a municipality must write in.
type Assembler struct {
	Vocabularies *catalogue.Vocabularies
	Messages     *i18n.Messages
	Places       *catalogue.Places
}

// Request is what a draft roadmap is made of. Title is in Language.
type Request struct {
	Title          string
	Organisation   account.Organisation
	Municipalities []string // codes; none means that of the organisation
	Period         catalogue.Period
	Language       i18n.Lang // none means Finnish
	Practices      []*catalogue.Practice
}

// Assemble makes a draft roadmap: a section for each practice's first domain,
// in the framework's order; in it the practices' goals; and one action a
// practice. A practice given twice counts once. The same request gives the same
// roadmap: ids tell the place ("s2-g1-a1"), and times are left to the caller.
// The error is i18n.Problems.
//
// Whatever the practices do not say stays open for people to decide: parties
// are suggested by type, figures of the origin are references, and there is
// neither baseline nor target.
func (a Assembler) Assemble(req Request) (*Roadmap, error) {
	if err := req.check(); err != nil {
		return nil, err
	}
	if req.Language == "" {
		req.Language = i18n.Finnish
	}
	if len(req.Municipalities) == 0 && req.Organisation.Municipality != "" {
		req.Municipalities = []string{req.Organisation.Municipality}
	}
	as := assembly{Assembler: a, Request: req, said: map[string]bool{}, sources: newSourceList()}
	r := &Roadmap{
		Organisation:     req.Organisation.ID,
		Kind:             "action_programme",
		Title:            i18n.Text{}.Set(req.Language, strings.TrimSpace(req.Title)),
		Municipalities:   slices.Clone(req.Municipalities),
		Period:           req.Period,
		OriginalLanguage: req.Language,
		State:            "draft",
		Framework:        framework,
	}
	byDomain, domains := as.practicesByDomain()
	for i, domain := range domains {
		r.Sections = append(r.Sections, as.section("s"+strconv.Itoa(i+1), domain, byDomain[domain]))
	}
	r.Sources = as.sources.list
	return r, nil
}

func (req Request) check() error {
	var problems i18n.Problems
	c := catalogue.Checker{Problems: &problems}
	c.Required("title", strings.TrimSpace(req.Title) != "")
	c.Line("title", req.Title, catalogue.TitleLimit)
	c.Required("period.start", req.Period.Start != "")
	c.Required("period.end", req.Period.End != "")
	c.Period("period", req.Period)
	c.Required("practices", slices.ContainsFunc(req.Practices, func(p *catalogue.Practice) bool { return p != nil }))
	return problems.Err()
}

// assembly is the work on one roadmap. What has been said once in a language
// is remembered in said, so that no sentence of the descriptions is repeated.
type assembly struct {
	Assembler
	Request
	said    map[string]bool
	sources *sourceList
}

// practicesByDomain sorts the practices, each once, by their first domain, and
// lists the domains in the framework's order. Domains that the framework does
// not know come after those it knows, practices without any last.
func (as assembly) practicesByDomain() (map[string][]*catalogue.Practice, []string) {
	byDomain, seen := map[string][]*catalogue.Practice{}, map[string]bool{}
	var domains []string
	for _, p := range as.Practices {
		if p == nil || seen[p.ID] {
			continue
		}
		seen[p.ID] = true
		domain := ""
		if len(p.Domains) > 0 {
			domain = p.Domains[0]
		}
		if byDomain[domain] == nil {
			domains = append(domains, domain)
		}
		byDomain[domain] = append(byDomain[domain], p)
	}
	rank := func(domain string) int {
		if domain == "" {
			return math.MaxInt
		}
		return as.Vocabularies.Place(framework, domain)
	}
	slices.SortStableFunc(domains, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
	return byDomain, domains
}

func (as assembly) section(id, domain string, practices []*catalogue.Practice) Section {
	s := Section{ID: id, Domain: domain, Title: as.Messages.All("assemble.section.other")}
	if domain != "" {
		s.Title = capitals(as.Vocabularies.Label(framework, domain))
	}
	for _, p := range practices {
		title, rationale := as.goalOf(domain, p.Goals)
		i := slices.IndexFunc(s.Goals, func(g Goal) bool { return sameText(g.Title, title) })
		if i < 0 {
			i = len(s.Goals)
			s.Goals = append(s.Goals, Goal{ID: id + "-g" + strconv.Itoa(i+1)})
		}
		goal := &s.Goals[i]
		goal.Title = filled(goal.Title, title)
		goal.Rationale = appended(goal.Rationale, rationale)
		goal.Actions = append(goal.Actions, as.action(goal.ID+"-a"+strconv.Itoa(len(goal.Actions)+1), p))
	}
	return s
}

func (as assembly) action(id string, p *catalogue.Practice) Action {
	use := &PracticeUse{ID: p.ID, Version: p.Version}
	for _, component := range p.Components {
		use.Components = append(use.Components, ComponentUse{ID: component.ID, Use: "kept"})
	}
	return Action{
		ID:          id,
		Items:       as.items(p),
		Description: as.description(p),
		Practice:    use,
		Schedule:    proposedSchedule(p.Maturity, as.Period),
		Parties:     as.parties(p),
		Indicators:  as.indicators(id, p, as.sources.add(p)),
		Status:      "not_started",
	}
}

// parties suggests the adopting organisation as the lead and, for each type of
// partner that the practice had, one partner of that type without a name: the
// origin's partners are not those of another town.
func (as assembly) parties(p *catalogue.Practice) []Party {
	org := as.Organisation
	var parties []Party
	if org.ID != "" || org.Type != "" || !org.Name.Empty() {
		name, _ := org.Name.Best(as.Language)
		parties = append(parties, Party{Name: name, Type: org.Type, Role: "lead", Suggested: true, Organisation: org.ID})
	}
	seen := map[string]bool{"": true, "other": true}
	if org.Type == "municipality" {
		seen[org.Type] = true // a town is no partner of its own
	}
	for _, partner := range p.Partners {
		if !seen[partner.Type] {
			seen[partner.Type] = true
			parties = append(parties, Party{Type: partner.Type, Role: "partner", Suggested: true})
		}
	}
	return parties
}

// capitals begins a text with a capital letter in every language.
func capitals(t i18n.Text) i18n.Text {
	for _, lang := range t.Languages() {
		s := t.In(lang)
		first, size := utf8.DecodeRuneInString(s)
		t = t.Set(lang, string(unicode.ToUpper(first))+s[size:])
	}
	return t
}

// sameText tells whether two texts say the same in a language that both have.
func sameText(a, b i18n.Text) bool {
	for _, lang := range a.Languages() {
		if strings.EqualFold(oneLine(a.In(lang)), oneLine(b.In(lang))) {
			return true
		}
	}
	return false
}

// filled takes from b the languages that a lacks.
func filled(a, b i18n.Text) i18n.Text {
	for _, lang := range b.Languages() {
		if a.In(lang) == "" {
			a = a.Set(lang, b.In(lang))
		}
	}
	return a
}

// appended puts b behind a as a paragraph of its own, unless a says it already.
func appended(a, b i18n.Text) i18n.Text {
	for _, lang := range b.Languages() {
		switch have, more := a.In(lang), b.In(lang); {
		case have == "":
			a = a.Set(lang, more)
		case !strings.Contains(oneLine(have), oneLine(more)):
			a = a.Set(lang, have+"\n\n"+more)
		}
	}
	return a
}

// oneLine joins all white space of a text.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

package catalogue

import (
	"regexp"
	"strconv"

	"tiekartta/account"
	"tiekartta/i18n"
)

// hard limits of lists and of single lines
const (
	mostRows = 200
	longLine = 300
)

var slug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// IsSlug tells whether s can be an identifier of a practice, a roadmap or an
// organisation.
func IsSlug(s string) bool { return len(s) <= 80 && slug.MatchString(s) }

// Check lists what is wrong with a practice in its state: a draft needs a title
// in one language; a published one its owner, title and summary in the original
// language, and a domain.
func (c *Catalogue) Check(p *Practice) i18n.Problems {
	var problems i18n.Problems
	check := Checker{Problems: &problems, Vocabularies: c.Vocabularies}
	checkObligatory(check, p)
	checkCodes(check, p)
	c.checkPlaces(check, p)
	checkTexts(check, p)
	checkLengths(check, p)
	checkParts(check, p)
	known := check.Sources("sources", p.Sources)
	for i := range p.Results {
		checkResult(check, i18n.At("results", i), &p.Results[i], known)
		checkFinished(check, p, i)
	}
	checkEvaluations(check, p, known)
	checkIDs(check, p)
	return problems
}

// Missing lists what keeps a practice from being published, whatever its state.
func (c *Catalogue) Missing(p *Practice) i18n.Problems {
	published := *p
	published.State = "published"
	return c.Check(&published)
}

func checkObligatory(check Checker, p *Practice) {
	check.Required("title", !p.Title.Empty())
	if p.ID != "" && !IsSlug(p.ID) {
		check.Problems.Add("id", "bad_id", "Value", p.ID)
	}
	if p.State != "published" {
		return
	}
	lang := string(p.OriginalLanguage)
	check.Required("organisation", p.Organisation != "")
	check.Required("originalLanguage", lang != "")
	check.Required("domains", len(p.Domains) > 0)
	if lang == "" || p.Title.Empty() {
		return
	}
	check.Required("title."+lang, p.Title.In(p.OriginalLanguage) != "")
	check.Required("summary."+lang, p.Summary.In(p.OriginalLanguage) != "")
}

func checkCodes(check Checker, p *Practice) {
	check.Concept("state", "practice_state", p.State)
	check.Concept("maturity", "maturity", p.Maturity)
	if p.OriginalLanguage != "" {
		if _, ok := i18n.ParseLang(string(p.OriginalLanguage)); !ok {
			check.Problems.Add("originalLanguage", "unknown_value", "Value", string(p.OriginalLanguage), "Scheme", "language")
		}
	}
	check.Concepts("domains", "domain", p.Domains)
	check.Most("domains", len(p.Domains), 3)
	check.Concepts("targetGroups", "target_group", p.TargetGroups)
	check.Concept("participation", "participation", p.Participation)
	check.Concepts("serviceLanguages", "language", p.ServiceLanguages)
	if p.Country != "" && !isCountry(p.Country) {
		check.Problems.Add("country", "unknown_value", "Value", p.Country, "Scheme", "country")
	}
	for i, partner := range p.Partners {
		at := i18n.At("partners", i)
		check.Required(i18n.Join(at, "name"), partner.Name != "" || beingWritten(p))
		check.Line(i18n.Join(at, "name"), partner.Name, longLine)
		check.Concept(i18n.Join(at, "type"), "organisation_type", partner.Type)
	}
	for i, r := range p.Related {
		check.Required(i18n.Join(i18n.At("related", i), "practice"), r.Practice != "" || beingWritten(p))
		check.Line(i18n.Join(i18n.At("related", i), "practice"), r.Practice, longLine)
		check.Concept(i18n.Join(i18n.At("related", i), "relation"), "relation", r.Relation)
	}
	criteria := []struct {
		name string
		Criterion
	}{
		{"goal_oriented", p.Criteria.GoalOriented}, {"customer_responsive", p.Criteria.CustomerResponsive},
		{"context_sensitive", p.Criteria.ContextSensitive}, {"high_impact", p.Criteria.HighImpact},
		{"modelled", p.Criteria.Modelled}, {"generalisable", p.Criteria.Generalisable},
	}
	for _, criterion := range criteria {
		check.Concept("criteria."+criterion.name+".met", "criterion_met", criterion.Met)
	}
}

// isCountry takes any code of two capital letters: the vocabulary names only
// the countries that entries came from so far.
func isCountry(code string) bool {
	return len(code) == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z'
}

func (c *Catalogue) checkPlaces(check Checker, p *Practice) {
	for i, code := range p.Municipalities {
		if _, ok := c.Places.Municipality(code); !ok {
			check.Problems.Add(i18n.At("municipalities", i), "unknown_municipality", "Value", code)
		}
	}
	for i, code := range p.Regions {
		if _, ok := c.Places.Region(code); !ok {
			check.Problems.Add(i18n.At("regions", i), "unknown_region", "Value", code)
		}
	}
}

func checkTexts(check Checker, p *Practice) {
	for _, t := range Texts(p) {
		if t.Words == 0 {
			check.Text(t.Path, t.Text, TitleLimit)
		} else {
			check.Words(t.Path, t.Text, t.Words)
		}
	}
	check.Period("period", Period{Start: p.Period.Start, End: p.Period.End})
	check.Period("reach.period", p.Reach.Period)
	for path, n := range map[string]*int{"reach.expected": p.Reach.Expected, "reach.actual": p.Reach.Actual} {
		if n != nil && *n < 0 {
			check.Problems.Add(path, "negative")
		}
	}
	check.Date("reviewDue", p.ReviewDue)
	check.Date("contact.validUntil", p.Contact.ValidUntil)
	check.Line("contact.name", p.Contact.Name, longLine)
	check.Line("contact.email", p.Contact.Email, longLine)
	check.Line("contact.phone", p.Contact.Phone, longLine)
	for i, f := range p.Funding {
		at := i18n.At("funding", i)
		check.Number(i18n.Join(at, "amount"), f.Amount)
		if f.Amount != nil && *f.Amount < 0 {
			check.Problems.Add(i18n.Join(at, "amount"), "negative")
		}
		check.Period(i18n.Join(at, "period"), f.Period)
		check.Line(i18n.Join(at, "source"), f.Source, longLine)
		checkCurrency(check, i18n.Join(at, "currency"), f.Currency)
	}
	for i, path := range p.Machine {
		check.Line(i18n.At("machine", i), path, longLine)
	}
	for i, a := range p.Attachments {
		check.Line(i18n.Join(i18n.At("attachments", i), "name"), a.Name, longLine)
		check.Line(i18n.Join(i18n.At("attachments", i), "mediaType"), a.MediaType, longLine)
	}
	check.Line("licence", p.Licence, longLine)
}

func checkCurrency(check Checker, path, code string) {
	if code != "" && (len(code) != 3 || !isCountry(code[:2]) || code[2] < 'A' || code[2] > 'Z') {
		check.Problems.Add(path, "unknown_currency", "Value", code)
	}
}

// checkLengths finds the lists that are too long. A merge asks for it first,
// because it compares rows with rows.
func checkLengths(check Checker, p *Practice) {
	for _, list := range []struct {
		path string
		n    int
	}{
		{"components", len(p.Components)}, {"targetGroups", len(p.TargetGroups)}, {"partners", len(p.Partners)},
		{"municipalities", len(p.Municipalities)}, {"funding", len(p.Funding)}, {"results", len(p.Results)},
		{"evaluations", len(p.Evaluations)}, {"lessons", len(p.Lessons)}, {"conditions", len(p.Conditions)},
		{"sources", len(p.Sources)}, {"attachments", len(p.Attachments)}, {"related", len(p.Related)},
		{"machine", len(p.Machine)}, {"regions", len(p.Regions)}, {"serviceLanguages", len(p.ServiceLanguages)},
	} {
		most := mostRows
		switch list.path {
		case "municipalities":
			most = 2 * mostRows
		case "attachments":
			most = MostFiles
		}
		check.Most(list.path, list.n, most)
	}
	for i, r := range p.Results {
		check.Most(i18n.Join(i18n.At("results", i), "breakdowns"), len(r.Breakdowns), mostRows)
	}
}

func checkParts(check Checker, p *Practice) {
	for i, c := range p.Components {
		at := i18n.At("components", i)
		check.Concept(i18n.Join(at, "kind"), "component_kind", c.Kind)
	}
	for i, l := range p.Lessons {
		at := i18n.At("lessons", i)
		check.Concept(i18n.Join(at, "kind"), "lesson_kind", l.Kind)
	}
	for i, c := range p.Conditions {
		at := i18n.At("conditions", i)
		check.Concept(i18n.Join(at, "category"), "condition_category", c.Category)
		check.Concept(i18n.Join(at, "need"), "condition_need", c.Need)
	}
}

func checkResult(check Checker, at string, r *Result, sources map[string]bool) {
	check.Concept(i18n.Join(at, "level"), "result_level", r.Level)
	check.Concept(i18n.Join(at, "measure"), "measure", r.Measure)
	check.Concept(i18n.Join(at, "direction"), "direction", r.Direction)
	check.Line(i18n.Join(at, "quoteLocation"), r.QuoteLocation, longLine)
	check.Number(i18n.Join(at, "value"), r.Value)
	check.Period(i18n.Join(at, "period"), r.Period)
	check.Reference(i18n.Join(at, "source"), r.Source, sources)
	checkCurrency(check, i18n.Join(at, "currency"), r.Currency)
	if r.Measure == "share" && r.Value != nil && (*r.Value < 0 || *r.Value > 100) {
		check.Problems.Add(i18n.Join(at, "value"), "not_a_share", "Value", strconv.FormatFloat(*r.Value, 'f', -1, 64))
	}
	if r.Measure == "yes_no" && r.Value != nil && *r.Value != 0 && *r.Value != 1 {
		check.Problems.Add(i18n.Join(at, "value"), "bad_yes_no", "Value", strconv.FormatFloat(*r.Value, 'f', -1, 64))
	}
	if r.Measure == "share" && r.Base == nil {
		check.Problems.Add(i18n.Join(at, "base"), "share_needs_base")
	}
	if r.Base != nil {
		check.Number(i18n.Join(at, "base.value"), r.Base.Value)
	}
	if r.Baseline != nil {
		check.Number(i18n.Join(at, "baseline.value"), r.Baseline.Value)
		check.Date(i18n.Join(at, "baseline.date"), r.Baseline.Date)
		check.Reference(i18n.Join(at, "baseline.source"), r.Baseline.Source, sources)
	}
	for i, b := range r.Breakdowns {
		part := i18n.Join(at, i18n.At("breakdowns", i))
		check.Concept(i18n.Join(part, "dimension"), "breakdown_dimension", b.Dimension)
		check.Number(i18n.Join(part, "value"), b.Value)
		if b.As != "" && b.As != "count" && b.As != "share" {
			check.Problems.Add(i18n.Join(part, "as"), "unknown_value", "Value", b.As, "Scheme", "count, share")
		}
	}
}

// beingWritten tells whether a practice is still being written. A draft may hold
// rows of which only a part is told; everywhere else they are whole.
func beingWritten(p *Practice) bool { return p.State == "draft" || p.State == "in_review" }

// checkFinished demands what a result's row may lack only while it is written.
func checkFinished(check Checker, p *Practice, i int) {
	r := &p.Results[i]
	if beingWritten(p) {
		return
	}
	for j, b := range r.Breakdowns {
		part := i18n.Join(i18n.At("results", i), i18n.At("breakdowns", j))
		check.Required(i18n.Join(part, "value"), b.Value != nil)
		check.Required(i18n.Join(part, "group"), !b.Group.Empty())
	}
	if r.Measure == "share" && r.Base != nil && *r.Base == (Base{}) && p.State == "published" {
		check.Problems.Add(i18n.Join(i18n.At("results", i), "base"), "share_needs_base")
	}
}

func checkEvaluations(check Checker, p *Practice, sources map[string]bool) {
	for i, e := range p.Evaluations {
		at := i18n.At("evaluations", i)
		check.Concept(i18n.Join(at, "type"), "evaluation_type", e.Type)
		check.Concept(i18n.Join(at, "by"), "evaluation_by", e.By)
		check.Reference(i18n.Join(at, "source"), e.Source, sources)
	}
}

// checkIDs holds the ids of each list apart.
func checkIDs(check Checker, p *Practice) {
	ids := map[string][]string{}
	for _, c := range p.Components {
		ids["components"] = append(ids["components"], c.ID)
	}
	for _, r := range p.Results {
		ids["results"] = append(ids["results"], r.ID)
	}
	for _, c := range p.Conditions {
		ids["conditions"] = append(ids["conditions"], c.ID)
	}
	for _, a := range p.Attachments {
		ids["attachments"] = append(ids["attachments"], a.ID)
	}
	for _, list := range []string{"components", "results", "conditions", "attachments"} {
		seen := map[string]bool{}
		for i, id := range ids[list] {
			check.Unique(i18n.Join(i18n.At(list, i), "id"), id, seen)
		}
	}
}

// CheckOrganisation lists what is wrong with an organisation.
func (c *Catalogue) CheckOrganisation(o account.Organisation) i18n.Problems {
	var problems i18n.Problems
	check := Checker{Problems: &problems, Vocabularies: c.Vocabularies}
	if !IsSlug(o.ID) {
		problems.Add("id", "bad_id", "Value", o.ID)
	}
	check.Required("name", !o.Name.Empty())
	check.Text("name", o.Name, TitleLimit)
	check.Concept("type", "organisation_type", o.Type)
	if _, ok := c.Places.Municipality(o.Municipality); o.Municipality != "" && !ok {
		problems.Add("municipality", "unknown_municipality", "Value", o.Municipality)
	}
	for i, lang := range o.Languages {
		if _, ok := i18n.ParseLang(string(lang)); !ok {
			problems.Add(i18n.At("languages", i), "unknown_value", "Value", string(lang), "Scheme", "language")
		}
	}
	return problems
}

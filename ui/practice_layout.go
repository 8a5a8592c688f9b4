package ui

// A kind is how a field of the form is shown and read.
type kind string

const (
	kindText     kind = "text"   // a line in the language of writing
	kindProse    kind = "prose"  // several lines of it
	kindLine     kind = "line"   // a line without a language
	kindNumber   kind = "number" // may have decimals
	kindCount    kind = "count"  // whole
	kindMoney    kind = "money"  // a sum
	kindCurrency kind = "currency"
	kindURL      kind = "url"     // an address of the web
	kindDate     kind = "date"    // a year, a month or a day
	kindFlag     kind = "flag"    // yes or not told
	kindOne      kind = "one"     // one of a short list
	kindSelect   kind = "select"  // one of a longer list
	kindSome     kind = "some"    // several of a list
	kindMany     kind = "many"    // several of a long list, folded away
	kindGroup    kind = "group"   // fields that belong together
	kindFold     kind = "fold"    // fields that few need, folded away
	kindRows     kind = "rows"    // a list of rows of fields
	kindPlaces   kind = "places"  // a list of municipalities
	kindRelated  kind = "related" // another practice
	kindSource   kind = "source"  // one of the entry's own sources
)

// fieldSpec is a field of the form for a practice. Path is that of the model,
// within a row that of the row's element; a group without one only gathers.
type fieldSpec struct {
	Path   string
	Kind   kind
	Scheme string // the vocabulary or list of what can be chosen
	Fields []fieldSpec
}

// writeSection is one page of the form.
type writeSection struct {
	Name   string
	Fields []fieldSpec
}

func text(path string) fieldSpec  { return fieldSpec{Path: path, Kind: kindText} }
func prose(path string) fieldSpec { return fieldSpec{Path: path, Kind: kindProse} }
func line(path string) fieldSpec  { return fieldSpec{Path: path, Kind: kindLine} }
func date(path string) fieldSpec  { return fieldSpec{Path: path, Kind: kindDate} }

func of(path string, k kind, scheme string) fieldSpec {
	return fieldSpec{Path: path, Kind: k, Scheme: scheme}
}

func group(path string, k kind, fields ...fieldSpec) fieldSpec {
	return fieldSpec{Path: path, Kind: k, Fields: fields}
}

// writeSections are the pages of the form in the order in which they are filled
// in. Together they hold all that people write about a practice; translations
// have a desk of their own, and files a page.
func writeSections() []writeSection {
	return []writeSection{
		{"basics", []fieldSpec{
			text("title"), prose("summary"), of("domains", kindSome, "domain"),
			of("municipalities", kindPlaces, "municipality"), of("regions", kindMany, "region"), text("area"), of("country", kindSelect, "country"),
			group("period", kindGroup, date("start"), date("end"), of("continues", kindFlag, "")),
			of("maturity", kindOne, "maturity"), of("serviceLanguages", kindMany, "language"), prose("plainSummary"),
			of("organisation", kindSelect, "own_organisation"),
		}},
		{"need", []fieldSpec{
			prose("challenge"), prose("goals"), of("targetGroups", kindSome, "target_group"), prose("targetGroupNote"),
			of("participation", kindOne, "participation"),
			group("reach", kindGroup, of("expected", kindCount, ""), of("actual", kindCount, ""), group("period", kindGroup, date("start"), date("end"))),
		}},
		{"how", []fieldSpec{
			prose("howItWorks"),
			group("components", kindRows, text("name"), prose("description"), of("kind", kindOne, "component_kind")),
			group("delivery", kindGroup, prose("who"), prose("where"), prose("dose")),
			group("partners", kindRows, line("name"), of("type", kindSelect, "organisation_type"), text("role")),
		}},
		{"resources", []fieldSpec{
			prose("resources"),
			group("funding", kindRows, line("source"), of("amount", kindMoney, ""), of("currency", kindCurrency, ""),
				group("period", kindGroup, date("start"), date("end")), text("note")),
		}},
		{"results", []fieldSpec{
			resultSpec(),
			group("evaluations", kindRows, of("type", kindSelect, "evaluation_type"), of("by", kindOne, "evaluation_by"), of("year", kindCount, ""),
				of("sample", kindCount, ""), prose("finding"), prose("limitations"), of("source", kindSource, "")),
			group("sources", kindRows, line("title"), line("publisher"), of("year", kindCount, ""), of("language", kindSelect, "language"), of("url", kindURL, ""), line("note")),
		}},
		{"transfer", []fieldSpec{
			group("lessons", kindRows, of("kind", kindSelect, "lesson_kind"), prose("text")),
			group("conditions", kindRows, prose("statement"), of("category", kindSelect, "condition_category"), of("need", kindOne, "condition_need")),
			criteriaSpec(),
			group("related", kindRows, of("practice", kindRelated, ""), of("relation", kindSelect, "relation")),
		}},
		{"contact", []fieldSpec{
			group("contact", kindGroup, line("name"), text("role"), line("email"), line("phone"), date("validUntil"),
				of("public", kindFlag, ""), of("visits", kindFlag, ""), of("mentoring", kindFlag, "")),
			of("licence", kindSelect, "licence"), date("reviewDue"),
		}},
	}
}

func resultSpec() fieldSpec {
	return group("results", kindRows,
		text("label"), of("measure", kindSelect, "measure"), of("value", kindNumber, ""), text("unit"),
		group("base", kindGroup, of("value", kindNumber, ""), text("label")),
		group("period", kindGroup, date("start"), date("end")),
		of("source", kindSource, ""), line("quoteLocation"),
		of("level", kindSelect, "result_level"), of("direction", kindSelect, "direction"),
		group("baseline", kindFold, of("value", kindNumber, ""), date("date"), of("source", kindSource, "")),
		group("", kindFold, prose("text"), of("currency", kindCurrency, "")),
		group("breakdowns", kindRows, of("dimension", kindSelect, "breakdown_dimension"), text("group"), of("value", kindNumber, ""), of("as", kindOne, "breakdown_as")),
	)
}

func criteriaSpec() fieldSpec {
	criterion := func(name string) fieldSpec {
		return group(name, kindGroup, of("met", kindOne, "criterion_met"), prose("reason"))
	}
	return group("criteria", kindFold, criterion("goal_oriented"), criterion("customer_responsive"), criterion("context_sensitive"),
		criterion("high_impact"), criterion("modelled"), criterion("generalisable"))
}

// writeSectionNamed is the page of the form with that name in its address.
func writeSectionNamed(name string) (writeSection, bool) {
	for _, s := range writeSections() {
		if s.Name == name {
			return s, true
		}
	}
	return writeSection{}, false
}

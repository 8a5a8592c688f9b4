package ui

import (
	"slices"
	"strconv"
	"strings"

	"tiekartta/exchange"
	"tiekartta/i18n"
)

// documentLine is a block of a document with the words marked that suggestions
// come from.
type documentLine struct {
	Anchor string
	Kind   string // heading, paragraph, item, row
	Level  int
	Line   int
	Parts  []documentPart
	Whole  bool // a long block that a suggestion comes from as a whole
}

// documentPart is a piece of a block; For are the suggestions that begin there.
type documentPart struct {
	Text   string
	Marked bool
	For    []string
}

func lineAnchor(block int) string { return "b" + strconv.Itoa(block) }

// longMark is the most that is marked as a whole block, in bytes.
const longMark = 120

// linesOf are the blocks of a document, cut at the ends of all quotes, so that
// quotes may overlap.
func linesOf(text *exchange.Text, found *exchange.Suggestions) []documentLine {
	type quote struct {
		exchange.Quote
		id string
	}
	quotes := map[int][]quote{}
	for _, one := range found.List {
		for n, q := range one.Quotes {
			id := ""
			if n == 0 {
				id = one.ID
			}
			quotes[q.Block] = append(quotes[q.Block], quote{q, id})
		}
	}
	var lines []documentLine
	for i, b := range text.Blocks {
		line := documentLine{Anchor: lineAnchor(i), Kind: string(b.Kind), Level: min(b.Level, 4), Line: b.Line}
		cuts := []int{0, len(b.Text)}
		for _, q := range quotes[i] {
			cuts = append(cuts, q.From, q.To)
		}
		slices.Sort(cuts)
		cuts = slices.Compact(cuts)
		for n := 0; n+1 < len(cuts); n++ {
			part := documentPart{Text: b.Text[cuts[n]:cuts[n+1]]}
			for _, q := range quotes[i] {
				switch {
				case q.From == 0 && q.To == len(b.Text) && q.To > longMark:
					line.Whole = true // a mark would drown the figures within
				case q.From <= cuts[n] && q.To >= cuts[n+1]:
					part.Marked = true
				}
				if q.From == cuts[n] && q.id != "" {
					part.For = append(part.For, q.id)
				}
			}
			line.Parts = append(line.Parts, part)
		}
		lines = append(lines, line)
	}
	return lines
}

// valueLines are the parts of what would be taken over.
func (p *Pages) valueLines(lang i18n.Lang, one exchange.Suggestion) []suggestionLine {
	var list []suggestionLine
	add := func(field, text string) {
		if text != "" {
			list = append(list, suggestionLine{Field: p.fieldName(lang, field), Text: text})
		}
	}
	ours := func(field, text string) {
		if text != "" {
			list = append(list, suggestionLine{p.fieldName(lang, field), text, true})
		}
	}
	in := func(t i18n.Text) string { return first(t.Best(one.Lang)) }
	switch v := one.Value; {
	case v.Text != "":
		add(one.Path, v.Text)
	case v.Period != nil:
		ours("period", i18n.Period(lang, v.Period.Start, v.Period.End))
		if v.Period.Continues {
			ours("period.continues", p.Messages.T(lang, "page.answer.1"))
		}
	case v.Funding != nil:
		add("funding.source", v.Funding.Source)
		if v.Funding.Amount != nil {
			ours("funding.amount", i18n.Money(lang, *v.Funding.Amount, v.Funding.Currency))
		}
		add("funding.note", in(v.Funding.Note))
	case v.Breakdown != nil:
		value := p.share(lang, *v.Breakdown.Value)
		if v.Breakdown.As == "count" {
			value = i18n.Number(lang, *v.Breakdown.Value)
		}
		ours("results.breakdowns.value", value)
		add("results.breakdowns.group", in(v.Breakdown.Group))
		ours("results.base", p.Messages.T(lang, "page.document.base", "Value", i18n.Number(lang, *v.Base.Value), "Label", in(v.Base.Label)))
	case v.Result != nil:
		list = p.resultLines(lang, one)
	case v.Lesson != nil:
		add("lessons.text", in(v.Lesson.Text))
		ours("lessons.kind", first(p.Catalogue.Vocabularies.Label("lesson_kind", v.Lesson.Kind).Best(lang)))
	case v.Partner != nil:
		add("partners.name", v.Partner.Name)
		ours("partners.type", first(p.Catalogue.Vocabularies.Label("organisation_type", v.Partner.Type).Best(lang)))
	case v.Contact != nil:
		add("contact.name", v.Contact.Name)
		add("contact.role", in(v.Contact.Role))
		add("contact.email", v.Contact.Email)
		add("contact.phone", v.Contact.Phone)
	default:
		ours(one.Path, strings.Join(p.codeNames(lang, one), ", "))
	}
	return list
}

func (p *Pages) resultLines(lang i18n.Lang, one exchange.Suggestion) []suggestionLine {
	r := one.Value.Result
	in := func(t i18n.Text) string { return first(t.Best(one.Lang)) }
	value := i18n.Number(lang, *r.Value)
	if r.Measure == "share" {
		value = p.share(lang, *r.Value)
	}
	list := []suggestionLine{{Field: p.fieldName(lang, "results.label"), Text: in(r.Label)}, {p.fieldName(lang, "results.value"), value, true}}
	if unit := in(r.Unit); unit != "" {
		list = append(list, suggestionLine{Field: p.fieldName(lang, "results.unit"), Text: unit})
	}
	if r.Baseline != nil && r.Baseline.Value != nil {
		list = append(list, suggestionLine{p.fieldName(lang, "results.baseline.value"), i18n.Number(lang, *r.Baseline.Value), true})
	}
	switch base := r.Base; {
	case base == nil:
	case base.Value != nil:
		list = append(list, suggestionLine{p.fieldName(lang, "results.base"), p.Messages.T(lang, "page.document.base", "Value", i18n.Number(lang, *base.Value), "Label", in(base.Label)), true})
	case !base.Label.Empty():
		list = append(list, suggestionLine{Field: p.fieldName(lang, "results.base"), Text: in(base.Label)})
	default:
		list = append(list, suggestionLine{p.fieldName(lang, "results.base"), p.Messages.T(lang, "page.document.no_base"), true})
	}
	return append(list, suggestionLine{p.fieldName(lang, "results.level"), first(p.Catalogue.Vocabularies.Label("result_level", r.Level).Best(lang)), true})
}

// codeNames are the words for the codes of a suggestion.
func (p *Pages) codeNames(lang i18n.Lang, one exchange.Suggestion) []string {
	switch one.Path {
	case "municipalities":
		var names []string
		for _, code := range one.Value.Codes {
			names = append(names, p.placeName(lang, code))
		}
		return names
	case "serviceLanguages":
		return p.labels(lang, "language", one.Value.Codes)
	case "domains":
		return p.labels(lang, "domain", one.Value.Codes)
	}
	return p.labels(lang, "target_group", one.Value.Codes)
}

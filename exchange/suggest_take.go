package exchange

import (
	"fmt"
	"slices"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// How says what happens to a text that the field has already.
type How string

// The ways of taking a suggestion over. Fill leaves what is there alone, and
// takes nothing over where the field has content.
const (
	Fill    How = ""
	Replace How = "replace"
	Append  How = "append"
)

// Taking is one suggestion on its way into a practice.
type Taking struct {
	ID    string
	How   How
	Title string // of the document, for the source of figures
	Year  int    // of the document, 0 where it is not known
	Place string // where in the document, as the source of a figure names it
}

// Took tells what was taken over: the ids of the suggestions, of which there are
// two where a share brings its figure along, and the field that holds it now.
type Took struct {
	IDs  []string
	Path string
}

// Occupied is what a field has already that a suggestion would have to replace;
// empty where it only adds.
func (one Suggestion) Occupied(p *catalogue.Practice) string {
	switch {
	case one.Path == "period" && (p.Period.Start != "" || p.Period.End != ""):
		return strings.Trim(p.Period.Start+"–"+p.Period.End, " ")
	case one.Path == "contact":
		return strings.TrimSpace(p.Contact.Name + " " + p.Contact.Email)
	}
	if text := textField(p, one.Path); text != nil {
		return text.In(one.Lang)
	}
	return ""
}

// Appends tells whether the suggestion may stand behind what a field has.
func (one Suggestion) Appends() bool {
	return one.Value.Text != "" && one.Path != "title"
}

// textField is the text of a practice that a suggestion may go into.
func textField(p *catalogue.Practice, path string) *i18n.Text {
	switch path {
	case "title":
		return &p.Title
	case "summary":
		return &p.Summary
	case "challenge":
		return &p.Challenge
	case "goals":
		return &p.Goals
	case "howItWorks":
		return &p.HowItWorks
	case "resources":
		return &p.Resources
	case "area":
		return &p.Area
	case "targetGroupNote":
		return &p.TargetGroupNote
	}
	return nil
}

// Take puts a suggestion into a practice, which the caller then stores. A field
// that has content is i18n.Problems with the key "occupied" unless t.How says
// what to do with it.
func (s *Suggestions) Take(p *catalogue.Practice, t Taking) (Took, error) {
	one, ok := s.Find(t.ID)
	if !ok {
		return Took{}, i18n.Problems{{Path: "suggestion", Key: "suggestion_gone"}}
	}
	if one.Occupied(p) != "" && t.How != Replace && !(t.How == Append && one.Appends()) {
		return Took{}, i18n.Problems{{Path: one.Path, Key: "occupied"}}
	}
	took := Took{IDs: []string{one.ID}, Path: one.Path}
	switch v := one.Value; {
	case v.Text != "":
		text := textField(p, one.Path)
		if text == nil {
			return Took{}, fmt.Errorf("no text %q", one.Path)
		}
		words := v.Text
		if before := text.In(one.Lang); t.How == Append && before != "" {
			words = before + "\n\n" + words
		}
		*text, took.Path = text.Set(one.Lang, words), one.Path+"."+string(one.Lang)
	case v.Breakdown != nil:
		return s.takeBreakdown(p, one, t)
	case v.Result != nil:
		took.Path = takeResult(p, one, t)
	default:
		took.Path = takeOther(p, one)
	}
	return took, nil
}

func takeOther(p *catalogue.Practice, one Suggestion) string {
	v := one.Value
	switch {
	case v.Period != nil:
		p.Period = *v.Period
		return "period.start"
	case v.Funding != nil:
		return i18n.At("funding", takeFunding(p, *v.Funding)) + ".source"
	case v.Lesson != nil:
		p.Lessons = append(p.Lessons, *v.Lesson)
		return i18n.At("lessons", len(p.Lessons)-1) + ".text." + string(one.Lang)
	case v.Partner != nil:
		p.Partners = append(p.Partners, *v.Partner)
		return i18n.At("partners", len(p.Partners)-1) + ".name"
	case v.Contact != nil:
		p.Contact.Name, p.Contact.Role, p.Contact.Email, p.Contact.Phone = v.Contact.Name, v.Contact.Role, v.Contact.Email, v.Contact.Phone
		p.Contact.Public = false // whoever is named has not been asked yet
		return "contact.name"
	}
	for _, code := range v.Codes {
		if list := codeField(p, one.Path); list != nil && !slices.Contains(*list, code) {
			*list = append(*list, code)
		}
	}
	return one.Path
}

// takeFunding adds a funder or a sum, or completes the row that has the other
// part of it. It returns the row's place.
func takeFunding(p *catalogue.Practice, f catalogue.Funding) int {
	at := slices.IndexFunc(p.Funding, func(have catalogue.Funding) bool {
		known := have.Amount == nil || f.Amount == nil || *have.Amount == *f.Amount
		switch {
		case have.Source != "" && f.Source != "":
			return known && sameFunder(have.Source, f.Source)
		case have.Source == "" && f.Source == "" || have.Amount != nil && f.Amount != nil:
			return have.Amount != nil && f.Amount != nil && *have.Amount == *f.Amount
		}
		return false // a sum without a funder and a funder without a sum need not belong together
	})
	if at < 0 {
		p.Funding = append(p.Funding, f)
		return len(p.Funding) - 1
	}
	row := &p.Funding[at]
	if row.Source == "" {
		row.Source = f.Source
	}
	if row.Amount == nil {
		row.Amount = f.Amount
	}
	if row.Note.Empty() {
		row.Note = f.Note
	}
	return at
}

var funderNames = knownFunders()

// sameFunder takes a short name for the same as the long one that has it in it.
func sameFunder(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	return slices.ContainsFunc(funderNames, func(f knownFunder) bool { return !f.wide && f.name.MatchString(a) && f.name.MatchString(b) })
}

func codeField(p *catalogue.Practice, path string) *[]string {
	switch path {
	case "domains":
		return &p.Domains
	case "targetGroups":
		return &p.TargetGroups
	case "municipalities":
		return &p.Municipalities
	case "serviceLanguages":
		return &p.ServiceLanguages
	}
	return nil
}

// takeResult adds a figure with the document as its source.
func takeResult(p *catalogue.Practice, one Suggestion, t Taking) string {
	r := *one.Value.Result
	at := slices.IndexFunc(p.Results, func(have catalogue.Result) bool { return have.ID == r.ID })
	if at < 0 {
		r.Source, r.QuoteLocation = documentSource(p, one.Lang, t), t.Place
		p.Results = append(p.Results, r)
		at = len(p.Results) - 1
	}
	return i18n.At("results", at) + ".label." + string(one.Lang)
}

// takeBreakdown adds a share to the figure that it is a share of, which comes
// along where the practice does not have it yet.
func (s *Suggestions) takeBreakdown(p *catalogue.Practice, one Suggestion, t Taking) (Took, error) {
	of, ok := s.Find(one.Of)
	if !ok || of.Value.Result == nil {
		return Took{}, fmt.Errorf("suggestion %s is a share of nothing", one.ID)
	}
	took := Took{IDs: []string{one.ID}}
	at := slices.IndexFunc(p.Results, func(have catalogue.Result) bool { return have.ID == of.Value.Result.ID })
	if at < 0 {
		takeResult(p, of, t)
		at, took.IDs = len(p.Results)-1, append(took.IDs, of.ID)
	}
	r := &p.Results[at]
	if !slices.ContainsFunc(r.Breakdowns, func(b catalogue.Breakdown) bool { return sameJSON(b, *one.Value.Breakdown) }) {
		r.Breakdowns = append(slices.Clone(r.Breakdowns), *one.Value.Breakdown)
	}
	took.Path = i18n.At("results", at) + "." + i18n.At("breakdowns", len(r.Breakdowns)-1) + ".value"
	return took, nil
}

// documentSource is the id of the document among the practice's sources.
func documentSource(p *catalogue.Practice, lang i18n.Lang, t Taking) string {
	ids := map[string]bool{}
	for _, source := range p.Sources {
		if source.Title == t.Title {
			return source.ID
		}
		ids[source.ID] = true
	}
	id := "document"
	for n := 2; ids[id]; n++ {
		id = "document-" + decimal(n)
	}
	p.Sources = append(p.Sources, catalogue.Source{ID: id, Title: t.Title, Year: t.Year, Language: string(lang)})
	return id
}

package ui

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/store"
)

// planForm is what a reader says about the roadmap that shall be drafted. It
// comes from an address, where the period is one value (2027-2030), or from the
// form, where it is two years.
type planForm struct {
	Title        string
	Municipality string // code
	Start, End   string // years
	Language     i18n.Lang
	Choices      []choice
}

func readPlanForm(query url.Values, lang i18n.Lang) planForm {
	f := planForm{
		Title: strings.TrimSpace(query.Get("title")), Municipality: query.Get("municipality"),
		Start: strings.TrimSpace(query.Get("start")), End: strings.TrimSpace(query.Get("end")), Language: lang,
	}
	if period := query.Get("period"); period != "" {
		f.Start, f.End, _ = strings.Cut(strings.ReplaceAll(period, "–", "-"), "-")
		f.Start, f.End = strings.TrimSpace(f.Start), strings.TrimSpace(f.End)
	}
	if wanted, ok := i18n.ParseLang(query.Get("lang")); ok {
		f.Language = wanted
	}
	for _, value := range query["practice"] {
		if ch, ok := readChoice(value); ok && !slices.Contains(f.Choices, ch) && len(f.Choices) <= mostChosen { // one too many is told
			f.Choices = append(f.Choices, ch)
		}
	}
	return f
}

// query is the form as an address holds it: the same for the same draft.
func (f planForm) query() url.Values {
	query := url.Values{"title": {f.Title}, "municipality": {f.Municipality}, "period": {f.Start + "-" + f.End}}
	for _, ch := range f.Choices {
		query.Add("practice", ch.String())
	}
	return query
}

// url is the draft's address, or that of one of its files.
func (f planForm) url(file string) string {
	return "/" + string(f.Language) + "/roadmaps/draft" + file + "?" + f.query().Encode()
}

// change is the address of the form, filled in again.
func (f planForm) change(lang i18n.Lang) string {
	query := url.Values{"title": {f.Title}, "municipality": {f.Municipality}, "start": {f.Start}, "end": {f.End}, "lang": {string(f.Language)}}
	return "/" + string(lang) + "/basket?" + query.Encode()
}

const (
	longestTitle  = catalogue.TitleLimit
	longestPeriod = 30 // years
)

// check tells what keeps the form from becoming a draft, in the order of its
// fields. The messages are in the page's language, not in the draft's.
func (p *Pages) check(lang i18n.Lang, f planForm) []fieldError {
	var errs []fieldError
	add := func(field, key string, args ...any) {
		errs = append(errs, fieldError{Field: field, Text: p.Messages.T(lang, "page.plan.error."+key, args...)})
	}
	switch {
	case len(f.Choices) == 0:
		add("practices", "practices")
	case len(f.Choices) > mostChosen:
		add("practices", "too_many", "Max", mostChosen)
	}
	switch {
	case f.Title == "":
		add("title", "title")
	case utf8.RuneCountInString(f.Title) > longestTitle:
		add("title", "title_long", "Max", longestTitle)
	}
	if _, ok := p.Catalogue.Places.Municipality(f.Municipality); !ok {
		add("municipality", "municipality")
	}
	start, startOK := year(f.Start)
	end, endOK := year(f.End)
	if !startOK {
		add("start", "start")
	}
	switch {
	case !endOK:
		add("end", "end")
	case startOK && end < start:
		add("end", "end_before_start")
	case startOK && end-start >= longestPeriod:
		add("end", "too_long", "Max", longestPeriod)
	}
	return errs
}

func year(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && len(s) == 4 && n >= 1990 && n <= 2100
}

// load loads the chosen practices, unless there are too many. Those that are
// not there are taken off the form.
func (p *Pages) load(c echo.Context, f *planForm) (practices []*catalogue.Practice, missing []choice, err error) {
	if len(f.Choices) > mostChosen {
		return nil, nil, nil
	}
	practices, missing, err = p.chosen(c, f.Choices)
	f.Choices = nil
	for _, practice := range practices {
		f.Choices = append(f.Choices, choice{practice.ID, practice.Version})
	}
	return practices, missing, err
}

// assemble makes the draft that the form asks for.
func (p *Pages) assemble(c echo.Context, f planForm, practices []*catalogue.Practice) (*roadmap.Roadmap, error) {
	owner, _, err := p.Catalogue.OrganisationOrNew(c.Request().Context(), f.Municipality)
	if err != nil {
		return nil, err
	}
	return p.Exporter.Assembler.Assemble(roadmap.Request{
		Title: f.Title, Organisation: owner, Municipalities: []string{f.Municipality},
		Period: catalogue.Period{Start: f.Start, End: f.End}, Language: f.Language, Practices: practices,
	})
}

// basketPage is the page "Chosen practices" with the form for a draft. The
// same page answers a form that cannot become a draft.
type basketPage struct {
	frame
	Cards          []card
	Missing        int // chosen once, no longer published
	Form           planForm
	Errors         []fieldError
	Municipalities []municipality
	Removed        *notice
}

// Error is the message at a field, empty where nothing is wrong.
func (b basketPage) Error(field string) string {
	for _, e := range b.Errors {
		if e.Field == field {
			return e.Text
		}
	}
	return ""
}

type municipality struct{ Code, Name string }

// municipalities lists all, in the order of the page's language.
func (p *Pages) municipalities(lang i18n.Lang) []municipality {
	var list []municipality
	for _, m := range p.Catalogue.Places.Municipalities() {
		list = append(list, municipality{m.Code, p.placeName(lang, m.Code)})
	}
	slices.SortFunc(list, func(a, b municipality) int { return i18n.Compare(lang, a.Name, b.Name) })
	return list
}

func (p *Pages) basketOf(c echo.Context, f planForm) (basketPage, error) {
	lang := pageLanguage(c)
	page := basketPage{
		frame: p.frame(c, "basket", p.Messages.T(lang, "page.basket.title")), Form: f,
		Municipalities: p.municipalities(lang),
	}
	page.Hidden = true
	practices, missing, err := p.chosen(c, f.Choices)
	page.Missing = len(missing)
	for _, practice := range practices {
		one := p.card(c, practice, nil)
		one.Back = "/" + string(lang) + "/basket"
		page.Cards = append(page.Cards, one)
	}
	return page, err
}

func (p *Pages) basket(c echo.Context) error {
	f := readPlanForm(c.QueryParams(), pageLanguage(c))
	f.Choices = p.readBasket(c)
	if f.Start == "" && f.End == "" { // a council's term begins in summer, plans with the next year
		next := time.Now().Year() + 1
		f.Start, f.End = strconv.Itoa(next), strconv.Itoa(next+3)
	}
	page, err := p.basketOf(c, f)
	if err != nil {
		return err
	}
	if page.Removed, err = p.addedNotice(c, page.Back); err != nil {
		return err
	}
	if page.Missing > 0 { // told now, and then forgotten
		page.Chosen = len(page.Cards)
		page.Form.Choices = nil
		for _, one := range page.Cards {
			page.Form.Choices = append(page.Form.Choices, choice{one.ID, one.Version})
		}
		p.writeBasket(c, page.Form.Choices)
	}
	return p.ok(c, "basket", page)
}

// organisation is the organisation with that id, named by its id where it is not
// known.
func (p *Pages) organisation(c echo.Context, id string) (account.Organisation, error) {
	o, err := p.Accounts.Organisation(c.Request().Context(), id)
	if errors.Is(err, store.ErrNotFound) {
		return account.Organisation{ID: id, Name: i18n.Text{FI: id, SV: id, EN: id}}, nil
	}
	return o, err
}

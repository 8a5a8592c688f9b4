package ui

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/store"
)

// documentPage shows a document beside what it seems to say.
type documentPage struct {
	frame
	Practice *catalogue.Practice
	Name     shown
	Base     string // address of the entry on the desk
	File     string
	Language i18n.Lang // of the document
	Groups   []suggestionGroup
	Open     int // suggestions that nobody has decided about
	Doubts   []doubt
	Lines    []documentLine
	Done     string // what was just done, of the messages "page.document.done."
	About    string // what it was done to
	Error    string
	ErrorAt  string // the suggestion that the error is about
}

// suggestionGroup are the suggestions for one section of the entry.
type suggestionGroup struct {
	Section string
	List    []suggestion
}

// suggestion is one suggestion as the page shows it.
type suggestion struct {
	ID       string
	Kind     string // of the messages "suggest.kind."
	Why      string // of the messages "suggest.why."
	Lang     i18n.Lang
	Value    []suggestionLine
	Quote    string
	Place    string
	Choice   string
	Current  string // what the field has already
	Appends  bool
	Private  bool // about a person
	Revision int
	Failed   bool
	Base     string // address of the entry on the desk
	Edit     string // where the field is written
}

// suggestionLine is a part of a value with the name of its field.
type suggestionLine struct {
	Field string
	Text  string
	Ours  bool // in the page's language, not the document's
}

// doubt is figures that do not fit, with where they stand.
type doubt struct {
	Text   string
	Places []doubtPlace
}

type doubtPlace struct{ Quote, Place, Anchor string }

func (p *Pages) document(c echo.Context) error {
	practice, err := p.entryToWrite(c)
	if err != nil {
		return err
	}
	page, err := p.documentPage(c, practice)
	if errors.Is(err, store.ErrNotFound) {
		form, err := p.documentFor(c, practice)
		if err != nil {
			return err
		}
		if c.QueryParam("done") == "removed" {
			form.Pasted = ""
		}
		return p.ok(c, "document-new", form)
	}
	if err != nil {
		return err
	}
	page.Done = known(c.QueryParam("done"), "begun", "taken", "dismissed", "offered")
	if one := page.find(c.QueryParam("about")); one != nil {
		page.About = p.Messages.T(page.Lang, "suggest.kind."+one.Kind)
	}
	return p.ok(c, "document", page)
}

// known is the value when it is one of the list, else empty.
func known(value string, list ...string) string {
	if slices.Contains(list, value) {
		return value
	}
	return ""
}

func (page *documentPage) find(id string) *suggestion {
	for i := range page.Groups {
		for j := range page.Groups[i].List {
			if page.Groups[i].List[j].ID == id {
				return &page.Groups[i].List[j]
			}
		}
	}
	return nil
}

// read returns the document beside an entry, with what it suggests.
func (p *Pages) read(c echo.Context, id string) (*catalogue.Document, *exchange.Text, *exchange.Suggestions, error) {
	document, err := p.Catalogue.Document(c.Request().Context(), actorOf(c), id)
	if err != nil {
		return nil, nil, nil, err
	}
	text, found, err := p.suggestions(document.Body)
	return document, text, found, err
}

func (p *Pages) documentPage(c echo.Context, practice *catalogue.Practice) (documentPage, error) {
	lang := pageLanguage(c)
	page := documentPage{
		frame: p.frame(c, "desk", p.Messages.T(lang, "page.document.title")), Practice: practice,
		Name: show(lang, practice.Title, practice.OriginalLanguage), Base: deskURL(lang, practice.ID),
	}
	document, text, found, err := p.read(c, practice.ID)
	if err != nil {
		return page, err
	}
	page.File, page.Language = text.Name, found.Language
	for _, section := range sections() {
		group := suggestionGroup{Section: section}
		for _, one := range found.List {
			if sectionOf(one.Path) != section {
				continue
			}
			s := p.suggestion(lang, practice, text, one)
			s.Choice = document.Choices[one.ID]
			if s.Choice == "" && s.Current != "" && s.Current == one.Value.Text {
				s.Choice = catalogue.Taken // such as the title that the draft began with
			}
			if s.Choice == "" {
				page.Open++
			}
			group.List = append(group.List, s)
		}
		if len(group.List) > 0 {
			page.Groups = append(page.Groups, group)
		}
	}
	page.Lines = linesOf(text, found)
	for _, d := range found.Doubts {
		page.Doubts = append(page.Doubts, p.doubt(lang, text, d))
	}
	return page, nil
}

func (p *Pages) suggestion(lang i18n.Lang, practice *catalogue.Practice, text *exchange.Text, one exchange.Suggestion) suggestion {
	q := one.Quotes[0]
	s := suggestion{
		ID: one.ID, Kind: one.Key, Why: one.Why, Lang: one.Lang, Value: p.valueLines(lang, one),
		Quote: shortened(text.Blocks[q.Block].Text[q.From:q.To], 220), Place: p.placeOf(lang, text, q.Block),
		Current: one.Occupied(practice), Appends: one.Appends(), Private: one.Path == "contact",
		Revision: practice.Revision, Base: deskURL(lang, practice.ID), Edit: sectionURL(lang, practice.ID, one.Path),
	}
	return s
}

// placeOf names a place in the document: the chapter and the line or paragraph.
func (p *Pages) placeOf(lang i18n.Lang, text *exchange.Text, block int) string {
	key, number := "page.document.place.paragraph", text.Blocks[block].Line
	switch {
	case text.Name == "": // pasted: nobody counts the lines of a form
		number = block + 1
	case text.Format == "txt" || text.Format == "md":
		key = "page.document.place.line"
	}
	place := p.Messages.T(lang, key, "Number", strconv.Itoa(number))
	if section := text.Section(block); section != "" {
		return p.Messages.T(lang, "page.document.place.section", "Section", shortened(strings.TrimRight(section, ": "), 80), "Place", place)
	}
	return place
}

// shortened cuts a text at a word and says so.
func shortened(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most]) + "…"
}

func (p *Pages) doubt(lang i18n.Lang, text *exchange.Text, d exchange.Doubt) doubt {
	n := func(v float64) string { return i18n.Number(lang, v) }
	one := doubt{Text: p.Messages.T(lang, "suggest.doubt.share", "Part", n(d.Part), "Whole", n(d.Whole), "Share", n(d.Share))}
	if d.Fits != nil {
		one.Text = p.Messages.T(lang, "suggest.doubt.fits", "Part", n(d.Part), "Whole", n(d.Whole), "Share", n(d.Share), "Fits", n(*d.Fits))
	}
	for _, q := range d.Quotes[:min(len(d.Quotes), 2)] {
		one.Places = append(one.Places, doubtPlace{text.Blocks[q.Block].Text[q.From:q.To], p.placeOf(lang, text, q.Block), lineAnchor(q.Block)})
	}
	return one
}

// documentTake takes one suggestion over into the draft.
func (p *Pages) documentTake(c echo.Context) error {
	practice, err := p.entryToWrite(c)
	if err != nil {
		return err
	}
	_, text, found, err := p.read(c, practice.ID)
	if err != nil {
		return err
	}
	id := c.FormValue("suggestion")
	one, ok := found.Find(id)
	if revision, err := strconv.Atoi(c.FormValue("revision")); err != nil || revision != practice.Revision || !ok {
		return p.documentFailed(c, practice, id, p.Messages.T(pageLanguage(c), "page.document.changed"))
	}
	lang := practice.OriginalLanguage
	took, err := found.Take(practice, exchange.Taking{
		ID: id, How: exchange.How(c.FormValue("how")), Title: p.documentName(lang, text), Year: text.Year, Place: p.placeOf(lang, text, one.Quotes[0].Block),
	})
	if err == nil {
		_, err = p.Catalogue.TakeSuggestions(c.Request().Context(), actorOf(c), *practice, took.IDs)
	}
	var problems i18n.Problems
	switch {
	case errors.Is(err, store.ErrConflict):
		return p.documentFailed(c, practice, id, p.Messages.T(pageLanguage(c), "page.document.changed"))
	case errors.As(err, &problems):
		return p.documentFailed(c, practice, id, p.Messages.Problem(pageLanguage(c), problems[0]))
	case err != nil:
		return err
	case c.FormValue("then") == "edit":
		return c.Redirect(http.StatusSeeOther, sectionURL(pageLanguage(c), practice.ID, took.Path))
	}
	return p.documentDone(c, "taken", id)
}

// documentName is what a source calls the document: what people call it, else
// its heading, else its file, else what it is.
func (p *Pages) documentName(lang i18n.Lang, text *exchange.Text) string {
	if text.Title != "" {
		return text.Title
	}
	for _, b := range text.Blocks[:min(len(text.Blocks), 12)] {
		titled := b.Kind == exchange.HeadingBlock || b.Kind == exchange.ParagraphBlock && !strings.ContainsAny(b.Text[len(b.Text)-1:], ".:;,!?")
		if titled && len(b.Text) > 3 && len(b.Text) <= 300 {
			return shortened(b.Text, 200)
		}
	}
	if text.Name != "" {
		return text.Name
	}
	return p.Messages.T(lang, "page.document.pasted")
}

// documentFailed shows the page anew, with why nothing was taken over.
func (p *Pages) documentFailed(c echo.Context, _ *catalogue.Practice, id, reason string) error {
	practice, err := p.entryToWrite(c)
	if err != nil {
		return err
	}
	page, err := p.documentPage(c, practice)
	if err != nil {
		return err
	}
	page.Error, page.ErrorAt, page.Failed = reason, id, true
	if one := page.find(id); one != nil {
		one.Failed = true
	} else {
		page.ErrorAt = ""
	}
	return p.render(c, http.StatusConflict, "document", page)
}

func (p *Pages) documentDone(c echo.Context, done, id string) error {
	return c.Redirect(http.StatusSeeOther, deskURL(pageLanguage(c), c.Param("id"))+"/document?done="+done+"&about="+id+"#"+id)
}

func (p *Pages) documentDismiss(c echo.Context) error {
	return p.documentChoose(c, catalogue.Dismissed, "dismissed")
}

// documentOffer takes a decision back. What was taken over stays in the draft.
func (p *Pages) documentOffer(c echo.Context) error { return p.documentChoose(c, "", "offered") }

func (p *Pages) documentChoose(c echo.Context, choice, done string) error {
	practice, err := p.entryToWrite(c)
	if err != nil {
		return err
	}
	_, _, found, err := p.read(c, practice.ID)
	if err != nil {
		return err
	}
	id := c.FormValue("suggestion")
	if _, ok := found.Find(id); !ok {
		return p.documentFailed(c, practice, id, p.Messages.T(pageLanguage(c), "page.document.changed"))
	}
	if err := p.Catalogue.ChooseSuggestion(c.Request().Context(), actorOf(c), practice.ID, id, choice); err != nil {
		return err
	}
	return p.documentDone(c, done, id)
}

func (p *Pages) documentRemove(c echo.Context) error {
	practice, err := p.entryToWrite(c)
	if err != nil {
		return err
	}
	if err := p.Catalogue.DeleteDocument(c.Request().Context(), actorOf(c), practice.ID); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, deskURL(pageLanguage(c), practice.ID)+"/document?done=removed")
}

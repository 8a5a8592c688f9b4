package ui

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/store"
)

// documentRoutes are the addresses at which a practice begins with a document.
func (p *Pages) documentRoutes(d *echo.Group) {
	get(d, "/document", p.documentNew)
	d.POST("/document", p.documentRead)
	d.POST("/document/start", p.documentStart)
	get(d, "/practices/:id/document", p.document)
	d.POST("/practices/:id/document", p.documentAdd)
	d.POST("/practices/:id/document/take", p.documentTake, smallForm)
	d.POST("/practices/:id/document/dismiss", p.documentDismiss, smallForm)
	d.POST("/practices/:id/document/offer", p.documentOffer, smallForm)
	d.POST("/practices/:id/document/remove", p.documentRemove, smallForm)
}

// A document has ten megabytes at the most, and as text much less. Of a form
// with a file two megabytes are kept in memory, the rest on disk while it is
// read.
const (
	largestDocument = 10 << 20
	largestInMemory = 2 << 20
)

// documentForm asks for a document, and then for what an entry begins with.
type documentForm struct {
	frame
	newEntry
	Action   string // where the form goes
	Practice *catalogue.Practice
	Name     shown
	Pasted   string
	Read     string // the text that was read, in JSON; empty before
	File     string
	Found    int
	Titles   []string
	Named    string // what the document is called as a source
	Year     string // in which it was written
	Errors   []fieldError
}

// Error is the message at a field, empty where nothing is wrong.
func (page documentForm) Error(field string) string {
	for _, e := range page.Errors {
		if e.Field == field {
			return e.Text
		}
	}
	return ""
}

// documentForm is the page for somebody who may write for an organisation.
func (p *Pages) documentForm(c echo.Context) (documentForm, error) {
	lang := pageLanguage(c)
	begin, err := p.newEntry(c)
	return documentForm{
		frame: p.frame(c, "desk", p.Messages.T(lang, "page.document.new")), newEntry: begin, Action: "/" + string(lang) + "/desk/document",
	}, err
}

func (p *Pages) documentNew(c echo.Context) error {
	page, err := p.documentForm(c)
	if err != nil {
		return err
	}
	return p.ok(c, "document-new", page)
}

// documentRead reads a document and asks for the title of the entry. Nothing is
// stored yet.
func (p *Pages) documentRead(c echo.Context) error {
	page, err := p.documentForm(c)
	if err != nil {
		return err
	}
	text, err := p.readDocument(c, &page)
	if err != nil {
		return err
	}
	if text == nil {
		return p.render(c, http.StatusUnprocessableEntity, "document-new", page)
	}
	found, err := p.suggestIn(text)
	if err != nil {
		return err
	}
	page.frame.Title = p.Messages.T(page.Lang, "page.document.confirm")
	page.Language, page.Found, page.File = found.Language, len(found.List), text.Name
	page.Titles = titlesOf(found)
	if len(page.Titles) > 0 {
		page.Titled = page.Titles[0]
	}
	if page.Named = text.Title; page.Named == "" {
		page.Named = p.documentName(page.Language, text)
	}
	if page.Read, err = packed(text); err != nil {
		return err
	}
	return p.ok(c, "document-confirm", page)
}

func (p *Pages) suggestIn(text *exchange.Text) (*exchange.Suggestions, error) {
	return exchange.Suggest(text, p.Catalogue.Places, p.Catalogue.Vocabularies)
}

func titlesOf(found *exchange.Suggestions) []string {
	var titles []string
	for _, one := range found.List {
		if one.Path == "title" {
			titles = append(titles, one.Value.Text)
		}
	}
	return titles
}

func packed(text *exchange.Text) (string, error) {
	body, err := json.Marshal(text)
	return string(body), err
}

// readDocument reads the file or, without one, the text of a form. What cannot
// be read is told at the field, and the text is nil.
func (p *Pages) readDocument(c echo.Context, page *documentForm) (*exchange.Text, error) {
	name, data, err := documentSent(c)
	var problems i18n.Problems
	if err == nil {
		page.Pasted = c.FormValue("text")
		field := "file"
		if name == "" {
			field = "text"
		}
		var text *exchange.Text
		if text, err = exchange.ReadText(name, data); err == nil {
			p.called(c, page, text)
			if len(page.Errors) == 0 {
				return text, nil
			}
		}
		if errors.As(err, &problems) {
			page.Errors = append(page.Errors, fieldError{Field: field, Text: p.Messages.Problem(page.Lang, problems[0])})
		}
	} else if errors.As(err, &problems) {
		page.Errors = append(page.Errors, fieldError{Field: "file", Text: p.Messages.Problem(page.Lang, problems[0])})
	}
	if len(page.Errors) == 0 {
		return nil, err
	}
	page.Failed = true
	return nil, nil
}

// called keeps under which name and year a document will stand among the
// sources. The name that the page proposed in another language counts as none:
// the entry may have been given its language since.
func (p *Pages) called(c echo.Context, page *documentForm, text *exchange.Text) {
	page.Named, page.Year = strings.Join(strings.Fields(c.FormValue("name")), " "), strings.TrimSpace(c.FormValue("year"))
	text.Title, text.Year = page.Named, 0
	for _, lang := range i18n.Langs() {
		if page.Named == p.documentName(lang, &exchange.Text{}) {
			text.Title = ""
		}
	}
	if page.Year != "" {
		year, err := strconv.Atoi(page.Year)
		if err != nil || year < exchange.FirstYear || year > exchange.LastYear {
			page.Errors = append(page.Errors, fieldError{Field: "year", Text: p.Messages.T(page.Lang, "problem.document.year")})
			return
		}
		text.Year = year
	}
	if text.Check() != nil && text.Title != "" {
		page.Errors = append(page.Errors, fieldError{Field: "name", Text: p.Messages.T(page.Lang, "problem.too_long", "Max", strconv.Itoa(exchange.LongestTitle))})
	}
}

// documentSent is the file of a form or, without one, its text.
func documentSent(c echo.Context) (name string, data []byte, err error) {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, largestDocument+64<<10)
	kind, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	switch kind {
	case echo.MIMEMultipartForm:
		err = r.ParseMultipartForm(largestInMemory)
	case echo.MIMEApplicationForm:
		err = r.ParseForm()
	default:
		return "", nil, echo.ErrUnsupportedMediaType
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return "", nil, i18n.Problems{{Key: "file_too_large", Args: map[string]any{"Max": largestDocument >> 20}}}
	case err != nil:
		return "", nil, echo.ErrBadRequest
	}
	if r.MultipartForm != nil {
		defer func() { _ = r.MultipartForm.RemoveAll() }()
	}
	if kind == echo.MIMEMultipartForm {
		header, err := c.FormFile("file")
		if err == nil && header.Filename != "" && header.Size > 0 {
			f, err := header.Open()
			if err != nil {
				return "", nil, err
			}
			defer f.Close()
			data, err = io.ReadAll(io.LimitReader(f, largestDocument+1))
			return header.Filename, data, err
		}
	}
	return "", []byte(c.FormValue("text")), nil
}

// documentStart makes the draft, with the document beside it.
func (p *Pages) documentStart(c echo.Context) error {
	page, err := p.documentForm(c)
	if err != nil {
		return err
	}
	page.frame.Title, page.Action = p.Messages.T(page.Lang, "page.document.confirm"), page.Action+"/start"
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, largestDocument)
	if err := r.ParseForm(); err != nil {
		return echo.ErrStatusRequestEntityTooLarge
	}
	page.answer(c)
	page.Read = c.FormValue("read")
	text, err := unpacked(page.Read)
	if err != nil {
		return err
	}
	page.File = text.Name
	p.called(c, &page, text)
	for _, one := range page.check() {
		page.Errors = append(page.Errors, fieldError{Field: one.Path, Text: p.Messages.Problem(page.Lang, one)})
	}
	if len(page.Errors) == 0 {
		body, err := packed(text)
		if err != nil {
			return err
		}
		practice, err := p.Catalogue.AddWithDocument(r.Context(), actorOf(c), page.practice(), body)
		var problems i18n.Problems
		switch {
		case err == nil:
			if err := p.takeBegun(c, practice, body); err != nil {
				return err
			}
			return c.Redirect(http.StatusSeeOther, deskURL(page.Lang, practice.ID)+"/document?done=begun")
		case !errors.As(err, &problems):
			return err
		}
		page.Errors = append(page.Errors, fieldError{Field: "title", Text: p.Messages.Problem(page.Lang, problems[0])})
	}
	page.Failed = true
	return p.render(c, http.StatusUnprocessableEntity, "document-confirm", page)
}

// takeBegun notes that what an entry begins with has been taken over, so that it
// is not offered again once somebody has changed it.
func (p *Pages) takeBegun(c echo.Context, practice *catalogue.Practice, body string) error {
	text, found, err := p.suggestions(body)
	if err != nil {
		return err
	}
	for _, one := range found.List {
		s := p.suggestion(pageLanguage(c), practice, text, one)
		if s.Current == "" || s.Current != one.Value.Text {
			continue
		}
		if err := p.Catalogue.ChooseSuggestion(c.Request().Context(), actorOf(c), practice.ID, one.ID, catalogue.Taken); err != nil {
			return err
		}
	}
	return nil
}

// unpacked is the text that a form carried, held to what reading gives.
func unpacked(body string) (*exchange.Text, error) {
	text := &exchange.Text{}
	if err := json.Unmarshal([]byte(body), text); err != nil {
		return nil, i18n.Problems{{Key: "document.unreadable"}}
	}
	return text, text.Check()
}

// documentAdd puts a document beside an entry that has none.
func (p *Pages) documentAdd(c echo.Context) error {
	practice, err := p.entryToWrite(c)
	if err != nil {
		return err
	}
	page, err := p.documentFor(c, practice)
	if err != nil {
		return err
	}
	text, err := p.readDocument(c, &page)
	if err != nil {
		return err
	}
	if text == nil {
		return p.render(c, http.StatusUnprocessableEntity, "document-new", page)
	}
	body, err := packed(text)
	if err == nil {
		err = p.Catalogue.AddDocument(c.Request().Context(), actorOf(c), practice.ID, body)
	}
	if errors.Is(err, store.ErrConflict) { // somebody else has put one there meanwhile
		page.Failed = true
		page.Errors = append(page.Errors, fieldError{Field: "text", Text: p.Messages.T(page.Lang, "page.document.taken_place")})
		return p.render(c, http.StatusConflict, "document-new", page)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, deskURL(page.Lang, practice.ID)+"/document")
}

// documentFor is the form that puts a document beside an entry.
func (p *Pages) documentFor(c echo.Context, practice *catalogue.Practice) (documentForm, error) {
	page, err := p.documentForm(c)
	if err != nil {
		return page, err
	}
	page.frame.Title = p.Messages.T(page.Lang, "page.document.add")
	page.Practice, page.Name = practice, show(page.Lang, practice.Title, practice.OriginalLanguage)
	page.Action = deskURL(page.Lang, practice.ID) + "/document"
	return page, nil
}

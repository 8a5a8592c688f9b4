package ui

import (
	"errors"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// sentForm is what somebody sent with a form of the desk and what could not be
// taken. A browser may have forgotten it by the time it goes back, so the answer
// carries it: in words, to be read and copied, and as a form that sends it again
// when that is asked for. Nothing is sent by itself, since the person who signs
// in may be another one.
type sentForm struct {
	Action string
	Fields []sentField
	Texts  []sentText
}

// sentField is a field as it was sent.
type sentField struct{ Name, Value string }

// sentText is a field that somebody filled in, with its name in words, where it
// has one.
type sentText struct{ Name, Text string }

// sentPage tells somebody whose session has ended how to send the form again.
type sentPage struct {
	frame
	Sent sentForm
}

// unsaid are fields that say nothing to a person: where a form came from, and
// which button was pressed.
func unsaid() []string {
	return []string{"back", "base", "hash", "mark", "op", "path", "read", "revision", "sent", "show", "shown", "showName"}
}

// sent is what a form of the desk sent. It has no texts where there was no form,
// where nobody wrote anything, and where there is a secret in it.
func (p *Pages) sent(c echo.Context) sentForm {
	r := c.Request()
	kind, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if r.Method != http.MethodPost || kind != echo.MIMEApplicationForm || !strings.HasPrefix(c.Path(), "/:lang/desk/") {
		return sentForm{}
	}
	r.Body = http.MaxBytesReader(c.Response(), r.Body, largestSection)
	if r.ParseForm() != nil || r.PostForm.Has("password") || r.PostForm.Has("old") {
		return sentForm{}
	}
	form := sentForm{Action: r.URL.RequestURI()}
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		for _, value := range r.PostForm[name] {
			form.Fields = append(form.Fields, sentField{name, value})
			if strings.TrimSpace(value) != "" && !slices.Contains(unsaid(), name) {
				form.Texts = append(form.Texts, sentText{p.sentName(pageLanguage(c), name), value})
			}
		}
	}
	return form
}

// sentName is what people call a field of a practice; others have no name.
func (p *Pages) sentName(lang i18n.Lang, path string) string {
	if !p.Messages.Has(lang, "field."+catalogue.FieldOf(path)) {
		return ""
	}
	return p.rowName(lang, path)
}

// unknownPerson answers somebody who is not signed in: with what they sent, or
// with the way to the sign-in.
func (p *Pages) unknownPerson(c echo.Context) error {
	form := p.sent(c)
	if len(form.Texts) == 0 || c.FormValue("op") == "autosave" { // a page that saves itself has the text
		return toSignIn(c)
	}
	page := sentPage{p.frame(c, "sign-in", p.Messages.T(pageLanguage(c), "page.sent.title")), form}
	page.Hidden = true
	return p.render(c, http.StatusUnauthorized, "sent", page)
}

// unsaved is what an error kept from being saved. What is refused is not asked
// for again.
func (p *Pages) unsaved(c echo.Context, err error) sentForm {
	if !actorOf(c).Known() || errors.Is(err, account.ErrDenied) || c.Request().PostForm == nil {
		return sentForm{}
	}
	return p.sent(c)
}

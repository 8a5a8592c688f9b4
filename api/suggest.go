package api

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"tiekartta/i18n"
	"tiekartta/search"
)

// suggestion is what somebody who types may mean.
type suggestion struct {
	Kind     string    `json:"kind"`
	ID       string    `json:"id"`
	Label    string    `json:"label"`
	Lang     i18n.Lang `json:"lang"` // of the label
	OwnLabel string    `json:"ownLabel"`
	Count    int       `json:"count"`
	Href     string    `json:"href"`
}

// How many suggestions are answered.
const (
	usualSuggestions = 8
	mostSuggestions  = 50
)

// keptSuggestions lets whoever types the same letters again, or corrects a
// letter, see at once what was suggested for them.
const keptSuggestions = "public, max-age=60"

func (a *API) suggest(c echo.Context) error {
	in := readParameters(c, "q", "lang", "limit")
	typed, lang, limit := in.one("q"), in.lang(), in.number("limit", usualSuggestions, 1, mostSuggestions)
	if err := in.err(); err != nil {
		return err
	}
	suggestions, err := a.Index.Suggest(typed, lang, limit)
	if err != nil {
		return err
	}
	items := make([]suggestion, len(suggestions))
	for i, s := range suggestions {
		items[i] = suggestion{s.Kind, s.ID, s.Label, s.Lang, s.Own, s.Count, pageOf(s, lang)}
	}
	return answerKept(c, list[suggestion]{len(items), items}, keptSuggestions)
}

// pageOf is the address of the page that a suggestion leads to.
func pageOf(s search.Suggestion, lang i18n.Lang) string {
	site := "/" + string(lang)
	switch s.Kind {
	case search.KindPractice:
		return site + "/practices/" + url.PathEscape(s.ID)
	case search.KindRoadmap:
		return site + "/roadmaps/" + url.PathEscape(s.ID)
	}
	return site + "/practices?" + url.Values{s.Kind: {s.ID}}.Encode()
}

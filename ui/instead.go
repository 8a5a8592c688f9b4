package ui

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/search"
)

// fewFound is how few results a page may have to offer ways to more.
const fewFound = 3

// suggest tells the corrected spelling, and offers ways on where nothing, little
// or only something near was found.
func (p *Pages) suggest(c echo.Context, page *findPage, result search.Result) (err error) {
	ctx, w, lang := c.Request().Context(), page.Wish, page.Lang
	if result.Corrected != "" {
		typed := w.without("", "")
		typed.Verbatim = true
		page.Corrected = &link{Text: result.Corrected, URL: typed.url(lang)}
	}
	page.Shortened = result.Shortened
	asked := w.Words != "" || len(w.query()) > 0
	page.Partial = result.Partial() && w.Kind == "" && w.Page == 1 && (w.Sort == "" || w.Sort == "relevance" || result.Total <= pageSize)
	if result.Whole > 0 && result.Whole < result.Total {
		answers := w
		answers.Wholly, answers.Page = true, 1
		page.Whole = &link{URL: answers.url(lang), Count: result.Whole}
	}
	for i := range page.Cards { // where nothing answers, the page says it once
		page.Cards[i].Near = page.Cards[i].Near && result.Whole > 0
	}
	page.Few = !page.Partial && w.Kind == "" && result.Total > 0 && result.Total <= fewFound && asked
	switch {
	case result.Total == 0:
		page.Empty, err = p.ways(ctx, w, lang)
	case page.Partial || page.Few:
		page.Empty, err = p.ahead(ctx, w, lang, result)
	}
	if err == nil && w.Words != "" && w.Kind == "" && (result.Total == 0 || page.Partial || page.Few) {
		err = p.help(ctx, page)
	}
	if err == nil && w.Kind == "" && w.Page == 1 {
		page.Absent, err = p.absent(ctx, page.asked().Words, lang)
	}
	page.Empty.Tell = "/" + string(lang) + "/accessibility?" + url.Values{"about": {page.Back}}.Encode() + "#feedback"
	return err
}

// asked is the wish whose result the page shows: with its words mended, if they
// were.
func (page *findPage) asked() wish {
	w := page.Wish
	if page.Corrected != nil {
		w.Words, w.Verbatim = page.Corrected.Text, true
	}
	return w
}

// ahead are the ways to more than was found.
func (p *Pages) ahead(ctx context.Context, w wish, lang i18n.Lang, result search.Result) (e empty, err error) {
	if e.Drops, err = p.drops(ctx, w, lang); err != nil {
		return e, err
	}
	e.Drops = slices.DeleteFunc(e.Drops, func(l link) bool { return l.Count <= result.Total })
	e.First = equals(e.Drops)
	e.Foreign, err = p.foreign(ctx, lang, result)
	return e, err
}

// help adds the words that nothing answers, and the subjects near the search.
func (p *Pages) help(ctx context.Context, page *findPage) error {
	query := page.asked().search(page.Lang)
	help, err := p.Index.Instead(ctx, query)
	if err != nil {
		return err
	}
	for _, word := range help.Unknown {
		page.Empty.Unknown = append(page.Empty.Unknown, p.Messages.T(page.Lang, "page.find.quoted", "Words", word))
	}
	page.Empty.Words = strings.Join(page.Empty.Unknown, ", ")
	if page.Few {
		return nil // something answers the search
	}
	for _, s := range help.Subjects {
		page.Empty.Subjects = append(page.Empty.Subjects, link{Title: nameOfConcept(page.Lang, s.Concept), URL: tagged(page.Lang, s.Concept.ID), Count: s.Count})
	}
	return nil
}

// foreign counts the practices of a result on one page that are not described in
// a language.
func (p *Pages) foreign(ctx context.Context, lang i18n.Lang, result search.Result) (n int, err error) {
	if result.Total > len(result.Hits) {
		return 0, nil
	}
	var ids []string
	for _, hit := range result.Hits {
		if hit.Kind == search.KindPractice {
			ids = append(ids, hit.ID)
		}
	}
	practices, err := p.Catalogue.Practices(ctx, account.Actor{}, ids)
	for _, practice := range practices {
		if practice.Title.In(lang) == "" {
			n++
		}
	}
	return n, err
}

// equals is how many ways at the beginning of a list lead to as much as the
// first.
func equals(links []link) (n int) {
	for n < len(links) && links[n].Count == links[0].Count {
		n++
	}
	return n
}

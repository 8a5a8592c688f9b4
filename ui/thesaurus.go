package ui

import (
	"bytes"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/i18n"
	"tiekartta/search/language"
	"tiekartta/thesaurus"
)

// thesaurusPage leads through the thesaurus: by subject, by name, or to what
// somebody looks for.
type thesaurusPage struct {
	frame
	Words    string
	ByName   bool
	MayEdit  bool
	Subjects []subject
	Found    []conceptLink
	Total    int // of what was found, or of all concepts
	Schemes  []thesaurus.Scheme
	paging
}

// subject is a concept at the top with those right below it.
type subject struct {
	conceptLink
	Below []conceptLink
	More  int // further ones below it
}

// conceptLink leads to a concept. Also is the label that was found where it is
// not the concept's name, From the thesaurus that it is from where it is not ours.
type conceptLink struct {
	Name shown
	URL  string
	Also string
	From string
}

const (
	conceptsOnPage = 60
	subjectsBelow  = 8
	mostMatching   = 300
)

func (p *Pages) thesaurusRoutes(top, g, d *echo.Group) {
	get(top, "/thesaurus.ttl", p.thesaurusFile)
	get(g, "/thesaurus.ttl", p.thesaurusFile)
	get(g, "/thesaurus", p.thesaurus)
	get(g, "/thesaurus/concept", p.concept)
	get(d, "/thesaurus", p.thesaurusDesk)
	get(d, "/thesaurus/new", p.conceptNew)
	d.POST("/thesaurus/new", p.conceptAdd, smallForm)
	get(d, "/thesaurus/edit", p.conceptEdit)
	d.POST("/thesaurus/edit", p.conceptChange, smallForm)
}

// thesaurusFile answers with our thesaurus as SKOS.
func (p *Pages) thesaurusFile(c echo.Context) error {
	var b bytes.Buffer
	if err := p.thesauri.WriteTurtle(c.Request().Context(), &b, p.Messages.All("page.thesaurus.title")); err != nil {
		return err
	}
	return forMachines(c, "text/turtle; charset=utf-8", b.Bytes())
}

func (p *Pages) thesaurus(c echo.Context) error {
	ctx, lang := c.Request().Context(), pageLanguage(c)
	page := thesaurusPage{
		frame: p.frame(c, "", p.Messages.T(lang, "page.thesaurus.title")), Words: strings.TrimSpace(c.QueryParam("q")),
		ByName: c.QueryParam("by") == "name", MayEdit: thesaurus.MayEdit(actorOf(c)) == nil,
	}
	page.Hidden = page.Words != ""
	list, err := p.thesauri.Concepts(ctx)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(c thesaurus.Concept) bool { return c.Retired })
	page.Total = len(list)
	if page.Schemes, err = p.thesauri.Schemes(ctx); err != nil {
		return err
	}
	switch {
	case page.Words != "":
		page.Found = p.conceptsNamed(lang, page.Words)
		page.Total = len(page.Found)
	case page.ByName:
		for _, c := range list {
			page.Found = append(page.Found, linkOf(lang, c))
		}
		sortConcepts(lang, page.Found)
	default:
		page.Subjects = subjects(lang, list)
	}
	now, _ := strconv.Atoi(c.QueryParam("page"))
	last := pagesFor(len(page.Found), conceptsOnPage)
	now = max(1, min(now, last))
	page.paging = pagesTo(now, last, func(n int) string { return page.address(n) })
	page.Found = page.Found[min(len(page.Found), (now-1)*conceptsOnPage):min(len(page.Found), now*conceptsOnPage)]
	return p.ok(c, "thesaurus", page)
}

// address is that of a part of a list.
func (page *thesaurusPage) address(n int) string {
	query := url.Values{}
	if page.Words != "" {
		query.Set("q", page.Words)
	} else {
		query.Set("by", "name")
	}
	if n > 1 {
		query.Set("page", strconv.Itoa(n))
	}
	return "/" + string(page.Lang) + "/thesaurus?" + query.Encode()
}

// conceptURL is the address of a concept's page.
func conceptURL(lang i18n.Lang, id string) string {
	return "/" + string(lang) + "/thesaurus/concept?" + url.Values{"id": {id}}.Encode()
}

func linkOf(lang i18n.Lang, c thesaurus.Concept) conceptLink {
	return conceptLink{Name: show(lang, c.Preferred, i18n.Finnish), URL: conceptURL(lang, c.ID)}
}

func sortConcepts(lang i18n.Lang, list []conceptLink) {
	slices.SortFunc(list, func(a, b conceptLink) int { return i18n.Compare(lang, a.Name.Text, b.Name.Text) })
}

// subjects are the concepts that have none above them, with those below.
func subjects(lang i18n.Lang, list []thesaurus.Concept) []subject {
	below := map[string][]conceptLink{}
	for _, c := range list {
		for _, id := range c.Broader {
			below[id] = append(below[id], linkOf(lang, c))
		}
	}
	var all []subject
	for _, c := range list {
		if len(c.Broader) > 0 {
			continue
		}
		one := subject{conceptLink: linkOf(lang, c), Below: below[c.ID]}
		sortConcepts(lang, one.Below)
		one.More = max(0, len(one.Below)-subjectsBelow)
		one.Below = one.Below[:min(len(one.Below), subjectsBelow)]
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b subject) int { return i18n.Compare(lang, a.Name.Text, b.Name.Text) })
	return all
}

// conceptsNamed are the concepts of all thesauri in use with a label in which
// the words stand; those that are called so first, ours before others.
func (p *Pages) conceptsNamed(lang i18n.Lang, words string) []conceptLink {
	words = strings.ToLower(words)
	var ranks [10][]conceptLink // each bounded, so that what is called so is never crowded out
	for i, t := range p.Index.Thesauri() {
		for _, c := range t.Concepts {
			label, begins, ok := labelWith(c, words)
			if !ok {
				continue
			}
			one, rank := conceptLink{Name: nameOfConcept(lang, c), URL: conceptURL(lang, c.ID), From: t.Name}, min(i, 1)
			switch name := strings.ToLower(one.Name.Text); {
			case name == words:
			case strings.HasPrefix(name, words):
				rank += 2
			case strings.Contains(name, words):
				rank += 6
			case begins:
				rank, one.Also = rank+4, label
			default:
				rank, one.Also = rank+8, label
			}
			if len(ranks[rank]) < mostMatching {
				ranks[rank] = append(ranks[rank], one)
			}
		}
	}
	var list []conceptLink
	for _, same := range ranks {
		sortConcepts(lang, same)
		list = append(list, same[:min(len(same), mostMatching-len(list))]...)
	}
	return list
}

// labelWith is the best label of a concept in which words stand.
func labelWith(c *language.Concept, words string) (found string, begins, ok bool) {
	for _, label := range c.Labels {
		text := strings.ToLower(label.Text)
		switch {
		case strings.HasPrefix(text, words):
			return label.Text, true, true
		case !ok && strings.Contains(text, words):
			found, ok = label.Text, true
		}
	}
	return found, false, ok
}

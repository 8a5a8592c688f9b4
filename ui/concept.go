package ui

import (
	"errors"
	"slices"

	"github.com/labstack/echo/v4"

	"tiekartta/i18n"
	"tiekartta/search"
	"tiekartta/search/language"
	"tiekartta/store"
	"tiekartta/thesaurus"
)

// conceptPage is one concept of the thesaurus.
type conceptPage struct {
	frame
	ID        string
	Name      shown
	Labels    []conceptLabels
	Note      shown
	Above     []conceptLink // the way from the top, for finding one's place
	Broader   []conceptLink
	Narrower  []conceptLink
	More      int // narrower ones that are not listed
	Related   []conceptLink
	Practices int
	Tagged    string // address of the practices that are about it
	Untagged  bool
	Retired   bool
	Origin    string // built, changed, added or imported
	From      string // the imported thesaurus
	Edit      string // address of the form, for those who may
	Done      string // what has just been done
}

// conceptLabels are what a concept is called in a language.
type conceptLabels struct {
	Lang      i18n.Lang
	Preferred string
	Others    []string
}

func (p *Pages) concept(c echo.Context) error {
	ctx, lang, id := c.Request().Context(), pageLanguage(c), c.QueryParam("id")
	list, err := p.thesauri.Concepts(ctx)
	if err != nil {
		return err
	}
	page := conceptPage{ID: id, Tagged: tagged(lang, id)}
	if at := slices.IndexFunc(list, func(c thesaurus.Concept) bool { return c.ID == id }); at >= 0 {
		page.own(c, list, list[at])
	} else if one := p.Index.Concept(id); one != nil && one.Thesaurus().Name != "" {
		page.imported(lang, one, p.Index)
	} else {
		return store.ErrNotFound
	}
	page.frame = p.frame(c, "", page.Name.Text)
	page.Canonical = p.site(c) + conceptURL(lang, id)
	if done := c.QueryParam("done"); done == "added" || done == "changed" {
		page.Done = done
	}
	result, err := p.Index.Search(ctx, search.Query{Filters: map[string][]string{"concept": {id}}, Lang: lang, Limit: 1})
	if err != nil {
		return err
	}
	page.Practices = result.Total
	return p.ok(c, "concept", page)
}

// own fills the page with one of our concepts.
func (page *conceptPage) own(c echo.Context, list []thesaurus.Concept, one thesaurus.Concept) {
	lang := pageLanguage(c)
	known := map[string]thesaurus.Concept{}
	for _, other := range list {
		if !other.Retired {
			known[other.ID] = other
		}
	}
	links := func(ids []string) (links []conceptLink) {
		for _, id := range ids {
			if other, ok := known[id]; ok {
				links = append(links, linkOf(lang, other))
			}
		}
		sortConcepts(lang, links)
		return links
	}
	page.Name, page.Note = show(lang, one.Preferred, i18n.Finnish), show(lang, one.Note, i18n.Finnish)
	for _, l := range i18n.Langs() {
		page.Labels = append(page.Labels, conceptLabels{l, one.Preferred.In(l), *one.Others.In(l)})
	}
	page.Broader, page.Related = links(one.Broader), links(one.Related)
	var narrower []string
	for _, other := range known {
		if slices.Contains(other.Broader, one.ID) {
			narrower = append(narrower, other.ID)
		}
	}
	page.Narrower = links(narrower)
	seen := map[string]bool{one.ID: true}
	for at := one; len(at.Broader) > 0 && !seen[at.Broader[0]]; at = known[at.Broader[0]] {
		seen[at.Broader[0]] = true
		page.Above = append(links(at.Broader[:1]), page.Above...)
	}
	page.Untagged, page.Retired = one.Untagged, one.Retired
	switch {
	case !one.Built:
		page.Origin = "added"
	case one.Revision > 0:
		page.Origin = "changed"
	default:
		page.Origin = "built"
	}
	if thesaurus.MayEdit(actorOf(c)) == nil {
		page.Edit = conceptFormURL(lang, one.ID)
	}
}

// imported fills the page with a concept that others publish.
func (page *conceptPage) imported(lang i18n.Lang, one *language.Concept, index *search.Index) {
	page.Name, page.Note = nameOfConcept(lang, one), show(lang, one.Note, i18n.Finnish)
	page.Origin, page.From = "imported", one.Thesaurus().Name
	for i, l := range i18n.Langs() {
		labels := conceptLabels{Lang: l}
		for _, label := range one.Labels {
			switch {
			case label.Lang != i:
			case label.Preferred:
				labels.Preferred = label.Text
			default:
				labels.Others = append(labels.Others, label.Text)
			}
		}
		page.Labels = append(page.Labels, labels)
	}
	links := func(concepts []*language.Concept) (links []conceptLink) {
		for _, other := range concepts {
			if other != nil {
				links = append(links, conceptLink{Name: nameOfConcept(lang, other), URL: conceptURL(lang, other.ID)})
			}
		}
		sortConcepts(lang, links)
		return links
	}
	of := func(ids []string) (list []*language.Concept) {
		for _, id := range ids {
			list = append(list, index.Concept(id))
		}
		return list
	}
	page.Broader, page.Related, page.Narrower = links(of(one.Broader)), links(of(one.Related)), links(one.Narrower()[:min(len(one.Narrower()), mostMatching)])
	page.More = len(one.Narrower()) - len(page.Narrower)
}

// thesaurusDeskPage is what those see who look after the thesaurus.
type thesaurusDeskPage struct {
	frame
	Changed []changedConcept
	Schemes []importedScheme
}

type changedConcept struct {
	conceptLink
	Added, Retired bool
}

type importedScheme struct {
	thesaurus.Scheme
	Who string // empty: on the machine itself
}

func (p *Pages) thesaurusDesk(c echo.Context) error {
	ctx, lang := c.Request().Context(), pageLanguage(c)
	if err := thesaurus.MayEdit(actorOf(c)); err != nil {
		return err
	}
	page := thesaurusDeskPage{frame: p.frame(c, "desk", p.Messages.T(lang, "page.thesaurus.title"))}
	list, err := p.thesauri.Concepts(ctx)
	if err != nil {
		return err
	}
	for _, one := range list {
		if one.Revision > 0 {
			page.Changed = append(page.Changed, changedConcept{linkOf(lang, one), !one.Built, one.Retired})
		}
	}
	slices.SortFunc(page.Changed, func(a, b changedConcept) int { return i18n.Compare(lang, a.Name.Text, b.Name.Text) })
	schemes, err := p.thesauri.Schemes(ctx)
	if err != nil {
		return err
	}
	for _, s := range schemes {
		one := importedScheme{Scheme: s}
		if s.User != "" {
			u, err := p.Accounts.User(ctx, s.User)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
			one.Who = u.Name
		}
		page.Schemes = append(page.Schemes, one)
	}
	return p.ok(c, "thesaurus-desk", page)
}

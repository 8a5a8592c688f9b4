package ui

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/store"
)

// practicePage is one practice: what an official must know in 90 seconds, then
// all that is documented.
type practicePage struct {
	frame
	MayErase  bool // whether the actor may erase the contact person
	P         *catalogue.Practice
	Name      shown
	Owner     account.Organisation
	Where     []string
	Regions   []string
	Main      *catalogue.Result
	Levels    []level
	Inputs    []figure
	Effects   bool // there is more among the results than what was done
	Intervals bool
	Languages []string // codes of those that the description is in
	Need      bool     // the chapter has content
	Asked     bool     // there is a person to ask
	Whole     bool     // the chapter about the person follows
	Citation  string
	Reasons   []reason
	Cost      catalogue.Cost
	Groups    []lessonGroup
	Criteria  []criterion
	Review    *reviewFound // nil when nobody has reviewed this text
	Related   []link
	Similar   []alike
	Tags      []link // concepts, with the practices that are about them
	Versions  []catalogue.Version
	Reviewed  *reviewBefore // of an earlier text, where nobody has reviewed this one
	Newest    int           // the published version's number, when another is shown
	Elsewhere bool          // something of it is not written in the page's language
	Standing  standing
	Card      card // for the button
	Files     []file
	Attached  []attached
	Contents  []link // the page's own chapters
	Added     *notice
	Linked    linked
	Licence   string // where the licence can be read
	Latest    string // address of the newest version, when another is shown
	Before    string // addresses of the version's neighbours
	After     string
}

func (p *Pages) practice(c echo.Context) error {
	ctx, lang, id := c.Request().Context(), pageLanguage(c), c.Param("id")
	shownPractice, newest, err := p.practiceAsked(c)
	if errors.Is(err, store.ErrNotFound) {
		return p.withdrawn(c)
	}
	if err != nil {
		return err
	}
	page := practicePage{P: shownPractice, Name: show(lang, shownPractice.Title, shownPractice.OriginalLanguage), Newest: newest, Whole: true}
	page.frame = p.frame(c, "practices", page.Name.Text)
	page.frame.Hidden = newest != 0
	if page.Versions, err = p.Catalogue.Versions(ctx, account.Actor{}, id); err != nil {
		return err
	}
	page.Reviewed = reviewedBefore(lang, shownPractice, page.Versions)
	if page.Related, err = p.related(c, shownPractice); err != nil {
		return err
	}
	if page.Similar, err = p.similar(c, shownPractice); err != nil {
		return err
	}
	if newest == 0 {
		page.Tags = p.tags(lang, id)
	}
	if page.Review, err = p.reviewFound(c, shownPractice); err != nil {
		return err
	}
	if page.Standing, err = p.standing(c, shownPractice); err != nil {
		return err
	}
	page.describe(p)
	if page.MayErase, err = p.Catalogue.NamesContact(c.Request().Context(), actorOf(c), id); err != nil {
		return err
	}
	page.neighbours(p.site(c))
	page.Card = p.card(c, shownPractice, nil)
	version := ""
	if newest != 0 {
		version = "?version=" + strconv.Itoa(shownPractice.Version)
	}
	for _, format := range exchange.PracticeFormats() {
		page.Files = append(page.Files, file{format, page.Card.URL + "/export." + format + version})
	}
	if page.Owner, err = p.organisation(c, shownPractice.Organisation); err != nil {
		return err
	}
	page.Citation = exchange.Citation(shownPractice, lang, exchange.Known{
		Messages: p.Messages, Organisations: map[string]account.Organisation{page.Owner.ID: page.Owner},
		Link: func(id string, version int) string { return p.site(c) + practiceURL(lang, id, version) },
	})
	page.Linked = p.linkedPractice(c, &page)
	if page.Added, err = p.addedNotice(c, page.Back); err != nil {
		return err
	}
	return p.ok(c, "practice", page)
}

// neighbours are the addresses by which programs go from version to version
// (RFC 5829). An old version is known by its own address, the newest by the one
// that is always the newest.
func (page *practicePage) neighbours(site string) {
	address := func(version int) string { return site + practiceURL(page.Lang, page.P.ID, version) }
	page.Licence = exchange.LicenceURL(page.P.Licence)
	if page.Newest != 0 {
		page.Canonical, page.Latest = address(page.P.Version), address(0)
	}
	for _, v := range page.Versions { // the newest first
		switch {
		case v.Version > page.P.Version:
			page.After = address(v.Version)
		case v.Version < page.P.Version && page.Before == "":
			page.Before = address(v.Version)
		}
	}
}

// practiceURL is the address of a practice, or that of one of its versions, at
// which nothing ever changes; version 0 is the newest.
func practiceURL(lang i18n.Lang, id string, version int) string {
	address := "/" + string(lang) + "/practices/" + id
	if version > 0 {
		address += "?version=" + strconv.Itoa(version)
	}
	return address
}

// site is how the service is reached from outside, as far as that is known.
func (p *Pages) site(c echo.Context) string {
	if p.Settings.URL != "" {
		return strings.TrimSuffix(p.Settings.URL, "/")
	}
	return c.Scheme() + "://" + c.Request().Host
}

// practiceAsked loads the practice of the address, in the version that
// "version" names. newest is the published version's number when the one asked
// for is another.
func (p *Pages) practiceAsked(c echo.Context) (asked *catalogue.Practice, newest int, err error) {
	ctx, id := c.Request().Context(), c.Param("id")
	if asked, err = p.Catalogue.Practice(ctx, account.Actor{}, id); err != nil {
		return nil, 0, err
	}
	wanted := c.QueryParam("version")
	if wanted == "" {
		return asked, 0, nil
	}
	version, err := strconv.Atoi(wanted)
	if err != nil {
		return nil, 0, store.ErrNotFound
	}
	if version == asked.Version {
		return asked, 0, nil
	}
	newest = asked.Version
	asked, err = p.Catalogue.PracticeVersion(ctx, account.Actor{}, id, version)
	return asked, newest, err
}

// related links the practices that this one names, as far as they are
// published.
func (p *Pages) related(c echo.Context, practice *catalogue.Practice) ([]link, error) {
	var links []link
	for _, r := range practice.Related {
		other, err := p.Catalogue.Practice(c.Request().Context(), account.Actor{}, r.Practice)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		lang := pageLanguage(c)
		title := show(lang, other.Title, other.OriginalLanguage)
		links = append(links, link{Title: title, URL: practiceURL(lang, other.ID, 0), Name: r.Relation})
	}
	return links, nil
}

// describe works out what the page says beyond the practice's own texts.
func (page *practicePage) describe(p *Pages) {
	practice := page.P
	page.Where = p.where(page.Lang, practice)
	if len(practice.Municipalities) > 0 {
		for _, code := range p.Catalogue.Places.RegionsOf(practice) {
			page.Regions = append(page.Regions, p.regionName(page.Lang, code))
		}
	}
	page.Main = mainFigure(practice)
	var figures []figure
	for i := range practice.Results {
		figures = append(figures, figureOf(practice, &practice.Results[i]))
	}
	page.Levels, page.Inputs = levels(figures)
	page.Effects = slices.ContainsFunc(page.Levels, func(l level) bool { return l.Name != "activity" })
	page.Intervals = intervals(figures)
	if practice.Computed != nil {
		for _, in := range practice.Computed.Languages {
			page.Languages = append(page.Languages, string(in))
		}
	}
	page.Asked = exchange.HasContact(practice)
	page.Reasons = reasons(practice)
	page.Cost = catalogue.CostOf(practice)
	page.Groups = lessons(practice)
	page.Criteria = criteria(practice)
	page.Need = !practice.Challenge.Empty() || len(practice.TargetGroups) > 0 || !practice.TargetGroupNote.Empty() ||
		practice.Reach.Actual != nil || practice.Reach.Expected != nil || practice.Participation != ""
	page.Attached = p.attachments(page.Lang, practice)
	page.Contents = page.chapters(p)
	page.Elsewhere = slices.ContainsFunc(catalogue.Texts(practice), func(f catalogue.TextField) bool { return f.Text.In(page.Lang) == "" && !f.Text.Empty() })
}

// chapters links the chapters that the page has.
func (page *practicePage) chapters(p *Pages) []link {
	var links []link
	for _, chapter := range []struct {
		id, key string
		there   bool
	}{
		{"brief", "brief", true}, {"plain", "plain", !page.P.PlainSummary.Empty()}, {"need", "need", page.Need},
		{"goals", "goals", !page.P.Goals.Empty()}, {"how", "how", true}, {"costs", "resources", true}, {"results", "results", true},
		{"transfer", "transfer", len(page.P.Conditions) > 0 || len(page.Criteria) > 0}, {"review", "review", page.Review != nil}, {"contact", "contact", true},
		{"sources", "sources", true}, {"attachments", "attachments", len(page.Attached) > 0},
		{"related", "related", len(page.Related) > 0}, {"similar", "similar", len(page.Similar) > 0},
		{"versions", "versions", len(page.Versions) > 0},
	} {
		if chapter.there {
			links = append(links, link{Name: chapter.id, Text: p.Messages.T(page.Lang, "page.read."+chapter.key)})
		}
	}
	return links
}

// lessonGroup is what was learnt, of one kind.
type lessonGroup struct {
	Kind  string
	Texts []i18n.Text
}

func lessons(practice *catalogue.Practice) []lessonGroup {
	var groups []lessonGroup
	for _, kind := range []string{"success_factor", "critical_issue", "do", "dont", "failure", "side_effect"} {
		group := lessonGroup{Kind: kind}
		for _, lesson := range practice.Lessons {
			if lesson.Kind == kind {
				group.Texts = append(group.Texts, lesson.Text)
			}
		}
		if len(group.Texts) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// criterion is one of the six national criteria with its answer.
type criterion struct {
	ID string
	catalogue.Criterion
}

func criteria(practice *catalogue.Practice) []criterion {
	all := practice.Criteria
	var list []criterion
	for _, one := range []criterion{
		{"goal_oriented", all.GoalOriented}, {"customer_responsive", all.CustomerResponsive}, {"context_sensitive", all.ContextSensitive},
		{"high_impact", all.HighImpact}, {"modelled", all.Modelled}, {"generalisable", all.Generalisable},
	} {
		if one.Met != "" {
			list = append(list, one)
		}
	}
	return list
}

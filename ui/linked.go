package ui

import (
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
)

// linked is a page's content in the words of schema.org, for search engines. A
// template writes it as JSON, with everything escaped that could end its
// element.
type linked map[string]any

// put sets a property that says something.
func (l linked) put(name string, value any) {
	switch v := value.(type) {
	case string:
		if v == "" {
			return
		}
	case []linked:
		if len(v) == 0 {
			return
		}
	case []string:
		if len(v) == 0 {
			return
		}
	}
	l[name] = value
}

// linkedPractice describes a practice as the page shows it.
func (p *Pages) linkedPractice(c echo.Context, page *practicePage) linked {
	practice, lang := page.P, page.Lang
	own := p.site(c) + practiceURL(lang, practice.ID, practice.Version)
	l := linked{
		"@context": "https://schema.org", "@type": "CreativeWork", "@id": own, "url": own, "name": page.Name.Text,
		"version": strconv.Itoa(practice.Version), "isAccessibleForFree": true,
		"isPartOf": linked{"@type": "Dataset", "@id": p.site(c) + exchange.DatasetPath, "name": p.Messages.T(lang, "record.title")},
	}
	l.put("description", show(lang, practice.Summary, practice.OriginalLanguage).Text)
	l.put("inLanguage", page.Languages)
	l.put("datePublished", linkedDate(practice.PublishedAt))
	l.put("dateCreated", linkedDate(practice.CreatedAt))
	l.put("license", exchange.LicenceURL(practice.Licence))
	l.put("creditText", page.Citation)
	l.put("temporalCoverage", linkedPeriod(practice.Period))
	owner := linked{"@type": "Organization", "name": show(lang, page.Owner.Name, practice.OriginalLanguage).Text}
	l["maintainer"] = owner
	if page.Asked { // only somebody who answers for the text is its author
		l["author"] = owner
	}
	l.put("about", append(p.terms(lang, "domain", practice.Domains), p.linkedTags(c, page.Tags)...))
	var audience, places, sources, files []linked
	for _, name := range p.labels(lang, "target_group", practice.TargetGroups) {
		audience = append(audience, linked{"@type": "Audience", "audienceType": name})
	}
	for _, name := range p.places(lang, practice) {
		places = append(places, linked{"@type": "Place", "name": name})
	}
	for _, source := range practice.Sources {
		sources = append(sources, linkedSource(source))
	}
	for _, one := range page.Files {
		media, _, _ := strings.Cut(exchange.MediaType(one.Format), ";")
		files = append(files, linked{"@type": "MediaObject", "contentUrl": p.site(c) + one.URL, "encodingFormat": media})
	}
	if practice.Computed != nil {
		p.linkedReview(l, page)
	}
	l.put("audience", audience)
	l.put("spatialCoverage", places)
	l.put("citation", sources)
	l.put("encoding", files)
	return l
}

// linkedReview tells whether others have reviewed the text, and until when what
// they found holds.
func (p *Pages) linkedReview(l linked, page *practicePage) {
	mark := page.P.Computed.Review
	l["creativeWorkStatus"] = p.terms(page.Lang, "review_mark", []string{mark.Mark})[0]
	if page.Review == nil {
		return
	}
	var authors []linked
	for _, name := range page.Review.By {
		authors = append(authors, linked{"@type": "Organization", "name": name})
	}
	review := linked{"@type": "Review"}
	review.put("reviewBody", show(page.Lang, mark.Opinion, page.P.OriginalLanguage).Text)
	review.put("expires", mark.ValidUntil)
	review.put("author", authors)
	l["review"] = review
}

// terms are concepts of a vocabulary.
func (p *Pages) terms(lang i18n.Lang, scheme string, ids []string) []linked {
	var list []linked
	for _, id := range ids {
		name := first(p.Catalogue.Vocabularies.Label(scheme, id).Best(lang))
		list = append(list, linked{"@type": "DefinedTerm", "termCode": id, "name": name})
	}
	return list
}

// linkedTags are concepts of the thesaurus.
func (p *Pages) linkedTags(c echo.Context, tags []link) []linked {
	var list []linked
	set := linked{"@type": "DefinedTermSet", "@id": p.site(c) + "/thesaurus.ttl", "name": p.Messages.T(pageLanguage(c), "page.thesaurus.title")}
	for _, tag := range tags {
		list = append(list, linked{"@type": "DefinedTerm", "@id": tag.Name, "name": tag.Title.Text, "inLanguage": tag.Title.Lang, "inDefinedTermSet": set})
	}
	return list
}

func linkedSource(source catalogue.Source) linked {
	l := linked{"@type": "CreativeWork"}
	l.put("name", source.Title)
	l.put("inLanguage", source.Language)
	if strings.HasPrefix(source.URL, "https://") || strings.HasPrefix(source.URL, "http://") {
		l["url"] = source.URL
	}
	if source.Publisher != "" {
		l["publisher"] = linked{"@type": "Organization", "name": source.Publisher}
	}
	if source.Year != 0 {
		l["datePublished"] = strconv.Itoa(source.Year)
	}
	return l
}

// linkedPeriod is a time as ISO 8601 writes it; ".." is an end that is open.
func linkedPeriod(period catalogue.OpenPeriod) string {
	switch {
	case period.Start == "":
		return ""
	case period.End == "" || period.Continues:
		return period.Start + "/.."
	}
	return period.Start + "/" + period.End
}

func linkedDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// linkedSite describes the service and its catalogue.
func (p *Pages) linkedSite(c echo.Context) linked {
	site, lang := p.site(c), pageLanguage(c)
	publisher := linked{"@type": "Organization", "@id": site + "/#publisher", "name": p.publisher(lang)}
	publisher.put("email", p.Settings.Contact)
	return linked{"@context": "https://schema.org", "@graph": []linked{
		publisher,
		{
			"@type": "WebSite", "@id": site + "/#site", "url": site + "/" + string(lang), "name": p.Messages.T(lang, "page.service"),
			"description": p.Messages.T(lang, "page.front.lead"), "inLanguage": i18n.Langs(), "publisher": linked{"@id": site + "/#publisher"},
			"potentialAction": linked{
				"@type": "SearchAction", "target": site + "/" + string(lang) + "/practices?q={search_term_string}",
				"query-input": "required name=search_term_string",
			},
		},
		{
			"@type": "Dataset", "@id": site + exchange.DatasetPath, "url": site + "/" + string(lang) + "/practices",
			"name": p.Messages.T(lang, "record.title"), "description": p.Messages.T(lang, "record.description"), "inLanguage": i18n.Langs(),
			"license": exchange.LicenceURL(""), "isAccessibleForFree": true, "creator": linked{"@id": site + "/#publisher"},
			"distribution": []linked{
				{"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": site + "/api/v1/practices"},
				{"@type": "DataDownload", "encodingFormat": atomType, "contentUrl": site + "/" + string(lang) + "/practices.atom"},
			},
		},
	}}
}

package ui

import (
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
)

// options are what can be chosen in a field, those that are chosen marked.
// Something chosen that is not among them stays among them, so that nothing is
// lost by saving.
func (v formView) options(spec fieldSpec, c formField) []formOption {
	var list []formOption
	switch spec.Kind {
	case kindSource:
		list = v.sources()
	case kindOne, kindSelect, kindSome, kindMany:
		list = v.pages.choices(v.lang, spec.Scheme)
	}
	if spec.Scheme == "own_organisation" {
		list = slices.Clone(v.organisations)
	}
	if spec.Kind == kindOne {
		list = append(list, formOption{Label: v.pages.Messages.T(v.lang, "page.write.not_told")})
	}
	chosen := v.values[c.Name]
	if spec.Kind == kindOne {
		chosen = []string{last(chosen)}
	}
	for i := range list {
		list[i].Chosen = slices.Contains(chosen, list[i].Value)
	}
	meant := meantByNothing()[spec.Scheme]
	list = slices.DeleteFunc(list, func(o formOption) bool { return meant != "" && o.Value == meant && !o.Chosen })
	for _, value := range chosen {
		known := func(o formOption) bool { return o.Value == value }
		if value != "" && !slices.ContainsFunc(list, known) && list != nil {
			list = append(list, formOption{Value: value, Label: value, Chosen: true})
		}
	}
	return list
}

// meantByNothing are the codes that a field without one means, by scheme.
func meantByNothing() map[string]string {
	return map[string]string{"country": "FI", "licence": exchange.LicenceID("")}
}

// empty is what a list says for no choice.
func (v formView) empty(spec fieldSpec) string {
	switch meant := meantByNothing()[spec.Scheme]; spec.Scheme {
	case "own_organisation":
		return ""
	case "licence":
		return exchange.LicenceName(meant)
	case "country":
		return first(v.pages.Catalogue.Vocabularies.Label("country", meant).Best(v.lang))
	}
	return v.pages.Messages.T(v.lang, "page.write.choose")
}

// owners are the organisations that an entry may belong to as far as the actor
// is concerned.
func (p *Pages) owners(c echo.Context, practice *catalogue.Practice) ([]formOption, error) {
	lang, actor := pageLanguage(c), actorOf(c)
	ids := []string{practice.Organisation}
	for _, m := range actor.Memberships() {
		if !slices.Contains(ids, m.Organisation) && catalogue.MayOwn(actor, practice, m.Organisation) == nil {
			ids = append(ids, m.Organisation)
		}
	}
	var list []formOption
	for _, id := range ids {
		if id == "" {
			continue
		}
		o, err := p.Catalogue.Organisation(c.Request().Context(), id)
		if err != nil {
			return nil, err
		}
		list = append(list, formOption{Value: o.ID, Label: first(o.Name.Best(lang))})
	}
	return list, nil
}

// sources are the entry's sources as the form names them now.
func (v formView) sources() []formOption {
	list := []formOption{}
	for _, n := range rowNumbers(v.values, "sources") {
		at := i18n.At("sources", n)
		option := formOption{Value: v.values.Get(at + ".id"), Label: v.values.Get(at + ".title")}
		if option.Label == "" {
			option.Label = v.pages.Messages.T(v.lang, "page.write.source.untitled", "ID", option.Value)
		}
		list = append(list, option)
	}
	return list
}

// choices are a list's entries in the page's language. Those that stand in no
// order of their own are sorted by name.
func (p *Pages) choices(lang i18n.Lang, scheme string) []formOption {
	var list []formOption
	switch scheme {
	case "municipality":
		for _, m := range p.Catalogue.Places.Municipalities() {
			list = append(list, formOption{Value: m.Code, Label: p.placeName(lang, m.Code)})
		}
	case "region":
		for _, r := range p.Catalogue.Places.Regions() {
			list = append(list, formOption{Value: r.Code, Label: p.regionName(lang, r.Code)})
		}
	case "breakdown_as":
		for _, as := range []string{"count", "share"} {
			list = append(list, formOption{Value: as, Label: p.Messages.T(lang, "page.write.as."+as)})
		}
	case "licence":
		for _, id := range []string{exchange.LicenceID(""), "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC0-1.0"} {
			list = append(list, formOption{Value: id, Label: exchange.LicenceName(id)})
		}
	default:
		s, err := p.Catalogue.Vocabularies.Scheme(scheme)
		if err != nil {
			return nil
		}
		for _, concept := range s.Concepts {
			list = append(list, formOption{Value: concept.ID, Label: first(concept.Label.Best(lang)), Text: first(concept.Description.Best(lang))})
		}
	}
	if slices.Contains([]string{"municipality", "region", "language", "country"}, scheme) {
		slices.SortStableFunc(list, func(a, b formOption) int { return i18n.Compare(lang, a.Label, b.Label) })
	}
	return list
}

// formProblems are the problems with their paths as the form's names.
func formProblems(problems i18n.Problems, places map[string]string) i18n.Problems {
	var list i18n.Problems
	for _, one := range problems {
		one.Path = swapPrefix(one.Path, places)
		list = append(list, one)
	}
	return list
}

// leaveOut takes out of a form what problems are about, so that the rest can be
// saved.
func leaveOut(values url.Values, problems i18n.Problems) url.Values {
	left := url.Values{}
	for name, value := range values {
		if !slices.ContainsFunc(problems, func(one i18n.Problem) bool { return about(one.Path, name, values) }) {
			left[name] = value
		}
	}
	return left
}

// about tells whether the problem at a path is about the field with that name:
// the field itself, one of its languages or choices, or anything in its list.
func about(path, name string, values url.Values) bool {
	if within(name, path) {
		return true
	}
	list, place := splitRow(path)
	return place >= 0 && name == list && len(values[name]) > 1
}

// kept tells what of a form became which row of the practice, so that the form
// goes on from there.
func kept(values url.Values, section writeSection, places map[string]string) {
	for _, spec := range section.Fields {
		if spec.Kind != kindRows {
			continue
		}
		for _, n := range rowNumbers(values, spec.Path) {
			at := i18n.At(spec.Path, n)
			values.Set(at+".from", "")
			for _, inner := range spec.Fields {
				if inner.Kind == kindRows {
					for _, m := range rowNumbers(values, i18n.Join(at, inner.Path)) {
						values.Set(i18n.At(i18n.Join(at, inner.Path), m)+".from", "")
					}
				}
			}
		}
	}
	for stored, form := range places {
		if list, place := splitRow(stored); !isPlaces(section, list) {
			values.Set(form+".from", number(i18n.English, place))
		}
	}
}

func isPlaces(section writeSection, list string) bool {
	spec, ok := section.list(list)
	return ok && spec.Kind == kindPlaces
}

// blankRows are the rows of a form in which nothing was written yet, as the
// address of the page names them: "results:r5".
func blankRows(values url.Values, section writeSection, places map[string]string) []string {
	taken := reversed(places)
	var list []string
	for _, spec := range section.Fields {
		if spec.Kind != kindRows && spec.Kind != kindPlaces {
			continue
		}
		for _, n := range rowNumbers(values, spec.Path) {
			at := i18n.At(spec.Path, n)
			if _, ok := taken[at]; !ok {
				list = append(list, spec.Path+":"+values.Get(at+".id"))
				continue
			}
			for _, inner := range spec.Fields {
				if inner.Kind != kindRows {
					continue
				}
				for _, m := range rowNumbers(values, i18n.Join(at, inner.Path)) {
					if _, ok := taken[i18n.At(i18n.Join(at, inner.Path), m)]; !ok {
						list = append(list, i18n.Join(taken[at], inner.Path)+":")
					}
				}
			}
		}
	}
	return list
}

// addBlank adds the rows that the address of the page names.
func addBlank(values url.Values, section writeSection, named []string) {
	for _, one := range named {
		list, id, _ := strings.Cut(one, ":")
		spec, ok := section.list(list)
		if !ok || !section.hasList(list) || id != "" && !catalogue.IsSlug(id) {
			continue
		}
		rows := takeRows(values, list)
		if len(rows) < mostFormRows {
			putRows(values, list, append(rows, newRow(spec, id)))
		}
	}
}

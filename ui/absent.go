package ui

import (
	"context"
	"slices"

	"tiekartta/i18n"
	"tiekartta/search"
)

// absentPlace is a place that a search names and that no practice is of.
type absentPlace struct {
	Kind, Name string
	Where      string // whose practices the ways lead to: of its own region, of those beside it, or of others
	Ways       []link
}

const (
	mostAbsent = 3 // places that are told
	mostOthers = 5 // regions that are neither its own nor beside it
)

// absent are the places that words name and that no practice is of, with ways to
// practices of others nearby.
func (p *Pages) absent(ctx context.Context, words string, lang i18n.Lang) (list []absentPlace, err error) {
	for _, one := range p.Index.Absent(words) {
		if len(list) == mostAbsent {
			break
		}
		place, region := absentPlace{Kind: one.Kind, Name: p.regionName(lang, one.ID)}, one.ID
		if m, ok := p.Catalogue.Places.Municipality(one.ID); ok && one.Kind == search.KindMunicipality {
			place.Name, region = p.placeName(lang, one.ID), m.Region
		}
		err = p.nearby(ctx, &place, wish{Words: one.Rest}, regionIn{region, lang})
		if err == nil && len(place.Ways) == 0 && one.Rest != "" {
			err = p.nearby(ctx, &place, wish{}, regionIn{region, lang})
		}
		if err != nil {
			return nil, err
		}
		list = append(list, place)
	}
	return list, nil
}

// regionIn is a region and the language that it is spoken of in.
type regionIn struct {
	code string
	lang i18n.Lang
}

// nearby adds the ways to what a wish finds in a place's region, or else beside
// it, or else anywhere.
func (p *Pages) nearby(ctx context.Context, place *absentPlace, w wish, in regionIn) error {
	result, err := p.count(ctx, w, in.lang)
	if err != nil {
		return err
	}
	ways := map[string][]link{}
	beside := p.Catalogue.Places.Neighbours(in.code)
	for _, region := range result.Facets["region"] {
		where := "other"
		switch {
		case region.Count == 0:
			continue
		case region.ID == in.code:
			where = "own"
		case slices.Contains(beside, region.ID):
			where = "beside"
		}
		one := w.without("", "")
		one.Chosen = map[string][]string{"region": {region.ID}}
		ways[where] = append(ways[where], link{Text: p.regionName(in.lang, region.ID), URL: one.url(in.lang), Count: region.Count})
	}
	ways["other"] = ways["other"][:min(len(ways["other"]), mostOthers)]
	for _, where := range []string{"own", "beside", "other"} {
		if len(ways[where]) > 0 {
			place.Where, place.Ways = where, ways[where]
			return nil
		}
	}
	return nil
}

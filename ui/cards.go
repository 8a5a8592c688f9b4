package ui

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/search"
)

// card is a practice in a list.
type card struct {
	*catalogue.Practice
	URL    string
	Back   string // where the add button comes back to
	Where  []string
	Title  marked
	Text   marked  // the summary's beginning
	Quote  *marked // where the words were found, when not in title or beginning
	Why    []matched
	Near   bool // what was searched for is answered in part
	Figure *catalogue.Result
	Chosen bool
	Undo   string // the choice as the basket's forms name it
}

// marked is a text in pieces, some of which a search has found.
type marked struct {
	shown
	Pieces []piece
}

// matched tells how a practice that has not the reader's word comes to be found.
type matched struct {
	Found     shown
	How, Word string
}

type piece struct {
	Text string
	Hit  bool
}

// cards loads the practices of a search in one query, with what was found in
// them marked.
func (p *Pages) cards(c echo.Context, hits []search.Hit) ([]card, error) {
	ids, found := make([]string, len(hits)), map[string]search.Hit{}
	for i, hit := range hits {
		ids[i] = hit.ID
		found[hit.ID] = hit
	}
	practices, err := p.Catalogue.Practices(c.Request().Context(), account.Actor{}, ids)
	if err != nil {
		return nil, err
	}
	var list []card
	for _, practice := range practices {
		one := p.card(c, practice, found[practice.ID].Highlights)
		one.Near = !found[practice.ID].Whole
		one.Why = matchesOf(found[practice.ID].Matches, pageLanguage(c))
		list = append(list, one)
	}
	return list, nil
}

func (p *Pages) card(c echo.Context, practice *catalogue.Practice, found []search.Highlight) card {
	lang := pageLanguage(c)
	one := card{
		Practice: practice, URL: "/" + string(lang) + "/practices/" + practice.ID, Where: p.where(lang, practice),
		Title: plain(show(lang, practice.Title, practice.OriginalLanguage)), Figure: mainFigure(practice),
		Undo: choice{practice.ID, practice.Version}.String(), Back: here(c),
	}
	one.Chosen = slices.ContainsFunc(p.readBasket(c), func(ch choice) bool { return ch.ID == practice.ID })
	beginning := show(lang, practice.Summary, practice.OriginalLanguage).Beginning()
	one.mark(found, beginning, lang)
	return one
}

// mostMatches is how many matches a card tells.
const mostMatches = 3

// matchesOf are the matches that do not explain themselves.
func matchesOf(matches []search.Match, lang i18n.Lang) (list []matched) {
	for _, m := range matches {
		if m.How == search.ByForm || m.Found == "" || m.How != search.ByPhrase && strings.EqualFold(m.Found, m.Word) || len(list) == mostMatches {
			continue
		}
		one := matched{shown{m.Found, m.Lang, m.Lang != lang}, m.How, m.Word}
		if !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list
}

// mark shows the beginning of the summary, and what was found in the practice.
// The index may have read an older or newer version of it than the card: a
// summary that begins otherwise is left out.
func (one *card) mark(found []search.Highlight, beginning shown, lang i18n.Lang) {
	one.Text = plain(beginning)
	for _, h := range found {
		switch {
		case h.Field == "summary" && h.Lang == beginning.Lang && !strings.HasPrefix(h.Text, beginning.Text):
		case h.Field == "title" && h.Lang == one.Title.Lang:
			one.Title = markedOf(h, lang)
		case h.Field == "title":
		case h.Field == "summary" && h.Lang == beginning.Lang && reaches(h, beginning):
			h.Text = string([]rune(h.Text)[:len([]rune(beginning.Text))])
			one.Text = markedOf(h, lang)
		case h.Field == "summary" && h.Lang == beginning.Lang: // once is enough: what was found in it instead of how it begins
			one.Text = markedOf(extract(h), lang)
		case one.Quote == nil:
			quote := markedOf(extract(h), lang)
			one.Quote = &quote
		}
	}
	if len(one.Text.Pieces) > 1 { // what the card says anyway is not said twice
		one.Quote = nil
	}
}

// reaches tells whether something was found in the beginning that the card
// shows anyway.
func reaches(h search.Highlight, beginning shown) bool {
	n := len([]rune(beginning.Text))
	return slices.ContainsFunc(h.Ranges, func(r [2]int) bool { return r[1] <= n })
}

func plain(s shown) marked { return marked{shown: s, Pieces: []piece{{Text: s.Text}}} }

// extract cuts a long text to what surrounds the first place found in it.
func extract(h search.Highlight) search.Highlight {
	const before, room = 60, 220
	runes := []rune(h.Text)
	if len(runes) <= room || len(h.Ranges) == 0 {
		return h
	}
	from := max(0, h.Ranges[0][0]-before)
	for from > 0 && from < h.Ranges[0][0] && runes[from-1] != ' ' {
		from++
	}
	to := min(len(runes), max(from+room, h.Ranges[0][1]))
	for to < len(runes) && runes[to] != ' ' {
		to++
	}
	cut := search.Highlight{Field: h.Field, Lang: h.Lang, Text: string(runes[from:to])}
	shift := -from
	if from > 0 {
		cut.Text, shift = "… "+cut.Text, 2-from
	}
	if to < len(runes) {
		cut.Text += " …"
	}
	for _, r := range h.Ranges {
		if r[0] >= from && r[1] <= to {
			cut.Ranges = append(cut.Ranges, [2]int{r[0] + shift, r[1] + shift})
		}
	}
	return cut
}

// markedOf cuts a highlight at its ranges.
func markedOf(h search.Highlight, lang i18n.Lang) marked {
	m := marked{shown: shown{Text: h.Text, Lang: h.Lang, Foreign: h.Lang != "" && h.Lang != lang}}
	runes, at := []rune(h.Text), 0
	for _, r := range h.Ranges {
		if r[0] < at || r[1] > len(runes) {
			continue
		}
		if r[0] > at {
			m.Pieces = append(m.Pieces, piece{Text: string(runes[at:r[0]])})
		}
		m.Pieces = append(m.Pieces, piece{string(runes[r[0]:r[1]]), true})
		at = r[1]
	}
	if at < len(runes) {
		m.Pieces = append(m.Pieces, piece{Text: string(runes[at:])})
	}
	return m
}

// mainFigure is the result that says most about a practice, nil without one.
func mainFigure(practice *catalogue.Practice) *catalogue.Result {
	for _, r := range exchange.KeyResults(practice.Results) {
		if r.Measure == "number" || r.Measure == "share" || r.Measure == "money" {
			return &r
		}
	}
	return nil
}

package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
)

// TestPagesInABrowser opens one browser for all that has to be seen in one.
func TestPagesInABrowser(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	t.Run("the rules hold on every page", b.rules)
	t.Run("the rest", func(t *testing.T) {
		t.Run("a practice is added on the spot", b.addOnTheSpot)
		t.Run("what is meant is offered while typing", b.suggestions)
		for _, noScript := range []bool{false, true} {
			t.Run(fmt.Sprintf("going back shows what is chosen now, script off: %v", noScript), func(t *testing.T) { b.goBack(t, noScript) })
		}
		t.Run("every page can be read in forced colours", b.forced)
		t.Run("a form keeps what was typed and knows what is chosen", b.backToTheForm)
		for _, lang := range []string{"fi", "sv", "en"} {
			t.Run(lang, func(t *testing.T) {
				t.Parallel()
				b.use(t, lang)
			})
		}
	})
}

// use does in a language what the accessibility statement says is tested in all.
func (b *browser) use(t *testing.T, lang string) {
	for name, f := range map[string]func(*testing.T, string){
		"focus can be seen along the way of the keyboard": b.keyboard, "pages can be read on paper": b.paper, "search tells the count while the focus stays": b.liveSearch,
	} {
		t.Run(name, func(t *testing.T) { f(t, lang) })
	}
	for _, noScript := range []bool{false, true} {
		t.Run(fmt.Sprintf("the summary of errors takes the focus, script off: %v", noScript), func(t *testing.T) { b.errorSummary(t, lang, noScript) })
		t.Run(fmt.Sprintf("practices become a roadmap, script off: %v", noScript), func(t *testing.T) { b.journey(t, lang, noScript) })
		if noScript && lang != "fi" {
			continue // the longest way of all; what differs without script is no matter of language
		}
		t.Run(fmt.Sprintf("a practice is documented by keyboard, script off: %v", noScript), func(t *testing.T) { b.documents(t, lang, noScript) })
	}
}

const browserDraft = "/roadmaps/draft?title=Plan&municipality=905&period=2027-2030&practice=smile@1&practice=tempo-orchestra@1&practice=vanhemmat-mukaan@1&practice=coaching-together@1&practice=vantaan-tsemppari@1"

// browserPages lists an address of every kind of page, without its language.
func browserPages(roadmap string) []string {
	return []string{
		"", "/practices", "/practices?q=valmennus&domain=work&targetGroup=unemployed", "/practices?q=xyzzy&domain=digital",
		"/practices?yearFrom=abc&reachTo=5&municipality=092&direction=positive&organisation=vantaa",
		"/practices?page=2&added=smile@1", "/practices?kind=action&q=perhe", "/practices/smile", "/practices/womento-tyouramentorointi-maahan-muuttaneille-naisille",
		"/practices/limerick-integration-working-group-shared-integration-plans", "/basket", browserDraft, "/roadmaps/draft?practice=smile@1&title=&start=x",
		"/roadmaps", roadmap, "/accessibility", "/no-such-page", "/practices/smile/export.pdf",
	}
}

// rules visits every page in three languages. Two languages are checked at a
// time, on as many cores.
func (b *browser) rules(t *testing.T) {
	for _, lang := range []string{"fi", "sv", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			v := b.visitor(t, look{})
			v.opens("/" + lang + "/roadmaps")
			roadmap := sees[string](v, `document.querySelector('.card a')?.getAttribute('href').slice(3) ?? '/roadmaps'`)
			sees[string](v, `document.cookie = 'basket=smile@1.tempo-orchestra@1.gone-away@1; path=/'`)
			for _, page := range browserPages(roadmap) {
				v.opens("/" + lang + page)
				v.holds(t)
			}
			b.deskRules(t, lang)
		})
	}
}

// holds checks the page that is open in every way that does not depend on what
// it is about.
func (v *visitor) holds(t *testing.T) {
	t.Helper()
	where := v.address()
	v.quiet()
	sees[chromedp.Void](v, v.b.axe)
	for _, violation := range v.violations(`{runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}, rules: {'target-size': {enabled: true}}}`) {
		t.Errorf("%s: %s", where, violation)
	}
	v.named(where)
	v.looks(look{features: map[string]string{"prefers-color-scheme": "dark"}})
	for _, violation := range v.violations(`{runOnly: ['color-contrast']}`) {
		t.Errorf("%s in dark colours: %s", where, violation)
	}
	v.looks(look{width: 320})
	for _, violation := range v.violations(`{runOnly: ['target-size', 'color-contrast']}`) {
		t.Errorf("%s at 320 pixels: %s", where, violation)
	}
	if width := sees[int](v, `document.documentElement.scrollWidth`); width != 320 {
		t.Errorf("%s needs %d pixels where there are 320: %s", where, width, sees[string](v, widest))
	}
	v.spaced(where)
	v.looks(look{})
}

// widest names what sticks out to the right.
const widest = `[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > 321).slice(0, 5)
	.map(e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 40)).join(' | ')`

// violations runs axe with options and says what it found.
func (v *visitor) violations(options string) []string {
	v.t.Helper()
	found := sees[string](v, `axe.run(document, Object.assign({resultTypes: ['violations']}, `+options+`)).then(r => JSON.stringify(
		r.violations.flatMap(x => x.nodes.slice(0, 3).map(n => x.id + ': ' + n.html.slice(0, 160) + ' ' + n.failureSummary.slice(0, 300)))))`)
	var list []string
	if err := json.Unmarshal([]byte(found), &list); err != nil {
		v.t.Fatal(err)
	}
	return list
}

// named holds that every control has a name in the accessibility tree, which is
// what a screen reader says.
func (v *visitor) named(where string) {
	v.t.Helper()
	tree, err := chromedp.Call(v.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		v.t.Fatal(err)
	}
	controls := []string{"button", "link", "textbox", "searchbox", "checkbox", "combobox", "DisclosureTriangle", "img", "image", "navigation", "table"}
	count := 0
	for _, node := range tree.Nodes {
		if node.Ignored || node.Role == nil {
			continue
		}
		role := strings.Trim(string(node.Role.Value), `"`)
		if !slices.Contains(controls, role) {
			continue
		}
		count++
		if node.Name == nil || strings.Trim(string(node.Name.Value), `" `) == "" {
			v.t.Errorf("%s: a %s has no name (node %d)", where, role, node.BackendDOMNodeID)
		}
	}
	if count < 8 {
		v.t.Errorf("%s: only %d controls in the accessibility tree", where, count)
	}
}

// spaced sets text as wide as WCAG 1.4.12 lets a reader set it: nothing may be
// cut off or stick out. What stands in a field of one line can be moved there.
func (v *visitor) spaced(where string) {
	v.t.Helper()
	sees[chromedp.Void](v, `{ const s = new CSSStyleSheet()
		s.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }')
		document.adoptedStyleSheets = [s] }`)
	cut := sees[string](v, `[...document.querySelectorAll('body *')].filter(e => {
		const s = getComputedStyle(e)
		if (!/hidden|clip/.test(s.overflowX + s.overflowY) || e.closest('.ds-sr-only, svg, thead, input') || s.position === 'absolute') return false
		return e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1
	}).slice(0, 5).map(e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 40)).join(' | ')`)
	if cut != "" {
		v.t.Errorf("%s cuts text off that is set wider: %s", where, cut)
	}
	if width := sees[int](v, `document.documentElement.scrollWidth`); width > 320 {
		v.t.Errorf("%s needs %d pixels for text that is set wider: %s", where, width, sees[string](v, widest))
	}
	sees[chromedp.Void](v, `document.adoptedStyleSheets = []`)
}

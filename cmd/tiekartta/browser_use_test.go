package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// keyboard goes through pages with the tab key.
func (b *browser) keyboard(t *testing.T, lang string) {
	v := b.visitor(t, look{})
	for _, page := range []string{"", "/practices?domain=work", "/practices/smile", "/roadmaps/draft?practice=smile@1", browserDraft} {
		v.opens("/" + lang + page)
		v.waits(`!document.querySelector('[autofocus]') || document.activeElement.id === 'errors'`)
		seen := map[string]bool{}
		for range 45 {
			v.do(chromedp.KeyEvent(kb.Tab))
			at := sees[focus](v, focused)
			if at.Name == "BODY" {
				break
			}
			seen[at.Name] = true
			if !at.Outlined || !at.InView {
				t.Errorf("/%s%s: focus on %s: outlined %v, in view %v", lang, page, at.Name, at.Outlined, at.InView)
			}
		}
		if len(seen) < 12 {
			t.Errorf("/%s%s: the tab key reaches only %v", lang, page, seen)
		}
	}
	v.opens("/" + lang + "/practices")
	v.do(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter), chromedp.KeyEvent(kb.Tab))
	if at := sees[string](v, `document.activeElement?.id ?? "nothing"`); at != "q" {
		t.Errorf("behind the link to the content the tab key reaches %q", at)
	}
	v.quiet()
}

// focus is where the focus is and whether that can be seen. A box may have its
// outline around its label too.
type focus struct {
	Name             string
	Outlined, InView bool
}

const focused = `(() => {
	const e = document.activeElement, r = e.getBoundingClientRect()
	const outlined = x => x && getComputedStyle(x).outlineStyle !== 'none' && parseFloat(getComputedStyle(x).outlineWidth) >= 2
	return {Name: e.tagName === 'BODY' ? 'BODY' : e.tagName + ' ' + (e.id || e.textContent.trim().slice(0, 40)), Outlined: outlined(e) || outlined(e.parentElement),
		InView: r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth && r.width > 0}
})()`

// paper prints pages.
func (b *browser) paper(t *testing.T, lang string) {
	v := b.visitor(t, look{media: "print", width: 760})
	for _, page := range looked(lang) {
		v.opens(page)
		shown := sees[string](v, `[...document.querySelectorAll('.menu, .languages, .search, .choose button, .fold, .plan-tools, .bottom nav')]
			.filter(e => e.checkVisibility()).map(e => e.className).join(' ')`)
		if shown != "" {
			t.Errorf("%s prints what is of no use on paper: %s", page, shown)
		}
		if !sees[bool](v, `document.querySelector('h1').checkVisibility() && getComputedStyle(document.body).colorScheme !== 'dark'`) {
			t.Errorf("%s does not print its title", page)
		}
	}
	v.quiet()
}

// liveSearch types, ticks and goes back.
func (b *browser) liveSearch(t *testing.T, lang string) {
	v := b.visitor(t, look{})
	v.opens("/" + lang + "/practices")
	all := sees[string](v, `document.getElementById('count').textContent`)
	if said := sees[string](v, `document.getElementById('status').textContent`); said != "" {
		t.Errorf("the status says %q before anything happened", said)
	}
	v.do(chromedp.Focus(chromedp.CSS("#q")), chromedp.KeyEvent("coaching"))
	v.waits(`location.search === '?q=coaching'`)
	v.waits(`document.getElementById('status').textContent === document.getElementById('count').textContent`)
	if found := sees[string](v, `document.getElementById('count').textContent`); found == all {
		t.Errorf("%q and all practices are %s", "coaching", found)
	}
	if at := sees[string](v, `document.activeElement.id + ' ' + document.activeElement.value`); at != "q coaching" {
		t.Errorf("the focus is on %q", at)
	}
	v.do(chromedp.KeyEvent(kb.Escape)) // what is suggested lies over the filters
	v.waits(`document.getElementById('q').getAttribute('aria-expanded') === 'false'`)
	v.do(chromedp.Click(chromedp.CSS("#f-domain-work")))
	v.waits(`location.search === '?q=coaching&domain=work' && document.getElementById('status').textContent === document.getElementById('count').textContent`)
	if at := sees[string](v, `document.activeElement.id`); at != "f-domain-work" {
		t.Errorf("after ticking a filter the focus is on %q", at)
	}
	if !sees[bool](v, `document.querySelector('.chips a') !== null && document.querySelector('#f-domain-work').checked`) {
		t.Error("the filter is not shown as chosen")
	}
	v.do(chromedp.NavigateBack())
	v.waits(`location.search === '?q=coaching' && document.querySelector('#f-domain-work')?.checked === false`)
	v.quiet()
}

// addOnTheSpot chooses a practice and takes it back, without leaving the page.
func (b *browser) addOnTheSpot(t *testing.T) {
	v := b.visitor(t, look{})
	v.opens("/fi/practices?q=smile")
	sees[chromedp.Void](v, `window.stayed = true`)
	v.do(chromedp.Click(chromedp.CSS("#button-smile")))
	v.waits(`document.getElementById('menu-basket').textContent.includes('(1)')`)
	v.waits(`document.getElementById('status').textContent.includes('Lisätty tiekarttaan')`)
	if at := sees[string](v, `document.activeElement.id + ' ' + window.stayed`); at != "button-smile true" {
		t.Errorf("the focus is on %s", at)
	}
	v.do(chromedp.Click(chromedp.CSS("#notice button")))
	v.waits(`document.getElementById('menu-basket').textContent.includes('(0)')`)
	if where := v.address(); where != "/fi/practices?q=smile" {
		t.Errorf("the address became %s", where)
	}
	// The button that undid it is gone; the focus goes to what it was about.
	v.waits(`document.activeElement.id === 'button-smile'`)
	v.opens("/fi/practices/smile")
	v.do(chromedp.Click(chromedp.CSS("#button-main")))
	v.waits(`document.getElementById('menu-basket').textContent.includes('(1)')`)
	v.do(chromedp.Click(chromedp.CSS("#notice button")))
	v.waits(`document.activeElement.id === 'button-main' && document.getElementById('menu-basket').textContent.includes('(0)')`)
	// Where a list of what is chosen stands, undoing is seen in the list.
	v.do(chromedp.Click(chromedp.CSS("#button-main")))
	v.waits(`document.getElementById('menu-basket').textContent.includes('(1)')`)
	v.opens("/fi/basket")
	v.follows(chromedp.Click(chromedp.CSS(".row button")))
	if n := sees[int](v, `document.querySelectorAll('.row').length`); n != 0 {
		t.Errorf("%d practices are left in the basket", n)
	}
	v.follows(chromedp.Click(chromedp.CSS("#notice button")))
	v.waits(`document.querySelectorAll('.row').length === 1`)
	v.quiet()
}

// goBack chooses a practice, opens its page, takes it off again there and goes
// back: the first page must know each time.
func (b *browser) goBack(t *testing.T, noScript bool) {
	v := b.visitor(t, look{noScript: noScript})
	presses := func(button string) {
		t.Helper()
		if noScript {
			v.follows(chromedp.Click(chromedp.CSS(button)))
		} else {
			v.do(chromedp.Click(chromedp.CSS(button)))
		}
	}
	const shown = `location.pathname === '/sv/practices' && document.getElementById('menu-basket').textContent.includes('(%d)') &&
		document.getElementById('choose-smile').action.endsWith('/%s')`
	v.opens("/sv/practices?q=smile")
	v.follows(chromedp.Click(chromedp.CSS("#p-smile h3 a")))
	presses("#button-main")
	v.waits(`document.getElementById('menu-basket').textContent.includes('(1)')`)
	v.back("/sv/practices?q=smile")
	v.waits(fmt.Sprintf(shown, 1, "remove"))
	v.follows(chromedp.Click(chromedp.CSS("#p-smile h3 a")))
	presses("#button-main")
	v.waits(`document.getElementById('menu-basket').textContent.includes('(0)')`)
	v.back("/sv/practices?q=smile")
	v.waits(fmt.Sprintf(shown, 0, "add"))
	v.quiet()
}

// backToTheForm types into the form of the chosen practices, takes one of them
// off elsewhere and comes back: what was typed is there, what was taken off is not.
func (b *browser) backToTheForm(t *testing.T) {
	v := b.visitor(t, look{})
	v.opens("/sv/basket")
	sees[string](v, `document.cookie = 'basket=smile@1.tempo-orchestra@1; path=/'`)
	v.opens("/sv/basket")
	v.do(chromedp.SendKeys(chromedp.CSS("#title"), "Vår färdplan"))
	v.follows(chromedp.Click(chromedp.CSS(".row:first-child h3 a")))
	v.do(chromedp.Click(chromedp.CSS("#button-main")))
	v.waits(`document.getElementById('menu-basket').textContent.includes('(1)')`)
	v.back("/sv/basket")
	v.waits(`document.querySelectorAll('.row').length === 1 && document.querySelectorAll('#choices input').length === 1 &&
		document.getElementById('title').value === 'Vår färdplan'`)
	v.quiet()
}

// back goes back in the history until an address is reached. A browser may show
// a page that it has kept, which then does not load.
func (v *visitor) back(to string) {
	v.t.Helper()
	for range 5 {
		history, err := chromedp.Call(v.ctx, page.GetNavigationHistory, cdp.Empty{})
		if err != nil {
			v.t.Fatal(err)
		}
		if history.CurrentIndex == 0 {
			break
		}
		before := history.Entries[history.CurrentIndex-1]
		if _, err := chromedp.Call(v.ctx, page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: before.ID}); err != nil {
			v.t.Fatal(err)
		}
		v.waits(fmt.Sprintf("location.href === %q && document.readyState === 'complete'", before.URL))
		if v.address() == to {
			return
		}
	}
	v.t.Fatalf("%s is not in the history", to)
}

// errorSummary sends a form that lacks everything.
func (b *browser) errorSummary(t *testing.T, lang string, noScript bool) {
	prefix := map[string]string{"fi": "Virhe: ", "sv": "Fel: ", "en": "Error: "}[lang]
	v := b.visitor(t, look{noScript: noScript})
	v.opens("/" + lang + "/basket")
	sees[string](v, `document.cookie = 'basket=smile@1; path=/'`)
	v.opens("/" + lang + "/basket")
	v.do(chromedp.SetValue(chromedp.CSS("#end"), "20"))
	if status := v.follows(chromedp.Click(chromedp.CSS(".form .ds-button"))); status != http.StatusUnprocessableEntity {
		t.Errorf("%s: status %d", lang, status)
	}
	if title := sees[string](v, `document.title`); !strings.HasPrefix(title, prefix) {
		t.Errorf("the title is %q", title)
	}
	v.waits(`document.activeElement.id === 'errors'`)
	if lost := sees[int](v, `[...document.querySelectorAll('#errors a')].filter(a => !document.getElementById(a.hash.slice(1))).length`); lost != 0 {
		t.Errorf("%s: %d links of the summary lead nowhere", lang, lost)
	}
	if n := sees[int](v, `document.querySelectorAll('#errors a').length`); n != 3 {
		t.Errorf("%s: %d errors, want 3", lang, n)
	}
	if kept := sees[string](v, `document.getElementById('end').value`); kept != "20" {
		t.Errorf("%s: the input became %q", lang, kept)
	}
	v.do(chromedp.Click(chromedp.CSS(`#errors a[href="#municipality"]`)))
	if at := sees[string](v, `document.activeElement.id`); at != "municipality" {
		t.Errorf("%s: the summary's link leads to %q", lang, at)
	}
	v.quiet()
}

// journey is the main job: find, choose five practices, say for whom, read the
// draft, take it home.
func (b *browser) journey(t *testing.T, lang string, noScript bool) {
	words := map[string]string{"fi": "vanhemmat työ", "sv": "föräldrar arbete", "en": "parents work"}[lang]
	v := b.visitor(t, look{noScript: noScript})
	v.opens("/" + lang)
	v.do(chromedp.SendKeys(chromedp.CSS("#q"), words))
	v.follows(chromedp.Click(chromedp.CSS(".search button")))
	if n := sees[int](v, `document.querySelectorAll('.card').length`); n < 5 || !strings.Contains(v.address(), "/"+lang+"/practices?q=") {
		t.Fatalf("%d practices at %s", n, v.address())
	}
	for i := range 5 {
		button := chromedp.CSS(fmt.Sprintf(".card:nth-child(%d) .choose button", i+1))
		if noScript {
			v.follows(chromedp.Click(button))
		} else {
			v.do(chromedp.Click(button))
		}
		v.waits(fmt.Sprintf(`document.getElementById('menu-basket').textContent.includes('(%d)')`, i+1))
	}
	v.follows(chromedp.Click(chromedp.CSS("#menu-basket")))
	if n := sees[int](v, `document.querySelectorAll('.row').length`); n != 5 {
		t.Fatalf("%d practices are chosen", n)
	}
	v.do(
		chromedp.SendKeys(chromedp.CSS("#title"), "Kotoutumisen tiekartta"), chromedp.SetValue(chromedp.CSS("#municipality"), "905"),
		chromedp.SetValue(chromedp.CSS("#start"), "2027"), chromedp.SetValue(chromedp.CSS("#end"), "2030"),
	)
	if status := v.follows(chromedp.Click(chromedp.CSS(".form .ds-button"))); status != http.StatusOK {
		t.Fatalf("status %d at %s", status, v.address())
	}
	if heading := sees[string](v, `document.querySelector('h1').textContent`); heading != "Kotoutumisen tiekartta" || !strings.Contains(v.address(), "period=2027-2030") {
		t.Errorf("%q at %s", heading, v.address())
	}
	if n := sees[int](v, `document.querySelectorAll('.document table.wide, .document table').length`); n == 0 {
		t.Error("the draft has no table")
	}
	for _, link := range sees[[]string](v, `[...document.querySelectorAll('.plan-tools .files a')].map(a => a.href)`) {
		answer, err := http.Get(link)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK || !strings.Contains(string(body), "Kotoutumisen tiekartta") && !strings.Contains(link, "export.csv") || len(body) < 500 {
			t.Errorf("%s: %d, %d bytes, %v", link, answer.StatusCode, len(body), err)
		}
	}
	if n := sees[int](v, `document.querySelectorAll('.plan-tools .files a').length`); n != 4 {
		t.Errorf("%d files are offered", n)
	}
	v.quiet()
}

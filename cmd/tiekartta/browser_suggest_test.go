package main

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// suggestions types into the search and chooses what is offered, with the
// keyboard and by pointing.
func (b *browser) suggestions(t *testing.T) {
	v := b.visitor(t, look{})
	const open = `document.getElementById('q').getAttribute('aria-expanded') === 'true' && document.querySelectorAll('#suggestions [role=option]').length > 0`
	const shut = `document.getElementById('q').getAttribute('aria-expanded') === 'false' && !document.getElementById('suggestions').checkVisibility()`
	state := func() string {
		return sees[string](v, `document.activeElement.id + ' ' + (document.activeElement.getAttribute('aria-activedescendant') ?? '-')`)
	}
	for _, page := range []string{"/fi", "/fi/practices"} {
		v.opens(page)
		if said := sees[string](v, `document.getElementById('suggestions-status').textContent + document.getElementById('q').role`); said != "combobox" {
			t.Errorf("%s: the status says %q before anything was typed", page, said)
		}
		v.do(chromedp.Focus(chromedp.CSS("#q")), chromedp.KeyEvent("vanda"))
		v.waits(open)
		v.waits(`/\d/.test(document.getElementById('suggestions-status').textContent)`)
		v.holds(t) // with the list open
		v.do(chromedp.KeyEvent(kb.ArrowDown))
		if at := state(); at != "q suggestion-0" {
			t.Errorf("%s: after the arrow key the focus is on %s", page, at)
		}
		if lang := sees[string](v, `document.querySelector('#suggestions [lang]')?.textContent ?? ''`); lang == "" {
			t.Errorf("%s: a Swedish name is not marked", page)
		}
		v.do(chromedp.KeyEvent(kb.ArrowUp))
		if at := state(); at != "q -" {
			t.Errorf("%s: above the first option the focus is on %s", page, at)
		}
		v.do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Escape))
		v.waits(shut)
		if at := state() + sees[string](v, `document.getElementById('q').value`); at != "q -vanda" {
			t.Errorf("%s: after Escape %s", page, at)
		}
		v.do(chromedp.KeyEvent(kb.ArrowDown))
		v.waits(open)
		leads := sees[string](v, `document.querySelector('#suggestions [role=option]').textContent`)
		v.do(chromedp.KeyEvent(kb.ArrowDown))
		v.follows(chromedp.KeyEvent(kb.Enter))
		if where := v.address(); where != "/fi/practices?organisation=vantaa" && where != "/fi/practices?municipality=092" {
			t.Errorf("%s: %s leads to %s", page, leads, where)
		}
		v.opens(page)
		v.do(chromedp.Focus(chromedp.CSS("#q")), chromedp.KeyEvent("smil"))
		v.waits(open)
		v.follows(chromedp.Click(chromedp.CSS("#suggestion-0")))
		if where := v.address(); where != "/fi/practices/smile" {
			t.Errorf("%s: pointing leads to %s", page, where)
		}
		if outside := sees[string](v, `performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith(location.origin)).join(' ')`); outside != "" {
			t.Errorf("%s asks %s", page, outside)
		}
	}
	// Without a choice, Enter searches for what was typed.
	v.opens("/fi")
	v.do(chromedp.Focus(chromedp.CSS("#q")), chromedp.KeyEvent("vanda"))
	v.waits(open)
	v.follows(chromedp.KeyEvent(kb.Enter))
	if where := v.address(); where != "/fi/practices?q=vanda" {
		t.Errorf("Enter leads to %s", where)
	}
	v.opens("/sv")
	v.do(chromedp.Focus(chromedp.CSS("#q")), chromedp.KeyEvent("qxqxqx"))
	v.waits(`document.getElementById('suggestions-status').textContent === 'Inga förslag.'`)
	v.quiet()
	v.looks(look{features: map[string]string{"forced-colors": "active", "prefers-color-scheme": "dark"}})
	v.opens("/sv")
	v.do(chromedp.Focus(chromedp.CSS("#q")), chromedp.KeyEvent("vasa"))
	v.waits(open)
	v.do(chromedp.KeyEvent(kb.ArrowDown))
	if lost := sees[string](v, unforced); lost != "" {
		t.Errorf("in forced colours: %s", lost)
	}
	if seen := sees[string](v, `getComputedStyle(document.querySelector('#suggestions [aria-selected]')).outlineStyle`); seen != "solid" {
		t.Errorf("in forced colours the chosen option has an outline that is %s", seen)
	}
	v.quiet()
}

package main

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// keptWithin is how long what is sent on leaving a page may be on its way.
const keptWithin = 20 * time.Second

// What a reviewer types is kept without a button: a link that leads away, and a
// session that ends, lose nothing.
func TestAReviewersWordsAreKeptWhileTheyAreWritten(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	does(t, b.data, "user", "add", "-email", "risto@example.fi", "-organisation", "049", "-role", "reviewer", "-name", "Risto")
	reviewer := b.joins(t, "sv", "Raili", "reviewer", "905", look{})
	writer := b.joins(t, "fi", "Eero", "editor", "092", look{})
	practice := writer.begins("fi", "Kielikahvila kirjastossa")
	writer.describes(practice)
	writer.submits(practice)
	writer.opens(practice + "/review")
	for range 2 {
		writer.reaches(`[name=reviewer]:not(:checked)`)
		writer.do(chromedp.KeyEvent(" "))
	}
	writer.press(`form[action$="/ask"] .ds-button`, `document.querySelector('#mail-sv') !== null`)

	reviewer.opens("/sv/desk/reviews")
	reviewer.press(`main a[href*="/reviews/rv-"]`, `document.querySelector('form[action$="/reply"]') !== null`)
	task := reviewer.address()
	reviewer.reaches(`[name=answer]`)
	reviewer.do(chromedp.KeyEvent(" "))
	reviewer.press(`form[action$="/reply"] .ds-button`, `document.querySelector('ol.review-tasks') !== null`)
	reviewer.opens(task + "/criteria")
	const reason = `[id="criteria.modelled.reason"]`
	reviewer.types(reason, "Beskrivs steg")
	reviewer.waits(`document.querySelector('[data-said]').textContent !== ''`)
	reviewer.do(chromedp.KeyEvent(" för steg."))
	reviewer.follows(chromedp.Navigate(b.site + task))
	kept := ""
	for began := time.Now(); kept != "Beskrivs steg för steg." && time.Since(began) < keptWithin; {
		reviewer.opens(task + "/criteria") // what was sent on leaving may still be on its way
		kept = sees[string](reviewer, `document.querySelector('`+reason+`').value`)
	}
	if kept != "Beskrivs steg för steg." {
		t.Errorf("%q is kept", kept)
	}
	reviewer.do(chromedp.Evaluate[chromedp.Void](`fetch('/sv/sign-out', { method: 'POST' })`, chromedp.EvalAwaitPromise))
	reviewer.reaches(reason)
	reviewer.do(chromedp.KeyEvent(kb.End), chromedp.KeyEvent(" Mycket bra."))
	reviewer.waits(`document.querySelector('[data-said] a[href="/sv/sign-in"]') !== null`)
	reviewer.reaches(`.row-actions .ds-button`)
	reviewer.do(chromedp.KeyEvent(kb.Enter))
	if kept := sees[string](reviewer, `document.querySelector('`+reason+`')?.value ?? ''`); !strings.HasSuffix(kept, "Mycket bra.") {
		t.Errorf("whose session has ended keeps %q at %s", kept, reviewer.address())
	}
	reviewer.quiet()
}

package main

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A browser writes a practice: what is typed saves itself, hints and errors come
// beside the field while the focus stays, rows come and go under the keyboard,
// and a service that is killed costs two seconds of typing at the most.
func TestABrowserWritesAPractice(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	data, s := b.data, b.s
	link := strings.TrimSpace(does(t, data, strings.Fields("user add -email anna@vantaa.fi -organisation vantaa -role editor")...))
	v := b.visitor(t, look{})
	v.opens(link)
	v.do(chromedp.SendKeys(chromedp.CSS("#password"), secretWords))
	v.follows(chromedp.Click(chromedp.CSS("main form button")))
	v.heard() // what it thinks of the form for a password
	v.opens("/fi/desk/practices/new")
	v.holds(t)
	v.do(chromedp.SendKeys(chromedp.CSS("#title"), "Kielikahvila"))
	v.follows(chromedp.Click(chromedp.CSS("main form button")))
	v.holds(t)
	home, _, _ := strings.Cut(v.address(), "?")

	v.opens(home + "/results")
	v.do(chromedp.Click(chromedp.CSS(`button[value="add:results"]`)))
	v.waits(`document.activeElement.name === 'results[0].label.fi'`)
	v.do(chromedp.KeyEvent("Osuus"), chromedp.SendKeys(chromedp.CSS(`[name="results[0].value"]`), "noin 5"))
	v.waits(`document.getElementById('results[0].value-error') !== null`)
	if at := sees[string](v, `document.activeElement.name + ' ' + document.activeElement.value`); at != "results[0].value noin 5" {
		t.Errorf("the focus is at %s", at)
	}
	v.do(chromedp.Click(chromedp.CSS(`button[value="add:results"]`)))
	v.waits(`document.getElementById('results[0].value-error') !== null && document.querySelectorAll('.write-row').length === 2`)
	sees[chromedp.Void](v, `document.querySelector('[name="results[0].value"]').value = ''`)
	v.do(chromedp.SendKeys(chromedp.CSS(`[name="results[0].value"]`), "58"))
	v.waits(`document.querySelector('#saved time') !== null && document.getElementById('results[0].value-error') === null`)
	v.do(chromedp.Click(chromedp.CSS(`button[value="remove:results[0]"]`)))
	v.waits(`document.activeElement.value?.startsWith('undo:')`)
	v.do(chromedp.Click(chromedp.CSS(`button[value^="undo:"]`)))
	v.waits(`document.querySelector('[name="results[0].label.fi"]')?.value === 'Osuus'`)
	v.holds(t)

	v.opens(home + "/need")
	v.do(chromedp.SendKeys(chromedp.CSS(`[name="challenge.fi"]`), "Mitä tarvittiin"))
	time.Sleep(2 * time.Second)
	s.kill()
	v.do(chromedp.SendKeys(chromedp.CSS(`[name="challenge.fi"]`), " ja miksi"))
	v.waits(`document.getElementById('saved').textContent.startsWith('Ei tallennettu')`)
	v.heard() // that the service is gone
	v.unasked()
	b.site = started(t, data).url
	v.opens(home + "/need")
	if text := sees[string](v, `document.querySelector('[name="challenge.fi"]').value`); !strings.HasPrefix(text, "Mitä tarvittiin") {
		t.Errorf("after the kill the draft says %q", text)
	}
	for _, section := range []string{"basics", "need", "how", "resources", "results", "transfer", "contact"} {
		v.opens("/sv/desk/practices/smile/" + section)
		v.holds(t)
	}
}

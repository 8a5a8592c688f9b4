package main

import "testing"

// What search engines read stands within the page. It is data, and the policy
// that forbids scripts within pages has nothing against it.
func TestDataForSearchEnginesBreaksNoRuleOfThePage(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	v := b.visitor(t, look{})
	for _, page := range []string{"/fi", "/sv/practices/smile"} {
		v.opens(page)
		if name := sees[string](v, `JSON.parse(document.querySelector('script[type="application/ld+json"]').textContent)['@context']`); name != "https://schema.org" {
			t.Errorf("%s: %s", page, name)
		}
		v.quiet()
	}
	v.waits(`document.querySelector('#citation + button')?.textContent.length > 0`)
	// The same within a script is refused, and that would be heard.
	sees[bool](v, `(() => { const s = document.createElement('script'); try { s.textContent = 'window.x = 1' } catch {} document.head.append(s); return true })()`)
	v.waits(`window.x === undefined`)
	if said := v.heard(); len(said) == 0 {
		t.Error("a script within the page is not heard of")
	}
}

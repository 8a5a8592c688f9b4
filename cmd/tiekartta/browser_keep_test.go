package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// held lets the next request of the page be answered, and keeps the answer from
// the page until it is released.
const held = `(() => { const real = fetch; globalThis.arrived = false; globalThis.fetch = async (...what) => { globalThis.fetch = real; const answer = await real(...what); globalThis.arrived = true; await new Promise(go => { globalThis.release = go }); return answer } })()`

// asks is whether the browser would ask somebody who leaves the page.
const asks = `(() => { const e = new Event('beforeunload', { cancelable: true }); dispatchEvent(e); return e.defaultPrevented })()`

// unasked lets a visitor leave a page that is not saved.
func (v *visitor) unasked() {
	v.t.Helper()
	sees[any](v, `BeforeUnloadEvent.prototype.preventDefault = () => {}`)
}

// changed changes the draft through the programming interface.
func (l *leaver) changed(change func(*catalogue.Practice)) {
	l.t.Helper()
	p := l.draft()
	change(&p)
	l.s.must(http.StatusOK, "PUT", "/api/v1/practices/"+l.practice, p, append(bearer(l.token), "If-Match", fmt.Sprintf(`"r%d"`, p.Revision))...)
}

// keeper is an editor before a draft with three rows, which others change, too.
func keeper(t *testing.T) *leaver {
	t.Helper()
	b, s, token := openEmpty(t)
	l := &leaver{b.joins(t, "fi", "Lea", "editor", "092", look{}), s, token, "kahvila"}
	p := catalogue.Practice{ID: l.practice, OriginalLanguage: i18n.Finnish, Title: i18n.Text{FI: "Kahvila"}}
	for _, id := range []string{"c1", "c2", "c3"} {
		p.Components = append(p.Components, catalogue.Component{ID: id, Name: i18n.Text{FI: id}, Description: i18n.Text{FI: id + " oma"}, Kind: "core"})
	}
	s.must(http.StatusCreated, "POST", "/api/v1/practices", p, bearer(token)...)
	return l
}

func (l *leaver) rows() string {
	said := ""
	for _, c := range l.draft().Components {
		said += c.ID + ":" + c.Description.FI + ":" + c.Kind + ";"
	}
	return said
}

// Somebody types and chooses in a row while another takes the row before it out.
// What was broken on purpose: fields were found by their place, and the text of
// the next row was lost; choices were left alone, and were undone.
func TestWhatIsTypedWhileRowsMoveStaysInItsRow(t *testing.T) {
	t.Parallel()
	l := keeper(t)
	l.opens("/fi/desk/practices/kahvila/how")
	l.changed(func(p *catalogue.Practice) { p.Components = p.Components[1:] })
	sees[any](l.visitor, held)
	l.do(chromedp.Focus(chromedp.CSS(`[id="components[1].description.fi"]`)))
	l.puts("components[1].description.fi", "minun teksti")
	l.waits(`globalThis.arrived`)
	l.puts("components[1].description.fi", "minun teksti jatkuu")
	sees[any](l.visitor, `document.querySelector('[name="components[1].kind"][value=adaptable]').click()`)
	sees[any](l.visitor, `release()`)
	l.waits(`document.querySelector('[name="components[2].id"]') === null`)
	if at := sees[string](l.visitor, `document.activeElement.id`); at != "components[0].description.fi" {
		t.Errorf("the focus is at %q", at)
	}
	l.stored("rows", func(catalogue.Practice) string { return l.rows() }, "c2:minun teksti jatkuu:adaptable;c3:c3 oma:core;")

	// A row that is gone keeps its text on the page; the button that was pressed meanwhile does its work.
	l.changed(func(p *catalogue.Practice) { p.Components = p.Components[1:] })
	sees[any](l.visitor, held)
	l.puts("howItWorks.fi", "Näin")
	l.waits(`globalThis.arrived`)
	l.puts("components[0].description.fi", "turhaan")
	sees[any](l.visitor, `document.querySelector('[name=op][value=list]').click()`)
	sees[any](l.visitor, `addEventListener('pagehide', () => { sessionStorage.gone = document.getElementById('gone').innerText })`)
	sees[any](l.visitor, `release()`)
	l.waits(`location.pathname.endsWith('/kahvila')`)
	if said := sees[string](l.visitor, `sessionStorage.gone`); !strings.HasPrefix(said, message(t, "fi", "page.write.gone")) || !strings.Contains(said, "turhaan") {
		t.Errorf("of the row that is gone the page says %q", said)
	}
	if got := l.rows(); got != "c3:c3 oma:core;" {
		t.Error(got)
	}
	l.quiet()
}

// A page that cannot be saved says so where it is seen and when a button is
// pressed, holds nobody's focus up, and asks whoever leaves it.
func TestAPageThatIsNotSavedIsSeenAndAsks(t *testing.T) {
	t.Parallel()
	l := keeper(t)
	for page, at := range map[string][2]string{"need": {"#saved", "goals.fi"}, "translate/sv": {"[data-said]", "title.sv"}} {
		for _, width := range []int64{320, 1100, 1280} {
			l.looks(look{width: width})
			l.opens("/fi/desk/practices/kahvila/" + page)
			sees[any](l.visitor, `globalThis.fetch = async () => new Response('', { status: 500 })`)
			if sees[bool](l.visitor, asks) {
				t.Error("a page in which nothing was written asks")
			}
			l.puts(at[1], "Teksti")
			l.waits(fmt.Sprintf(`document.querySelector('%s[data-failed]') !== null`, at[0]))
			where := sees[[]float64](l.visitor, fmt.Sprintf(`(() => { const r = document.querySelector(%q).getBoundingClientRect(); return [r.top, r.bottom - innerHeight, r.left, r.right - innerWidth] })()`, at[0]))
			if where[0] < 0 || where[1] > 0.5 || where[2] < 0 || where[3] > 0.5 || sees[float64](l.visitor, `scrollY`) != 0 {
				t.Errorf("%s at %d: that it is not saved stands at %v", page, width, where)
			}
			if !sees[bool](l.visitor, asks) {
				t.Errorf("%s: who leaves what is not saved is not asked", page)
			}
			l.unasked()
		}
		sees[any](l.visitor, `document.querySelector('main form :is([data-autosave] button:last-of-type, .write-buttons button, .translate-end button)').click()`)
		l.waits(fmt.Sprintf(`document.activeElement === document.querySelector(%q)`, at[0]))
	}
	l.opens("/fi/desk/practices/kahvila/need")
	sees[any](l.visitor, `globalThis.fetch = async () => ({ type: 'opaqueredirect', url: '' })`)
	l.puts("goals.fi", "Teksti")
	l.waits(`document.querySelector('#saved a') !== null`)
	sees[any](l.visitor, `(() => { const link = document.querySelector('#saved a'); link.focus(); let n = 0; globalThis.fetch = async () => { globalThis.again = ++n; return { type: 'opaqueredirect', url: '' } }; dispatchEvent(new Event('online')) })()`)
	l.waits(`globalThis.again > 0`)
	l.waits(`document.activeElement.matches('#saved a')`)
	l.quiet()
}

// A value that is refused is said once, and whoever leaves it is asked.
func TestARefusedValueIsSaidOnceAndAsks(t *testing.T) {
	t.Parallel()
	l := keeper(t)
	l.opens("/fi/desk/practices/kahvila/basics")
	sees[any](l.visitor, `(() => { globalThis.spoken = []; new MutationObserver(() => { const words = document.getElementById('status').textContent; if (words) spoken.push(words) }).observe(document.getElementById('status'), { childList: true }) })()`)
	l.puts("period.start", "joskus")
	l.waits(`spoken.length === 1`)
	if !sees[bool](l.visitor, asks) {
		t.Error("who leaves a refused value is not asked")
	}
	l.puts("area.fi", "Alue")
	l.stored("area", func(p catalogue.Practice) string { return p.Area.FI }, "Alue")
	l.puts("period.start", "2025")
	l.stored("start", func(p catalogue.Practice) string { return p.Period.Start }, "2025")
	l.waits(`!(` + asks + `)`)
	if said := sees[[]string](l.visitor, `spoken`); len(said) != 1 || said[0] != message(t, "fi", "page.write.rest_saved") {
		t.Errorf("spoken: %q", said)
	}
	l.quiet()
}

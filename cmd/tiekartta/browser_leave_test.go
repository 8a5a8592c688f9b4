package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// What was broken on purpose to see this test fail, and how it failed:
//   - the page that is left sent nothing: what was typed last was missing;
//   - it did not send along what was on its way: the rest was kept as a clash
//     with one's own text;
//   - the whole form was sent where it is too large for a browser to go on sending
//     it from a page that is gone.

// leaver is somebody who types and leaves the page before it has saved itself.
type leaver struct {
	*visitor
	s               *service
	token, practice string
}

func (l *leaver) draft() catalogue.Practice {
	l.t.Helper()
	return decoded[catalogue.Practice](l.t, l.s.get("/api/v1/practices/"+l.practice+"?version=draft", bearer(l.token)...).body)
}

// stored waits until the draft says something.
func (l *leaver) stored(field string, in func(catalogue.Practice) string, want string) {
	l.t.Helper()
	got := ""
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(50 * time.Millisecond) {
		if got = in(l.draft()); got == want {
			return
		}
	}
	l.t.Errorf("%s: %.80q is stored, %.80q was typed", field, got, want)
}

// puts lets a text stand in a field as if it had been typed.
func (l *leaver) puts(field, text string) {
	l.t.Helper()
	sees[any](l.visitor, fmt.Sprintf(`(() => { const box = document.getElementById(%q); box.value = %q; box.dispatchEvent(new InputEvent('input', { bubbles: true })) })()`, field, text))
}

// deaf lets the page send, but hear no answer any more.
const deaf = `(() => { const real = fetch; globalThis.fetch = (...what) => { const answer = real(...what); globalThis.heardNothing = true; return new Promise(() => { answer.catch(() => {}) }) } })()`

func TestWhoLeavesAPageLosesNothing(t *testing.T) {
	t.Parallel()
	b, s, token := openEmpty(t)
	v := b.joins(t, "fi", "Lea", "editor", "092", look{})
	for _, page := range []struct {
		name, field string
		in          func(catalogue.Practice) string
	}{
		{"need", "challenge.fi", func(p catalogue.Practice) string { return p.Challenge.FI }},
		{"translate/sv", "summary.sv", func(p catalogue.Practice) string { return p.Summary.SV }},
	} {
		l := &leaver{v, s, token, "kahvila-" + strings.ReplaceAll(page.name, "/", "-")}
		long := i18n.Text{FI: strings.TrimSpace(strings.Repeat("kielikahvila ", 180))}
		s.must(http.StatusCreated, "POST", "/api/v1/practices", catalogue.Practice{
			ID: l.practice, OriginalLanguage: i18n.Finnish, Title: i18n.Text{FI: "Kielikahvila"}, Summary: long, Goals: long,
		}, bearer(token)...)
		address := "/fi/desk/practices/" + l.practice + "/" + page.name
		l.opens(address)
		l.puts(page.field, "ensin")
		l.opens("/fi/desk")
		l.stored(page.field, page.in, "ensin")

		l.opens(address)
		sees[any](v, deaf)
		l.puts(page.field, "ensin tämä")
		l.stored(page.field, page.in, "ensin tämä") // has arrived, and the page does not know
		l.puts(page.field, "ensin tämä ja tuo")
		l.opens("/fi/desk")
		l.stored(page.field, page.in, "ensin tämä ja tuo")
		l.opens("/fi/desk/practices/" + l.practice)
		if sees[bool](v, `document.querySelector('main a[href$="/conflict"]') !== null`) {
			t.Errorf("%s: somebody is asked to choose between their own texts", page.name)
		}
	}
	v.quiet()
}

func TestWhoLeavesALargePageLosesNothing(t *testing.T) {
	t.Parallel()
	b, s, token := openEmpty(t)
	v := b.joins(t, "fi", "Lea", "editor", "092", look{})
	l := &leaver{v, s, token, "suuri"}
	p := catalogue.Practice{ID: l.practice, OriginalLanguage: i18n.Finnish, Title: i18n.Text{FI: "Suuri"}, HowItWorks: i18n.Text{FI: "Näin"}}
	for i := range 60 { // ä is six bytes on the way
		text := i18n.Text{FI: fmt.Sprint(i, strings.Repeat(" äidinkieli", 90))}
		p.Components = append(p.Components, catalogue.Component{ID: fmt.Sprint("c", i+1), Name: i18n.Text{FI: fmt.Sprint("osa ", i)}, Description: text, Kind: "core"})
	}
	s.must(http.StatusCreated, "POST", "/api/v1/practices", p, bearer(token)...)
	l.opens("/fi/desk/practices/suuri/how")
	if size := sees[int](v, `String(new URLSearchParams(new FormData(document.getElementById('write')))).length`); size < 70_000 {
		t.Fatalf("the form has %d bytes", size)
	}
	sees[any](v, `(() => { const real = fetch; globalThis.fetch = (to, what) => { sessionStorage.sent = what.keepalive ? String(what.body).length : 0; return real(to, what) } })()`)
	l.puts("howItWorks.fi", "Näin se menee")
	l.opens("/fi/desk")
	if sent := sees[string](v, `sessionStorage.sent`); len(sent) < 2 || len(sent) > 4 {
		t.Errorf("a page that is gone has %s bytes to send", sent)
	}
	l.stored("howItWorks.fi", func(p catalogue.Practice) string { return p.HowItWorks.FI }, "Näin se menee")
	if n := len(l.draft().Components); n != 60 {
		t.Errorf("%d rows are left", n)
	}
	v.quiet()
}

// What the service answers is said as what it is.
func TestAPageSaysWhyItIsNotSaved(t *testing.T) {
	t.Parallel()
	b, s, token := openEmpty(t)
	v := b.joins(t, "fi", "Lea", "editor", "092", look{})
	s.must(http.StatusCreated, "POST", "/api/v1/practices", catalogue.Practice{ID: "kahvila", Title: i18n.Text{FI: "Kahvila"}, Summary: i18n.Text{FI: "Kahvila."}}, bearer(token)...)
	for page, field := range map[string]string{"need": "challenge.fi", "translate/sv": "summary.sv"} {
		l := &leaver{v, s, token, "kahvila"}
		place := map[bool]string{true: "#saved", false: "[data-said]"}[page == "need"]
		for why, answer := range map[string]string{
			"denied": `new Response('<p>no</p>', { status: 403 })`, "large": `new Response('', { status: 413 })`,
			"broken": `new Response('<p>oh</p>', { status: 500 })`, "refused": `new Response('<p>oh</p>', { status: 409, headers: { 'Content-Type': 'text/html' } })`,
		} {
			l.opens("/fi/desk/practices/kahvila/" + page)
			sees[any](v, `globalThis.fetch = async () => `+answer)
			l.puts(field, "Teksti "+why)
			v.waits(fmt.Sprintf(`document.querySelector(%q).textContent === %q`, place, message(t, "fi", "page.write."+why)))
		}
		l.opens("/fi/desk/practices/kahvila/" + page)
		sees[any](v, `fetch('/fi/sign-out', { method: 'POST' }).then(() => { globalThis.out = true })`)
		v.waits(`globalThis.out`)
		l.puts(field, "Teksti ulkona")
		v.waits(fmt.Sprintf(`document.querySelector(%q).textContent.startsWith(%q)`, place, message(t, "fi", "page.write.signed_out")))
		v.waits(fmt.Sprintf(`document.querySelector('%s a[target=_blank]')?.getAttribute('href') === '/fi/sign-in'`, place))
		if text := sees[string](v, fmt.Sprintf(`document.getElementById(%q).value`, field)); text != "Teksti ulkona" {
			t.Errorf("the text is %q", text)
		}
		v = b.joins(t, "fi", "Lea"+page[:1], "editor", "092", look{})
	}
}

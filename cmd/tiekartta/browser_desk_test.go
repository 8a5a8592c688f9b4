package main

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"tiekartta/i18n"
)

// goodPassword is long and nobody's first thought.
const goodPassword = "punainen traktori lentää hiljaa"

// joins makes an account at the command line and lets its person in through
// the link: the visitor is signed in afterwards.
func (b *browser) joins(t *testing.T, lang, name, role, organisation string, l look) *visitor {
	t.Helper()
	email := fmt.Sprintf("%s.%s@example.fi", strings.ToLower(name), strings.NewReplacer("/", ".", " ", ".", ":", "", ",", "").Replace(strings.ToLower(t.Name())))
	link := strings.TrimSpace(does(t, b.data, "user", "add", "-email", email, "-organisation", organisation, "-role", role, "-name", name, "-lang", lang))
	address, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	v := b.visitor(t, l)
	v.opens(strings.Replace(address.Path, "/fi/", "/"+lang+"/", 1))
	v.reaches(`#password`)
	v.do(chromedp.KeyEvent(goodPassword), chromedp.KeyEvent(kb.Enter))
	v.waits(fmt.Sprintf(`location.pathname === '/%s/desk'`, lang))
	return v
}

// reaches presses the tab key until the focus is on what a selector names: who
// has only a keyboard has no other way.
func (v *visitor) reaches(selector string) {
	v.t.Helper()
	at := fmt.Sprintf(`document.activeElement?.matches(%q) ?? false`, selector)
	for range 500 {
		if sees[bool](v, at) {
			return
		}
		v.do(chromedp.KeyEvent(kb.Tab))
	}
	v.t.Fatalf("at %s the tab key never reaches %s", v.address(), selector)
}

// press goes to a button or link by keyboard, presses it and waits until an
// expression is true.
func (v *visitor) press(selector, until string) {
	v.t.Helper()
	v.reaches(selector)
	v.do(chromedp.KeyEvent(kb.Enter))
	v.waits(until)
}

// types goes to a field by keyboard and types into it.
func (v *visitor) types(selector, text string) {
	v.t.Helper()
	v.reaches(selector)
	v.do(chromedp.KeyEvent(text))
}

// chooses goes to a list by keyboard and presses the arrow until the value is
// chosen.
func (v *visitor) chooses(selector, value string) {
	v.t.Helper()
	v.reaches(selector)
	v.do(chromedp.KeyEvent(kb.Home))
	for range 40 {
		if sees[string](v, `document.activeElement.value`) == value {
			return
		}
		v.do(chromedp.KeyEvent(kb.ArrowDown))
	}
	v.t.Fatalf("at %s the list %s never has %q", v.address(), selector, value)
}

// id is the selector of a field by its path in the model.
func id(path string) string { return `[id="` + path + `"]` }

// documents is the desk's main job, by keyboard alone: a new specialist writes
// a practice down with one measured result and sends it to be checked; an
// editor returns it with a comment at a field; it is corrected, published and
// translated; the original changes, and the translation is shown as outdated.
func (b *browser) documents(t *testing.T, lang string, noScript bool) {
	title := fmt.Sprintf("Kielikahvila %s %v", lang, noScript)
	writer := b.joins(t, lang, "Kaisa", "contributor", "092", look{noScript: noScript})
	practice := writer.begins(lang, title)
	writer.describes(practice)
	writer.measures(practice)
	writer.submits(practice)

	editor := b.joins(t, lang, "Eero", "editor", "092", look{noScript: noScript})
	editor.returns(practice, "Kuinka moni kävi säännöllisesti?")

	writer.opens(practice + "/basics")
	if said := sees[string](writer, `document.querySelector('main').textContent`); !strings.Contains(said, "Kuinka moni kävi säännöllisesti?") {
		t.Errorf("the comment is not shown at %s", writer.address())
	}
	writer.types(id("summary.fi"), "Säännöllisesti kävi 40 ihmistä. ")
	writer.press(`[name=op][value=next]`, `location.pathname.endsWith('/need')`)
	writer.opens(practice + "/check")
	for left := range 2 {
		writer.press(`form[action$="/resolve"] .ds-button`, fmt.Sprintf(`document.querySelectorAll('form[action$="/resolve"]').length === %d`, 1-left))
	}
	writer.submits(practice)

	editor.opens(practice + "/check")
	editor.press(`form[action$="/publish"] .ds-button`, `!location.pathname.endsWith('/check') || location.search.includes('done=')`)
	public := strings.Replace(practice, "/desk", "", 1)
	writer.opens(public)
	if heading := sees[string](writer, `document.querySelector('h1').textContent.trim()`); heading != title {
		t.Fatalf("%s: the public page is titled %q", writer.address(), heading)
	}
	writer.translates(practice)
	writer.opens(practice + "/basics")
	writer.types(id("title.fi"), "") // the way there is by keyboard too
	writer.types(id("summary.fi"), "Nyt myös verkossa. ")
	writer.press(`[name=op][value=next]`, `location.pathname.endsWith('/need')`)
	writer.opens(practice + "/translate/sv")
	if said := sees[string](writer, `document.querySelector('main').textContent`); !strings.Contains(said, message(t, lang, "page.translate.state.outdated")) {
		t.Errorf("the Swedish text is not shown as outdated: %.600s", said)
	}
	for _, v := range []*visitor{writer, editor} {
		v.quiet()
	}
}

// begins makes a draft and returns the address of its page on the desk.
func (v *visitor) begins(lang, title string) string {
	v.t.Helper()
	v.press(`a[href$="/desk/practices/new"]`, `location.pathname.endsWith('/practices/new')`)
	v.types("#title", title)
	v.chooses("#originalLanguage", "fi")
	v.press(`.form .ds-button`, `!location.pathname.endsWith('/new')`)
	path := sees[string](v, `location.pathname`)
	if !strings.HasPrefix(path, "/"+lang+"/desk/practices/kielikahvila-") {
		v.t.Fatalf("a new practice leads to %s", path)
	}
	return path
}

func (v *visitor) describes(practice string) {
	v.t.Helper()
	v.press(fmt.Sprintf(`a[href^=%q]`, practice+"/basics"), `location.pathname.endsWith('/basics')`)
	v.types(id("summary.fi"), "Kirjasto ja järjestö pitivät kerran viikossa kielikahvilaa, jossa maahan muuttaneet harjoittelivat suomea vapaaehtoisten kanssa.")
	v.reaches(`input[name="domains"][value="language"]`)
	v.do(chromedp.KeyEvent(" "))
	v.press(`[name=op][value=next]`, `location.pathname.endsWith('/need')`)
}

// measures enters one result with its source.
func (v *visitor) measures(practice string) {
	v.t.Helper()
	v.opens(practice + "/results")
	v.press(`[value="add:sources"]`, `document.activeElement?.id.startsWith('sources[0]') ?? false`)
	v.types(id("sources[0].title"), "Kirjaston vuosikertomus 2025")
	v.press(`[name=op][value=list]`, `!location.pathname.endsWith('/results')`)
	v.opens(practice + "/results")
	v.press(`[value="add:results"]`, `document.activeElement?.id.startsWith('results[0]') ?? false`)
	v.types(id("results[0].label.fi"), "Kävijät vuonna 2025")
	v.chooses(id("results[0].measure"), "number")
	v.types(id("results[0].value"), "1 240")
	v.types(id("results[0].unit.fi"), "käyntiä")
	v.press(`[name=op][value=next]`, `!location.pathname.endsWith('/results')`)
}

// message is one of the service's own, whatever its wording.
func message(t *testing.T, lang, key string) string {
	t.Helper()
	m, err := messages()
	if err != nil {
		t.Fatal(err)
	}
	return m.T(i18n.Lang(lang), key)
}

func (v *visitor) submits(practice string) {
	v.t.Helper()
	v.opens(practice + "/check")
	v.press(`form[action$="/submit"] .ds-button`, `!location.pathname.endsWith('/check') || location.search.includes('done=')`)
}

// returns gives the entry back with a comment at its summary.
func (v *visitor) returns(practice, comment string) {
	v.t.Helper()
	v.press(fmt.Sprintf(`a[href^=%q]`, practice), fmt.Sprintf(`location.pathname.startsWith(%q)`, practice))
	v.opens(practice + "/check")
	v.press(fmt.Sprintf(`a[href^=%q]`, practice+"/return"), `location.pathname.endsWith('/return')`)
	v.types("#note", "Hyvä alku.")
	const field = `[id="comment:summary"]`
	if !sees[bool](v, `document.querySelector('`+field+`').checkVisibility()`) {
		v.reaches(`details:has(` + field + `) > summary`)
		v.do(chromedp.KeyEvent(kb.Enter))
	}
	v.types(field, comment)
	v.press(`form[action$="/return"] > .ds-button, form[action$="/return"] .ds-button:not([data-variant])`, `!location.pathname.endsWith('/return')`)
}

// translates enters the Swedish title and summary.
func (v *visitor) translates(practice string) {
	v.t.Helper()
	v.opens(practice + "/translate/sv")
	v.types(id("title.sv"), "Språkkafé i biblioteket")
	v.types(id("summary.sv"), "Biblioteket och en förening ordnade språkkafé varje vecka.")
	v.press(`#texts .ds-button`, `document.readyState === 'complete' && document.querySelector('[id="title.sv"]')?.defaultValue === 'Språkkafé i biblioteket'`)
}

// deskRules visits the pages of the desk as somebody who may use all of them.
func (b *browser) deskRules(t *testing.T, lang string) {
	v := b.joins(t, lang, "Aino", "administrator", "092", look{})
	for _, page := range deskPages() {
		v.opens("/" + lang + "/desk" + page)
		if strings.Contains(sees[string](v, `document.querySelector('main').className + document.querySelector('main > *').className`), "error") {
			t.Errorf("%s is no page", v.address())
		}
		v.holds(t)
	}
	v.opens("/" + lang + "/desk/searches/new?q=kielikahvila&domain=work")
	v.holds(t)
	v.press(`main form .ds-button`, `location.search === '?done=saved'`)
	v.holds(t)
	v.press(`main .row h2 a`, `location.pathname.includes('/searches/s-')`)
	v.holds(t)
	v.remembers(lang)
}

// remembers types a search without sending it, goes on, and finds it again when
// it comes back: not its beginning, at which it stopped for a moment.
func (v *visitor) remembers(lang string) {
	v.t.Helper()
	v.opens("/" + lang + "/practices")
	v.types("#q", "kieli")
	v.waits(`location.search === '?q=kieli'`)
	v.types("#q", "kahvila")
	v.waits(`location.search === '?q=kielikahvila'`)
	found := ""
	for range 20 { // it is noted after the answer
		v.opens("/" + lang + "/practices")
		if found = sees[string](v, `[...document.querySelectorAll('#recents a')].map(a => a.innerText).join(' ')`); found != "" {
			break
		}
	}
	if found != "kielikahvila" {
		v.t.Errorf("%s remembers %q", lang, found)
	}
}

// deskPages lists an address of every kind of page of the desk.
func deskPages() []string {
	pages := []string{"", "/practices/new", "/document", "/people", "/tokens", "/account", "/trail", "/organisation", "/bulk", "/reviews", "/unfound"}
	for _, part := range []string{
		"", "/basics", "/need", "/how", "/resources", "/results", "/transfer", "/contact", "/check", "/files", "/review", "/translate/sv", "/erase",
	} {
		pages = append(pages, "/practices/smile"+part)
	}
	return pages
}

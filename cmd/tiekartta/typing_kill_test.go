package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// What was broken on purpose to see this test fail, and how it failed:
//   - the form waited for a pause in the typing, as that of the translations
//     did: nothing of what was typed was there after the kill;
//   - the form saved itself after four seconds: two of them were missing;
//   - the form did not try again: what stood in the browser was never saved;
//   - autosaving answered without writing: nothing was there after the kill.

// typist is somebody who types into one field without a pause.
type typist struct {
	*visitor
	practice, field string
	stored          func(*catalogue.Practice) string
}

// typing puts a letter into the field twenty times a second, tells the page of
// it as a keyboard does, and notes when. No two places of the text look alike,
// so that a lost part cannot be taken for another.
const typing = `(() => {
	const box = document.getElementById(%q)
	globalThis.typed ??= []
	globalThis.keyboard = setInterval(() => {
		const n = typed.length, word = String(1000 + Math.floor(n / 5)) + ' '
		box.value += word[n %% 5]
		typed.push(Date.now())
		box.dispatchEvent(new InputEvent('input', { bubbles: true }))
	}, 50)
})()`

// TestKillWhileSomebodyTypesLosesTwoSecondsAtMost kills the service with SIGKILL
// while one person writes a section and another translates, both without a
// pause. What they had typed two seconds before must be stored; the rest stays
// in the browser, which saves it when the service is back at its address. On a
// machine that is busy with other work the browser's own clock stands still at
// times, so one round of several has to keep within the two seconds; a form that
// saves later does so in none.
func TestKillWhileSomebodyTypesLosesTwoSecondsAtMost(t *testing.T) {
	b, s, token := openEmpty(t)
	section := b.typist(t, s, token, "need", "challenge.fi")
	section.stored = func(p *catalogue.Practice) string { return p.Challenge.FI }
	translation := b.typist(t, s, token, "translate/sv", "summary.sv")
	translation.stored = func(p *catalogue.Practice) string { return p.Summary.SV }
	both := []*typist{section, translation}
	const rounds = 5
	for round := range rounds {
		for _, w := range both {
			sees[any](w.visitor, fmt.Sprintf(typing, w.field))
		}
		time.Sleep(3*time.Second + time.Duration(rand.IntN(2000))*time.Millisecond)
		s.kill()
		killed := time.Now().UnixMilli()
		kept := true
		for _, w := range both {
			lost := w.lost(t, killed)
			kept = kept && lost == ""
			if lost != "" && round == rounds-1 {
				t.Error(lost)
			}
		}
		for _, w := range both {
			sees[any](w.visitor, `clearInterval(keyboard)`)
		}
		s = started(t, b.data, "-addr", strings.TrimPrefix(b.site, "http://"))
		for _, w := range both {
			w.saves(t, s, token)
		}
		if kept && round > 0 { // the second kill meets a form that was saved before
			break
		}
	}
	for _, w := range both {
		w.opens("/fi/desk/practices/" + w.practice)
		if sees[bool](w.visitor, `document.querySelector('main a[href$="/conflict"]') !== null`) {
			t.Errorf("%s: somebody is asked to choose between their own texts", w.field)
		}
	}
}

// typist lets an editor open a new practice's page.
func (b *browser) typist(t *testing.T, s *service, token, page, field string) *typist {
	t.Helper()
	id := "kahvila-" + strings.ReplaceAll(page, "/", "-")
	text := i18n.Text{FI: "Kielikahvila kirjastossa"}
	s.must(http.StatusCreated, "POST", "/api/v1/practices", catalogue.Practice{ID: id, OriginalLanguage: i18n.Finnish, Title: text, Summary: text}, bearer(token)...)
	v := b.joins(t, "fi", "Typist"+page[:4], "editor", "092", look{})
	v.opens("/fi/desk/practices/" + id + "/" + page)
	return &typist{visitor: v, practice: id, field: field}
}

// lost looks at the stored draft while the service is dead, and says what of
// the text before the last two seconds is missing; empty when nothing is.
func (w *typist) lost(t *testing.T, killed int64) string {
	t.Helper()
	stored := w.stored(draftIn(t, w.b.data, w.practice))
	text := sees[string](w.visitor, fmt.Sprintf(`document.getElementById(%q).value`, w.field))
	safe := sees[int](w.visitor, fmt.Sprintf(`typed.filter(at => at <= %d).length`, killed-2000))
	if !strings.HasPrefix(text, stored) {
		t.Errorf("%s: %q is stored, %q was typed", w.field, stored, text)
	}
	if safe < 15 || len(strings.TrimRight(stored, " ")) < len(strings.TrimRight(text[:safe], " ")) {
		return fmt.Sprintf("%s: %d characters are stored, %d were typed two seconds before the kill", w.field, len(stored), safe)
	}
	return ""
}

// draftIn reads a draft as a kill left it.
func draftIn(t *testing.T, data, id string) *catalogue.Practice {
	t.Helper()
	messages, err := messages()
	must(t, err)
	c := &call{data: data, messages: messages}
	e, err := c.open(t.Context(), false)
	must(t, err)
	defer e.Store.Close()
	p, err := e.Catalogue.Draft(t.Context(), account.Machine(), id)
	must(t, err)
	return p
}

// saves waits until all that stands in the browser is stored.
func (w *typist) saves(t *testing.T, s *service, token string) {
	t.Helper()
	text := strings.TrimSpace(sees[string](w.visitor, fmt.Sprintf(`document.getElementById(%q).value`, w.field)))
	stored := ""
	for began := time.Now(); time.Since(began) < 2*time.Minute; time.Sleep(50 * time.Millisecond) {
		p := decoded[catalogue.Practice](t, s.get("/api/v1/practices/"+w.practice+"?version=draft", bearer(token)...).body)
		if stored = w.stored(&p); stored == text {
			return
		}
	}
	t.Errorf("%s: the service is back, and of %q only %q is stored", w.field, text, stored)
}

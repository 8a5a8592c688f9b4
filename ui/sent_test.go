package ui_test

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tiekartta/i18n"
	"tiekartta/store"
	"tiekartta/ui"
)

// Browsers forget what was typed into a page that they may not keep.
func TestAnEndedSessionLosesNoTextWithoutScript(t *testing.T) {
	s := open(t, ui.Settings{})
	id, cookie := s.newDraft()
	address := "/fi/desk/practices/" + id + "/need"
	form := formIn(s.get(address, cookie).Body.String(), "write")
	text := "Rivi <b>yksi</b>\r\nja \"toinen\" & muut"
	form.Set("challenge.fi", text)
	form.Set("op", "next")
	w := s.post(address, form, "session=ended")
	s.wants(w, http.StatusUnauthorized, html.EscapeString("Rivi <b>yksi</b>"), s.says(i18n.Finnish, "field.challenge"), s.says(i18n.Finnish, "page.sent.again"),
		`href="/fi/sign-in" target="_blank"`, `action="`+address+`"`)
	if got := w.Header().Get("Cache-Control"); !strings.Contains(got, "no-store") {
		t.Errorf("the text may stay in the browser: %q", got)
	}
	kept := formIn(w.Body.String(), "again")
	for name := range form {
		if strings.Join(kept[name], "|") != strings.Join(form[name], "|") {
			t.Errorf("%s is sent again as %q, was %q", name, kept[name], form[name])
		}
	}
	s.wants(s.post(address, kept, s.signedIn("contributor", "vaasa")), http.StatusNotFound)
	s.wants(s.post(address, kept, cookie), http.StatusSeeOther)
	if got := s.written(id).Challenge.FI; got != strings.ReplaceAll(text, "\r\n", "\n") {
		t.Errorf("%q is written", got)
	}
}

func TestNoSecretAndNothingEmptyIsCarriedOn(t *testing.T) {
	s := open(t, ui.Settings{})
	for address, form := range map[string]url.Values{
		"/fi/desk/account/password":       {"old": {"vanha salaisuus"}, "password": {"uusi salaisuus"}, "note": {"x"}},
		"/fi/desk/practices/smile/submit": {"revision": {"1"}, "note": {" "}},
		"/fi/desk/practices/smile/need":   {"challenge.fi": {strings.Repeat("a", 1<<20)}},
		"/fi/sign-out":                    {"text": {"x"}},
	} {
		w := s.post(address, form)
		s.wants(w, http.StatusSeeOther)
		if w.Body.Len() > 0 || !strings.HasPrefix(w.Header().Get("Location"), "/fi/sign-in") {
			t.Errorf("%s: %q", address, w.Header().Get("Location"))
		}
	}
}

func TestAFaultOfOursGivesBackWhatWasWritten(t *testing.T) {
	s := open(t, ui.Settings{})
	id, cookie := s.newDraft()
	address := "/fi/desk/practices/" + id + "/need"
	form := formIn(s.get(address, cookie).Body.String(), "write")
	form.Set("challenge.fi", "Kuka ei saa apua?")
	rename := func(from, to string) {
		err := s.exporter.Store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Exec(ctx, "alter table "+from+" rename to "+to)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	rename("trail", "elsewhere")
	w := s.post(address, form, cookie)
	rename("elsewhere", "trail")
	s.wants(w, http.StatusInternalServerError, "Kuka ei saa apua?", s.says(i18n.Finnish, "page.error.sent"))
	s.wants(s.post(address, formIn(w.Body.String(), "again"), cookie), http.StatusSeeOther)
	if got := s.written(id).Challenge.FI; got != "Kuka ei saa apua?" {
		t.Errorf("%q is written", got)
	}
	refused := s.post(address, form, s.signedIn("reader", "vantaa"))
	s.wants(refused, http.StatusForbidden)
	if strings.Contains(refused.Body.String(), `id="again"`) {
		t.Error("what is refused is asked for again")
	}
}

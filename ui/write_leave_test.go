package ui_test

import (
	"net/http"
	"net/url"
	"testing"

	"tiekartta/i18n"
	"tiekartta/ui"
)

// A page that is left while it saves itself does not know whether that arrived,
// and sends it along with what has been typed since. Meanwhile somebody else
// writes another field of the same section.
func TestWhoLeavesAPageWhileItIsSavedMeetsNoText(t *testing.T) {
	for name, arrived := range map[string]bool{"arrived": true, "lost": false} {
		t.Run(name, func(t *testing.T) {
			s := open(t, ui.Settings{})
			id, cookie := s.newDraft()
			address := "/fi/desk/practices/" + id + "/need"
			form := formIn(s.get(address, cookie).Body.String(), "write")
			form.Set("op", "autosave")
			form.Set("challenge.fi", "Kieltä ei")
			sent := form.Encode()
			if arrived {
				s.wants(s.post(address, form, cookie), http.StatusOK)
			}
			s.wants(s.section(address, s.signedIn("editor", "vantaa"), "autosave", map[string]string{"goals.fi": "theirs"}), http.StatusOK)
			form, _ = url.ParseQuery(sent)
			form.Set("challenge.fi", "Kieltä ei opittu")
			form.Set("sent", sent)
			s.wants(s.post(address, form, cookie), http.StatusOK)
			if p := s.written(id); p.Challenge.FI != "Kieltä ei opittu" || p.Goals.FI != "theirs" {
				t.Errorf("%+v %+v", p.Challenge, p.Goals)
			}
			s.wants(s.get("/fi/desk/practices/"+id+"/conflict", cookie), http.StatusSeeOther) // nothing waits
			form.Set("sent", "%zz")
			s.wants(s.post(address, form, cookie), http.StatusBadRequest)
		})
	}
}

// Of a form that is too large for a page that is left, what has changed is sent.
func TestAPartOfAFormChangesNothingElse(t *testing.T) {
	s := open(t, ui.Settings{})
	id, cookie := s.newDraft()
	address := "/fi/desk/practices/" + id + "/need"
	s.wants(s.section(address, cookie, "autosave", map[string]string{"challenge.fi": "Tarve", "targetGroups": "newcomers"}), http.StatusOK)
	whole := formIn(s.get(address, cookie).Body.String(), "write")
	part := url.Values{"op": {"autosave"}, "revision": whole["revision"], "goals.fi": {"Tavoite"}}
	s.wants(s.post(address, part, cookie), http.StatusOK)
	if p := s.written(id); p.Challenge.FI != "Tarve" || len(p.TargetGroups) != 1 || p.Goals.FI != "Tavoite" {
		t.Errorf("%+v", p)
	}
}

func TestAPartOfATranslationChangesNothingElse(t *testing.T) {
	tr := beginTranslating(t)
	form := tr.form()
	form.Set("summary.sv", "Kafé.")
	form.Set("goals.sv", "Målet.")
	tr.wants(tr.post(tr.page, form, tr.cookie), http.StatusSeeOther)
	form = tr.form()
	part := url.Values{"op": {"autosave"}, "revision": form["revision"], "text": form["text"][:1], "title.sv": {"Språkkafé"}}
	tr.wants(tr.post(tr.page, part, tr.cookie), http.StatusOK)
	if p := tr.draft(); p.Title.In(i18n.Swedish) != "Språkkafé" || p.Summary.SV != "Kafé." || p.Goals.SV != "Målet." {
		t.Errorf("%+v", p)
	}
}

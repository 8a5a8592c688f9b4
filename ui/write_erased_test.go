package ui_test

import (
	"net/http"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/ui"
)

// A form from before an erasure does not bring the person back, and says so of
// whoever else was typed into it.
func TestAContactTypedIntoAFormFromBeforeAnErasureIsAskedAbout(t *testing.T) {
	s := open(t, ui.Settings{})
	p := s.begun("kahvila")
	p.Contact = catalogue.Contact{Name: "Aino Virtanen"}
	p, err := s.exporter.Catalogue.Change(t.Context(), account.Machine(), *p)
	if err != nil {
		t.Fatal(err)
	}
	writer, at := s.signedIn("editor", "vantaa"), "/fi/desk/practices/kahvila/contact"
	form := revision(p)
	form.Set("contact.name", "Bo Ek")
	form.Set("contact.email", "bo.ek@vantaa.fi")
	form.Set("op", "next")
	if _, err := s.exporter.Catalogue.EraseContact(t.Context(), account.Machine(), "kahvila"); err != nil {
		t.Fatal(err)
	}
	w := s.post(at, form, writer)
	s.wants(w, http.StatusUnprocessableEntity, s.says(i18n.Finnish, "problem.contact_erased"), `value="Bo Ek"`, `value="bo.ek@vantaa.fi"`)
	if now := s.nowOf("kahvila"); now.Contact.Name != "" {
		t.Errorf("stored: %+v", now.Contact)
	}
	again := revision(s.nowOf("kahvila"))
	again.Set("contact.name", "Bo Ek")
	again.Set("op", "next")
	s.wants(s.post(at, again, writer), http.StatusSeeOther)
	if now := s.nowOf("kahvila"); now.Contact.Name != "Bo Ek" || now.Contact.Erased != "" {
		t.Errorf("stored: %+v", now.Contact)
	}
}

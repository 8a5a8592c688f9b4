package ui_test

import (
	"net/http"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/ui"
)

// An entry is given to another organisation by whoever may write for both; once
// it has been published, only by those who publish it. Nobody is offered what
// would be refused.
func TestAnEntryIsGivenToAnotherOrganisationInItsForm(t *testing.T) {
	s := open(t, ui.Settings{})
	id, contributor := s.newDraft()
	address := "/fi/desk/practices/" + id + "/basics"
	const choice = `name="organisation"`
	if strings.Contains(s.get(address, contributor).Body.String(), choice) {
		t.Error("who writes for one organisation has to choose it")
	}
	both := func(role string) string {
		t.Helper()
		user := account.User{Email: role + "@example.fi", Name: "Molemmat", Language: i18n.Finnish}
		user, err := s.exporter.Accounts.AddUser(t.Context(), account.Machine(), user, account.Membership{Organisation: "vantaa", Role: role},
			account.Membership{Organisation: "vaasa", Role: role})
		if err != nil {
			t.Fatal(err)
		}
		token, err := s.exporter.Accounts.AddSession(t.Context(), user.ID, "test")
		if err != nil {
			t.Fatal(err)
		}
		return "session=" + token
	}
	writer, editor, reader := both("contributor"), both("editor"), s.signedIn("reader", "vaasa")
	s.wants(s.get(address, writer), http.StatusOK, choice, `value="vaasa"`)
	s.wants(s.section(address, writer, "autosave", map[string]string{"organisation": "vaasa"}), http.StatusOK)
	if got := s.written(id).Organisation; got != "vantaa" {
		t.Errorf("a page that saved itself gave the entry to %s", got)
	}
	s.wants(s.section(address, writer, "list", map[string]string{"organisation": "vaasa"}), http.StatusSeeOther)
	if got := s.written(id).Organisation; got != "vaasa" {
		t.Errorf("the entry belongs to %s", got)
	}
	s.wants(s.get("/fi/desk/practices/"+id, reader), http.StatusForbidden)
	s.wants(s.section(address, writer, "list", map[string]string{"organisation": "vantaa", "summary.fi": "Näin.", "domains": "work"}), http.StatusSeeOther)
	s.wants(s.section(address, contributor, "list", map[string]string{"organisation": "vaasa"}), http.StatusForbidden)
	if _, err := s.exporter.Catalogue.Publish(t.Context(), account.Machine(), id, 0); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(s.get(address, writer).Body.String(), choice) {
		t.Error("who may not give a published entry away is offered to")
	}
	s.wants(s.get(address, editor), http.StatusOK, choice, `value="vaasa"`)
}

func TestALicenceIsChosenAmongKnownOnes(t *testing.T) {
	s := open(t, ui.Settings{})
	id, cookie := s.newDraft()
	address := "/fi/desk/practices/" + id + "/contact"
	s.wants(s.get(address, cookie), http.StatusOK, `<option value="">CC BY 4.0</option>`, `<option value="CC0-1.0">`)
	s.wants(s.section(address, cookie, "autosave", map[string]string{"licence": "CC0-1.0"}), http.StatusOK)
	if got := s.written(id).Licence; got != "CC0-1.0" {
		t.Errorf("the licence is %q", got)
	}
}

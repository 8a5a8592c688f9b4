package ui_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tiekartta/i18n"
	"tiekartta/store"
	"tiekartta/ui"
)

func TestAFormThatIsTooLargeIsNotRead(t *testing.T) {
	s := open(t, ui.Settings{})
	id, cookie := s.newDraft()
	w := s.post("/fi/desk/practices/"+id+"/need", url.Values{"revision": {"1"}, "challenge.fi": {strings.Repeat("a", 1<<20)}}, cookie)
	s.wants(w, http.StatusRequestEntityTooLarge, s.says(i18n.Finnish, "page.error.too_large.text"), s.says(i18n.Finnish, "page.error.desk"))
}

func TestWordsAreCountedWhereATextIsLongAndNearsWhatIsRecommended(t *testing.T) {
	s := open(t, ui.Settings{})
	id, cookie := s.newDraft()
	address := "/fi/desk/practices/" + id + "/basics"
	counter := func(field string) string {
		_, rest, _ := strings.Cut(s.get(address, cookie).Body.String(), `id="`+field+`-count"`)
		tag, _, _ := strings.Cut(rest, ">")
		return tag
	}
	if counter("area.fi") != "" {
		t.Error("words are counted under a line")
	}
	if tag := counter("summary.fi"); !strings.Contains(tag, "hidden") {
		t.Errorf("no word is written yet, and the count is shown: %s", tag)
	}
	s.wants(s.section(address, cookie, "next", map[string]string{"summary.fi": strings.Repeat("sana ", 80)}), http.StatusSeeOther)
	if tag := counter("summary.fi"); tag == "" || strings.Contains(tag, "hidden") {
		t.Errorf("eighty of hundred words are written: %s", tag)
	}
}

func TestAProblemInARowNamesTheRow(t *testing.T) {
	s := open(t, ui.Settings{})
	id, cookie := s.newDraft()
	address := "/fi/desk/practices/" + id + "/resources"
	form := formIn(s.get(address, cookie).Body.String(), "write")
	for name, value := range map[string]string{"funding[0].source": "Kunta", "funding[1].source": "Valtio", "funding[1].amount": "paljon", "funding[1].currency": "kruunu", "op": "autosave"} {
		form.Set(name, value)
	}
	s.wants(s.post(address, form, cookie), http.StatusUnprocessableEntity, "Rahoittaja 2, Rahoituksen määrä: ”paljon”", "Rahoittaja 2, Rahoituksen valuutta: ”kruunu”")
}

// Only what is not there may be left out of a page in silence.
func TestAnOrganisationThatCannotBeReadIsNotPassedOver(t *testing.T) {
	s := open(t, ui.Settings{})
	id, cookie := s.newDraft()
	err := s.exporter.Store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `update organisations set body = '{' where id = 'vantaa'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.wants(s.get("/fi/desk/practices/"+id, cookie), http.StatusInternalServerError)
}

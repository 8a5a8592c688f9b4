package ui_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"tiekartta/ui"
)

func TestUndoBringsBackTheRowThatWasRemoved(t *testing.T) {
	s := open(t, ui.Settings{})
	id, writer := s.newDraft()
	address := "/fi/desk/practices/" + id + "/transfer"
	form := formIn(s.get(address, writer).Body.String(), "write")
	for i, text := range []string{"eka", "toka", "kolmas"} {
		at := fmt.Sprintf("lessons[%d].", i)
		form.Set(at+"from", "")
		form.Set(at+"text.fi", text)
		form.Set(at+"kind", "do")
	}
	form.Set("op", "autosave")
	s.wants(s.post(address, form, writer), http.StatusOK)
	// The first row is emptied, which is no stored row any more, and the second removed.
	form = formIn(s.get(address, writer).Body.String(), "write")
	form.Set("lessons[0].text.fi", "")
	form.Set("lessons[0].kind", "")
	form.Set("op", "remove:lessons[1]")
	w := s.post(address, form, writer)
	s.wants(w, http.StatusSeeOther)
	to, _, _ := strings.Cut(w.Header().Get("Location"), "#")
	page := s.get(to, writer).Body.String()
	undo := regexp.MustCompile(`value="(undo:[^"]*)"`).FindStringSubmatch(page)
	if undo == nil {
		t.Fatal("nothing offers to undo it")
	}
	form = formIn(page, "write")
	form.Set("op", undo[1])
	s.wants(s.post(address, form, writer), http.StatusSeeOther)
	var left []string
	for _, one := range s.written(id).Lessons {
		left = append(left, one.Text.FI)
	}
	if got := strings.Join(left, " "); got != "toka kolmas" {
		t.Errorf("the rows are %q", got)
	}
}

package ui_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"tiekartta/ui"
)

// sends posts a body of any kind.
func (s service) sends(address, kind, body string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

func TestAFormIsSmallAndPlain(t *testing.T) {
	s := open(t, ui.Settings{})
	var parts bytes.Buffer
	form := multipart.NewWriter(&parts)
	if err := form.WriteField("practice", "smile@1"); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	const plain = "application/x-www-form-urlencoded"
	for _, act := range []string{"add", "remove", "clear"} {
		address := "/sv/basket/" + act
		for _, w := range []*httptest.ResponseRecorder{
			s.sends(address, form.FormDataContentType(), parts.String()), s.sends(address, "text/plain", "practice=smile@1"), s.sends(address, "", "practice=smile@1"),
		} {
			if s.wants(w, http.StatusUnsupportedMediaType, `<html lang="sv"`); basketOf(w) != nil {
				t.Errorf("%s: the basket is written", act)
			}
		}
		s.wants(s.sends(address, plain, "practice=smile@1&x="+strings.Repeat("x", 64<<10)), http.StatusRequestEntityTooLarge, `<html lang="sv"`)
	}
	s.wants(s.sends("/sv/basket/add", plain+"; charset=UTF-8", "practice=smile@1"), http.StatusSeeOther)
}

func TestAFormWithTooManyPracticesIsRefusedUnread(t *testing.T) {
	s := open(t, ui.Settings{})
	form := url.Values{}
	for i := range 41 { // not one of them is there, which nobody finds out
		form.Add("practice", fmt.Sprintf("no-such-%d@1", i))
	}
	s.wants(s.post("/en/basket/add", form), http.StatusUnprocessableEntity, "at most 40")
}

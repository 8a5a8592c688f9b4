package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"tiekartta/i18n"
)

func TestQueriesThatNobodyTypesAreAnswered(t *testing.T) {
	handler := openHandler(t)
	for name, words := range map[string]string{
		"quotes":           strings.Repeat(`"`, 500),
		"alternatives":     strings.Repeat("OR ", 500),
		"operators":        strings.Repeat(`-"a OR title:`, 300),
		"punctuation":      strings.Repeat(`!?.:-*~^`, 300),
		"control":          strings.Repeat("\x00\x1f\x7f\u202e\u200f", 300),
		"broken":           strings.Repeat("\xff\xc3", 1000),
		"stop words":       strings.Repeat("ja och the ", 300),
		"a thousand words": strings.Repeat("koulutus kurssi ", 500),
	} {
		for _, path := range []string{"/fi/practices", "/sv/practices.atom", "/api/v1/practices", "/api/v1/search"} {
			w, started := httptest.NewRecorder(), time.Now()
			handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path+"?q="+url.QueryEscape(words), nil))
			if w.Code >= http.StatusInternalServerError || w.Code != http.StatusOK && name != "broken" {
				t.Errorf("%s %s: %d", path, name, w.Code)
			}
			if took := time.Since(started); took > 10*time.Second {
				t.Errorf("%s %s: %v", path, name, took)
			}
		}
	}
}

func TestAddressThatIsTooLongIsRefusedInWords(t *testing.T) {
	c, _ := openBase(t)
	handler := openHandler(t)
	for path, lang := range map[string]i18n.Lang{"/sv/practices": i18n.Swedish, "/fi": i18n.Finnish, "/api/v1/practices": i18n.Finnish} {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path+"?q="+strings.Repeat("kurssi+", 10_000), nil))
		key := "page.error.address.text"
		if strings.HasPrefix(path, "/api") {
			key = "api.address.detail"
		}
		if w.Code != http.StatusRequestURITooLong || !strings.Contains(w.Body.String(), c.messages.T(lang, key)) || w.Body.Len() > 64<<10 {
			t.Errorf("%s: %d, %s", path, w.Code, beginning(w.Body.String()))
		}
	}
}

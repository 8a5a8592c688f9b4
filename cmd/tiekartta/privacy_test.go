package main

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// persons are named in a practice: one in its first version, who has withdrawn
// her consent; one who never gave it; and one in the draft.
const (
	withdrawn = "Vedenneva Kaisu"
	unasked   = "Kysymätön Olavi"
	drafted   = "Luonnosten Pirkko"
)

func discreet(t *testing.T, a *access) *catalogue.Practice {
	t.Helper()
	text := i18n.Text{FI: "Avoin kahvila"}
	p, err := a.Catalogue.Add(t.Context(), account.Machine(), catalogue.Practice{
		Title: text, Summary: text, OriginalLanguage: "fi", Domains: []string{"work"}, Organisation: "vantaa",
		Contact: catalogue.Contact{Name: withdrawn, Email: "kaisu@vantaa.fi", Phone: "040 7654321", Public: true},
	})
	must(t, err)
	for _, name := range []string{unasked, drafted} {
		p, err = a.Catalogue.Publish(t.Context(), account.Machine(), p.ID, 0)
		must(t, err)
		p.Contact = catalogue.Contact{Name: name, Email: "toinen@vantaa.fi", Phone: "040 1112223", Public: name == drafted}
		p.Summary.FI += " Lisää."
		p, err = a.Catalogue.Change(t.Context(), account.Machine(), *p)
		must(t, err)
	}
	_, err = a.Catalogue.Publish(t.Context(), account.Machine(), p.ID, 0)
	must(t, err)
	p, err = a.Catalogue.Draft(t.Context(), account.Machine(), p.ID)
	must(t, err)
	p.Contact = catalogue.Contact{Name: unasked, Email: "toinen@vantaa.fi"}
	p, err = a.Catalogue.Change(t.Context(), account.Machine(), *p)
	must(t, err)
	_, err = a.Catalogue.Publish(t.Context(), account.Machine(), p.ID, 0)
	must(t, err)
	must(t, a.index.CatchUp(t.Context()))
	return p
}

// Everything that the program answers to a stranger about a practice is asked
// for, by the routes that there are.
func TestNobodyIsNamedWithoutConsent(t *testing.T) {
	t.Parallel()
	a := openAccess(t)
	p := discreet(t, a)
	var addresses []string
	for _, r := range a.server.Routes() {
		if r.Method != http.MethodGet {
			continue
		}
		for _, format := range []string{"json", "md", "html", "csv"} {
			address := strings.NewReplacer(":lang", "fi", ":id", p.ID, ":format", format, ":scheme", "domain", ":version", "1").Replace(r.Path)
			for _, query := range []string{"", "?version=1", "?version=2", "?version=3", "?version=draft", "?from=1&to=2", "?from=1&to=4", "?format=" + format, "?q=kaisu@vantaa.fi", "?q=Vedenneva", "?fields=all"} {
				addresses = append(addresses, address+query)
			}
		}
	}
	readable := 0
	slices.Sort(addresses)
	for _, address := range slices.Compact(addresses) {
		if strings.ContainsAny(address, ":*") {
			continue
		}
		for _, who := range []string{"nobody", "editor of vaasa", "newcomer"} {
			request := httptest.NewRequest(http.MethodGet, address, nil)
			if strings.HasPrefix(address, "/api/") && a.tokens[who] != "" {
				request.Header.Set("Authorization", "Bearer "+a.tokens[who])
			} else if a.cookies[who] != "" {
				request.Header.Set("Cookie", a.cookies[who])
			}
			w := httptest.NewRecorder()
			a.server.ServeHTTP(w, request)
			if w.Code == http.StatusOK && strings.Contains(w.Body.String(), "Avoin kahvila") {
				readable++
			}
			asked := "" // the page may say again what was looked for
			if _, query, ok := strings.Cut(address, "?q="); ok {
				asked = query
			}
			for _, secret := range []string{withdrawn, unasked, drafted, "kaisu@vantaa.fi", "toinen@vantaa.fi", "040 7654321", "040 1112223", "Vedenneva"} {
				if secret != asked && strings.Contains(w.Body.String(), secret) {
					t.Errorf("%s tells %s of %q", address, who, secret)
				}
			}
		}
	}
	if readable < 100 {
		t.Errorf("only %d answers were about the practice", readable)
	}
	hits := a.found(t, "Vedenneva") + a.found(t, "kaisu")
	if hits > 0 {
		t.Errorf("the search finds a person %d times", hits)
	}
	if a.found(t, "kahvila") == 0 {
		t.Error("the search finds nothing at all")
	}
}

// found is how many practices a search finds.
func (a *access) found(t *testing.T, words string) int {
	t.Helper()
	w := httptest.NewRecorder()
	a.server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/practices?q="+words, nil))
	return decoded[cards](t, w.Body.String()).Total
}

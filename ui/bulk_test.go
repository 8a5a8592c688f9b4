package ui_test

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/ui"
)

// sendFile sends a form with a file.
func (s service) sendFile(address, name string, data []byte, cookie string) *httptest.ResponseRecorder {
	s.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(data)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, address, &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Cookie", cookie)
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

func hashOf(t *testing.T, body string) string {
	t.Helper()
	m := regexp.MustCompile(`name="hash" value="([0-9a-f]{64})"`).FindStringSubmatch(body)
	if m == nil {
		t.Fatal("nothing can be confirmed")
	}
	return m[1]
}

const bulkAddress = "/fi/desk/bulk"

func TestATableGoesOutIsPreviewedAndSavedExactlyAsShown(t *testing.T) {
	s := open(t, ui.Settings{})
	editor := s.signedIn("editor", "vantaa")
	s.wants(s.get(bulkAddress, editor), http.StatusOK, `href="/fi/desk/bulk/practices.xlsx"`, `enctype="multipart/form-data"`)
	if w := s.get(bulkAddress+"/practices.xlsx", editor); w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), "PK") {
		t.Error(w.Code)
	}
	table := s.get(bulkAddress+"/practices.csv", editor).Body.String()
	if !strings.HasPrefix(table, "\ufeffid;revision;") || !strings.Contains(table, "\r\nsmile;") || strings.Contains(table, ";aloitusaineisto;") {
		t.Fatalf("%.300s", table)
	}
	w := s.sendFile(bulkAddress, "same.csv", []byte(table), editor)
	s.wants(w, http.StatusSeeOther)
	s.wants(s.get(w.Header().Get("Location"), editor), http.StatusOK, html.EscapeString(s.messages.T(i18n.Finnish, "page.bulk.nothing", "File", "same.csv")))

	before, err := s.exporter.Catalogue.Draft(t.Context(), account.Machine(), "smile")
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(table, before.Title.FI, before.Title.FI+" <b>uusi</b>", 1)
	w = s.sendFile(bulkAddress, "table.csv", []byte(changed), editor)
	s.wants(w, http.StatusSeeOther)
	preview := w.Header().Get("Location")
	body := s.get(preview, editor).Body.String()
	for _, want := range []string{"<ins>&lt;b&gt;uusi&lt;/b&gt;</ins>", "table.csv"} {
		if !strings.Contains(body, want) {
			t.Errorf("the preview lacks %q", want)
		}
	}
	// It is nobody else's, and needs the hash of what was shown.
	if w := s.get(preview, s.signedIn("editor", "vantaa")); w.Header().Get("Location") != bulkAddress+"?gone=1" {
		t.Errorf("somebody else sees the preview: %d", w.Code)
	}
	s.wants(s.post(preview, url.Values{"hash": {strings.Repeat("0", 64)}}, editor), http.StatusConflict, s.says(i18n.Finnish, "page.bulk.changed"))
	w = s.post(preview, url.Values{"hash": {hashOf(t, body)}}, editor)
	if s.wants(w, http.StatusSeeOther); w.Header().Get("Location") != bulkAddress+"?added=0&changed=1&done=1" {
		t.Fatal(w.Header())
	}
	after, err := s.exporter.Catalogue.Draft(t.Context(), account.Machine(), "smile")
	if err != nil || after.Title.FI != before.Title.FI+" <b>uusi</b>" || after.State != "draft" {
		t.Errorf("%s %s %v", after.Title.FI, after.State, err)
	}
	s.wants(s.get("/fi/practices/smile"), http.StatusOK)
	if strings.Contains(s.get("/fi/practices/smile").Body.String(), "&lt;b&gt;uusi") {
		t.Error("it was published")
	}
	if w = s.post(preview, url.Values{"hash": {hashOf(t, body)}}, editor); w.Header().Get("Location") != bulkAddress+"?gone=1" {
		t.Errorf("saved twice: %d", w.Code)
	}
	// The first table again: somebody has changed the practice meanwhile.
	w = s.sendFile(bulkAddress, "old.csv", []byte(changed), editor)
	s.wants(s.get(w.Header().Get("Location"), editor), http.StatusOK, "B", html.EscapeString(strings.Split(s.messages.T(i18n.Finnish, "problem.table.conflict", "Value", "|"), "|")[0]))
}

func TestWhatChangesBetweenPreviewAndConfirmationIsNotOverwritten(t *testing.T) {
	s := open(t, ui.Settings{})
	editor := s.signedIn("editor", "vantaa")
	p, err := s.exporter.Catalogue.Draft(t.Context(), account.Machine(), "smile")
	if err != nil {
		t.Fatal(err)
	}
	table := strings.Replace(s.get(bulkAddress+"/practices.csv", editor).Body.String(), p.Title.FI, "Taulukosta", 1)
	preview := s.sendFile(bulkAddress, "t.csv", []byte(table), editor).Header().Get("Location")
	hash := hashOf(t, s.get(preview, editor).Body.String())
	p.Title.FI = "Toisen kirjoittama"
	if _, err := s.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
		t.Fatal(err)
	}
	s.wants(s.post(preview, url.Values{"hash": {hash}}, editor), http.StatusConflict, s.says(i18n.Finnish, "page.bulk.changed"), s.says(i18n.Finnish, "page.bulk.conflict"))
	if now, err := s.exporter.Catalogue.Draft(t.Context(), account.Machine(), "smile"); err != nil || now.Title.FI != "Toisen kirjoittama" {
		t.Error(now.Title.FI, err)
	}
}

func TestFilesThatAreNoTableAreRefusedWithWords(t *testing.T) {
	s := open(t, ui.Settings{})
	editor := s.signedIn("contributor", "vantaa")
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"picture.png": {[]byte("\x89PNG\x00"), s.says(i18n.Finnish, "problem.table.no_table")}, "empty.csv": {nil, s.says(i18n.Finnish, "problem.table.no_file")},
		"codes.csv": {[]byte("id;revision;maturity;titel\r\n;;x;y\r\n"), "D1: "}, "evil.csv": {[]byte("id;revision;<script>alert(1)</script>\r\n"), "&lt;script&gt;"},
	} {
		w := s.sendFile(bulkAddress, name, c.data, editor)
		if s.wants(w, http.StatusUnprocessableEntity, c.says, `id="errors"`); strings.Contains(w.Body.String(), "<script>alert") {
			t.Errorf("%s: the page holds the script", name)
		}
	}
	w := s.sendFile(bulkAddress, "large.xlsx", bytes.Repeat([]byte("x"), exchange.LargestTable+1), editor)
	s.wants(w, http.StatusUnprocessableEntity, s.messages.T(i18n.Finnish, "problem.file_too_large", "Max", exchange.LargestTable>>20))
	for _, cookie := range []string{s.signedIn("reader", "vantaa"), s.signedIn("reviewer", "vaasa")} {
		s.wants(s.sendFile(bulkAddress, "x.csv", []byte("x"), cookie), http.StatusForbidden)
	}
}

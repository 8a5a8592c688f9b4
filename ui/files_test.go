package ui_test

import (
	"bytes"
	"html"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/ui"
)

// openFiles is the service with a draft of Vantaa.
func openFiles(t *testing.T) (service, *catalogue.Practice) {
	t.Helper()
	s := open(t, ui.Settings{})
	s.exporter.Catalogue.Files = catalogue.NewFiles(filepath.Join(t.TempDir(), "files"))
	p, err := s.exporter.Catalogue.Add(t.Context(), account.Machine(), catalogue.Practice{
		ID: "kahvila", Organisation: "vantaa", Title: i18n.Text{FI: "Kahvila"}, Summary: i18n.Text{FI: "Kahvila kirjastossa."}, Domains: []string{"language"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, p
}

// uploads sends a file as the form does.
func (s service) uploads(address, name string, content io.Reader, cookie string) *httptest.ResponseRecorder {
	s.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = io.Copy(part, content)
	}
	if err == nil {
		err = form.WriteField("alt.fi", "Kuva kahvilasta")
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

func dot(t *testing.T) io.Reader {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	return &b
}

const filesAddress = "/fi/desk/practices/kahvila/files"

var fileID = regexp.MustCompile(`file=([0-9a-f]{64})`)

func TestAFileIsAddedDescribedAndRemoved(t *testing.T) {
	s, _ := openFiles(t)
	cookie := s.signedIn("contributor", "vantaa")
	s.wants(s.get(filesAddress, cookie), http.StatusOK, s.says(i18n.Finnish, "page.files.none"))
	w := s.uploads(filesAddress, `C:\kuvat\Kahvila & <tee>.png`, dot(t), cookie)
	found := fileID.FindStringSubmatch(w.Header().Get("Location"))
	if w.Code != http.StatusSeeOther || found == nil {
		t.Fatalf("%d to %q: %s", w.Code, w.Header().Get("Location"), w.Body)
	}
	id := found[1]
	s.wants(s.get(filesAddress+"?done=added&file="+id, cookie), http.StatusOK, s.says(i18n.Finnish, "page.files.done.added"), "Kahvila &amp; _tee_.png", "Kuva kahvilasta", `width="3" height="2"`)
	s.wants(s.uploads(filesAddress, "toinen.png", dot(t), cookie), http.StatusUnprocessableEntity, s.says(i18n.Finnish, "problem.file_twice"), `href="#file"`, `id="file"`)
	w = s.post(filesAddress+"/"+id, url.Values{"alt.fi": {"Kahvikuppi"}, "alt.sv": {"En kaffekopp"}}, cookie)
	s.wants(w, http.StatusSeeOther)
	s.wants(s.get(filesAddress, cookie), http.StatusOK, "Kahvikuppi", "En kaffekopp")
	s.wants(s.post(filesAddress+"/"+id, url.Values{"alt.fi": {strings.Repeat("sana ", 400)}}, cookie), http.StatusUnprocessableEntity, "sana sana", `href="#file-`+id)

	// Published, it stands on the page of the practice, for everybody.
	if _, err := s.exporter.Catalogue.Publish(t.Context(), account.Machine(), "kahvila", 0); err != nil {
		t.Fatal(err)
	}
	address := "/sv/practices/kahvila/files/" + id
	s.wants(s.get("/sv/practices/kahvila"), http.StatusOK, `<img src="`+address+`" alt="En kaffekopp" width="3" height="2"`, s.says(i18n.Swedish, "page.read.attachments"))
	s.wants(s.get("/sv/practices/kahvila/export.html"), http.StatusOK, `href="http://example.com`+address+`"`)
	w = s.get(address)
	s.wants(w, http.StatusOK)
	for name, want := range map[string]string{
		"Content-Type": "image/png", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
		"Content-Disposition":          `inline; filename="kahvila-tee.png"; filename*=UTF-8''Kahvila%20%26%20_tee_.png`,
		"Cross-Origin-Resource-Policy": "same-origin", "ETag": `"` + id + `"`, "Cache-Control": "private, no-cache",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	s.wants(s.post(filesAddress+"/"+id, url.Values{"do": {"remove"}}, cookie), http.StatusSeeOther)
	s.wants(s.get(filesAddress, cookie), http.StatusOK, s.says(i18n.Finnish, "page.files.none"))
	s.wants(s.get(address), http.StatusOK) // the version keeps it
}

func TestOnlyPicturesAreShownInTheBrowser(t *testing.T) {
	s, _ := openFiles(t)
	cookie := s.signedIn("contributor", "vantaa")
	w := s.uploads(filesAddress, "Ohje – äidit.txt", strings.NewReader("Näin se tehdään."), cookie)
	id := fileID.FindStringSubmatch(w.Header().Get("Location"))[1]
	w = s.get("/fi/practices/kahvila/files/"+id, cookie)
	s.wants(w, http.StatusOK, "Näin se tehdään.")
	want := `attachment; filename="ohje-aidit.txt"; filename*=UTF-8''Ohje%20%E2%80%93%20%C3%A4idit.txt`
	if got := w.Header().Get("Content-Disposition"); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := w.Header().Get("Cache-Control"); got != "private, no-store" {
		t.Errorf("a draft's file may be kept: %q", got)
	}
	if got := w.Header().Get("Content-Type"); got != "text/plain" {
		t.Errorf("served as %q", got)
	}
}

func TestAFileThatCouldHarmIsNotAdded(t *testing.T) {
	s, _ := openFiles(t)
	cookie := s.signedIn("contributor", "vantaa")
	for name, content := range map[string]string{
		"kuva.svg":         `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
		"kuva.png":         `<!doctype html><script>alert(1)</script>`,
		"../../../etc.txt": "#!/bin/sh\n",
		"suuri.txt":        strings.Repeat("a", catalogue.LargestFile+1),
		"valtava.txt":      strings.Repeat("a", 65<<20),
		"tyhja.txt":        "",
	} {
		w := s.uploads(filesAddress, name, strings.NewReader(content), cookie)
		s.wants(w, http.StatusUnprocessableEntity, `id="file-error"`, html.EscapeString(s.says(i18n.Finnish, "page.files.failed")))
	}
	p, err := s.exporter.Catalogue.Draft(t.Context(), account.Machine(), "kahvila")
	if err != nil || len(p.Attachments) != 0 || p.Revision != 1 {
		t.Errorf("%+v %v", p.Attachments, err)
	}
	r := httptest.NewRequest(http.MethodPost, filesAddress, strings.NewReader("file=x"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Cookie", cookie)
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	s.wants(w, http.StatusUnsupportedMediaType)
	s.wants(s.uploads(filesAddress, "", strings.NewReader(""), cookie), http.StatusUnprocessableEntity, s.says(i18n.Finnish, "problem.file_missing"))
}

func TestFilesOfADraftAreForItsOrganisation(t *testing.T) {
	s, _ := openFiles(t)
	w := s.uploads(filesAddress, "kuva.png", dot(t), s.signedIn("editor", "vantaa"))
	id := fileID.FindStringSubmatch(w.Header().Get("Location"))[1]
	address := "/fi/practices/kahvila/files/" + id
	s.wants(s.get(address, s.signedIn("reader", "vantaa")), http.StatusOK)
	s.wants(s.get(address), http.StatusNotFound)
	other := s.signedIn("administrator", "vaasa")
	s.wants(s.get(address, other), http.StatusNotFound)
	s.wants(s.get("/fi/practices/smile/files/"+id, other), http.StatusNotFound)
	s.wants(s.get(filesAddress, other), http.StatusNotFound)
	s.wants(s.uploads(filesAddress, "kuva.png", dot(t), other), http.StatusNotFound)
	s.wants(s.post(filesAddress+"/"+id, url.Values{"do": {"remove"}}, other), http.StatusNotFound)
	reader := s.signedIn("reader", "vantaa")
	s.wants(s.uploads(filesAddress, "kuva.png", dot(t), reader), http.StatusForbidden)
	s.wants(s.post(filesAddress+"/"+id, url.Values{"do": {"remove"}}, reader), http.StatusForbidden)
	for _, path := range []string{"..%2f..%2ftiekartta.db", strings.Repeat("0", 64), "%2e%2e", strings.ToUpper(id)} {
		s.wants(s.get("/fi/practices/kahvila/files/"+path, s.signedIn("editor", "vantaa")), http.StatusNotFound)
	}
}

// Several people add a file to the same draft at the same time: all are kept.
func TestFilesThatAreAddedAtTheSameTimeAreAllKept(t *testing.T) {
	s, _ := openFiles(t)
	cookie := s.signedIn("contributor", "vantaa")
	const people = 4
	for round := range 3 {
		var sending sync.WaitGroup
		for i := range people {
			sending.Go(func() {
				s.wants(s.uploads(filesAddress, "a.txt", strings.NewReader(strings.Repeat("a", round*people+i+1)), cookie), http.StatusSeeOther)
			})
		}
		sending.Wait()
	}
	now, err := s.exporter.Catalogue.Draft(t.Context(), account.Machine(), "kahvila")
	if err != nil || len(now.Attachments) != 3*people || now.Revision != 1+3*people {
		t.Errorf("%d files, revision %d: %v", len(now.Attachments), now.Revision, err)
	}
}

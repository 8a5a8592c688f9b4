package main

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/csv"
	"fmt"
	"html"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// What was broken on purpose to see the attacks of this file succeed:
//   - plainForm, documentSent, sentTable, readUpload and readBody, one by one,
//     read without a limit;
//   - decoding did not look how deep JSON is nested: it took minutes;
//   - isFileID took every name;
//   - named kept the name of a file as it was sent;
//   - practiceAttachment served without its policy, or to be shown;
//   - unpacking counted nothing, in an attachment and in a document;
//   - guarded gave every text back, or knew fewer signs; the reader of CSV took
//     the apostrophe for text.

// endless is a body that never ends, after its beginning.
type endless struct {
	beginning io.Reader
	read      int64
	most      int64
}

func (e *endless) Read(b []byte) (int, error) {
	n, err := e.beginning.Read(b)
	if err != nil {
		n = len(b)
		for i := range b {
			b[i] = 'a'
		}
	}
	if e.read += int64(n); e.read > e.most {
		return 0, io.ErrUnexpectedEOF
	}
	return n, nil
}

// mayRead is how many bytes of a body a route may read at the most.
func mayRead(route string) int64 {
	_, path, _ := strings.Cut(route, " ")
	switch {
	case path == "/api/v1/roadmaps/import":
		return 16 << 20
	case path == "/api/v1/files":
		return 10 << 20
	case strings.HasPrefix(path, "/api/"):
		return 4 << 20
	case path == "/:lang/desk/practices/:id/files":
		return 64 << 20
	case path == "/:lang/desk/bulk":
		return 40 << 20
	case strings.HasSuffix(path, "/document"), strings.HasSuffix(path, "/document/start"):
		return 11 << 20
	case strings.Contains(path, "/translate/"), strings.HasSuffix(path, "/:section"), strings.HasSuffix(path, "/conflict"),
		strings.HasSuffix(path, "/criteria"), strings.HasSuffix(path, "/recommendation"), strings.HasSuffix(path, "/return"):
		return 1 << 20
	}
	return 64 << 10
}

func TestNoRouteReadsABodyWithoutEnd(t *testing.T) {
	t.Parallel()
	a := openAttacked(t, &settings{openID: describedProvider(t)})
	const slack = 64 << 10 // of what is read ahead
	for route, list := range readRules(t) {
		if strings.HasPrefix(route, http.MethodGet) {
			continue
		}
		r := list[0]
		who := "editor of vantaa"
		for i, mark := range r.marks {
			if mark == "+" {
				who = people()[i]
			}
		}
		for kind, beginning := range map[string]string{
			"application/x-www-form-urlencoded": "revision=1&title=x&text=", "application/json": `{"title": {"fi": "`, "text/csv": "a;b\n",
			"multipart/form-data; boundary=x": "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n",
		} {
			request := a.request(t, route, r, who)
			body := &endless{beginning: strings.NewReader(beginning), most: mayRead(route) + slack}
			request.Body, request.ContentLength = io.NopCloser(body), -1
			request.Header.Set("Content-Type", kind)
			before, err := a.Store.Newest(t.Context())
			must(t, err)
			w := a.send(request)
			after, err := a.Store.Newest(t.Context())
			must(t, err)
			if body.read > body.most {
				t.Errorf("%s reads more than %d bytes of %s", route, mayRead(route), kind)
			}
			ignored := body.read == 0 // by a step that has nothing to read
			if w.Code >= 500 || !ignored && (w.Code < 400 && w.Header().Get("Location") == "" || before != after) {
				t.Errorf("%s of %s: status %d, written: %v", route, kind, w.Code, before != after)
			}
		}
	}
}

func TestAFormOrJSONOfManyOrDeepOrUnknownFieldsIsRefusedSoon(t *testing.T) {
	t.Parallel()
	a := openAttacked(t, &settings{})
	p := a.practice(t, "draft")
	many := url.Values{"revision": {"1"}}
	for i := range 10_000 {
		many.Set(fmt.Sprintf("results[%d].label.fi", i), "x")
	}
	unknown := url.Values{"revision": {"1"}, "organisation": {"vaasa"}, "state": {"published"}, "results[99999999999].value": {"1"}, "__proto__": {"x"}, "title.fi": {"Uusi"}}
	editor := a.cookies["editor of vantaa"]
	token := []string{"Content-Type", "application/json", "Authorization", "Bearer " + a.tokens["editor of vantaa"]}
	deep := strings.Repeat(`{"a":[`, 500_000)
	for name, send := range map[string]func() *httptest.ResponseRecorder{
		"10,000 fields": func() *httptest.ResponseRecorder {
			return a.posts("/fi/desk/practices/"+p.ID+"/results", many, "Cookie", editor)
		},
		"unknown fields": func() *httptest.ResponseRecorder {
			return a.posts("/fi/desk/practices/"+p.ID+"/basics", unknown, "Cookie", editor)
		},
		"deep JSON": func() *httptest.ResponseRecorder {
			return a.send(requested("POST", "/api/v1/practices", deep, token...))
		},
		"deep list": func() *httptest.ResponseRecorder {
			return a.send(requested("POST", "/api/v1/practices", `{"results":`+strings.Repeat("[", 1_000_000), token...))
		},
		"unknown in JSON": func() *httptest.ResponseRecorder {
			return a.send(requested("POST", "/api/v1/practices", `{"title": {"fi": "x"}, "isAdmin": true}`, token...))
		},
		"deep document": func() *httptest.ResponseRecorder {
			return a.posts("/fi/desk/document/start", url.Values{"title": {"x"}, "read": {deep}}, "Cookie", editor)
		},
	} {
		began := time.Now()
		w := send()
		if w.Code < 400 || w.Code >= 500 {
			t.Errorf("%s: status %d", name, w.Code)
		}
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
	now, err := a.Catalogue.Draft(t.Context(), account.Machine(), p.ID)
	must(t, err)
	if now.Organisation != "vantaa" || now.State != "draft" || len(now.Results) > 200 {
		t.Errorf("the draft is %s's, %s, with %d results", now.Organisation, now.State, len(now.Results))
	}
}

// sends sends a form with a file.
func (a attacked) sends(t *testing.T, path, name string, content []byte) *httptest.ResponseRecorder {
	t.Helper()
	body, kind := fileForm(t, name, string(content))
	return a.send(requested(http.MethodPost, path, body, "Content-Type", kind, "Cookie", a.cookies["editor of vantaa"]))
}

func TestNoNameOrAddressOfAFileLeadsOutOfItsFolder(t *testing.T) {
	t.Parallel()
	a := openAttacked(t, &settings{})
	p := a.practice(t, "draft")
	files := "/fi/desk/practices/" + p.ID + "/files"
	for i, name := range []string{
		"../../../tiekartta.db.txt", `..\..\windows.txt`, "/etc/passwd.txt", `a"; filename="evil.html`, "a%0d%0aSet-Cookie: session=x.txt", "a\u202etxt.exe.txt",
		"..%2f..%2fx.txt", "....//x.txt", "a;b=c.txt", "nolla\x00.txt", "<img src=x>.txt",
	} {
		w := a.sends(t, files, name, fmt.Append(nil, "Liite ", i))
		if w.Code == http.StatusUnprocessableEntity || w.Code == http.StatusBadRequest {
			continue
		}
		_, rest, _ := strings.Cut(w.Header().Get("Location"), "file=")
		id, _, _ := strings.Cut(rest, "#")
		got := a.send(requested(http.MethodGet, "/fi/practices/"+p.ID+"/files/"+id, "", "Cookie", a.cookies["editor of vantaa"]))
		how, parameters, err := mime.ParseMediaType(got.Header().Get("Content-Disposition"))
		served := parameters["filename"]
		if got.Code != http.StatusOK || err != nil || how != "attachment" || strings.ContainsAny(served, "/\\\"\r\n\x00<>\u202e") || strings.HasPrefix(served, ".") {
			t.Errorf("%q is served as %d %q %v", name, got.Code, got.Header().Get("Content-Disposition"), err)
		}
		h := got.Header()
		if h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || !strings.HasPrefix(h.Get("Content-Type"), "text/plain") {
			t.Errorf("%q is served with %v", name, h)
		}
	}
	secret := "tiekartta.db"
	for _, id := range []string{"../" + secret, "..%2f" + secret, "%2e%2e%2f" + secret, "..%5c" + secret, "....//" + secret, "%252e%252e%252f" + secret, "../../../../etc/passwd", "%2fetc%2fpasswd", ".", "..", "%00"} {
		for _, base := range []string{"/fi/practices/" + p.ID + "/files/", "/static/", "/fi/practices/", "/fi/practices/" + p.ID + "/export.", "/sitemap-", "/fi/desk/bulk/", "/api/v1/vocabularies/"} {
			w := a.send(requested(http.MethodGet, base+id, "", "Cookie", a.cookies["editor of vantaa"]))
			if body := w.Body.String(); w.Code >= 500 || strings.Contains(body, "SQLite format") || strings.Contains(body, "root:") || w.Code == http.StatusOK && base != "/fi/practices/" {
				t.Errorf("%s%s: status %d %.80q", base, id, w.Code, body)
			}
		}
		body := fmt.Sprintf(`{"title": {"fi": "x"}, "attachments": [{"id": %q, "name": "x.txt"}]}`, id)
		w := a.send(requested("POST", "/api/v1/practices", body, "Content-Type", "application/json", "Authorization", "Bearer "+a.tokens["editor of vantaa"]))
		if w.Code != http.StatusUnprocessableEntity {
			t.Errorf("a practice with the file %q: status %d", id, w.Code)
		}
	}
}

// packed is a zip file with parts of which the last would unpack to so many MiB
// of zeros.
func packed(t *testing.T, size int, names ...string) []byte {
	t.Helper()
	var b, zeros bytes.Buffer
	w, err := flate.NewWriter(&zeros, flate.BestSpeed)
	must(t, err)
	_, err = w.Write(make([]byte, 1<<20))
	must(t, err)
	must(t, w.Flush()) // so that the piece may stand in a row
	z := zip.NewWriter(&b)
	for _, name := range names[:len(names)-1] {
		w, err := z.Create(name)
		must(t, err)
		_, err = io.WriteString(w, `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`)
		must(t, err)
	}
	content := bytes.Repeat(zeros.Bytes(), size)
	last, err := z.CreateRaw(&zip.FileHeader{Name: names[len(names)-1], Method: zip.Deflate, CompressedSize64: uint64(len(content)), UncompressedSize64: uint64(size) << 20})
	must(t, err)
	_, err = last.Write(content)
	must(t, err)
	must(t, z.Close())
	return b.Bytes()
}

func TestFilesThatHideSomethingAreRefusedAtEveryDoor(t *testing.T) {
	t.Parallel()
	a := openAttacked(t, &settings{})
	p := a.practice(t, "draft")
	word := packed(t, 110, "[Content_Types].xml", "word/document.xml")
	sheet := packed(t, 110, "[Content_Types].xml", "xl/workbook.xml", "xl/sharedStrings.xml")
	desk := "/fi/desk/practices/" + p.ID
	for _, one := range []struct {
		path, name string
		content    []byte
		says       string
	}{
		{desk + "/files", "kuva.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>pwned()</script></svg>`), "file_kind"},
		{desk + "/files", "kuva.png", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="pwned()"/>`), "file_kind"},
		{desk + "/files", "kuva.png", []byte("<!doctype html><script>pwned()</script>"), "file_kind"},
		{desk + "/files", "huomio.txt", []byte("Otsikko\n<script>pwned()</script>"), "file_kind"},
		{desk + "/files", "pommi.docx", word, "file_bomb"},
		{desk + "/files", "pommi.xlsx", sheet, "file_bomb"},
		{desk + "/document", "pommi.docx", word, "document.too_long"},
		{"/fi/desk/document", "pommi.docx", word, "document.too_long"},
		{"/fi/desk/bulk", "pommi.xlsx", sheet, "table.no_table"},
	} {
		w := a.sends(t, one.path, one.name, one.content)
		said, _, _ := strings.Cut(message(t, "fi", "problem."+one.says), "{{")
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(html.UnescapeString(w.Body.String()), said) {
			t.Errorf("%s %s: status %d, without %q", one.path, one.name, w.Code, said)
		}
	}
	now, err := a.Catalogue.Draft(t.Context(), account.Machine(), p.ID)
	must(t, err)
	if len(now.Attachments) != 0 {
		t.Errorf("%+v", now.Attachments)
	}
}

// formulas are texts that a spreadsheet would run.
func formulas() []string {
	return []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", `=HYPERLINK("http://evil.example";"x")`, "'=1", "-- ensin"}
}

func TestNoCellOfATableIsAFormulaAndEveryTextComesBack(t *testing.T) {
	t.Parallel()
	a := openAttacked(t, &settings{})
	editor := a.cookies["editor of vantaa"]
	for _, text := range formulas() {
		p := a.practice(t, "draft")
		p.Title, p.Summary, p.Contact = i18n.Text{FI: text}, i18n.Text{FI: text, SV: text, EN: text}, catalogue.Contact{Name: text}
		_, err := a.Catalogue.Change(t.Context(), account.Machine(), *p)
		must(t, err)
	}
	table := a.send(requested(http.MethodGet, "/fi/desk/bulk/practices.csv", "", "Cookie", editor))
	cells := a.cells(t, table)
	if cells < 100 {
		t.Errorf("only %d cells: %d %s", cells, table.Code, table.Body)
	}
	for _, name := range []string{"practices.csv", "practices.xlsx"} {
		table := a.send(requested(http.MethodGet, "/fi/desk/bulk/"+name, "", "Cookie", editor))
		before, err := a.Store.Newest(t.Context())
		must(t, err)
		w := a.sends(t, "/fi/desk/bulk", name, table.Body.Bytes())
		preview := a.send(requested(http.MethodGet, cmp.Or(w.Header().Get("Location"), "/"), "", "Cookie", editor)).Body.String()
		after, err := a.Store.Newest(t.Context())
		must(t, err)
		if w.Code != http.StatusSeeOther || strings.Contains(preview, `name="hash"`) || before != after {
			t.Errorf("%s does not come back unchanged: %d", name, w.Code)
		}
	}
	for _, text := range formulas() {
		query := url.Values{"title": {text}, "municipality": {"092"}, "period": {"2027-2030"}, "practice": {a.practice(t, "published").ID}}.Encode()
		a.cells(t, a.send(requested(http.MethodGet, "/fi/roadmaps/draft/export.csv?"+query, "")))
	}
}

// cells reads a table and looks at each of its cells as a spreadsheet would.
func (a attacked) cells(t *testing.T, w *httptest.ResponseRecorder) (n int) {
	t.Helper()
	read := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff")))
	read.Comma = ';'
	rows, err := read.ReadAll()
	if err != nil || w.Code != http.StatusOK {
		t.Fatalf("the table is answered with %d: %v", w.Code, err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if n++; cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("a cell is the formula %q", cell)
			}
		}
	}
	return n
}

package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
)

// withoutIndex is everything that answers HTTP, but for the index: whoever
// searches panics.
func withoutIndex(t *testing.T, log *slog.Logger) http.Handler {
	t.Helper()
	c, e := openBase(t)
	handler, err := c.handler(&settings{}, e, nil, log)
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

// onStandardOutput is what f writes there.
func onStandardOutput(t *testing.T, f func()) string {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	before := os.Stdout
	os.Stdout = out
	defer func() { os.Stdout = before }()
	f()
	return contents(t, out.Name())
}

func TestPanicIsLoggedOnceWithItsRequestAndAnsweredAsOurFault(t *testing.T) {
	t.Parallel()
	for path, kind := range map[string]string{"/sv/practices?q=x": "text/html", "/api/v1/practices?q=x": "application/problem+json"} {
		var log bytes.Buffer
		w := httptest.NewRecorder()
		printed := onStandardOutput(t, func() {
			withoutIndex(t, slog.New(slog.NewTextHandler(&log, nil))).ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		})
		if w.Code != http.StatusInternalServerError || !strings.HasPrefix(w.Header().Get("Content-Type"), kind) {
			t.Errorf("%s: %d as %s", path, w.Code, w.Header().Get("Content-Type"))
		}
		if printed != "" {
			t.Errorf("%s: on standard output stands %s", path, beginning(printed))
		}
		request := w.Header().Get(echo.HeaderXRequestID)
		if said := log.String(); strings.Count(said, "\n") != 1 || request == "" || !strings.Contains(said, "request="+request) || !strings.Contains(said, "panic: ") {
			t.Errorf("%s: the log holds, of request %s,\n%s", path, request, said)
		}
		if strings.Contains(w.Body.String(), "goroutine") || !strings.Contains(w.Body.String(), request) {
			t.Errorf("%s: it was answered with %s", path, w.Body.String())
		}
	}
}

func TestAnAnswerThatIsCutOffIsLoggedWithoutTheSecretOfItsAddress(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	server := echo.New()
	server.Use(recovering(slog.New(slog.NewTextHandler(&log, nil))))
	server.GET("/:lang/first/:secret", func(c echo.Context) error {
		must(t, c.String(http.StatusOK, "begun"))
		panic("ours")
	})
	server.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/fi/first/0123456789", nil))
	if said := log.String(); strings.Contains(said, "0123456789") || !strings.Contains(said, "first/:secret") {
		t.Errorf("logged %s", said)
	}
}

func TestLongAnswersAreCompressedForWhoCanReadIt(t *testing.T) {
	t.Parallel()
	handler := openHandler(t)
	ask := func(path, accepted string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", accepted)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
	for _, path := range []string{"/fi/practices", "/api/v1/vocabularies/domain"} {
		plain, packed := ask(path, "br"), ask(path, "gzip, br")
		if plain.Header().Get("Content-Encoding") != "" || packed.Header().Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: %q and %q", path, plain.Header().Get("Content-Encoding"), packed.Header().Get("Content-Encoding"))
			continue
		}
		for _, w := range []*httptest.ResponseRecorder{plain, packed} {
			if !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Accept-Encoding") {
				t.Errorf("%s: Vary is %q", path, w.Header().Values("Vary"))
			}
		}
		if packed.Body.Len() >= plain.Body.Len()/2 {
			t.Errorf("%s: %d bytes of %d", path, packed.Body.Len(), plain.Body.Len())
		}
		unpacked, err := gzip.NewReader(packed.Body)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(unpacked)
		if err != nil || string(text) != plain.Body.String() {
			t.Errorf("%s: compressed it is another answer (%v)", path, err)
		}
	}
	if w := ask("/healthz", "gzip"); w.Header().Get("Content-Encoding") != "" {
		t.Error("a short answer was compressed")
	}
	_, style, _ := strings.Cut(ask("/fi", "").Body.String(), `<link rel="stylesheet" href="`)
	style, _, _ = strings.Cut(style, `"`)
	r, err := gzip.NewReader(ask(style, "gzip").Body)
	if err != nil {
		t.Fatalf("%s: %v", style, err)
	}
	if text, err := io.ReadAll(r); err != nil || !bytes.Contains(text, []byte("{")) {
		t.Errorf("%s was compressed twice (%v)", style, err)
	}
}

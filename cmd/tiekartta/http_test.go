package main

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// answer is one answer of the service, read to its end.
type answer struct {
	status int
	header http.Header
	body   string
	at     *url.URL // after redirects
}

// ask sends one request. body is nil, a string, url.Values for a form, or else
// written as JSON. Header fields come in pairs.
func (s *service) ask(method, path string, body any, header ...string) (answer, error) {
	var reader io.Reader
	kind := ""
	switch body := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(body)
	case url.Values:
		reader, kind = strings.NewReader(body.Encode()), "application/x-www-form-urlencoded"
	default:
		text, err := json.Marshal(body)
		if err != nil {
			return answer{}, err
		}
		reader, kind = bytes.NewReader(text), "application/json"
	}
	request, err := http.NewRequest(method, s.url+path, reader)
	if err != nil {
		return answer{}, err
	}
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := s.client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, string(text), response.Request.URL}, err
}

// get reads an address that must be answered with 200.
func (s *service) get(path string, header ...string) answer {
	s.t.Helper()
	return s.must(http.StatusOK, http.MethodGet, path, nil, header...)
}

// must sends a request that must be answered with that status.
func (s *service) must(status int, method, path string, body any, header ...string) answer {
	s.t.Helper()
	got, err := s.ask(method, path, body, header...)
	if err != nil {
		s.t.Fatalf("%s %s: %v", method, path, err)
	}
	if got.status != status {
		s.t.Fatalf("%s %s: %d, want %d\n%s", method, path, got.status, status, beginning(got.body))
	}
	return got
}

func beginning(s string) string { return s[:min(len(s), 2000)] }

// bearer is the header that a token is sent in.
func bearer(token string) []string { return []string{"Authorization", "Bearer " + token} }

// decoded reads a JSON answer.
func decoded[T any](t testing.TB, text string) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v in %s", err, beginning(text))
	}
	return v
}

// fileForm is a form with a file in its field "file", and its Content-Type.
func fileForm(t testing.TB, name, content string) (body, kind string) {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", name)
	must(t, err)
	_, err = io.WriteString(part, content)
	must(t, err)
	must(t, form.Close())
	return b.String(), form.FormDataContentType()
}

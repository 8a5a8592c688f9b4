package api

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// What a body may have, in bytes. A wish is what anyone may send.
const (
	largestWish  = 1 << 20
	largestThing = 4 << 20
	largestFile  = 16 << 20
)

// readJSON reads a body into a struct of the model. Every field that is unknown
// or has a wrong type is a problem that names it.
func readJSON(c echo.Context, into any, most int64) error {
	if _, err := mediaType(c, "application/json"); err != nil {
		return err
	}
	text, err := readBody(c, most)
	if err != nil {
		return err
	}
	return catalogue.Decode(text, into)
}

// mediaType is the content type of a body, which must be one of the known ones
// and, where it names a character set, in UTF-8.
func mediaType(c echo.Context, known ...string) (string, error) {
	h := c.Request().Header
	name, arguments, err := mime.ParseMediaType(h.Get(echo.HeaderContentType))
	charset := arguments["charset"]
	plain := h.Get(echo.HeaderContentEncoding) == "" || strings.EqualFold(h.Get(echo.HeaderContentEncoding), "identity")
	utf8 := charset == "" || strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "us-ascii")
	if err != nil || !slices.Contains(known, name) || !plain || !utf8 {
		return "", &refusal{http.StatusUnsupportedMediaType, "media_type", []any{"Known", strings.Join(known, ", ")}}
	}
	return name, nil
}

// readBody reads all of a body that is not larger than allowed. One that breaks
// off is the client's fault.
func readBody(c echo.Context, most int64) ([]byte, error) {
	r := c.Request()
	if r.ContentLength > most {
		return nil, &http.MaxBytesError{Limit: most}
	}
	text, err := io.ReadAll(http.MaxBytesReader(c.Response(), r.Body, most))
	var large *http.MaxBytesError
	var own *refusal
	if err != nil && !errors.As(err, &large) && !errors.As(err, &own) {
		return nil, &refusal{http.StatusBadRequest, "broken_off", nil}
	}
	return text, err
}

var revisionTag = regexp.MustCompile(`^(?:W/)?"r([0-9]{1,9})"$`)

// matched is the revision that the header If-Match names, 0 when there is no
// such header. A tag that no revision can have is stale.
func matched(c echo.Context) (int, error) {
	header := strings.TrimSpace(c.Request().Header.Get("If-Match"))
	if header == "" || header == "*" {
		return 0, nil
	}
	tag := revisionTag.FindStringSubmatch(header)
	if tag == nil {
		return 0, errStale
	}
	n, err := strconv.Atoi(tag[1])
	if err != nil || n == 0 {
		return 0, errStale
	}
	return n, nil
}

// mustMatch is matched for changes, which have to name the revision that they
// start from: "any" would overwrite what somebody else has written meanwhile.
func mustMatch(c echo.Context) (int, error) {
	n, err := matched(c)
	if err == nil && n == 0 {
		err = errNoMatch
	}
	return n, err
}

// stale is the error of a change that named its revision.
func stale(err error) error {
	if errors.Is(err, store.ErrConflict) {
		return errStale
	}
	return err
}

// sameID refuses a body that says another id than its address.
func sameID(c echo.Context, id string) error {
	if id != "" && id != c.Param("id") {
		return i18n.Problems{{Path: "id", Key: "api.other_id", Args: map[string]any{"Value": short(id), "ID": c.Param("id")}}}
	}
	return nil
}

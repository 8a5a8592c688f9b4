package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

const jsonType = "application/json; charset=utf-8"

// list is a part of a list. Total counts all of it; Items is never null.
type list[T any] struct {
	Total int `json:"total"`
	Items []T `json:"items"`
}

// paged is the wanted part of a whole list.
func paged[T any](all []T, p page) list[T] {
	from := min(p.offset, len(all))
	part := all[from:min(from+p.limit, len(all))]
	return list[T]{len(all), append([]T{}, part...)}
}

func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

// send writes v whole; nothing is sent when it cannot be written as JSON.
func send(c echo.Context, status int, mediaType string, v any) error {
	body, err := encode(v)
	if err != nil {
		return err
	}
	return sendBytes(c, status, mediaType, body)
}

func sendBytes(c echo.Context, status int, mediaType string, body []byte) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, mediaType)
	if c.Request().Method == http.MethodHead {
		h.Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
		c.Response().WriteHeader(status)
		return nil
	}
	c.Response().WriteHeader(status)
	_, err := c.Response().Write(body)
	return err
}

// answer sends what was asked for. A reader who has it already, by an ETag made
// of its bytes, gets 304. What is answered to a token is kept by nobody.
//
// An ETag that setRevision has set never leads to 304: it counts saves, while
// what is shown depends on the reader, on later versions and on the date, too.
func answer(c echo.Context, v any) error {
	return answerKept(c, v, "no-cache")
}

func answerBytes(c echo.Context, mediaType string, body []byte) error {
	return answerKeptBytes(c, mediaType, body, "no-cache")
}

// answerKept is answer for what those without a token may keep, as a header
// Cache-Control says it.
func answerKept(c echo.Context, v any, kept string) error {
	body, err := encode(v)
	if err != nil {
		return err
	}
	return answerKeptBytes(c, jsonType, body, kept)
}

func answerKeptBytes(c echo.Context, mediaType string, body []byte, kept string) error {
	h := c.Response().Header()
	ofBytes := h.Get("ETag") == ""
	if ofBytes {
		sum := sha256.Sum256(body)
		h.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	}
	if !actorOf(c).Known() {
		h.Set(echo.HeaderCacheControl, kept)
	}
	if ofBytes && has(c.Request().Header.Get("If-None-Match"), h.Get("ETag")) {
		return c.NoContent(http.StatusNotModified)
	}
	return sendBytes(c, http.StatusOK, mediaType, body)
}

// has tells whether a header If-None-Match names that tag.
func has(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimPrefix(strings.TrimSpace(part), "W/")
		if part == tag || part == "*" {
			return true
		}
	}
	return false
}

// setRevision sets the ETag of a practice or roadmap, which a change has to
// name.
func setRevision(c echo.Context, revision int) {
	c.Response().Header().Set("ETag", `"r`+strconv.Itoa(revision)+`"`)
}

// created answers with a thing that has just been made, and its address.
func created(c echo.Context, address string, v any) error {
	c.Response().Header().Set(echo.HeaderLocation, prefix+address)
	return send(c, http.StatusCreated, jsonType, v)
}

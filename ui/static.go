package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"
)

//go:embed static/* design/built/*.css design/built/*.woff2
var assetFiles embed.FS

const staticPrefix = "/static/"

// asset is one file as it is sent. Its address holds a hash of its content, so
// that it may be kept for ever.
type asset struct {
	url       string
	mediaType string
	body      []byte
	packed    []byte // with gzip; nil where that saves nothing
}

// assets are the files of the pages' looks and behaviour, by plain name and by
// address.
type assets struct {
	byName map[string]*asset
	byURL  map[string]*asset
}

var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml", ".woff2": "font/woff2",
}

// loadAssets reads the embedded files. Style sheets come last, because they
// name fonts by plain name, and those names become addresses.
func loadAssets() (*assets, error) {
	a := &assets{byName: map[string]*asset{}, byURL: map[string]*asset{}}
	for _, styles := range []bool{false, true} {
		err := fs.WalkDir(assetFiles, ".", func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || (path.Ext(file) == ".css") != styles {
				return err
			}
			body, err := fs.ReadFile(assetFiles, file)
			if err != nil {
				return err
			}
			return a.add(path.Base(file), body)
		})
		if err != nil {
			return nil, err
		}
	}
	return a, nil
}

func (a *assets) add(name string, body []byte) error {
	ext := path.Ext(name)
	mediaType, ok := mediaTypes[ext]
	if !ok {
		return fmt.Errorf("asset %s: unknown type", name)
	}
	if ext == ".css" {
		for other, font := range a.byName {
			body = bytes.ReplaceAll(body, []byte(`url("`+other+`")`), []byte(`url("`+font.url+`")`))
		}
	}
	sum := sha256.Sum256(body)
	one := &asset{
		url:       staticPrefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext,
		mediaType: mediaType, body: body,
	}
	if ext != ".woff2" {
		var packed bytes.Buffer
		w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := w.Write(body); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		one.packed = packed.Bytes()
	}
	a.byName[name], a.byURL[one.url] = one, one
	return nil
}

// url is the address of a file with that plain name.
func (a *assets) url(name string) (string, error) {
	one, ok := a.byName[name]
	if !ok {
		return "", fmt.Errorf("no asset %q", name)
	}
	return one.url, nil
}

// serve answers an address under /static/.
func (a *assets) serve(c echo.Context) error {
	one, ok := a.byURL[c.Request().URL.Path]
	if !ok {
		return echo.ErrNotFound
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	if one.packed != nil && strings.Contains(c.Request().Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		return c.Blob(http.StatusOK, one.mediaType, one.packed)
	}
	return c.Blob(http.StatusOK, one.mediaType, one.body)
}

// favicon answers the address that browsers ask for by themselves.
func (a *assets) favicon(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "public, max-age=86400")
	return c.Blob(http.StatusOK, mediaTypes[".svg"], a.byName["favicon.svg"].body)
}

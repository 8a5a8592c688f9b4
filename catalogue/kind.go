package catalogue

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	_ "image/gif" // the formats that DecodeConfig knows
	_ "image/jpeg"
	_ "image/png"
	"io"
	"path"
	"slices"
	"strings"
	"unicode"

	"tiekartta/i18n"
)

// Kind is what the content of a file is, whatever its name says.
type Kind struct {
	Size          int64
	Width, Height int      // in pixels, of pictures
	types         []string // media types that the content may have; the name decides
	endings       []string // the ending for each of types
}

// Picture tells whether browsers may show the content in a page.
func (k Kind) Picture() bool { return k.Width > 0 }

// FileEndings are the endings of the files that may be attached.
func FileEndings() []string {
	return []string{".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".txt", ".csv", ".png", ".jpg", ".jpeg", ".webp", ".gif"}
}

func refusedKind(key string) error { return i18n.Problems{{Key: key}} }

// kindOf works out what a file holds, and refuses what is not in the list of
// kinds: first of all pictures and pages that can hold scripts.
func kindOf(file io.ReadSeeker, size int64) (Kind, error) {
	head := make([]byte, 512)
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return Kind{}, err
	}
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return Kind{}, err
	}
	head = head[:n]
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return Kind{}, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return one(size, "application/pdf", ".pdf"), nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return officeKind(file.(io.ReaderAt), size)
	case bytes.HasPrefix(head, []byte("RIFF")) && len(head) >= 30 && string(head[8:12]) == "WEBP":
		k := one(size, "image/webp", ".webp")
		k.Width, k.Height = webpSize(head)
		return k.measured()
	}
	if config, format, err := image.DecodeConfig(file); err == nil {
		k := Kind{Size: size, Width: config.Width, Height: config.Height, types: []string{"image/" + format}, endings: []string{"." + format}}
		if format == "jpeg" {
			k.types, k.endings = []string{"image/jpeg", "image/jpeg"}, []string{".jpg", ".jpeg"}
		}
		return k.measured()
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return Kind{}, err
	}
	return textKind(file, size)
}

func one(size int64, mediaType, ending string) Kind {
	return Kind{Size: size, types: []string{mediaType}, endings: []string{ending}}
}

// widest is more than any screen or print of a page needs; beyond it a small
// file fills the memory of whoever opens it.
const widest = 12_000

func (k Kind) measured() (Kind, error) {
	if k.Width <= 0 || k.Height <= 0 {
		return Kind{}, refusedKind("file_kind")
	}
	if k.Width > widest || k.Height > widest {
		return Kind{}, i18n.Problems{{Key: "picture_too_large", Args: map[string]any{"Max": widest}}}
	}
	return k, nil
}

// webpSize reads width and height from the first chunk of a WebP picture.
func webpSize(head []byte) (width, height int) {
	body := head[20:]
	switch string(head[12:16]) {
	case "VP8 ":
		if bytes.Equal(body[3:6], []byte{0x9d, 0x01, 0x2a}) {
			return int(binary.LittleEndian.Uint16(body[6:]) & 0x3fff), int(binary.LittleEndian.Uint16(body[8:]) & 0x3fff)
		}
	case "VP8L":
		if body[0] == 0x2f {
			bits := binary.LittleEndian.Uint32(body[1:])
			return int(bits&0x3fff) + 1, int(bits>>14&0x3fff) + 1
		}
	case "VP8X":
		at := func(i int) int { return int(body[i]) | int(body[i+1])<<8 | int(body[i+2])<<16 }
		return at(4) + 1, at(7) + 1
	}
	return 0, 0
}

// textKind takes plain text, in UTF-8 or one of the older encodings of
// spreadsheets, and refuses what a program would run and
// a browser would take for a page.
func textKind(file io.Reader, size int64) (Kind, error) {
	text, err := io.ReadAll(io.LimitReader(file, LargestFile))
	if err != nil {
		return Kind{}, err
	}
	binary := func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r == 0x7f }
	if bytes.ContainsFunc(text, binary) {
		return Kind{}, refusedKind("file_kind")
	}
	beginning := strings.TrimLeftFunc(strings.TrimPrefix(string(text[:min(len(text), 4096)]), "\ufeff"), unicode.IsSpace)
	if strings.HasPrefix(beginning, "#!") || strings.HasPrefix(beginning, "{\\rtf") || isMarkup(text) {
		return Kind{}, refusedKind("file_kind")
	}
	return Kind{Size: size, types: []string{"text/plain", "text/csv"}, endings: []string{".txt", ".csv"}}, nil
}

// isMarkup tells whether a text holds a tag that makes browsers take it for a
// page, a picture with scripts or a program.
func isMarkup(text []byte) bool {
	lower := bytes.ToLower(text)
	for _, tag := range []string{"<!doctype", "<html", "<head", "<body", "<script", "<svg", "<iframe", "<object", "<embed", "<?xml", "<?php"} {
		if bytes.Contains(lower, []byte(tag)) {
			return true
		}
	}
	return false
}

// longestFileName is in characters.
const longestFileName = 120

// named is the name that people see and the media type for it. A name without
// an ending gets the right one; one that says something else is refused.
func (k Kind) named(name string) (clean, mediaType string, err error) {
	clean = cleanName(name)
	ending := path.Ext(clean)
	if ending == "" || ending == clean {
		ending = k.endings[0]
		clean += ending
	}
	i := slices.Index(k.endings, strings.ToLower(ending))
	if i < 0 {
		return "", "", i18n.Problems{{Path: "name", Key: "file_named_otherwise", Args: map[string]any{"Name": clean, "Ending": k.endings[0]}}}
	}
	base := strings.TrimSuffix(clean, ending)
	if base == "" {
		base = Noun
	}
	if runes := []rune(base); len(runes)+len(ending) > longestFileName {
		base = strings.TrimRight(string(runes[:longestFileName-len(ending)]), " .")
	}
	return base + ending, k.types[i], nil
}

// cleanName is a file's name without folders and without what a system or a
// reader could misunderstand.
func cleanName(name string) string {
	name = strings.ToValidUTF8(name, "")
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		switch {
		// Also marks that turn the direction of writing: "gpj.exe" would look
		// like another kind of file.
		case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp):
			return -1
		case strings.ContainsRune(`<>:"|?*%`, r):
			return '_'
		}
		return r
	}, name)
	return strings.Join(strings.Fields(strings.Trim(name, " .")), " ")
}

package catalogue

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"
)

// Office documents are zip files. Whoever opens one unpacks it, so it may hold
// nothing that fills a disk, leaves its folder or runs.
const (
	mostEntries     = 2_000
	largestUnpacked = 100 << 20
	largestPart     = 1 << 20 // of a part that says what the document is
)

// officeKind tells which document a zip file is.
func officeKind(file io.ReaderAt, size int64) (Kind, error) {
	z, err := zip.NewReader(file, size)
	if err != nil {
		return Kind{}, refusedKind("file_kind")
	}
	if err := checkEntries(z); err != nil {
		return Kind{}, err
	}
	mediaType := officeType(z)
	ending, ok := map[string]string{
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document":   ".docx",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":         ".xlsx",
		"application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
		"application/vnd.oasis.opendocument.text":                                   ".odt",
		"application/vnd.oasis.opendocument.spreadsheet":                            ".ods",
		"application/vnd.oasis.opendocument.presentation":                           ".odp",
	}[mediaType]
	if !ok {
		return Kind{}, refusedKind("file_kind")
	}
	return one(size, mediaType, ending), nil
}

// checkEntries unpacks everything once, unless it says that it is too large. One
// that says less than it holds ends as broken where it said that it would.
func checkEntries(z *zip.Reader) error {
	var all uint64
	for _, f := range z.File {
		all += min(f.UncompressedSize64, largestUnpacked+1)
	}
	if len(z.File) > mostEntries || all > largestUnpacked {
		return refusedKind("file_bomb")
	}
	seen := map[string]bool{}
	for _, f := range z.File {
		name := strings.TrimSuffix(f.Name, "/")
		switch {
		case name == "" || strings.Contains(name, `\`) || strings.Contains(name, ":") || path.Clean("/"+name) != "/"+name || seen[name]:
			return refusedKind("file_broken")
		case f.Flags&1 != 0:
			return refusedKind("file_encrypted")
		case runs(name):
			return refusedKind("file_macros")
		}
		seen[name] = true
		content, err := f.Open()
		if err != nil {
			return refusedKind("file_broken")
		}
		_, err = io.Copy(io.Discard, content)
		content.Close()
		if err != nil {
			return refusedKind("file_broken")
		}
	}
	return nil
}

// runs tells whether a part of a document is there to be run.
func runs(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "basic/") || strings.HasPrefix(name, "scripts/") || strings.HasSuffix(name, ".bin") && strings.Contains(name, "vba") ||
		strings.Contains(name, "/activex/")
}

// officeType is the media type that a document says it has; empty when it says
// nothing, or has not the part that such a document is.
func officeType(z *zip.Reader) string {
	if text, err := part(z, "mimetype"); err == nil {
		if manifest, err := part(z, "META-INF/manifest.xml"); err != nil || bytes.Contains(manifest, []byte("encryption-data")) {
			return ""
		}
		return strings.TrimSpace(string(text))
	}
	types, err := part(z, "[Content_Types].xml")
	if err != nil || bytes.Contains(types, []byte("macroEnabled")) {
		return ""
	}
	for main, mediaType := range map[string]string{
		"word/document.xml":    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"xl/workbook.xml":      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		"ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	} {
		f, err := z.Open(main)
		if err != nil {
			continue
		}
		f.Close()
		if bytes.Contains(types, []byte(mediaType+".main+xml")) {
			return mediaType
		}
	}
	return ""
}

func part(z *zip.Reader, name string) ([]byte, error) {
	f, err := z.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, largestPart+1))
	if err == nil && len(text) > largestPart {
		err = errors.New("too long")
	}
	return text, err
}

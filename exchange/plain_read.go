package exchange

import (
	"archive/zip"
	"bytes"
	"path"
	"regexp"
	"strings"
	"unicode"

	"tiekartta/i18n"
)

// ReadText reads a document as plain text: DOCX, HTML, Markdown, or text in
// UTF-8, UTF-16 or Windows-1252. The format is told by the content, not by the
// name. What cannot be read is refused with i18n.Problems that say what can be
// done instead.
func ReadText(name string, data []byte) (*Text, error) {
	if len(data) > maxFile {
		return nil, i18n.Problems{{Key: "file_too_large", Args: map[string]any{"Max": maxFile >> 20}}}
	}
	if key := foreign(data); key != "" {
		return nil, i18n.Problems{{Key: "document." + key}}
	}
	t, err := readText(name, data)
	if err != nil {
		return nil, err
	}
	t.Name = strings.ToValidUTF8(path.Base(strings.ReplaceAll(name, `\`, "/")), "")
	t.Name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, t.Name)
	if t.Name == "." || t.Name == "/" {
		t.Name = ""
	}
	t.Name = cutRunes(t.Name, maxName)
	return t, nil
}

func readText(name string, data []byte) (*Text, error) {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return readDOCX(data)
	}
	text, ok := decodeText(data)
	if !ok {
		return nil, i18n.Problems{{Key: "document.not_text"}}
	}
	if looksLikeHTML(text) {
		return readHTML(text)
	}
	switch ext := strings.ToLower(path.Ext(name)); {
	case ext == ".md" || ext == ".markdown" || looksLikeMarkdown(text):
		return readMarkdown(text)
	}
	return readPlain(text)
}

// foreign names formats by their first bytes that are refused, each with advice
// of its own.
func foreign(data []byte) string {
	head := data[:min(len(data), 1024)]
	begins := func(s string) bool { return bytes.HasPrefix(head, []byte(s)) }
	switch {
	case bytes.Contains(head, []byte("%PDF-")):
		return "pdf"
	case begins("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
		return "old_office"
	case begins(`{\rtf`):
		return "rtf"
	case begins("\x89PNG"), begins("\xff\xd8\xff"), begins("GIF8"), begins("BM") && len(data) > 30 && data[6] == 0 && data[7] == 0,
		begins("II*\x00"), begins("MM\x00*"), begins("RIFF") && bytes.Contains(head, []byte("WEBP")), len(head) > 12 && string(head[4:8]) == "ftyp":
		return "image"
	case begins("PK\x03\x04"):
		return foreignArchive(data)
	}
	return ""
}

// foreignArchive tells the other formats that are zip files inside.
func foreignArchive(data []byte) string {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(z.File) > maxEntries {
		return "damaged"
	}
	key := "archive"
	for _, f := range z.File {
		switch {
		case f.Name == "word/document.xml":
			return ""
		case f.Name == "xl/workbook.xml":
			key = "spreadsheet"
		case f.Name == "ppt/presentation.xml":
			key = "slides"
		case f.Name == "content.xml" && key == "archive":
			key = "opendocument"
		}
	}
	return key
}

var (
	htmlStart = regexp.MustCompile(`(?is)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body|article|main|div|section|h[1-6]|p|ul|ol|table)\b[^>]*>`)
	htmlBlock = regexp.MustCompile(`(?i)</(?:p|h[1-6]|li|tr|div)>`)

	markdownMark = regexp.MustCompile(`(?m)^#{1,6} \S|\*\*[^*\s][^*\n]*\*\*|\]\(https?://|^\|? *:?-{3,}:? *\||^={4,} *$`)
)

// looksLikeHTML takes whole pages, and pieces that begin with a block's tag.
func looksLikeHTML(text string) bool {
	head := text[:min(len(text), 4096)]
	return htmlStart.MatchString(head) || len(htmlBlock.FindAllString(head, 5)) >= 5
}

func looksLikeMarkdown(text string) bool { return len(markdownMark.FindAllString(text, 2)) == 2 }

func cutRunes(s string, most int) string {
	n := 0
	for i := range s {
		if n == most {
			return s[:i]
		}
		n++
	}
	return s
}

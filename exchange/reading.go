package exchange

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// Limits of a file that is read. They are far above any real programme and
// keep the time that hostile input can take within seconds.
const (
	maxFile     = 10 << 20 // bytes
	maxLine     = 1 << 20  // bytes, of formats in which a line is a row
	maxLines    = 200_000  // of those formats
	maxRows     = 10_000   // of all tables together
	maxColumns  = 100
	maxCell     = 32_767 // characters, as in a spreadsheet
	maxProblems = 100

	// as the rules of a roadmap have them: here the problem still has a line
	maxTitle     = 300
	maxGoalTitle = 1000
	maxItem      = 3000
)

// ReadOptions say what is known about a file before it is read.
type ReadOptions struct {
	Format       string                  // txt, tsv, md, html or csv
	Language     i18n.Lang               // of the texts; empty: as the headings of its columns, else Finnish
	Vocabularies *catalogue.Vocabularies // for the domains of sections; nil: domains stay empty
}

// Reading is what was understood of a file. Nothing is saved by reading: a
// person sees Roadmap with Warnings first.
type Reading struct {
	Roadmap  *roadmap.Roadmap // without id, title, organisation and period; OriginalLanguage is the language of its texts
	Sections int
	Goals    int
	Actions  int
	Items    int
	Warnings []Warning // in the order of the file
}

// Warning is a question to the person who confirms a reading: what was
// understood may be meant otherwise. Its message is "import." and Key.
type Warning struct {
	Place   string // "line 54"
	Key     string
	Args    map[string]any
	Choices []string // codes or names to choose from; empty when there are none
	line    int
}

// ReadRoadmap reads an existing programme, or our own roadmap CSV. What it
// cannot read whole it refuses with i18n.Problems that name line (and column);
// nothing is guessed and no row is lost. The five cells of every row are kept
// as written in Action.AsRead, except from our own CSV, which is no source.
func ReadRoadmap(data []byte, o ReadOptions) (*Reading, error) {
	format := strings.ToLower(strings.TrimPrefix(o.Format, "."))
	if err := readable(data, format); err != nil {
		return nil, err
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	w, err := loadWords()
	if err != nil {
		return nil, err
	}
	var list *elements
	switch format {
	case "md", "markdown":
		list = markdownElements(data)
	case "html", "htm":
		list = htmlElements(data)
	case "csv", "tsv":
		return readDelimited(data, format, w, o)
	case "txt":
		if list = textElements(data); list.rows == 0 && bytes.IndexByte(data, '|') >= 0 {
			list = markdownElements(data)
		}
	}
	if err := list.err(); err != nil {
		return nil, err
	}
	return interpret(list, w, o)
}

// readable refuses what no format can be read from.
func readable(data []byte, format string) error {
	var p i18n.Problems
	switch format {
	case "txt", "tsv", "md", "markdown", "html", "htm", "csv":
	default:
		p.Add("", "unknown_format", "Value", format, "Known", "txt, tsv, md, html, csv")
		return p.Err()
	}
	if len(data) > maxFile {
		p.Add("", "file_too_large", "Max", maxFile>>20)
		return p.Err()
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))) == 0 {
		p.Add("", "import.empty")
		return p.Err()
	}
	if line, at, ok := notUTF8(data); ok {
		p.Add(place(line)+", byte "+strconv.Itoa(at), "import.utf8", "Line", line, "Byte", at)
		return p.Err()
	}
	if format == "html" || format == "htm" {
		return nil
	}
	checkLines(data, &p)
	return p.Err()
}

func checkLines(data []byte, p *i18n.Problems) {
	line := 1
	for text := range bytes.SplitSeq(data, []byte("\n")) {
		if len(text) > maxLine {
			p.Add(place(line), "import.long_line", "Line", line)
			return
		}
		if line++; line > maxLines {
			p.Add(place(line), "import.lines", "Line", line, "Max", maxLines)
			return
		}
	}
}

// notUTF8 finds the first byte that is not UTF-8: its line and its place in
// the line, both from 1. A zero byte is no text either: it is what UTF-16
// looks like from here.
func notUTF8(data []byte) (line, at int, found bool) {
	line, at = 1, 1
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == 0 || r == utf8.RuneError && size == 1 {
			return line, at, true
		}
		at += size
		if r == '\n' {
			line, at = line+1, 1
		}
		data = data[size:]
	}
	return 0, 0, false
}

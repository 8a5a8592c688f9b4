package exchange

import (
	"strconv"
	"strings"

	"tiekartta/i18n"
)

// record is one record of a delimited file.
type record struct {
	line   int // where it begins
	fields []string
}

// readDelimited reads .csv and .tsv: our own roadmap CSV when its header names
// row_id, an existing programme otherwise.
func readDelimited(data []byte, format string, w *words, o ReadOptions) (*Reading, error) {
	text := string(data)
	comma := byte('\t')
	if format == "csv" {
		comma = delimiter(text)
	}
	records, err := parseRecords(text, comma)
	if err != nil {
		return nil, err
	}
	if at := ownHeader(records); at >= 0 {
		return readOwn(records[at:], w, o)
	}
	return interpret(recordElements(records), w, o)
}

// delimiter is the one of ; tab , that occurs most often in the line that has
// most of any, among the first lines outside quotes.
func delimiter(text string) byte {
	best, most := byte(';'), 0
	lines, quoted := 0, false
	var n [256]int
	for i := 0; i < len(text) && lines < 100; i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == ';' || c == ',' || c == '\t':
			if n[c]++; n[c] > most {
				best, most = c, n[c]
			}
		case c == '\n':
			lines++
			n = [256]int{}
		}
	}
	return best
}

// parseRecords splits delimited text as RFC 4180 does, keeping fields byte for
// byte. A quote that does not open a whole field is text; one that is never
// closed is a problem.
func parseRecords(text string, comma byte) ([]record, error) {
	var records []record
	at, line := 0, 1
	for at < len(text) {
		r := record{line: line}
		for {
			field, end, ok := fieldAt(text, at, comma)
			if !ok {
				var p i18n.Problems
				column := len(r.fields) + 1
				p.Add(place(line)+", column "+strconv.Itoa(column), "import.quote", "Line", line, "Column", column)
				return nil, p.Err()
			}
			if len(r.fields) <= maxColumns {
				r.fields = append(r.fields, field)
			}
			line += strings.Count(text[at:end], "\n")
			at = end
			if at >= len(text) || text[at] != comma {
				break
			}
			at++
		}
		records = append(records, r)
		at = pastLineEnd(text, at)
		line++
	}
	return records, nil
}

// fieldAt reads the field that begins at from; end is where its delimiter or
// line end stands.
func fieldAt(text string, from int, comma byte) (field string, end int, ok bool) {
	if from < len(text) && text[from] == '"' {
		field, end, closed := quotedAt(text, from)
		if !closed {
			return "", 0, false
		}
		if end == len(text) || text[end] == comma || text[end] == '\n' || strings.HasPrefix(text[end:], "\r\n") {
			return field, end, true
		}
	}
	end = from
	for end < len(text) && text[end] != comma && text[end] != '\n' {
		end++
	}
	field = text[from:end]
	if end == len(text) || text[end] == '\n' {
		field = strings.TrimSuffix(field, "\r")
	}
	return field, end, true
}

func quotedAt(text string, from int) (field string, end int, closed bool) {
	var b strings.Builder
	for at := from + 1; ; {
		quote := strings.IndexByte(text[at:], '"')
		if quote < 0 {
			return "", 0, false
		}
		b.WriteString(text[at : at+quote])
		at += quote + 1
		if at == len(text) || text[at] != '"' {
			return b.String(), at, true
		}
		b.WriteByte('"')
		at++
	}
}

func pastLineEnd(text string, at int) int {
	if strings.HasPrefix(text[at:], "\r\n") {
		return at + 2
	}
	return at + 1
}

// recordElements makes rows of records. A record with one field is no row but
// a line of text, as above or below a table in a file that was put together
// from several.
func recordElements(records []record) *elements {
	e := &elements{}
	for _, r := range records {
		switch {
		case blankFields(r.fields):
			e.add(element{kind: gapElement, line: r.line})
		case len(r.fields) == 1 || blankFields(r.fields[1:]) && strings.HasPrefix(r.fields[0], "#"):
			e.add(proseElement(r.fields[0], r.line))
		default:
			e.add(plainRow(r.fields, r.line))
		}
	}
	return e
}

func blankFields(fields []string) bool {
	for _, f := range fields {
		if strings.TrimSpace(f) != "" {
			return false
		}
	}
	return true
}

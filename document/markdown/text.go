package markdown

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"tiekartta/document"
)

// line is runs on one line. What a run of the author's says is escaped, so that
// it reads in the rendered file as it was written.
func (p *page) line(runs []document.Run) string {
	var b strings.Builder
	for i, run := range runs {
		text := escape(run.Text)
		if href := p.address(run.Link); href != "" {
			text = "[" + text + "](<" + href + ">)"
			if href == run.Text {
				text = "<" + href + ">"
			}
		}
		switch run.Style {
		case document.Strong:
			text = around("**", text)
		case document.Tag:
			text = around("*", "("+text+")")
			if i > 0 {
				text = " " + text
			}
		}
		b.WriteString(text)
		if n := p.d.NoteNumber(run.Note); n > 0 {
			b.WriteString("[^" + strconv.Itoa(n) + "]")
		}
	}
	return b.String()
}

// around puts marks around a text; outer spaces would undo them.
func around(mark, text string) string {
	inner := strings.TrimSpace(text)
	if inner == "" {
		return text
	}
	before, after, _ := strings.Cut(text, inner)
	return before + mark + inner + mark + after
}

// blockStart is what makes a heading, list, quotation, rule or code block of a
// line when it stands at its beginning.
var blockStart = regexp.MustCompile(`^(#{1,6}( |$)|[-+=>]|\d{1,9}[.)])`)

// start is runs on a line of their own, which must not begin like a heading, a
// list or a quotation.
func (p *page) start(runs []document.Run) string {
	text := strings.TrimSpace(p.line(runs))
	if found := blockStart.FindString(text); found != "" {
		at := strings.LastIndexAny(found, "#-+=>.)")
		if found[0] == '#' {
			at = 0
		}
		return text[:at] + `\` + text[at:]
	}
	return text
}

// escape is a text that reads as it is. Marks that can do nothing where they
// stand are left alone, to keep the file readable.
func escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch r {
		case '\n', '\r', '\t':
			r = ' '
		case '\\', '`', '*', '[', ']', '~':
			b.WriteByte('\\')
		case '_':
			if !inWord(s, i) {
				b.WriteByte('\\')
			}
		case '&':
			if entity.MatchString(s[i:]) {
				b.WriteString("&amp;")
				continue
			}
		case '<':
			if opens(s[i+1:]) {
				b.WriteByte('\\')
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// entity is what Markdown would read as a character written by its name.
var entity = regexp.MustCompile(`^&(#[0-9xX]|[A-Za-z][A-Za-z0-9]*;)`)

// opens tells whether a "<" before rest would begin a tag or a link.
func opens(rest string) bool {
	return rest != "" && !strings.ContainsAny(rest[:1], " \t\n0123456789=")
}

// inWord tells whether the mark at i stands between two letters or digits.
func inWord(s string, i int) bool {
	word := func(c byte) bool {
		return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
	}
	return i > 0 && i+1 < len(s) && word(s[i-1]) && word(s[i+1])
}

// heading is runs on the line of a heading, where a number sign at the end would
// vanish.
func (p *page) heading(runs []document.Run) string {
	text := p.line(runs)
	if strings.HasSuffix(text, "#") {
		return strings.TrimSuffix(text, "#") + `\#`
	}
	return text
}

// address is where a link leads. A place inside the document is named as most
// programs name headings; other places Markdown does not know.
func (p *page) address(link string) string {
	id, inside := strings.CutPrefix(link, "#")
	if !inside {
		return safe(link)
	}
	for section, name := range p.d.IDs() {
		if name == id {
			return "#" + anchor(document.Plainly(section.Title))
		}
	}
	return ""
}

// anchor is the name of a heading: small letters and digits, with hyphens for
// spaces.
func anchor(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case r == ' ' || r == '-':
			b.WriteByte('-')
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_':
			b.WriteRune(r)
		}
	}
	return b.String()
}

// safe is an address, empty for one that a document must not hold.
func safe(link string) string {
	u, err := url.Parse(link)
	if err != nil || strings.ContainsAny(link, "<>\n ") {
		return ""
	}
	if u.Scheme == "mailto" || (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
		return link
	}
	return ""
}

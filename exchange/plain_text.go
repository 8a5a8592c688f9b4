package exchange

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// readPlain reads plain text, text pasted from a PDF included.
func readPlain(source string) (*Text, error) {
	r := &plainReader{}
	r.read(source)
	return r.text("txt")
}

// plainReader reads text line by line. With marks it reads Markdown, where
// lines of a paragraph belong together; without, it has to find out.
type plainReader struct {
	gathered
	marks *marks
	lines []plainLine
	width int // of the full lines of a text that was broken to a width; 0: each line is a paragraph
	words map[string]bool
	open  *Block // the paragraph or item under way
	last  int    // index of its last line
	fence bool
}

type plainLine struct {
	text   string // without outer white space
	indent int
	hard   bool // Markdown: the line break is meant
}

// A line that begins with a dash is an item when it is short, else somebody who
// speaks.
const longQuote = 160

var (
	plainItem   = regexp.MustCompile(`^(?:[-–—*+•●▪◦‣·○■□►▸➢✓✔\x{f0b7}\x{f0a7}\x{2043}]|o|\(?(?:\d{1,2}|[a-z])[.)])[ \t]+(\S.*)$`)
	closeItem   = regexp.MustCompile(`^[•●▪◦‣\x{f0b7}\x{f0a7}](\S.*)$`)
	innerBullet = regexp.MustCompile(`^(?:[◦○–]|o )`)
	pageNumber  = regexp.MustCompile(`(?i)^(?:(?:sivu|sida|page|s\.)\s*\d{1,4}(?:\s*(?:/|av|of)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]|\d{1,4}\s*\(\d{1,4}\)|\d{1,4}\s*/\s*\d{1,4})$`)
	bareNumber  = regexp.MustCompile(`^\d{1,3}$`)
	rule        = regexp.MustCompile(`^(?:-{3,}|\*{3,}|_{3,}|={3,})$`)
	tableRule   = regexp.MustCompile(`^\|?[\s:|-]*-{3,}[\s:|-]*$`)
)

func (r *plainReader) read(source string) {
	for raw := range strings.SplitSeq(strings.ReplaceAll(source, "\f", "\n\f\n"), "\n") {
		text := strings.TrimSpace(raw)
		indent := 0
		for _, c := range raw {
			if c == '\t' {
				indent += 4
			} else if c == ' ' {
				indent++
			} else {
				break
			}
		}
		line := plainLine{text: text, indent: indent}
		if r.marks != nil {
			line.hard = strings.HasSuffix(raw, "  ") || strings.HasSuffix(raw, `\`)
			line.text = strings.TrimSuffix(text, `\`)
			for strings.HasPrefix(line.text, ">") {
				line.text = strings.TrimSpace(line.text[1:])
			}
		}
		r.lines = append(r.lines, line)
	}
	r.measure()
	r.dropPageNumbers()
	for i := range r.lines {
		r.line(i)
		if r.over {
			return
		}
	}
	r.close()
}

// measure finds the width to which a text was broken, and remembers its words.
func (r *plainReader) measure() {
	var lengths []int
	r.words = map[string]bool{}
	for _, l := range r.lines {
		if n := utf8.RuneCountInString(l.text); n > 20 {
			lengths = append(lengths, n)
		}
		for _, w := range strings.Fields(l.text) {
			if w = strings.ToLower(strings.TrimFunc(w, func(c rune) bool { return !unicode.IsLetter(c) })); len(w) > 3 && len(r.words) < 100_000 {
				r.words[w] = true
			}
		}
	}
	if len(lengths) < 4 {
		return
	}
	slices.Sort(lengths)
	if wide := lengths[len(lengths)*9/10]; wide <= 140 {
		r.width = wide
	}
}

// dropPageNumbers empties lines that say which page it is, and what stands at
// the head of every page. A bare number is a page's when such numbers count up.
func (r *plainReader) dropPageNumbers() {
	var bare, drop []int
	pages, seen := 0, map[string]int{}
	for i, l := range r.lines {
		if pageNumber.MatchString(l.text) {
			r.lines[i].text, pages = "", pages+1
		} else if bareNumber.MatchString(l.text) {
			bare = append(bare, i)
		} else if n := len(l.text); n > 3 && n < 90 {
			seen[l.text]++
		}
	}
	for n, i := range bare {
		here := number(r.lines[i].text)
		follows := n > 0 && here == number(r.lines[bare[n-1]].text)+1
		leads := n+1 < len(bare) && here+1 == number(r.lines[bare[n+1]].text)
		if follows || leads {
			drop = append(drop, i)
		}
	}
	for _, i := range drop {
		r.lines[i].text, pages = "", pages+1
	}
	if pages < 3 {
		return
	}
	first := map[string]bool{}
	for i, l := range r.lines {
		if seen[l.text] < 3 || seen[l.text] < pages-1 {
			continue
		}
		if first[l.text] {
			r.lines[i].text = ""
		}
		first[l.text] = true
	}
}

func (r *plainReader) line(i int) {
	l := r.lines[i]
	switch {
	case r.marks != nil && strings.HasPrefix(l.text, "```"):
		r.close()
		r.fence = !r.fence
	case l.text == "":
		r.close()
	case rule.MatchString(l.text):
		r.underline(l.text)
	case !r.fence && r.heading(i), !r.fence && r.row(i), r.item(i):
	default:
		r.goOn(i)
	}
}

// underline ends a paragraph; in Markdown it makes a single line a heading.
func (r *plainReader) underline(text string) {
	if b := r.open; b != nil && r.marks != nil && b.Kind == ParagraphBlock && !strings.Contains(b.Text, "\n") && len(b.Text) < 200 && strings.ContainsAny(text[:1], "=-") {
		b.Kind, b.Level = HeadingBlock, 2
		if text[0] == '=' {
			b.Level = 1
		}
	}
	r.close()
}

func (r *plainReader) heading(i int) bool {
	words, ok := markedHeading(r.lines[i].text)
	if !ok {
		return false
	}
	r.close()
	level := len(r.lines[i].text) - len(strings.TrimLeft(r.lines[i].text, "#"))
	r.open = &Block{Kind: HeadingBlock, Level: level, Text: words, Line: i + 1}
	r.close()
	return true
}

func (r *plainReader) row(i int) bool {
	text := r.lines[i].text
	piped := r.marks != nil && strings.HasPrefix(text, "|")
	if !piped && !strings.Contains(text, "\t") || plainItem.MatchString(text) || closeItem.MatchString(text) {
		return false
	}
	r.close()
	if piped && tableRule.MatchString(text) {
		return true
	}
	cells := strings.Split(text, "\t")
	if piped {
		cells = pipedCells(text)
	}
	for n, cell := range cells {
		if r.marks != nil {
			cell, _ = r.marks.words(strings.TrimSpace(cell))
		}
		cells[n] = joinSpace(cell)
	}
	r.add(Block{Kind: RowBlock, Text: strings.Join(cells[:min(len(cells), maxColumns)], "\t"), Line: i + 1})
	return true
}

func (r *plainReader) item(i int) bool {
	l := r.lines[i]
	m := plainItem.FindStringSubmatch(l.text)
	if m == nil {
		m = closeItem.FindStringSubmatch(l.text)
	}
	if m == nil || r.speech(i) {
		return false
	}
	if numbered := l.text[0] >= '0' && l.text[0] <= '9'; numbered && r.open != nil && r.open.Kind == ParagraphBlock && r.width > 0 && utf8.RuneCountInString(r.lines[r.last].text) > r.width*6/10 {
		return false // "in the year\n2019. After"
	}
	r.close()
	level := 1 + min(l.indent/2, 8)
	if level == 1 && innerBullet.MatchString(l.text) && len(r.blocks) > 0 && r.blocks[len(r.blocks)-1].Kind == ItemBlock && !r.sameBullet(i) {
		level = 2
	}
	r.open, r.last = &Block{Kind: ItemBlock, Level: level, Text: m[1], Line: i + 1}, i
	return true
}

// sameBullet tells whether the line above is an item of the same kind.
func (r *plainReader) sameBullet(i int) bool {
	for i--; i >= 0; i-- {
		if text := r.lines[i].text; plainItem.MatchString(text) {
			a, _ := utf8.DecodeRuneInString(text)
			b, _ := utf8.DecodeRuneInString(r.lines[min(i+1, len(r.lines)-1)].text)
			return a == b
		}
	}
	return true
}

// speech tells whether a line with a dash is somebody who speaks.
func (r *plainReader) speech(i int) bool {
	first, _ := utf8.DecodeRuneInString(r.lines[i].text)
	return (first == '–' || first == '—') && utf8.RuneCountInString(r.lines[i].text) > longQuote
}

// goOn adds a line to the paragraph or item under way, or begins a paragraph.
func (r *plainReader) goOn(i int) {
	l := r.lines[i]
	if r.open != nil && r.joins(i) {
		r.open.Text = r.join(r.open.Text, l.text, r.separator(i))
		r.last = i
		return
	}
	r.close()
	r.open, r.last = &Block{Kind: ParagraphBlock, Text: l.text, Line: i + 1}, i
}

// joins tells whether a line goes on with what stands above it.
func (r *plainReader) joins(i int) bool {
	before, l := r.lines[r.last], r.lines[i]
	if i != r.last+1 || len(r.open.Text) > maxBlock {
		return false
	}
	length := utf8.RuneCountInString(before.text)
	ended := strings.ContainsAny(before.text[len(before.text)-1:], ".!?:")
	first, _ := utf8.DecodeRuneInString(l.text)
	if r.marks != nil {
		return length <= longQuote || !ended
	}
	switch {
	case unicode.IsLower(first), strings.HasSuffix(before.text, ","), strings.HasSuffix(before.text, "-"), strings.HasSuffix(before.text, "\u00ad"):
		return length > 3
	case r.width == 0:
		return false
	case ended:
		return length >= r.width*8/10
	}
	return length >= r.width*7/10
}

// separator keeps line breaks that are meant: in Markdown those that are
// marked, and those after a short line, as in an address.
func (r *plainReader) separator(i int) string {
	before := r.lines[r.last]
	first, _ := utf8.DecodeRuneInString(r.lines[i].text)
	if r.marks != nil && (before.hard || len(before.text) < 45 && !unicode.IsLower(first) && !strings.HasSuffix(before.text, ",")) {
		return "\n"
	}
	return " "
}

func (r *plainReader) close() {
	b := r.open
	r.open = nil
	if b == nil {
		return
	}
	if r.marks != nil && !r.fence {
		b.Text, b.Lead = r.marks.words(b.Text)
	}
	b.Text = strings.ReplaceAll(b.Text, "\u00ad", "")
	if b.Kind == HeadingBlock {
		b.Text, b.Lead = joinSpace(b.Text), 0
	}
	r.add(*b)
}

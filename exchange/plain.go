package exchange

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tiekartta/i18n"
)

// BlockKind says what a block of a document is.
type BlockKind string

// The kinds of blocks.
const (
	HeadingBlock   BlockKind = "heading"
	ParagraphBlock BlockKind = "paragraph"
	ItemBlock      BlockKind = "item" // of a list
	RowBlock       BlockKind = "row"  // of a table, its cells separated by tabs
)

// Block is one piece of a document's text. A line break that the document sets
// is a line break in Text. Lead counts the bytes at the beginning of Text that
// the document stresses. Line is the line of a text file, and in other formats
// the number of the paragraph.
type Block struct {
	Kind  BlockKind `json:"kind"`
	Level int       `json:"level,omitempty"` // of a heading from 1; of an item from 1
	Text  string    `json:"text"`
	Lead  int       `json:"lead,omitempty"`
	Line  int       `json:"line"`
}

// Levels of headings that no format marks: guessed from how they stand, and
// lines that lead to a list ("Results:").
const (
	guessedLevel = 7
	leadInLevel  = 11
)

// Text is a document as plain text, whatever format it came in.
type Text struct {
	Name   string  `json:"name,omitempty"`  // of the file
	Format string  `json:"format"`          // docx, html, md, txt
	Title  string  `json:"title,omitempty"` // that people call it by, as a source
	Year   int     `json:"year,omitempty"`  // in which it was written
	Blocks []Block `json:"blocks"`
}

// Limits of a document that suggestions are made from. A fact sheet has fifty
// blocks, a report of a hundred pages three thousand.
const (
	maxBlocks     = 5_000
	maxTextLength = 600_000 // bytes of all blocks together
	maxBlock      = 20_000  // bytes of one
	maxName       = 200     // letters of the file's name
)

// What people may say of a document.
const (
	LongestTitle = 300 // letters
	FirstYear    = 1900
	LastYear     = 2100
)

// Section is the text of the heading above a block, empty when there is none.
func (t *Text) Section(block int) string {
	for i := block; i >= 0 && i < len(t.Blocks); i-- {
		if t.Blocks[i].Kind == HeadingBlock && i != block {
			return t.Blocks[i].Text
		}
	}
	return ""
}

// headings are the headings above a block, the nearest first.
func (t *Text) headings(block int) []string {
	var list []string
	level := leadInLevel + 1
	for i := block - 1; i >= 0; i-- {
		if b := t.Blocks[i]; b.Kind == HeadingBlock && b.Level < level {
			list, level = append(list, b.Text), b.Level
		}
	}
	return list
}

// Check refuses a text that did not come from ReadText: it may have passed
// through a browser.
func (t *Text) Check() error {
	var p i18n.Problems
	size, sound := 0, slices.Contains([]string{"docx", "html", "md", "txt"}, t.Format) && utf8.RuneCountInString(t.Name) <= maxName && oneLine(t.Name) &&
		utf8.RuneCountInString(t.Title) <= LongestTitle && oneLine(t.Title) && (t.Year == 0 || t.Year >= FirstYear && t.Year <= LastYear)
	for _, b := range t.Blocks {
		size += len(b.Text)
		sound = sound && b.sound()
	}
	if !sound {
		p.Add("", "document.unreadable")
		return p.Err()
	}
	switch {
	case len(t.Blocks) == 0:
		p.Add("", "document.empty")
	case len(t.Blocks) > maxBlocks || size > maxTextLength:
		p.Add("", "document.too_long")
	}
	return p.Err()
}

// sound tells whether a block is as reading makes them.
func (b Block) sound() bool {
	kinds := []BlockKind{HeadingBlock, ParagraphBlock, ItemBlock, RowBlock}
	return slices.Contains(kinds, b.Kind) && b.Text != "" && b.Lead >= 0 && b.Lead <= len(b.Text) && utf8.ValidString(b.Text) && len(b.Text) <= maxBlock &&
		b.Level >= 0 && b.Level <= leadInLevel && b.Line >= 0 && b.Line <= maxFile
}

// oneLine tells a text without line breaks and other signs that control.
func oneLine(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

// gathered collects blocks, and stops to when there are more than are read.
type gathered struct {
	blocks []Block
	size   int
	over   bool
}

func (g *gathered) add(b Block) {
	b.Text = strings.TrimRightFunc(b.Text, unicode.IsSpace)
	trimmed := strings.TrimLeftFunc(b.Text, unicode.IsSpace)
	b.Lead = max(0, min(b.Lead-(len(b.Text)-len(trimmed)), len(trimmed)))
	b.Text = trimmed
	if b.Text == "" {
		return
	}
	if n := len(g.blocks); n > 0 && b.Kind == g.blocks[n-1].Kind && b.Text == g.blocks[n-1].Text && b.Kind != RowBlock {
		return // a title that stands twice
	}
	for len(b.Text) > maxBlock {
		cut := maxBlock
		for !utf8.RuneStart(b.Text[cut]) {
			cut--
		}
		first := b
		first.Text, first.Lead = b.Text[:cut], min(b.Lead, cut)
		g.put(first)
		b.Text, b.Lead = b.Text[cut:], 0
	}
	g.put(b)
}

func (g *gathered) put(b Block) {
	if g.over || len(g.blocks) >= maxBlocks || g.size+len(b.Text) > maxTextLength {
		g.over = true
		return
	}
	b.Level = min(max(b.Level, 0), leadInLevel)
	g.blocks, g.size = append(g.blocks, b), g.size+len(b.Text)
}

// text is what was gathered, with the headings that no format marks.
func (g *gathered) text(format string) (*Text, error) {
	var p i18n.Problems
	switch {
	case g.over:
		p.Add("", "document.too_long")
	case len(g.blocks) == 0:
		p.Add("", "document.empty")
	}
	if err := p.Err(); err != nil {
		return nil, err
	}
	guessHeadings(g.blocks)
	return &Text{Format: format, Blocks: g.blocks}, nil
}

// chapterNumber is the number in front of a heading, "6.2".
var chapterNumber = regexp.MustCompile(`^\d{1,2}(?:\.\d{1,2})*`)

func (b Block) stressed() bool { return b.Lead == len(b.Text) }

// guessHeadings finds paragraphs that stand like headings: short lines without
// a full stop before longer text, and lines that end in a colon before a list.
func guessHeadings(blocks []Block) {
	for i := len(blocks) - 2; i >= 0; i-- { // what follows may be a heading of this kind itself
		b := &blocks[i]
		if b.Kind != ParagraphBlock || strings.ContainsAny(b.Text, "\n\t") {
			continue
		}
		next, words := blocks[i+1], len(strings.Fields(b.Text))
		switch first, _ := utf8.DecodeRuneInString(b.Text); {
		case strings.HasSuffix(b.Text, ":"):
			if words <= 12 && (next.Kind == ItemBlock || next.Kind == ParagraphBlock && words <= 4) {
				b.Kind, b.Level = HeadingBlock, leadInLevel
			}
		case words > 12 || !unicode.IsUpper(first) && !unicode.IsDigit(first) || !hasLetter(b.Text):
		case strings.ContainsAny(b.Text[len(b.Text)-1:], ".!?,;)\"”’") || strings.ContainsAny(b.Text, "@€%") || strings.Contains(b.Text, ": "):
		case next.Kind == HeadingBlock && next.Level != leadInLevel || next.Kind == RowBlock && !b.stressed():
		case next.Kind == ItemBlock || next.Kind == HeadingBlock || len(next.Text) > 2*len(b.Text) && len(next.Text) > 60 || b.stressed():
			b.Kind, b.Level = HeadingBlock, guessedLevel+min(strings.Count(chapterNumber.FindString(b.Text), "."), 3)
		}
	}
}

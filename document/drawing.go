package document

import (
	"html"
	"strconv"
	"strings"

	"tiekartta/i18n"
)

// Chart is figures that can be drawn. Draw lays them out for a width: below
// Narrow it uses the arrangement for telephones.
type Chart interface {
	Draw(width float64) Drawing
}

// Widths that writers ask for, in the unit of a drawing, which on screen is one
// CSS pixel; text is 13 of them high or more.
const (
	Page   = 840.0 // on A4 letters are then as large as in tables
	Narrow = 560.0
	Phone  = 288.0
)

// Drawing is a chart laid out: shapes on a plane whose origin is top left.
// Title and Words say what it shows.
type Drawing struct {
	Title         string
	Words         InWords
	Lang          i18n.Lang // of title and words
	Width, Height float64
	Shapes        []Shape
	Breaks        []float64 // where a page may end, from top to bottom: no shape goes across
}

// Slices cuts a drawing at its breaks, to be set one below the other. The first
// keeps the title and the words of the whole.
func (d Drawing) Slices() []Drawing {
	var slices []Drawing
	top := 0.0
	for _, bottom := range append(append([]float64{}, d.Breaks...), d.Height) {
		slice := Drawing{Lang: d.Lang, Width: d.Width, Height: bottom - top}
		if top == 0 {
			slice.Title, slice.Words = d.Title, d.Words
		}
		for _, s := range d.Shapes {
			if y := s.top(); y >= top && y < bottom {
				slice.Shapes = append(slice.Shapes, s.moved(-top))
			}
		}
		slices = append(slices, slice)
		top = bottom
	}
	return slices
}

func (s Shape) top() float64 {
	switch s.Kind {
	case Circle:
		return s.Y - s.R
	case Polygon, Line:
		y := s.Points[1]
		for i := 3; i < len(s.Points); i += 2 {
			y = min(y, s.Points[i])
		}
		return y
	case Label:
		return s.Y - s.Size*0.75
	}
	return s.Y
}

// moved is a shape further down.
func (s Shape) moved(by float64) Shape {
	s.Y += by
	s.Points = append([]float64{}, s.Points...)
	for i := 1; i < len(s.Points); i += 2 {
		s.Points[i] += by
	}
	return s
}

// Shape is a rectangle (X, Y, W, H), a circle (X, Y, R), a polygon or an open
// line through Points, or Text whose baseline begins, ends or is centred at X, Y.
type Shape struct {
	Kind       ShapeKind
	Ink        Ink
	X, Y, W, H float64
	R          float64
	Points     []float64 // x and y in turn
	Text       string
	Full       string // the whole text where Text is shortened
	Lang       i18n.Lang
	Size       float64
	Bold       bool
	Anchor     Anchor
	Turn       float64 // degrees, clockwise, around X, Y
}

// ShapeKind says what a shape is.
type ShapeKind int

// The kinds of shapes.
const (
	Rectangle ShapeKind = iota
	Circle
	Polygon
	Line
	Label
)

// Anchor says which end of a text stands at its X.
type Anchor string

// The anchors of texts.
const (
	Start  Anchor = "start"
	Middle Anchor = "middle"
	End    Anchor = "end"
)

// Ink is the role of a shape; formats and pages decide on its colour. In SVG it
// is the class "tk-" and its name.
type Ink string

// The inks.
const (
	InkText  Ink = "text"
	InkQuiet Ink = "quiet"
	InkOn    Ink = "on" // text on a bar
	InkGrid  Ink = "grid"
	InkBand  Ink = "band"
	InkBar   Ink = "bar"
	InkSoft  Ink = "soft" // the rest of a whole, of which a bar is a part
	InkOpen  Ink = "open" // a bar without an end
	InkMark  Ink = "mark" // an interval
)

// paint is how an ink looks where no style sheet says otherwise. Each is
// readable on white and on a dark page.
func (k Ink) paint() string {
	switch k {
	case InkText:
		return `fill="currentColor"`
	case InkQuiet:
		return `fill="currentColor" fill-opacity="0.8"`
	case InkOn:
		return `fill="#ffffff"`
	case InkGrid:
		return `fill="none" stroke="currentColor" stroke-opacity="0.25"`
	case InkBand, InkSoft:
		return `fill="currentColor" fill-opacity="0.08"`
	case InkOpen:
		return `fill="#2474b5" fill-opacity="0.25" stroke="#2474b5" stroke-width="1.5"`
	case InkMark:
		return `fill="none" stroke="currentColor" stroke-width="2"`
	}
	return `fill="#2474b5"`
}

// SVG writes the drawing for a page or file. The ids in it begin with id; one
// without an id goes on from another and is hidden from programs that read
// aloud. It has no style attribute and no style element, so that it passes a
// strict content security policy.
func (d Drawing) SVG(id string) string {
	var b strings.Builder
	esc := html.EscapeString
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" class="tk-chart"`)
	if id == "" {
		b.WriteString(` aria-hidden="true"`)
	} else {
		b.WriteString(` role="img" aria-labelledby="` + esc(id) + `-t" aria-describedby="` + esc(id) + `-d"`)
	}
	if d.Lang != "" {
		b.WriteString(` lang="` + esc(string(d.Lang)) + `"`)
	}
	b.WriteString(` width="` + num(d.Width) + `" height="` + num(d.Height) + `" viewBox="0 0 ` + num(d.Width) + ` ` + num(d.Height) + "\">\n")
	if id != "" {
		b.WriteString(`<title id="` + esc(id) + `-t">` + esc(d.Title) + "</title>\n")
		b.WriteString(`<desc id="` + esc(id) + `-d">` + esc(d.Words.String()) + "</desc>\n")
	}
	for _, s := range d.Shapes {
		b.WriteString(s.svg(d.Lang) + "\n")
	}
	b.WriteString("</svg>")
	return b.String()
}

func (s Shape) svg(lang i18n.Lang) string {
	look := `class="tk-` + string(s.Ink) + `" ` + s.Ink.paint()
	switch s.Kind {
	case Rectangle:
		return `<rect ` + look + at("x", s.X, "y", s.Y, "width", s.W, "height", s.H, "rx", s.R) + `/>`
	case Circle:
		return `<circle ` + look + at("cx", s.X, "cy", s.Y, "r", s.R) + `/>`
	case Polygon:
		return `<polygon ` + look + ` points="` + points(s.Points) + `"/>`
	case Line:
		return `<polyline ` + look + ` points="` + points(s.Points) + `"/>`
	}
	return s.label(look, lang)
}

func (s Shape) label(look string, lang i18n.Lang) string {
	t := `<text ` + look + at("x", s.X, "y", s.Y, "font-size", s.Size)
	if s.Bold {
		t += ` font-weight="700"`
	}
	if s.Anchor != "" && s.Anchor != Start {
		t += ` text-anchor="` + string(s.Anchor) + `"`
	}
	if s.Turn != 0 {
		t += ` transform="rotate(` + num(s.Turn) + ` ` + num(s.X) + ` ` + num(s.Y) + `)"`
	}
	if s.Lang != "" && s.Lang != lang {
		t += ` lang="` + html.EscapeString(string(s.Lang)) + `"`
	}
	t += `>`
	if s.Full != "" && s.Full != s.Text {
		t += `<title>` + html.EscapeString(s.Full) + `</title>`
	}
	return t + html.EscapeString(s.Text) + `</text>`
}

func at(pairs ...any) string {
	s := ""
	for i := 0; i+1 < len(pairs); i += 2 {
		s += ` ` + pairs[i].(string) + `="` + num(pairs[i+1].(float64)) + `"`
	}
	return s
}

func points(xy []float64) string {
	s := make([]string, len(xy))
	for i, v := range xy {
		s[i] = num(v)
	}
	return strings.Join(s, " ")
}

func num(v float64) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// text appends lines of text one below the other, the first with its baseline
// at s.Y; the last line carries the whole text where it was shortened.
func (d *Drawing) text(s Shape, lines []string, lead float64, full string) {
	s.Kind = Label
	for i, line := range lines {
		s.Text, s.Full = line, ""
		if i == len(lines)-1 && strings.HasSuffix(line, ellipsis) {
			s.Full = full
		}
		d.Shapes = append(d.Shapes, s)
		s.Y += lead
	}
}

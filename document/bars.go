package document

import (
	"tiekartta/i18n"
)

// Bars draws results side by side, each on its own scale: figures of different
// units are never put on one.
type Bars struct {
	Title  string
	Words  InWords // Describe writes them
	Lang   i18n.Lang
	Panels []Panel
}

// Panel is one result with its parts. Scale is what a full bar stands for, 100
// for shares.
type Panel struct {
	Label Run
	Value string // the figure with its unit, in words; may be empty
	Note  string // of what it is a share, when it was measured
	Scale float64
	Bars  []Bar
}

// Bar is one figure. Text is the figure as people read it; without it and a
// label the bar stands for the panel's value. Low and High bound
// its interval when High is above Low.
type Bar struct {
	Label     Run
	Value     float64
	Text      string
	Low, High float64
}

// Describe returns the bars with what they show in words.
func (b Bars) Describe(m *i18n.Messages) Bars {
	b.Words = InWords{Summary: m.T(b.Lang, "chart.bars.summary", "N", len(b.Panels))}
	for _, panel := range b.Panels {
		line := Point{Label: panel.Label}
		for _, part := range []string{panel.Value, panel.Note} {
			if part != "" {
				line.Items = append(line.Items, []Run{{Text: part, Lang: b.Lang}})
			}
		}
		for _, bar := range panel.Bars {
			if bar.Text != "" {
				line.Items = append(line.Items, []Run{bar.Label, {Text: " " + bar.Text, Lang: b.Lang}})
			}
		}
		b.Words.Lines = append(b.Words.Lines, line)
	}
	return b
}

// HasIntervals tells whether a bar shows an interval, which needs explaining.
func (b Bars) HasIntervals() bool {
	for _, panel := range b.Panels {
		for _, bar := range panel.Bars {
			if bar.High > bar.Low {
				return true
			}
		}
	}
	return false
}

const (
	gutter    = 36.0
	valueSize = 28.0
)

// Draw lays the panels out, up to three beside each other.
func (b Bars) Draw(width float64) Drawing {
	d := Drawing{Title: b.Title, Words: b.Words, Lang: b.Lang, Width: width}
	columns := 1
	if width >= Narrow {
		columns = min(max(len(b.Panels), 2), 3)
		if len(b.Panels) == 4 {
			columns = 2
		}
	}
	w := (width - gutter*float64(columns-1)) / float64(columns)
	y, tallest := 0.0, 0.0
	for i, panel := range b.Panels {
		if i > 0 && i%columns == 0 {
			y, tallest = y+tallest+gutter/2, 0
		}
		x := float64(i%columns) * (w + gutter)
		tallest = max(tallest, panel.draw(&d, x, y, w))
	}
	d.Height = y + tallest + 2
	return d
}

// draw puts a panel at x, y and returns its height.
func (p Panel) draw(d *Drawing, x, y, w float64) float64 {
	top := y
	d.Shapes = append(d.Shapes, Shape{Kind: Rectangle, Ink: InkBar, X: x, Y: y, W: w, H: 3})
	y += 26
	if p.Value != "" {
		lines := wrap(p.Value, w, valueSize, 2)
		y += 10
		d.text(Shape{Ink: InkText, X: x, Y: y, Size: valueSize, Bold: true}, lines, valueSize+4, p.Value)
		y += float64(len(lines)-1)*(valueSize+4) + 24
	}
	lines := wrap(p.Label.Text, w, textSize+1, 4)
	d.text(Shape{Ink: InkText, X: x, Y: y, Size: textSize + 1, Bold: true, Lang: p.Label.Lang}, lines, lead+1, p.Label.Text)
	y += float64(len(lines)) * (lead + 1)
	if p.Note != "" {
		lines := wrap(p.Note, w, textSize, 3)
		d.text(Shape{Ink: InkQuiet, X: x, Y: y, Size: textSize}, lines, lead, p.Note)
		y += float64(len(lines)) * lead
	}
	for _, bar := range p.Bars {
		y = bar.draw(d, track{x: x, w: w, scale: p.Scale}, y+6)
	}
	return y - top
}

// track is where the bars of a panel lie, and what its whole width stands for.
type track struct{ x, w, scale float64 }

// along is how far a value reaches, never beyond the track.
func (t track) along(v float64) float64 {
	if t.scale <= 0 {
		return 0
	}
	return t.w * min(max(v/t.scale, 0), 1)
}

// draw puts a bar below y and returns where the next may begin.
func (b Bar) draw(d *Drawing, t track, y float64) float64 {
	x, w := t.x, t.w
	if b.Text != "" {
		room := w - textWidth(b.Text, textSize) - 10
		lines := wrap(b.Label.Text, room, textSize, 2)
		d.text(Shape{Ink: InkText, X: x, Y: y + 8, Size: textSize, Lang: b.Label.Lang}, lines, lead, b.Label.Text)
		d.text(Shape{Ink: InkText, X: x + w, Y: y + 8, Size: textSize, Bold: true, Anchor: End}, []string{b.Text}, lead, "")
		y += 8 + float64(max(len(lines)-1, 0))*lead + 8
	}
	d.Shapes = append(d.Shapes,
		Shape{Kind: Rectangle, Ink: InkSoft, X: x, Y: y, W: w, H: barSize},
		Shape{Kind: Rectangle, Ink: InkBar, X: x, Y: y, W: t.along(b.Value), H: barSize})
	if b.High > b.Low {
		low, high, middle := x+t.along(b.Low), x+t.along(b.High), y+barSize+5
		d.Shapes = append(d.Shapes,
			Shape{Kind: Line, Ink: InkMark, Points: []float64{low, middle - 4, low, middle + 4}},
			Shape{Kind: Line, Ink: InkMark, Points: []float64{low, middle, high, middle}},
			Shape{Kind: Line, Ink: InkMark, Points: []float64{high, middle - 4, high, middle + 4}})
		y += 10
	}
	return y + barSize + 12
}

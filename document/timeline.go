package document

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"tiekartta/i18n"
)

// Timeline draws actions as bars over years, in groups.
type Timeline struct {
	Title       string
	Words       InWords // Describe writes them
	Lang        i18n.Lang
	First, Last int // the years of the period, both included
	Groups      []TimelineGroup
}

// TimelineGroup is the bars of one section.
type TimelineGroup struct {
	Label Run
	Bars  []TimelineBar
}

// TimelineBar is one action. From and To are years with their fraction, as Year
// gives them. A bar with neither, and not Open, has no schedule that could be
// drawn and shows When alone.
type TimelineBar struct {
	Label Run
	When  Run     // the schedule in words
	From  float64 // 0: from the beginning of the period
	To    float64
	Open  bool // without an end
}

// Year is the place of a date (YYYY, YYYY-MM, YYYY-MM-DD) on a line of years:
// its beginning, or its end when it closes a period. ok is false for what is no
// date.
func Year(date string, closes bool) (year float64, ok bool) {
	parts := strings.Split(date, "-")
	n := make([]int, len(parts))
	for i, part := range parts {
		var err error
		if n[i], err = strconv.Atoi(part); err != nil || n[i] < 1 {
			return 0, false
		}
	}
	end := 0.0
	if closes {
		end = 1
	}
	year = float64(n[0])
	switch {
	case len(parts[0]) != 4 || len(n) > 3:
		return 0, false
	case len(n) == 1:
		return year + end, true
	case n[1] > 12:
		return 0, false
	case len(n) == 2:
		return year + (float64(n[1]-1)+end)/12, true
	case n[2] > 31:
		return 0, false
	}
	return year + (float64(n[1]-1)+(float64(n[2]-1)+end)/31)/12, true
}

// Describe returns the timeline with what it shows in words.
func (t Timeline) Describe(m *i18n.Messages) Timeline {
	total := 0
	t.Words = InWords{}
	for _, group := range t.Groups {
		line := Point{Label: group.Label}
		for _, bar := range group.Bars {
			item := []Run{bar.Label}
			if bar.When.Text != "" {
				item = append(item, Run{Text: " (", Lang: t.Lang}, bar.When, Run{Text: ")", Lang: t.Lang})
			}
			line.Items = append(line.Items, item)
		}
		total += len(group.Bars)
		t.Words.Lines = append(t.Words.Lines, line)
	}
	period := i18n.Period(t.Lang, strconv.Itoa(t.First), strconv.Itoa(t.Last))
	t.Words.Summary = m.T(t.Lang, "chart.timeline.summary", "N", total, "Period", period)
	return t
}

// sheet is what a timeline needs while it is drawn.
type sheet struct {
	*Drawing
	t          Timeline
	y          float64
	axis       float64 // x of the beginning of the period
	year       float64 // width of a year
	label      float64 // width of the labels
	when       float64 // width of the schedules, which begin there too
	whenAt     float64
	labelLines int
	stacked    bool // label above the bar, for telephones
}

const (
	textSize = 14.0
	lead     = 18.0
	barSize  = 14.0
	// barsOnPage are as many as fit on a printed page; a group that has more is
	// drawn in parts, each with label and years.
	barsOnPage = 20
	// whenLines is enough for a period and how often something recurs in it.
	whenLines = 3
)

// whenWidth is as much of the room for the schedules as the widest of them
// needs; the labels get the rest.
func (t Timeline) whenWidth(room float64) float64 {
	widest := 0.0
	for _, group := range t.Groups {
		for _, bar := range group.Bars {
			widest = max(widest, textWidth(bar.When.Text, textSize))
		}
	}
	return min(widest, room)
}

// together keeps the parts of a date on one line, and a dash with what is before
// it: "31 December 2028" is broken nowhere.
func together(when string) string {
	runes := []rune(when)
	for i := 1; i < len(runes)-1; i++ {
		before, after := runes[i-1], runes[i+1]
		figure := unicode.IsDigit(before) && unicode.IsLetter(after) || unicode.IsLetter(before) && unicode.IsDigit(after)
		if runes[i] == ' ' && (figure || after == '–') {
			runes[i] = '\u00a0'
		}
	}
	return string(runes)
}

// Draw lays the timeline out.
func (t Timeline) Draw(width float64) Drawing {
	d := Drawing{Title: t.Title, Words: t.Words, Lang: t.Lang, Width: width}
	years := float64(max(t.Last-t.First+1, 1))
	s := sheet{Drawing: &d, t: t, stacked: width < Narrow}
	if s.stacked {
		s.axis, s.label, s.labelLines = 10, width-8, 4
		s.year = (width - 22) / years
	} else {
		s.axis, s.when, s.labelLines = width*0.6, t.whenWidth(width*0.21), 3
		s.whenAt = s.axis - s.when - 16
		s.label = s.whenAt - 20
		s.year = (width*0.4 - 22) / years
	}
	for _, group := range t.Groups {
		for bars := group.Bars; len(bars) > 0; {
			n := min(len(bars), barsOnPage)
			if s.y > 0 {
				d.Breaks = append(d.Breaks, s.y)
			}
			s.group(TimelineGroup{Label: group.Label, Bars: bars[:n]})
			bars = bars[n:]
		}
	}
	d.Height = s.y + 2
	return d
}

func (s *sheet) group(group TimelineGroup) {
	head := wrap(group.Label.Text, s.label, textSize, 2)
	height := float64(len(head))*lead + 14
	if s.stacked {
		height += lead + 4
	}
	s.Shapes = append(s.Shapes, Shape{Kind: Rectangle, Ink: InkBand, X: 0, Y: s.y, W: s.Width, H: height})
	s.text(Shape{Ink: InkText, X: 4, Y: s.y + 20, Size: textSize, Bold: true, Lang: group.Label.Lang}, head, lead, group.Label.Text)
	s.years(s.y + height - 12)
	s.y += height
	top := s.y
	grid := len(s.Shapes)
	for i, bar := range group.Bars {
		if i > 0 && !s.stacked {
			s.Shapes = append(s.Shapes, Shape{Kind: Line, Ink: InkGrid, Points: []float64{0, s.y, s.Width, s.y}})
		}
		s.row(bar)
	}
	var lines []Shape
	for i := 0; i <= s.t.Last-s.t.First+1; i++ {
		x := s.axis + float64(i)*s.year
		lines = append(lines, Shape{Kind: Line, Ink: InkGrid, Points: []float64{x, top, x, s.y}})
	}
	if !s.stacked { // on a telephone they would run through the labels
		s.Shapes = append(s.Shapes[:grid:grid], append(lines, s.Shapes[grid:]...)...)
	}
	s.y += 10
}

// years writes the years of the axis, as many as there is room for.
func (s *sheet) years(y float64) {
	step := int(math.Ceil((textWidth("2027", textSize) + 6) / s.year))
	for year := s.t.First; year <= s.t.Last; year += max(step, 1) {
		x := s.axis + (float64(year-s.t.First)+0.5)*s.year
		s.text(Shape{Ink: InkText, X: x, Y: y, Size: textSize, Anchor: Middle}, []string{strconv.Itoa(year)}, lead, "")
	}
}

func (s *sheet) row(bar TimelineBar) {
	label := wrap(bar.Label.Text, s.label, textSize, s.labelLines)
	word := Shape{Ink: InkText, X: 4, Y: s.y + 19, Size: textSize, Lang: bar.Label.Lang}
	s.text(word, label, lead, bar.Label.Text)
	if s.stacked {
		when := wrap(together(bar.When.Text), s.label, textSize, whenLines)
		y := s.y + 19 + float64(len(label))*lead
		s.text(Shape{Ink: InkQuiet, X: 4, Y: y, Size: textSize, Lang: bar.When.Lang}, when, lead, bar.When.Text)
		s.y = y + float64(len(when)-1)*lead + 8
		s.bar(bar, s.y)
		s.y += barSize + 14
		return
	}
	when := wrap(together(bar.When.Text), s.when, textSize, whenLines)
	s.text(Shape{Ink: InkQuiet, X: s.whenAt, Y: s.y + 19, Size: textSize, Lang: bar.When.Lang}, when, lead, bar.When.Text)
	height := float64(max(len(label), len(when), 1))*lead + 12
	s.bar(bar, s.y+(height-barSize)/2)
	s.y += height
}

// bar draws the bar itself. What begins before the period or ends after it is
// cut there and pointed; what has no end is an open arrow.
func (s *sheet) bar(bar TimelineBar, y float64) {
	from, to := bar.From, bar.To
	first, last := float64(s.t.First), float64(s.t.Last+1)
	if from == 0 {
		from = first
	}
	if bar.Open {
		to = last
	}
	if to <= from || to <= first || from >= last {
		return
	}
	left, right := s.axis+(max(from, first)-first)*s.year, s.axis+(min(to, last)-first)*s.year
	right = max(right, left+4)
	middle, bottom, tip := y+barSize/2, y+barSize, barSize/2
	outline := []float64{left, y, right, y}
	if bar.Open || to > last {
		outline = append(outline, right+tip, middle)
	}
	outline = append(outline, right, bottom, left, bottom)
	if from < first {
		outline = append(outline, left-tip, middle)
	}
	ink := InkBar
	if bar.Open {
		ink = InkOpen
	}
	s.Shapes = append(s.Shapes, Shape{Kind: Polygon, Ink: ink, Points: outline})
}

package document

import (
	"strings"
	"testing"

	"tiekartta/i18n"
)

func TestYearPlacesDatesOnTheLine(t *testing.T) {
	for _, test := range []struct {
		date   string
		closes bool
		want   float64
		ok     bool
	}{
		{"2027", false, 2027, true}, {"2027", true, 2028, true},
		{"2027-07", false, 2027.5, true}, {"2027-12", true, 2028, true},
		{"2027-01-01", false, 2027, true}, {"2027-12-31", true, 2028, true},
		{"", false, 0, false}, {"27", false, 0, false}, {"2027-13", false, 0, false},
		{"2027-01-32", false, 0, false}, {"2027-01-01-01", false, 0, false}, {"kesä", false, 0, false}, {"2027-00", false, 0, false},
	} {
		if got, ok := Year(test.date, test.closes); ok != test.ok || got < test.want-1e-9 || got > test.want+1e-9 {
			t.Errorf("Year(%q, %v) = %v, %v", test.date, test.closes, got, ok)
		}
	}
}

func polygons(d Drawing) []Shape {
	var found []Shape
	for _, s := range d.Shapes {
		if s.Kind == Polygon {
			found = append(found, s)
		}
	}
	return found
}

func TestBarsStandInOrderUnderTheirYears(t *testing.T) {
	for _, width := range []float64{Page, Phone} {
		d := sampleTimeline(i18n.Finnish).Draw(width)
		bars := polygons(d)
		if len(bars) != 4 {
			t.Fatalf("%d bars; those without a schedule or outside the period have none", len(bars))
		}
		last := -1.0
		for _, bar := range bars {
			if _, y0, _, _ := box(bar); y0 <= last {
				t.Errorf("at %v the bars are not in the order of the actions", width)
			} else {
				last = y0
			}
		}
		years := map[string]float64{}
		for _, s := range d.Shapes {
			if s.Kind == Label && len(s.Text) == 4 && strings.HasPrefix(s.Text, "20") && s.Anchor == Middle {
				years[s.Text] = s.X
			}
		}
		x0, _, x1, _ := box(bars[0])
		if years["2027"] < x0 || years["2027"] > x1 || years["2028"] < x1 {
			t.Errorf("at %v the bar of 2027 covers %v to %v, the years stand at %v", width, x0, x1, years)
		}
	}
}

func TestABarThatGoesOnIsAnArrow(t *testing.T) {
	d := sampleTimeline(i18n.Finnish).Draw(Page)
	bars := polygons(d)
	if bars[1].Ink != InkOpen {
		t.Errorf("a continuous action is drawn as %q", bars[1].Ink)
	}
	plain, open := len(bars[0].Points), len(bars[1].Points)
	if plain != 8 || open != 10 {
		t.Errorf("a closed bar has %d coordinates, an open one %d", plain, open)
	}
	begin, _, _, _ := box(bars[0])
	if before, _, _, _ := box(bars[2]); before >= begin {
		t.Error("a bar that begins before the period has no point on the left")
	}
}

func TestASchedulesTextIsWholeAndBreaksAtItsDashOrSpaces(t *testing.T) {
	for _, when := range []string{
		"1.2.2027–31.12.2028", "2027–2030, kerran vuosineljänneksessä", "1.2.2027–31.12.2028, 2 gånger i kvartalet", "Jatkuva, alkaa 5/2027", "1 February 2027 – 31 December 2028",
	} {
		tl := Timeline{First: 2027, Last: 2030, Groups: []TimelineGroup{{Bars: []TimelineBar{{Label: Run{Text: longLabel}, When: Run{Text: when}, From: 2027, To: 2029}}}}}
		for _, width := range []float64{Page, Phone} {
			whole := ""
			for _, s := range tl.Draw(width).Shapes {
				if s.Ink != InkQuiet {
					continue
				}
				if strings.HasSuffix(s.Text, "-") {
					t.Errorf("at %v %q is broken by a hyphen: %q", width, when, s.Text)
				}
				if strings.HasSuffix(s.Text, "31") || strings.HasPrefix(s.Text, "–") {
					t.Errorf("at %v the date of %q is torn: %q", width, when, s.Text)
				}
				whole += strings.Join(strings.Fields(s.Text), "")
			}
			if whole != strings.Join(strings.Fields(when), "") {
				t.Errorf("at %v %q is shown as %q", width, when, whole)
			}
		}
	}
}

func TestLabelsTakeTheRoomThatShortSchedulesLeave(t *testing.T) {
	lines := func(when string) int {
		tl := Timeline{First: 2027, Last: 2030, Groups: []TimelineGroup{{Bars: []TimelineBar{{Label: Run{Text: longLabel}, When: Run{Text: when}}}}}}
		n := 0
		for _, s := range tl.Draw(Page).Shapes {
			if s.Kind == Label && s.Ink == InkText && s.X == 4 {
				n++
			}
		}
		return n
	}
	if short, long := lines("2027"), lines("1.2.2027–31.12.2028"); short > long {
		t.Errorf("%d lines beside a short schedule, %d beside a long one", short, long)
	}
}

func TestSlicesHoldEveryShapeOnceAndEachBeginsWithItsYears(t *testing.T) {
	tl := Timeline{Title: "Aikajana", First: 2027, Last: 2030}
	for _, n := range []int{3, 45, 1} {
		group := TimelineGroup{Label: Run{Text: "g"}}
		for range n {
			group.Bars = append(group.Bars, TimelineBar{Label: Run{Text: longLabel}, When: Run{Text: "2027–2028"}, From: 2027, To: 2029})
		}
		tl.Groups = append(tl.Groups, group)
	}
	d := tl.Draw(Page)
	slices := d.Slices()
	if len(slices) != 5 { // the second group needs three
		t.Fatalf("%d slices", len(slices))
	}
	shapes, height := 0, 0.0
	for i, slice := range slices {
		years := 0
		for _, s := range slice.Shapes {
			if _, y0, _, y1 := box(s); y0 < -0.1 || y1 > slice.Height+0.1 {
				t.Errorf("slice %d of %v: %+v lies outside", i+1, slice.Height, s)
			}
			if s.Kind == Label && s.Text == "2027" {
				years++
			}
		}
		if years != 1 || (slice.Title == "") != (i > 0) {
			t.Errorf("slice %d: %d times the years, title %q", i+1, years, slice.Title)
		}
		shapes, height = shapes+len(slice.Shapes), height+slice.Height
	}
	if shapes != len(d.Shapes) || height != d.Height {
		t.Errorf("%d of %d shapes on %v of %v", shapes, len(d.Shapes), height, d.Height)
	}
	if svg := slices[1].SVG(""); !strings.Contains(svg, `aria-hidden="true"`) || strings.Contains(svg, "role=") || strings.Contains(svg, "<title id") {
		t.Error("a slice that goes on is read aloud")
	}
	if len(sampleMatrix().Draw(Page).Slices()) != 1 {
		t.Error("a matrix is cut")
	}
}

func TestChartsAreDescribedInWords(t *testing.T) {
	m, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Langs() {
		tl := sampleTimeline(lang).Describe(m).Words.String()
		for _, want := range []string{longLabel, "Valmennus", "2024–2028", "sovitaan myöhemmin", "2027–2030"} {
			if !strings.Contains(tl, want) {
				t.Errorf("%s: the timeline's description lacks %q", lang, want)
			}
		}
		x := Matrix{Lang: lang, Rows: []string{"Äidit", "Nuoret"}, Columns: []string{"Työ", "Asuminen"}, Counts: [][]int{{2, 0}, {0, 0}}}.Describe(m).Words.String()
		if !strings.Contains(x, ": Asuminen.") || !strings.Contains(x, "Äidit: Työ\u00a02.") || !strings.Contains(x, ": Nuoret.") {
			t.Errorf("%s: the matrix says %q", lang, x)
		}
		b := sampleBars()
		b.Lang = lang
		for _, text := range []string{tl, x, b.Describe(m).Words.String()} {
			if strings.Contains(text, "chart.") {
				t.Errorf("%s: a key without a text: %q", lang, text)
			}
		}
	}
}

func TestBarsNeverLeaveTheirTrack(t *testing.T) {
	d := sampleBars().Draw(Page)
	var track Shape
	for _, s := range d.Shapes {
		if s.Kind != Rectangle {
			continue
		}
		switch {
		case s.Ink == InkSoft:
			track = s
		case s.Ink == InkBar && s.H == barSize && (s.Y != track.Y || s.W > track.W+0.01):
			t.Errorf("a bar of %v on a track of %v", s.W, track.W)
		}
	}
}

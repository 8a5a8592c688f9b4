package document

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"tiekartta/i18n"
)

const longLabel = "Maahanmuuttajaäitien kielikoulutuksen ja varhaiskasvatusyhteistyön kehittämiskokonaisuus kaikissa kaupunginosissa"

func sampleTimeline(lang i18n.Lang) Timeline {
	return Timeline{
		Title: "Aikajana", Lang: lang, First: 2027, Last: 2030,
		Groups: []TimelineGroup{
			{Label: Run{Text: "Työ"}, Bars: []TimelineBar{
				{Label: Run{Text: longLabel}, When: Run{Text: "2027"}, From: 2027, To: 2028},
				{Label: Run{Text: "Valmennus"}, When: Run{Text: "Jatkuva"}, Open: true},
				{Label: Run{Text: "Vanha"}, When: Run{Text: "2024–2028"}, From: 2024, To: 2029},
			}},
			{Label: Run{Text: longLabel}, Bars: []TimelineBar{
				{Label: Run{Text: "Pitkä"}, When: Run{Text: "2029–2035"}, From: 2029, To: 2036},
				{Label: Run{Text: "Sopimatta"}, When: Run{Text: "sovitaan myöhemmin"}},
				{Label: Run{Text: "Mennyt"}, When: Run{Text: "2020"}, From: 2020, To: 2021},
				{Label: Run{Text: "Tuleva"}, When: Run{Text: "2040"}, From: 2040, To: 2041},
			}},
		},
	}
}

func sampleMatrix() Matrix {
	x := Matrix{Title: "Kattavuus", Lang: i18n.Finnish, Empty: "Ei käytäntöjä"}
	for i := range 13 {
		x.Columns = append(x.Columns, fmt.Sprintf("Lapset, nuoret ja perheet %d", i))
	}
	for i := range 16 {
		x.Rows = append(x.Rows, fmt.Sprintf("Heikosti luku- ja kirjoitustaitoiset %d", i))
		x.Counts = append(x.Counts, make([]int, 13))
		x.Counts[i][i%13] = i
	}
	return x
}

func sampleBars() Bars {
	panel := func(n int) Panel {
		return Panel{
			Label: Run{Text: longLabel}, Value: "228 166 henkilöä", Note: "Osuus joukosta: valmennuksen päättäneet (456)", Scale: 100,
			Bars: []Bar{
				{Label: Run{Text: longLabel}, Value: float64(n), Text: "54,5 %", Low: float64(n) - 5, High: float64(n) + 5},
				{Label: Run{Text: "naiset"}, Value: 140, Text: "140 %"},
			},
		}
	}
	return Bars{Title: "Tulokset", Lang: i18n.Finnish, Panels: []Panel{panel(0), panel(50), panel(98), panel(100), panel(7)}}
}

func charts() map[string]Chart {
	return map[string]Chart{"timeline": sampleTimeline(i18n.Finnish), "matrix": sampleMatrix(), "bars": sampleBars()}
}

// box is what a shape covers; a label as wide as it can get.
func box(s Shape) (x0, y0, x1, y1 float64) {
	switch s.Kind {
	case Rectangle:
		return s.X, s.Y, s.X + s.W, s.Y + s.H
	case Circle:
		return s.X - s.R, s.Y - s.R, s.X + s.R, s.Y + s.R
	case Polygon, Line:
		x0, y0, x1, y1 = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
		for i := 0; i < len(s.Points); i += 2 {
			x0, x1 = min(x0, s.Points[i]), max(x1, s.Points[i])
			y0, y1 = min(y0, s.Points[i+1]), max(y1, s.Points[i+1])
		}
		return x0, y0, x1, y1
	}
	w := textWidth(s.Text, s.Size)
	x0 = s.X
	switch s.Anchor {
	case Middle:
		x0 -= w / 2
	case End:
		x0 -= w
	}
	return x0, s.Y - s.Size*0.75, x0 + w, s.Y + s.Size*0.2
}

func TestEveryShapeStandsInsideItsDrawing(t *testing.T) {
	for name, chart := range charts() {
		for _, width := range []float64{Page, Narrow, Phone} {
			d := chart.Draw(width)
			if len(d.Shapes) == 0 || d.Height <= 0 {
				t.Fatalf("%s at %v: nothing drawn", name, width)
			}
			for _, s := range d.Shapes {
				if s.Turn != 0 {
					continue
				}
				if x0, y0, x1, y1 := box(s); x0 < -0.1 || y0 < -0.1 || x1 > d.Width+0.1 || y1 > d.Height+0.1 {
					t.Errorf("%s at %v: %q %+v lies outside %v × %v", name, width, s.Text, s, d.Width, d.Height)
				}
			}
		}
	}
}

func TestLabelsDoNotOverlap(t *testing.T) {
	for name, chart := range charts() {
		for _, width := range []float64{Page, Narrow, Phone} {
			var labels []Shape
			for _, s := range chart.Draw(width).Shapes {
				if s.Kind == Label && s.Turn == 0 {
					labels = append(labels, s)
				}
			}
			for i, a := range labels {
				ax0, ay0, ax1, ay1 := box(a)
				for _, b := range labels[i+1:] {
					if bx0, by0, bx1, by1 := box(b); ax0 < bx1 && bx0 < ax1 && ay0 < by1 && by0 < ay1 {
						t.Errorf("%s at %v: %q and %q overlap", name, width, a.Text, b.Text)
					}
				}
			}
		}
	}
}

func TestTextIsLargeEnoughToRead(t *testing.T) {
	for name, chart := range charts() {
		for _, s := range chart.Draw(Phone).Shapes {
			if s.Kind == Label && s.Size < 13 {
				t.Errorf("%s: %q is only %v high", name, s.Text, s.Size)
			}
		}
	}
}

func TestAShortenedLabelKeepsItsWholeText(t *testing.T) {
	whole := strings.Repeat(longLabel+" ", 4)
	tl := Timeline{First: 2027, Last: 2030, Groups: []TimelineGroup{{Bars: []TimelineBar{{Label: Run{Text: whole}}}}}}
	svg := tl.Draw(Page).SVG("x")
	if !strings.Contains(svg, "<title>"+whole+"</title>") {
		t.Error("the whole text is not in a title")
	}
}

func TestSVGIsWellFormedAndSafe(t *testing.T) {
	evil := `<script>alert(1)</script>"'&`
	tl := Timeline{
		Title: evil, Words: InWords{Summary: evil}, Lang: i18n.Swedish, First: 2027, Last: 2028,
		Groups: []TimelineGroup{{Label: Run{Text: evil, Lang: i18n.English}, Bars: []TimelineBar{{Label: Run{Text: evil}, When: Run{Text: evil}, Open: true}}}},
	}
	all := charts()
	all["evil"] = tl
	for name, chart := range all {
		svg := chart.Draw(Page).SVG(`a"b`)
		seen := map[string]bool{}
		decoder := xml.NewDecoder(strings.NewReader(svg))
		for {
			token, err := decoder.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			element, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			seen[element.Name.Local] = true
			for _, a := range element.Attr {
				if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") {
					t.Errorf("%s: attribute %s", name, a.Name.Local)
				}
			}
		}
		if !seen["title"] || !seen["desc"] || seen["script"] || seen["style"] {
			t.Errorf("%s: elements %v", name, seen)
		}
		if !strings.Contains(svg, `role="img"`) || !strings.Contains(svg, `aria-labelledby="a&#34;b-t"`) {
			t.Errorf("%s: no role or name", name)
		}
	}
}

func TestWrappedLinesFit(t *testing.T) {
	for _, s := range []string{longLabel, "Kansainvälistyminen", strings.Repeat("w", 200), "a-b " + strings.Repeat("hyvinvointi-", 20), "\xff\xfe rikki", "", "   "} {
		for _, width := range []float64{60, 120, 300} {
			lines := wrap(s, width, 14, 3)
			if len(lines) > 3 {
				t.Errorf("%d lines of %q", len(lines), s)
			}
			for _, line := range lines {
				if textWidth(line, 14) > width {
					t.Errorf("%q is wider than %v", line, width)
				}
			}
		}
	}
	for s, want := range map[string]string{
		"1.2.2027–31.12.2028":        "1.2.2027–|31.12.2028",
		"vuosineljänneksessä":        "vuosineljän-|neksessä",
		"2027–2030, kerran vuodessa": "2027–2030,|kerran|vuodessa",
		"koulutus- ja/tai-työ":       "koulutus-|ja/tai-työ",
		"123456789012345":            "12345678901|2345",
	} {
		if got := strings.Join(wrap(s, 110, 14, 9), "|"); got != want {
			t.Errorf("%q is broken as %q, want %q", s, got, want)
		}
	}
	if got := wrap("501\u00a0704 asukasta", 90, 14, 5); got[0] != "501\u00a0704" {
		t.Errorf("a number was broken: %q", got)
	}
}

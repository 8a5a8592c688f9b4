package html

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// colours are the custom properties of the first :root in a style sheet.
func colours(sheet string) map[string]string {
	block, _, _ := strings.Cut(sheet[strings.Index(sheet, ":root {"):], "}")
	found := map[string]string{}
	for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(block, -1) {
		found[m[1]] = m[2]
	}
	return found
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	la, lb := luminance(t, a), luminance(t, b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func TestColoursHaveEnoughContrast(t *testing.T) {
	dark := style[strings.Index(style, "prefers-color-scheme: dark"):]
	onBar := map[string]string{"light": "#ffffff", "dark": "#0b1118"}
	for name, sheet := range map[string]string{"light": style, "dark": dark} {
		c := colours(sheet)
		for _, pair := range []struct {
			text, ground string
			least        float64
		}{
			{"ink", "paper", 7}, {"ink", "soft", 7}, {"ink", "head", 7}, {"ink", "warn", 7}, {"quiet", "paper", 4.5}, {"quiet", "soft", 4.5},
			{"accent", "paper", 4.5}, {"accent", "soft", 4.5}, {"accent", "warn", 4.5},
			{"edge", "paper", 3}, {"bar", "paper", 3}, {"warn-edge", "warn", 3},
		} {
			if got := contrast(t, c[pair.text], c[pair.ground]); got < pair.least {
				t.Errorf("%s: %s on %s has %.2f, needs %v", name, pair.text, pair.ground, got, pair.least)
			}
		}
		if got := contrast(t, onBar[name], c["bar"]); got < 4.5 {
			t.Errorf("%s: text on a bar has %.2f", name, got)
		}
		if !strings.Contains(style, fmt.Sprintf(".tk-on { fill: %s; }", onBar[name])) {
			t.Errorf("%s: the style sheet has another colour on bars", name)
		}
		if got := contrast(t, "#ffffff", c["cover"]); got < 7 {
			t.Errorf("%s: the cover has %.2f", name, got)
		}
	}
}

func TestTheSheetKnowsPaperTelephonesAndForcedColours(t *testing.T) {
	for _, want := range []string{"@media print", "size: A4 landscape", "table-header-group", "max-width: 52rem", "max-width: 63rem", "forced-colors: active", ":focus-visible", "p:has(+ figure)", "break-after: avoid", "hyphens: auto"} {
		if !strings.Contains(style, want) {
			t.Errorf("the style sheet lacks %q", want)
		}
	}
	if strings.Contains(style, "<") {
		t.Error("a < would end the style element")
	}
}

package exchange

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"tiekartta/catalogue"
)

var (
	totalWords = regexp.MustCompile(`(?i)(?:hela\s+befolkningen|koko\s+väestö|total population|whole population|väestö\s+yhteensä|befolkningen totalt|yhteensä|totalt|sammanlagt|in total|\btotal\b|kaikkiaan)`)
	partOf     = regexp.MustCompile(`(?i)(\d[\d \x{a0}]*)\s+(?:out )?(?:of|av)\s+(?:the |all |totalt |sammanlagt )?(\d[\d \x{a0}]*\d)`)
	ofPart     = regexp.MustCompile(`(?i)(\d[\d \x{a0}]*\d)\s+\pL*(?:sta|stä)\s+(?:\pL+\s+){0,3}?(\d[\d \x{a0}]*)`)
)

// doubts finds figures, totals and shares that do not fit each other.
func (s *suggester) doubts() {
	total, totalAt := 0.0, Quote{Block: -10}
	for i := range s.text.Blocks {
		f := s.blocks[i]
		counts, shares := kinds(f.figures)
		if len(counts) == 1 && len(shares) == 0 && totalWords.MatchString(s.text.Blocks[i].Text) {
			total, totalAt = counts[0].value, Quote{i, counts[0].from, counts[0].to}
			continue
		}
		if s.stated(i, shares) || len(counts) != 1 || len(shares) != 1 || i-totalAt.Block > 4 || counts[0].value > 10*total {
			continue
		}
		s.compare(triple{counts[0], shares[0], total, Quote{i, counts[0].from, counts[0].to}, totalAt})
	}
}

func kinds(figures []figure) (counts, shares []figure) {
	for _, f := range figures {
		switch f.kind {
		case "count":
			counts = append(counts, f)
		case "share":
			shares = append(shares, f)
		}
	}
	return counts, shares
}

// triple is a part, its share, and the total that they stand beside.
type triple struct {
	part, share   figure
	total         float64
	place, wholly Quote
}

func (s *suggester) compare(t triple) {
	if catalogue.ShareFits(t.part.value, t.total, t.share.value) || t.total < 2 {
		return
	}
	d := Doubt{Key: "share", Part: t.part.value, Whole: t.total, Share: t.share.value, Quotes: []Quote{t.place, t.wholly, {t.place.Block, t.share.from, t.share.to}}}
	d.Fits = s.slip(t)
	s.found.Doubts = append(s.found.Doubts, d)
}

// stated takes triples that one sentence states: "54 of 120 (45 %)".
func (s *suggester) stated(i int, shares []figure) bool {
	found := false
	for _, q := range s.blocks[i].sentences {
		text := s.at(q)
		for _, rule := range []*regexp.Regexp{partOf, ofPart} {
			m := rule.FindStringSubmatchIndex(text)
			if m == nil {
				continue
			}
			part, whole := text[m[2]:m[3]], text[m[4]:m[5]]
			if rule == ofPart {
				part, whole = whole, part
			}
			p, ok := numberIn(part, s.found.Language)
			w, ok2 := numberIn(whole, s.found.Language)
			if !ok || !ok2 || p > w || w < 2 || shareSign.MatchString(text[m[4]+len(strings.TrimRight(text[m[4]:m[5]], " ")):]) {
				continue // "from 14 per cent to 11" tells of no part
			}
			for _, share := range shares {
				if share.from < q.From || share.from >= q.To || share.from > q.From+m[1]+60 {
					continue
				}
				found = true
				at := Quote{i, q.From + m[0], q.From + m[1]}
				s.compare(triple{figure{value: p, from: at.From, to: at.To}, share, w, at, at})
				break
			}
		}
	}
	return found
}

// slip looks for a figure elsewhere in the document that would fit, and that a
// slip of the hand turns into this one.
func (s *suggester) slip(t triple) *float64 {
	for i := range s.blocks {
		for _, f := range s.blocks[i].figures {
			if f.kind == "count" && f.value != t.part.value && catalogue.ShareFits(f.value, t.total, t.share.value) && near(f.value, t.part.value) {
				return number64(f.value)
			}
		}
	}
	return nil
}

// near tells whether two numbers differ by one digit that is there, missing or
// another.
func near(a, b float64) bool {
	x, y := strconv.FormatFloat(math.Abs(a), 'f', -1, 64), strconv.FormatFloat(math.Abs(b), 'f', -1, 64)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	for i := range x {
		if x[i] == y[i] {
			continue
		}
		if len(x) == len(y) {
			return x[i+1:] == y[i+1:]
		}
		return x[i:] == y[i+1:]
	}
	return true
}

package search

// extract cuts the part out that has most different terms and then most
// matches, at gaps between words.
func (t marked) extract() Highlight {
	letters := []rune(t.text)
	h := Highlight{t.field, t.lang, t.text, t.ranges}
	if len(letters) <= longestExtract {
		return h
	}
	const dots = "…"
	room := longestExtract - 2*len([]rune(dots))
	first, last := t.densest(room)
	spare := room - (t.ranges[last][1] - t.ranges[first][0])
	start := max(0, t.ranges[first][0]-spare/3)
	end := min(len(letters), start+room)
	start = max(0, end-room)
	if start > 0 {
		start = gap(letters, start, t.ranges[first][0])
	}
	if end < len(letters) {
		end = t.ranges[last][1] + lastGap(letters[t.ranges[last][1]:end])
	}
	text, shift := string(letters[start:end]), -start
	if start > 0 {
		text, shift = dots+text, shift+1
	}
	if end < len(letters) {
		text += dots
	}
	h.Text, h.Ranges = text, nil
	for _, r := range t.ranges {
		if r[0] >= start && r[1] <= end {
			h.Ranges = append(h.Ranges, [2]int{r[0] + shift, r[1] + shift})
		}
	}
	return h
}

// densest is the row of ranges, first and last, that fits into so many code
// points and has most different terms, then most ranges.
func (t marked) densest(room int) (first, last int) {
	most := 0
	for i := range t.ranges {
		seen := map[int]bool{}
		for j := i; j < len(t.ranges) && t.ranges[j][1]-t.ranges[i][0] <= room; j++ {
			seen[t.terms[j]] = true
			if worth := len(seen)*longestExtract + j - i; worth > most {
				most, first, last = worth, i, j
			}
		}
	}
	return first, last
}

// gap is the first place from start on that begins a word, at most limit.
func gap(letters []rune, start, limit int) int {
	for i := start; i < limit; i++ {
		if letters[i-1] == ' ' || letters[i-1] == '\n' {
			return i
		}
	}
	return limit
}

// lastGap is the length of the longest part of letters that ends a word, all of
// them when there is no gap.
func lastGap(letters []rune) int {
	for i := len(letters) - 1; i >= 0; i-- {
		if letters[i] == ' ' || letters[i] == '\n' {
			return i
		}
	}
	return len(letters)
}

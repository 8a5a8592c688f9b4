package document

import (
	"math"
	"testing"
)

func TestAColumnIsWideEnoughForItsLongestWord(t *testing.T) {
	table := func(words ...string) Table {
		row := make([]Cell, len(words))
		for i, word := range words {
			row[i] = Text(Run{Text: word + " ja muuta"})
		}
		return Table{Caption: Words("c"), Columns: make([]Column, len(words)), Head: [][]Cell{make([]Cell, len(words))}, Rows: [][]Cell{row}}
	}
	const long = "kotoutumissuunnitelmassa"
	need := textWidth(long, 1) + cellPadding
	for name, one := range map[string]struct {
		table Table
		room  float64
	}{
		"room for all":     {table("a", long, "b", "c", "d"), 66},
		"long and narrow":  {table("a", long, "b"), 30},
		"two of them":      {table(long, "b", "c", "d", "e", "f", long), 66},
		"an address":       {table("https://example.org/"+long+long+long, long, "b"), 40},
		"parts of a whole": {table("kulttuuri-ja-vapaa-aika-ja-kulttuuri-ja-vapaa-aika", long), 30},
	} {
		sum := 0.0
		for i, share := range one.table.Shares(one.room) {
			sum += share
			if text := one.table.Rows[0][i].Plain(); text == long+" ja muuta" && share/100*one.room < need-0.01 {
				t.Errorf("%s: column %d has %v of %v", name, i+1, share/100*one.room, need)
			}
		}
		if math.Abs(sum-100) > 0.01 {
			t.Errorf("%s: %v per cent", name, sum)
		}
	}
	crowded := table(long, long, long)
	for _, share := range crowded.Shares(20) {
		if math.Abs(share-100.0/3) > 0.01 {
			t.Errorf("columns that cannot all fit get %v", share)
		}
	}
	asked := table("a", "b")
	asked.Columns = []Column{{Width: 30}, {Width: 10}}
	if got := asked.Shares(66); math.Abs(got[0]-75) > 0.01 {
		t.Errorf("columns with room get %v", got)
	}
}

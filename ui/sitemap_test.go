package ui

import (
	"strconv"
	"testing"
)

func TestALargeCatalogueIsMappedInPartsThatHoldAllLanguagesOfAPage(t *testing.T) {
	for n, want := range map[int][]int{0: {0}, 3: {3}, 4: {3, 1}, 6: {3, 3}, 7: {3, 3, 1}} {
		var pages []mapped
		for i := range n {
			pages = append(pages, mapped{path: strconv.Itoa(i)})
		}
		parts := mapParts(pages, 10) // three pages have nine addresses
		if len(parts) != len(want) {
			t.Fatalf("%d pages: %d parts", n, len(parts))
		}
		next := 0
		for i, part := range parts {
			if len(part) != want[i] {
				t.Errorf("%d pages, part %d: %d", n, i, len(part))
			}
			for _, page := range part {
				if page.path != strconv.Itoa(next) {
					t.Errorf("page %s, want %d", page.path, next)
				}
				next++
			}
		}
	}
}

package catalogue

import (
	"slices"
	"testing"
)

func TestNeighbourhoodOfRegionsIsMutual(t *testing.T) {
	p, err := LoadPlaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range p.Regions() {
		beside := p.Neighbours(r.Code)
		if len(beside) == 0 {
			t.Errorf("%s has no neighbour", r.Name.FI)
		}
		for _, other := range beside {
			if _, ok := p.Region(other); !ok || other == r.Code || !slices.Contains(p.Neighbours(other), r.Code) {
				t.Errorf("%s is no neighbour of %s", other, r.Code)
			}
		}
	}
}

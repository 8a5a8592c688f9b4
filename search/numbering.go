package search

import (
	"slices"
	"strings"
)

// A row's value is its facet in the low bits and its number in the facet above.
const (
	facetBits = 5
	facetMask = 1<<facetBits - 1
)

// numbering gives each value of a facet a small number, so that rows hold
// numbers, and keeps who has it. A number once given stays.
type numbering struct {
	numbers map[string]uint32
	names   []string
	holders []holders
	sorted  []uint32 // the numbers in the order of the names
	cost    int      // about how long counting all values takes, in nanoseconds
}

func (n *numbering) number(name string) uint32 {
	if i, ok := n.numbers[name]; ok {
		return i
	}
	if n.numbers == nil {
		n.numbers = map[string]uint32{}
	}
	i := uint32(len(n.names))
	name = strings.Clone(name) // not the whole text that it was read from
	n.numbers[name] = i
	n.names = append(n.names, name)
	n.holders = append(n.holders, holders{})
	at, _ := slices.BinarySearchFunc(n.sorted, name, func(number uint32, name string) int { return strings.Compare(n.names[number], name) })
	n.sorted = slices.Insert(n.sorted, at, i)
	return i
}

// of are the holders of a value, nil when nothing ever had it.
func (n *numbering) of(name string) *holders {
	if i, ok := n.numbers[name]; ok {
		return &n.holders[i]
	}
	return nil
}

// fit sees to it that all holders are kept in the better way.
func (n *numbering) fit(slots int) {
	n.cost = 0
	for i := range n.holders {
		n.holders[i].fit(slots)
		n.cost += n.holders[i].cost()
	}
}

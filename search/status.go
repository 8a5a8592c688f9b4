package search

import (
	"sync/atomic"
)

// tally counts what has happened to the index since the program began.
type tally struct {
	rebuilds, damages atomic.Int64
}

// rebuilding tells whether the next generation is being built beside.
func (x *Index) rebuilding() bool {
	b := &x.building
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.generation != 0
}

package ui

import (
	"context"
	"slices"
	"sync"
	"time"

	"tiekartta/account"
	"tiekartta/search"
)

const (
	// countedFor is how long what a saved search finds is remembered: an index that
	// has not moved may still be filled, or tag practices again.
	countedFor = time.Minute
	// mostCounts bounds how many searches are remembered.
	mostCounts = 10_000
)

// searchCount is how much a saved search finds, and how much of it is new.
type searchCount struct {
	total, fresh int
	heavy        bool // counting takes too long

	position   int64 // of the index
	generation int
	looked     time.Time // of its owner
	at         time.Time
}

// searchCounts remembers what saved searches find, since their owner's desk lists
// them all.
type searchCounts struct {
	mu    sync.Mutex
	known map[string]searchCount // by id
}

// countOf asks for how much a saved search finds, unless it is known. One that
// takes too long, as when the catalogue has grown, keeps no other from its owner.
func (p *Pages) countOf(ctx context.Context, s account.Search) (searchCount, error) {
	one := searchCount{position: p.Index.Position(), generation: p.Index.Generation(), looked: s.Looked, at: p.Accounts.Now()}
	if known, ok := p.counted.of(s.ID); ok && known.position == one.position && known.generation == one.generation &&
		known.looked.Equal(one.looked) && one.at.Sub(known.at) < countedFor {
		return known, nil
	}
	found, err := p.lookAt(ctx, s)
	if search.IsTooMuch(err) {
		one.heavy = true
		p.counted.keep(s.ID, one)
		return one, nil
	}
	if err != nil {
		return one, err
	}
	fresh, err := p.Accounts.NewMatches(ctx, s)
	if err != nil {
		return one, err
	}
	one.total = len(found)
	for _, m := range fresh {
		if slices.Contains(found, m.Practice) {
			one.fresh++
		}
	}
	p.counted.keep(s.ID, one)
	return one, nil
}

func (c *searchCounts) of(id string) (searchCount, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	one, ok := c.known[id]
	return one, ok
}

func (c *searchCounts) keep(id string, one searchCount) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= mostCounts {
		c.known = map[string]searchCount{}
	}
	c.known[id] = one
}

package language

import "sync"

// mostCached bounds a cache: words of a language come again, made-up ones of
// an attacker must not fill the memory.
const mostCached = 1 << 17

// cache remembers what was worked out of a word. The zero value is ready. It is
// emptied when it is full, which happens seldom and costs little.
type cache[T any] struct {
	mu   sync.RWMutex
	held map[string]T
}

func (c *cache[T]) of(word string, work func(string) T) T {
	c.mu.RLock()
	v, ok := c.held[word]
	c.mu.RUnlock()
	if ok {
		return v
	}
	v = work(word)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil || len(c.held) >= mostCached {
		c.held = map[string]T{}
	}
	c.held[word] = v
	return v
}

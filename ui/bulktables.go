package ui

import (
	"crypto/rand"
	"sync"
	"time"
)

// heldTable is a file that somebody has sent and not confirmed yet. It is kept
// here and not sent back and forth, so that nobody can slip in another one
// between preview and confirmation.
type heldTable struct {
	user string
	name string
	data []byte
	till time.Time
}

const (
	// heldFor is how long somebody may look at a preview.
	heldFor = 30 * time.Minute
	// mostHeld bounds the memory; whoever has waited longest sends again.
	mostHeld = 8
)

// heldTables keeps one file a person, in memory only.
type heldTables struct {
	mu    sync.Mutex
	files map[string]heldTable // by a secret
}

// put keeps a file and returns the secret under which it is found again.
func (h *heldTables) put(now time.Time, one heldTable) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	oldest := ""
	for key, other := range h.files {
		if other.user == one.user || other.till.Before(now) {
			delete(h.files, key)
		} else if oldest == "" || other.till.Before(h.files[oldest].till) {
			oldest = key
		}
	}
	if len(h.files) >= mostHeld {
		delete(h.files, oldest)
	}
	one.till = now.Add(heldFor)
	key := rand.Text()
	h.files[key] = one
	return key
}

// get is a file of that person; false when it is not there any more.
func (h *heldTables) get(now time.Time, key, user string) (heldTable, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	one, ok := h.files[key]
	return one, ok && one.user == user && now.Before(one.till)
}

func (h *heldTables) drop(key string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.files, key)
}

package account

import (
	"fmt"
	"net/netip"
	"sync"
	"time"
)

// WaitError says that somebody has tried too often, and how long to wait.
type WaitError struct{ For time.Duration }

// Error is for logs.
func (e WaitError) Error() string { return fmt.Sprintf("too many attempts: wait %s", e.For) }

// pace is how a kind of key is slowed down: so many attempts are free, then the
// time to wait doubles from a second up to the longest. Nobody is locked out:
// an account's longest is short, or a stranger could keep its owner away.
type pace struct {
	free    int
	longest time.Duration
}

func accountPace() pace { return pace{free: 5, longest: 30 * time.Second} }
func networkPace() pace { return pace{free: 20, longest: 15 * time.Minute} }

const (
	// mostTracked bounds the memory for attempts.
	mostTracked = 20_000
	// forgottenAfter is how long an attempt counts.
	forgottenAfter = time.Hour
)

type tries struct {
	n       int
	last    time.Time
	blocked time.Time // until then
}

// throttle counts attempts that have not succeeded, by account and by network.
// It forgets with the process: whoever restarts the service is no attacker.
type throttle struct {
	mu   sync.Mutex
	seen map[string]tries
}

// try counts one attempt before it is made, so that many at once do not slip
// through. It is a WaitError when the account or the network must wait; such
// an attempt is not made and does not count.
func (t *throttle) try(now time.Time, account, address string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	keys := map[string]pace{"account " + account: accountPace(), "network " + network(address): networkPace()}
	var wait time.Duration
	for key := range keys {
		wait = max(wait, t.seen[key].blocked.Sub(now))
	}
	if wait > 0 {
		return WaitError{For: wait}
	}
	for key, p := range keys {
		one, ok := t.seen[key]
		if !ok {
			t.room(now)
		}
		if now.Sub(one.last) > forgottenAfter {
			one = tries{}
		}
		one.n, one.last = one.n+1, now
		if over := one.n - p.free; over >= 0 {
			one.blocked = now.Add(min(time.Second<<min(over, 20), p.longest))
		}
		t.seen[key] = one
	}
	return nil
}

// succeeded takes the attempt back that was none, and forgets those on the
// account.
func (t *throttle) succeeded(account, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.seen, "account "+account)
	key := "network " + network(address)
	if one := t.seen[key]; one.n > 1 {
		one.n, one.blocked = one.n-1, time.Time{}
		t.seen[key] = one
	} else {
		delete(t.seen, key)
	}
}

// room makes place for one more: what is old goes, and when that is not
// enough, what has been tried least among a few.
func (t *throttle) room(now time.Time) {
	if len(t.seen) < mostTracked {
		return
	}
	least, looked := "", 0
	for key, one := range t.seen {
		if now.Sub(one.last) > forgottenAfter {
			delete(t.seen, key)
		}
	}
	if len(t.seen) < mostTracked {
		return
	}
	for key, one := range t.seen {
		if least == "" || one.n < t.seen[least].n {
			least = key
		}
		if looked++; looked == 64 {
			break
		}
	}
	delete(t.seen, least)
}

// network is the part of an address that one subscriber has: a /24 or a /64.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	bits := 64
	if a = a.Unmap().WithZone(""); a.Is4() {
		bits = 24
	}
	prefix, err := a.Prefix(bits)
	if err != nil {
		return address
	}
	return prefix.String()
}

package search

import (
	"strings"
	"sync/atomic"
	"testing"
)

func TestWhoeverWorksForASearchAndFailsFailsInIt(t *testing.T) {
	for failing := range 3 {
		var done atomic.Int32
		err := guarding(func() error {
			atOnce(3, func(part int) {
				if part == failing {
					panic("of ours")
				}
				done.Add(1)
			})
			return nil
		})
		if err == nil || done.Load() != 2 || !strings.Contains(stackOf(err), "TestWhoeverWorksForASearch") {
			t.Errorf("part %d of 3 fails: %v, others done: %d, stack %s", failing, err, done.Load(), stackOf(err))
		}
	}
}

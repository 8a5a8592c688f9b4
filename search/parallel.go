package search

import (
	"cmp"
	"runtime"
	"runtime/debug"
	"sync"
)

// processors is how many parts one search's work is cut into at most: each begins every
// list of the query anew.
func processors() int { return min(runtime.GOMAXPROCS(0), mostProcessors) }

const mostProcessors = 4

// atOnce calls f for each of one or more parts of some work at the same time. What panics in one of
// them panics in the caller, who knows what is to be done about it.
func atOnce(n int, f func(part int)) {
	failed := make([]error, n)
	run := func(part int) {
		defer caught(&failed[part])
		defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
		f(part)
	}
	var others sync.WaitGroup
	for part := 1; part < n; part++ {
		others.Go(func() { run(part) })
	}
	run(0)
	others.Wait()
	if err := cmp.Or(failed...); err != nil {
		panic(err)
	}
}

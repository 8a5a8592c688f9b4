package main

import (
	"context"
	"sync"
	"time"

	"tiekartta/ui"
)

const (
	// tellEvery is how often saved searches are asked for what is new.
	tellEvery = 10 * time.Minute
	// flushEvery is how often what was not found is brought into the database.
	flushEvery = time.Minute
)

// keepSearches keeps what people search for until ctx ends: tells them what their
// saved searches newly find, notes their recent ones, and what was not found.
func keepSearches(ctx context.Context, parts ui.Parts) *sync.WaitGroup {
	var running sync.WaitGroup
	running.Go(func() { parts.Later.Run(ctx, parts.Log) })
	follower := ui.NewSearchFollower(parts)
	running.Go(func() {
		every(ctx, tellEvery, func(now time.Time) {
			if err := follower.Round(ctx, now); err != nil && ctx.Err() == nil {
				parts.Log.Warn("not everybody was told what their saved searches find", "error", err)
			}
		})
	})
	running.Go(func() {
		flush := func(ctx context.Context) {
			if err := parts.Unfound.Flush(ctx); err != nil {
				parts.Log.Warn("searches without a result were not noted", "error", err)
			}
		}
		every(ctx, flushEvery, func(time.Time) { flush(ctx) })
		flush(context.WithoutCancel(ctx))
	})
	return &running
}

// every calls f again and again until ctx ends.
func every(ctx context.Context, often time.Duration, f func(time.Time)) {
	tick := time.NewTicker(often)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			f(now)
		}
	}
}

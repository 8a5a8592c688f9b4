package ui

import (
	"context"
	"log/slog"
	"time"
)

// Later does small things after an answer, so that nobody waits for them. What
// there is no room for is left out, and what is waiting when the program is killed
// is lost: it is for what nobody would miss. A nil Later does nothing.
type Later struct {
	waiting chan func(context.Context) error
}

// mostWaiting is how many things may wait.
const mostWaiting = 256

// laterTime is how long what waits at the end of the program may take.
const laterTime = 5 * time.Second

// NewLater returns an empty queue.
func NewLater() *Later { return &Later{make(chan func(context.Context) error, mostWaiting)} }

func (l *Later) add(do func(context.Context) error) {
	if l == nil {
		return
	}
	select {
	case l.waiting <- do:
	default:
	}
}

// Run does what is added until ctx ends, and then what is still waiting.
func (l *Later) Run(ctx context.Context, log *slog.Logger) {
	for {
		select {
		case do := <-l.waiting:
			if err := do(ctx); err != nil && ctx.Err() == nil {
				log.Warn("something small was left undone", "error", err)
			}
		case <-ctx.Done():
			l.Finish(context.WithoutCancel(ctx))
			return
		}
	}
}

// Finish does what is waiting now.
func (l *Later) Finish(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, laterTime)
	defer cancel()
	for {
		select {
		case do := <-l.waiting:
			_ = do(ctx) // nobody would miss it
		default:
			return
		}
	}
}

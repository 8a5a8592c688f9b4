package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"tiekartta/exchange"
	"tiekartta/store"
)

// check looks for damage in the database and then, document by document, for
// differences between it and the index.
func check(c *call) func(context.Context) error {
	c.voikkoFlag()
	return func(ctx context.Context) error {
		if err := c.wants(0, 0, "command.wants_nothing"); err != nil {
			return err
		}
		if err := c.readVoikko(); err != nil {
			return err
		}
		return c.with(ctx, false, func(e exchange.Exporter) error {
			damage, err := e.Store.Damage(ctx)
			if err != nil {
				return err
			}
			if err := c.differences(damage); err != nil {
				return fmt.Errorf("%s: %w", filepath.Join(c.data, databaseFile), store.ErrDamaged)
			}
			release, err := c.lock(ctx)
			if err != nil {
				return err
			}
			return errors.Join(c.checkIndex(ctx, e), release())
		})
	}
}

func (c *call) checkIndex(ctx context.Context, e exchange.Exporter) error {
	index, err := c.index(ctx, e, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	err = index.CatchUp(ctx)
	if err == nil && index.Outdated() {
		err = index.Rebuild(ctx)
	}
	var differences []string
	if err == nil {
		differences, err = index.Differences(ctx, c.progress("command.checking"))
	}
	if err := errors.Join(err, index.Close()); err != nil {
		return err
	}
	if err := c.differences(differences); err != nil {
		return err
	}
	c.tell("command.checked", "Position", index.Position())
	return nil
}

// progressEvery is how often a command that takes long tells how far it is.
const progressEvery = 5 * time.Second

// progress tells now and then how much of something long is done.
func (c *call) progress(key string) func(done, all int) {
	told := time.Now()
	return func(done, all int) {
		if time.Since(told) >= progressEvery {
			c.tell(key, "Done", done, "All", all)
			told = time.Now()
		}
	}
}

// differences tells each; with one the check has failed.
func (c *call) differences(list []string) error {
	for _, line := range list {
		fmt.Fprintln(c.err, line)
	}
	if len(list) > 0 {
		return errSaid
	}
	return nil
}

func reindex(c *call) func(context.Context) error {
	c.voikkoFlag()
	return func(ctx context.Context) error {
		if err := c.wants(0, 0, "command.wants_nothing"); err != nil {
			return err
		}
		if err := c.readVoikko(); err != nil {
			return err
		}
		return c.with(ctx, false, func(e exchange.Exporter) error {
			release, err := c.lock(ctx)
			if err != nil {
				return err
			}
			return errors.Join(c.reindex(ctx, e), release())
		})
	}
}

// reindex leaves the index as it was until another is whole.
func (c *call) reindex(ctx context.Context, e exchange.Exporter) error {
	index, err := c.index(ctx, e, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	if err := errors.Join(index.Rebuild(ctx), index.Close()); err != nil {
		return err
	}
	c.tell("command.reindexed", "Position", index.Position())
	return nil
}

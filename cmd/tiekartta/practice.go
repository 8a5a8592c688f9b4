package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/store"
)

func practiceList(c *call) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := c.wants(0, 0, "command.wants_nothing"); err != nil {
			return err
		}
		return c.with(ctx, false, func(e exchange.Exporter) error {
			return e.Catalogue.All(ctx, func(p *catalogue.Practice) error {
				title, _ := p.Title.Best(c.lang, p.OriginalLanguage)
				_, err := fmt.Fprintf(c.out, "%s\t%s\t%d\t%s\n", p.ID, p.State, p.Version, title)
				return err
			})
		})
	}
}

func practiceExport(c *call) func(context.Context) error {
	format := c.flags.String("format", "", c.say("flag.format"))
	code := c.flags.String("lang", "fi", c.say("flag.lang"))
	to := c.flags.String("o", "-", c.say("flag.o"))
	return func(ctx context.Context) error {
		if err := c.wants(1, 1, "command.wants_id"); err != nil {
			return err
		}
		lang, err := c.language(*code)
		if err != nil {
			return err
		}
		if err := exchange.CheckFormat(*format, exchange.PracticeFormats()); err != nil {
			return err
		}
		return c.with(ctx, false, func(e exchange.Exporter) error {
			p, err := listed(ctx, e, c.args[0])
			if err != nil {
				return err
			}
			return c.write(*to, shared, func(w io.Writer) error {
				return e.Practice(ctx, p, exchange.As{Format: *format, Lang: lang, To: w})
			})
		})
	}
}

// listed is a practice of the list: its published version or, where it has none,
// what else there is of it.
func listed(ctx context.Context, e exchange.Exporter, id string) (*catalogue.Practice, error) {
	p, err := e.Catalogue.Practice(ctx, account.Machine(), id)
	if !errors.Is(err, store.ErrNotFound) {
		return p, err
	}
	draft, failed := e.Catalogue.Draft(ctx, account.Machine(), id)
	if errors.Is(failed, store.ErrNotFound) {
		return nil, err
	}
	return draft, failed
}

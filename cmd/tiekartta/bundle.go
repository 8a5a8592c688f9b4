package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"tiekartta/account"
	"tiekartta/exchange"
	"tiekartta/i18n"
)

func importFiles(c *call) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := c.wants(1, -1, "command.wants_files"); err != nil {
			return err
		}
		return c.with(ctx, true, func(e exchange.Exporter) error {
			for _, path := range c.args {
				count, err := c.importFile(ctx, e, path)
				if err != nil {
					return named(path, err)
				}
				c.tell("command.imported", "File", path, "Added", count.Added, "Changed", count.Changed, "Skipped", count.Skipped)
			}
			return nil
		})
	}
}

func (c *call) importFile(ctx context.Context, e exchange.Exporter, path string) (exchange.Count, error) {
	text, err := c.read(path)
	if err != nil {
		return exchange.Count{}, err
	}
	var b *exchange.Bundle
	switch format := formatOf(path); format {
	case "json":
		b, err = exchange.ReadBundle(text)
	case "zip":
		b, err = exchange.ReadArchive(text)
	case "csv", "xlsx":
		return importTable(ctx, e, text)
	default:
		err = exchange.CheckFormat(format, []string{"json", "zip", "csv", "xlsx"})
	}
	if err != nil {
		return exchange.Count{}, err
	}
	return e.Import(ctx, account.Machine(), b)
}

// importTable makes drafts of what a table of practices changes.
func importTable(ctx context.Context, e exchange.Exporter, text []byte) (exchange.Count, error) {
	table, err := exchange.ReadPracticeTable(text)
	if err != nil {
		return exchange.Count{}, err
	}
	plan, err := e.PlanTable(ctx, account.Machine(), table)
	if err != nil {
		return exchange.Count{}, err
	}
	return plan.Count(), e.ApplyTable(ctx, account.Machine(), plan)
}

// named puts the file's name before the places of its problems.
func named(file string, err error) error {
	var problems i18n.Problems
	if !errors.As(err, &problems) {
		return fmt.Errorf("%s: %w", file, err)
	}
	var all i18n.Problems
	for _, p := range problems {
		p.Path = strings.TrimSuffix(file+": "+p.Path, ": ")
		all = append(all, p)
	}
	return all
}

// formatOf is the format of a file that is read, by its name. What comes from
// standard input is our own JSON.
func formatOf(path string) string {
	if path == "-" {
		return "json"
	}
	return ending(path)
}

func ending(path string) string { return strings.ToLower(strings.TrimPrefix(filepath.Ext(path), ".")) }

func exportAll(c *call) func(context.Context) error {
	to := c.flags.String("o", "-", c.say("flag.o"))
	static := c.flags.String("static", "", c.say("flag.static"))
	return func(ctx context.Context) error {
		if err := c.wants(0, 0, "command.wants_nothing"); err != nil {
			return err
		}
		if *static != "" {
			return i18n.Problems{{Path: "-static", Key: "unknown_format", Args: map[string]any{"Value": "static", "Known": "json, zip"}}}
		}
		format := ending(*to)
		if format != "" {
			if err := exchange.CheckFormat(format, []string{"json", "zip"}); err != nil {
				return err
			}
		}
		return c.with(ctx, false, func(e exchange.Exporter) error {
			b, err := e.Export(ctx)
			if err != nil {
				return err
			}
			return c.write(*to, shared, func(w io.Writer) error {
				if format == "zip" {
					return exchange.WriteArchive(w, b, e.Catalogue.Files)
				}
				return exchange.WriteBundle(w, b)
			})
		})
	}
}

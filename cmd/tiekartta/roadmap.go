package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/store"
)

func roadmapList(c *call) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := c.wants(0, 0, "command.wants_nothing"); err != nil {
			return err
		}
		return c.with(ctx, false, func(e exchange.Exporter) error {
			return e.Roadmaps.All(ctx, account.Machine(), func(r *roadmap.Roadmap) error {
				title, _ := r.Title.Best(c.lang, r.OriginalLanguage)
				_, err := fmt.Fprintf(c.out, "%s\t%s\t%s\t%s\n", r.ID, r.State, i18n.Period(c.lang, r.Period.Start, r.Period.End), title)
				return err
			})
		})
	}
}

func roadmapExport(c *call) func(context.Context) error {
	format := c.flags.String("format", "", c.say("flag.format"))
	code := c.flags.String("lang", "fi", c.say("flag.lang"))
	to := c.flags.String("o", "-", c.say("flag.o"))
	template := c.flags.String("template", "", c.say("flag.template"))
	return func(ctx context.Context) error {
		if err := c.wants(1, 1, "command.wants_id"); err != nil {
			return err
		}
		lang, err := c.language(*code)
		if err != nil {
			return err
		}
		if *template != "" {
			return i18n.Problems{{Path: "-template", Key: "needs_docx"}}
		}
		if err := exchange.CheckFormat(*format, exchange.RoadmapFormats()); err != nil {
			return err
		}
		return c.with(ctx, false, func(e exchange.Exporter) error {
			r, err := e.Roadmaps.Roadmap(ctx, account.Machine(), c.args[0])
			if err != nil {
				return err
			}
			return c.write(*to, shared, func(w io.Writer) error {
				return e.Roadmap(ctx, account.Machine(), r, exchange.As{Format: *format, Lang: lang, To: w})
			})
		})
	}
}

// head is what the flags of assemble and import say of a new roadmap.
type head struct {
	title, organisation, period, lang, state string
}

func (c *call) headFlags(lang string) *head {
	h := &head{}
	c.flags.StringVar(&h.title, "title", "", c.say("flag.title"))
	c.flags.StringVar(&h.organisation, "organisation", "", c.say("flag.organisation"))
	c.flags.StringVar(&h.period, "period", "", c.say("flag.period"))
	c.flags.StringVar(&h.lang, "lang", lang, c.say("flag.lang"))
	c.flags.StringVar(&h.state, "state", "draft", c.say("flag.state"))
	return h
}

// parsePeriod reads "2027-2030", with any dash, or one year.
func parsePeriod(s string) catalogue.Period {
	s = strings.NewReplacer("–", "-", "—", "-", " ", "").Replace(s)
	if start, end, two := strings.Cut(s, "-"); two && len(start) == 4 {
		return catalogue.Period{Start: start, End: end}
	}
	return catalogue.Period{Start: s, End: s}
}

func roadmapAssemble(c *call) func(context.Context) error {
	h := c.headFlags("fi")
	return func(ctx context.Context) error {
		if err := c.wants(1, -1, "command.wants_practices"); err != nil {
			return err
		}
		lang, err := c.language(h.lang)
		if err != nil {
			return err
		}
		return c.with(ctx, false, func(e exchange.Exporter) error {
			return c.save(ctx, e, func(ctx context.Context) (*roadmap.Roadmap, error) {
				return h.assemble(ctx, e, roadmap.Request{Title: h.title, Period: parsePeriod(h.period), Language: lang}, c.args)
			})
		})
	}
}

// assemble makes the roadmap of the practices with those ids, or names all that
// is wrong with what it shall be made of.
func (h *head) assemble(ctx context.Context, e exchange.Exporter, req roadmap.Request, ids []string) (*roadmap.Roadmap, error) {
	var problems i18n.Problems
	gather := func(err error) error {
		var own i18n.Problems
		if !errors.As(err, &own) {
			return err
		}
		problems.Under("", own)
		return nil
	}
	var err error
	if req.Organisation, err = ensure(ctx, e, h.organisation); gather(err) != nil {
		return nil, err
	}
	if req.Practices, err = chosen(ctx, e, ids); gather(err) != nil {
		return nil, err
	}
	r, err := e.Assembler.Assemble(req)
	if gather(err) != nil {
		return nil, err
	}
	// That there is no practice at all says less than which ones are unknown.
	problems = slices.DeleteFunc(problems, func(p i18n.Problem) bool { return p.Path == "practices" })
	if err := problems.Err(); err != nil {
		return nil, err
	}
	r.State = h.state
	return r, nil
}

// save makes a roadmap and stores it, all in one transaction, and prints its id.
func (c *call) save(ctx context.Context, e exchange.Exporter, build func(context.Context) (*roadmap.Roadmap, error)) error {
	var saved *roadmap.Roadmap
	err := e.Store.Write(ctx, func(ctx context.Context, _ *store.Tx) error {
		r, err := build(ctx)
		if err != nil {
			return err
		}
		saved, err = e.Roadmaps.Add(ctx, account.Machine(), *r)
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.out, saved.ID)
	return err
}

// ensure is the organisation with that id or municipality code, made if needed.
func ensure(ctx context.Context, e exchange.Exporter, id string) (account.Organisation, error) {
	if id == "" {
		return account.Organisation{}, i18n.Problems{{Path: "organisation", Key: "required"}}
	}
	o, err := e.Catalogue.EnsureOrganisation(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		key := "unknown_reference"
		if len(id) == 3 && strings.Trim(id, "0123456789") == "" {
			key = "unknown_municipality"
		}
		err = i18n.Problems{{Path: "organisation", Key: key, Args: map[string]any{"Value": id}}}
	}
	return o, err
}

func chosen(ctx context.Context, e exchange.Exporter, ids []string) ([]*catalogue.Practice, error) {
	var problems i18n.Problems
	var practices []*catalogue.Practice
	for i, id := range ids {
		p, err := e.Catalogue.Practice(ctx, account.Machine(), id)
		switch {
		case errors.Is(err, store.ErrNotFound):
			problems.Add(i18n.At("practices", i), "unknown_practice", "Value", id)
			continue
		case err != nil:
			return nil, err
		}
		practices = append(practices, p)
	}
	return practices, problems.Err()
}

func roadmapImport(c *call) func(context.Context) error {
	h := c.headFlags("en")
	return func(ctx context.Context) error {
		if err := c.wants(1, 1, "command.wants_file"); err != nil {
			return err
		}
		lang, err := c.language(h.lang)
		if err != nil {
			return err
		}
		path := c.args[0]
		text, err := c.read(path)
		if err != nil {
			return named(path, err)
		}
		if formatOf(path) == "json" {
			return c.importRoadmapBundle(ctx, h, path, text)
		}
		return c.with(ctx, true, func(e exchange.Exporter) error {
			reading, err := exchange.ReadRoadmap(text, exchange.ReadOptions{Format: ending(path), Language: lang, Vocabularies: e.Catalogue.Vocabularies})
			if err != nil {
				return named(path, err)
			}
			c.report(reading)
			if h.title == "" && ending(path) == "csv" {
				h.title = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
			}
			return c.save(ctx, e, func(ctx context.Context) (*roadmap.Roadmap, error) {
				reading.Roadmap.State = h.state
				return reading.Roadmap, h.fill(ctx, e, reading.Roadmap)
			})
		})
	}
}

// fill sets what the flags say of a roadmap that was read.
func (h *head) fill(ctx context.Context, e exchange.Exporter, r *roadmap.Roadmap) error {
	lang, _ := i18n.ParseLang(h.lang)
	if h.title != "" {
		r.Title = r.Title.Set(lang, h.title)
	}
	if h.period != "" {
		r.Period = parsePeriod(h.period)
	}
	if h.organisation == "" {
		return nil
	}
	o, err := ensure(ctx, e, h.organisation)
	if err != nil {
		return err
	}
	r.Organisation = o.ID
	if len(r.Municipalities) == 0 && o.Municipality != "" {
		r.Municipalities = []string{o.Municipality}
	}
	return nil
}

// report tells what was read. The line of numbers is part of the contract, the
// same in every language.
func (c *call) report(reading *exchange.Reading) {
	fmt.Fprintf(c.err, "read %d sections, %d goals, %d actions, %d items\n", reading.Sections, reading.Goals, reading.Actions, reading.Items)
	for _, w := range reading.Warnings {
		args := []any{}
		for name, value := range w.Args {
			args = append(args, name, value)
		}
		fmt.Fprintf(c.err, "%s: %s\n", w.Place, c.say("import."+w.Key, args...))
	}
}

// importRoadmapBundle reads our own JSON, which brings what it speaks of along.
func (c *call) importRoadmapBundle(ctx context.Context, h *head, path string, text []byte) error {
	b, err := exchange.ReadBundle(text)
	if err != nil {
		return named(path, err)
	}
	if len(b.Roadmaps) != 1 {
		return named(path, i18n.Problems{{Path: "roadmaps", Key: "one_roadmap", Args: map[string]any{"N": len(b.Roadmaps)}}})
	}
	r := &b.Roadmaps[0]
	if c.given("state") {
		r.State = h.state
	}
	if !c.given("lang") && r.OriginalLanguage != "" {
		h.lang = string(r.OriginalLanguage)
	}
	return c.with(ctx, true, func(e exchange.Exporter) error {
		err := e.Store.Write(ctx, func(ctx context.Context, _ *store.Tx) error {
			if err := c.renew(ctx, e, b); err != nil {
				return err
			}
			if err := h.fill(ctx, e, r); err != nil {
				return err
			}
			_, err := e.Import(ctx, account.Machine(), b)
			return err
		})
		if err != nil {
			return named(path, err)
		}
		c.report(count(r))
		_, err = fmt.Fprintln(c.out, r.ID)
		return err
	})
}

// renew makes the file's roadmap a new one when a title is given and there is
// one with its id: whoever names it anew does not mean to rename the old one.
func (c *call) renew(ctx context.Context, e exchange.Exporter, b *exchange.Bundle) error {
	r := &b.Roadmaps[0]
	if !c.given("title") || r.ID == "" {
		return nil
	}
	_, err := e.Roadmaps.Roadmap(ctx, account.Machine(), r.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	r.ID, b.Measurements = "", nil
	return err
}

func count(r *roadmap.Roadmap) *exchange.Reading {
	reading := &exchange.Reading{Sections: len(r.Sections), Actions: len(r.Actions())}
	for _, s := range r.Sections {
		reading.Goals += len(s.Goals)
	}
	for _, a := range r.Actions() {
		reading.Items += len(a.Items)
	}
	return reading
}

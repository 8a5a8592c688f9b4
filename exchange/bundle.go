// Package exchange turns the model into files and files into the model: one
// file a format, reading and writing side by side.
package exchange

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/store"
)

// BundleFormat is the value of a bundle's field "format".
const BundleFormat = "tiekartta/1"

// Bundle is everything, or a part of it, as one JSON file: objects by id, keys
// in the model's order, the newest state of each.
type Bundle struct {
	Format        string                 `json:"format"`
	Organisations []account.Organisation `json:"organisations,omitempty"`
	Practices     []catalogue.Practice   `json:"practices,omitempty"`
	Roadmaps      []roadmap.Roadmap      `json:"roadmaps,omitempty"`
	Measurements  []roadmap.Measurement  `json:"measurements,omitempty"`

	archive *zip.Reader // that it came in, with the files; nil when it came alone
}

// ReadBundle reads a bundle. The error is i18n.Problems with their paths.
func ReadBundle(text []byte) (*Bundle, error) {
	if len(text) > maxBundle {
		return nil, i18n.Problems{{Key: "file_too_large", Args: map[string]any{"Max": maxBundle >> 20}}}
	}
	b := &Bundle{}
	if err := catalogue.Decode(text, b); err != nil {
		return nil, err
	}
	if b.Format != BundleFormat {
		return nil, i18n.Problems{{Path: "format", Key: "unknown_format", Args: map[string]any{"Value": b.Format, "Known": BundleFormat}}}
	}
	return b, nil
}

const maxBundle = 256 << 20

// WriteBundle writes a bundle, indented, with a line break at its end.
func WriteBundle(w io.Writer, b *Bundle) error {
	b.Format = BundleFormat
	b.sort()
	text := json.NewEncoder(w)
	text.SetEscapeHTML(false)
	text.SetIndent("", "  ")
	return text.Encode(b)
}

func (b *Bundle) sort() {
	slices.SortFunc(b.Organisations, func(x, y account.Organisation) int { return strings.Compare(x.ID, y.ID) })
	slices.SortFunc(b.Practices, func(x, y catalogue.Practice) int { return strings.Compare(x.ID, y.ID) })
	slices.SortFunc(b.Roadmaps, func(x, y roadmap.Roadmap) int { return strings.Compare(x.ID, y.ID) })
	slices.SortFunc(b.Measurements, func(x, y roadmap.Measurement) int { return strings.Compare(x.ID, y.ID) })
}

// Add takes over the content of another bundle.
func (b *Bundle) Add(other *Bundle) {
	b.Organisations = append(b.Organisations, other.Organisations...)
	b.Practices = append(b.Practices, other.Practices...)
	b.Roadmaps = append(b.Roadmaps, other.Roadmaps...)
	b.Measurements = append(b.Measurements, other.Measurements...)
}

// Base is where bundles come from and go to.
type Base struct {
	Store     *store.Store
	Accounts  *account.Accounts
	Catalogue *catalogue.Catalogue
	Roadmaps  *roadmap.Roadmaps
}

// Count says how many objects an import added, changed and skipped.
type Count struct{ Added, Changed, Skipped int }

func (c *Count) add(o catalogue.Outcome) {
	switch o {
	case catalogue.Added:
		c.Added++
	case catalogue.Changed:
		c.Changed++
	default:
		c.Skipped++
	}
}

// Import puts a bundle into the database: all of it, or, with every problem
// named by path, nothing. Practices and roadmaps without an id get one, which b
// then has too.
func (base Base) Import(ctx context.Context, actor account.Actor, b *Bundle) (Count, error) {
	var count Count
	var put *Bundle
	// Files of an import that fails are named by nobody, and go in time.
	if err := base.attachments(b); err != nil {
		return count, err
	}
	err := base.Store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		count, put = Count{}, b.copy()
		problems := twice(put)
		// Each kind refers only to the kinds before it, and practices to each
		// other, which is looked at when all are there.
		steps := []func(context.Context, account.Actor, *Bundle, *Count, *i18n.Problems) error{
			base.organisations, base.owners, base.practices, base.related, base.roadmaps, base.measurements,
		}
		for _, step := range steps {
			if err := step(ctx, actor, put, &count, &problems); err != nil {
				return err
			}
		}
		return problems.Err()
	})
	if err == nil {
		copy(b.Practices, put.Practices)
		copy(b.Roadmaps, put.Roadmaps)
	}
	return count, err
}

// copy is a bundle whose lists can be changed without changing b's.
func (b *Bundle) copy() *Bundle {
	other := &Bundle{Format: b.Format}
	other.Add(b)
	return other
}

// twice finds objects of one kind with the same id.
func twice(b *Bundle) i18n.Problems {
	var problems i18n.Problems
	see := func(list string, n int, id func(int) string) {
		seen := map[string]bool{}
		for i := range n {
			if id := id(i); id != "" && seen[id] {
				problems.Add(i18n.At(list, i)+".id", "duplicate_id", "Value", id)
			} else {
				seen[id] = true
			}
		}
	}
	see("organisations", len(b.Organisations), func(i int) string { return b.Organisations[i].ID })
	see("practices", len(b.Practices), func(i int) string { return b.Practices[i].ID })
	see("roadmaps", len(b.Roadmaps), func(i int) string { return b.Roadmaps[i].ID })
	see("measurements", len(b.Measurements), func(i int) string { return b.Measurements[i].ID })
	return problems
}

// under sorts the error of one object: its problems get the object's path, a
// conflict becomes one, anything else ends the import.
func under(problems *i18n.Problems, path string, err error) error {
	var own i18n.Problems
	switch {
	case err == nil:
	case errors.As(err, &own):
		problems.Under(path, own)
	case errors.Is(err, store.ErrConflict):
		problems.Add(path, "conflict")
	case errors.Is(err, account.ErrDenied):
		problems.Add(path, "denied")
	default:
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func (base Base) organisations(ctx context.Context, actor account.Actor, b *Bundle, count *Count, problems *i18n.Problems) error {
	for i, o := range b.Organisations {
		outcome := catalogue.Changed
		before, err := base.Accounts.Organisation(ctx, o.ID)
		switch {
		case errors.Is(err, store.ErrNotFound):
			outcome = catalogue.Added
		case err != nil:
			return err
		case sameJSON(before, o):
			count.add(catalogue.Skipped)
			continue
		}
		if err := under(problems, i18n.At("organisations", i), base.Catalogue.PutOrganisation(ctx, actor, o)); err != nil {
			return err
		}
		count.add(outcome)
	}
	return nil
}

// owners puts organisations where practices and roadmaps name municipalities by
// their codes. One that is not there yet is made.
func (base Base) owners(ctx context.Context, _ account.Actor, b *Bundle, _ *Count, _ *i18n.Problems) error {
	resolve := func(organisation *string) error {
		if _, ok := base.Catalogue.Places.Municipality(*organisation); !ok {
			return nil
		}
		o, err := base.Catalogue.EnsureOrganisation(ctx, *organisation)
		if err == nil {
			*organisation = o.ID
		}
		return err
	}
	for i := range b.Practices {
		if err := resolve(&b.Practices[i].Organisation); err != nil {
			return err
		}
	}
	for i := range b.Roadmaps {
		if err := resolve(&b.Roadmaps[i].Organisation); err != nil {
			return err
		}
	}
	return nil
}

func (base Base) practices(ctx context.Context, actor account.Actor, b *Bundle, count *Count, problems *i18n.Problems) error {
	for _, i := range namedFirst(len(b.Practices), func(i int) string { return b.Practices[i].ID }) {
		p := b.Practices[i]
		outcome, err := base.Catalogue.Put(ctx, actor, &p)
		if err := under(problems, i18n.At("practices", i), err); err != nil {
			return err
		}
		b.Practices[i].ID = p.ID
		count.add(outcome)
	}
	return nil
}

// namedFirst is the order in which objects are put: those that have an id come
// first, so that no other gets theirs from its title.
func namedFirst(n int, id func(int) string) []int {
	var named, others []int
	for i := range n {
		if id(i) == "" {
			others = append(others, i)
		} else {
			named = append(named, i)
		}
	}
	return append(named, others...)
}

func (base Base) related(ctx context.Context, _ account.Actor, b *Bundle, _ *Count, problems *i18n.Problems) error {
	for i, p := range b.Practices {
		for j, r := range p.Related {
			exists, err := base.Catalogue.Exists(ctx, r.Practice)
			if err != nil {
				return err
			}
			if !exists {
				path := i18n.At("practices", i) + "." + i18n.At("related", j) + ".practice"
				problems.Add(path, "unknown_reference", "Value", r.Practice)
			}
		}
	}
	return nil
}

func (base Base) roadmaps(ctx context.Context, actor account.Actor, b *Bundle, count *Count, problems *i18n.Problems) error {
	for _, i := range namedFirst(len(b.Roadmaps), func(i int) string { return b.Roadmaps[i].ID }) {
		r := b.Roadmaps[i]
		outcome, err := base.Roadmaps.Put(ctx, actor, &r)
		if err := under(problems, i18n.At("roadmaps", i), err); err != nil {
			return err
		}
		b.Roadmaps[i].ID = r.ID
		count.add(outcome)
	}
	return nil
}

func (base Base) measurements(ctx context.Context, actor account.Actor, b *Bundle, count *Count, problems *i18n.Problems) error {
	for i, m := range b.Measurements {
		outcome, err := base.Roadmaps.PutMeasurement(ctx, actor, m)
		if err := under(problems, i18n.At("measurements", i), err); err != nil {
			return err
		}
		count.add(outcome)
	}
	return nil
}

// Export is the newest state of everything, from one moment.
func (base Base) Export(ctx context.Context) (*Bundle, error) {
	b := &Bundle{Format: BundleFormat}
	err := base.Store.Read(ctx, func(ctx context.Context, _ *store.Tx) error {
		var err error
		if b.Organisations, err = base.Accounts.Organisations(ctx); err != nil {
			return err
		}
		if err := base.Catalogue.All(ctx, func(p *catalogue.Practice) error { b.Practices = append(b.Practices, *p); return nil }); err != nil {
			return err
		}
		if err := base.Roadmaps.All(ctx, account.Machine(), func(r *roadmap.Roadmap) error { b.Roadmaps = append(b.Roadmaps, *r); return nil }); err != nil {
			return err
		}
		return base.Roadmaps.Measurements(ctx, account.Machine(), "", func(m roadmap.Measurement) error { b.Measurements = append(b.Measurements, m); return nil })
	})
	return b, err
}

// ExportRoadmap is a bundle of one roadmap with what it speaks of: its
// organisations, its measurements as the actor may see them, and the practices
// that it names as anybody may see them: the file goes from hand to hand, and
// the practices are others'. A roadmap that is stored nowhere has no id, and so
// no measurements.
func (base Base) ExportRoadmap(ctx context.Context, actor account.Actor, r *roadmap.Roadmap) (*Bundle, error) {
	b := &Bundle{Format: BundleFormat, Roadmaps: []roadmap.Roadmap{*r}}
	practices, err := base.Catalogue.Practices(ctx, account.Actor{}, practicesOf(r))
	if err != nil {
		return nil, err
	}
	organisations := append(partyOrganisations(r), r.Organisation)
	for _, p := range practices {
		p.Computed = nil
		b.Practices = append(b.Practices, *p)
		organisations = append(organisations, p.Organisation)
	}
	slices.Sort(organisations)
	for _, id := range slices.Compact(organisations) {
		o, err := base.Accounts.Organisation(ctx, id)
		if errors.Is(err, store.ErrNotFound) {
			if o, ok := base.Catalogue.MunicipalityOrganisation(id); ok && r.ID == "" && id == r.Organisation {
				b.Organisations = append(b.Organisations, o) // the draft's own, which would be made for it
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		b.Organisations = append(b.Organisations, o)
	}
	if r.ID == "" {
		return b, nil
	}
	err = base.Roadmaps.Measurements(ctx, actor, r.ID, func(m roadmap.Measurement) error { b.Measurements = append(b.Measurements, m); return nil })
	return b, err
}

func practicesOf(r *roadmap.Roadmap) []string {
	var ids []string
	for _, a := range r.Actions() {
		if a.Practice != nil && !slices.Contains(ids, a.Practice.ID) {
			ids = append(ids, a.Practice.ID)
		}
	}
	return ids
}

func partyOrganisations(r *roadmap.Roadmap) []string {
	var ids []string
	for _, a := range r.Actions() {
		for _, p := range a.Parties {
			ids = append(ids, p.Organisation)
		}
	}
	return ids
}

func sameJSON(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

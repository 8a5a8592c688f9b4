package exchange

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/document/html"
	md "tiekartta/document/markdown"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/store"
)

// Exporter writes practices and roadmaps as files. Every door uses it, so that
// the same thing gives the same file everywhere.
type Exporter struct {
	Base
	Assembler roadmap.Assembler
}

// NewExporter returns an exporter of what is in base.
func NewExporter(base Base, m *i18n.Messages) Exporter {
	c := base.Catalogue
	return Exporter{Base: base, Assembler: roadmap.Assembler{Vocabularies: c.Vocabularies, Messages: m, Places: c.Places}}
}

// RoadmapFormats lists the formats of roadmaps.
func RoadmapFormats() []string { return []string{"html", "md", "csv", "json"} }

// PracticeFormats lists the formats of practices.
func PracticeFormats() []string { return []string{"html", "md", "json"} }

// MediaType is the content type of a format.
func MediaType(format string) string {
	switch format {
	case "html":
		return "text/html; charset=utf-8"
	case "md":
		return "text/markdown; charset=utf-8"
	case "csv":
		return "text/csv; charset=utf-8; header=present"
	case "json":
		return "application/json; charset=utf-8"
	case "xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "application/octet-stream"
}

// CheckFormat refuses, by name and with those there are, a format that is not
// among the known ones.
func CheckFormat(format string, known []string) error {
	if slices.Contains(known, format) {
		return nil
	}
	return i18n.Problems{{Path: "format", Key: "unknown_format", Args: map[string]any{"Value": format, "Known": strings.Join(known, ", ")}}}
}

// Roadmap writes a roadmap in a format and language, with what it speaks of as
// far as the actor may see it.
func (e Exporter) Roadmap(ctx context.Context, actor account.Actor, r *roadmap.Roadmap, as As) error {
	if err := CheckFormat(as.Format, RoadmapFormats()); err != nil {
		return err
	}
	switch as.Format {
	case "csv":
		return WriteRoadmapCSV(as.To, r, as.Lang, e.Catalogue.Vocabularies)
	case "json":
		b, err := e.ExportRoadmap(ctx, actor, r)
		if err != nil {
			return err
		}
		return WriteBundle(as.To, b)
	}
	known, err := e.KnownOf(ctx, actor, r)
	if err != nil {
		return err
	}
	d := RoadmapDocument(r, as.Lang, known)
	if as.Format == "md" {
		return md.Write(as.To, d, e.Assembler.Messages)
	}
	return html.Write(as.To, d, e.Assembler.Messages)
}

// As says how a file is wanted. Site is how the service is reached, where that is
// known: files then lead to attachments that everybody may have.
type As struct {
	Format string
	Lang   i18n.Lang
	To     io.Writer
	Site   string
}

// Practice writes a practice in a format and language.
func (e Exporter) Practice(ctx context.Context, p *catalogue.Practice, as As) error {
	if err := CheckFormat(as.Format, PracticeFormats()); err != nil {
		return err
	}
	known := e.known()
	if err := e.organisation(ctx, known.Organisations, p.Organisation); err != nil {
		return err
	}
	if as.Format == "json" {
		stored := *p
		stored.Computed = nil
		if c := &stored.Contact; !c.Public {
			c.Name, c.Email, c.Phone = "", "", "" // whoever asks: files go from hand to hand
		}
		b := &Bundle{Practices: []catalogue.Practice{stored}}
		for _, o := range known.Organisations {
			b.Organisations = append(b.Organisations, o)
		}
		return WriteBundle(as.To, b)
	}
	if err := e.related(ctx, known.Practices, p); err != nil {
		return err
	}
	var err error
	if known.Outdated, err = e.Catalogue.OutdatedIn(ctx, p, as.Lang); err != nil {
		return err
	}
	if as.Site != "" && p.State == "published" {
		known.File = func(id string) string { return as.Site + "/" + string(as.Lang) + "/practices/" + p.ID + "/files/" + id }
	}
	d := PracticeDocument(p, as.Lang, known)
	if as.Format == "md" {
		return md.Write(as.To, d, e.Assembler.Messages)
	}
	return html.Write(as.To, d, e.Assembler.Messages)
}

// related adds the practices that one is related to, as far as anybody may read
// them.
func (e Exporter) related(ctx context.Context, known map[string]*catalogue.Practice, p *catalogue.Practice) error {
	var ids []string
	for _, one := range p.Related {
		ids = append(ids, one.Practice)
	}
	practices, err := e.Catalogue.Practices(ctx, account.Actor{}, ids)
	for _, one := range practices {
		known[one.ID] = one
	}
	return err
}

// KnownOf gathers what a roadmap speaks of: its organisations, the practices
// that its actions take over, and what is open in it.
func (e Exporter) KnownOf(ctx context.Context, actor account.Actor, r *roadmap.Roadmap) (Known, error) {
	k := e.known()
	k.Checks = e.Assembler.Checks(r)
	practices, err := e.Catalogue.Practices(ctx, actor, practicesOf(r))
	if err != nil {
		return k, err
	}
	organisations := append(partyOrganisations(r), r.Organisation)
	for _, p := range practices {
		k.Practices[p.ID] = p
		organisations = append(organisations, p.Organisation)
	}
	for _, id := range organisations {
		if err := e.organisation(ctx, k.Organisations, id); err != nil {
			return k, err
		}
	}
	return k, nil
}

func (e Exporter) known() Known {
	return Known{
		Messages: e.Assembler.Messages, Vocabularies: e.Catalogue.Vocabularies, Places: e.Catalogue.Places,
		Organisations: map[string]account.Organisation{}, Practices: map[string]*catalogue.Practice{},
	}
}

// organisation adds one to the known ones. A draft from an address may name a
// municipality that has none yet: it is known as the one that would be made.
func (e Exporter) organisation(ctx context.Context, known map[string]account.Organisation, id string) error {
	if _, ok := known[id]; ok || id == "" {
		return nil
	}
	o, err := e.Accounts.Organisation(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		if o, ok := e.Catalogue.MunicipalityOrganisation(id); ok {
			known[id] = o
		}
		return nil
	}
	if err != nil {
		return err
	}
	known[id] = o
	return nil
}

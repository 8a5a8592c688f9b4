package exchange

import (
	"strings"

	"tiekartta/document"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// indicatorList names indicators with what is known of each: where it starts,
// where it shall be, and what the origin of the practice reached.
func (c *roadmapComposer) indicatorList(indicators []roadmap.Indicator) document.List {
	var list document.List
	for _, use := range indicators {
		one := item(c.run(use.Label))
		var parts []string
		if text := c.baseline(use); text != "" {
			parts = append(parts, c.t("doc.baseline_is", "Value", text))
		}
		for _, target := range use.Targets {
			text := target.Text
			if target.Value != nil {
				text = c.number(*target.Value, use.Measure, "", c.unit(use.Unit))
			}
			if target.Date != "" {
				text += " (" + i18n.Date(c.lang, target.Date) + ")"
			}
			parts = append(parts, c.t("doc.target_is", "Value", text))
		}
		if text := c.reference(use); text != "" {
			parts = append(parts, c.t("doc.reference_is", "Value", text))
		}
		if len(parts) > 0 {
			one.Blocks = append(one.Blocks, document.Paragraph{
				Runs:  []document.Run{{Text: strings.Join(parts, " "), Lang: c.lang}},
				Style: document.Aside,
			})
		}
		list.Items = append(list.Items, one)
	}
	return list
}

func (c *roadmapComposer) unit(t i18n.Text) string {
	text, _ := t.Best(c.lang, c.original)
	return joinSpace(text)
}

func (c *roadmapComposer) baseline(use roadmap.Indicator) string {
	b := use.Baseline
	switch {
	case b == nil:
		return ""
	case b.Unknown != "":
		return c.t("doc.unknown", "Reason", joinSpace(b.Unknown))
	}
	text := b.Text
	if b.Value != nil {
		text = c.number(*b.Value, use.Measure, "", c.unit(use.Unit))
	}
	if b.Date != "" && text != "" {
		text += " (" + i18n.Date(c.lang, b.Date) + ")"
	}
	return text
}

// reference is what the practice reached where it comes from.
func (c *roadmapComposer) reference(use roadmap.Indicator) string {
	ref := use.Reference
	if ref == nil || ref.Value == nil {
		return ""
	}
	text := c.referenceValue(*ref.Value, use.Measure, c.unit(ref.Unit))
	if period := i18n.Period(c.lang, ref.Period.Start, ref.Period.End); period != "" {
		text += " (" + period + ")"
	}
	return text
}

// referenceValue writes a figure with its own unit; the unit of a share begins
// with the sign for per cent and goes on with what it is a share of.
func (c *roadmapComposer) referenceValue(v float64, measure, unit string) string {
	if measure == "share" || measure == "money" {
		if unit == "" || unit == "%" || unit == "€" {
			return c.number(v, measure, "", "")
		}
		if of, ok := strings.CutPrefix(unit, "%"); ok {
			return c.number(v, "share", "", "") + of
		}
		return i18n.Number(c.lang, v) + "\u00a0" + unit
	}
	return c.number(v, measure, "", unit)
}

// referenceNote says, once a cell, from where the reference figures are and
// that they are no targets.
func (c *roadmapComposer) referenceNote(indicators []roadmap.Indicator) []document.Block {
	var origins []string
	seen := map[string]bool{}
	for _, use := range indicators {
		if use.Reference == nil || use.Reference.Value == nil || seen[use.Reference.Practice] {
			continue
		}
		seen[use.Reference.Practice] = true
		origin := use.Reference.Practice
		if p := c.Practices[use.Reference.Practice]; p != nil {
			title, _ := p.Title.Best(c.lang)
			if origin = joinSpace(title); c.places(p) != "" {
				origin += " (" + c.places(p) + ")"
			}
		}
		origins = append(origins, origin)
	}
	if len(origins) == 0 {
		return nil
	}
	return []document.Block{c.aside("doc.reference_from", "Origin", strings.Join(origins, "; "))}
}

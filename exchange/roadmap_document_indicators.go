package exchange

import (
	"strings"

	"tiekartta/document"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// indicatorBlocks are indicators with what is known of each: where it starts,
// where it shall be, what the origin of the practice reached. From where these
// references are, and who collects all of the figures, is said once below them.
func (c *roadmapComposer) indicatorBlocks(indicators []roadmap.Indicator) []document.Block {
	if len(indicators) == 0 {
		return nil
	}
	collector := indicators[0].CollectedBy
	for _, use := range indicators {
		if use.CollectedBy != collector {
			collector = ""
		}
	}
	var list document.List
	for _, use := range indicators {
		if collector != "" {
			use.CollectedBy = ""
		}
		one := item(c.run(use.Label))
		if facts := c.indicatorFacts(use); len(facts) > 0 {
			one.Blocks = append(one.Blocks, document.Paragraph{Runs: facts, Style: document.Aside})
		}
		list.Items = append(list.Items, one)
	}
	blocks := []document.Block{list}
	var below []document.Run
	for _, sentence := range [][]document.Run{c.collected(collector), c.referenceOrigins(indicators)} {
		below = c.sentence(below, sentence)
	}
	if len(below) > 0 {
		blocks = append(blocks, document.Paragraph{Runs: below, Style: document.Aside})
	}
	return blocks
}

// indicatorFacts are sentences about one indicator.
func (c *roadmapComposer) indicatorFacts(use roadmap.Indicator) []document.Run {
	var facts []document.Run
	if b := c.baseline(use); len(b) > 0 {
		facts = c.sentence(facts, c.around("doc.baseline_is", "Value", b))
	}
	for _, target := range use.Targets {
		facts = c.sentence(facts, c.around("doc.target_is", "Value", c.dated(c.level(use, target.Value, target.Text), target.Date)))
	}
	facts = c.sentence(facts, c.reference(use))
	return c.sentence(facts, c.collected(use.CollectedBy))
}

// sentence adds a sentence behind others.
func (c *composer) sentence(before, more []document.Run) []document.Run {
	if len(before) > 0 && len(more) > 0 {
		before = append(before, document.Run{Text: " ", Lang: c.lang})
	}
	return append(before, more...)
}

func (c *roadmapComposer) collected(by string) []document.Run {
	if by == "" {
		return nil
	}
	return c.around("doc.collected_by", "Name", []document.Run{c.name(by)})
}

// level is a figure of an indicator, or what is written instead of one.
func (c *roadmapComposer) level(use roadmap.Indicator, value *float64, text string) []document.Run {
	switch {
	case value != nil:
		return []document.Run{c.figure(*value, use.Measure, use.Unit)}
	case text != "":
		return []document.Run{c.written(text)}
	}
	return nil
}

func (c *roadmapComposer) dated(runs []document.Run, date string) []document.Run {
	if date == "" || len(runs) == 0 {
		return runs
	}
	return append(runs, document.Run{Text: " (" + i18n.Date(c.lang, date) + ")", Lang: c.lang})
}

func (c *roadmapComposer) baseline(use roadmap.Indicator) []document.Run {
	b := use.Baseline
	switch {
	case b == nil:
		return nil
	case b.Unknown != "":
		return c.around("doc.unknown", "Reason", []document.Run{c.written(b.Unknown)})
	}
	return c.cited(c.dated(c.level(use, b.Value, b.Text), b.Date), b.Source)
}

// cited adds the number of a figure's source.
func (c *roadmapComposer) cited(runs []document.Run, source string) []document.Run {
	cite := c.cite(source, "")
	if len(runs) == 0 || len(cite) == 0 {
		return runs
	}
	return append(append(runs, document.Run{Text: "\u00a0", Lang: c.lang}), cite...)
}

// reference is what the practice reached where it comes from, with its source.
func (c *roadmapComposer) reference(use roadmap.Indicator) []document.Run {
	ref := use.Reference
	if ref == nil || ref.Value == nil {
		return nil
	}
	value := []document.Run{c.referenceValue(*ref.Value, use.Measure, ref.Unit)}
	if period := i18n.Period(c.lang, ref.Period.Start, ref.Period.End); period != "" {
		value = append(value, document.Run{Text: " (" + period + ")", Lang: c.lang})
	}
	return c.around("doc.reference_is", "Value", c.cited(value, use.Source))
}

// figure is a number with its unit, in the language of the unit.
func (c *roadmapComposer) figure(v float64, measure string, t i18n.Text) document.Run {
	unit := c.run(t)
	run := document.Run{Text: c.number(v, measure, "", unit.Text), Lang: unit.Lang}
	if unit.Text == "" || !strings.HasSuffix(run.Text, unit.Text) {
		run.Lang = c.lang
	}
	return run
}

// referenceValue writes a figure with its own unit; the unit of a share begins
// with the sign for per cent and goes on with what it is a share of.
func (c *roadmapComposer) referenceValue(v float64, measure string, t i18n.Text) document.Run {
	if measure != "share" && measure != "money" {
		return c.figure(v, measure, t)
	}
	unit := c.run(t)
	if unit.Text == "" || unit.Text == "%" || unit.Text == "€" {
		return document.Run{Text: c.number(v, measure, "", ""), Lang: c.lang}
	}
	if of, ok := strings.CutPrefix(unit.Text, "%"); ok {
		return document.Run{Text: c.number(v, "share", "", "") + of, Lang: unit.Lang}
	}
	return document.Run{Text: i18n.Number(c.lang, v) + "\u00a0" + unit.Text, Lang: unit.Lang}
}

// referenceOrigins says from where the reference figures are.
func (c *roadmapComposer) referenceOrigins(indicators []roadmap.Indicator) []document.Run {
	var origins []document.Run
	seen := map[string]bool{}
	for _, use := range indicators {
		ref := use.Reference
		if ref == nil || ref.Value == nil || seen[ref.Practice] {
			continue
		}
		seen[ref.Practice] = true
		if len(origins) > 0 {
			origins = append(origins, document.Run{Text: "; ", Lang: c.lang})
		}
		if p := c.Practices[ref.Practice]; p != nil {
			origins = append(origins, c.home(p)...)
			continue
		}
		origins = append(origins, document.Run{Text: ref.Practice})
	}
	if len(origins) == 0 {
		return nil
	}
	return c.around("doc.reference_from", "Origin", origins)
}

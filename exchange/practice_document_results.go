package exchange

import (
	"math"

	"tiekartta/catalogue"
	"tiekartta/document"
	"tiekartta/i18n"
)

// results adds a chart of the figures, where there are parts to compare, and a
// table with base, interval, time and source of each.
func (c *composer) results(s *document.Section, results []catalogue.Result, caption string) {
	if len(results) == 0 {
		return
	}
	if chart, ok := c.resultBars(results); ok {
		figure := document.Figure{ID: s.ID + "-figures", Chart: chart}
		if chart.HasIntervals() {
			figure.Legend = c.say("doc.figures.interval")
		}
		s.Add(figure)
	}
	s.Add(c.resultTable(results, caption))
}

// ResultBars draws the figures of results side by side. ok is false when none
// of them has a part or a share to draw.
func ResultBars(results []catalogue.Result, lang i18n.Lang, k Known) (b document.Bars, ok bool) {
	return newComposer(k, lang, lang).resultBars(results)
}

func (c *composer) resultBars(results []catalogue.Result) (document.Bars, bool) {
	b := document.Bars{Title: c.t("chart.bars.title"), Lang: c.lang}
	drawn := false
	for _, r := range results {
		if r.Value == nil || r.Measure == "yes_no" {
			continue
		}
		panel := c.panel(r)
		drawn = drawn || len(panel.Bars) > 0
		b.Panels = append(b.Panels, panel)
	}
	return b.Describe(c.Messages), drawn
}

func (c *composer) panel(r catalogue.Result) document.Panel {
	panel := document.Panel{Label: c.run(r.Label), Value: c.value(r, *r.Value), Scale: 100, Note: c.of(r)}
	if period := i18n.Period(c.lang, r.Period.Start, r.Period.End); period != "" {
		if panel.Note != "" {
			panel.Note += ", "
		}
		panel.Note += period
	}
	if r.Measure == "share" { // its figure stands above it already
		bar := document.Bar{Value: *r.Value}
		bar.Low, bar.High = c.interval(*r.Value, r.Base)
		panel.Bars = append(panel.Bars, bar)
	}
	if before := r.Baseline; before != nil && before.Value != nil {
		c.compare(&panel, r, *before.Value)
	}
	for _, part := range r.Breakdowns {
		if part.Value == nil {
			continue
		}
		bar := document.Bar{Label: c.run(part.Group), Value: *part.Value, Text: c.part(part)}
		switch {
		case part.As == "share" && r.Measure == "number":
			bar.Low, bar.High = c.interval(*part.Value, &catalogue.Base{Value: r.Value})
		case part.As != "share" && r.Measure == "number" && *r.Value > 0:
			bar.Value = 100 * *part.Value / *r.Value // the length of the bar only
		case part.As != "share":
			continue
		}
		panel.Bars = append(panel.Bars, bar)
	}
	return panel
}

// compare puts the baseline above the value. What is no share has a scale of
// its own, which parts of the result do not fit; then the parts are left to
// the table.
func (c *composer) compare(panel *document.Panel, r catalogue.Result, before float64) {
	if r.Measure != "share" && len(r.Breakdowns) > 0 {
		return
	}
	bars := []document.Bar{{Label: document.Run{Text: c.baselineLabel(r), Lang: c.lang}, Value: before, Text: c.value(r, before)}}
	if r.Measure != "share" {
		panel.Scale = math.Max(before, *r.Value)
		panel.Bars = append(panel.Bars, document.Bar{Value: *r.Value})
	}
	panel.Bars[0].Label = document.Run{Text: c.t("doc.result.after"), Lang: c.lang}
	panel.Bars[0].Text = c.value(r, *r.Value)
	panel.Bars = append(bars, panel.Bars...)
}

func (c *composer) baselineLabel(r catalogue.Result) string {
	if r.Baseline.Date == "" {
		return c.t("doc.baseline")
	}
	return c.t("doc.baseline_of", "Date", i18n.Date(c.lang, r.Baseline.Date))
}

// value is a figure of a result as people read it.
func (c *composer) value(r catalogue.Result, v float64) string {
	unit, _ := r.Unit.Best(c.lang)
	return c.number(v, r.Measure, r.Currency, joinSpace(unit))
}

func (c *composer) part(part catalogue.Breakdown) string {
	if part.As == "share" {
		return c.number(*part.Value, "share", "", "")
	}
	return i18n.Number(c.lang, *part.Value)
}

// of says of what a share is a share, empty for what is none.
func (c *composer) of(r catalogue.Result) string {
	if r.Measure != "share" || r.Base == nil {
		return ""
	}
	label, _ := r.Base.Label.Best(c.lang)
	switch {
	case r.Base.Value == nil:
		return c.t("doc.base", "Base", joinSpace(label))
	case label == "":
		return c.t("doc.base_count", "Count", i18n.Number(c.lang, *r.Base.Value))
	}
	return c.t("doc.base_of", "Base", joinSpace(label), "Count", i18n.Number(c.lang, *r.Base.Value))
}

// interval is the 95 % interval of a share whose base is known, else 0, 0.
func (c *composer) interval(share float64, base *catalogue.Base) (low, high float64) {
	if base == nil || base.Value == nil || *base.Value <= 0 || share < 0 || share > 100 {
		return 0, 0
	}
	return catalogue.Wilson(share, *base.Value)
}

func (c *composer) intervalText(low, high float64) string {
	if high <= low {
		return ""
	}
	tenth := func(v float64) string { return i18n.Number(c.lang, math.Round(v*10)/10) }
	return c.t("doc.percent", "Value", tenth(low)+"–"+tenth(high))
}

// resultRow is a line of the table of results, before empty columns are left
// out.
type resultRow struct {
	group, value, interval, period string
	groupLang, valueLang           i18n.Lang // where they differ from the document's
	style                          document.Style
	note                           string // beside the value
	source                         []document.Run
}

func (c *composer) resultRows(r catalogue.Result) []resultRow {
	whole := resultRow{
		period: i18n.Period(c.lang, r.Period.Start, r.Period.End),
		source: c.cite(r.Source, r.QuoteLocation), note: c.of(r),
	}
	switch {
	case r.Value != nil:
		whole.value, whole.style = c.value(r, *r.Value), document.Strong
	default:
		run := c.run(r.Text)
		whole.value, whole.valueLang = run.Text, run.Lang
	}
	if r.Measure == "share" && r.Value != nil {
		whole.interval = c.intervalText(c.interval(*r.Value, r.Base))
	}
	rows := []resultRow{whole}
	if b := r.Baseline; b != nil && b.Value != nil {
		rows = append(rows, resultRow{group: c.baselineLabel(r), value: c.value(r, *b.Value), style: document.Strong, source: c.cite(b.Source, "")})
	}
	for _, part := range r.Breakdowns {
		if part.Value == nil {
			continue
		}
		group := c.run(part.Group)
		row := resultRow{group: group.Text, groupLang: group.Lang, value: c.part(part), style: document.Strong}
		if part.As == "share" && r.Measure == "number" {
			row.interval = c.intervalText(c.interval(*part.Value, &catalogue.Base{Value: r.Value}))
		}
		rows = append(rows, row)
	}
	if len(rows) > 1 {
		rows[0].group = c.t("doc.all")
	}
	return rows
}

func (c *composer) resultTable(results []catalogue.Result, caption string) document.Table {
	t := document.Table{
		Caption: c.say(caption),
		Columns: []document.Column{{Width: 30}, {Width: 16}, {Width: 30}, {Width: 14}, {Width: 12}, {Width: 18}},
		Head: [][]document.Cell{document.Heads(c.t("doc.result"), c.t("doc.group"), c.t("doc.value"),
			c.t("doc.interval"), c.t("doc.time"), c.t("doc.source"))},
	}
	for _, r := range results {
		rows := c.resultRows(r)
		for n, row := range rows {
			cells := row.cells()
			if n == 0 {
				cells = append([]document.Cell{c.resultHead(r, len(rows))}, cells...)
			}
			if row.interval != "" {
				note := c.note("interval", "doc.note.interval")
				t.Head[0][3].Blocks = []document.Block{document.Paragraph{Runs: []document.Run{{Text: c.t("doc.interval"), Note: note}}}}
			}
			t.Rows = append(t.Rows, cells)
		}
	}
	return t.Filled()
}

func (c *composer) resultHead(r catalogue.Result, rows int) document.Cell {
	head := document.Cell{Header: true, Rows: rows, Blocks: []document.Block{document.Paragraph{Runs: []document.Run{c.run(r.Label)}}}}
	text := ""
	if r.Level != "" {
		text = capital(c.label("result_level", r.Level))
	}
	if r.Direction != "" && r.Direction != "unknown" {
		text += ", " + c.t("doc.direction_is", "Direction", c.small("direction", r.Direction))
	}
	if text != "" {
		head.Blocks = append(head.Blocks, document.Paragraph{Runs: []document.Run{{Text: text, Lang: c.lang}}, Style: document.Aside})
	}
	return head
}

// cells are those beside the result's own.
func (row resultRow) cells() []document.Cell {
	text := func(s string) document.Cell { return document.Text(document.Run{Text: s}) }
	group := text(row.group)
	group.Lang = row.groupLang
	value := document.Text(document.Run{Text: row.value, Lang: row.valueLang, Style: row.style})
	if row.note != "" {
		value.Blocks = append(value.Blocks, document.Paragraph{Runs: document.Words(row.note), Style: document.Aside})
	}
	return []document.Cell{group, value, text(row.interval), text(row.period), document.Text(row.source...)}
}

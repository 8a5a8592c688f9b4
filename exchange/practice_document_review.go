package exchange

import (
	"tiekartta/catalogue"
	"tiekartta/document"
	"tiekartta/i18n"
)

// review tells whether others have reviewed the text, and what they said of it.
func (c *practiceComposer) review() []document.Block {
	if c.p.Computed == nil {
		return nil
	}
	mark := c.p.Computed.Review
	blocks := []document.Block{c.line(capital(c.label("review_mark", mark.Mark)))}
	if mark.Mark == catalogue.SelfDeclared {
		return blocks
	}
	blocks = append(blocks, c.paragraph("doc.peer_review.valid_until", "Date", i18n.Date(c.lang, mark.ValidUntil)))
	return append(blocks, c.prose("", mark.Opinion)...)
}

// reviewed are the answers of the reviewers to the national criteria, which
// stand for the author's own where there are any.
func (c *practiceComposer) reviewed(t *document.Table) bool {
	if c.p.Computed == nil || len(c.p.Computed.Review.Criteria) == 0 {
		return false
	}
	for _, one := range c.p.Computed.Review.Criteria {
		var reasons []document.Run
		for _, reason := range one.Reasons {
			if len(reasons) > 0 {
				reasons = append(reasons, document.Run{Text: " "})
			}
			reasons = append(reasons, c.words(reason)...)
		}
		t.Rows = append(t.Rows, c.criterionRow(one.ID, one.Met, reasons))
	}
	return true
}

func (c *practiceComposer) criterionRow(id, met string, reasons []document.Run) []document.Cell {
	head := document.Text(document.Run{Text: capital(c.label("criterion", id)), Lang: c.lang})
	head.Header = true
	answer := document.Text(document.Run{Text: capital(c.label("criterion_met", met)), Lang: c.lang})
	return []document.Cell{head, answer, document.Text(reasons...)}
}

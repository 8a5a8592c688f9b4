package catalogue

import "tiekartta/i18n"

// Result is one figure or finding. Which of Value and Text is set depends on
// Measure: number, share (per cent) and money have a value, state and text have
// a text, yes_no has the value 1 or 0.
type Result struct {
	ID            string      `json:"id"`
	Label         i18n.Text   `json:"label,omitzero"`
	Level         string      `json:"level,omitempty"`   // input, activity, output, milestone, outcome, impact
	Measure       string      `json:"measure,omitempty"` // number, share, money, yes_no, state, text
	Unit          i18n.Text   `json:"unit,omitzero"`
	Value         *float64    `json:"value,omitempty"`
	Text          i18n.Text   `json:"text,omitzero"`
	Currency      string      `json:"currency,omitempty"`
	Baseline      *Baseline   `json:"baseline,omitempty"`
	Base          *Base       `json:"base,omitempty"`
	Breakdowns    []Breakdown `json:"breakdowns,omitempty"`
	Period        Period      `json:"period,omitzero"`
	Direction     string      `json:"direction,omitempty"` // positive, mixed, none, negative, unknown
	Source        string      `json:"source,omitempty"`    // id in the practice's sources
	QuoteLocation string      `json:"quoteLocation,omitempty"`
}

// Baseline is the state before.
type Baseline struct {
	Value  *float64 `json:"value,omitempty"`
	Date   string   `json:"date,omitempty"`
	Source string   `json:"source,omitempty"`
}

// Base says of what a share is a share.
type Base struct {
	Value *float64  `json:"value,omitempty"`
	Label i18n.Text `json:"label,omitzero"`
}

// Breakdown is a part of a result, stored as its source gives it: a count, or a
// share of the result in per cent.
type Breakdown struct {
	Dimension string    `json:"dimension,omitempty"` // sex, age, language, area, background, other
	Group     i18n.Text `json:"group,omitzero"`
	Value     *float64  `json:"value,omitempty"`
	As        string    `json:"as,omitempty"` // count, share
}

// Evidence is how strong the facts behind a practice are, from its weakest to
// its strongest result (0 to 5), and which way its effects go. The two are
// separate axes.
type Evidence struct {
	Low       int      `json:"low"`
	High      int      `json:"high"`
	Direction string   `json:"direction"`
	Reasons   []Reason `json:"reasons"`
}

// Reason tells why a result, or the whole practice when Result is empty, has
// its level, and what would raise it.
type Reason struct {
	Result string `json:"result,omitempty"`
	Level  int    `json:"level"`
	Key    string `json:"key"`            // message key without its prefix "evidence."
	Next   string `json:"next,omitempty"` // message key without its prefix "evidence.next."
}

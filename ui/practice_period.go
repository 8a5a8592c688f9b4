package ui

import (
	"strings"

	"tiekartta/exchange"
)

// date reads a field of a date. A whole period may stand in the field of its
// start while that of its end is empty: "syksy 2024 – kevät 2025". A season or a
// month alone is a period, too, unless the activity goes on.
func (r *formReader) date(path, s string) (date, problem string) {
	if period, ok := strings.CutSuffix(path, ".end"); ok && s == "" {
		return r.endTold(period), ""
	}
	if s == "" {
		return "", ""
	}
	if date, ok := readDate(s); ok {
		return date, ""
	}
	p, single, ok := exchange.ReadPeriod(s)
	start, isStart := strings.CutSuffix(path, ".start")
	switch {
	case !ok:
		return "", "form.bad_date"
	case single && !isStart:
		return p.End, ""
	case !isStart, !single && strings.TrimSpace(r.values.Get(start+".end")) != "":
		return "", "form.two_ends"
	}
	return p.Start, ""
}

// endTold is the end of a period that the field of its start tells.
func (r *formReader) endTold(period string) string {
	start := strings.TrimSpace(r.values.Get(period + ".start"))
	if _, ok := readDate(start); ok {
		return ""
	}
	p, single, ok := exchange.ReadPeriod(start)
	if !ok || single && r.values.Get(period+".continues") == "true" {
		return ""
	}
	return p.End
}

package roadmap

import (
	"strconv"
	"time"

	"tiekartta/catalogue"
)

// proposedSchedule proposes the whole period for a service. What is an idea, a
// trial or a project where it comes from, or has ended there, is proposed for
// the first two years, with a review at their end; a service is reviewed in the
// middle. Nothing lies outside the period, whose dates must be good.
func proposedSchedule(maturity string, period catalogue.Period) Schedule {
	s := Schedule{Kind: "dates", Start: period.Start, End: period.End}
	if len(period.Start) == 4 && len(period.End) == 4 {
		s.Kind = "years"
	}
	switch maturity {
	case "idea", "pilot", "project", "ended", "stopped":
		if end := secondYear(period.Start); catalogue.Earlier(end, period.End) {
			s.End = end
		}
		s.Review = s.End
		return s
	}
	s.Review = middle(period, s.Kind)
	return s
}

// secondYear is the last day, month or year of the two years that begin with
// start, as precise as start.
func secondYear(start string) string {
	layout := dayLayout[:len(start)]
	t, err := time.Parse(layout, start)
	if err != nil {
		return start
	}
	switch len(start) {
	case 4:
		return t.AddDate(1, 0, 0).Format(layout)
	case 7:
		return t.AddDate(0, 23, 0).Format(layout)
	}
	return t.AddDate(2, 0, -1).Format(layout)
}

// middle is the year, or for a period of exact dates the month, in which the
// middle of the period lies.
func middle(period catalogue.Period, kind string) string {
	start, err := time.Parse(dayLayout[:len(period.Start)], period.Start)
	if err != nil {
		return ""
	}
	end, err := time.Parse(dayLayout[:len(period.End)], period.End)
	if err != nil {
		return ""
	}
	if kind == "years" {
		return strconv.Itoa((start.Year() + end.Year()) / 2)
	}
	return start.Add(end.Sub(start) / 2).Format(dayLayout[:7])
}

const dayLayout = "2006-01-02"

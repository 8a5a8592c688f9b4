package ui

import (
	"net/url"
	"strconv"
	"strings"

	"tiekartta/i18n"
	"tiekartta/search"
)

// between is a range of numbers that a reader has typed. What is wrong with an
// end is told at its field; then it does not filter, and all else holds.
type between struct {
	search.Range
	From, To ending
}

// ending is one end of a range as it was typed.
type ending struct {
	Field, Typed string
	Problem      *i18n.Problem
}

// longestNumber bounds what of a wrong number is repeated.
const longestNumber = 20

// limits are the least and the most that a range may name.
func limits(name string) (least, most int) {
	if name == "year" {
		return search.FirstYear, search.LastYear
	}
	return 0, search.MostReached
}

// readBetween reads the range of a filter. Digits may stand in groups.
func readBetween(name string, query url.Values) between {
	var b between
	least, most := limits(name)
	read := func(field string) (ending, *int) {
		e := ending{Field: field, Typed: strings.TrimSpace(query.Get(field))}
		if r := []rune(e.Typed); len(r) > longestNumber {
			e.Typed = string(r[:longestNumber])
		}
		digits := strings.Join(strings.Fields(e.Typed), "")
		if digits == "" {
			return e, nil
		}
		n, err := strconv.Atoi(digits)
		if err == nil && n >= least && n <= most {
			return e, &n
		}
		var problems i18n.Problems
		if err != nil {
			problems.Add(field, "find.not_a_number")
		} else {
			problems.Add(field, "find.out_of_range", "Min", strconv.Itoa(least), "Max", strconv.Itoa(most))
		}
		e.Problem = &problems[0]
		return e, nil
	}
	from, to := (*int)(nil), (*int)(nil)
	b.From, from = read(name + "From")
	b.To, to = read(name + "To")
	if from != nil && to != nil && *from > *to {
		var problems i18n.Problems
		problems.Add(b.From.Field, "find.range_turned")
		b.From.Problem = &problems[0]
		return b
	}
	b.Range = search.Range{From: from, To: to}
	return b
}

// holds tells whether the range filters.
func (b between) holds() bool { return b.Range.From != nil || b.Range.To != nil }

// bad tells whether it is to be corrected.
func (b between) bad() bool { return b.From.Problem != nil || b.To.Problem != nil }

// write puts the range into the query of an address.
func (b between) write(name string, query url.Values) {
	if from := b.Range.From; from != nil {
		query.Set(name+"From", strconv.Itoa(*from))
	}
	if to := b.Range.To; to != nil {
		query.Set(name+"To", strconv.Itoa(*to))
	}
}

// words are the range in words.
func (p *Pages) words(lang i18n.Lang, name string, b between) string {
	text := func(n int) string {
		if name == "year" {
			return strconv.Itoa(n)
		}
		return i18n.Number(lang, float64(n))
	}
	switch from, to := b.Range.From, b.Range.To; {
	case from == nil:
		return p.Messages.T(lang, "page.range."+name+".to", "N", text(*to))
	case to == nil:
		return p.Messages.T(lang, "page.range."+name+".from", "N", text(*from))
	case *from == *to && name == "year":
		return text(*from)
	default:
		return p.Messages.T(lang, "page.range."+name+".between", "From", text(*from), "To", text(*to))
	}
}

func isYear(value string) bool {
	n, err := strconv.Atoi(value)
	return err == nil && n >= search.FirstYear && n <= search.LastYear && strconv.Itoa(n) == value
}

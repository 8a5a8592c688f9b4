package api

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// parameters are those of an address. Reading gathers what is wrong with them;
// the caller looks at err before using what was read.
type parameters struct {
	values   url.Values
	problems i18n.Problems
}

const (
	mostValues    = 100 // of one parameter
	mostItems     = 100 // on a page
	usualItems    = 20
	longestEcho   = 80 // characters of a wrong value that its message repeats
	largestNumber = 1_000_000_000
)

// readParameters reads the parameters of an address; any other than the known
// ones is a problem that names it.
func readParameters(c echo.Context, known ...string) *parameters {
	in := &parameters{}
	values, err := url.ParseQuery(c.Request().URL.RawQuery)
	if err != nil {
		in.problems.Add("", "api.bad_query")
	}
	in.values = values
	for _, name := range slices.Sorted(maps.Keys(values)) {
		switch {
		case !slices.Contains(known, name):
			in.problems.Add(short(name), "api.unknown_parameter", "Name", short(name))
		case !utf8.ValidString(strings.Join(values[name], "")):
			in.problems.Add(name, "api.not_utf8")
			values.Del(name)
		case len(values[name]) > mostValues:
			in.problems.Add(name, "too_many", "Max", mostValues)
			values.Del(name)
		}
	}
	return in
}

// short is a text as a message may repeat it, however long and broken it is.
func short(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if r := []rune(s); len(r) > longestEcho {
		return string(r[:longestEcho]) + "…"
	}
	return s
}

func (in *parameters) err() error { return in.problems.Err() }

// all are the values of a parameter that may repeat; empty ones do not count.
func (in *parameters) all(name string) []string {
	return slices.DeleteFunc(slices.Clone(in.values[name]), func(s string) bool { return s == "" })
}

// one is the value of a parameter that stands once, "" when it is absent.
func (in *parameters) one(name string) string {
	values := in.all(name)
	if len(values) > 1 {
		in.problems.Add(name, "api.parameter_twice", "Name", name)
	}
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// number is a whole number between least and most, or usual when it is absent.
func (in *parameters) number(name string, usual, least, most int) int {
	s := in.one(name)
	if s == "" {
		return usual
	}
	n, err := strconv.Atoi(s)
	switch {
	case err != nil:
		in.problems.Add(name, "api.not_a_number", "Value", short(s))
	case n < least || n > most:
		in.problems.Add(name, "api.out_of_range", "Value", short(s), "Min", least, "Max", most)
	}
	return n
}

// needed is a number that must be there.
func (in *parameters) needed(name string) int {
	if len(in.all(name)) == 0 {
		in.problems.Add(name, "required")
		return 0
	}
	return in.number(name, 0, 1, largestNumber)
}

// choice is one of the known words, or "" when it is absent.
func (in *parameters) choice(name string, known ...string) string {
	s := in.one(name)
	if s != "" && !slices.Contains(known, s) {
		in.problems.Add(name, "api.no_choice", "Value", short(s), "Known", strings.Join(known, ", "))
	}
	return s
}

// choices are some of the known words; a parameter that may repeat.
func (in *parameters) choices(name string, known ...string) []string {
	list := in.all(name)
	for _, s := range list {
		if !slices.Contains(known, s) {
			in.problems.Add(name, "api.no_choice", "Value", short(s), "Known", strings.Join(known, ", "))
			break
		}
	}
	return list
}

// lang is the language of labels and messages, Finnish when none is given.
func (in *parameters) lang() i18n.Lang {
	lang, _ := i18n.ParseLang(in.choice("lang", "fi", "sv", "en"))
	return lang
}

// page says which part of a list is wanted.
type page struct{ limit, offset int }

func (in *parameters) page(usual int) page {
	return page{in.number("limit", usual, 0, mostItems), in.number("offset", 0, 0, largestNumber)}
}

// draftVersion stands for the draft where a version is asked for.
const draftVersion = -1

// version is 0 for the newest, draftVersion, or a version's number.
func (in *parameters) version() int {
	if slices.Equal(in.all("version"), []string{"draft"}) {
		return draftVersion
	}
	return in.number("version", 0, 1, largestNumber)
}

// period is two years, 2027-2030, or one.
func (in *parameters) period() catalogue.Period {
	s := strings.NewReplacer("–", "-", "—", "-", " ", "").Replace(short(in.one("period")))
	p := catalogue.Period{Start: s, End: s}
	if start, end, two := strings.Cut(s, "-"); two {
		p = catalogue.Period{Start: start, End: end}
	}
	catalogue.Checker{Problems: &in.problems}.Period("period", p)
	return p
}

// acceptedLanguage is the one of our languages that a client likes best by its
// header Accept-Language; ok is false when it names none of them.
func acceptedLanguage(header string) (best i18n.Lang, ok bool) {
	likes := 0.0
	for part := range strings.SplitSeq(header, ",") {
		tag, weight, weighted := strings.Cut(strings.ReplaceAll(part, " ", ""), ";q=")
		code, _, _ := strings.Cut(strings.ToLower(tag), "-")
		lang, known := i18n.ParseLang(code)
		q := 1.0
		if weighted {
			q, _ = strconv.ParseFloat(weight, 64)
		}
		if known && q > likes {
			best, likes, ok = lang, q, true
		}
	}
	return best, ok
}

// problemLanguage is the language in which a refusal is explained.
func problemLanguage(c echo.Context) i18n.Lang {
	if lang, ok := acceptedLanguage(c.Request().Header.Get("Accept-Language")); ok {
		return lang
	}
	lang, _ := i18n.ParseLang(c.QueryParam("lang"))
	return lang
}

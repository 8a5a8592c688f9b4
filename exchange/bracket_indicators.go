package exchange

import (
	"regexp"
	"strings"

	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// Earlier files have the id in front: "[s1-g1-a1-i1: Persons in training]". It
// is told from a label with a colon by its shape.
var (
	idInFront   = regexp.MustCompile(`(?s)^([a-z0-9._-]*[0-9-][a-z0-9._-]*): ?(.*)$`)
	madeInFront = regexp.MustCompile(`^[^:\s]*i\d+:`)
	madeID      = regexp.MustCompile(`i\d+$`)
	noIDInside  = regexp.MustCompile(`[\s()]`)
	idEscapes   = strings.NewReplacer("%", "%25", "(", "%28", ")", "%29", " ", "%20", "\t", "%09", "\n", "%0A", "\r", "%0D")
	idUnescapes = strings.NewReplacer("%25", "%", "%28", "(", "%29", ")", "%20", " ", "%09", "\t", "%0A", "\n", "%0D", "\r")
)

// indicatorLine writes an indicator so that indicator gives the same one. A
// label that looks like an id in front gets a space that no label has.
func indicatorLine(id, label string) string {
	label = oneCellLine(label)
	if madeInFront.MatchString(label) {
		label = " " + label
	}
	if label != "" {
		label += " "
	}
	return "[" + label + "(" + idEscapes.Replace(id) + ")]"
}

// readIndicators reads the indicators of a cell in brackets; bad is the first
// line that was not understood.
func readIndicators(cell string, lang i18n.Lang) (list []roadmap.Indicator, bad string) {
	for _, line := range splitItems(cell) {
		id, label, ok := indicator(line)
		switch {
		case ok:
			list = append(list, roadmap.Indicator{ID: id, Label: i18n.Text{}.Set(lang, label)})
		case bad == "":
			bad = line
		}
	}
	return list, bad
}

// indicator reads "[LABEL (ID)]", or the id in front. A line without an id is
// not understood: a new indicator must not take the place of one with a
// baseline whose id was lost.
func indicator(line string) (id, label string, ok bool) {
	inside, ok := inBrackets(line)
	if !ok {
		return "", "", false
	}
	front := idInFront.FindStringSubmatch(inside)
	before, last, ok := roundAtEnd(strings.TrimRight(inside, " \t\n"))
	ok = ok && last != "" && !noIDInside.MatchString(last)
	switch {
	case front != nil && (!ok || madeInFront.MatchString(inside) && !madeID.MatchString(last)):
		return front[1], strings.TrimSpace(front[2]), true
	case !ok:
		return "", "", false
	}
	return idUnescapes.Replace(last), strings.TrimSpace(before), true
}

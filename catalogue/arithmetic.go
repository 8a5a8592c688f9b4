package catalogue

import (
	"math"
	"strconv"
	"strings"
)

// ShareFits tells whether part is share per cent of whole, as exactly as the
// share is written: 18.9 may stand for all from 18.85 to 18.95 and, because some
// cut off instead of rounding, up to 19. A share of nothing fits nothing.
func ShareFits(part, whole, share float64) bool {
	if whole <= 0 || math.IsNaN(part) || math.IsNaN(whole) || math.IsNaN(share) {
		return false
	}
	unit := writtenUnit(share)
	exact := 100 * part / whole
	const blur = 1e-9 // of binary fractions
	return exact >= share-unit/2-blur && exact < share+unit+blur
}

// writtenUnit is one unit of the last written place of a share: 1, 0.1 or 0.01.
func writtenUnit(share float64) float64 {
	_, decimals, _ := strings.Cut(strconv.FormatFloat(math.Abs(share), 'f', -1, 64), ".")
	return math.Pow(10, -float64(min(len(decimals), 2)))
}

// LikelySlip is the number that was probably meant where part is not share per
// cent of whole: part with one digit taken out or, where none of those fits, with
// two neighbours exchanged. Of several that fit it is the one nearest to the
// share; ok is false where none does.
func LikelySlip(part, whole, share float64) (meant float64, ok bool) {
	const largest = 1e12 // beyond it, digits are no longer exact
	if part != math.Trunc(part) || part < 10 || part > largest {
		return 0, false
	}
	digits, least := strconv.FormatFloat(part, 'f', 0, 64), math.Inf(1)
	try := func(s string) {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil || s[0] == '0' || v == part || !ShareFits(v, whole, share) {
			return
		}
		if off := math.Abs(100*v/whole - share); off < least {
			meant, least, ok = v, off, true
		}
	}
	for i := range digits {
		try(digits[:i] + digits[i+1:])
	}
	for i := 0; !ok && i < len(digits)-1; i++ {
		try(digits[:i] + digits[i+1:i+2] + digits[i:i+1] + digits[i+2:])
	}
	return meant, ok
}

// shareOfWhole tells whether a share can come out of whole things or people: of
// 10, no number is 33 per cent.
func shareOfWhole(whole, share float64) bool {
	if whole != math.Trunc(whole) || whole <= 0 {
		return true // parts of it may be anything
	}
	near := math.Floor(share / 100 * whole)
	return ShareFits(near, whole, share) || ShareFits(near+1, whole, share)
}

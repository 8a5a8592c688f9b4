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

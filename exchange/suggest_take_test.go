package exchange

import (
	"slices"
	"strings"
	"testing"

	"tiekartta/catalogue"
)

// Suggestions about the same money complete each other's row, in any order.
func TestAFunderAndItsSumAreOneRow(t *testing.T) {
	amount := 18400.0
	sum, funder := catalogue.Funding{Amount: &amount}, catalogue.Funding{Source: "AMIF"}
	both := catalogue.Funding{Source: "Turvapaikka-, maahanmuutto- ja kotouttamisrahasto (AMIF)", Amount: &amount}
	for name, one := range map[string]struct {
		taken []catalogue.Funding
		rows  int
	}{
		"the funder, then with its sum":    {[]catalogue.Funding{funder, both}, 1},
		"with its sum, then the funder":    {[]catalogue.Funding{both, funder}, 1},
		"the sum, then with its funder":    {[]catalogue.Funding{sum, both}, 1},
		"the same twice":                   {[]catalogue.Funding{sum, sum, both, both}, 1},
		"a sum and a funder that may not ": {[]catalogue.Funding{sum, funder}, 2},
	} {
		p := &catalogue.Practice{}
		for _, f := range one.taken {
			takeFunding(p, f)
		}
		if len(p.Funding) != one.rows || one.rows == 1 && (p.Funding[0].Amount == nil || !slices.Contains([]string{funder.Source, both.Source}, p.Funding[0].Source) && !strings.Contains(name, "sum, then")) {
			t.Errorf("%s: %+v", name, p.Funding)
		}
	}
}

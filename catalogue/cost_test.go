package catalogue

import "testing"

func TestTheWholeCostIsTheSumWithoutAFunder(t *testing.T) {
	sum := func(source string, amount float64) Funding {
		if amount == 0 {
			return Funding{Source: source}
		}
		return Funding{Source: source, Amount: &amount}
	}
	foreign := sum("SEK", 10)
	foreign.Currency = "SEK"
	for name, one := range map[string]struct {
		funding []Funding
		want    int
	}{
		"with funders of whom no sum is told": {[]Funding{sum("AMIF", 0), sum("", 18400), sum("Salo", 0)}, 1},
		"with funders' sums":                  {[]Funding{sum("", 58000), sum("A", 30000), sum("B", 12500)}, 0},
		"alone":                               {[]Funding{sum("", 58000)}, -1},
		"less than the funders gave":          {[]Funding{sum("A", 5000), sum("", 900)}, -1},
		"two of them":                         {[]Funding{sum("", 900), sum("", 900), sum("A", 0)}, -1},
		"none":                                {[]Funding{sum("A", 900), sum("B", 0)}, -1},
		"in two currencies":                   {[]Funding{sum("", 900), foreign}, -1},
		"nothing":                             {nil, -1},
	} {
		if got := WholeCost(one.funding); got != one.want {
			t.Errorf("%s: row %d", name, got)
		}
	}
}

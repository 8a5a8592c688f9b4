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

func TestTheClassOfACostIsThatOfAllItsEuros(t *testing.T) {
	sums := func(currency string, amounts ...float64) Practice {
		var p Practice
		for _, a := range amounts {
			p.Funding = append(p.Funding, Funding{Source: "A", Amount: &a, Currency: currency})
		}
		return p
	}
	unknown := sums("", 5)
	unknown.Funding = append(unknown.Funding, Funding{Source: "B"})
	for name, one := range map[string]struct {
		practice Practice
		want     string
	}{
		"nothing": {Practice{}, "not_stated"}, "a sum that is not told": {unknown, "not_stated"}, "crowns": {sums("SEK", 100), "not_stated"},
		"none": {sums("EUR", 0), "under_10000"}, "little": {sums("", 9999.5), "under_10000"}, "two sums": {sums("", 6000, 4000), "10000_to_50000"},
		"a border": {sums("EUR", 50_000), "50000_to_200000"}, "much": {sums("", 199_999, 1), "200000_or_more"},
	} {
		if got := CostClass(&one.practice); got != one.want {
			t.Errorf("%s: %s", name, got)
		}
	}
	v, err := LoadVocabularies()
	if err != nil {
		t.Fatal(err)
	}
	for _, class := range []string{"not_stated", "under_10000", "10000_to_50000", "50000_to_200000", "200000_or_more"} {
		if !v.Has("cost_class", class) {
			t.Errorf("%s has no name", class)
		}
	}
}

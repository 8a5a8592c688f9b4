package catalogue

import (
	"math"
	"slices"
)

// WholeCost is the place of the funding row that tells what everything cost,
// whoever paid: the one sum without a funder, when it is at least what the
// funders gave. Adding it to their sums would count the same money twice. It is
// -1 where there is none.
func WholeCost(funding []Funding) int {
	whole, given := -1, 0.0
	for i, f := range funding {
		switch {
		case f.Amount != nil && currencyOf(f.Currency) != currencyOf(funding[0].Currency), f.Source == "" && whole >= 0:
			return -1
		case f.Source == "":
			if f.Amount == nil {
				return -1
			}
			whole = i
		case f.Amount != nil:
			given += *f.Amount
		}
	}
	if whole < 0 || len(funding) == 1 || *funding[whole].Amount < given {
		return -1
	}
	return whole
}

// Cost is what a practice cost, or why that cannot be said.
type Cost struct {
	Known    bool
	Total    float64
	Currency string
	People   int
	Each     float64 // per person reached; 0 where it cannot be computed
	Exact    bool    // Each is not rounded
	Why      string  // what is missing: funding, amounts, sums, currencies, people
}

// CostOf adds up the funding and divides it by the people reached. It does so
// only when every sum is told in one currency; nothing is guessed.
func CostOf(practice *Practice) Cost {
	var sum Cost
	if len(practice.Funding) == 0 {
		return Cost{Why: "funding"}
	}
	if !slices.ContainsFunc(practice.Funding, func(f Funding) bool { return f.Amount != nil }) {
		return Cost{Why: "amounts"}
	}
	funding := practice.Funding
	if whole := WholeCost(funding); whole >= 0 {
		funding = funding[whole : whole+1]
	}
	for i, f := range funding {
		currency := currencyOf(f.Currency)
		switch {
		case f.Amount == nil:
			return Cost{Why: "sums"}
		case i > 0 && currency != sum.Currency:
			return Cost{Why: "currencies"}
		}
		sum.Currency = currency
		sum.Total += *f.Amount
	}
	sum.Known = true
	if practice.Reach.Actual == nil || *practice.Reach.Actual <= 0 {
		sum.Why = "people"
		return sum
	}
	sum.People = *practice.Reach.Actual
	sum.Each = math.Round(sum.Total / float64(sum.People))
	sum.Exact = sum.Each*float64(sum.People) == sum.Total
	return sum
}

// CostClass is the class of what a practice cost in all, a code of the
// vocabulary cost_class: over the whole of its funding, not a year, so that
// nothing is divided by a time that is not told. A sum on a border belongs to
// the higher class. What cannot be added up, or is told in another currency than
// euros, is not stated: nothing is converted.
func CostClass(practice *Practice) string {
	cost := CostOf(practice)
	switch {
	case !cost.Known || cost.Currency != "EUR":
		return "not_stated"
	case cost.Total < 10_000:
		return "under_10000"
	case cost.Total < 50_000:
		return "10000_to_50000"
	case cost.Total < 200_000:
		return "50000_to_200000"
	}
	return "200000_or_more"
}

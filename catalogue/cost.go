package catalogue

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

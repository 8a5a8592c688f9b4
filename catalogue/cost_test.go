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

func TestAPieceOfTheDeskCostsTheSameHoweverManyEntriesThereAre(t *testing.T) {
	s, c := openWith(t)
	add := func(n int) {
		err := s.Write(t.Context(), func(ctx context.Context, _ *store.Tx) error {
			for i := range n {
				p := practice()
				if i%2 == 0 {
					p.State, p.ReviewDue = "published", "2020-06"
				}
				if _, err := c.Put(ctx, account.Machine(), &p); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	cost := func() float64 {
		return testing.AllocsPerRun(5, func() {
			if _, err := c.Waiting(t.Context(), editor("vantaa")); err != nil {
				t.Fatal(err)
			}
			for _, list := range []string{"draft", "published", "update"} {
				work, err := c.Desk(t.Context(), editor("vantaa"), catalogue.DeskPart{List: list, Most: 10})
				if err != nil || len(work) != 10 {
					t.Fatal(list, len(work), err)
				}
			}
		})
	}
	add(40)
	few := cost()
	add(200)
	if many := cost(); many > few*1.1 {
		t.Errorf("%.0f allocations with 40 entries, %.0f with 240", few, many)
	}
}

func TestAnEntryIsToBeBroughtUpToDateWhenWhatIsPublishedSaysSo(t *testing.T) {
	c, ctx := open(t), t.Context()
	waits := func() int {
		work, err := c.Desk(ctx, editor("vantaa"), catalogue.DeskPart{List: "update", Most: 10})
		if err != nil {
			t.Fatal(err)
		}
		return len(work)
	}
	p := practice()
	p.State, p.ReviewDue = "published", "2020"
	if _, err := c.Put(ctx, account.Machine(), &p); err != nil || waits() != 1 {
		t.Fatal(waits(), err)
	}
	d, err := c.Draft(ctx, editor("vantaa"), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	d.ReviewDue = "2090-01-01"
	if _, err := c.Change(ctx, editor("vantaa"), *d); err != nil || waits() != 1 {
		t.Errorf("a draft alone brings readers nothing: %d %v", waits(), err)
	}
	if _, err := c.Publish(ctx, editor("vantaa"), p.ID, 0); err != nil || waits() != 0 {
		t.Error(waits(), err)
	}
}

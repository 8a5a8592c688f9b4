package catalogue_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func TestEveryPracticeIsGivenInOrderUntilAnError(t *testing.T) {
	c := open(t)
	const all = 150 // more than two batches
	for i := range all {
		p := practice()
		p.ID, p.Title = fmt.Sprintf("p%03d", i), i18n.Text{FI: fmt.Sprint("Käytäntö ", i)}
		if _, err := c.Add(t.Context(), account.Machine(), p); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Publish(t.Context(), account.Machine(), p.ID, 0); err != nil {
			t.Fatal(err)
		}
	}
	n, stop := 0, errors.New("enough")
	until := func(last int) func(*catalogue.Practice) error {
		n = 0
		return func(p *catalogue.Practice) error {
			if want := fmt.Sprintf("p%03d", n); p.ID != want {
				t.Fatalf("%s instead of %s", p.ID, want)
			}
			if n++; n == last {
				return stop
			}
			return nil
		}
	}
	if err := c.Each(t.Context(), until(all+1)); err != nil || n != all {
		t.Errorf("%d of %d: %v", n, all, err)
	}
	for _, last := range []int{1, 64, 65, all} {
		if err := c.Each(t.Context(), until(last)); !errors.Is(err, stop) || n != last {
			t.Errorf("%d instead of %d: %v", n, last, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Each(ctx, until(all+1)); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
}

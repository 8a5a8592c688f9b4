package catalogue_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"tiekartta/catalogue"
	"tiekartta/store"
)

// Saves go with an erasure, all but the newest: a day's writing makes thousands,
// and everybody else who saves would wait while they are read.
func TestAnErasureReadsNoSaveButTheNewest(t *testing.T) {
	s, c := openWith(t)
	p := practice()
	p.Contact = catalogue.Contact{Name: "Aino Virtanen"}
	p.HowItWorks.FI = "Aino Virtanen ohjaa."
	added, err := c.Add(t.Context(), editor("vantaa"), p)
	if err != nil {
		t.Fatal(err)
	}
	saves := func(n int) {
		t.Helper()
		err := s.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			var body string
			var first int
			err := tx.Row(ctx, `select draft, (select coalesce(max(revision), 0) + 1 from practice_saves where practice = $1) from practices where id = $1`, []any{added.ID}, &body, &first)
			for i := range n {
				if err == nil {
					text := strings.Replace(body, "ohjaa", fmt.Sprint("ohjaa ", i), 1)
					_, err = tx.Exec(ctx, `insert into practice_saves (practice, revision, body, at, user_id, name) values ($1, $2, $3, $4, '', '')`,
						added.ID, first+i, text, store.Time(time.Now()))
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	look := func() {
		e, err := c.Erasable(t.Context(), editor("vantaa"), added.ID)
		if err != nil || len(e.Left) != 2 { // the draft and the newest save
			t.Errorf("%d places, %v", len(e.Left), err)
		}
	}
	saves(10)
	few := testing.AllocsPerRun(3, look)
	saves(500)
	if many := testing.AllocsPerRun(3, look); many > few*1.1 {
		t.Errorf("%.0f allocations with ten saves, %.0f with 510", few, many)
	}
	left, err := c.EraseContact(t.Context(), editor("vantaa"), added.ID)
	if err != nil || len(left) != 2 {
		t.Errorf("%d places, %v", len(left), err)
	}
}

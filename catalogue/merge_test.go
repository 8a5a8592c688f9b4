package catalogue_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// words makes texts of which each is the only one of its kind, so that it can be
// looked for wherever it went.
type words struct{ n int }

func (w *words) next() string {
	w.n++
	return fmt.Sprintf("word%05d", w.n)
}

func wordy(w *words) *catalogue.Practice {
	text := func() i18n.Text { return i18n.Text{FI: w.next(), SV: w.next()} }
	p := &catalogue.Practice{ID: "k", OriginalLanguage: i18n.Finnish, Title: text(), Summary: text(), Delivery: catalogue.Delivery{Who: text()}}
	for i := range 4 {
		p.Results = append(p.Results, catalogue.Result{ID: fmt.Sprint("r", i), Label: text(), QuoteLocation: w.next(), Base: &catalogue.Base{Label: text()}})
		p.Partners = append(p.Partners, catalogue.Partner{Name: w.next(), Role: text()})
		p.Lessons = append(p.Lessons, catalogue.Lesson{Text: text()})
		p.TargetGroups = append(p.TargetGroups, w.next())
	}
	return p
}

// edit changes something of a practice at random.
func edit(p *catalogue.Practice, side string, w *words, r *rand.Rand) {
	text := func(t i18n.Text) i18n.Text {
		if r.IntN(2) == 0 {
			t.FI = w.next()
		} else {
			t.SV = w.next()
		}
		return t
	}
	result, partner, lesson := r.IntN(len(p.Results)+1), r.IntN(len(p.Partners)+1), r.IntN(len(p.Lessons)+1)
	switch n := r.IntN(11); {
	case n == 0:
		p.Summary = text(p.Summary)
	case n == 1:
		p.Delivery.Who = text(p.Delivery.Who)
	case n == 2:
		p.Challenge = text(p.Challenge)
	case n == 3 && result < len(p.Results):
		p.Results[result].Label = text(p.Results[result].Label)
	case n == 4 && result < len(p.Results):
		p.Results = slices.Delete(p.Results, result, result+1)
	case n == 5:
		p.Results = slices.Insert(p.Results, result, catalogue.Result{ID: side + w.next(), Label: text(i18n.Text{})})
	case n == 6 && partner < len(p.Partners):
		p.Partners[partner].Role = text(p.Partners[partner].Role)
	case n == 7 && partner < len(p.Partners):
		p.Partners = slices.Delete(p.Partners, partner, partner+1)
	case n == 8:
		p.Partners = slices.Insert(p.Partners, partner, catalogue.Partner{Name: w.next()})
	case n == 9 && lesson < len(p.Lessons):
		p.Lessons[lesson].Text = text(p.Lessons[lesson].Text)
	case n == 10:
		p.TargetGroups = append(p.TargetGroups[1:], w.next())
	}
}

func copied(t *testing.T, p *catalogue.Practice) *catalogue.Practice {
	t.Helper()
	body, err := json.Marshal(p)
	c := &catalogue.Practice{}
	if err != nil || json.Unmarshal(body, c) != nil {
		t.Fatal(err)
	}
	return c
}

func written(t *testing.T, v any) string {
	t.Helper()
	body, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// Whatever two people do to one text: each word that one of them wrote is in
// what comes of it or is asked about, and so is each that one of them took out.
func TestTwoEditorsLoseNothing(t *testing.T) {
	t.Parallel()
	for seed := range uint64(800) {
		r, w := rand.New(rand.NewPCG(seed, 1)), &words{}
		base := wordy(w)
		sides := []*catalogue.Practice{copied(t, base), copied(t, base)}
		for i, side := range sides {
			for range 1 + r.IntN(6) {
				edit(side, []string{"m", "t"}[i], w, r)
			}
		}
		var asked []catalogue.Conflict
		merged, err := catalogue.Merge(base, sides[0], sides[1], func(c catalogue.Conflict) any {
			asked = append(asked, c)
			return c.Theirs
		})
		if err != nil {
			t.Fatal(err)
		}
		before, after, told := written(t, base), written(t, merged), written(t, asked)
		for i := range w.n {
			word := fmt.Sprintf("word%05d", i+1)
			for side, text := range []string{written(t, sides[0]), written(t, sides[1])} {
				switch {
				case strings.Contains(text, word) == strings.Contains(before, word), strings.Contains(told, word):
				case strings.Contains(text, word) != strings.Contains(after, word):
					t.Fatalf("seed %d: %s of side %d is lost\nbase   %s\nmine   %s\ntheirs %s\nmerged %s\nasked  %s",
						seed, word, side, before, written(t, sides[0]), written(t, sides[1]), after, told)
				}
			}
		}
	}
}

func TestAMergeWithOneSideAloneIsThatSide(t *testing.T) {
	t.Parallel()
	for seed := range uint64(200) {
		r, w := rand.New(rand.NewPCG(seed, 2)), &words{}
		base := wordy(w)
		changed := copied(t, base)
		for range 5 {
			edit(changed, "m", w, r)
		}
		slices.Reverse(changed.Results)
		for _, pair := range [][2]*catalogue.Practice{{changed, base}, {base, changed}} {
			merged, err := catalogue.Merge(base, pair[0], pair[1], func(c catalogue.Conflict) any {
				t.Errorf("seed %d: a conflict at %s with oneself", seed, c.Path)
				return nil
			})
			if err != nil || written(t, merged) != written(t, changed) {
				t.Fatalf("seed %d: %v\n%s\n%s", seed, err, written(t, merged), written(t, changed))
			}
		}
	}
}

func TestAConflictIsToldAtItsFieldAndDecidedThere(t *testing.T) {
	base := &catalogue.Practice{
		ID: "k", Title: i18n.Text{FI: "a", SV: "b"}, Results: []catalogue.Result{{ID: "r1", Label: i18n.Text{FI: "c"}}, {ID: "r2"}},
		Lessons: []catalogue.Lesson{{Text: i18n.Text{FI: "d"}}},
	}
	mine, theirs := copied(t, base), copied(t, base)
	mine.Title.FI, theirs.Title.FI, theirs.Title.SV = "mine", "theirs", "also theirs"
	mine.Results[0].Label.FI, theirs.Results = "mine", theirs.Results[1:]
	mine.Lessons[0].Text.FI, theirs.Lessons[0].Text.FI = "mine", "theirs"
	var paths []string
	merged, err := catalogue.Merge(base, mine, theirs, func(c catalogue.Conflict) any {
		paths = append(paths, c.Path)
		return c.Mine
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"lessons[0].text.fi", "results[r1]", "title.fi"}; !reflect.DeepEqual(paths, want) {
		t.Errorf("told at %v", paths)
	}
	if merged.Title != (i18n.Text{FI: "mine", SV: "also theirs"}) || len(merged.Results) != 2 || merged.Results[0].Label.FI != "mine" || merged.Lessons[0].Text.FI != "mine" {
		t.Errorf("decided for mine: %s", written(t, merged))
	}
}

// Rows are compared with rows, so a list that is too long is refused before.
func TestAListThatIsTooLongIsRefusedBeforeItIsCompared(t *testing.T) {
	c := open(t)
	few := practice()
	for i := range 200 {
		few.Lessons = append(few.Lessons, catalogue.Lesson{Kind: "do", Text: i18n.Text{FI: fmt.Sprint("oppi ", i)}})
	}
	stored, err := c.Add(t.Context(), editor("vantaa"), few)
	if err != nil {
		t.Fatal(err)
	}
	many := *stored
	many.Lessons = make([]catalogue.Lesson, 50_000)
	for name, write := range map[string]func() error{
		"a form":   func() error { _, err := c.Save(t.Context(), editor("vantaa"), many); return err },
		"a bundle": func() error { _, err := c.Put(t.Context(), account.Machine(), &many); return err },
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := write()
		runtime.ReadMemStats(&after)
		var problems i18n.Problems
		if !errors.As(err, &problems) || problems[0].Path != "lessons" {
			t.Errorf("%s: %v", name, err)
		}
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 100 {
			t.Errorf("%s: %d MB for a list that is refused", name, used)
		}
	}
}

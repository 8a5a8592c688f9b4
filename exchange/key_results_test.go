package exchange

import (
	"slices"
	"testing"

	"tiekartta/catalogue"
)

func TestKeyResultsAreEffectsThenOutputsAndSharesWithoutABaseComeLast(t *testing.T) {
	value := 42.0
	one := func(id, level, measure string, base *catalogue.Base) catalogue.Result {
		return catalogue.Result{ID: id, Level: level, Measure: measure, Value: &value, Base: base}
	}
	var got []string
	for _, r := range KeyResults([]catalogue.Result{
		one("bare-share", "outcome", "share", nil), one("money", "input", "money", nil), one("done", "activity", "number", nil),
		one("made", "output", "number", nil), one("share", "outcome", "share", &catalogue.Base{Value: &value}), one("effect", "impact", "number", nil),
		{ID: "words", Level: "outcome", Measure: "text"}, one("unknown", "", "number", nil),
		one("no-count", "output", "share", &catalogue.Base{}),
	}) {
		got = append(got, r.ID)
	}
	if want := []string{"share", "effect", "made", "bare-share", "no-count"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

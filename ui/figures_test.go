package ui

import (
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/search"
)

func TestFiguresOfAnySizeKeepTheirSign(t *testing.T) {
	for v, want := range map[float64]float64{1e19: 1e19, -1e19: -1e19, 1e308: 1e308, 54.25: 54.3, -54.25: -54.3, 0.04: 0, 12: 12} {
		if got := rounded(v, 10); got != want {
			t.Errorf("%g is rounded to %g", v, got)
		}
	}
}

func TestAnAnswerThatIsNeitherYesNorNoIsNotShown(t *testing.T) {
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := &Pages{Parts: Parts{Messages: messages}}
	for value, want := range map[float64]string{0: "No", 1: "Yes", 2: "", 0.5: "", -1: ""} {
		if got := p.valueWords(i18n.English, &catalogue.Result{Measure: "yes_no", Value: &value}, i18n.English); got.Text != want {
			t.Errorf("%g is shown as %q, want %q", value, got.Text, want)
		}
	}
}

func TestASummaryThatWasChangedDuringASearchIsShownUnmarked(t *testing.T) {
	beginning := shown{Text: "A long new beginning that the index does not know.", Lang: i18n.English}
	for _, old := range []string{"An old one.", "A long old beginning that is much longer than what the card now shows of it."} {
		var one card
		one.mark([]search.Highlight{{Field: "summary", Lang: i18n.English, Text: old, Ranges: [][2]int{{2, 6}}}}, beginning, i18n.English)
		if len(one.Text.Pieces) != 1 || one.Text.Pieces[0].Text != beginning.Text || one.Quote != nil {
			t.Errorf("%q became %+v, %+v", old, one.Text, one.Quote)
		}
	}
	var one card
	one.mark([]search.Highlight{{Field: "summary", Lang: i18n.English, Text: beginning.Text + " More.", Ranges: [][2]int{{2, 6}}}}, beginning, i18n.English)
	if len(one.Text.Pieces) != 3 || one.Text.Pieces[1].Text != "long" || one.Text.Text != beginning.Text {
		t.Errorf("%+v", one.Text)
	}
}

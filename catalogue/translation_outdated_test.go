package catalogue_test

import (
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// Who translated a draft before its original was changed has translated another
// text than the one that is published.
func TestATranslationThatIsOutdatedInItsDraftIsOutdatedForReaders(t *testing.T) {
	x := translate(t)
	outdated := func(want int) {
		t.Helper()
		p, err := x.c.Practice(t.Context(), nobody, x.id)
		if err != nil {
			t.Fatal(err)
		}
		list, err := x.c.OutdatedIn(t.Context(), p, i18n.Swedish)
		if err != nil || len(list) != want {
			t.Errorf("%d are outdated for readers, not %d, %v", len(list), want, err)
		}
	}
	x.publish()
	x.change(func(p *catalogue.Practice) {
		p.Title.SV, p.Summary.SV = "Kafé", "Kaféet höll öppet i tre månader."
	})
	x.change(func(p *catalogue.Practice) { p.Summary.FI = "Kahvila oli auki neljä kuukautta." })
	x.publish()
	outdated(1)
	x.change(func(p *catalogue.Practice) { p.Summary.SV = "Kaféet höll öppet i fyra månader." })
	x.publish()
	outdated(0)
	x.change(func(p *catalogue.Practice) { p.Summary.FI = "Kahvila on auki aina." })
	outdated(0) // only the draft says so
}

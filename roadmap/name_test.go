package roadmap

import (
	"strings"
	"testing"

	"tiekartta/i18n"
)

func TestActionIsNamedByItsFirstItemAndNeverByItsPractice(t *testing.T) {
	m := newAssembler(t).Messages
	long := strings.TrimSpace(strings.Repeat("pitkä ", 40))
	for _, one := range []struct {
		items []i18n.Text
		want  i18n.Text
	}{
		{nil, i18n.Text{FI: "a1", SV: "a1", EN: "a1"}},
		{[]i18n.Text{{}, {FI: "Ryhmät"}, {FI: "Muu"}}, i18n.Text{FI: "Ryhmät"}},
		{
			[]i18n.Text{{FI: "Oma valmentaja (ydinosa): Sama koko ajan.", SV: "Egen coach (kärndel)", EN: "Own coach (core part): The same."}},
			i18n.Text{FI: "Oma valmentaja", SV: "Egen coach", EN: "Own coach"},
		},
		{[]i18n.Text{{FI: "Kello 10:30 kokous"}}, i18n.Text{FI: "Kello 10:30 kokous"}},
		{[]i18n.Text{{FI: long}}, i18n.Text{FI: strings.TrimSpace(strings.Repeat("pitkä ", 26)) + "…"}},
	} {
		a := Action{ID: "a1", Items: one.items, Practice: &PracticeUse{ID: "malli", Version: 1}}
		if got := a.Name(m); got != one.want {
			t.Errorf("%v is called %v, want %v", one.items, got, one.want)
		}
	}
}

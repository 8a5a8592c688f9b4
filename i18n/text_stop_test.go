package i18n

import "testing"

func TestStopIsAddedOnlyWhereATextHasNone(t *testing.T) {
	for text, want := range map[string]string{
		"Rumours or reality?": "", "Apua saa heti!": "", "Lähde kertoo.": "", "Ja niin edelleen…": "", " ": "",
		"Womento": ".", "Mona (2019)": ".", "Vår källa ": ".",
	} {
		if got := Stop(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

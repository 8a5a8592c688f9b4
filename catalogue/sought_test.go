package catalogue

import "testing"

func TestANameIsFoundInTheFormsThatItTakes(t *testing.T) {
	for words, texts := range map[string]map[string]bool{
		"Liisa Virtanen": {
			"Kysy Liisa Virtaselta.": true, "LIISA VIRTASEN kanssa": true, "Virtanen, Liisa": true, "L. Virtanen kertoi": true,
			"liisa.virtanen@vantaa.fi": true, "Liisa Maria Virtanen": true, "liisa\nvirtanen": true, "Liisan ja Virtasen": true,
			"Liisa kertoi. Sitten tuli Matti Virtanen": false, "Virtanen": false, "Liisa Virta": false, "Annaliisa Virtanen": false,
		},
		"heikki mäki":     {"Heikki Mäen mukaan": true, "Heikin Mäelle": true, "Heikille Mäellä": true, "HEIKKI MAKI": true},
		"Lahti":           {"Lahden": true, "lahteen": true, "lahja": false},
		"Rinne":           {"Rinteen": true, "Rinne": true, "rintamalla": false},
		"Markus Nyström":  {"Markuksen ja Nyströmin": true, "Markus Nystroms": true, "Markus Nyman": false},
		"Tuomas":          {"Tuomaan": true, "tuomari": false},
		"maija@vantaa.fi": {"<Maija@Vantaa.FI>": true, "anna-maija@vantaa.fi": true, "annamaija@vantaa.fi": false},
		"040 1234567":     {"+358 40 123 4567": true, "0401234567": true, "(040) 123-4567": true, "041 234567": false, "040, 1234567": false},
		"2026":            {"vuonna 2026": true, "12026": false},
		" ":               {"": false, " ": false},
	} {
		for text, want := range texts {
			if got := Seek(words).In(text); got != want {
				t.Errorf("%q in %q: %v", words, text, got)
			}
		}
	}
}

func TestOnlyAWholeNameAnAddressOrANumberIsSure(t *testing.T) {
	for words, want := range map[string]bool{"Liisa": false, "Liisa Virtanen": true, "l@x.fi": true, "040 1234567": true, "12": false, "": false} {
		if got := Seek(words).Sure(); got != want {
			t.Errorf("%q: %v", words, got)
		}
	}
}

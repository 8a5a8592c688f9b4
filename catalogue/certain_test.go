package catalogue

import (
	"fmt"
	"strings"
	"testing"
)

func TestOnlyTheirOwnNameIsTakenOutOfATextUnseen(t *testing.T) {
	for name, texts := range map[string]map[string]string{
		"Anna Lind": {
			"Anna Lindqvist har gjort det.": "", "Anna Lindén": "", "Anna Lind-Berg": "", "Anna-Anna Lind": "", "anna lind": "", "Annas Lind": "",
			"Kysy Anna Lindin luvalla": "Kysy […] luvalla", "Anna Lindille.": "[…].", "Anna Lind's and Anna Linds": "[…] and […]",
			"ANNA LINDIN": "[…]", "A. Lind tuli": "[…] tuli", "Lind, Anna": "[…]", "A Lind": "", "Linda Anna": "", "www.x.fi/Anna Lind": "",
		},
		"Erik Berg":      {"Erik Bergström och Erik Bergman": "", "Erik Bergin": "[…]"},
		"Karl Wahl":      {"Karl Wahlroos": ""},
		"Anna Virtanen":  {"Liisa Virtanen ja Anna Korhonen sopivat": "", "Virtanen Anna": "[…]", "Anna Virtasen": "[…]", "Anna Virtaselle ja Virtasen Anna": "[…] ja […]", "Anna Maria Virtanen": ""},
		"Eva Holm":       {"Eva och Holmström": "", "Eva och Holm": ""},
		"Ari Ala":        {"Joukko a ala": "", "Joukko A ala": "", "Ari Alanen": "", "Ari Alan": "[…]"},
		"Mari Virtanen":  {"Maria Virtanen": "", "Virtanen, Maria": ""},
		"Matti Mäki":     {"Matti Mäkinen": "", "Matti Mäkelä": "", "Matti Mäen": "[…]", "Matti Mäkeä": "[…]"},
		"Ulla von Essen": {"Ulla von Essenin": "[…]"},
		"a@x.fi":         {"a@x.fi.": "[…].", "maija-a@x.fi": "", "a@x.fine": "", "A@X.FI": "[…]"},
		"040 1234567":    {"soita +358 40 123 4567.": "soita […].", "x.fi/0401234567": "", "10401234567": ""},
	} {
		for text, want := range texts {
			if want == "" {
				want = text
			}
			if got := without(text, []Sought{Seek(name)}); got != want {
				t.Errorf("%q in %q: %q", name, text, got)
			}
		}
	}
}

func TestAddressesAndIdsAreNotBlackened(t *testing.T) {
	const text = `{"id":"Anna Lind","summary":{"fi":"Anna Lindin \"työ\\\" "},"sources":[{"id":"Anna Lind","title":"Anna Lind","url":"https://x.fi/p=Anna Lind/r.pdf"}],"attachments":[{"name":"Anna Lind.pdf"}],"n":1.50}`
	want := strings.Replace(strings.Replace(text, `"Anna Lindin `, `"[…] `, 1), `"title":"Anna Lind"`, `"title":"[…]"`, 1)
	if got := blackenText("body", text, []Sought{Seek("Anna Lind")}); got != want {
		t.Error(got)
	}
}

func TestManySavesDoNotKeepErasingLong(t *testing.T) {
	m := mentions{sought: []Sought{Seek("Anna Lind"), Seek("040 1234567")}}
	text := fmt.Sprintf(`{"summary":{"fi":%q}}`, strings.Repeat("Äidit käyvät kahvilassa. ", 300))
	fields := map[string]string{}
	if n := testing.AllocsPerRun(5, func() { m.occur("body", text, fields) }); n > 500 {
		t.Errorf("a text that names nobody takes %v allocations", n)
	}
}

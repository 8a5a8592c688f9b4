package search

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// plain writes a parsed query so that a test can tell everything of it.
func (p parsed) plain() string {
	var clauses []string
	for _, c := range p {
		var atoms []string
		for _, a := range c.any {
			atoms = append(atoms, a.String())
		}
		one := strings.Join(atoms, "|")
		if c.not {
			one = "-" + one
		}
		clauses = append(clauses, one)
	}
	return strings.Join(clauses, " & ")
}

func TestQueryIsReadAsPeopleWriteIt(t *testing.T) {
	for _, test := range [][2]string{
		{`kieli kahvila`, `kieli & kahvila`},
		{`"kieli kahvila"`, `"kieli kahvila"`},
		{`”kieli kahvila” “a b” »c d» «e f» „g h“`, `"kieli kahvila" & "a b" & "c d" & "e f" & "g h"`},
		{`kurssi -verkko -"oma äidinkieli"`, `kurssi & -verkko & -"oma äidinkieli"`},
		{`-place:Vantaa -paikka:"Keski-Suomi"`, `-place:Vantaa & -place:"Keski-Suomi"`},
		{`a OR b TAI "c d" ELLER e f`, `a|b|"c d"|e & f`},
		{`a OR OR b`, `a|b`},
		{`OTSIKKO:kuoro Titel:kör plats:Vasa ort:Esbo`, `title:kuoro & title:kör & place:Vasa & place:Esbo`},
		{`rahoittaja:ESR finansiär:"Svenska kulturfonden" kumppani:Luckan partner:SPR`, `funder:ESR & funder:"Svenska kulturfonden" & partner:Luckan & partner:SPR`},
		{`place:Vantaa OR place:Espoo`, `place:Vantaa|place:Espoo`},
		{`(mentorointi)`, `mentorointi`},
		// Forgiven.
		{`"kieli kahvila`, `kieli & kahvila`},
		{`12" putki`, `12 & putki`},
		{`""`, ``},
		{`"?" a`, `a`},
		{`klo:12 http://thl.fi/x title:`, `klo:12 & http://thl.fi/x & title`},
		{`title: kuoro`, `title & kuoro`},
		{`title:"kuoro`, `title & kuoro`},
		{`- a --b a - b`, `a & b & a & b`},
		{`e-mail työ-elämä 2020-2024 10 -12`, `e-mail & työ-elämä & 2020-2024 & 10 & 12`},
		{`kielikurssit ja -kahvilat`, `kielikurssit & ja & kahvilat`},
		{`OR a`, `OR & a`},
		{`a OR`, `a & OR`},
		{`a OR -b`, `a & OR & -b`},
		{`-a OR b`, `-a & OR & b`},
		{`Oregon or tai eller`, `Oregon & or & tai & eller`},
		{`"a OR -b"`, `"a OR -b"`},
		{"a\x00b\xff-c \u202e-d", "a & b\ufffd-c & d"},
		{`title:title:x`, `title:title:x`},
		{`foo"bar baz"qux`, `foo & "bar baz" & qux`},
	} {
		if got := parse(test[0]).plain(); got != test[1] {
			t.Errorf("%s: %s instead of %s", test[0], got, test[1])
		}
	}
}

// FuzzParse looks for queries that cannot be read, and for those that mean
// something else when they are written down again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		``, `kieli kahvila`, `"a b" -c -"d e" f OR g`, `title:x -place:"y z" OR`, `OR OR TAI a OR OR b`, `--a - -"`, `5, -6 5 ? -7`, `ja "x" -y`,
		"\xff\x00\u202e-a", strings.Repeat(`"`, 500), strings.Repeat("OR ", 300), strings.Repeat("-", 300) + "a", `title:title:"a"`, `”a»«b“`, "a\u0308 \u0308b:c", "\u00ad-a",
		`finansia` + "\u0308" + `r:x`, `x"-y"`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		p := parse(query)
		atoms := 0
		letters := []rune(strings.ToValidUTF8(query, "\ufffd"))
		for _, c := range p {
			for _, a := range c.any {
				atoms++
				if a.text == "" || len(a.words()) == 0 || string(letters[a.start:a.end]) != a.text {
					t.Fatalf("%q: atom %+v", query, a)
				}
			}
			if c.not && len(c.any) != 1 {
				t.Fatalf("%q: %v", query, p)
			}
		}
		if atoms > mostAtoms {
			t.Fatalf("%q: %d atoms", query, atoms)
		}
		again := parse(p.String())
		same := func(a, b clause) bool {
			return a.not == b.not && slices.EqualFunc(a.any, b.any, func(a, b atom) bool {
				return a.field == b.field && a.phrase == b.phrase && a.text == b.text
			})
		}
		if !slices.EqualFunc(p, again, same) {
			t.Fatalf("%q is %s, which is %s", query, p.plain(), again.plain())
		}
		if !utf8.ValidString(p.String()) {
			t.Fatalf("%q is %q", query, p.String())
		}
	})
}

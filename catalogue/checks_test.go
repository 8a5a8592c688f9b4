package catalogue

import (
	"strings"
	"testing"

	"tiekartta/i18n"
)

func TestDatesHaveThreeFormsAndExist(t *testing.T) {
	for s, want := range map[string]bool{
		"2027": true, "2027-06": true, "2028-02-29": true,
		"2027-02-29": false, "2027-13": false, "2027-6": false, "27": false, "0027": false, "15.6.2027": false, "2027-06-": false, "": false,
	} {
		if IsDate(s) != want {
			t.Errorf("IsDate(%q) is %v", s, !want)
		}
	}
}

func TestEarlierTakesAnInexactDateForAllOfItsTime(t *testing.T) {
	for _, one := range []struct {
		a, b string
		want bool
	}{
		{"2026", "2027", true}, {"2027", "2027-06", false}, {"2027-06", "2027", false}, {"2026-12-31", "2027", true}, {"2027-05", "2027-06-01", true},
	} {
		if Earlier(one.a, one.b) != one.want {
			t.Errorf("Earlier(%q, %q) is %v", one.a, one.b, !one.want)
		}
	}
}

func TestTextsAreCountedInCharactersAndWordsOfEachLanguage(t *testing.T) {
	var problems i18n.Problems
	c := Checker{Problems: &problems}
	c.Text("title", i18n.Text{FI: strings.Repeat("ä", 10), SV: strings.Repeat("ä", 11)}, 10)
	c.Words("summary", i18n.Text{FI: strings.Repeat("sana ", 6), EN: strings.Repeat("word ", 7)}, 2)
	if len(problems) != 2 || problems[0].Path != "title.sv" || problems[1].Path != "summary.en" || problems[1].Args["Max"] != 6 {
		t.Errorf("got %v", problems)
	}
}

func TestAddressesAreOfTheWeb(t *testing.T) {
	for s, good := range map[string]bool{
		"": true, "https://vantaa.fi/x?y=1": true, "http://ces.sll.se": true,
		"javascript:alert(1)": false, "//vantaa.fi": false, "vantaa.fi": false, "https://": false, "data:text/html,x": false,
	} {
		var problems i18n.Problems
		Checker{Problems: &problems}.URL("url", s)
		if (len(problems) == 0) != good {
			t.Errorf("%q: %v", s, problems)
		}
	}
}

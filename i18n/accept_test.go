package i18n

import "testing"

func TestAcceptedTakesTheLanguageThatAReaderLikesBest(t *testing.T) {
	for _, c := range []struct {
		header string
		want   Lang
		ok     bool
	}{
		{"sv-FI, fi;q=0.8", Swedish, true}, {"de, en;q=0.3, fi;q=0.5", Finnish, true}, {"en-GB", English, true},
		{"", Finnish, false}, {"de", Finnish, false}, {";;;q=", Finnish, false}, {"*", Finnish, false},
	} {
		if got, ok := Accepted(c.header); got != c.want || ok != c.ok {
			t.Errorf("Accepted(%q) = %s, %v, want %s, %v", c.header, got, ok, c.want, c.ok)
		}
	}
}

package catalogue

import "testing"

func TestAShareFitsAsExactlyAsItIsWritten(t *testing.T) {
	for _, one := range []struct {
		part, whole, share float64
		fits               bool
	}{
		{43129, 228166, 18.9, true},
		{430129, 228166, 18.9, false},
		{43129, 228166, 19, true},
		{43129, 228166, 18, true}, // cut off
		{43129, 228166, 17, false},
		{246, 456, 54, true},
		{240, 456, 54, false},
		{1, 3, 33.33, true},
		{1, 3, 33.4, false},
		{5, 0, 10, false},
		{0, 20, 0, true},
		{20, 20, 100, true},
	} {
		if fits := ShareFits(one.part, one.whole, one.share); fits != one.fits {
			t.Errorf("%v of %v is %v %%: %v", one.part, one.whole, one.share, fits)
		}
	}
}

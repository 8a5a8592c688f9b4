package search

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
	"tiekartta/store/storetest"
)

// unfounds are "words×times" as an editor sees them.
func unfounds(t *testing.T, u *Unfound) string {
	t.Helper()
	list, total, err := u.List(t.Context(), account.Machine(), 0, 100)
	if err != nil || total != len(list) {
		t.Fatal(total, err)
	}
	var texts []string
	for _, one := range list {
		texts = append(texts, fmt.Sprintf("%s×%d", one.Words, one.Times))
	}
	return strings.Join(texts, ", ")
}

func asks(t *testing.T, u *Unfound, words ...string) {
	t.Helper()
	for _, w := range words {
		u.Count(w, i18n.Finnish, Result{})
	}
	if err := u.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestOnlyWhatSaysNothingAboutAnybodyIsCounted(t *testing.T) {
	for typed, want := range map[string]string{
		"  Kotouttamis-Suunnitelma! ": "kotouttamis suunnitelma", "”ÄITI ja lapsi”": "äiti ja lapsi", "vuosi 2027": "vuosi 2027",
		"kunta:Närpiö": "", "maija@vantaa.fi": "", "040 123 4567": "", "131052-308T": "", "010101A123N": "", "13 10 52": "", "?!": "", "": "",
		"mitä minun pitää tehdä kun naapurini Matti ei tule": "", strings.Repeat("a", longestUnfound+1): "",
	} {
		if got := unfoundWords(typed); got != want {
			t.Errorf("%q is counted as %q", typed, got)
		}
	}
}

func TestSearchesWithoutAResultAreCountedUntilSomebodySeesToThem(t *testing.T) {
	s := storetest.Open(t)
	u := NewUnfound(s)
	now := time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	u.Now = func() time.Time { return now }
	u.Count("löytyy", i18n.Finnish, Result{Total: 2, Whole: 2})
	u.Count("löytyy", i18n.Finnish, Result{Total: 2, Whole: 2})
	u.Count("ehkä", i18n.Finnish, Result{Total: 1})
	asks(t, u, "hiihto", "HIIHTO", "Hiihto", "kerran", "ehkä")
	if got := unfounds(t, u); got != "hiihto×3, ehkä×2" {
		t.Error(got)
	}
	now = now.AddDate(0, 1, 0)
	asks(t, u, "kerran")
	if got := unfounds(t, NewUnfound(s)); got != "hiihto×3, kerran×2, ehkä×2" { // what another process finds in the database
		t.Error(got)
	}
	editor := account.Actor{User: "u", Organisation: "vantaa", Role: "editor"}
	if err := u.SeenTo(t.Context(), editor, "hiihto", i18n.Finnish); err != nil {
		t.Fatal(err)
	}
	if got := unfounds(t, u); got != "kerran×2, ehkä×2" {
		t.Error(got)
	}
	asks(t, u, "hiihto")
	if got := unfounds(t, u); got != "hiihto×4, kerran×2, ehkä×2" {
		t.Errorf("what is asked again does not come back: %s", got)
	}
	now = time.Date(2027, 11, 1, 0, 0, 0, 0, time.UTC)
	asks(t, u, "uusi")
	if got := unfounds(t, u); got != "" {
		t.Errorf("what is a year old is kept: %s", got)
	}
	if err := u.SeenTo(t.Context(), editor, "nothing", i18n.Finnish); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	reader := account.Actor{User: "u", Organisation: "vantaa", Role: "contributor"}
	if _, _, err := u.List(t.Context(), reader, 0, 1); !errors.Is(err, account.ErrDenied) || !errors.Is(u.SeenTo(t.Context(), reader, "uusi", i18n.Finnish), account.ErrDenied) {
		t.Errorf("a contributor reads it: %v", err)
	}
}

func TestWhatIsAYearOldIsForgottenAlsoWhenNothingIsCounted(t *testing.T) {
	s := storetest.Open(t)
	u := NewUnfound(s)
	now := time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	u.Now = func() time.Time { return now }
	asks(t, u, "hiihto")
	for _, kept := range []int{1, 0} {
		var n int
		asks(t, u)
		if err := s.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Row(ctx, `select count(*) from unfound`, nil, &n)
		}); err != nil || n != kept {
			t.Errorf("%d are kept, %v", n, err)
		}
		now = now.AddDate(1, 0, 0)
	}
}

func TestTheCounterIsBoundedAndKeepsWhatCouldNotBeWritten(t *testing.T) {
	s := storetest.Open(t)
	u := NewUnfound(s)
	for i := range mostCounted + 10 {
		u.Count(fmt.Sprint("sana", i), i18n.Finnish, Result{})
	}
	u.Count("sana1", i18n.Finnish, Result{})
	if len(u.counted) != mostCounted {
		t.Errorf("%d are counted", len(u.counted))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := u.Flush(t.Context()); err == nil || len(u.counted) != mostCounted {
		t.Errorf("%v, %d left", err, len(u.counted))
	}
}

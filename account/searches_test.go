package account_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

func saving(name, query string) account.Search {
	return account.Search{Name: name, Query: query, Lang: i18n.Finnish, Notify: account.NotifyNone}
}

func ids(t *testing.T, list []account.Match, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range list {
		names = append(names, m.Practice)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

func TestASavedSearchIsItsOwnersAlone(t *testing.T) {
	a, _ := open(t)
	maija, other := person(t, a, "maija@vantaa.fi"), person(t, a, "other@vaasa.fi")
	s, err := a.AddSearch(t.Context(), maija, saving("Kielikahvilat", "q=kielikahvila"), []string{"smile"})
	if err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"change": a.ChangeSearch(t.Context(), other, s), "delete": a.DeleteSearch(t.Context(), other, s.ID), "address": a.RenewSearchToken(t.Context(), other, s.ID),
		"nobody": a.DeleteSearch(t.Context(), account.Actor{}, s.ID),
	} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s by somebody else: %v", name, err)
		}
	}
	if _, err := a.AddSearch(t.Context(), account.Actor{Organisation: "vantaa", Role: "editor"}, saving("x", "q=x"), nil); !errors.Is(err, account.ErrDenied) {
		t.Errorf("a token saves a search: %v", err)
	}
	if list, err := a.Searches(t.Context(), other); err != nil || len(list) != 0 {
		t.Errorf("%v %v", list, err)
	}
	if found, err := a.SearchByToken(t.Context(), s.Token); err != nil || found.ID != s.ID || len(s.Token) < 32 {
		t.Errorf("%v %v", found, err)
	}
	if err := a.RenewSearchToken(t.Context(), maija, s.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := a.SearchByToken(t.Context(), s.Token); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the old address still leads somewhere: %v", err)
	}
}

func TestWhatCannotBeSavedIsSaid(t *testing.T) {
	a, _ := open(t)
	maija := person(t, a, "maija@vantaa.fi")
	add := func(s account.Search, found ...string) error {
		_, err := a.AddSearch(t.Context(), maija, s, found)
		return err
	}
	long := saving(strings.Repeat("a", account.SearchNameLength+1), "q=x")
	odd := saving("x", "q=x")
	odd.Notify = "hourly"
	for want, err := range map[string]error{
		"name:required": add(saving(" ", "q=x")), "name:too_long": add(long), "name:bad_characters": add(saving("a\nb", "q=x")), "notify:unknown_value": add(odd),
		"search_too_long": add(saving("x", "q="+strings.Repeat("a", 5000))), "search_too_wide": add(saving("x", "q=x"), make([]string, account.MostMatches+1)...),
	} {
		if got := problemsOf(t, err); got != want {
			t.Errorf("%s instead of %s", got, want)
		}
	}
	for i := range account.MostSearches {
		if err := add(saving("x", fmt.Sprint("q=", i))); err != nil {
			t.Fatal(err)
		}
	}
	if got := problemsOf(t, add(saving("y", "q=0"))); got != "search_saved_before" {
		t.Error(got)
	}
	if got := problemsOf(t, add(saving("y", "q=one+more"))); got != "too_many_searches" {
		t.Error(got)
	}
}

// A search knows for ever what it has found: what it found when it was saved, and
// what it has told, is never new again, however often the practice goes and comes.
func TestAPracticeIsNewOnce(t *testing.T) {
	a, _ := open(t)
	now := time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	a.Now = func() time.Time { now = now.Add(time.Second); return now }
	maija := person(t, a, "maija@vantaa.fi")
	s, err := a.AddSearch(t.Context(), maija, saving("Kielikahvilat", "q=kielikahvila"), []string{"old"})
	if err != nil {
		t.Fatal(err)
	}
	for i, found := range [][]string{{"old", "new"}, {}, {"old"}, {"new", "old"}, {"new"}} {
		if err := a.NoteMatches(t.Context(), s, int64(i), found); err != nil {
			t.Fatal(err)
		}
	}
	list, err := a.Matches(t.Context(), s, 10)
	if got := ids(t, list, err); got != "new" {
		t.Errorf("matches: %s", got)
	}
	first := list[0].At
	if err := a.LookedAtSearch(t.Context(), maija, s.ID, first); err != nil {
		t.Fatal(err)
	}
	if s, err = a.Search(t.Context(), maija, s.ID); err != nil || s.Position != 4 {
		t.Errorf("%+v %v", s, err)
	}
	if err := a.NoteMatches(t.Context(), s, 9, []string{"old", "new", "newer"}); err != nil {
		t.Fatal(err)
	}
	list, err = a.NewMatches(t.Context(), s)
	if got := ids(t, list, err); got != "newer" {
		t.Errorf("new since the owner looked: %s", got)
	}
}

func TestASearchRemembersSoManyMatchesAndNoMore(t *testing.T) {
	a, s := open(t)
	many := func(what string, n int) (list []string) {
		for i := range n {
			list = append(list, fmt.Sprint(what, "-", i))
		}
		return list
	}
	found := many("first", account.MostMatches-1)
	saved, err := a.AddSearch(t.Context(), person(t, a, "maija@vantaa.fi"), saving("Kaikki", "q=kaikki"), found)
	if err != nil {
		t.Fatal(err)
	}
	for i, one := range []struct {
		found []string
		fresh int // how many are told in all
	}{
		{append(found, many("second", 3)...), 1},                                   // no room for more
		{append(found[2:], many("second", 3)...), 3},                               // two are not found any more
		{append(many("second", 3), many("third", 10_000)...), account.MostMatches}, // all but what it still finds is forgotten
	} {
		if err := a.NoteMatches(t.Context(), saved, int64(i), one.found); err != nil {
			t.Fatal(err)
		}
		if list, err := a.Unmailed(t.Context(), saved); err != nil || len(list) != one.fresh || rows(t, s, "search_matches") != account.MostMatches {
			t.Errorf("%d: %d are told, %d remembered, %v", i, len(list), rows(t, s, "search_matches"), err)
		}
	}
}

// The program is killed between any two of its steps; the database is opened
// again after each. Nothing is lost, and only a mail that was accepted but not
// noted is sent twice.
func TestNothingIsToldTwiceOrLostWhenTheProgramEndsBetweenSteps(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tiekartta.db")
	var s *store.Store
	reopen := func() *account.Accounts {
		t.Helper()
		if s != nil {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		var err error
		if s, err = store.Open(t.Context(), file); err != nil {
			t.Fatal(err)
		}
		a := account.New(s)
		a.Cost = cheap()
		return a
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	a := reopen()
	maija := person(t, a, "maija@vantaa.fi")
	daily := saving("Kielikahvilat", "q=kielikahvila")
	daily.Notify = account.NotifyDaily
	saved, err := a.AddSearch(t.Context(), maija, daily, []string{"old"})
	if err != nil {
		t.Fatal(err)
	}
	unmailed := func() string {
		t.Helper()
		a = reopen()
		list, err := a.Unmailed(t.Context(), saved)
		return ids(t, list, err)
	}
	if got := unmailed(); got != "" {
		t.Errorf("what was there when it was saved is told: %s", got)
	}
	for range 2 { // noted, killed before anything came of it, noted again
		if err := a.NoteMatches(t.Context(), saved, 7, []string{"old", "a", "b"}); err != nil {
			t.Fatal(err)
		}
		if got := unmailed(); got != "a b" {
			t.Errorf("lost or doubled: %s", got)
		}
	}
	// Here the mail is sent. Killed before it is noted, it is sent again.
	if got := unmailed(); got != "a b" {
		t.Errorf("not told after a kill: %s", got)
	}
	if err := a.NoteMatches(t.Context(), saved, 8, []string{"old", "a", "b", "c"}); err != nil { // meanwhile
		t.Fatal(err)
	}
	if err := a.NoteMailed(t.Context(), []account.Told{{Search: saved.ID, Practices: []string{"a", "b"}}}, time.Now()); err != nil {
		t.Fatal(err)
	}
	if got := unmailed(); got != "c" {
		t.Errorf("after the mail: %s", got)
	}
	if list, err := a.Behind(t.Context(), 9, "", 10); err != nil || len(list) != 1 || list[0].Position != 8 {
		t.Errorf("%+v %v", list, err)
	}
}

func TestWhoBeginsToBeToldByMailIsToldOfWhatComes(t *testing.T) {
	a, _ := open(t)
	maija := person(t, a, "maija@vantaa.fi")
	s, err := a.AddSearch(t.Context(), maija, saving("Kielikahvilat", "q=kielikahvila"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.NoteMatches(t.Context(), s, 1, []string{"before"}); err != nil {
		t.Fatal(err)
	}
	s.Notify = account.NotifyWeekly
	if err := a.ChangeSearch(t.Context(), maija, s); err != nil {
		t.Fatal(err)
	}
	if err := a.NoteMatches(t.Context(), s, 2, []string{"before", "after"}); err != nil {
		t.Fatal(err)
	}
	list, err := a.Unmailed(t.Context(), s)
	if got := ids(t, list, err); got != "after" {
		t.Errorf("told: %s", got)
	}
}

func TestAnAccountTakesItsSearchesWithIt(t *testing.T) {
	a, s := open(t)
	admin := administrator(t, a, "vantaa")
	maija := person(t, a, "maija@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "reader"})
	daily := saving("Kielikahvilat", "q=kielikahvila")
	daily.Notify = account.NotifyDaily
	saved, err := a.AddSearch(t.Context(), maija, daily, []string{"smile"})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.NoteMatches(t.Context(), saved, 1, []string{"smile", "tempo"}); err != nil {
		t.Fatal(err)
	}
	data, err := a.MyData(t.Context(), maija)
	if err != nil || len(data.Searches) != 1 || data.Searches[0].Query != "q=kielikahvila" || !slices.Equal(data.Searches[0].Found, []string{"tempo"}) {
		t.Errorf("%+v %v", data.Searches, err)
	}
	if err := a.DisableUser(t.Context(), admin, maija.User); err != nil {
		t.Fatal(err)
	}
	if _, err := a.SearchByToken(t.Context(), saved.Token); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the feed of a disabled account: %v", err)
	}
	if list, err := a.Notified(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("a disabled account is told: %v %v", list, err)
	}
	if err := a.EnableUser(t.Context(), admin, maija.User); err != nil {
		t.Fatal(err)
	}
	if list, err := a.Notified(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("an enabled account is not told: %v %v", list, err)
	}
	if err := a.DeleteUser(t.Context(), admin, maija.User); err != nil {
		t.Fatal(err)
	}
	if got := rows(t, s, "searches") + rows(t, s, "search_matches"); got != 0 {
		t.Errorf("%d rows are left", got)
	}
	if err := a.NoteMatches(t.Context(), saved, 5, []string{"late"}); err != nil || rows(t, s, "search_matches") != 0 {
		t.Errorf("a search that is gone has matches: %v", err)
	}
}

// rows is how many rows a table has.
func rows(t *testing.T, s *store.Store, table string) (n int) {
	t.Helper()
	err := s.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return tx.Row(ctx, `select count(*) from `+table, nil, &n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

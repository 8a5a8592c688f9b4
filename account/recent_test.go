package account_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
)

func TestTheLastTenDifferentSearchesAreRemembered(t *testing.T) {
	a, s := open(t)
	now := time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	a.Now = func() time.Time { now = now.Add(time.Second); return now }
	maija, other := person(t, a, "maija@vantaa.fi"), person(t, a, "other@vantaa.fi")
	note := func(query string) {
		t.Helper()
		if err := a.NoteRecent(t.Context(), maija, query, i18n.Finnish); err != nil {
			t.Fatal(err)
		}
	}
	recents := func(of account.Actor) string {
		t.Helper()
		list, err := a.Recents(t.Context(), of)
		if err != nil {
			t.Fatal(err)
		}
		var queries []string
		for _, r := range list {
			queries = append(queries, r.Query)
		}
		return strings.Join(queries, " ")
	}
	for i := range account.MostRecents + 3 {
		note(fmt.Sprint("q=", i))
	}
	note("q=5")
	if got := recents(maija); got != "q=5 q=12 q=11 q=10 q=9 q=8 q=7 q=6 q=4 q=3" {
		t.Error(got)
	}
	if got := recents(other) + recents(account.Actor{}); got != "" {
		t.Errorf("others see %s", got)
	}
	if err := a.NoteRecent(t.Context(), other, "q=other", i18n.Finnish); err != nil {
		t.Fatal(err)
	}
	if err := a.StopRecents(t.Context(), maija); err != nil {
		t.Fatal(err)
	}
	note("q=secret")
	if rows(t, s, "recent_searches") != 1 {
		t.Errorf("something is noted of who does not want it: %s", recents(maija))
	}
	if err := a.StartRecents(t.Context(), maija); err != nil {
		t.Fatal(err)
	}
	note("q=open")
	if keeps, err := a.KeepsRecents(t.Context(), maija); err != nil || !keeps || recents(maija) != "q=open" {
		t.Error(keeps, err, recents(maija))
	}
	data, err := a.MyData(t.Context(), maija)
	if err != nil || len(data.Recents) != 1 || data.Recents[0].Query != "q=open" {
		t.Errorf("%+v %v", data.Recents, err)
	}
	if err := a.ClearRecents(t.Context(), maija); err != nil || recents(maija) != "" || recents(other) != "q=other" {
		t.Error(err, recents(maija), recents(other))
	}
	note("q=last")
	if err := a.DeleteUser(t.Context(), account.Machine(), maija.User); err != nil || rows(t, s, "recent_searches") != 1 {
		t.Errorf("an account leaves its searches: %v", err)
	}
	note("q=gone")
	if rows(t, s, "recent_searches") != 1 {
		t.Error("somebody who is gone searches")
	}
}

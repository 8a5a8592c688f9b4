package account_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/store/storetest"
)

// watch is a clock that a test moves.
type watch struct {
	mu sync.Mutex
	at time.Time
}

func (w *watch) now() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.at }

func (w *watch) pass(d time.Duration) { w.mu.Lock(); defer w.mu.Unlock(); w.at = w.at.Add(d) }

func watched(t *testing.T) (*account.Accounts, *watch) {
	t.Helper()
	a, _ := open(t)
	w := &watch{at: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)}
	a.Now = w.now
	return a, w
}

func TestWhoeverTriesOftenWaitsLongerButIsNeverLockedOut(t *testing.T) {
	a, w := watched(t)
	person(t, a, "maija@vantaa.fi")
	try := func(password, address string) error {
		_, err := a.SignIn(t.Context(), account.Attempt{Email: "maija@vantaa.fi", Password: password, Address: address})
		return err
	}
	var wait account.WaitError
	var longest time.Duration
	for n := range 200 { // each time from another network
		err := try("wrong password", fmt.Sprintf("192.0.%d.1", n))
		if errors.As(err, &wait) {
			longest = max(longest, wait.For)
			w.pass(wait.For)
		} else if !errors.Is(err, account.ErrUnknown) {
			t.Fatal(err)
		}
	}
	if longest != 30*time.Second {
		t.Errorf("the longest time to wait was %s", longest)
	}
	if err := try(secretWords, "198.51.100.1"); errors.As(err, &wait) {
		w.pass(wait.For)
	}
	if err := try(secretWords, "198.51.100.1"); err != nil {
		t.Errorf("the right password after waiting: %v", err)
	}
	for range 4 { // forgotten after success
		if err := try("wrong password", "198.51.100.1"); !errors.Is(err, account.ErrUnknown) {
			t.Error(err)
		}
	}
}

func TestManyAttemptsAtOnceAreCountedEach(t *testing.T) {
	a, _ := watched(t)
	person(t, a, "maija@vantaa.fi")
	var group sync.WaitGroup
	var mu sync.Mutex
	tried := 0
	for range 40 {
		group.Go(func() {
			_, err := a.SignIn(t.Context(), account.Attempt{Email: "maija@vantaa.fi", Password: "wrong password", Address: "192.0.2.1"})
			mu.Lock()
			defer mu.Unlock()
			if errors.Is(err, account.ErrUnknown) {
				tried++
			}
		})
	}
	group.Wait()
	if tried != 5 {
		t.Errorf("%d attempts were made", tried)
	}
}

func TestANetworkThatTriesManyAccountsWaits(t *testing.T) {
	for _, network := range []struct{ same, other string }{
		{"192.0.2.%d", "192.0.3.1"}, {"2001:db8:0:1::%d", "2001:db8:0:2::1"},
	} {
		a, _ := watched(t)
		var wait account.WaitError
		for n := range 30 {
			_, err := a.SignIn(t.Context(), account.Attempt{
				Email: fmt.Sprintf("%d@vantaa.fi", n), Password: "wrong password", Address: fmt.Sprintf(network.same, n),
			})
			if waits := errors.As(err, &wait); waits != (n >= 20) {
				t.Fatalf("%s, attempt %d: %v", network.same, n, err)
			}
		}
		if _, err := a.SignIn(t.Context(), account.Attempt{Email: "x@vantaa.fi", Address: network.other}); !errors.Is(err, account.ErrUnknown) {
			t.Errorf("a neighbour of %s: %v", network.same, err)
		}
	}
}

func TestASessionSurvivesARestartAndSlides(t *testing.T) {
	s := storetest.Open(t)
	w := &watch{at: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)}
	a := account.New(s)
	a.Cost, a.Now = cheap(), w.now
	person(t, a, "maija@vantaa.fi")
	attempt := account.Attempt{Email: "maija@vantaa.fi", Password: secretWords, Agent: "Firefox"}
	token, err := a.SignIn(t.Context(), attempt)
	if err != nil {
		t.Fatal(err)
	}
	again := account.New(s)
	again.Now = w.now
	for range 4 {
		w.pass(29 * 24 * time.Hour)
		if _, err := again.SessionActor(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	w.pass(31 * 24 * time.Hour)
	if _, err := again.SessionActor(t.Context(), token); !errors.Is(err, account.ErrUnknown) {
		t.Errorf("after a month without use: %v", err)
	}
	other, err := a.SignIn(t.Context(), attempt)
	if err != nil || other == token {
		t.Errorf("a new session has the secret %q, %v", other, err)
	}
}

func TestAPersonSeesAndEndsTheirSessions(t *testing.T) {
	a, w := watched(t)
	actor := person(t, a, "maija@vantaa.fi")
	stranger := person(t, a, "matti@vantaa.fi")
	var tokens []string
	for _, agent := range []string{"one", "two", "three"} {
		token, err := a.AddSession(t.Context(), actor.User, agent)
		if err != nil {
			t.Fatal(err)
		}
		tokens = append(tokens, token)
		w.pass(time.Minute)
	}
	list, err := a.Sessions(t.Context(), actor, tokens[1])
	if err != nil || len(list) != 3 || list[0].Agent != "two" || !list[0].Current || list[1].Agent != "three" || list[2].Current {
		t.Fatalf("%+v %v", list, err)
	}
	if err := a.EndSession(t.Context(), stranger, list[1].ID); err != nil {
		t.Fatal(err)
	}
	alive := func(wanted ...bool) {
		t.Helper()
		for i, token := range tokens {
			if _, err := a.SessionActor(t.Context(), token); (err == nil) != wanted[i] {
				t.Errorf("session %d: %v", i, err)
			}
		}
	}
	alive(true, true, true)
	if err := a.EndSession(t.Context(), actor, list[1].ID); err != nil {
		t.Fatal(err)
	}
	alive(true, true, false)
	if err := a.ChangePassword(t.Context(), actor, "not this one", "kolme sinistä lapiota hyllyssä", tokens[1]); err == nil {
		t.Error("changed without the old password")
	}
	alive(true, true, false)
	if err := a.ChangePassword(t.Context(), actor, secretWords, "kolme sinistä lapiota hyllyssä", tokens[1]); err != nil {
		t.Fatal(err)
	}
	alive(false, true, false)
	if err := a.EndSessions(t.Context(), actor, ""); err != nil {
		t.Fatal(err)
	}
	alive(false, false, false)
}

// Who changes a password ends all sessions. A sign-in with the old one that is
// still being compared then begins none.
func TestASignInUnderWayEndsWithItsPassword(t *testing.T) {
	a, s := open(t)
	slow := account.New(s)
	slow.Cost = account.Cost{Memory: 64 * 1024, Time: 4, Threads: 1}
	invited, err := slow.AddUser(t.Context(), account.Machine(), account.User{Email: "aino@vantaa.fi", Name: "Aino", Language: "fi"})
	if err != nil {
		t.Fatal(err)
	}
	actor := account.Actor{User: invited.ID}
	if err := slow.PutPassword(t.Context(), actor, "neljä sinistä lapiota hyllyssä", ""); err != nil {
		t.Fatal(err)
	}
	signedIn := make(chan string)
	go func() {
		token, err := slow.SignIn(t.Context(), account.Attempt{Email: "aino@vantaa.fi", Password: "neljä sinistä lapiota hyllyssä", Address: "10.0.0.1"})
		if err != nil && !errors.Is(err, account.ErrUnknown) {
			t.Error(err)
		}
		signedIn <- token
	}()
	time.Sleep(20 * time.Millisecond)
	if err := a.PutPassword(t.Context(), actor, "viisi sinistä lapiota hyllyssä", ""); err != nil {
		t.Fatal(err)
	}
	if token := <-signedIn; token != "" {
		if _, err := a.SessionActor(t.Context(), token); err == nil {
			t.Error("the old password has begun a session after it was changed")
		}
	}
}

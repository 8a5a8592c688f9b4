package account_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
	"tiekartta/store/storetest"
)

// cheap makes hashing fast; the default has a test of its own.
func cheap() account.Cost { return account.Cost{Memory: 64, Time: 1, Threads: 1} }

const secretWords = "punainen traktori lentää hiljaa"

// person is an account with a password.
func person(t *testing.T, a *account.Accounts, email string, memberships ...account.Membership) account.Actor {
	t.Helper()
	u, err := a.AddUser(t.Context(), account.Machine(), account.User{Email: email, Name: "Maija Meikäläinen", Language: i18n.Finnish}, memberships...)
	if err != nil {
		t.Fatal(err)
	}
	actor := account.Actor{User: u.ID, Name: u.Name}
	if err := a.PutPassword(t.Context(), actor, secretWords, ""); err != nil {
		t.Fatal(err)
	}
	return actor
}

func storedPassword(t *testing.T, s *store.Store, user string) string {
	t.Helper()
	var encoded string
	err := s.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return tx.Row(ctx, `select password from users where id = $1`, []any{user}, &encoded)
	})
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

func TestPasswordsThatManyUseAreRefused(t *testing.T) {
	refused := 0
	no := func(password string) {
		t.Helper()
		if len(account.CheckPassword(password)) == 0 {
			t.Errorf("%q is taken", password)
		}
		refused++
	}
	for _, word := range []string{"salasana", "losenord", "lösenord", "password", "tervetuloa", "välkommen", "qwerty", "jääkiekko", "helsinki", "kesäkuu", "sommar", "iloveyou", "ilves"} {
		for year := 1940; year <= 2030; year++ {
			for _, form := range []string{"%s%d!!!!", "%s-%d-%[2]d", "!%[2]d%[1]s12", "%[1]s%[1]s%[2]d"} {
				no(fmt.Sprintf(form, word, year))
			}
		}
	}
	for _, password := range []string{
		"salasana123456", "Salasana2026!", "S4l4s4n4!2026", "P4ssw0rd1234", "p@ssw0rd!!!!!", "Losenord123456", "qwertyuiopas", "1q2w3e4r5t6y7u", "qazwsxedcrfv",
		"aaaaaaaaaaaa", "abababababab", "123456789012", "abcdefghijklmnop", "987654321098", "asdfghjklöä1", "kissakissa12345", "hejhejhej123",
		"tiekartta2026", "01.01.1990 01.01.", "Kesäkuu2026!", "!!!!!!!!!!!!!", "zaq1zaq1zaq1",
	} {
		no(password)
	}
	if refused < 4000 {
		t.Errorf("only %d were tried", refused)
	}
}

func TestAPasswordMadeOfOnesOwnNameIsRefused(t *testing.T) {
	for _, password := range []string{"meikalainen2026", "Maija.Meikäläinen1", "maija.meikalainen@vantaa.fi", "meikäläinensalasana"} {
		problems := account.CheckPassword(password, "Maija Meikäläinen", "maija.meikalainen@vantaa.fi")
		if len(problems) != 1 || problems[0].Key != "password_own" {
			t.Errorf("%q: %v", password, problems)
		}
	}
}

func TestARefusedPasswordSaysWhatMakesItWeak(t *testing.T) {
	for password, want := range map[string]string{
		"Salasana2026!": "password_common salasana", "S4l4s4n4!2026": "password_common salasana", "kissakissa12345": "password_common kissa",
		"123456789012": "password_digits ", "qwertyuiopas": "password_row qwertyuiop", "abababababab": "password_repeated ab", "zaq1zaq1zaq1": "password_repeated zaq1",
		"äiäiäiäiäiäi": "password_repeated äi", "maija.meikalainen@vantaa.fi": "password_own fi, maija, meikalainen, vantaa",
	} {
		problems := account.CheckPassword(password, "Maija Meikäläinen", "maija.meikalainen@vantaa.fi")
		if len(problems) != 1 || fmt.Sprint(problems[0].Key, " ", problems[0].Args["Words"]) != want {
			t.Errorf("%q: %+v instead of %s", password, problems, want)
		}
	}
}

func TestALongPasswordOfAnyCharactersIsTaken(t *testing.T) {
	for _, password := range []string{
		secretWords, "correct horse battery staple", "vR7#kq2!pWz9", "пароль которого никто", "🦊🐻🦉🌲🌊🔥🌙⭐🍎🥕🚲🎈x", strings.Repeat("ympäristö-", 20),
		"neljä outoa sanaa tässä", "ostin eilen vihreän lapion",
	} {
		if problems := account.CheckPassword(password, "Maija Meikäläinen", "maija@vantaa.fi"); len(problems) > 0 && !strings.HasPrefix(password, "ympäristö") {
			t.Errorf("%q: %v", password, problems)
		}
	}
	for password, key := range map[string]string{"lyhyt pass1": "password_short", strings.Repeat("ä!x7", 51): "password_long"} {
		if problems := account.CheckPassword(password); len(problems) != 1 || problems[0].Key != key {
			t.Errorf("%q: %v", password, problems)
		}
	}
}

func TestAPasswordOpensTheAccountHoweverItsLettersWereTyped(t *testing.T) {
	a, s := open(t)
	actor := person(t, a, "Maija@Vantaa.fi", account.Membership{Organisation: "vantaa", Role: "editor"})
	for _, password := range []string{secretWords, strings.ReplaceAll(secretWords, "ä", "a\u0308")} {
		token, err := a.SignIn(t.Context(), account.Attempt{Email: " maija@vantaa.FI ", Password: password, Address: "192.0.2.1"})
		if err != nil {
			t.Fatal(err)
		}
		got, err := a.SessionActor(t.Context(), token)
		if err != nil || got.User != actor.User || got.Organisation != "vantaa" || got.Role != "editor" {
			t.Errorf("%+v %v", got, err)
		}
	}
	for _, wrong := range []account.Attempt{
		{Email: "maija@vantaa.fi", Password: secretWords + " "}, {Email: "maija@vantaa.fi"}, {Email: "nobody@vantaa.fi", Password: secretWords}, {},
	} {
		if _, err := a.SignIn(t.Context(), wrong); !errors.Is(err, account.ErrUnknown) {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
	if encoded := storedPassword(t, s, actor.User); !strings.HasPrefix(encoded, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Errorf("stored as %q", encoded)
	}
}

func TestThePriceOfAPasswordIsRaisedAtTheNextSignIn(t *testing.T) {
	s := storetest.Open(t)
	if cost := account.New(s).Cost; cost != (account.Cost{Memory: 47104, Time: 1, Threads: 1}) {
		t.Errorf("the default is %+v", cost)
	}
	a := account.New(s)
	a.Cost = cheap()
	actor := person(t, a, "maija@vantaa.fi")
	a.Cost = account.DefaultCost()
	for range 2 {
		if _, err := a.SignIn(t.Context(), account.Attempt{Email: "maija@vantaa.fi", Password: secretWords}); err != nil {
			t.Fatal(err)
		}
		if encoded := storedPassword(t, s, actor.User); !strings.HasPrefix(encoded, "$argon2id$v=19$m=47104,t=1,p=1$") {
			t.Errorf("stored as %q", encoded)
		}
	}
}

// Time is measured in the work that is done: with a cost that can be felt, an
// unknown address must not be answered faster than a wrong password.
// What argon2id costs shows in the memory that it takes, which a busy machine
// does not change as it changes times.
func TestAnUnknownPersonCostsAsMuchAsAKnownOne(t *testing.T) {
	a, _ := open(t)
	a.Cost = account.Cost{Memory: 32 << 10, Time: 1, Threads: 1}
	person(t, a, "maija@vantaa.fi")
	for _, email := range []string{"maija@vantaa.fi", "nobody@vantaa.fi"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := a.SignIn(t.Context(), account.Attempt{Email: email, Password: "wrong but long enough"}); !errors.Is(err, account.ErrUnknown) {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took < 32<<20 || took > 48<<20 {
			t.Errorf("%s: the attempt took %d bytes", email, took)
		}
	}
}

func TestALinkToANewPasswordEndsWithWhatItWasMadeFor(t *testing.T) {
	a, _ := open(t)
	actor := person(t, a, "maija@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "editor"})
	link := func() string {
		t.Helper()
		link, err := a.InvitePassword(t.Context(), account.Machine(), actor.User)
		if err != nil {
			t.Fatal(err)
		}
		return link
	}
	gone := func(link, after string) {
		t.Helper()
		if _, err := a.Invitation(t.Context(), link); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("after %s the link is still good: %v", after, err)
		}
	}
	first := link()
	if err := a.PutPassword(t.Context(), actor, "kolme sinistä lapiota hyllyssä", ""); err != nil {
		t.Fatal(err)
	}
	gone(first, "another password")
	second := link()
	user, err := a.User(t.Context(), actor.User)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.PutPerson(t.Context(), account.Machine(), user, account.Membership{Organisation: "vaasa", Role: "administrator"}); err != nil {
		t.Fatal(err)
	}
	gone(second, "a new membership")
}

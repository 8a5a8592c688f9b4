package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

func TestPeopleSignInThroughTheirTown(t *testing.T) {
	t.Parallel()
	w := openTown(t)
	anna := w.arrives("anna@vantaa.example")
	b := w.browser()
	at := b.departs()
	if q := at.Query(); q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43 || q.Get("state") == "" || q.Get("nonce") == "" || q.Get("response_type") != "code" {
		t.Errorf("asked with %s", at.RawQuery)
	}
	back := b.identifies(at, "Anna@vantaa.example")
	if status, text := b.returns(back); status != http.StatusSeeOther || !b.inside() {
		t.Fatalf("answered %d: %s", status, text)
	}
	if w.cookie(b) != "" {
		t.Error("the ticket is kept after the journey")
	}
	// The second time the e-mail address does not matter, and nobody is asked.
	again := w.browser()
	if status, _ := again.returns(again.identifies(again.departs(), "Anna@vantaa.example")); status != http.StatusSeeOther || !again.inside() {
		t.Errorf("the second time: %d", status)
	}
	list, err := w.accounts.Identities(t.Context(), account.Actor{User: anna.ID})
	if err != nil || len(list) != 1 || list[0].Issuer != w.openID.Issuer || list[0].Subject != "Anna@vantaa.example" {
		t.Error(list, err)
	}
}

func TestAJourneyBelongsToOneBrowserAndOneAnswer(t *testing.T) {
	t.Parallel()
	w := openTown(t)
	w.arrives("anna@vantaa.example")
	t.Run("wrong state", func(t *testing.T) {
		b := w.browser()
		back, err := url.Parse(b.identifies(b.departs(), "anna@vantaa.example"))
		must(t, err)
		query := back.Query()
		query.Set("state", strings.Repeat("a", 32))
		back.RawQuery = query.Encode()
		b.refused(back.String(), notSignedIn)
	})
	t.Run("another browser", func(t *testing.T) {
		b, other := w.browser(), w.browser()
		back := b.identifies(b.departs(), "anna@vantaa.example")
		other.departs()
		other.refused(back, notSignedIn)
		if status, text := w.browser().returns(back); status != http.StatusForbidden {
			t.Errorf("without a ticket: %d %s", status, text)
		}
	})
	t.Run("made-up ticket", func(t *testing.T) {
		b := w.browser()
		back := b.identifies(b.departs(), "anna@vantaa.example")
		text, _, _ := strings.Cut(w.cookie(b), ".")
		home, _ := url.Parse(w.url)
		b.Jar.SetCookies(home, []*http.Cookie{{Name: "openid", Value: text + ".", Path: "/"}})
		b.refused(back, notSignedIn)
	})
	t.Run("another nonce", func(t *testing.T) {
		b := w.browser()
		at := b.departs()
		query := at.Query()
		query.Set("nonce", "another")
		at.RawQuery = query.Encode()
		b.refused(b.identifies(at, "anna@vantaa.example"), notSignedIn)
	})
	t.Run("another challenge", func(t *testing.T) {
		b := w.browser()
		at := b.departs()
		query := at.Query()
		query.Set("code_challenge", strings.Repeat("A", 43))
		at.RawQuery = query.Encode()
		b.refused(b.identifies(at, "anna@vantaa.example"), notSignedIn)
	})
	t.Run("answer of another provider", func(t *testing.T) {
		b := w.browser()
		back := b.identifies(b.departs(), "anna@vantaa.example")
		if !strings.Contains(back, "&iss=") {
			t.Fatal("the provider does not say who it is")
		}
		b.refused(strings.Replace(back, "&iss=", "&iss=x", 1), notSignedIn)
	})
	t.Run("refusal at the provider", func(t *testing.T) {
		b := w.browser()
		b.refused(b.identifies(b.departs(), "nobody"), notSignedIn)
	})
}

func TestACodeIsGoodForOneSignIn(t *testing.T) {
	t.Parallel()
	w := openTown(t)
	w.arrives("anna@vantaa.example")
	b := w.browser()
	at := b.departs()
	back := b.identifies(at, "anna@vantaa.example")
	sealed := w.cookie(b)
	if status, _ := b.returns(back); status != http.StatusSeeOther {
		t.Fatalf("answered %d", status)
	}
	// Whoever has kept ticket and address gets no second session from them.
	thief, home := w.browser(), must1(url.Parse(w.url))
	thief.Jar.SetCookies(home, []*http.Cookie{{Name: "openid", Value: sealed, Path: "/"}})
	thief.refused(back, notSignedIn)
	thief.Jar.SetCookies(home, []*http.Cookie{{Name: "openid", Value: sealed, Path: "/"}})
	thief.refused(thief.identifies(at, "anna@vantaa.example"), notSignedIn) // with a new code
	// Nor would the provider give one, whatever we remember.
	var ticket struct{ Verifier string }
	text, _, _ := strings.Cut(sealed, ".")
	body, err := base64.RawURLEncoding.DecodeString(text)
	must(t, err)
	must(t, json.Unmarshal(body, &ticket))
	request, err := http.NewRequest(http.MethodPost, w.openID.Issuer+"/token", strings.NewReader(url.Values{
		"grant_type": {"authorization_code"}, "code": {must1(url.Parse(back)).Query().Get("code")},
		"redirect_uri": {w.openID.Redirect}, "code_verifier": {ticket.Verifier},
	}.Encode()))
	must(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth("tiekartta", url.QueryEscape(providerSecret))
	answer, err := http.DefaultClient.Do(request)
	must(t, err)
	defer answer.Body.Close()
	said, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusBadRequest || !strings.Contains(string(said), "invalid_grant") {
		t.Errorf("the provider answers %d: %s", answer.StatusCode, said)
	}
}

func TestTheProviderOpensOnlyAccountsThatAreThere(t *testing.T) {
	t.Parallel()
	w := openTown(t)
	w.arrives("anna@vantaa.example")
	gone := w.arrives("gone@vantaa.example")
	enters := func(as string) (traveller, string) {
		b := w.browser()
		return b, b.identifies(b.departs(), as)
	}
	b, back := enters("unverified:anna@vantaa.example")
	b.refused(back, "ingen bekräftad e-postadress")
	b, back = enters("stranger@vantaa.example")
	b.refused(back, "varken ett konto eller en öppen inbjudan")
	if _, err := w.accounts.IdentityUser(t.Context(), account.Identity{Issuer: w.openID.Issuer, Subject: "gone@vantaa.example", Email: gone.Email, Verified: true}); err != nil {
		t.Fatal(err)
	}
	b, back = enters("gone@vantaa.example")
	if status, _ := b.returns(back); status != http.StatusSeeOther || !b.inside() {
		t.Errorf("before: %d", status)
	}
	must(t, w.store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `update users set disabled = true where id = $1`, gone.ID)
		return err
	}))
	b, back = enters("gone@vantaa.example")
	b.refused(back, "inte längre i bruk")
	// The town has given Anna's address to somebody else.
	b, back = enters("anna@vantaa.example")
	if status, _ := b.returns(back); status != http.StatusSeeOther {
		t.Errorf("Anna: %d", status)
	}
	b, back = enters("other:anna@vantaa.example")
	b.refused(back, "redan kopplad")
}

func TestAnInvitationIsTakenThroughTheProvider(t *testing.T) {
	t.Parallel()
	w := openTown(t)
	invite := func(organisation string) {
		_, err := w.accounts.Invite(t.Context(), account.Machine(), account.Invitation{
			Email: "Uusi@vantaa.example", Name: "Uusi Ihminen", Membership: account.Membership{Organisation: organisation, Role: "contributor"},
		})
		must(t, err)
	}
	invite("vantaa")
	b := w.browser()
	b.refused(b.identifies(b.departs(), "unverified:uusi@vantaa.example"), "ingen bekräftad e-postadress")
	b = w.browser()
	if status, text := b.returns(b.identifies(b.departs(), "uusi@vantaa.example")); status != http.StatusSeeOther || !b.inside() {
		t.Fatalf("answered %d: %s", status, text)
	}
	u, err := w.accounts.UserByEmail(t.Context(), "uusi@vantaa.example")
	if err != nil || u.Name != "Uusi Ihminen" || u.Language != i18n.Swedish {
		t.Errorf("%+v %v", u, err)
	}
	must(t, w.store.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		var left int
		var role string
		err := errors.Join(tx.Row(ctx, `select count(*) from invitations`, nil, &left),
			tx.Row(ctx, `select role from memberships where user_id = $1 and organisation = $2`, []any{u.ID, "vantaa"}, &role))
		if left != 0 || role != "contributor" {
			t.Errorf("%d invitations are left; the role is %q", left, role)
		}
		return err
	}))
}

func TestWhoeverIsSignedInConnectsTheirAccount(t *testing.T) {
	t.Parallel()
	w := openTown(t)
	anna, pekka := w.arrives("anna@vantaa.example"), w.arrives("pekka@vantaa.example")
	b := w.browser()
	w.signsIn(b, anna)
	// The address at the town is another, and not even verified.
	if status, to, text := b.asks(b.identifies(b.connects(), "unverified:a.virtanen@vantaa.example")); status != http.StatusSeeOther || !strings.HasSuffix(to, "/sv/desk/account?done=connected") {
		t.Fatalf("answered %d to %s: %s", status, to, text)
	}
	if _, _, text := b.asks(b.url + "/sv/desk/account"); !strings.Contains(text, "a.virtanen@vantaa.example") {
		t.Error("the account does not tell of it")
	}
	later := w.browser()
	if status, _ := later.returns(later.identifies(later.departs(), "unverified:a.virtanen@vantaa.example")); status != http.StatusSeeOther || !later.inside() {
		t.Errorf("signing in: %d", status)
	}
	// Nobody else connects the same identity, and nobody ends a journey that
	// another began in the same browser.
	other := w.browser()
	w.signsIn(other, pekka)
	if status, _, text := other.asks(other.identifies(other.connects(), "unverified:a.virtanen@vantaa.example")); status != http.StatusForbidden || !strings.Contains(text, "redan kopplad") {
		t.Errorf("the second account: %d", status)
	}
	back := other.identifies(other.connects(), "pekka@vantaa.example")
	w.signsIn(other, anna)
	if status, _, _ := other.asks(back); status != http.StatusForbidden {
		t.Errorf("as somebody else: %d", status)
	}
	// Without a password, this is the only way in.
	if status, _, text := b.sends("openid/remove"); status != http.StatusUnprocessableEntity || !strings.Contains(text, "Ange först ett lösenord") {
		t.Errorf("disconnecting: %d", status)
	}
	must(t, w.accounts.PutPassword(t.Context(), account.Actor{User: anna.ID, Name: anna.Name}, "vihreä polkupyörä sateessa", ""))
	b = w.browser()
	w.signsIn(b, anna)
	if status, to, _ := b.sends("openid/remove"); status != http.StatusSeeOther || to != "/sv/desk/account?done=disconnected" {
		t.Errorf("disconnecting: %d to %s", status, to)
	}
	if list, err := w.accounts.Identities(t.Context(), account.Actor{User: anna.ID}); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
}

func TestWithoutItsProviderTheServiceGoesOn(t *testing.T) {
	t.Parallel()
	port := "1" // nobody listens there
	w := serveTown(t, func(redirect string) *account.OpenID {
		probe := httptest.NewServer(nil)
		port = must1(url.Parse(probe.URL)).Port()
		probe.Close()
		return account.NewOpenID(account.Provider{Issuer: "http://127.0.0.1:" + port, Client: "tiekartta", Secret: providerSecret, Name: "Vantaan kaupunki", Redirect: redirect})
	})
	w.arrives("anna@vantaa.example")
	b := w.browser()
	if status, _, text := b.asks(b.url + "/sv/sign-in"); status != http.StatusOK || !strings.Contains(text, "/sv/sign-in/openid") || !strings.Contains(text, `name="password"`) {
		t.Errorf("the sign-in page answers %d", status)
	}
	if status, _, text := b.asks(b.url + "/sv/sign-in/openid"); status != http.StatusServiceUnavailable || !strings.Contains(text, "Vantaan kaupunki") || !strings.Contains(text, `href="/sv/sign-in"`) {
		t.Errorf("the button answers %d: %s", status, text)
	}
	// Once the provider is there, nothing has to be started anew.
	startProvider(t, port, w.openID.Redirect)
	for began := time.Now(); ; time.Sleep(200 * time.Millisecond) {
		if status, to, _ := b.asks(b.url + "/sv/sign-in/openid"); status == http.StatusSeeOther && strings.HasPrefix(to, w.openID.Issuer) {
			break
		}
		if time.Since(began) > 20*time.Second {
			t.Fatal("the provider is not asked again")
		}
	}
	if status, _ := b.returns(b.identifies(b.departs(), "anna@vantaa.example")); status != http.StatusSeeOther || !b.inside() {
		t.Errorf("answered %d", status)
	}
}

func TestServeTakesOnlyAProviderThatNobodyCanReadAlongWith(t *testing.T) {
	c := &call{messages: must1(i18n.Load()), lang: i18n.English}
	secret := written(t, "secret", "from the file\n")
	for _, one := range []struct {
		given openidSettings
		base  string
		right bool
	}{
		{openidSettings{}, "", true},
		{openidSettings{Provider: account.Provider{Client: "x"}}, "", false},
		{openidSettings{Provider: account.Provider{Issuer: "https://login.example.fi"}}, "https://tiekartta.example.fi", false},
		{openidSettings{Provider: account.Provider{Issuer: "https://login.example.fi", Client: "x"}}, "", false},
		{openidSettings{Provider: account.Provider{Issuer: "https://login.example.fi", Client: "x"}}, "http://tiekartta.example.fi", false},
		{openidSettings{Provider: account.Provider{Issuer: "http://login.example.fi", Client: "x"}}, "https://tiekartta.example.fi", false},
		{openidSettings{Provider: account.Provider{Issuer: "https://login.example.fi", Client: "x"}}, "https://tiekartta.example.fi/", true},
		{openidSettings{Provider: account.Provider{Issuer: "http://127.0.0.1:9", Client: "x"}}, "http://localhost:8080", true},
		{openidSettings{Provider: account.Provider{Issuer: "https://login.example.fi", Client: "x", Secret: "y"}, secretFile: secret}, "https://tiekartta.example.fi", false},
	} {
		got, err := c.openID(one.given, one.base)
		var usage errUsage
		if one.right != (err == nil) || err != nil && !errors.As(err, &usage) {
			t.Errorf("%+v: %v", one.given, err)
		}
		if got != nil && got.Redirect != strings.TrimSuffix(one.base, "/")+"/sign-in/openid" {
			t.Errorf("people come back to %s", got.Redirect)
		}
	}
	got, err := c.openID(openidSettings{Provider: account.Provider{Issuer: "https://login.example.fi", Client: "x"}, secretFile: secret}, "https://tiekartta.example.fi")
	if err != nil || got.Secret != "from the file" || got.Name != "login.example.fi" {
		t.Errorf("%+v %v", got, err)
	}
}

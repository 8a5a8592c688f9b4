package main

import (
	"bufio"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
	"tiekartta/ui"
)

// The sign-in through a town's provider is tested against a real one, which is
// not ours: the certified oidc-provider, which runs on loopback under Node.

const providerSecret = "a secret of the tests & nothing else"

// startProvider starts the provider on that port of loopback and returns its
// address. It ends with its standard input.
func startProvider(t *testing.T, port, redirect string) string {
	t.Helper()
	folder := filepath.Join("testdata", "oidc")
	node, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat(filepath.Join(folder, "node_modules", "oidc-provider"))
	}
	switch {
	case err == nil:
	case os.Getenv("TIEKARTTA_OIDC_PROVIDER") == "required":
		t.Fatal("the sign-in through a provider cannot be tested: ", err)
	default:
		t.Skip("the sign-in through a provider is not tested: ", err)
	}
	cmd := exec.Command(node, "provider.mjs", port, redirect)
	cmd.Dir = folder
	dieWithParent(cmd)
	end, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() {
		end.Close()
		late := time.AfterFunc(5*time.Second, func() { cmd.Process.Kill() })
		cmd.Wait()
		late.Stop()
	})
	issuer, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal("the provider has not started: ", err)
	}
	go io.Copy(io.Discard, out)
	return strings.TrimSpace(issuer)
}

// town is our service with a provider beside it.
type town struct {
	t         *testing.T
	accounts  *account.Accounts
	catalogue *catalogue.Catalogue
	store     *store.Store
	openID    *account.OpenID
	url       string
}

// serveTown starts our service on loopback; it knows a provider at issuer, which
// the caller starts.
func serveTown(t *testing.T, openID func(redirect string) *account.OpenID) *town {
	t.Helper()
	c, e := openBase(t)
	index, err := c.index(t.Context(), e, c.log())
	must(t, err)
	t.Cleanup(func() { must(t, index.Close()) })
	_, err = e.Catalogue.EnsureOrganisation(t.Context(), "092")
	must(t, err)
	server := httptest.NewUnstartedServer(nil)
	where := &town{t: t, accounts: e.Accounts, catalogue: e.Catalogue, store: e.Store, url: "http://" + server.Listener.Addr().String()}
	where.openID = openID(where.url + ui.OpenIDPath)
	server.Config.Handler, err = c.handler(&settings{openID: where.openID, url: where.url}, e, index, c.log())
	must(t, err)
	server.Start()
	t.Cleanup(server.Close)
	return where
}

func openTown(t *testing.T) *town {
	return serveTown(t, func(redirect string) *account.OpenID {
		issuer := startProvider(t, "0", redirect)
		return account.NewOpenID(account.Provider{Issuer: issuer, Client: "tiekartta", Secret: providerSecret, Name: "Vantaan kaupunki", Redirect: redirect})
	})
}

// arrives makes an account for that e-mail address.
func (w *town) arrives(email string) account.User {
	w.t.Helper()
	u, err := w.accounts.AddUser(w.t.Context(), account.Machine(), account.User{Email: email, Name: "Testi", Language: i18n.Swedish},
		account.Membership{Organisation: "vantaa", Role: "editor"})
	must(w.t, err)
	return u
}

// traveller is a browser. It follows nothing by itself.
type traveller struct {
	*town
	*http.Client
}

func (w *town) browser() traveller {
	jar, err := cookiejar.New(nil)
	must(w.t, err)
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return traveller{w, &http.Client{Jar: jar, CheckRedirect: stay, Timeout: 30 * time.Second}}
}

// asks returns status, place that it is led to, and text.
func (b traveller) asks(address string) (status int, to, text string) {
	b.t.Helper()
	request, err := http.NewRequest(http.MethodGet, address, nil)
	must(b.t, err)
	request.Header.Set("Accept-Language", "sv")
	answer, err := b.Do(request)
	must(b.t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	must(b.t, err)
	if place, err := answer.Location(); err == nil {
		to = place.String()
	}
	return answer.StatusCode, to, string(body)
}

// departs clicks our button and returns the address at the provider.
func (b traveller) departs() *url.URL {
	b.t.Helper()
	status, to, _ := b.asks(b.url + "/sv/sign-in/openid?next=" + url.QueryEscape("/sv/desk?von=dort"))
	if status != http.StatusSeeOther {
		b.t.Fatalf("the button answers %d", status)
	}
	address, err := url.Parse(to)
	must(b.t, err)
	return address
}

// identifies signs in at the provider as that account, and returns the address
// of ours that the provider leads back to.
func (b traveller) identifies(at *url.URL, as string) string {
	b.t.Helper()
	query := at.Query()
	query.Set("login_hint", as)
	at.RawQuery = query.Encode()
	for to := at.String(); ; {
		status, next, text := b.asks(to)
		if next == "" {
			b.t.Fatalf("the provider answers %d: %s", status, text)
		}
		if strings.HasPrefix(next, b.url) {
			return next
		}
		to = next
	}
}

// returns opens the address that the provider led back to.
func (b traveller) returns(to string) (status int, text string) {
	b.t.Helper()
	status, place, text := b.asks(to)
	if status == http.StatusSeeOther && place != b.url+"/sv/desk?von=dort" {
		b.t.Errorf("led on to %s", place)
	}
	return status, text
}

// inside tells whether the browser is signed in.
func (b traveller) inside() bool {
	b.t.Helper()
	status, _, _ := b.asks(b.url + "/sv/desk")
	return status == http.StatusOK
}

// refused holds that somebody stays outside and is told that.
func (b traveller) refused(to, said string) {
	b.t.Helper()
	status, text := b.returns(to)
	if status != http.StatusForbidden || !strings.Contains(text, said) || !strings.Contains(text, `<html lang="sv"`) {
		b.t.Errorf("answered %d, without %q", status, said)
	}
	if b.inside() {
		b.t.Error("signed in all the same")
	}
}

func (w *town) cookie(b traveller) string {
	home, err := url.Parse(w.url)
	must(w.t, err)
	for _, cookie := range b.Jar.Cookies(home) {
		if cookie.Name == "openid" {
			return cookie.Value
		}
	}
	return ""
}

const notSignedIn = "Du är inte inloggad."

func must1[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func (w *town) signsIn(b traveller, u account.User) {
	w.t.Helper()
	token, err := w.accounts.AddSession(w.t.Context(), u.ID, "test")
	must(w.t, err)
	b.Jar.SetCookies(must1(url.Parse(w.url)), []*http.Cookie{{Name: "session", Value: token, Path: "/"}})
}

// sends posts an empty form of the own account.
func (b traveller) sends(path string) (status int, to, text string) {
	b.t.Helper()
	request, err := http.NewRequest(http.MethodPost, b.url+"/sv/desk/account/"+path, strings.NewReader(""))
	must(b.t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := b.Do(request)
	must(b.t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	must(b.t, err)
	return answer.StatusCode, answer.Header.Get("Location"), string(body)
}

// connects clicks "connect" on the own account, and returns the address at the
// provider to which the page leads.
func (b traveller) connects() *url.URL {
	b.t.Helper()
	status, _, text := b.sends("openid")
	_, rest, _ := strings.Cut(text, `content="0; url=`)
	address, _, ok := strings.Cut(rest, `"`)
	if status != http.StatusOK || !ok {
		b.t.Fatalf("the button answers %d: %s", status, text)
	}
	return must1(url.Parse(html.UnescapeString(address)))
}

// describedProvider is a provider that only says where it is, so that the
// routes to it are there.
func describedProvider(t *testing.T) *account.OpenID {
	t.Helper()
	var server *httptest.Server
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		json.NewEncoder(w).Encode(map[string]string{"issuer": server.URL, "authorization_endpoint": server.URL + "/auth", "token_endpoint": server.URL + "/token"})
	}))
	t.Cleanup(server.Close)
	return account.NewOpenID(account.Provider{Issuer: server.URL, Client: "tiekartta", Redirect: "http://127.0.0.1/sign-in/openid"})
}

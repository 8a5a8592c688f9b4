package account

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"tiekartta/i18n"
)

// ErrProvider says that the provider of a sign-in cannot be reached now, or is
// not what it says.
var ErrProvider = errors.New("the sign-in provider does not answer")

// ErrJourney says that an answer of a provider belongs to no journey that this
// browser began here, or to one that has ended.
var ErrJourney = errors.New("not a sign-in that was begun here")

// Provider is what an operator says about an OpenID Connect provider. Name is
// what people call it; Redirect is our address that it sends them back to.
type Provider struct {
	Issuer   string
	Client   string
	Secret   string // empty for a client that has none
	Name     string
	Redirect string
}

// OpenID leads people to a provider and takes in its answers: authorization
// code, PKCE, state and nonce. The provider is asked for its addresses when
// somebody first needs them, so that its absence stops nothing else.
type OpenID struct {
	Provider
	// Now is the clock; tests may set it before the first use.
	Now func() time.Time

	seal []byte // of this process: a restart ends the journeys under way

	finding  sync.Mutex
	found    *oidc.Provider
	failed   error
	failedAt time.Time

	using sync.Mutex
	used  map[string]time.Time // states that have come back, until they expire
}

// NewOpenID returns the sign-in through a provider.
func NewOpenID(p Provider) *OpenID {
	seal := make([]byte, 32)
	rand.Read(seal)
	return &OpenID{Provider: p, Now: time.Now, seal: seal, used: map[string]time.Time{}}
}

// Journey is what somebody had in mind when they went to the provider. User is
// the person who was signed in and wants to connect their account, else empty.
type Journey struct {
	Language i18n.Lang `json:"language"`
	Next     string    `json:"next"`
	User     string    `json:"user,omitempty"`
}

// ticket is what the browser keeps of a journey. Nobody else may see it.
type ticket struct {
	Journey
	State    string `json:"state"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
	Until    int64  `json:"until"`
}

const (
	// JourneyLife is how long somebody may take at the provider.
	JourneyLife = 15 * time.Minute
	// A provider that is slower than this counts as absent.
	providerPatience = 10 * time.Second
	// For so long a provider that has failed is not asked again.
	providerPause = 3 * time.Second
	// More journeys than this do not come back at the same time.
	mostUsed = 100_000
)

// Begin returns the address at the provider, and the sealed ticket that the
// browser has to show when it comes back.
func (o *OpenID) Begin(ctx context.Context, j Journey) (address, sealed string, err error) {
	ctx, cancel := context.WithTimeout(ctx, providerPatience)
	defer cancel()
	provider, err := o.discover(ctx)
	if err != nil {
		return "", "", err
	}
	t := ticket{
		Journey: j, State: secret(16), Nonce: secret(16), Verifier: oauth2.GenerateVerifier(),
		Until: o.Now().Add(JourneyLife).Unix(),
	}
	body, err := json.Marshal(t)
	if err != nil {
		return "", "", err
	}
	address = o.config(provider).AuthCodeURL(t.State, oidc.Nonce(t.Nonce), oauth2.S256ChallengeOption(t.Verifier))
	text := base64.RawURLEncoding.EncodeToString(body)
	return address, text + "." + o.mark(text), nil
}

// Answer is what the provider sends back through the browser.
type Answer struct {
	State, Code, Issuer string
	Refusal             string // instead of a code
}

// Finish checks an answer and returns who has signed in. Whatever happens, the
// ticket is good for one answer only. The journey is told also with an error,
// where the ticket is ours.
func (o *OpenID) Finish(ctx context.Context, sealed string, a Answer) (Identity, Journey, error) {
	t, err := o.open(sealed)
	if err != nil {
		return Identity{}, Journey{}, err
	}
	switch {
	case subtle.ConstantTimeCompare([]byte(t.State), []byte(a.State)) != 1:
		return Identity{}, t.Journey, fmt.Errorf("%w: another state", ErrJourney)
	case !o.use(t):
		return Identity{}, t.Journey, fmt.Errorf("%w: it has ended", ErrJourney)
	case a.Issuer != "" && a.Issuer != o.Issuer:
		return Identity{}, t.Journey, fmt.Errorf("%w: the answer is from %q", ErrJourney, a.Issuer)
	case a.Refusal != "" || a.Code == "":
		return Identity{}, t.Journey, fmt.Errorf("%w: the provider says %q", ErrJourney, a.Refusal)
	}
	ctx, cancel := context.WithTimeout(ctx, providerPatience)
	defer cancel()
	provider, err := o.discover(ctx)
	if err != nil {
		return Identity{}, t.Journey, err
	}
	token, err := o.config(provider).Exchange(ctx, a.Code, oauth2.VerifierOption(t.Verifier))
	if err != nil {
		var refused *oauth2.RetrieveError
		if errors.As(err, &refused) {
			return Identity{}, t.Journey, fmt.Errorf("%w: %w", ErrJourney, err)
		}
		return Identity{}, t.Journey, fmt.Errorf("%w: %w", ErrProvider, err)
	}
	who, err := o.identity(ctx, provider, token, t.Nonce)
	return who, t.Journey, err
}

// mark is the seal of a ticket's text.
func (o *OpenID) mark(text string) string {
	m := hmac.New(sha256.New, o.seal)
	m.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

func (o *OpenID) open(sealed string) (ticket, error) {
	var t ticket
	text, mark, _ := strings.Cut(sealed, ".")
	if !hmac.Equal([]byte(mark), []byte(o.mark(text))) {
		return ticket{}, fmt.Errorf("%w: no ticket of ours", ErrJourney)
	}
	body, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(body, &t)
	}
	if err != nil {
		return ticket{}, err
	}
	if o.Now().Unix() > t.Until {
		return ticket{}, fmt.Errorf("%w: it took too long", ErrJourney)
	}
	return t, nil
}

// use tells whether a ticket is shown for the first time.
func (o *OpenID) use(t ticket) bool {
	o.using.Lock()
	defer o.using.Unlock()
	now := o.Now()
	if len(o.used) >= mostUsed {
		for state, until := range o.used {
			if now.After(until) {
				delete(o.used, state)
			}
		}
	}
	if _, again := o.used[t.State]; again || len(o.used) >= mostUsed {
		return false
	}
	o.used[t.State] = time.Unix(t.Until+1, 0)
	return true
}

// discover returns the provider. What has failed is tried again after a pause.
func (o *OpenID) discover(ctx context.Context) (*oidc.Provider, error) {
	o.finding.Lock()
	defer o.finding.Unlock()
	if o.found != nil {
		return o.found, nil
	}
	if o.failed != nil && o.Now().Sub(o.failedAt) < providerPause {
		return nil, o.failed
	}
	found, err := oidc.NewProvider(ctx, o.Issuer)
	if err != nil {
		o.failed, o.failedAt = fmt.Errorf("%w: %w", ErrProvider, err), o.Now()
		return nil, o.failed
	}
	o.found = found
	return found, nil
}

func (o *OpenID) config(provider *oidc.Provider) *oauth2.Config {
	endpoint := provider.Endpoint()
	var told struct {
		Methods []string `json:"token_endpoint_auth_methods_supported"`
	}
	// The library would find out by sending a code twice, which ends it.
	endpoint.AuthStyle = oauth2.AuthStyleInHeader
	basic := provider.Claims(&told) != nil || told.Methods == nil || slices.Contains(told.Methods, "client_secret_basic")
	if o.Secret == "" || !basic {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	return &oauth2.Config{
		ClientID: o.Client, ClientSecret: o.Secret, Endpoint: endpoint, RedirectURL: o.Redirect,
		Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
	}
}

// identity reads who has signed in from a token that the provider has signed
// for this journey. Providers that leave the e-mail address out of it tell it
// when they are asked.
func (o *OpenID) identity(ctx context.Context, provider *oidc.Provider, token *oauth2.Token, nonce string) (Identity, error) {
	raw, _ := token.Extra("id_token").(string)
	signed, err := provider.Verifier(&oidc.Config{ClientID: o.Client, Now: o.Now}).Verify(ctx, raw)
	if err != nil {
		return Identity{}, fmt.Errorf("%w: %w", ErrJourney, err)
	}
	if subtle.ConstantTimeCompare([]byte(signed.Nonce), []byte(nonce)) != 1 {
		return Identity{}, fmt.Errorf("%w: another nonce", ErrJourney)
	}
	who := Identity{Issuer: signed.Issuer, Subject: signed.Subject}
	var claims struct {
		Email    string `json:"email"`
		Verified any    `json:"email_verified"`
	}
	if err := signed.Claims(&claims); err != nil {
		return Identity{}, fmt.Errorf("%w: %w", ErrJourney, err)
	}
	// Some providers write the yes as text.
	who.Email, who.Verified = claims.Email, claims.Verified == true || claims.Verified == "true"
	if who.Email != "" || provider.UserInfoEndpoint() == "" {
		return who, nil
	}
	info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return Identity{}, fmt.Errorf("%w: %w", ErrProvider, err)
	}
	if info.Subject != who.Subject {
		return Identity{}, fmt.Errorf("%w: told about somebody else", ErrJourney)
	}
	who.Email, who.Verified = info.Email, info.EmailVerified
	return who, nil
}

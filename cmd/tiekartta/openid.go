package main

import (
	"net"
	"net/url"
	"os"
	"strings"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/ui"
)

// openidSettings are the flags of serve about a town's own sign-in.
type openidSettings struct {
	account.Provider
	secretFile string
}

func (c *call) openidFlags(s *openidSettings) {
	c.flags.StringVar(&s.Issuer, "oidc-issuer", "", c.say("flag.oidc_issuer"))
	c.flags.StringVar(&s.Client, "oidc-client", "", c.say("flag.oidc_client"))
	c.flags.StringVar(&s.Secret, "oidc-secret", "", c.say("flag.oidc_secret"))
	c.flags.StringVar(&s.secretFile, "oidc-secret-file", "", c.say("flag.oidc_secret_file"))
	c.flags.StringVar(&s.Name, "oidc-name", "", c.say("flag.oidc_name"))
}

// openID is the sign-in through the provider that the flags name; nil when they
// name none. base is the service's own address.
func (c *call) openID(s openidSettings, base string) (*account.OpenID, error) {
	if s.Issuer == "" {
		if s.Client != "" || s.Secret != "" || s.secretFile != "" || s.Name != "" {
			return nil, errUsage{c.say("command.oidc_issuer")}
		}
		return nil, nil
	}
	if s.Client == "" {
		return nil, errUsage{c.say("command.oidc_client")}
	}
	// What a provider and a browser say to each other is secret.
	for _, address := range []string{s.Issuer, base} {
		if !guarded(address) {
			return nil, errUsage{c.say("command.oidc_guarded", "Value", address)}
		}
	}
	if s.secretFile != "" {
		if s.Secret != "" {
			return nil, errUsage{c.say("command.oidc_two_secrets")}
		}
		text, err := os.ReadFile(s.secretFile)
		if err != nil {
			return nil, err
		}
		s.Secret = strings.TrimSpace(string(text))
		if s.Secret == "" {
			return nil, i18n.Problems{{Path: s.secretFile, Key: "required"}}
		}
	}
	if s.Name == "" {
		u, _ := url.Parse(s.Issuer)
		s.Name = u.Hostname()
	}
	s.Redirect = strings.TrimSuffix(base, "/") + ui.OpenIDPath
	return account.NewOpenID(s.Provider), nil
}

// guarded tells whether nobody on the way to an address can read along: https,
// or this machine itself.
func guarded(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

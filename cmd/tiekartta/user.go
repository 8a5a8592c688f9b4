package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"tiekartta/account"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/store"
)

// firstLink is the address at which the first administrator makes their
// account: a new one at each start, until there is somebody.
func firstLink(ctx context.Context, e exchange.Exporter) (path string, err error) {
	link, err := e.Accounts.InviteFirst(ctx)
	switch {
	case errors.Is(err, store.ErrConflict):
		return "", nil
	case err != nil:
		return "", err
	}
	return "/fi/first/" + link, nil
}

// outside is the address of one of our pages as somebody reaches it who is at
// this machine, or where the operator says that the service is.
func (s *settings) outside(listener net.Addr, path string) string {
	if s.url != "" {
		return strings.TrimSuffix(s.url, "/") + path
	}
	return "http://" + listener.String() + path
}

// newUser are the flags of user add.
type newUser struct {
	email, name, organisation, role, lang, url string
	approve, operator                          bool
}

func userAdd(c *call) func(context.Context) error {
	u := &newUser{}
	c.flags.StringVar(&u.email, "email", "", c.say("flag.email"))
	c.flags.StringVar(&u.name, "name", "", c.say("flag.name"))
	c.flags.StringVar(&u.organisation, "organisation", "", c.say("flag.organisation"))
	c.flags.StringVar(&u.role, "role", "", c.say("flag.role"))
	c.flags.StringVar(&u.lang, "lang", "fi", c.say("flag.user_lang"))
	c.flags.StringVar(&u.url, "url", "", c.say("flag.url"))
	c.flags.BoolVar(&u.approve, "approve", false, c.say("flag.approve"))
	c.flags.BoolVar(&u.operator, "operator", false, c.say("flag.user_operator"))
	return func(ctx context.Context) error {
		if err := c.wants(0, 0, "command.wants_nothing"); err != nil {
			return err
		}
		if u.email == "" {
			return errUsage{c.say("command.wants_email")}
		}
		if (u.role == "") != (u.organisation == "") || u.role == "" && !u.operator {
			return errUsage{c.say("command.wants_role")}
		}
		if base, err := url.Parse(u.url); u.url != "" && (err != nil || base.Host == "") {
			return errUsage{c.say("command.bad_url", "Value", u.url)}
		}
		lang, err := c.language(u.lang)
		if err != nil {
			return err
		}
		return c.with(ctx, true, func(e exchange.Exporter) error { return c.addUser(ctx, e, u, lang) })
	}
}

// addUser makes the account and prints the address at which the person chooses
// a password; whoever has an account already becomes a member and keeps theirs.
func (c *call) addUser(ctx context.Context, e exchange.Exporter, u *newUser, lang i18n.Lang) error {
	link, known := "", false
	err := e.Store.Write(ctx, func(ctx context.Context, _ *store.Tx) error {
		var memberships []account.Membership
		if u.organisation != "" {
			o, err := ensure(ctx, e, u.organisation)
			if err != nil {
				return err
			}
			memberships = []account.Membership{{Organisation: o.ID, Role: u.role, Approve: u.approve}}
		}
		person := account.User{Email: u.email, Name: u.name, Language: lang, Operator: u.operator}
		person, isNew, err := e.Accounts.PutPerson(ctx, account.Machine(), person, memberships...)
		if err != nil {
			return err
		}
		if known = !isNew; known {
			return nil
		}
		link, err = e.Accounts.InvitePassword(ctx, account.Machine(), person.ID)
		return err
	})
	if err != nil {
		return err
	}
	if known {
		c.tell("command.user_known", "Email", u.email)
		return nil
	}
	_, err = fmt.Fprintf(c.out, "%s/%s/invitation/%s\n", strings.TrimSuffix(u.url, "/"), lang, link)
	return err
}

func userList(c *call) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := c.wants(0, 0, "command.wants_nothing"); err != nil {
			return err
		}
		return c.with(ctx, false, func(e exchange.Exporter) error {
			list, err := e.Accounts.Users(ctx, account.Machine())
			if err != nil {
				return err
			}
			for _, p := range list {
				if _, err := fmt.Fprintf(c.out, "%s\t%s\t%s\t%s\n", p.Email, p.User.Name, membershipWords(p.Memberships), userMarks(p.User)); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// membershipWords lists memberships as "vantaa:editor+approve,vaasa:reader".
func membershipWords(list []account.Membership) string {
	var words []string
	for _, m := range list {
		word := m.Organisation + ":" + m.Role
		if m.Approve {
			word += "+approve"
		}
		words = append(words, word)
	}
	return strings.Join(words, ",")
}

func userMarks(u account.User) string {
	var marks []string
	if u.Operator {
		marks = append(marks, "operator")
	}
	if u.Disabled {
		marks = append(marks, "disabled")
	}
	return strings.Join(marks, ",")
}

// userRemove removes an account with its owner's name.
func userRemove(c *call) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := c.wants(1, 1, "command.wants_email"); err != nil {
			return err
		}
		return c.with(ctx, false, func(e exchange.Exporter) error {
			u, err := e.Accounts.UserByEmail(ctx, c.args[0])
			if err == nil {
				err = e.Catalogue.DeleteUser(ctx, account.Machine(), u.ID)
			}
			if err == nil {
				c.tell("command.user_removed", "Email", u.Email)
			}
			return err
		})
	}
}

func userDisable(c *call) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := c.wants(1, 1, "command.wants_email"); err != nil {
			return err
		}
		return c.with(ctx, false, func(e exchange.Exporter) error {
			u, err := e.Accounts.UserByEmail(ctx, c.args[0])
			if err != nil {
				return err
			}
			return e.Accounts.DisableUser(ctx, account.Machine(), u.ID)
		})
	}
}

package account

import (
	"errors"
	"slices"
)

// ErrDenied says that the actor is known but may not do this.
var ErrDenied = errors.New("not allowed")

// ErrUnknown says that nobody is signed in, or that the token is not valid.
var ErrUnknown = errors.New("not signed in")

// Right is something that a role may do.
type Right string

// The rights.
const (
	ReadDrafts Right = "read_drafts" // of the own organisation
	Write      Right = "write"       // practices and roadmaps, submit, measure
	Publish    Right = "publish"     // publish, return, archive
	Approve    Right = "approve"     // a roadmap
	Administer Right = "administer"  // people, tokens, organisations, vocabularies
	Review     Right = "review"      // entries of organisations that the actor does not belong to
)

// Actor is who asks. The zero value is somebody who is not signed in. A token
// has one organisation; a person may belong to several, of which Organisation
// is the one that they act for first, and Also are the others.
type Actor struct {
	User         string // id of the person; empty for a token or a command
	Name         string // for the trail; never shown to the public
	Organisation string
	Role         string // reader, contributor, editor, reviewer, coordinator, administrator
	Approve      bool   // the extra right to approve a roadmap
	Also         []Membership
	Operator     bool // looks after the whole service: its people, organisations and feedback
	Machine      bool // a command on the machine itself, which may do all
}

// Membership is what somebody may do for one organisation.
type Membership struct {
	Organisation string
	Role         string
	Approve      bool
}

// Memberships are all of the actor's, the one that they act for first in front.
func (a Actor) Memberships() []Membership {
	if a.Role == "" {
		return a.Also
	}
	return append([]Membership{{a.Organisation, a.Role, a.Approve}}, a.Also...)
}

// In is the actor's membership of an organisation.
func (a Actor) In(organisation string) (Membership, bool) {
	for _, m := range a.Memberships() {
		if m.Organisation == organisation {
			return m, true
		}
	}
	return Membership{}, false
}

// Machine is the actor of commands on the machine itself.
func Machine() Actor { return Actor{Name: "machine", Machine: true} }

// Known tells whether the actor is signed in or a command.
func (a Actor) Known() bool { return a.Machine || a.Role != "" || a.User != "" }

// roles says which role has which right within its own organisation.
func roles() map[string][]Right {
	return map[string][]Right{
		"reader":        {ReadDrafts},
		"contributor":   {ReadDrafts, Write},
		"editor":        {ReadDrafts, Write, Publish},
		"reviewer":      {ReadDrafts},
		"coordinator":   {ReadDrafts, Write},
		"administrator": {ReadDrafts, Write, Publish, Approve, Administer},
	}
}

// IsRole tells whether there is such a role.
func IsRole(role string) bool { return roles()[role] != nil }

// May returns nil when the actor has the right on things of that organisation,
// ErrUnknown for somebody who is not signed in, and else ErrDenied.
func (a Actor) May(right Right, organisation string) error {
	switch {
	case a.Machine:
		return nil
	case !a.Known():
		return ErrUnknown
	case organisation == "":
		return ErrDenied
	case right == Administer && a.Operator:
		return nil
	}
	own, member := a.In(organisation)
	switch {
	case right == Review:
		if !member && slices.ContainsFunc(a.Memberships(), func(m Membership) bool { return m.Role == "reviewer" }) {
			return nil
		}
		return ErrDenied
	case !member:
		return ErrDenied
	case right == Approve && own.Approve, slices.Contains(roles()[own.Role], right):
		return nil
	}
	return ErrDenied
}

// Operate returns nil for those who look after the whole service.
func (a Actor) Operate() error {
	switch {
	case a.Machine, a.Operator:
		return nil
	case !a.Known():
		return ErrUnknown
	}
	return ErrDenied
}

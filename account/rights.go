package account

import "errors"

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
)

// Actor is who asks. The zero value is somebody who is not signed in.
type Actor struct {
	Name         string // for the trail; never shown to the public
	Organisation string
	Role         string // reader, contributor, editor, reviewer, coordinator, administrator
	Approve      bool   // the extra right to approve a roadmap
	Machine      bool   // a command on the machine itself, which may do all
}

// Machine is the actor of commands on the machine itself.
func Machine() Actor { return Actor{Name: "machine", Machine: true} }

// Known tells whether the actor is signed in or a command.
func (a Actor) Known() bool { return a.Machine || a.Role != "" }

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
	case a.Organisation != organisation || organisation == "":
		return ErrDenied
	case right == Approve && a.Approve:
		return nil
	}
	for _, has := range roles()[a.Role] {
		if has == right {
			return nil
		}
	}
	return ErrDenied
}

package roadmap

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// knownPractice tells which field of a reference to a practice, "id" or
// "version", names what is not there; "" when both are.
type knownPractice func(ctx context.Context, one reference) (unknown string, err error)

// reference is a version of a practice.
type reference struct {
	id      string
	version int
}

// checkPractices adds a problem for every practice that is not known.
func checkPractices(ctx context.Context, r *Roadmap, known knownPractice, problems *i18n.Problems) error {
	answers := map[reference]string{}
	return eachReference(r, func(path string, one reference) error {
		unknown, asked := answers[one]
		if !asked {
			var err error
			if unknown, err = known(ctx, one); err != nil {
				return err
			}
			answers[one] = unknown
		}
		switch unknown {
		case "id":
			problems.Add(path+".id", "unknown_reference", "Value", one.id)
		case "version":
			problems.Add(path+".version", "unknown_reference", "Value", one.id+"@"+strconv.Itoa(one.version))
		}
		return nil
	})
}

// eachReference calls f with every practice that an action takes over.
func eachReference(r *Roadmap, f func(path string, one reference) error) error {
	return eachAction(r, func(path string, a *Action) error {
		if a.Practice == nil || a.Practice.ID == "" {
			return nil
		}
		return f(path+".practice", reference{a.Practice.ID, a.Practice.Version})
	})
}

// exists knows every practice of the database, in any version.
func (m *Roadmaps) exists(ctx context.Context, one reference) (unknown string, err error) {
	there, err := m.catalogue.Exists(ctx, one.id)
	if err == nil && !there {
		unknown = "id"
	}
	return unknown, err
}

// readable knows the versions of practices that the actor may read, and what
// the roadmap referred to before: it may rest on what was withdrawn since.
func (m *Roadmaps) readable(actor account.Actor, before *Roadmap) knownPractice {
	had := map[reference]bool{}
	eachReference(before, func(_ string, one reference) error { had[one] = true; return nil })
	return func(ctx context.Context, one reference) (unknown string, err error) {
		if had[one] {
			return "", nil
		}
		versions, err := m.catalogue.Versions(ctx, actor, one.id)
		if errors.Is(err, store.ErrNotFound) {
			return "id", nil
		}
		if err != nil || slices.ContainsFunc(versions, func(v catalogue.Version) bool { return v.Version == one.version }) {
			return "", err
		}
		newest, err := m.catalogue.Draft(ctx, actor, one.id)
		if errors.Is(err, store.ErrNotFound) || err == nil && newest.Version != one.version {
			return "version", nil
		}
		return "", err
	}
}

package exchange

import (
	"context"
	"math"
	"slices"
	"strconv"

	"tiekartta/account"
	"tiekartta/catalogue"
)

// MyData is all that the service keeps about a person with an account.
type MyData struct {
	account.MyData
	Own catalogue.Own `json:"own"`
}

// MyData collects what is kept about the actor, for the actor.
func (b Base) MyData(ctx context.Context, actor account.Actor) (MyData, error) {
	data, err := b.Accounts.MyData(ctx, actor)
	if err != nil {
		return MyData{}, err
	}
	own, err := b.Catalogue.Own(ctx, actor)
	return MyData{data, own}, err
}

// Subject is all that the service holds in which a person occurs, for the answer
// to a person who asks what is kept about them: where they are named, and in
// full their accounts and the feedback that they sent.
type Subject struct {
	Words    string              `json:"words"`
	Mentions []catalogue.Mention `json:"mentions"`
	Accounts []MyData            `json:"accounts"`
	Feedback []account.Feedback  `json:"feedback"`
}

// Subject collects where a name, an e-mail address or a phone number occurs; only
// operators may.
func (b Base) Subject(ctx context.Context, actor account.Actor, words string) (Subject, error) {
	s := Subject{Words: words, Accounts: []MyData{}, Feedback: []account.Feedback{}}
	var err error
	if s.Mentions, err = b.Catalogue.Mentions(ctx, actor, words); err != nil {
		return s, err
	}
	for _, m := range s.Mentions {
		isAccount := slices.ContainsFunc(m.Places, func(p catalogue.Place) bool { return p.In == "users" })
		if !isAccount {
			continue
		}
		data, err := b.MyData(ctx, account.Actor{User: m.ID})
		if err != nil {
			return s, err
		}
		s.Accounts = append(s.Accounts, data)
	}
	letters, err := b.Accounts.Feedback(ctx, actor, 0, math.MaxInt32)
	for _, one := range letters {
		if slices.ContainsFunc(s.Mentions, func(m catalogue.Mention) bool { return m.Noun == "feedback" && m.ID == strconv.Itoa(one.Number) }) {
			s.Feedback = append(s.Feedback, one)
		}
	}
	return s, err
}

package exchange

import (
	"context"
	"encoding/json"
	"math"

	"tiekartta/account"
	"tiekartta/catalogue"
)

// Subject is all that the service holds in which a person's name or e-mail
// address occurs, for the answer to a person who asks what is kept about them.
type Subject struct {
	Words     string              `json:"words"`
	Practices []catalogue.Mention `json:"practices"`
	Roadmaps  []catalogue.Mention `json:"roadmaps"`
	Accounts  []account.MyData    `json:"accounts"`
	Feedback  []account.Feedback  `json:"feedback"`
}

// Empty tells that nothing was found.
func (s Subject) Empty() bool {
	return len(s.Practices)+len(s.Roadmaps)+len(s.Accounts)+len(s.Feedback) == 0
}

// Subject collects where words occur; only operators may.
func (b Base) Subject(ctx context.Context, actor account.Actor, words string) (Subject, error) {
	s := Subject{Words: words, Accounts: []account.MyData{}, Feedback: []account.Feedback{}}
	var err error
	if s.Practices, err = b.Catalogue.Mentions(ctx, actor, words); err != nil {
		return s, err
	}
	if s.Roadmaps, err = b.Roadmaps.Mentions(ctx, actor, words); err != nil {
		return s, err
	}
	people, err := b.Accounts.Users(ctx, actor)
	if err != nil {
		return s, err
	}
	for _, one := range people {
		found, err := occurs(words, []string{one.Email, one.User.Name})
		if err != nil {
			return s, err
		}
		if found {
			data, err := b.Accounts.MyData(ctx, account.Actor{User: one.ID})
			if err != nil {
				return s, err
			}
			s.Accounts = append(s.Accounts, data)
		}
	}
	letters, err := b.Accounts.Feedback(ctx, actor, math.MaxInt32)
	for _, one := range letters {
		found, failed := occurs(words, []string{one.Email, one.Text, one.Note})
		if failed != nil {
			return s, failed
		}
		if found {
			s.Feedback = append(s.Feedback, one)
		}
	}
	return s, err
}

func occurs(words string, texts []string) (bool, error) {
	document, err := json.Marshal(texts)
	if err != nil {
		return false, err
	}
	found, err := catalogue.Occurrences(string(document), words)
	return len(found) > 0, err
}

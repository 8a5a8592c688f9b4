package account

import (
	"context"
	"math"
	"time"

	"tiekartta/i18n"
	"tiekartta/store"
)

// MyData is all that accounts keep about a person, for the person.
type MyData struct {
	ID          string         `json:"id"`
	Email       string         `json:"email"`
	Name        string         `json:"name"`
	Language    i18n.Lang      `json:"language"`
	Operator    bool           `json:"operator"`
	CreatedAt   string         `json:"createdAt"`
	Memberships []MyMembership `json:"memberships"`
	Sessions    []MySession    `json:"sessions"`
	Identities  []MyIdentity   `json:"identities"`
	Searches    []MySearch     `json:"searches"`
	Recents     []MyRecent     `json:"recentSearches"`
	Trail       []MyAct        `json:"trail"`
}

// MyMembership is a role in an organisation.
type MyMembership struct {
	Organisation string `json:"organisation"`
	Role         string `json:"role"`
	Approve      bool   `json:"approve"`
}

// MySession is a browser on which the person is signed in.
type MySession struct {
	Agent     string    `json:"agent"`
	CreatedAt time.Time `json:"createdAt"`
	SeenAt    time.Time `json:"seenAt"`
}

// MyIdentity is another way to sign in.
type MyIdentity struct {
	Issuer  string    `json:"issuer"`
	Subject string    `json:"subject"`
	Email   string    `json:"email,omitempty"`
	Since   time.Time `json:"since"`
}

// MySearch is a search that the person has saved, and what it came to find.
type MySearch struct {
	Name      string    `json:"name"`
	Query     string    `json:"query"`
	Language  i18n.Lang `json:"language"`
	Notify    string    `json:"notify"`
	CreatedAt time.Time `json:"createdAt"`
	LookedAt  time.Time `json:"lookedAt"`
	MailedAt  time.Time `json:"mailedAt"`
	Found     []string  `json:"found"` // practices, the newest first
}

// MyRecent is something that the person has searched for lately.
type MyRecent struct {
	Query    string    `json:"query"`
	Language i18n.Lang `json:"language"`
	At       time.Time `json:"at"`
}

// MyAct is something that the person has done.
type MyAct struct {
	At           time.Time `json:"at"`
	Verb         string    `json:"act"`
	Noun         string    `json:"noun"`
	ID           string    `json:"id"`
	Organisation string    `json:"organisation,omitempty"`
	Detail       string    `json:"detail,omitempty"`
}

// MyData collects what accounts keep about the actor.
func (a *Accounts) MyData(ctx context.Context, actor Actor) (MyData, error) {
	u, err := a.User(ctx, actor.User)
	if err != nil {
		return MyData{}, err
	}
	data := MyData{ID: u.ID, Email: u.Email, Name: u.Name, Language: u.Language, Operator: u.Operator,
		Memberships: []MyMembership{}, Sessions: []MySession{}, Identities: []MyIdentity{}, Searches: []MySearch{}, Recents: []MyRecent{}, Trail: []MyAct{}}
	sessions, err := a.Sessions(ctx, actor, "")
	if err != nil {
		return data, err
	}
	for _, s := range sessions {
		data.Sessions = append(data.Sessions, MySession{s.Agent, s.Created, s.Seen})
	}
	identities, err := a.Identities(ctx, actor)
	if err != nil {
		return data, err
	}
	for _, i := range identities {
		data.Identities = append(data.Identities, MyIdentity{i.Issuer, i.Subject, i.Email, i.Since})
	}
	if data.Searches, err = a.mySearches(ctx, actor); err != nil {
		return data, err
	}
	recents, err := a.Recents(ctx, actor)
	if err != nil {
		return data, err
	}
	for _, r := range recents {
		data.Recents = append(data.Recents, MyRecent{r.Query, r.Lang, r.At})
	}
	err = a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Row(ctx, `select created_at from users where id = $1`, []any{u.ID}, &data.CreatedAt); err != nil {
			return err
		}
		memberships, err := membershipsOf(ctx, tx, u.ID)
		if err != nil {
			return err
		}
		for _, m := range memberships {
			data.Memberships = append(data.Memberships, MyMembership(m))
		}
		acts, err := readTrail(ctx, tx, TrailQuery{User: u.ID}, math.MaxInt32)
		for _, r := range acts {
			data.Trail = append(data.Trail, MyAct{r.At, r.Verb, r.Noun, r.ID, r.Organisation, r.Detail})
		}
		return err
	})
	return data, err
}

func (a *Accounts) mySearches(ctx context.Context, actor Actor) ([]MySearch, error) {
	list := []MySearch{}
	searches, err := a.Searches(ctx, actor)
	if err != nil {
		return nil, err
	}
	for _, s := range searches {
		mine := MySearch{s.Name, s.Query, s.Lang, s.Notify, s.Created, s.Looked, s.Mailed, []string{}}
		matches, err := a.Matches(ctx, s, math.MaxInt32)
		if err != nil {
			return nil, err
		}
		for _, m := range matches {
			mine.Found = append(mine.Found, m.Practice)
		}
		list = append(list, mine)
	}
	return list, nil
}

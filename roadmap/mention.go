package roadmap

import (
	"context"
	"encoding/json"

	"tiekartta/account"
	"tiekartta/catalogue"
)

// Mentions lists the roadmaps in which a name or an e-mail address occurs, for
// operators: as in the catalogue.
func (m *Roadmaps) Mentions(ctx context.Context, actor account.Actor, words string) ([]catalogue.Mention, error) {
	if err := actor.Operate(); err != nil {
		return nil, err
	}
	var list []catalogue.Mention
	err := m.All(ctx, account.Machine(), func(r *Roadmap) error {
		text, err := json.Marshal(r)
		if err != nil {
			return err
		}
		fields, err := catalogue.Occurrences(string(text), words)
		if err == nil && len(fields) > 0 {
			list = append(list, catalogue.Mention{Noun: Noun, ID: r.ID, Title: r.Title, Places: []catalogue.Place{{Version: r.Version, Fields: fields}}})
		}
		return err
	})
	return list, err
}

package catalogue

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"tiekartta/account"
	"tiekartta/store"
)

// Own is what the database keeps of a person's own doing, by table: comments,
// assessments, saves, texts that wait for a decision, feedback and more. A row is
// theirs when it names them by their id or by their address.
type Own map[string][]map[string]any

// elsewhere are tables that account.MyData tells of in full.
func elsewhere() []string {
	return []string{"users", "memberships", "sessions", "identities", "trail", "changes", "schema_version"}
}

// shared are organisations' texts, which do not become somebody's own because
// they touched them last, and columns that may name somebody else.
func shared() []string {
	return []string{
		"practices.draft", "practice_versions.body", "practice_saves.body", "practice_pending.base", "reviewers.seen",
		"practices.changed_name", "practices.submitted_name",
	}
}

// Own collects what is kept of the actor's own doing.
func (c *Catalogue) Own(ctx context.Context, actor account.Actor) (Own, error) {
	u, err := c.accounts.User(ctx, actor.User)
	if err != nil {
		return nil, err
	}
	own := Own{}
	err = c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		tables, err := tx.Tables(ctx)
		if err != nil {
			return err
		}
		for _, table := range tables {
			if slices.Contains(elsewhere(), table) {
				continue
			}
			err := tx.Each(ctx, `select * from `+cmp.Or(KeptIn()[table].from, table), nil, func(row map[string]string) error {
				if mine := ownRow(table, row, u); mine != nil {
					own[table] = append(own[table], mine)
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return own, err
}

// ownRow is what a person is told of a row that names them, nil for others'.
func ownRow(table string, row map[string]string, u account.User) map[string]any {
	mine, told := false, map[string]any{}
	for column, text := range row {
		mine = mine || text == u.ID || text == u.Email
		secret := column == "hash" // of an invitation or a token
		if text == "" || secret || slices.Contains(shared(), table+"."+column) {
			continue
		}
		told[column] = text
		if text[0] == '{' && json.Valid([]byte(text)) {
			told[column] = json.RawMessage(text)
		}
	}
	if !mine {
		return nil
	}
	return told
}

package catalogue

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"tiekartta/account"
	"tiekartta/store"
)

// Own is what the database keeps of a person's own doing, by table: comments,
// assessments, saves, texts that wait for a decision, feedback and more. A row is
// theirs when it names them by their id or by their address.
type Own map[string][]map[string]any

// NamesWho lists the columns that say who somebody is, by table: ids of users,
// and "email" for addresses. Tables of which account.MyData tells in full are
// not here.
func NamesWho() map[string][]string {
	return map[string][]string{
		"practices": {"added_by", "changed_by", "submitted_by"}, "practice_versions": {"published_user"}, "practice_comments": {"user_id"},
		"practice_saves": {"user_id"}, "practice_pending": {"user_id"}, "reviewers": {"user_id"},
		"schemes": {"user_id"}, "invitations": {"user_id", "email"}, "tokens": {"created_by"}, "feedback": {"email"},
	}
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
		for table, columns := range NamesWho() {
			err := rowsWhere(ctx, tx, table, ofUser(columns), []any{u.ID}, func(row map[string]string) error {
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

// ofUser is the condition for the rows that may be a user's. Addresses are
// compared as people write them, which the database cannot.
func ofUser(columns []string) string {
	var list []string
	for _, column := range columns {
		if column == "email" {
			list = append(list, "email <> '' and $1 <> ''")
			continue
		}
		list = append(list, column+" = $1")
	}
	return strings.Join(list, " or ")
}

// ownRow is what a person is told of a row that names them, nil for others'.
func ownRow(table string, row map[string]string, u account.User) map[string]any {
	mine, told := false, map[string]any{}
	for column, text := range row {
		who := slices.Contains(NamesWho()[table], column)
		theirs := who && (text == u.ID || column == "email" && strings.EqualFold(strings.TrimSpace(text), u.Email))
		mine = mine || theirs
		secret := column == "hash" // of an invitation or a token
		if text == "" || secret || who && !theirs || slices.Contains(shared(), table+"."+column) {
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

package catalogue

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"tiekartta/account"
	"tiekartta/store"
)

// blackened stands in a text instead of a person who was erased.
const blackened = "[…]"

// textTables lists the tables in which people write about a practice. Its document
// is not among them: it goes as a whole.
func textTables() []string {
	return []string{
		"practices", "practice_versions", "practice_comments", "practice_saves", "practice_pending", "translations", "reviews", "reviewers",
	}
}

// writingIn lists the columns of these tables that hold what people write. Names
// of who did what are theirs who have an account, and go with it.
func writingIn() []string {
	return []string{"draft", "body", "base", "note", "original", "statement", "assessment", "seen"}
}

// soughtOf reads whom contacts name, each once.
func soughtOf(people []Contact) []Sought {
	var words []string
	for _, one := range people {
		words = append(words, one.Name, one.Email, one.Phone)
	}
	slices.Sort(words)
	var sought []Sought
	for _, one := range slices.Compact(words) {
		if one != "" {
			sought = append(sought, Seek(one))
		}
	}
	return sought
}

// leftOf lists where the texts of a practice mention people, other than as its
// contacts. What the actor may not read is named without its text: a review that
// is going on, and what somebody else has not saved yet.
func leftOf(ctx context.Context, tx *store.Tx, actor account.Actor, id string, sought []Sought) ([]Place, error) {
	found := mentions{sought: sought, known: map[[2]string]*Mention{}, columns: writingIn()}
	for _, table := range append(textTables(), "practice_documents") {
		if err := found.look(ctx, tx, table, id); err != nil {
			return nil, err
		}
	}
	var left []Place
	for _, m := range found.known {
		for _, p := range m.Places {
			maps.DeleteFunc(p.Fields, func(path, _ string) bool {
				return strings.HasPrefix(path, "contact.") || strings.HasPrefix(path, "base.contact.")
			})
			if len(p.Fields) == 0 {
				continue
			}
			if p.In == "reviewers" || p.In == "practice_pending" {
				p.Fields = nil
			}
			left = append(left, p)
		}
	}
	slices.SortStableFunc(left, func(a, b Place) int { return placeRank(a.In) - placeRank(b.In) })
	return left, nil
}

// blacken puts a mark instead of people into what a table holds of a practice.
// One word that others are called by, too, is left to a person's judgement.
func blacken(ctx context.Context, tx *store.Tx, table, id string, sought []Sought) error {
	k := KeptIn()[table]
	sure := slices.DeleteFunc(slices.Clone(sought), func(s Sought) bool { return !s.Sure() })
	for _, column := range writingIn() {
		changed := map[string]string{}
		err := rowsOf(ctx, tx, table, id, func(row map[string]string) error {
			if text := row[column]; text != "" {
				if without := blackenText(text, sure); without != text {
					changed[text] = without
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		of := k.id
		if table == "reviewers" {
			of = "(select r.practice from reviews r where r.id = reviewers.review)"
		}
		for text, without := range changed {
			if _, err := tx.Exec(ctx, `update `+table+` set `+column+` = $3 where `+of+` = $1 and `+column+` = $2`, id, text, without); err != nil {
				return err
			}
		}
	}
	return nil
}

// blackenText does so in a text, or in every text of a document, whose order
// and ids stay as they are.
func blackenText(text string, sought []Sought) string {
	var tree any
	if text[0] != '{' || json.Unmarshal([]byte(text), &tree) != nil {
		return without(text, sought)
	}
	var walk func(any)
	walk = func(v any) {
		if s, ok := v.(string); ok {
			if changed := without(s, sought); changed != s {
				old, _ := marshal(s)
				now, _ := marshal(changed)
				text = strings.ReplaceAll(text, old, now)
			}
		}
		named, _ := parts(v)
		for _, part := range named {
			walk(part)
		}
	}
	walk(tree)
	return text
}

func without(text string, sought []Sought) string {
	for _, one := range sought {
		at := one.find(text)
		for _, s := range slices.Backward(at) {
			text = text[:s.from] + blackened + text[s.to:]
		}
	}
	return text
}

// deleteDocumentNaming removes the document that an entry began with when it
// names one of the people: a document has no parts that could be taken out.
func deleteDocumentNaming(ctx context.Context, tx *store.Tx, id string, sought []Sought) error {
	found := mentions{sought: sought, known: map[[2]string]*Mention{}, columns: writingIn()}
	if err := found.look(ctx, tx, "practice_documents", id); err != nil || len(found.known) == 0 {
		return err
	}
	_, err := tx.Exec(ctx, `delete from practice_documents where practice = $1`, id)
	return err
}

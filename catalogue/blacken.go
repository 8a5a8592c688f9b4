package catalogue

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"tiekartta/account"
	"tiekartta/i18n"
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

// blacken puts a mark instead of people into what a table holds of a practice,
// where it is certain that it is them: other places are left to a person's
// judgement, and so are addresses, ids and names of files.
func blacken(ctx context.Context, tx *store.Tx, table, id string, sought []Sought) error {
	changed := map[[2]string]string{} // by column and text
	err := rowsOf(ctx, tx, table, id, func(row map[string]string) error {
		for _, column := range writingIn() {
			if text := row[column]; text != "" {
				if without := blackenText(column, text, sought); without != text {
					changed[[2]string{column, text}] = without
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	of := KeptIn()[table].id
	if table == "reviewers" {
		of = "(select r.practice from reviews r where r.id = reviewers.review)"
	}
	for at, without := range changed {
		if _, err := tx.Exec(ctx, `update `+table+` set `+at[0]+` = $3 where `+of+` = $1 and `+at[0]+` = $2`, id, at[1], without); err != nil {
			return err
		}
	}
	return nil
}

// isWriting tells whether a path of a document leads to what people write, and
// not to an address, an id or the name of a file.
func isWriting(path string) bool {
	for _, column := range []string{"base.", "seen."} {
		path = strings.TrimPrefix(path, column)
	}
	field := FieldOf(path)
	if _, known := recommended(field); known {
		return true
	}
	return slices.Contains([]string{
		"partners.name", "funding.source", "sources.title", "sources.publisher", "sources.note", "results.quoteLocation",
		"body", "note", "original", "statement", "assessment.conflict", "assessment.criteria.reason", "assessment.text",
	}, field)
}

// blackenText does so in a text, or in the texts of a document, whose order and
// ids stay as they are.
func blackenText(column, text string, sought []Sought) string {
	folded := i18n.Fold(text)
	if !slices.ContainsFunc(sought, func(s Sought) bool { return s.mayBeIn(folded) }) {
		return text
	}
	if text[0] != '{' || !json.Valid([]byte(text)) {
		return without(text, sought)
	}
	if column == "body" || column == "draft" {
		column = ""
	}
	var b strings.Builder
	from := 0
	for _, one := range stringsOf(column, text) {
		if now := without(one.text, sought); now != one.text && isWriting(one.path) {
			piece, _ := marshal(now)
			b.WriteString(text[from:one.at.from] + piece)
			from = one.at.to
		}
	}
	return b.String() + text[from:]
}

// textIn is a string of a document, with its quotation marks' place there.
type textIn struct {
	path, text string
	at         span
}

// stringsOf lists the strings of a valid document that are no names of fields.
func stringsOf(path, text string) []textIn {
	type level struct {
		path, name string
		fields     bool // of an object: a name comes before each value
	}
	var list []textIn
	levels := []level{{path: path}}
	d := json.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if err != nil {
			return list
		}
		top := &levels[len(levels)-1]
		here, end := top.path, int(d.InputOffset())
		if top.fields {
			here = i18n.Join(top.path, top.name)
		}
		word, isText := token.(string)
		switch {
		case token == json.Delim('{') || token == json.Delim('['):
			top.name = ""
			levels = append(levels, level{path: here, fields: token == json.Delim('{')})
		case token == json.Delim('}') || token == json.Delim(']'):
			levels = levels[:len(levels)-1]
		case isText && top.fields && top.name == "":
			top.name = word
		default:
			top.name = ""
			if isText {
				list = append(list, textIn{here, word, span{beginning(text, end), end}})
			}
		}
	}
}

// beginning is where the string begins whose last quotation mark ends there.
func beginning(text string, end int) int {
	i := end - 2
	for {
		before := strings.TrimRight(text[:i], `\`)
		if text[i] == '"' && (i-len(before))%2 == 0 {
			return i
		}
		i--
	}
}

func without(text string, sought []Sought) string {
	for _, one := range sought {
		for _, s := range slices.Backward(one.certain(read(text))) {
			text = text[:s.from] + blackened + text[s.to:]
		}
	}
	return text
}

// deleteDocumentNaming removes the document that an entry began with when it
// certainly names one of the people: a document has no parts that could be taken out.
func deleteDocumentNaming(ctx context.Context, tx *store.Tx, id string, sought []Sought) error {
	names := false
	err := rowsOf(ctx, tx, "practice_documents", id, func(row map[string]string) error {
		for _, one := range stringsOf("", row["body"]) {
			r := read(one.text)
			names = names || slices.ContainsFunc(sought, func(s Sought) bool { return len(s.certain(r)) > 0 })
		}
		return nil
	})
	if err != nil || !names {
		return err
	}
	_, err = tx.Exec(ctx, `delete from practice_documents where practice = $1`, id)
	return err
}

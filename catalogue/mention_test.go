package catalogue_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

func TestAPersonIsFoundWhereverTheyAreNamed(t *testing.T) {
	c, s := over(t)
	p := named(t, c)
	operator := account.Actor{User: "o", Operator: true}
	exec(t, s, `insert into practice_documents (practice, body, added_at) values ('`+p.ID+`', '{"text": "Haastattelussa Seppo Asiakas kertoi."}', '')`)
	if _, err := c.AddComment(t.Context(), editor("vantaa"), p.ID, "summary", "Kysy Liisa Kolmannelta tai Seppo Asiakkaalta."); err != nil {
		t.Fatal(err)
	}
	for words, want := range map[string]string{
		"MAIJA@vantaa.fi": "practice_versions contact.email contact.name", "Toinen Matti": "practice_versions contact.name contact.phone", "seppo asiakas": "practice_comments body, practice_documents text",
		"+358 40 1234567": "practices contact.name contact.phone, practice_versions contact.name contact.phone", "nobody@vantaa.fi": "", " ": "",
	} {
		list, err := c.Mentions(t.Context(), operator, words)
		var found []string
		for _, m := range list {
			if m.ID != p.ID || m.Noun != catalogue.Noun || m.Title != (i18n.Text{FI: "Äitien kielikahvila"}) {
				t.Errorf("%q is in %+v", words, m)
			}
			for _, place := range m.Places {
				if place.In != "practice_saves" { // which depends on the saves that there were
					found = append(found, place.In+" "+strings.Join(place.Paths(), " "))
				}
			}
		}
		if got := strings.Join(found, ", "); err != nil || got != want {
			t.Errorf("%q is in %q, %v", words, got, err)
		}
	}
	if _, err := c.Mentions(t.Context(), member("administrator", "vantaa"), "maija"); !errors.Is(err, account.ErrDenied) {
		t.Errorf("an administrator looked through all: %v", err)
	}
}

// columnsOf lists the columns of a table with their types.
func columnsOf(ctx context.Context, tx *store.Tx, table string) (map[string]string, error) {
	columns := map[string]string{}
	err := tx.Each(ctx, `select name, type from pragma_table_info('`+table+`')`, nil, func(row map[string]string) error {
		columns[row["name"]] = row["type"]
		return nil
	})
	return columns, err
}

var errBack = errors.New("nothing of this is kept")

// TestEveryTextOfTheSchemaIsSearched puts a name of its own into each text
// column that there is, and looks for it.
func TestEveryTextOfTheSchemaIsSearched(t *testing.T) {
	c, s := over(t)
	left := catalogue.Unsearched()
	texts := 0
	err := s.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		tables, err := tx.Tables(ctx)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `pragma defer_foreign_keys = on`); err != nil {
			return err
		}
		for _, table := range tables {
			columns, err := columnsOf(ctx, tx, table)
			if err != nil {
				return err
			}
			if _, ok := catalogue.KeptIn()[table]; !ok && left[table+".*"] == "" {
				t.Errorf("nobody says what the rows of %s are about", table)
			}
			var names, values []string
			sought := map[string]string{}
			for column, kind := range columns {
				value := map[string]string{"INTEGER": "9001"}[kind]
				if kind == "TEXT" {
					texts++
					sought[column] = fmt.Sprintf("Vihtori Merkki%s", strings.ReplaceAll(column, "_", ""))
					value = sought[column]
					if column == "body" || column == "draft" {
						value = `{"title": {"fi": "` + value + `"}}`
					}
				}
				names, values = append(names, column), append(values, "'"+cmp.Or(value, "1")+"'")
			}
			if _, err := tx.Exec(ctx, fmt.Sprintf("insert into %s (%s) values (%s)", table, strings.Join(names, ", "), strings.Join(values, ", "))); err != nil {
				return fmt.Errorf("%s: %w", table, err)
			}
			for column, words := range sought {
				list, err := c.Mentions(ctx, account.Machine(), words)
				if err != nil {
					return err
				}
				found := slices.ContainsFunc(list, func(m catalogue.Mention) bool {
					return slices.ContainsFunc(m.Places, func(p catalogue.Place) bool { return p.In == table })
				})
				excepted := left[table+"."+column]+left["*."+column]+left[table+".*"] != ""
				if found == excepted {
					t.Errorf("%s.%s: found %v, excepted %v", table, column, found, excepted)
				}
			}
			if _, err := tx.Exec(ctx, `delete from `+table+` where `+names[0]+` = `+values[0]); err != nil {
				return err
			}
		}
		return errBack
	})
	if !errors.Is(err, errBack) || texts < 100 {
		t.Errorf("%d columns of text, %v", texts, err)
	}
}

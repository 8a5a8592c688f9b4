package catalogue

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"tiekartta/account"
	"tiekartta/store"
)

// Work is an entry as those see it who write, publish and keep it: the draft or,
// where nothing is being written, the newest version, and how far it has come.
type Work struct {
	Practice  *Practice
	Listed    bool // a version is published now
	Draft     bool // something is being written
	Changed   Deed
	Submitted Deed // zero where it never was
	Returned  bool // given back, and not submitted since
	Comments  int  // those not dealt with yet
}

// Deed is what somebody did at some time. By is the name of a person; it is
// empty for a program or a command.
type Deed struct {
	By   string
	User string
	At   time.Time
}

// Desk lists the entries of all organisations whose drafts the actor may read,
// those changed last in front.
func (c *Catalogue) Desk(ctx context.Context, actor account.Actor) ([]Work, error) {
	where, args := "", []any{}
	if !actor.Machine {
		var marks []string
		for _, m := range actor.Memberships() {
			if actor.May(account.ReadDrafts, m.Organisation) == nil {
				args = append(args, m.Organisation)
				marks = append(marks, "$"+strconv.Itoa(len(args)))
			}
		}
		if len(marks) == 0 {
			return nil, nil
		}
		where = `where p.organisation in (` + strings.Join(marks, ", ") + `)`
	}
	work, err := c.work(ctx, where, args)
	if err != nil {
		return nil, fmt.Errorf("desk: %w", err)
	}
	return work, nil
}

// WorkOn is one entry of the desk; store.ErrNotFound for those who may not read
// its drafts.
func (c *Catalogue) WorkOn(ctx context.Context, actor account.Actor, id string) (Work, error) {
	work, err := c.work(ctx, `where p.id = $1`, []any{id})
	if err == nil && (len(work) == 0 || actor.May(account.ReadDrafts, work[0].Practice.Organisation) != nil) {
		err = store.ErrNotFound
	}
	if err != nil {
		return Work{}, fmt.Errorf("practice %q: %w", id, err)
	}
	return work[0], nil
}

func (c *Catalogue) work(ctx context.Context, where string, args []any) ([]Work, error) {
	var list []Work
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, `select coalesce(p.organisation, ''), p.state, p.version, p.revision, p.listed, coalesce(p.draft, ''), coalesce(v.body, ''),
			p.changed_by, p.changed_name, p.changed_at, p.submitted_by, p.submitted_name, p.submitted_at, p.returned,
			(select count(*) from practice_comments m where m.practice = p.id and m.resolved_at = '')
			from practices p left join practice_versions v on v.practice = p.id and v.version = p.version `+where+` order by p.changed_at desc, p.id`, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			one, err := c.scanWork(rows)
			if err != nil {
				return err
			}
			list = append(list, one)
		}
		return rows.Err()
	})
	return list, err
}

func (c *Catalogue) scanWork(rows *store.Rows) (Work, error) {
	var w Work
	var r row
	var body, changed, submitted string
	err := rows.Scan(&r.organisation, &r.state, &r.version, &r.revision, &r.listed, &r.draft, &body,
		&w.Changed.User, &w.Changed.By, &changed, &w.Submitted.User, &w.Submitted.By, &submitted, &w.Returned, &w.Comments)
	if err != nil {
		return w, err
	}
	if w.Draft = r.draft != ""; w.Draft {
		body = r.draft
	}
	if w.Practice, err = c.decode(body); err != nil {
		return w, err
	}
	w.Practice.State, w.Practice.Version, w.Practice.Revision, w.Practice.Organisation = r.state, r.version, r.revision, r.organisation
	w.Listed = r.listed
	w.Changed.By, w.Submitted.By = personName(w.Changed.User, w.Changed.By), personName(w.Submitted.User, w.Submitted.By)
	if w.Changed.At, err = store.ParseTime(changed); err != nil {
		return w, err
	}
	if w.Changed.At.IsZero() {
		w.Changed.At = w.Practice.UpdatedAt
	}
	w.Submitted.At, err = store.ParseTime(submitted)
	return w, err
}

// personName is the name of a person, and nothing for a program or a command.
func personName(user, name string) string {
	if user == "" {
		return ""
	}
	return name
}

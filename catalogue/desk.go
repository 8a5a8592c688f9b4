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
	Submitted Deed   // zero where it never was
	Returned  bool   // given back, and not submitted since
	Due       string // when the published version is to be looked at again
	Comments  int    // those not dealt with yet
	Review    string // the state of the review that is going on, "" for none
}

// Deed is what somebody did at some time. By is the name of a person; it is
// empty for a program or a command.
type Deed struct {
	By   string
	User string
	At   time.Time
}

// DeskLists names the lists of the desk: entries that wait for the same thing.
// One that is published stands in "published" whatever its draft waits for, and
// one that has to be brought up to date in "update", too.
func DeskLists() []string {
	return []string{"returned", "in_review", "draft", "update", "published", "archived"}
}

// onList is the condition under which an entry stands in a list; $1 is its
// state, or the day of today for the list of those to be brought up to date.
func (c *Catalogue) onList(list string) (where, first string) {
	switch list {
	case "returned":
		return `p.state = $1 and p.returned`, "draft"
	case "draft":
		return `p.state = $1 and not p.returned`, list
	case "published":
		return `(p.state = $1 or p.listed)`, list
	case "update": // a day, or a month or year of which all has passed
		return `p.listed and p.review_due <> '' and p.review_due < substr($1, 1, length(p.review_due))`, c.today()
	}
	return `p.state = $1`, list
}

// DeskPart is a piece of a list of the desk.
type DeskPart struct {
	List string
	From int // how many are left out before
	Most int
}

// Desk is a piece of one of the DeskLists, of all organisations whose drafts the
// actor may read, those changed last in front. No other entry's text is read.
func (c *Catalogue) Desk(ctx context.Context, actor account.Actor, part DeskPart) ([]Work, error) {
	where, first := c.onList(part.List)
	own, args := organisationsWith(actor, account.ReadDrafts, first)
	args = append(args, part.Most, part.From)
	n := len(args)
	work, err := c.work(ctx, fmt.Sprintf(`join (select p.id as chosen from practices p where %s and %s order by p.changed_at desc, p.id limit $%d offset $%d) on chosen = p.id`,
		where, own, n-1, n), args)
	if err != nil {
		return nil, fmt.Errorf("desk: %w", err)
	}
	return work, nil
}

// Waiting is how many entries of an organisation stand in a list of the desk.
type Waiting struct {
	List, Organisation string
	N                  int
}

// Waiting counts the entries in all of the DeskLists.
func (c *Catalogue) Waiting(ctx context.Context, actor account.Actor) ([]Waiting, error) {
	var all []Waiting
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		for _, list := range DeskLists() {
			where, first := c.onList(list)
			own, args := organisationsWith(actor, account.ReadDrafts, first)
			rows, err := tx.Query(ctx, `select coalesce(p.organisation, ''), count(*) from practices p where `+where+` and `+own+` group by p.organisation`, args...)
			if err != nil {
				return err
			}
			all, err = scanWaiting(rows, list, all)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("desk: %w", err)
	}
	return all, nil
}

func scanWaiting(rows *store.Rows, list string, all []Waiting) ([]Waiting, error) {
	defer rows.Close()
	for rows.Next() {
		one := Waiting{List: list}
		if err := rows.Scan(&one.Organisation, &one.N); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// Writable are the practices that the actor may change, in their newest state;
// archived ones are out of use.
func (c *Catalogue) Writable(ctx context.Context, actor account.Actor) ([]*Practice, error) {
	own, args := organisationsWith(actor, account.Write, "archived")
	work, err := c.work(ctx, `where p.state <> $1 and `+own, args)
	if err != nil {
		return nil, fmt.Errorf("practices to write: %w", err)
	}
	list := make([]*Practice, len(work))
	for i := range work {
		list[i] = work[i].Practice
	}
	return list, nil
}

// organisationsWith is the condition that a practice belongs to an organisation
// on whose things the actor has a right, with its arguments behind those given.
func organisationsWith(actor account.Actor, right account.Right, args ...any) (where string, _ []any) {
	if actor.Machine {
		return `true`, args
	}
	var marks []string
	for _, m := range actor.Memberships() {
		if actor.May(right, m.Organisation) == nil {
			args = append(args, m.Organisation)
			marks = append(marks, "$"+strconv.Itoa(len(args)))
		}
	}
	if len(marks) == 0 {
		return `false`, args
	}
	return `p.organisation in (` + strings.Join(marks, ", ") + `)`, args
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

// work reads entries; which is what joins and conditions choose them.
func (c *Catalogue) work(ctx context.Context, which string, args []any) ([]Work, error) {
	var list []Work
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, `select coalesce(p.organisation, ''), p.state, p.version, p.revision, p.listed, coalesce(p.draft, ''), coalesce(v.body, ''),
			p.changed_by, p.changed_name, p.changed_at, p.submitted_by, p.submitted_name, p.submitted_at, p.returned, p.review_due,
			(select count(*) from practice_comments m where m.practice = p.id and m.resolved_at = ''),
			coalesce((select max(r.state) from reviews r where r.practice = p.id and r.state in ('`+ReviewAsked+`', '`+ReviewAssessing+`', '`+ReviewComplete+`')), '')
			from practices p left join practice_versions v on v.practice = p.id and v.version = p.version `+which+` order by p.changed_at desc, p.id`, args...)
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
		&w.Changed.User, &w.Changed.By, &changed, &w.Submitted.User, &w.Submitted.By, &submitted, &w.Returned, &w.Due, &w.Comments, &w.Review)
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

package catalogue

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"tiekartta/i18n"
	"tiekartta/store"
)

// The marks of the vocabulary review_mark.
const (
	SelfDeclared = "self_declared"
	PeerReviewed = "peer_reviewed"
	Expired      = "expired"
)

// ReviewMark says whether others have reviewed the text of a version, and what
// they found. A version whose text differs from the reviewed one is
// self-declared.
type ReviewMark struct {
	Mark          string           `json:"mark"`              // self_declared, peer_reviewed, expired
	Version       int              `json:"version,omitempty"` // the first one that carries the review
	Opinion       i18n.Text        `json:"opinion,omitzero"`
	ValidUntil    string           `json:"validUntil,omitempty"`    // date
	Organisations []string         `json:"organisations,omitempty"` // ids of the reviewers' organisations
	Reviewers     []string         `json:"reviewers,omitempty"`     // names of those who let theirs be shown
	Criteria      []CriterionFound `json:"criteria,omitempty"`
}

// CriterionFound is what the reviewers found of one national criterion: the
// more cautious of their answers, and all of their reasons.
type CriterionFound struct {
	ID      string      `json:"id"`
	Met     string      `json:"met"` // yes, partly, no
	Reasons []i18n.Text `json:"reasons,omitempty"`
}

// versionsOf begins a question for versions with what others say of them; the
// condition follows.
const versionsOf = `select coalesce(p.organisation, ''), v.body, coalesce(r.statement, ''), coalesce(r.attached, 0),
	(select count(distinct a.organisation) from adoptions a where a.practice = p.id and a.organisation <> p.organisation)
	from practices p
	join practice_versions v on v.practice = p.id
	left join review_versions w on w.practice = v.practice and w.version = v.version
	left join reviews r on r.id = w.review`

// versionRow is an answer to versionsOf.
type versionRow struct {
	owner, body, statement string
	reviewed, adopters     int
}

func (v *versionRow) places() []any {
	return []any{&v.owner, &v.body, &v.statement, &v.reviewed, &v.adopters}
}

// version is a published version with all that is worked out of it.
func (c *Catalogue) version(v versionRow, repeated map[string][]Repetition) (*Practice, error) {
	p, err := c.decode(v.body)
	if err != nil {
		return nil, err
	}
	if v.statement != "" {
		mark := &p.Computed.Review
		if err := json.Unmarshal([]byte(v.statement), mark); err != nil {
			return nil, fmt.Errorf("stored review: %w", err)
		}
		mark.Mark, mark.Version = PeerReviewed, v.reviewed
		if Earlier(mark.ValidUntil, c.today()) {
			mark.Mark = Expired
		}
	}
	facts := Facts{Mark: p.Computed.Review.Mark, Adopters: v.adopters}
	for _, o := range repeated[p.ID] {
		if o.Organisation != v.owner {
			facts.Repeated = append(facts.Repeated, o)
		}
	}
	p.Computed.Evidence = EvidenceWith(p, facts)
	return p, nil
}

func (c *Catalogue) today() string { return c.Now().Format(time.DateOnly) }

// repetitions are, by origin, the published entries that derive from another
// one and show a soundly measured effect. There are few of them, so that all
// are read at once.
func (c *Catalogue) repetitions(ctx context.Context, tx *store.Tx) (map[string][]Repetition, error) {
	rows, err := tx.Query(ctx, `select d.origin, coalesce(p.organisation, ''), v.body from derivations d
		join practices p on p.id = d.practice and p.listed
		join practice_versions v on v.practice = p.id and v.version = p.version`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string][]Repetition{}
	for rows.Next() {
		var origin, owner, body string
		if err := rows.Scan(&origin, &owner, &body); err != nil {
			return nil, err
		}
		var p Practice
		if err := json.Unmarshal([]byte(body), &p); err != nil {
			return nil, fmt.Errorf("stored practice: %w", err)
		}
		for _, direction := range measured(&p) {
			found[origin] = append(found[origin], Repetition{owner, direction})
		}
	}
	return found, rows.Err()
}

// measured are the directions of the effects that a practice has soundly
// measured.
func measured(p *Practice) []string {
	var directions []string
	for _, r := range p.Results {
		known := r.Direction != "" && r.Direction != "unknown" && r.Direction != "mixed"
		if known && r.Value != nil && aboutPeople(r) && strength(p, r, Facts{}).Level >= 2 {
			directions = append(directions, r.Direction)
		}
	}
	return directions
}

// derive keeps which practices the newest version derives from, and lets those
// follow whose evidence may be another now: those of the version before, too.
func (c *Catalogue) derive(ctx context.Context, tx *store.Tx, p *Practice) error {
	if err := c.touchOrigins(ctx, tx, p.ID); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `delete from derivations where practice = $1`, p.ID); err != nil {
		return err
	}
	for _, r := range p.Related {
		if r.Relation != "derived_from" || r.Practice == "" {
			continue
		}
		_, err := tx.Exec(ctx, `insert into derivations (practice, origin) values ($1, $2) on conflict (practice, origin) do nothing`, p.ID, r.Practice)
		if err != nil {
			return err
		}
	}
	return c.touchOrigins(ctx, tx, p.ID)
}

// touchOrigins puts the practices that one derives from into the feed.
func (c *Catalogue) touchOrigins(ctx context.Context, tx *store.Tx, practice string) error {
	rows, err := tx.Query(ctx, `select origin from derivations where practice = $1`, practice)
	if err != nil {
		return err
	}
	origins, err := names(rows)
	if err != nil {
		return err
	}
	for _, id := range origins {
		if err := tx.Change(ctx, Noun, id); err != nil {
			return err
		}
	}
	return nil
}

// names reads one column of words.
func names(rows *store.Rows) ([]string, error) {
	defer rows.Close()
	var list []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		list = append(list, name)
	}
	return list, rows.Err()
}

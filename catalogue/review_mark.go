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
// condition follows. Whether others have measured the same is answered by the
// first of them, however many there are.
var versionsOf = `select coalesce(p.organisation, ''), v.body, coalesce(r.statement, ''), coalesce(r.attached, 0),
	exists (select 1 from adoptions a where a.practice = p.id and a.organisation <> p.organisation),
	` + repeatedIn("positive") + `, ` + repeatedIn("negative") + `, ` + repeatedIn("none") + `
	from practices p
	join practice_versions v on v.practice = p.id
	left join review_versions w on w.practice = v.practice and w.version = v.version
	left join reviews r on r.id = w.review`

// repeatedIn asks whether a published entry of another organisation derives
// from this one and holds a soundly measured effect of that direction.
func repeatedIn(direction string) string {
	return `exists (select 1 from repetitions e join practices o on o.id = e.practice and o.listed
		and coalesce(o.organisation, '') <> coalesce(p.organisation, '') where e.origin = p.id and e.direction = '` + direction + `')`
}

// versionRow is an answer to versionsOf.
type versionRow struct {
	owner, body, statement            string
	reviewed                          int
	adopted, positive, negative, none bool
}

func (v *versionRow) places() []any {
	return []any{&v.owner, &v.body, &v.statement, &v.reviewed, &v.adopted, &v.positive, &v.negative, &v.none}
}

// repeated are the directions of the effects that others have soundly measured.
func (v *versionRow) repeated() []string {
	var directions []string
	for _, one := range []struct {
		direction string
		is        bool
	}{{"positive", v.positive}, {"negative", v.negative}, {"none", v.none}} {
		if one.is {
			directions = append(directions, one.direction)
		}
	}
	return directions
}

// version is a published version with all that is worked out of it.
func (c *Catalogue) version(v versionRow) (*Practice, error) {
	p, err := c.withoutEvidence(v.body)
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
	p.Computed.Evidence = EvidenceWith(p, Facts{Mark: p.Computed.Review.Mark, Adopted: v.adopted, Repeated: v.repeated()})
	return p, nil
}

func (c *Catalogue) today() string { return c.Now().Format(time.DateOnly) }

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
	if err := keepDerivations(ctx, tx, p); err != nil {
		return err
	}
	return c.touchOrigins(ctx, tx, p.ID)
}

// keepDerivations keeps where a practice comes from and what it has measured.
func keepDerivations(ctx context.Context, tx *store.Tx, p *Practice) error {
	for _, table := range []string{"derivations", "repetitions"} {
		if _, err := tx.Exec(ctx, `delete from `+table+` where practice = $1`, p.ID); err != nil {
			return err
		}
	}
	for _, r := range p.Related {
		if r.Relation != "derived_from" || r.Practice == "" {
			continue
		}
		_, err := tx.Exec(ctx, `insert into derivations (practice, origin, measured) values ($1, $2, true) on conflict (practice, origin) do nothing`, p.ID, r.Practice)
		if err != nil {
			return err
		}
		for _, direction := range measured(p) {
			_, err := tx.Exec(ctx, `insert into repetitions (origin, direction, practice) values ($1, $2, $3)
				on conflict (origin, direction, practice) do nothing`, r.Practice, direction, p.ID)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// MeasureDerived keeps what derived entries have measured that were published
// before that was kept. The service calls it when it starts.
func (c *Catalogue) MeasureDerived(ctx context.Context) error {
	return c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, `select distinct practice from derivations where not measured`)
		if err != nil {
			return err
		}
		practices, err := names(rows)
		if err != nil {
			return err
		}
		for _, id := range practices {
			r, err := c.row(ctx, tx, id)
			if err != nil {
				return err
			}
			p, err := c.frozen(ctx, tx, id, r.version)
			if err != nil {
				return err
			}
			if err := c.derive(ctx, tx, p); err != nil {
				return err
			}
		}
		return nil
	})
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

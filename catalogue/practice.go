// Package catalogue holds documented practices: their types, their rules, the
// vocabularies and municipalities they speak of, and their SQL.
package catalogue

import (
	"time"

	"tiekartta/i18n"
)

// Practice is one documented practice, as the API, a bundle and a stored
// version hold it. Fields whose zero value is "not told" are left out in JSON.
type Practice struct {
	ID               string       `json:"id,omitempty"`
	Organisation     string       `json:"organisation,omitempty"` // id of the owner
	Version          int          `json:"version,omitempty"`      // 0 = never published
	Revision         int          `json:"revision,omitempty"`     // saves; the ETag is "r" and this number
	State            string       `json:"state,omitempty"`        // draft, in_review, published, archived
	Maturity         string       `json:"maturity,omitempty"`
	OriginalLanguage i18n.Lang    `json:"originalLanguage,omitempty"`
	Title            i18n.Text    `json:"title,omitzero"`
	Summary          i18n.Text    `json:"summary,omitzero"`
	PlainSummary     i18n.Text    `json:"plainSummary,omitzero"`
	Challenge        i18n.Text    `json:"challenge,omitzero"`
	Goals            i18n.Text    `json:"goals,omitzero"`
	HowItWorks       i18n.Text    `json:"howItWorks,omitzero"`
	Components       []Component  `json:"components,omitempty"`
	Delivery         Delivery     `json:"delivery,omitzero"`
	Domains          []string     `json:"domains,omitempty"`
	TargetGroups     []string     `json:"targetGroups,omitempty"`
	TargetGroupNote  i18n.Text    `json:"targetGroupNote,omitzero"`
	Reach            Reach        `json:"reach,omitzero"`
	Participation    string       `json:"participation,omitempty"`
	Partners         []Partner    `json:"partners,omitempty"`
	Country          string       `json:"country,omitempty"` // ISO 3166-1 alpha-2; empty means FI
	Municipalities   []string     `json:"municipalities,omitempty"`
	Regions          []string     `json:"regions,omitempty"`
	Area             i18n.Text    `json:"area,omitzero"`
	ServiceLanguages []string     `json:"serviceLanguages,omitempty"`
	Period           OpenPeriod   `json:"period,omitzero"`
	Funding          []Funding    `json:"funding,omitempty"`
	Resources        i18n.Text    `json:"resources,omitzero"`
	Results          []Result     `json:"results,omitempty"`
	Evaluations      []Evaluation `json:"evaluations,omitempty"`
	Lessons          []Lesson     `json:"lessons,omitempty"`
	Conditions       []Condition  `json:"conditions,omitempty"`
	Criteria         Criteria     `json:"criteria,omitzero"`
	Contact          Contact      `json:"contact,omitzero"`
	Sources          []Source     `json:"sources,omitempty"`
	Attachments      []Attachment `json:"attachments,omitempty"`
	Related          []Related    `json:"related,omitempty"`
	Licence          string       `json:"licence,omitempty"` // SPDX id; empty means CC-BY-4.0
	Machine          []string     `json:"machine,omitempty"` // paths of machine text, "summary.sv"
	CreatedAt        time.Time    `json:"createdAt,omitzero"`
	UpdatedAt        time.Time    `json:"updatedAt,omitzero"`
	PublishedAt      time.Time    `json:"publishedAt,omitzero"`
	ReviewDue        string       `json:"reviewDue,omitempty"` // date
	Computed         *Computed    `json:"computed,omitempty" input:"ignored"`
}

// Component is a part of a practice; a core one must be kept when it is copied.
type Component struct {
	ID          string    `json:"id"`
	Name        i18n.Text `json:"name,omitzero"`
	Description i18n.Text `json:"description,omitzero"`
	Kind        string    `json:"kind,omitempty"` // core, adaptable, optional
}

// Delivery tells who delivers, where, how often and how long.
type Delivery struct {
	Who   i18n.Text `json:"who,omitzero"`
	Where i18n.Text `json:"where,omitzero"`
	Dose  i18n.Text `json:"dose,omitzero"`
}

// Reach counts persons.
type Reach struct {
	Expected *int   `json:"expected,omitempty"`
	Actual   *int   `json:"actual,omitempty"`
	Period   Period `json:"period,omitzero"`
}

// Partner is an organisation that took part.
type Partner struct {
	Name string    `json:"name"`
	Type string    `json:"type,omitempty"` // organisation type
	Role i18n.Text `json:"role,omitzero"`
}

// Period is a time between two dates, each YYYY, YYYY-MM or YYYY-MM-DD.
type Period struct {
	Start string `json:"start,omitempty"`
	End   string `json:"end,omitempty"`
}

// OpenPeriod is a period that may go on.
type OpenPeriod struct {
	Start     string `json:"start,omitempty"`
	End       string `json:"end,omitempty"`
	Continues bool   `json:"continues,omitempty"`
}

// Funding is one sum from one source. Amount is in whole units of Currency.
type Funding struct {
	Source   string    `json:"source,omitempty"`
	Amount   *float64  `json:"amount,omitempty"`
	Currency string    `json:"currency,omitempty"` // ISO 4217; empty means EUR
	Period   Period    `json:"period,omitzero"`
	Note     i18n.Text `json:"note,omitzero"`
}

// Evaluation is a study of what a practice achieved.
type Evaluation struct {
	Type        string    `json:"type,omitempty"` // monitoring, before_after, comparison, randomised, qualitative, cost, feedback
	By          string    `json:"by,omitempty"`   // self, commissioned, independent
	Year        int       `json:"year,omitempty"`
	Sample      *int      `json:"sample,omitempty"`
	Finding     i18n.Text `json:"finding,omitzero"`
	Limitations i18n.Text `json:"limitations,omitzero"`
	Source      string    `json:"source,omitempty"`
}

// Lesson is what was learnt: success_factor, critical_issue, do, dont, failure
// or side_effect.
type Lesson struct {
	Kind string    `json:"kind,omitempty"`
	Text i18n.Text `json:"text,omitzero"`
}

// Condition is something a reader can check for their own town.
type Condition struct {
	ID        string    `json:"id"`
	Statement i18n.Text `json:"statement,omitzero"`
	Category  string    `json:"category,omitempty"` // population, environment, implementation, support
	Need      string    `json:"need,omitempty"`     // must, helps
}

// Criteria are the six national criteria.
type Criteria struct {
	GoalOriented       Criterion `json:"goal_oriented,omitzero"`
	CustomerResponsive Criterion `json:"customer_responsive,omitzero"`
	ContextSensitive   Criterion `json:"context_sensitive,omitzero"`
	HighImpact         Criterion `json:"high_impact,omitzero"`
	Modelled           Criterion `json:"modelled,omitzero"`
	Generalisable      Criterion `json:"generalisable,omitzero"`
}

// Criterion is one answer with its reason.
type Criterion struct {
	Met    string    `json:"met,omitempty"` // yes, partly, no
	Reason i18n.Text `json:"reason,omitzero"`
}

// Contact is a work contact. Name, e-mail and phone are shown only when Public.
type Contact struct {
	Name       string    `json:"name,omitempty"`
	Role       i18n.Text `json:"role,omitzero"`
	Email      string    `json:"email,omitempty"`
	Phone      string    `json:"phone,omitempty"`
	ValidUntil string    `json:"validUntil,omitempty"`
	Visits     bool      `json:"visits,omitempty"`
	Mentoring  bool      `json:"mentoring,omitempty"`
	Public     bool      `json:"public,omitempty"`
	Erased     string    `json:"erased,omitempty"` // date on which the person was erased
}

// Source is where a statement comes from; every figure names one.
type Source struct {
	ID        string `json:"id"`
	Title     string `json:"title,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Year      int    `json:"year,omitempty"`
	Language  string `json:"language,omitempty"`
	URL       string `json:"url,omitempty"`
	Note      string `json:"note,omitempty"`
}

// Attachment describes a file kept beside a practice.
type Attachment struct {
	ID        string    `json:"id"`
	Name      string    `json:"name,omitempty"`
	MediaType string    `json:"mediaType,omitempty"`
	Size      int64     `json:"size,omitempty"` // bytes
	Alt       i18n.Text `json:"alt,omitzero"`
}

// Related points to another practice.
type Related struct {
	Practice string `json:"practice"`
	Relation string `json:"relation,omitempty"` // derived_from, similar, combines_with, replaces
}

// Computed is what the service works out; it is answered, ignored on input and
// absent from bundles.
type Computed struct {
	Completeness int         `json:"completeness"` // per cent
	Evidence     Evidence    `json:"evidence"`
	NeedsUpdate  bool        `json:"needsUpdate"`
	Languages    []i18n.Lang `json:"languages"` // languages that have title and summary
	Review       ReviewMark  `json:"review"`
}

// UnmarshalJSON reads nothing: what is worked out is ignored on input, whatever
// it holds.
func (c *Computed) UnmarshalJSON([]byte) error { return nil }

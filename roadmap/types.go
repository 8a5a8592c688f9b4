// Package roadmap holds towns' plans: sections, goals, actions, indicators;
// their types, their rules and their SQL.
package roadmap

import (
	"time"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// Roadmap is one plan, as the API, a bundle and a stored version hold it.
type Roadmap struct {
	ID               string             `json:"id,omitempty"`
	Organisation     string             `json:"organisation,omitempty"`
	Kind             string             `json:"kind,omitempty"` // action_programme, service_package, chapter, project, joint
	Title            i18n.Text          `json:"title,omitzero"`
	Municipalities   []string           `json:"municipalities,omitempty"`
	Period           catalogue.Period   `json:"period,omitzero"`
	OriginalLanguage i18n.Lang          `json:"originalLanguage,omitempty"`
	State            string             `json:"state,omitempty"` // draft, consultation, approved, in_force, closed
	Version          int                `json:"version,omitempty"`
	Revision         int                `json:"revision,omitempty"`
	Approval         Approval           `json:"approval,omitzero"`
	Foreword         i18n.Text          `json:"foreword,omitzero"`
	Situation        Situation          `json:"situation,omitzero"`
	Framework        string             `json:"framework,omitempty"` // id of a vocabulary
	Sections         []Section          `json:"sections,omitempty"`
	Sources          []catalogue.Source `json:"sources,omitempty"`
	CreatedAt        time.Time          `json:"createdAt,omitzero"`
	UpdatedAt        time.Time          `json:"updatedAt,omitzero"`
}

// Approval is the decision that put a roadmap in force.
type Approval struct {
	Body     string `json:"body,omitempty"`
	Date     string `json:"date,omitempty"`
	Decision string `json:"decision,omitempty"`
	URL      string `json:"url,omitempty"`
}

// Situation is where the town stands when the plan begins.
type Situation struct {
	Text    i18n.Text          `json:"text,omitzero"`
	Figures []catalogue.Result `json:"figures,omitempty"`
}

// Section gathers the goals of one domain.
type Section struct {
	ID     string    `json:"id"`
	Domain string    `json:"domain,omitempty"`
	Title  i18n.Text `json:"title,omitzero"`
	Intro  i18n.Text `json:"intro,omitzero"`
	Goals  []Goal    `json:"goals,omitempty"`
}

// Goal is what a town wants to reach.
type Goal struct {
	ID         string      `json:"id"`
	Title      i18n.Text   `json:"title,omitzero"`
	Rationale  i18n.Text   `json:"rationale,omitzero"`
	Indicators []Indicator `json:"indicators,omitempty"`
	Actions    []Action    `json:"actions,omitempty"`
}

// Action is one row of the plan's table; its items are the bullets.
type Action struct {
	ID              string       `json:"id"`
	Items           []i18n.Text  `json:"items,omitempty"`
	AsRead          *AsRead      `json:"asRead,omitempty"`
	Description     i18n.Text    `json:"description,omitzero"`
	Practice        *PracticeUse `json:"practice,omitempty"`
	Schedule        Schedule     `json:"schedule,omitzero"`
	Parties         []Party      `json:"parties,omitempty"`
	ResponsibleText i18n.Text    `json:"responsibleText,omitzero"`
	Indicators      []Indicator  `json:"indicators,omitempty"`
	IndicatorText   i18n.Text    `json:"indicatorText,omitzero"`
	Status          string       `json:"status,omitempty"` // not_started, in_progress, done, established, paused, cancelled
	StatusReason    i18n.Text    `json:"statusReason,omitzero"`
	Budget          []Budget     `json:"budget,omitempty"`
	Steps           []Step       `json:"steps,omitempty"`
}

// AsRead keeps an imported row byte for byte; it is never edited.
type AsRead struct {
	Place string   `json:"place"` // "line 54", "Sheet1!B7"
	Cells []string `json:"cells"` // five: goal, actions, schedule, responsible, indicator
}

// PracticeUse says which version of which practice an action takes over.
type PracticeUse struct {
	ID         string         `json:"id"`
	Version    int            `json:"version"`
	Components []ComponentUse `json:"components,omitempty"`
}

// ComponentUse says what became of a component: kept, adapted or left_out.
type ComponentUse struct {
	ID   string    `json:"id"`
	Use  string    `json:"use,omitempty"`
	Note i18n.Text `json:"note,omitzero"`
}

// Schedule is when an action happens. Starting before the roadmap's period is
// allowed.
type Schedule struct {
	Kind   string `json:"kind,omitempty"` // years, dates, continuous, recurring
	Start  string `json:"start,omitempty"`
	End    string `json:"end,omitempty"`
	Every  *Every `json:"every,omitempty"`
	Review string `json:"review,omitempty"` // date
	Text   string `json:"text,omitempty"`   // as written
}

// Every is how often something recurs: Times per week, month, quarter or year.
type Every struct {
	Times int    `json:"times"`
	Per   string `json:"per"`
}

// Party is somebody with a part in an action. A suggested party is a proposal
// of the assembler that nobody has confirmed.
type Party struct {
	Name         string `json:"name,omitempty"` // empty for one suggested by its type alone
	Type         string `json:"type,omitempty"`
	Role         string `json:"role,omitempty"` // lead, co_lead, partner, supports
	Suggested    bool   `json:"suggested,omitempty"`
	Confirmed    string `json:"confirmed,omitempty"` // date
	Organisation string `json:"organisation,omitempty"`
}

// Indicator is a measure used by a goal or an action.
type Indicator struct {
	ID          string     `json:"id"`
	Label       i18n.Text  `json:"label,omitzero"`
	Level       string     `json:"level,omitempty"`
	Measure     string     `json:"measure,omitempty"`
	Unit        i18n.Text  `json:"unit,omitzero"`
	Desired     string     `json:"desired,omitempty"` // up, down, keep, state
	Baseline    *Baseline  `json:"baseline,omitempty"`
	Targets     []Target   `json:"targets,omitempty"`
	Reference   *Reference `json:"reference,omitempty"`
	Source      string     `json:"source,omitempty"`
	CollectedBy string     `json:"collectedBy,omitempty"`
}

// Baseline is the state before, or the reason why it is unknown.
type Baseline struct {
	Value   *float64 `json:"value,omitempty"`
	Text    string   `json:"text,omitempty"`
	Date    string   `json:"date,omitempty"`
	Source  string   `json:"source,omitempty"`
	Unknown string   `json:"unknown,omitempty"`
}

// Target is what shall be reached by a date.
type Target struct {
	Value *float64 `json:"value,omitempty"`
	Text  string   `json:"text,omitempty"`
	Date  string   `json:"date,omitempty"`
}

// Reference is what a practice reached where it comes from; never a target.
type Reference struct {
	Practice string           `json:"practice"`
	Version  int              `json:"version"`
	Result   string           `json:"result"`
	Value    *float64         `json:"value,omitempty"`
	Unit     i18n.Text        `json:"unit,omitzero"`
	Period   catalogue.Period `json:"period,omitzero"`
}

// Budget is one year's money in whole units of Currency.
type Budget struct {
	Year     int      `json:"year"`
	Planned  *float64 `json:"planned,omitempty"`
	Actual   *float64 `json:"actual,omitempty"`
	Currency string   `json:"currency,omitempty"`
	Source   string   `json:"source,omitempty"`
}

// Step is a smaller piece of an action.
type Step struct {
	Title i18n.Text `json:"title,omitzero"`
	Due   string    `json:"due,omitempty"`
	Done  bool      `json:"done,omitempty"`
}

// Measurement is one observation of an indicator; a later one may replace it.
type Measurement struct {
	ID         string                `json:"id"`
	Roadmap    string                `json:"roadmap"`
	Indicator  string                `json:"indicator"`
	Period     catalogue.Period      `json:"period,omitzero"`
	Value      *float64              `json:"value,omitempty"`
	Text       string                `json:"text,omitempty"`
	Kind       string                `json:"kind,omitempty"`   // measured, estimated, provisional
	Status     string                `json:"status,omitempty"` // ok, missing, not_collected, suppressed, not_applicable
	Breakdowns []catalogue.Breakdown `json:"breakdown,omitempty"`
	Base       *catalogue.Base       `json:"base,omitempty"`
	Source     string                `json:"source,omitempty"`
	Comment    i18n.Text             `json:"comment,omitzero"`
	By         string                `json:"by,omitempty"`
	At         time.Time             `json:"at,omitzero"`
	Replaces   string                `json:"replaces,omitempty"`
}

// Actions lists the actions of all goals, in order.
func (r *Roadmap) Actions() []Action {
	var actions []Action
	for _, s := range r.Sections {
		for _, g := range s.Goals {
			actions = append(actions, g.Actions...)
		}
	}
	return actions
}

package ui

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// assessForm is a step of an assessment as it was sent: its fields, and for each
// that it names the fingerprint of what it said when the page was made.
type assessForm struct {
	catalogue.Assessment
	known map[string]string
}

func (p *Pages) readAssessment(c echo.Context, values url.Values) assessForm {
	lang, ok := i18n.ParseLang(values.Get("language"))
	if !ok {
		lang = pageLanguage(c)
	}
	form := assessForm{known: map[string]string{}}
	form.Language = lang
	for _, id := range p.Catalogue.CriteriaIDs() {
		at := "criteria." + id
		form.Criteria = append(form.Criteria, catalogue.Answer{
			Criterion: id, Met: values.Get(at + ".met"), Reason: i18n.Text{}.Set(lang, cleaned(values.Get(at+".reason"))),
		})
	}
	form.Recommendation, form.ShowName = values.Get("recommendation"), values.Get("showName") != ""
	form.Text = i18n.Text{}.Set(lang, cleaned(values.Get("text")))
	for path, empty := range p.Catalogue.AssessmentKnown(catalogue.Assessment{}) {
		if !values.Has(path) {
			continue
		}
		form.known[path] = empty
		if was := values.Get("known." + path); was != "" {
			form.known[path] = was
		}
	}
	return form
}

func (p *Pages) assessCriteriaSent(c echo.Context) error { return p.assessKept(c, "criteria") }

func (p *Pages) assessAdviceSent(c echo.Context) error { return p.assessKept(c, "recommendation") }

// assessKept saves a step of an assessment, in the language that the reviewer
// has chosen, and leads to the next.
func (p *Pages) assessKept(c echo.Context, step string) error {
	values := c.Request().PostForm
	form := p.readAssessment(c, values)
	if values.Has("sent") { // by the same page before, which has not had an answer
		before, err := url.ParseQuery(values.Get("sent"))
		if err != nil {
			return echo.ErrBadRequest
		}
		earlier := p.readAssessment(c, before)
		if _, err := p.saveAssessment(c, earlier); err != nil && !errors.As(err, new(i18n.Problems)) {
			return err
		}
		then := p.Catalogue.AssessmentKnown(earlier.Assessment)
		for path := range earlier.known {
			if _, named := form.known[path]; named {
				form.known[path] = then[path]
			}
		}
	}
	saved, err := p.saveAssessment(c, form)
	if c.FormValue("op") == "autosave" {
		return p.assessAutosaved(c, form, saved, err)
	}
	next := map[string]string{"criteria": "/recommendation", "recommendation": "/check"}[step]
	switch c.FormValue("op") {
	case "later":
		next = ""
	case "read":
		next = "#entry"
	default:
		if err == nil {
			err = p.tooLong(saved.Assessment, step)
		}
	}
	return p.assessed(c, err, step, func(page *assessPage) string {
		page.Mine.Assessment, page.Stands = saved.Typed, saved.Assessment
		if in := saved.Typed.Language; in != "" {
			page.Language = in
		}
		page.ask(p)
		return next
	})
}

func (p *Pages) saveAssessment(c echo.Context, form assessForm) (catalogue.AssessmentSaved, error) {
	return p.Catalogue.SaveAssessment(c.Request().Context(), actorOf(c), c.Param("id"), form.Assessment, form.known)
}

// assessAutosaved tells the script what of an assessment was saved, and what the
// form has to remember from now on of the fields that stand as they were sent.
func (p *Pages) assessAutosaved(c echo.Context, form assessForm, saved catalogue.AssessmentSaved, err error) error {
	lang, status := pageLanguage(c), http.StatusOK
	said := p.Messages.T(lang, "page.write.saved", "Time", clock(p.Catalogue.Now()))
	var problems i18n.Problems
	if errors.As(err, &problems) {
		status = http.StatusUnprocessableEntity
		var words []string
		for _, one := range p.assessProblems(c, problems) {
			if one.Label != "" {
				one.Text = one.Label + ": " + one.Text
			}
			words = append(words, one.Text)
		}
		said = strings.Join(words, " ")
	} else if err != nil {
		return err
	}
	stands, sent := p.Catalogue.AssessmentKnown(saved.Assessment), p.Catalogue.AssessmentKnown(form.Assessment)
	remember := map[string]string{}
	for path := range form.known {
		if stands[path] == sent[path] {
			remember[path] = sent[path]
		}
	}
	return c.JSON(status, map[string]any{"said": said, "texts": remember})
}

// tooLong are the texts of a step that have been kept and cannot be sent as they
// are.
func (p *Pages) tooLong(a catalogue.Assessment, step string) error {
	list := slices.DeleteFunc(p.Catalogue.UnfinishedIn(a), func(one i18n.Problem) bool {
		return one.Key == "required" || stepOf(one.Path) != step
	})
	return list.Err()
}

// stepOf is the step in which a part of an assessment is written.
func stepOf(path string) string {
	if strings.HasPrefix(path, "criteria.") {
		return "criteria"
	}
	return "recommendation"
}

// elsewhere is what stands in the fields that were changed both in the form and
// elsewhere, by the ids of the fields.
func (p *Pages) elsewhere(page *assessPage, problems i18n.Problems) map[string]shown {
	now := map[string]shown{}
	for _, one := range problems {
		if one.Key != "changed_elsewhere" {
			continue
		}
		a, text := page.Stands, shown{}
		criterion, part, _ := strings.Cut(strings.TrimPrefix(one.Path, "criteria."), ".")
		switch {
		case part == "met":
			text.Text = first(p.Catalogue.Vocabularies.Label("criterion_met", a.Answer(criterion).Met).Best(page.Lang))
		case part == "reason":
			text = show(page.Lang, a.Answer(criterion).Reason, a.Language)
		case one.Path == "text":
			text = show(page.Lang, a.Text, a.Language)
		case one.Path == "recommendation" && a.Recommendation != "":
			text.Text = p.Messages.T(page.Lang, "page.recommend."+a.Recommendation)
		case one.Path == "language":
			text.Text = p.languageName(page.Lang, string(a.Language))
		}
		if text.Text == "" {
			text.Text = p.Messages.T(page.Lang, "page.assess.stored.empty")
		}
		now[one.Path] = text
	}
	return now
}

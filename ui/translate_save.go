package ui

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// translateSave saves the whole form, whichever of its buttons was pressed.
func (p *Pages) translateSave(c echo.Context) error {
	t, err := p.translations(c)
	if err != nil {
		return err
	}
	values := c.Request().PostForm
	form, err := readTranslations(values, t.To)
	if err != nil {
		return err
	}
	if values.Has("sent") { // by the same page before, which has not had an answer
		before, err := url.ParseQuery(values.Get("sent"))
		if err != nil {
			return echo.ErrBadRequest
		}
		earlier, err := readTranslations(before, t.To)
		if err != nil {
			return err
		}
		if _, _, err := p.saveTranslations(c, earlier); err != nil {
			return err
		}
		form.since(earlier)
	}
	saved, problems, err := p.saveTranslations(c, form)
	if err != nil {
		return err
	}
	switch {
	case c.FormValue("op") == "autosave":
		return p.translateAutosaved(c, form, saved, problems)
	case len(problems) > 0 || len(saved.Gone) > 0:
		return p.translateAgain(c, form, saved, problems)
	case len(saved.Clashes) > 0:
		return c.Redirect(http.StatusSeeOther, deskURL(pageLanguage(c), c.Param("id"))+"/conflict")
	}
	query := showing(c)
	query.Set("saved", "1")
	return translated(c, query)
}

// saveTranslations saves what of the form can be stored.
func (p *Pages) saveTranslations(c echo.Context, form *translationForm) (*catalogue.TranslationSaved, i18n.Problems, error) {
	var problems, refused i18n.Problems
	fit := form.TranslationForm
	for {
		saved, err := p.Catalogue.Translate(c.Request().Context(), actorOf(c), c.Param("id"), fit)
		if err == nil || !errors.As(err, &refused) {
			return saved, problems, err
		}
		before := len(fit.Texts)
		fit.Texts = slices.DeleteFunc(slices.Clone(fit.Texts), func(text catalogue.TranslatedText) bool {
			i := slices.IndexFunc(form.Texts, func(other catalogue.TranslatedText) bool { return other.Path == text.Path })
			name := i18n.Join(form.fields[i], string(form.To))
			return slices.ContainsFunc(refused, func(one i18n.Problem) bool { return one.Path == name })
		})
		problems = append(problems, refused...)
		if len(fit.Texts) == before { // the draft itself cannot be stored
			return &catalogue.TranslationSaved{}, problems, nil
		}
	}
}

// translateAutosaved tells the script what the form has to remember from now on:
// only of texts that stand there as they were sent, so that nobody else's change
// is taken for one's own.
func (p *Pages) translateAutosaved(c echo.Context, form *translationForm, saved *catalogue.TranslationSaved, problems i18n.Problems) error {
	lang, status := pageLanguage(c), http.StatusOK
	answer := map[string]any{}
	remember := map[string]string{}
	for i, text := range form.Texts {
		if slices.Contains(saved.Stand, text.Path) {
			field := catalogue.TextField{Path: form.fields[i], Stable: text.Path}
			remember[i18n.Join(field.Path, string(form.To))] = remembered(field, text.Text, text.Of)
		}
	}
	answer["texts"] = remember
	switch {
	case len(problems) > 0:
		answer["said"], status = p.Messages.T(lang, "page.translate.not_saved"), http.StatusUnprocessableEntity
	case len(saved.Gone) > 0:
		answer["said"], status = p.Messages.T(lang, "page.translate.gone"), http.StatusConflict
	case len(saved.Clashes) > 0:
		answer["said"], status = p.Messages.T(lang, "page.translate.clash"), http.StatusConflict
		answer["link"] = map[string]string{"href": deskURL(lang, c.Param("id")) + "/conflict", "text": p.Messages.T(lang, "page.write.pending.link")}
	case len(saved.Older) > 0:
		answer["said"] = p.Messages.T(lang, "page.translate.older", "Time", clock(saved.Practice.UpdatedAt))
	default:
		answer["said"] = p.Messages.T(lang, "page.translate.saved", "Time", clock(saved.Practice.UpdatedAt))
	}
	return c.JSON(status, answer)
}

// translateAgain shows the form with what of its input could not be saved.
func (p *Pages) translateAgain(c echo.Context, form *translationForm, saved *catalogue.TranslationSaved, problems i18n.Problems) error {
	t, err := p.translations(c)
	if err != nil {
		return err
	}
	page := p.translatePage(c, t)
	page.Failed, page.Pending, page.Work = true, len(saved.Clashes) > 0, false // what is wrong may be in any row
	page.lay(t)
	for i, text := range form.Texts {
		name := i18n.Join(form.fields[i], string(form.To))
		if slices.Contains(saved.Gone, text.Path) {
			page.Summary = append(page.Summary, fieldError{Field: "texts", Text: p.Messages.T(page.Lang, "page.translate.gone.text", "Text", text.Text)})
		}
		for _, problem := range problems {
			if problem.Path != name {
				continue
			}
			said := p.Messages.Problem(page.Lang, problem)
			if row := page.row(text.Path); row != nil {
				row.Value, row.Ticked, row.Wrong = text.Text, text.Machine, said
			}
			page.Summary = append(page.Summary, fieldError{Field: name, Text: p.fieldName(page.Lang, name) + ": " + said})
		}
	}
	if len(page.Summary) == 0 { // what is wrong is in none of the texts
		for _, problem := range problems {
			page.Summary = append(page.Summary, fieldError{Field: "texts", Text: p.fieldName(page.Lang, problem.Path) + ": " + p.Messages.Problem(page.Lang, problem)})
		}
	}
	return p.render(c, http.StatusUnprocessableEntity, "translate", page)
}

// translateTexts answers with the texts that a machine may translate: those that
// have no translation, and those whose translation comes from a machine.
func (p *Pages) translateTexts(c echo.Context) error {
	t, err := p.translations(c)
	if err != nil {
		return err
	}
	texts := map[string]string{}
	for _, one := range t.Texts {
		if one.Original != "" && (one.State == catalogue.Missing || one.Machine) {
			texts[one.Stable] = one.Original
		}
	}
	body, err := json.MarshalIndent(texts, "", " ")
	if err != nil {
		return err
	}
	name := t.Practice.ID + "-" + string(t.Practice.OriginalLanguage) + "-" + string(t.To) + ".json"
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, body)
}

// translateMachine brings in machine text, pasted in the form in which
// translateTexts gives the originals.
func (p *Pages) translateMachine(c echo.Context) error {
	t, err := p.translations(c)
	if err != nil {
		return err
	}
	pasted := c.FormValue("texts")
	texts := map[string]string{}
	if json.Unmarshal([]byte(pasted), &texts) != nil || len(texts) == 0 {
		return p.machineRefused(c, t, pasted, p.Messages.T(pageLanguage(c), "page.translate.machine.not_json"))
	}
	filled, kept, err := p.Catalogue.FillMachine(c.Request().Context(), actorOf(c), t.Practice.ID, t.To, texts)
	var problems i18n.Problems
	if errors.As(err, &problems) {
		first := problems[0]
		return p.machineRefused(c, t, pasted, first.Path+": "+p.Messages.Problem(pageLanguage(c), first))
	}
	if err != nil {
		return err
	}
	query := showing(c)
	query.Set("filled", strconv.Itoa(filled))
	const most = 20 // names in an address
	query["kept"] = kept[:min(len(kept), most)]
	return translated(c, url.Values(query))
}

func (p *Pages) machineRefused(c echo.Context, t *catalogue.Translations, pasted, said string) error {
	page := p.translatePage(c, t)
	page.Failed, page.Pasted, page.Refused = true, pasted, said
	page.Summary = []fieldError{{Field: "machine-texts", Text: said}}
	return p.render(c, http.StatusUnprocessableEntity, "translate", page)
}

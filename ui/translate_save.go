package ui

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

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
	texts, err := readTranslations(c.Request().PostForm, t.To)
	if err != nil {
		return err
	}
	clashes, err := p.Catalogue.Translate(c.Request().Context(), actorOf(c), t.Practice.ID, t.To, texts)
	var problems i18n.Problems
	if err != nil && !errors.As(err, &problems) {
		return err
	}
	if c.FormValue("op") == "autosave" {
		return p.translateAutosaved(c, texts, len(clashes) > 0 || len(problems) > 0)
	}
	if len(clashes) > 0 || len(problems) > 0 {
		return p.translateAgain(c, texts, clashes, problems)
	}
	query := showing(c)
	query.Set("saved", "1")
	return translated(c, query)
}

// translateAutosaved tells the script what the form has to remember from now on:
// only of texts that stand there as they were sent, so that nobody else's change
// is taken for one's own.
func (p *Pages) translateAutosaved(c echo.Context, texts []catalogue.TranslatedText, refused bool) error {
	if refused {
		return c.JSON(http.StatusConflict, map[string]string{"said": p.Messages.T(pageLanguage(c), "page.translate.not_saved")})
	}
	t, err := p.translations(c)
	if err != nil {
		return err
	}
	remember := map[string]string{}
	for _, one := range t.Texts {
		sent := slices.IndexFunc(texts, func(text catalogue.TranslatedText) bool { return text.Path == one.Stable && text.Text == one.Into })
		if sent >= 0 {
			remember[i18n.Join(one.Path, string(t.To))] = remembered(one.TextField, one.Into, texts[sent].Of)
		}
	}
	said := p.Messages.T(pageLanguage(c), "page.translate.saved", "Time", clock(t.Practice.UpdatedAt))
	return c.JSON(http.StatusOK, map[string]any{"said": said, "texts": remember})
}

// translateAgain shows the form with its input and with what stands in the way.
// Sending it once more then replaces what others wrote, knowingly.
func (p *Pages) translateAgain(c echo.Context, texts []catalogue.TranslatedText, clashes []catalogue.Clash, problems i18n.Problems) error {
	t, err := p.translations(c)
	if err != nil {
		return err
	}
	page := p.translatePage(c, t)
	page.Failed = true
	for _, text := range texts {
		if row := page.row(text.Path); row != nil && catalogue.Fingerprint(text.Text) != text.Was {
			row.Value, row.Ticked = text.Text, text.Machine
		}
	}
	for i, clash := range clashes {
		row := page.row(clash.Path)
		if row == nil {
			page.Summary = append(page.Summary, fieldError{Field: "texts", Text: p.Messages.T(page.Lang, "page.translate.clash.gone")})
			continue
		}
		row.Clash = &clashes[i]
		page.Summary = append(page.Summary, fieldError{Field: row.Name, Text: p.fieldName(page.Lang, row.Path) + ": " + p.clashWords(page.Lang, clash)})
	}
	for _, problem := range problems {
		said := p.Messages.Problem(page.Lang, problem)
		if field, ok := catalogue.TextAt(t.Practice, strings.TrimSuffix(problem.Path, "."+string(t.To))); ok {
			if row := page.row(field.Stable); row != nil {
				row.Wrong = said
			}
		}
		page.Summary = append(page.Summary, fieldError{Field: problem.Path, Text: p.fieldName(page.Lang, problem.Path) + ": " + said})
	}
	status := http.StatusUnprocessableEntity
	if len(clashes) > 0 {
		status = http.StatusConflict
	}
	return p.render(c, status, "translate", page)
}

func (p *Pages) clashWords(lang i18n.Lang, clash catalogue.Clash) string {
	if clash.Original {
		return p.Messages.T(lang, "page.translate.clash.original")
	}
	return p.Messages.T(lang, "page.translate.clash.theirs")
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
	page.Failed, page.Pasted = true, pasted
	page.Summary = []fieldError{{Field: "machine-texts", Text: said}}
	return p.render(c, http.StatusUnprocessableEntity, "translate", page)
}

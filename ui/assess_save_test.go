package ui_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tiekartta/i18n"
)

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// opened is what the form of a step remembers when it is opened.
func (r reviewing) opened(address string) url.Values {
	r.t.Helper()
	form := url.Values{"language": {"sv"}}
	for _, one := range hiddenField.FindAllStringSubmatch(r.get(address, r.vaasa).Body.String(), -1) {
		if strings.HasPrefix(one[1], "known.") {
			form.Set(one[1], html.UnescapeString(one[2]))
		}
	}
	return form
}

func TestAnOlderTabOfAnAssessmentAsksInsteadOfOverwriting(t *testing.T) {
	r := openReviewing(t)
	task := r.ask()
	r.wants(r.post(task+"/reply", url.Values{"answer": {"accept"}}, r.vaasa), http.StatusSeeOther)
	r.wants(r.post(task+"/criteria", r.criteria("no"), r.vaasa), http.StatusSeeOther)
	older, newer := r.opened(task+"/criteria"), r.opened(task+"/criteria")
	newer.Set("criteria.modelled.reason", "Ny motivering")
	newer.Set("op", "autosave")
	r.wants(r.post(task+"/criteria", newer, r.vaasa), http.StatusOK, `"criteria.modelled.reason":"`)
	r.wants(r.post(task+"/criteria", url.Values{"op": {"autosave"}}, r.vaasa), http.StatusOK)
	older.Set("criteria.modelled.reason", "Gammal motivering")
	older.Set("criteria.high_impact.reason", "Bara här")
	w := r.post(task+"/criteria", older, r.vaasa)
	r.wants(w, http.StatusUnprocessableEntity, `href="#criteria.modelled.reason"`, "Gammal motivering</textarea>", "Ny motivering</p>", "Bara här</textarea>",
		r.says(i18n.Finnish, "problem.changed_elsewhere"), r.says(i18n.Finnish, "page.assess.stored"))
	r.wants(r.get(task+"/criteria", r.vaasa), http.StatusOK, "Ny motivering</textarea>", "Bara här</textarea>", "Motivering &lt;b&gt;no")
	again := url.Values{"language": {"sv"}, "criteria.modelled.reason": {"Gammal motivering"}}
	for _, one := range hiddenField.FindAllStringSubmatch(w.Body.String(), -1) {
		again.Add(one[1], one[2])
	}
	r.wants(r.post(task+"/criteria", again, r.vaasa), http.StatusSeeOther)
	r.wants(r.get(task+"/criteria", r.vaasa), http.StatusOK, "Gammal motivering</textarea>")
}

func TestOneReasonThatIsTooLongToKeepIsNamedAndTheOthersAreSaved(t *testing.T) {
	r := openReviewing(t)
	task := r.ask()
	r.wants(r.post(task+"/reply", url.Values{"answer": {"accept"}}, r.vaasa), http.StatusSeeOther)
	form := r.criteria("no")
	form.Set("criteria.modelled.reason", strings.Repeat("å", 20_001))
	form.Set("op", "autosave")
	name := first(r.exporter.Catalogue.Vocabularies.Label("criterion", "modelled").Best(i18n.Finnish))
	r.wants(r.post(task+"/criteria", form, r.vaasa), http.StatusUnprocessableEntity, name+": ", `"criteria.high_impact.reason":"`)
	r.wants(r.get(task+"/criteria", r.vaasa), http.StatusOK, "Motivering &lt;b&gt;no")
}

func TestASaveOnLeavingFollowsTheOneBeforeItThatHadNoAnswer(t *testing.T) {
	r := openReviewing(t)
	task := r.ask()
	r.wants(r.post(task+"/reply", url.Values{"answer": {"accept"}}, r.vaasa), http.StatusSeeOther)
	before := r.opened(task + "/criteria")
	before.Set("criteria.modelled.reason", "Bör")
	before.Set("op", "autosave")
	after := url.Values{}
	for name, values := range before {
		after[name] = values
	}
	after.Set("criteria.modelled.reason", "Början och slutet")
	after.Set("sent", before.Encode())
	r.wants(r.post(task+"/criteria", before, r.vaasa), http.StatusOK)
	r.wants(r.post(task+"/criteria", after, r.vaasa), http.StatusOK)
	r.wants(r.get(task+"/criteria", r.vaasa), http.StatusOK, "Början och slutet</textarea>")
}

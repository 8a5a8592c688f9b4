package roadmap

import (
	"slices"

	"tiekartta/i18n"
)

// texts calls yield with every text of the roadmap that is written in
// languages, in the roadmap's order, empty ones too.
func (r *Roadmap) texts(yield func(i18n.Text)) {
	yield(r.Title)
	yield(r.Foreword)
	yield(r.Situation.Text)
	for _, figure := range r.Situation.Figures {
		yield(figure.Label)
	}
	for _, s := range r.Sections {
		yield(s.Title)
		yield(s.Intro)
		for _, g := range s.Goals {
			yield(g.Title)
			yield(g.Rationale)
			indicatorTexts(g.Indicators, yield)
			for _, a := range g.Actions {
				for _, item := range a.Items {
					yield(item)
				}
				yield(a.Description)
				yield(a.ResponsibleText)
				yield(a.IndicatorText)
				yield(a.StatusReason)
				indicatorTexts(a.Indicators, yield)
				for _, step := range a.Steps {
					yield(step.Title)
				}
			}
		}
	}
}

func indicatorTexts(indicators []Indicator, yield func(i18n.Text)) {
	for _, use := range indicators {
		yield(use.Label)
		yield(use.Unit)
	}
}

// translations counts the texts that lack a language in which the roadmap must
// or wants to be read: those of its municipalities and, where these are not
// known, the national languages that some of its texts have.
func (c *checks) translations(r *Roadmap) {
	missing, wanted := map[i18n.Lang]int{}, c.languages(r)
	r.texts(func(t i18n.Text) {
		if t.Empty() {
			return
		}
		for _, lang := range wanted {
			if t.In(lang) == "" {
				missing[lang]++
			}
		}
	})
	for _, lang := range wanted {
		if n := missing[lang]; n > 0 {
			c.add("missing_"+string(lang), "", "note", "N", n)
		}
	}
}

func (c *checks) languages(r *Roadmap) []i18n.Lang {
	wanted := map[i18n.Lang]bool{}
	if c.Places != nil {
		for _, code := range r.Municipalities {
			m, _ := c.Places.Municipality(code)
			for _, lang := range m.Languages {
				wanted[lang] = true
			}
		}
	}
	if len(wanted) == 0 {
		r.texts(func(t i18n.Text) {
			wanted[i18n.Finnish] = wanted[i18n.Finnish] || t.FI != ""
			wanted[i18n.Swedish] = wanted[i18n.Swedish] || t.SV != ""
		})
	}
	return slices.DeleteFunc(i18n.Langs(), func(lang i18n.Lang) bool { return !wanted[lang] })
}

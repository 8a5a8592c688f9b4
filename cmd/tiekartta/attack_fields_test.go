package main

import (
	"reflect"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// payloads try to become markup, a template's action and an address that runs.
func payloads() []string {
	return []string{`"'></textarea></title></script><pwn onpwn=1><script>pwned()</script>{{.}} `, "javascript:pwned()//"}
}

// coded are the plain fields of a practice that take only what they know; all
// others take any text, and get the payload. A field that is new in the model
// gets it, too, and needs a row here only if it refuses it.
func coded() map[string]string {
	return map[string]string{
		"id": "", "organisation": "vantaa", "state": "", "maturity": "pilot", "originalLanguage": "fi", "domains": "work", "targetGroups": "newcomers",
		"participation": "informed", "country": "FI", "municipalities": "092", "regions": "01", "serviceLanguages": "sv",
		"reviewDue": "2030-01-01", "components.kind": "core", "partners.type": "municipality", "funding.currency": "EUR",
		"reach.period.start": "2020", "reach.period.end": "2021", "period.start": "2020", "period.end": "2021", "funding.period.start": "2020", "funding.period.end": "2021",
		"results.period.start": "2020", "results.period.end": "2021", "results.level": "output", "results.measure": "share", "results.currency": "EUR",
		"results.direction": "positive", "results.baseline.date": "2019", "results.breakdowns.dimension": "sex", "results.breakdowns.as": "count",
		"evaluations.type": "monitoring", "evaluations.by": "self", "lessons.kind": "do", "conditions.category": "population", "conditions.need": "must",
		"criteria.goal_oriented.met": "yes", "criteria.customer_responsive.met": "yes", "criteria.context_sensitive.met": "partly",
		"criteria.high_impact.met": "no", "criteria.modelled.met": "yes", "criteria.generalisable.met": "yes",
		"contact.validUntil": "2030-01-01", "contact.erased": "", "sources.language": "fi", "sources.url": "https://example.fi/?x=",
		"related.practice": "", "related.relation": "similar", "attachments.mediaType": "", "machine": "",
	}
}

// hostile is a practice with a payload in every text and every field that takes
// one, each with the name of its field behind it.
func hostile(t *testing.T, payload, file string) catalogue.Practice {
	t.Helper()
	p := catalogue.Practice{}
	h := filler{payload: payload, known: coded()}
	h.fill(reflect.ValueOf(&p).Elem(), "")
	p.Machine, p.Computed, p.Related, p.Attachments[0].ID = nil, nil, nil, file
	p.Attachments[0].Name = payload + "attachments.name.txt"
	one := p.Sources[0].ID
	p.Results[0].Source, p.Results[0].Baseline.Source, p.Evaluations[0].Source = one, one, one
	// Only what can be an address is one; what runs is refused, which the test tries.
	p.Sources[0].URL = "https://example.fi/" + strings.ReplaceAll(payload, " ", "%20")
	return p
}

type filler struct {
	payload string
	known   map[string]string
}

func (h filler) fill(v reflect.Value, path string) {
	if text, ok := v.Addr().Interface().(*i18n.Text); ok {
		for _, lang := range i18n.Langs() {
			*text = text.Set(lang, h.payload+path+"."+string(lang)+"!")
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		value, ok := h.known[path]
		if !ok {
			value = h.payload + path + "!"
		}
		v.SetString(value)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		h.fill(v.Elem(), path)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		h.fill(v.Index(0), path)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Type.PkgPath() != "time" {
				name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
				h.fill(v.Field(i), strings.TrimPrefix(path+"."+name, "."))
			}
		}
	case reflect.Int, reflect.Int64:
		v.SetInt(0)
	case reflect.Float64:
		v.SetFloat(1)
	case reflect.Bool:
		v.SetBool(true)
	}
}

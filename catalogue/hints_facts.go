package catalogue

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tiekartta/account"
	"tiekartta/i18n"
)

// periods finds ends before starts, and results and studies of a time that has
// not come yet.
func (h *hints) periods() {
	h.period("period", Period{Start: h.p.Period.Start, End: h.p.Period.End})
	h.period("reach.period", h.p.Reach.Period)
	for i, f := range h.p.Funding {
		h.period(i18n.At("funding", i)+".period", f.Period)
	}
	for i, r := range h.p.Results {
		at := i18n.At("results", i)
		h.period(at+".period", r.Period)
		if r.Value == nil && r.Text.Empty() {
			continue
		}
		for _, one := range []struct{ path, date string }{
			{at + ".period.end", r.Period.End}, {at + ".period.start", r.Period.Start},
		} {
			if IsDate(one.date) && Earlier(h.today, one.date) {
				h.warn(one.path, "result_in_future", "Date", dateText(one.date))
				break
			}
		}
		if start := h.p.Period.Start; IsDate(start) && IsDate(r.Period.End) && Earlier(r.Period.End, start) {
			h.warn(at+".period.end", "result_before_start", "Date", dateText(start))
		}
	}
	for i, e := range h.p.Evaluations {
		if e.Year > 0 && Earlier(h.today, strconv.Itoa(e.Year)) {
			h.warn(i18n.At("evaluations", i)+".year", "evaluation_in_future", "Year", e.Year)
		}
	}
	if h.p.Maturity == "ended" && h.p.Period.Continues {
		h.warn("period.continues", "ended_continues")
	}
}

// lastYear is the last that a plan is likely to name.
const lastYear = "2100"

func (h *hints) period(path string, p Period) {
	for _, one := range []struct{ path, date string }{{path + ".start", p.Start}, {path + ".end", p.End}} {
		if IsDate(one.date) && Earlier(lastYear, one.date) {
			h.warn(one.path, "date_unlikely", "Date", dateText(one.date))
		}
	}
	if IsDate(p.Start) && IsDate(p.End) && Earlier(p.End, p.Start) {
		h.warn(path+".end", "ends_before_start", "Start", dateText(p.Start), "End", dateText(p.End))
	}
}

func dateText(date string) i18n.Text {
	var t i18n.Text
	for _, lang := range i18n.Langs() {
		t = t.Set(lang, i18n.Date(lang, date))
	}
	return t
}

// people compares how many were reached with the figures that count people.
func (h *hints) people() {
	reached := h.p.Reach.Actual
	for i := range h.p.Results {
		r := &h.p.Results[i]
		if reached != nil && countsPeople(r) && *r.Value > float64(*reached) {
			h.warn("reach.actual", "more_people_than_reached", "Value", written(*r.Value), "Reached", written(float64(*reached)))
			return
		}
	}
}

// countsPeople tells whether a result says how many people were reached: its
// unit is people, and they are what came out.
func countsPeople(r *Result) bool {
	if r.Value == nil || r.Measure != "number" || r.Level == "input" {
		return false
	}
	for _, lang := range i18n.Langs() {
		unit := strings.ToLower(r.Unit.In(lang))
		if slices.ContainsFunc(strings.Fields(unit), isPerson) {
			return true
		}
	}
	return false
}

// people in the three languages, as a unit names them
var personUnits = map[string]bool{
	"henkilö": true, "henkilöä": true, "ihmistä": true, "osallistujaa": true, "asiakasta": true, "lasta": true, "nuorta": true,
	"naista": true, "miestä": true, "äitiä": true, "vanhempaa": true, "opiskelijaa": true, "oppilasta": true, "asukasta": true,
	"person": true, "personer": true, "människor": true, "deltagare": true, "klienter": true, "kunder": true, "barn": true,
	"unga": true, "ungdomar": true, "kvinnor": true, "män": true, "mammor": true, "föräldrar": true, "studerande": true,
	"elever": true, "invånare": true, "people": true, "persons": true, "participants": true, "clients": true, "customers": true,
	"children": true, "youths": true, "women": true, "men": true, "mothers": true, "parents": true, "students": true,
	"pupils": true, "residents": true, "immigrants": true, "beneficiaries": true,
}

func isPerson(word string) bool { return personUnits[strings.Trim(word, ".,;()")] }

// funding adds up the sums.
func (h *hints) funding() {
	sums, told := map[string]float64{}, 0
	for i, f := range h.p.Funding {
		if f.Amount == nil {
			continue
		}
		told++
		if *f.Amount >= unlikelySum {
			h.warn(i18n.At("funding", i)+".amount", "sum_unlikely", "Sum", writtenMoney(*f.Amount, currencyOf(f.Currency)))
		}
		sums[currencyOf(f.Currency)] += *f.Amount
	}
	if len(sums) > 1 {
		h.warn("funding", "currencies_mixed")
		return
	}
	if told == 0 {
		return
	}
	currency := currencyOf(h.p.Funding[slices.IndexFunc(h.p.Funding, func(f Funding) bool { return f.Amount != nil })].Currency)
	sum := sums[currency]
	if whole := WholeCost(h.p.Funding); whole >= 0 {
		h.budgets(*h.p.Funding[whole].Amount, currency)
		return
	}
	if i := h.totalAmongParts(sum, told); i >= 0 {
		h.warn(i18n.At("funding", i)+".amount", "total_among_parts", "Sum", writtenMoney(*h.p.Funding[i].Amount, currency))
		sum -= *h.p.Funding[i].Amount
	}
	if told == len(h.p.Funding) {
		h.budgets(sum, currency)
	}
}

// unlikelySum is more than any practice has cost.
const unlikelySum = 1e9

func currencyOf(code string) string {
	if code == "" {
		return "EUR"
	}
	return code
}

// totalAmongParts is the place of a sum that is that of all others, -1 where
// there is none.
func (h *hints) totalAmongParts(sum float64, told int) int {
	const leastParts = 3 // two equal sums are no total of each other
	if told < leastParts {
		return -1
	}
	return slices.IndexFunc(h.p.Funding, func(f Funding) bool { return f.Amount != nil && *f.Amount > 0 && near(2**f.Amount, sum) })
}

// near tells whether two sums are the same to the whole unit.
func near(a, b float64) bool { return a-b < 1 && b-a < 1 }

// budgets compares the totals that texts and results name with the sum of the
// funding.
func (h *hints) budgets(sum float64, currency string) {
	for _, f := range Texts(h.p) {
		for _, lang := range f.Text.Languages() {
			for _, total := range totalsIn(f.Text.In(lang), lang) {
				if total.currency == currency && !near(total.value, sum) {
					h.warn(i18n.Join(f.Path, string(lang)), "budget_differs", "Total", writtenMoney(total.value, currency), "Sum", writtenMoney(sum, currency))
					return
				}
			}
		}
	}
}

// firstYear is the first in which a source is likely to have appeared.
const firstYear = 1900

// sources finds those that nothing names, and years that cannot be theirs.
func (h *hints) sources() {
	for i, s := range h.p.Sources {
		if next := h.now.Year() + 1; s.Year != 0 && (s.Year < firstYear || s.Year > next) {
			h.warn(i18n.At("sources", i)+".year", "source_year", "Year", strconv.Itoa(s.Year))
		}
	}
	cited := map[string]bool{}
	for _, r := range h.p.Results {
		cited[r.Source] = true
		if r.Baseline != nil {
			cited[r.Baseline.Source] = true
		}
	}
	for _, e := range h.p.Evaluations {
		cited[e.Source] = true
	}
	for i, s := range h.p.Sources {
		if !cited[s.ID] && len(h.p.Results) > 0 {
			h.advise(i18n.At("sources", i), "source_not_cited", "Title", cmp.Or(s.Title, s.URL, s.ID))
		}
	}
}

func (h *hints) contact() {
	c := h.p.Contact
	if c.Erased != "" {
		return
	}
	if !c.Public && (c.Name != "" || c.Email != "" || c.Phone != "") {
		h.warn("contact.public", "contact_hidden")
	}
	if c.Public && c.Name != "" && c.Email == "" && c.Phone == "" {
		h.advise("contact.email", "contact_unreachable")
	}
	if c.Email != "" && !account.IsEmail(c.Email) {
		h.warn("contact.email", "contact_bad_email", "Value", c.Email)
	}
	if c.Phone != "" && !strings.ContainsFunc(c.Phone, unicode.IsDigit) {
		h.warn("contact.phone", "contact_bad_phone", "Value", c.Phone)
	}
	if IsDate(c.ValidUntil) && Earlier(c.ValidUntil, h.today) {
		h.warn("contact.validUntil", "contact_out_of_date", "Date", dateText(c.ValidUntil))
	}
}

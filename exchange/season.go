package exchange

import (
	"regexp"
	"strconv"
	"strings"

	"tiekartta/catalogue"
)

// A season is what activities go by: the spring and the autumn are terms, the
// winter belongs to two years.
var (
	seasonYear = regexp.MustCompile(`(?i)(?:^|[^\pL\d])(kevät|kevään|kevääl\pL+|kevääst\pL+|kevääs\pL+|kevätka\pL+|kevätluku\pL+|vår|våren|vårterminen|spring|kesä|kesän|kesäl\pL+|kesäst\pL+|sommar|sommaren|summer|syksy|syksyn|syksyl\pL+|syksyst\pL+|syksyyn|syyska[un]\pL+|syysluku\pL+|höst|hösten|höstterminen|autumn|fall|talvi|talven|talvel\pL+|talvika\pL+|vinter|vintern|winter)(?: term| season)?\s+(?:of\s+|år\s+|vuonna\s+)?(20\d{2}|19\d{2})(?:\s*[-–—/]\s*(20\d{2}|\d{2}))?(?:$|[^\pL\d])`)
	seasonJoin = regexp.MustCompile(`(?i)^\s*(?:[-–—]|ja|och|and|to|till|until|through|sekä)?\s*$`)
	upTo       = regexp.MustCompile(`(?i)(?:till|until|\bby|\bby the end of)\s+$`)
	monthYear  = regexp.MustCompile(`(?i)^` + month + `\s+(\d{4})$`)
	// A season in which something began says nothing of its end.
	beginning = regexp.MustCompile(`(?i)(?:käynnist|käynnisty|alkoi|alkaen|lähtien|aloit|perustet|avat(?:tiin|aan)|startad|började|inled|grundad|öppna|sedan|launch|started|began|begun|opened|founded|set up|since|from$)`)
	// When something was prepared or noticed is not when it ran.
	preparing = regexp.MustCompile(`(?i)(?:valmistel|suunnittel|suunnitel|huomat|havait|förbered|planer|märkte|upptäck|prepar|planning|planned|noticed)`)
)

// seasonMonths are the first and the last month of a season, 0 of none.
func seasonMonths(word string) (first, last int) {
	word = strings.ToLower(word)
	for begins, months := range map[string][2]int{
		"kev": {1, 5}, "vår": {1, 5}, "spr": {1, 5}, "kes": {6, 8}, "som": {6, 8}, "sum": {6, 8},
		"syk": {8, 12}, "syy": {8, 12}, "hös": {8, 12}, "aut": {8, 12}, "fal": {8, 12},
	} {
		if strings.HasPrefix(word, begins) {
			return months[0], months[1]
		}
	}
	return 0, 0
}

// seasonsIn finds the seasons with a year in a text; two in a row are a period
// from the one to the other. A winter without both its years is left alone.
func seasonsIn(block int, text string) []dated {
	var found []dated
	for from := 0; ; {
		m := seasonYear.FindStringSubmatchIndex(text[from:])
		if m == nil || len(found) == 20 {
			return found
		}
		at := Quote{block, from + m[2], from + max(m[5], m[7])}
		word, year, second := text[from+m[2]:from+m[3]], text[from+m[4]:from+m[5]], ""
		if m[6] >= 0 {
			second = text[from+m[6] : from+m[7]]
		}
		from = at.To
		p, ok := seasonPeriod(word, year, second)
		n := len(found)
		if !ok || upTo.MatchString(text[:at.From]) && (n == 0 || !seasonJoin.MatchString(text[found[n-1].quote.To:at.From])) {
			continue
		}
		if n > 0 && seasonJoin.MatchString(text[found[n-1].quote.To:at.From]) && catalogue.Earlier(found[n-1].period.End, p.End) {
			found[n-1].period.End, found[n-1].quote.To, found[n-1].joined = p.End, at.To, true
			continue
		}
		found = append(found, dated{period: p, quote: at, season: true})
	}
}

// monthsIn finds single months with a year; only the verb of a beginning makes
// one the start of a period.
func monthsIn(block int, text string) []dated {
	var found []dated
	for _, m := range inMonth.FindAllStringSubmatchIndex(text, 20) {
		start := date(text[m[4]:m[5]], monthNumber(text[m[2]:m[3]]), "")
		found = append(found, dated{period: catalogue.OpenPeriod{Start: start}, quote: Quote{block, m[2], m[5]}, month: true})
	}
	return found
}

var inMonth = regexp.MustCompile(`(?i)(?:^|[^\pL\d])` + month + `\s+(20\d{2}|19\d{2})(?:$|[^\pL\d])`)

func seasonPeriod(word, year, second string) (p catalogue.OpenPeriod, ok bool) {
	first, last := seasonMonths(word)
	switch {
	case first > 0 && second == "":
		return catalogue.OpenPeriod{Start: date(year, strconv.Itoa(first), ""), End: date(year, strconv.Itoa(last), "")}, true
	case first == 0 && second != "":
		if len(second) == 2 {
			second = year[:2] + second
		}
		p = catalogue.OpenPeriod{Start: year + "-12", End: second + "-02"}
		return p, catalogue.Earlier(p.Start, p.End)
	}
	return p, false
}

// ReadPeriod reads a period that is written alone, as people write it:
// "2023–2025", "3/2024–12/2025", "syksy 2024 – kevät 2025", "våren 2025". Single
// tells one season or month from a beginning with an end.
func ReadPeriod(s string) (p catalogue.Period, single, ok bool) {
	s = strings.TrimSpace(s)
	for _, d := range datesIn(0, s) {
		if d.quote.From == 0 && d.quote.To == len(s) && d.period.End != "" {
			return catalogue.Period{Start: d.period.Start, End: d.period.End}, d.season && !d.joined, true
		}
	}
	if m := monthYear.FindStringSubmatch(s); m != nil {
		day := date(m[2], monthNumber(m[1]), "")
		return catalogue.Period{Start: day, End: day}, true, true
	}
	return p, false, false
}

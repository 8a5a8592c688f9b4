package exchange

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tiekartta/catalogue"
)

const (
	dash  = `\s*(?:[-–—−]|to|till|until|through|saakka|asti|and|och|ja)\s*`
	month = `(tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu|jan(?:uary|uari)?|feb(?:ruary|ruari)?|mar(?:ch|s)|apr(?:il)?|may|maj|jun[ei]|jul[yi]|aug(?:ust|usti)?|sep(?:t|tember)?|oct(?:ober)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?:kuu[a-zäö]*)?\.?`
)

var (
	fullDates   = regexp.MustCompile(`(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})?` + dash + `(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})`)
	isoDates    = regexp.MustCompile(`(\d{4})-(\d{2})(?:-(\d{2}))?` + `\s*(?:[–—/]|to|till|-\s|\s-)\s*` + `(\d{4})-(\d{2})(?:-(\d{2}))?`)
	slashMonths = regexp.MustCompile(`(?:^|[^\d./])(\d{1,2})\s?[/.]\s?(\d{4})` + dash + `(\d{1,2})\s?[/.]\s?(\d{4})`)
	namedMonths = regexp.MustCompile(`(?i)(?:(\d{1,2})\.?\s+)?` + month + `(?:\s+(\d{4}))?` + dash + `(?:(\d{1,2})\.?\s+)?` + month + `\s+(\d{4})`)
	casedMonths = regexp.MustCompile(`(?i)` + month + `\s+(\d{4})\s+` + month + `\s+(\d{4})`)
	yearRange   = regexp.MustCompile(`(?i)(?:^|[^\d./–-])(20\d{2}|19\d{2})(?:\s*[-–—−]\s*|\s+(?:to|till|until|and|och|vuoteen)\s+)(20\d{2}|19\d{2}|\d{2})(?:$|[^\d/–-])`)
	toMonth     = regexp.MustCompile(`(?i)` + month + `\s+(\d{4})\s+(?:ja|och|and)\s+(?:se |den |it )?(?:kesti|jatkui|päättyi|loppui|varade till|pågick till|avslutades i|ended in|ran until|lasted until)\s+(?:aina\s+)?` + month + `\s+(\d{4})`)
	openMonth   = regexp.MustCompile(`(?i)(?:(?:since|sedan|från och med|fr\.o\.m\.|starting (?:in|from)|(?:launched|opened|started|startade|öppnade|började) (?:in|i))\s+` + month + `\s+(\d{4})|` + month + `\s+(\d{4})\s+(?:alkaen|lähtien|onwards))`)
	openYear    = regexp.MustCompile(`(?i)(?:since|sedan|från och med|fr\.o\.m\.|starting (?:in|from)|from|vuodesta|alkaen)\s+(?:år(?:et)?\s+|vuodesta\s+|vuonna\s+)?((?:19|20)\d{2})(?:\s+(?:onwards|lähtien|alkaen|on))?`)

	periodCue = regexp.MustCompile(`(?i)(?:hank(?:e|k)|projek|project|pågå|pågick|genomför|toteut|kest(?:i|ää|o)|käynni|jatku|toimi(?:nta|i)|verksamhet|period|duration|ran from|runs? |running|implement|operat|löp(?:er|te)|programme|pilot|pidetty|järjestet|ordnats|organis|started|began|inled|startade|öppet|öppnad|avoinna|kokeil|provade|prövade|\bopen)`)
	yearsCue  = regexp.MustCompile(`(?i)(?:vuosina|vuosien|åren|under tiden|the years|during|between|mellan|from)\s+$`)
	otherTime = regexp.MustCompile(`(?i)(?:ohjelmakau|rahoituskau|programperiod|programming period|programme period|ohjelma(?:n|ssa|sta)?\s*\(?$|programmet\s*\(?$|strategi|lukuvuo|läsår|school year|academic year|lag(?:en)? |laki |act |hallitusohj|regeringsprog|budjettivuo)`)
)

// dated is a period that a text names, and how surely it is the practice's own.
type dated struct {
	period catalogue.OpenPeriod
	quote  Quote
	score  int
	season bool // told by seasons
	joined bool // of two seasons
	month  bool // a single month
}

// periods suggests when the practice ran: at most the two likeliest.
func (s *suggester) periods() {
	var found []dated
	for i, b := range s.text.Blocks {
		if s.blocks[i].topics["contents"] || b.Kind == RowBlock && s.blocks[i].label == "" {
			continue
		}
		dates := datesIn(i, b.Text)
		for _, d := range monthsIn(i, b.Text) {
			within := func(other dated) bool { return d.quote.From < other.quote.To && other.quote.From < d.quote.To }
			if s.begins(d) && !slices.ContainsFunc(dates, within) {
				dates = append(dates, d)
			}
		}
		for _, d := range dates {
			d.score += s.periodScore(d)
			if d.season && !d.joined && s.begins(d) {
				d.period.End = ""
			}
			if d.score >= 3 {
				found = append(found, d)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b dated) int { return b.score - a.score })
	for n, d := range found {
		if n == 2 || d.score < found[0].score-2 || n > 0 && d.period.Continues {
			return
		}
		why := "period"
		if d.season {
			why = "season"
		}
		s.add(Suggestion{Path: "period", Key: "period", Why: why, Value: Value{Period: &d.period}, Quotes: []Quote{d.quote}})
	}
}

func (s *suggester) periodScore(d dated) int {
	i := d.quote.Block
	sentence := s.sentence(i, d.quote.From)
	before := s.text.Blocks[i].Text[sentence.From:d.quote.From]
	score := 0
	switch {
	case s.blocks[i].label == "period":
		score += 5
	case s.blocks[i].topics["period"]:
		score += 3
	}
	if periodCue.MatchString(s.at(sentence)) || (d.season || d.month) && (s.words.deeds.in(s.at(sentence)) || s.begins(d)) {
		score += 2
	}
	if (d.season || d.month) && (preparing.MatchString(s.at(sentence)) || s.words.plans.in(s.at(sentence))) {
		score -= 4
	}
	if yearsCue.MatchString(before) {
		score++
	}
	if i < len(s.text.Blocks)/3 || i < 6 {
		score++
	}
	if otherTime.MatchString(before) || s.blocks[i].topics["statistics"] {
		score -= 4
	}
	if s.blocks[i].topics["results"] || s.blocks[i].topics["lessons"] {
		score--
	}
	return score
}

// begins tells whether a season is when something began: a verb that says so
// stands in its clause.
func (s *suggester) begins(d dated) bool {
	q := s.sentence(d.quote.Block, d.quote.From)
	q.To = max(q.To, d.quote.To)
	text := s.text.Blocks[d.quote.Block].Text
	from := q.From + strings.LastIndexAny(text[q.From:d.quote.From], ",;") + 1
	to := q.To
	if end := strings.IndexAny(text[d.quote.To:q.To], ",;"); end >= 0 {
		to = d.quote.To + end
	}
	return beginning.MatchString(text[from:d.quote.From]) || beginning.MatchString(text[d.quote.To:min(to, d.quote.To+30)])
}

// datesIn finds periods in a text, the exact forms first.
func datesIn(block int, text string) []dated {
	var found []dated
	taken := func(m []int) bool {
		return slices.ContainsFunc(found, func(d dated) bool { return m[0] < d.quote.To && m[1] > d.quote.From })
	}
	add := func(m []int, start, end string, score int) {
		if taken(m) || !catalogue.IsDate(start) || end != "" && (!catalogue.IsDate(end) || catalogue.Earlier(end, start)) {
			return
		}
		q := trimmed(text, block, m)
		found = append(found, dated{period: catalogue.OpenPeriod{Start: start, End: end, Continues: end == ""}, quote: q, score: score})
	}
	group := func(m []int, n int) string {
		if m[2*n] < 0 {
			return ""
		}
		return text[m[2*n]:m[2*n+1]]
	}
	for _, m := range fullDates.FindAllStringSubmatchIndex(text, 20) {
		year := group(m, 3)
		if year == "" {
			year = group(m, 6)
		}
		add(m, date(year, group(m, 2), group(m, 1)), date(group(m, 6), group(m, 5), group(m, 4)), 3)
	}
	for _, m := range isoDates.FindAllStringSubmatchIndex(text, 20) {
		add(m, date(group(m, 1), group(m, 2), group(m, 3)), date(group(m, 4), group(m, 5), group(m, 6)), 3)
	}
	for _, m := range namedMonths.FindAllStringSubmatchIndex(text, 20) {
		year := group(m, 3)
		if year == "" {
			year = group(m, 6)
		}
		add(m, date(year, monthNumber(group(m, 2)), group(m, 1)), date(group(m, 6), monthNumber(group(m, 5)), group(m, 4)), 3)
	}
	for _, m := range append(casedMonths.FindAllStringSubmatchIndex(text, 20), toMonth.FindAllStringSubmatchIndex(text, 20)...) {
		add(m, date(group(m, 2), monthNumber(group(m, 1)), ""), date(group(m, 4), monthNumber(group(m, 3)), ""), 3)
	}
	for _, m := range slashMonths.FindAllStringSubmatchIndex(text, 20) {
		add([]int{m[2], m[1]}, date(group(m, 2), group(m, 1), ""), date(group(m, 4), group(m, 3), ""), 3)
	}
	found = append(found, slices.DeleteFunc(seasonsIn(block, text), func(d dated) bool { return taken([]int{d.quote.From, d.quote.To}) })...)
	for _, m := range yearRange.FindAllStringSubmatchIndex(text, 20) {
		end := group(m, 2)
		if len(end) == 2 {
			end = group(m, 1)[:2] + end
		}
		add([]int{m[2], m[5]}, group(m, 1), end, 1)
	}
	for _, m := range openMonth.FindAllStringSubmatchIndex(text, 20) {
		add(m, date(group(m, 2)+group(m, 4), monthNumber(group(m, 1)+group(m, 3)), ""), "", 1)
	}
	for _, m := range openYear.FindAllStringSubmatchIndex(text, 20) {
		add(m, group(m, 1), "", 0)
	}
	return found
}

func trimmed(text string, block int, m []int) Quote {
	part := text[m[0]:m[1]]
	left := len(part) - len(strings.TrimLeft(part, " \t\n(,;:"))
	right := len(strings.TrimRight(part, " \t\n(,;:"))
	return Quote{block, m[0] + left, m[0] + max(right, left)}
}

// date is a date of the model from its parts; day and month may be missing.
func date(year, month, day string) string {
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	switch {
	case m == 0:
		return year
	case d == 0:
		return fmt.Sprintf("%s-%02d", year, m)
	}
	return fmt.Sprintf("%s-%02d-%02d", year, m, d)
}

func monthNumber(name string) string {
	name = strings.ToLower(name)
	for n, begins := range [][]string{
		{"tammi", "jan"}, {"helmi", "feb"}, {"maalis", "mar"}, {"huhti", "apr"}, {"touko", "may", "maj"}, {"kesä", "jun"},
		{"heinä", "jul"}, {"elo", "aug"}, {"syys", "sep"}, {"loka", "oct", "okt"}, {"marras", "nov"}, {"joulu", "dec"},
	} {
		for _, b := range begins {
			// "marras" begins as "mar" does.
			if strings.HasPrefix(name, b) && !(b == "mar" && strings.HasPrefix(name, "marras")) {
				return strconv.Itoa(n + 1)
			}
		}
	}
	return ""
}

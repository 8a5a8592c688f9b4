package exchange

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// A sum belongs to a funder only when the grammar or the layout says so: the
// funder paid it, it came from the funder, it was the funder's share, or it
// stands right behind the funder's name.
var (
	payVerb     = regexp.MustCompile(`^(?:rahoitti|rahoittivat|rahoittaa|rahoittavat|maksoi|maksoivat|maksaa|kustansi|kustansivat|kustantaa|myönsi|myönsivät|lahjoitti|lahjoittivat|antoi|antoivat|kattoi|kattoivat|tuki|tukivat|avusti|avustivat|käytti|käyttivät|sijoitti|sijoittivat|satsade|investerade|spent|invested|finansierade|finansierar|betalade|betalar|bekostade|beviljade|beviljar|bidrog|bidrar|gav|donerade|täckte|stödde|stod|står|funded|funds|finances|financed|paid|pays|contributed|contributes|gave|granted|provided|donated|covered|covers|awarded)$`)
	purePay     = regexp.MustCompile(`^(?:rahoit|kustan|finansier|bekost|fund|financ)`)
	restWords   = regexp.MustCompile(`(?i)^\W*(?:\pL+\s+){0,2}(?:loput|loppuosan|loppusumman|resten|återstoden|the rest|the remainder|the remaining|rest\b|\d+ ?%|\d+ prosent|\d+ procent|\d+ per cent|puolet|hälften|half)`)
	restWord    = regexp.MustCompile(`^(?:loput|loppuosan|loppusumman|resten|återstoden|rest|remainder)$`)
	giverCue    = regexp.MustCompile(`(?i)(?:\bby|\bfrom|\bav|\bfrån)\s+$`)
	givenCue    = regexp.MustCompile(`(?i)(?:fund|financ|paid|support|cover|grant|came|received|contribut|finansier|betala|bevilja|täck|bekosta|\bkom\b|\bfick\b|\bfår\b|\bfått\b|stöd|bidrag|understöd|donat)`)
	ablative    = regexp.MustCompile(`(?:lta|ltä)$`)
	supported   = regexp.MustCompile(`(?i)(?:stöd (?:av|från)|support from|tukea)`)
	gotCue      = regexp.MustCompile(`(?i)(?:saatiin|saivat|saimme|\bsai\b|saanut|saatu|tuli|haettiin|avustu|rahoitu)`)
	relative    = regexp.MustCompile(`^(?:which|who|joka|jotka|som|vilken)$`)
	conjunction = regexp.MustCompile(`(?i)(?:^|\s)(?:ja|och|and|sekä|samt)\s`)
	beforeGiver = regexp.MustCompile(`(?i)^\s*(?:(?:av|by|from|från)(?: the)?\s*)?$`)
	withHelp    = regexp.MustCompile(`^(?:tuella|rahoituksella|avustuksella|tukemana)$`)
	shareWord   = regexp.MustCompile(`^(?:osuus|omarahoitusosuus|omavastuu|andel|egenandel|share|contribution)$`)
	whose       = regexp.MustCompile(`^(?:jonka|joiden|vars|whose)$`)
	costCue     = regexp.MustCompile(`(?i)(?:kustannu|kokonaisrah|budjet|budget|kostnad|kosta|\bcost|maksoi|käytettiin|kului|hinta|price|kulut\b|kuluihin|menot\b|katettiin|täck|covered|spent|användes)`)
)

// payers reads who paid what in a sentence.
func (s *suggester) payers(i int, q Quote) {
	p := payments{s: s, q: q, list: s.tokens(q), text: s.text.Blocks[i].Text, taken: map[int]bool{}}
	for _, f := range s.blocks[i].figures {
		if f.kind == "money" && f.from >= q.From && f.to <= q.To {
			p.sums = append(p.sums, f)
		}
	}
	about := len(p.sums) > 0 || fundCue.MatchString(s.at(q)) || budgetCue.MatchString(s.at(q)) || costCue.MatchString(s.at(q)) || supported.MatchString(s.at(q))
	if !about || s.words.plans.in(s.at(q)) {
		return
	}
	for v, t := range p.list {
		switch {
		case payVerb.MatchString(t.low):
			p.verb(v)
		case shareWord.MatchString(t.low):
			p.share(v)
		case restWord.MatchString(t.low):
			p.rest(v)
		case withHelp.MatchString(t.low):
			if o, ok := p.s.organisationBefore(p.q.Block, p.list, v, true); ok {
				p.keep(o, -1)
			}
		}
	}
	p.givers()
	p.beside()
}

// rest reads a payer without a verb: "X paid 6 000 euro and the town the rest".
// How much that was only the text tells, where it does.
func (p *payments) rest(v int) {
	if v > 0 && p.list[v-1].low == "the" {
		v--
	}
	o, ok := p.s.organisationBefore(p.q.Block, p.list, v, false)
	first := slices.IndexFunc(p.list, func(t token) bool { return t.from >= o.at.From })
	if ok && first > 0 && p.list[first-1].low == "the" {
		first--
	}
	if ok && first > 0 && andWord[p.list[first-1].low] {
		p.keep(o, p.sum(p.list[v].to, min(p.list[v].to+24, p.q.To)))
	}
}

// payments is a sentence while it is read for who paid what.
type payments struct {
	s     *suggester
	q     Quote
	text  string
	list  []token
	sums  []figure
	taken map[int]bool // sums that have their payer
}

// sum is the first free sum between two places, -1 where there is none.
func (p *payments) sum(from, to int) int {
	for n, f := range p.sums {
		if f.from >= from && f.to <= to && !p.taken[n] {
			return n
		}
	}
	return -1
}

// keep suggests a payer, with a sum unless n is -1.
func (p *payments) keep(o organisation, n int) {
	value := catalogue.Funding{Source: p.s.town(o)}
	if n >= 0 && perHead.MatchString(p.s.nearSum(p.q, p.sums[n])) { // so much for each year or person
		p.taken[n], n = true, -1
	}
	if n >= 0 {
		p.taken[n] = true
		value.Amount = number64(p.sums[n].value)
		if o.at.To < p.sums[n].to {
			o.at.To = p.sums[n].to
		} else {
			o.at.From = min(o.at.From, p.sums[n].from)
		}
	}
	p.s.addFunder(value, o.at, "funded_by")
}

// until is where what a verb says ends: at the next verb of paying, a
// semicolon, or the sentence's end.
func (p *payments) until(v int) int {
	for n := v + 1; n < len(p.list); n++ {
		if at := strings.IndexByte(p.list[n].gap, ';'); at >= 0 {
			return p.list[n-1].to + at
		}
		if payVerb.MatchString(p.list[n].low) || shareWord.MatchString(p.list[n].low) {
			if o, ok := p.s.organisationBefore(p.q.Block, p.list, n, false); ok && o.at.From > p.list[v].to {
				return o.at.From
			}
			return p.list[n].from
		}
	}
	return p.q.To
}

// verb reads "X paid 5 000 euro", "X, which gave …", and the Finnish order
// "hanketta rahoittivat X 5 000 eurolla ja Y …".
func (p *payments) verb(v int) {
	if v+1 < len(p.list) && (p.list[v+1].low == "by" || p.list[v+1].low == "av") {
		return
	}
	at := v
	for at > 0 && relative.MatchString(p.list[at-1].low) {
		at--
	}
	end := p.until(v)
	o, ok := p.s.organisationBefore(p.q.Block, p.list, at, false)
	if !ok || p.isObject(o, v) {
		if v+1 < len(p.list) && p.list[v+1].near() && p.s.found.Language == i18n.Finnish {
			p.row(v+1, end)
		}
		return
	}
	n := p.sum(p.list[v].to, end)
	rest := restWords.MatchString(p.text[p.list[v].to:end])
	if n < 0 && !rest && !purePay.MatchString(p.list[v].low) {
		return
	}
	if n >= 0 && perHead.MatchString(p.s.nearSum(p.q, p.sums[n])) {
		n = -1
	}
	p.keep(o, n)
}

// row reads names with a sum behind each.
func (p *payments) row(i, end int) {
	for i < len(p.list) && p.list[i].from < end {
		o, ok := p.s.organisationAt(p.q.Block, p.list, i, false)
		if o.next == 0 {
			return
		}
		if i = o.next; ok {
			next := p.q.To
			if i < len(p.list) {
				next = min(len(p.text), p.list[i].from+24)
			}
			n := p.sum(o.at.To, min(next, p.q.To))
			p.keep(o, n)
			for n >= 0 && i < len(p.list) && p.list[i].from < p.sums[n].to {
				i++
			}
		}
		if i < len(p.list) && andWord[p.list[i].low] {
			i++
		}
	}
}

// share reads "X's share was 5 000 euro" and "X, whose share was".
func (p *payments) share(v int) {
	n := p.sum(p.list[v].to, p.until(v))
	if n < 0 || v == 0 {
		return
	}
	at, inflected := v, true
	if whose.MatchString(p.list[v-1].low) {
		at, inflected = v-1, false
	}
	if o, ok := p.s.organisationBefore(p.q.Block, p.list, at, inflected); ok {
		p.keep(o, n)
	}
}

// isObject tells what was paid for from who paid: "Toimintaa rahoitti X". It opens
// the sentence in the partitive, and a name follows the verb.
func (p *payments) isObject(o organisation, v int) bool {
	one := p.list[0]
	return p.s.found.Language == i18n.Finnish && o.at == (Quote{p.q.Block, one.from, one.to}) && !one.known && partitiveObject.MatchString(one.low) &&
		v+1 < len(p.list) && p.list[v+1].upper()
}

var partitiveObject = regexp.MustCompile(`(?:aa|ää|ta|tä|ia|iä)$`)

// givers reads "5 000 euro came from X", "was paid by X", "X:ltä saatiin 5 000".
func (p *payments) givers() {
	for i := 0; i < len(p.list); i++ {
		before := lastBytes(p.text[p.q.From:p.list[i].from], 200)
		from := giverCue.MatchString(lastBytes(before, 12)) && givenBy(before)
		var o organisation
		var ok bool
		if from {
			o, ok = p.s.organisationAt(p.q.Block, p.list, i, false)
		} else if p.s.found.Language == i18n.Finnish && (i == 0 || !p.list[i-1].upper() || !p.list[i].near()) {
			o, ok = p.s.organisationAt(p.q.Block, p.list, i, true)
			ok = ok && ablative.MatchString(p.list[o.next-1].low) && gotCue.MatchString(p.s.at(p.q))
		}
		if !ok {
			continue
		}
		if from && i > 0 && p.listed(o, i) {
			return
		}
		p.keep(o, p.nearest(o))
		i = o.next - 1
	}
}

// givenBy tells whether what stands before a name says that it paid: between the
// word of paying and "by" something else must not have been done.
func givenBy(before string) bool {
	all := givenCue.FindAllStringIndex(before, -1)
	if all == nil {
		return false
	}
	between := before[all[len(all)-1][1]:]
	if i := strings.IndexFunc(between, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 { // the rest of the word itself
		between = between[i:]
	}
	return !otherDeed.MatchString(between)
}

var otherDeed = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:managed|led|run|organi[sz]ed|co-?ordinated|implemented|carried out|developed|hosted|delivered|planned|leddes|leds|leddas|ordnades|genomfördes|samordnades|drevs|drivs|utvecklades|planerades)(?:$|[^\pL])`)

// listed takes several givers in a row, "by X, which gave 5 000, and by Y".
func (p *payments) listed(o organisation, i int) bool {
	all := slices.DeleteFunc(p.s.organisationsFrom(p.q.Block, p.list, i, false), func(o organisation) bool {
		return o.next < len(p.list) && payVerb.MatchString(p.list[o.next].low)
	})
	if len(all) < 2 {
		return false
	}
	for n, one := range all {
		end := p.q.To
		if n+1 < len(all) {
			end = all[n+1].at.From
		}
		p.keep(one, p.sum(one.at.To, min(end, one.at.To+24)))
	}
	return true
}

// nearest is the sum that a giver gave: the one right behind the name, else the
// one just before it.
func (p *payments) nearest(o organisation) int {
	end := p.q.To
	if at := strings.IndexAny(p.text[o.at.To:p.q.To], ";"); at >= 0 {
		end = o.at.To + at
	}
	for n, f := range p.sums { // "5 000 euro av X"
		if between := p.text[min(f.to, o.at.From):o.at.From]; f.to <= o.at.From && !p.taken[n] && beforeGiver.MatchString(between) {
			return n
		}
	}
	for n, f := range p.sums {
		between := ""
		if f.from > o.at.To && f.to <= end {
			between = p.text[o.at.To:f.from]
		}
		if between != "" && !p.taken[n] && len(strings.Fields(between)) <= 4 && !strings.Contains(strings.TrimRight(between, " ("), ",") && !conjunction.MatchString(between) {
			return n
		}
	}
	for n := len(p.sums) - 1; n >= 0; n-- {
		f := p.sums[n]
		if f.to < o.at.From && !p.taken[n] && !strings.Contains(p.text[f.to:o.at.From], ";") && wordCount(p.text[f.to:o.at.From]) <= 8 && !totalCue.MatchString(lastBytes(p.text[p.q.From:f.from], 100)) {
			return n
		}
	}
	return -1
}

// beside reads a sum right behind a name: "AMIF 12 000 €", "X (5 000 euro)".
func (p *payments) beside() {
	for n, f := range p.sums {
		if p.taken[n] || !fundCue.MatchString(p.s.at(p.q)) {
			continue
		}
		for i := range p.list {
			if p.list[i].to > f.from {
				break
			}
			if f.from-p.list[i].from > 120 {
				continue
			}
			e, proper := p.s.nameAt(p.list, i)
			if e == i || !proper || strings.Trim(p.text[p.list[e-1].to:f.from], " (:€") != "" {
				continue
			}
			if o, ok := p.s.organisationAt(p.q.Block, p.list, i, false); ok && o.at.To <= f.from {
				p.keep(o, n)
				break
			}
		}
	}
}

// town names the town where a text only says "the town": as the text calls it
// in full elsewhere.
func (s *suggester) town(o organisation) string {
	if known := s.knownIn(o.name); known != "" && o.proper {
		return nominative(o.name)
	}
	if o.proper {
		return o.name
	}
	if s.organisationKind(o.name) == "municipality" {
		if s.fullTown == "" {
			s.fullTown = s.townInFull()
		}
		if s.fullTown != "-" {
			return s.fullTown
		}
	}
	return upperFirst(o.name)
}

// townInFull is how the text calls its town in full, "-" where it does not.
func (s *suggester) townInFull() string {
	for _, b := range s.text.Blocks {
		if m := wholeTown.FindStringSubmatch(b.Text); m != nil {
			base, _ := s.based(m[1], false)
			return base
		}
	}
	return "-"
}

var wholeTown = regexp.MustCompile(`((?:City|Town|Municipality) of \p{Lu}\pL+|\p{Lu}[\pL-]+(?:n kaupun(?:ki|gin|gille)|n kunta|n kunnan|s stad|s kommun))(?:$|[^\pL])`)

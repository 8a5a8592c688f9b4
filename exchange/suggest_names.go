package exchange

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"tiekartta/i18n"
)

// token is a word of a text, or the whole name of a funder that is known. Gap is
// what stands between it and the word before.
type token struct {
	from, to       int
	word, low, gap string
	known          bool
}

var tokenShape = regexp.MustCompile(`[\pL\d]+(?:['’:&+./-][\pL\d]+)*[-+]?`)

// tokens are the words of a quote, with their places in the block.
func (s *suggester) tokens(q Quote) []token {
	text := s.text.Blocks[q.Block].Text
	var list []token
	end := q.From
	names := s.knownNames(text[q.From:q.To])
	for _, m := range tokenShape.FindAllStringIndex(text[q.From:q.To], 2000) {
		t := token{from: q.From + m[0], to: q.From + m[1]}
		if n := slices.IndexFunc(names, func(name []int) bool { return m[0] >= name[0] && m[0] < name[1] }); n >= 0 {
			if t.from, t.to, t.known = q.From+names[n][0], q.From+names[n][1], true; t.from < end {
				continue
			}
		}
		t.word, t.gap = text[t.from:t.to], text[end:t.from]
		t.low, end = strings.ToLower(t.word), t.to
		list = append(list, t)
	}
	return list
}

// knownNames are the places of known funders in a text, the longest of those
// that overlap.
func (s *suggester) knownNames(text string) [][]int {
	var list [][]int
	for _, f := range s.funders {
		for _, m := range f.name.FindAllStringSubmatchIndex(text, 5) {
			if !f.wide {
				list = append(list, m[2:4])
			}
		}
	}
	return list
}

func (t token) upper() bool { return unicode.IsUpper(firstRune(t.word)) }

// near tells that only a space stands before a word.
func (t token) near() bool { return strings.TrimSpace(t.gap) == "" }

// heads are the Finnish nouns that end the name of an organisation, with the
// body to which Finnish puts its endings.
var heads = [][2]string{
	{"kaupunki", "kaupungi"}, {"kunta", "kunna"}, {"yhtymä", "yhtymä"}, {"alue", "aluee"}, {"yhdistys", "yhdistykse"}, {"opisto", "opisto"},
	{"koulu", "koulu"}, {"keskus", "keskukse"}, {"säätiö", "säätiö"}, {"liitto", "liito"}, {"kirjasto", "kirjasto"}, {"toimisto", "toimisto"},
	{"verkosto", "verkosto"}, {"järjestö", "järjestö"}, {"piiri", "piiri"}, {"osasto", "osasto"}, {"laitos", "laitokse"}, {"rahasto", "rahasto"},
	{"ministeriö", "ministeriö"}, {"toimipiste", "toimipistee"}, {"kamari", "kamari"}, {"hallitus", "hallitukse"}, {"virasto", "virasto"},
	{"talo", "talo"}, {"museo", "museo"}, {"teatteri", "teatteri"}, {"halli", "halli"}, {"seura", "seura"}, {"kerho", "kerho"}, {"klubi", "klubi"},
	{"pankki", "panki"}, {"pakolaisapu", "pakolaisavu"}, {"risti", "risti"}, {"neuvosto", "neuvosto"}, {"instituutti", "instituuti"},
	{"yksikkö", "yksikö"}, {"tiimi", "tiimi"}, {"päiväkoti", "päiväkodi"}, {"sairaala", "sairaala"}, {"yritys", "yritykse"}, {"yhteisö", "yhteisö"},
	{"neuvola", "neuvola"}, {"sote", "sote"}, {"jaosto", "jaosto"}, {"asema", "asema"}, {"palvelu", "palvelu"}, {"palvelut", "palvelui"}, {"vastaanotto", "vastaanoto"},
}

// endings are those that a name has in front of "kanssa" or as the giver of money.
var endings = []string{"n", "lta", "ltä", "lla", "llä", "lle", "ssa", "ssä", "sta", "stä", "ksi"}

// baseForm turns an inflected Finnish noun that names an organisation into its
// base form; ok is false where it is none that is known.
func baseForm(word string) (base string, ok bool) {
	if stem, ending, cut := strings.Cut(word, ":"); cut && len(ending) <= 4 {
		return stem, true // "ry:n", "MLL:ltä"
	}
	if plain := nominative(word); plain != word {
		return plain, true
	}
	low := strings.ToLower(word)
	if len(low) != len(word) {
		return word, false
	}
	for _, e := range [][2]string{{"äjien", "äjät"}, {"ajien", "ajat"}, {"ijoiden", "ijat"}, {"ijöiden", "ijät"}} {
		if stem, cut := strings.CutSuffix(word, e[0]); cut {
			return stem + e[1], true // "Savon Yrittäjien"
		}
	}
	for _, e := range []string{"uksen", "yksen", "oksen", "öksen"} {
		if strings.HasSuffix(low, e) {
			return word[:len(word)-len("ksen")] + "s", true // "Salpauksen"
		}
	}
	for _, h := range heads {
		if strings.HasSuffix(low, h[0]) {
			return word, true
		}
		for _, e := range endings {
			if strings.HasSuffix(low, h[1]+e) {
				return word[:len(word)-len(h[1]+e)] + h[0], true
			}
		}
	}
	return word, false
}

var (
	// What Swedish and English call organisations, beside what tells their type.
	headWord = regexp.MustCompile(`^(?:\pL*(?:fond|fonden|hall|hallen|avdelning|avdelningen|institut|institutet|central|centralen|centralens|centret|kansli|kansliet|kammare|kammaren|kammarens|förbund|förbundet|klubb|klubben|bank|banken|museet|byrå|byrån|verket|styrelsen|ministeriet|tjänster|tjänsterna|mottagning|mottagningen|stiftelse|stiftelsen|kår|kåren|kors|region|regionen|nämnden|biblioteket|skola|skolan|församling|församlingen)|chamber|commerce|foundation|council|institute|agency|fund|centre|center|department|ministry|office|branch|union|club|bank|hospital|academy|board|federation|society|trust|museum|network|church|cooperative|town|city|municipality|parish|services|service|authority|chain|cross|university|college|palvelut|palvelujen|palveluiden|yrityksiä|yritykset|yritysten|järjestöjä|järjestöt)$`)
	// Words with a capital letter that begin no name of an organisation.
	noName  = set([]string{"hanke", "hanketta", "hankkeen", "projektet", "project", "the", "a", "an", "i", "we", "it", "in", "under", "vi", "det", "den", "av", "ryhmä", "ryhmän", "toiminta", "toiminnan", "me", "se", "he", "de", "they", "our", "this", "suomi", "suomen", "finland", "lisäksi", "myös", "även"})
	andWord = set([]string{"ja", "och", "and", "sekä", "samt"})
	legal   = set([]string{"ry", "ry:n", "ry:ltä", "rf", "r.f", "rf:s", "oy", "ab", "oyj", "oy:n", "abp"})
	// What stands in front of a name in a list and is none of it.
	determiner = set([]string{"the", "a", "an", "our", "both", "its", "dess", "sen", "also", "även", "bland", "annat", "muun", "muassa", "mm", "esimerkiksi", "among", "others", "including", "såväl", "sekä"})
)

// isHead tells whether a word names a kind of organisation.
func (s *suggester) isHead(low string) bool {
	is, ok := s.heads[low]
	if !ok {
		is = s.namesHead(low)
		s.heads[low] = is
	}
	return is
}

func (s *suggester) namesHead(low string) bool {
	if headWord.MatchString(low) || s.organisationKind(low) != "" {
		return true
	}
	if base, ok := baseForm(low); ok && !strings.Contains(low, ":") {
		return base != low || s.endsInHead(low)
	}
	return false
}

func (s *suggester) endsInHead(low string) bool {
	for _, h := range heads {
		if strings.HasSuffix(low, h[0]) {
			return true
		}
	}
	return false
}

// ofWhose tells a genitive, behind which the head of a name may stand.
func ofWhose(t token) bool {
	return strings.HasSuffix(t.low, "n") || strings.HasSuffix(t.low, "s")
}

// nameAt is where the name of an organisation ends that begins with a word, or
// the word's own place where none begins there. Proper tells a name with a
// capital letter from words for a kind of organisation.
func (s *suggester) nameAt(list []token, i int) (end int, proper bool) {
	t := list[i]
	if t.known {
		return s.extended(list, i+1), true
	}
	if strings.HasSuffix(t.word, "-") && i+2 < len(list) && andWord[list[i+1].low] && list[i+2].near() && s.isHead(list[i+2].low) {
		return s.extended(list, i+3), true // "opetus- ja kulttuuriministeriö"
	}
	if !t.upper() {
		if !s.isHead(t.low) {
			return i, false
		}
		if end = i + 1; end < len(list) && list[end].near() && !list[end].upper() && ofWhose(t) && s.isHead(list[end].low) {
			end++ // "kaupungin nuorisopalvelut"
		}
		return end, false
	}
	if noName[t.low] && !(i+1 < len(list) && list[i+1].upper() && list[i+1].near() && ofWhose(t)) {
		return i, false
	}
	return s.extended(list, i+1), true
}

// extended is how far a name goes on from its first word.
func (s *suggester) extended(list []token, j int) int {
	for first := j - 1; j < len(list) && list[j].near(); {
		t, next := list[j], token{}
		if j+1 < len(list) && list[j+1].near() {
			next = list[j+1]
		}
		office := s.strong(list[first:j])
		switch {
		case t.upper(), legal[t.low], s.isHead(t.low):
			j++
		case s.headAfter(list, j) > 0:
			j = s.headAfter(list, j)
		case (t.low == "of" || t.low == "för" || t.low == "for" || t.low == "i" && s.found.Language == i18n.Swedish) && next.upper():
			j += 2
		case t.low == "för" && office && next.word != "": // "Institutet för hälsa och välfärd"
			if j += 2; j+1 < len(list) && list[j].low == "och" && list[j].near() && list[j+1].near() && !list[j+1].upper() {
				j += 2
			}
		case t.low == "and" && next.upper() && office && j-2 >= first && (list[j-2].low == "of" || list[j-2].low == "for"), t.low == "of" && office && next.low == "the" && j+2 < len(list) && list[j+2].upper():
			j += 2
		default:
			return j
		}
	}
	return j
}

// strong tells whether one of the words says that it is an organisation.
func (s *suggester) strong(words []token) bool {
	return slices.ContainsFunc(words, func(w token) bool { return w.known || legal[w.low] || s.isHead(w.low) })
}

var inward = regexp.MustCompile(`(?:een|iin|hin|uun|yyn|aan|ään|oon)$`)

// headAfter is where a name ends whose head stands behind an adjective in
// Swedish, or behind more genitives in Finnish: "Jatkuvan oppimisen ja työllisyyden palvelukeskus", "sosiaali- ja
// terveysyhdistys". It is 0 where there is no such head.
func (s *suggester) headAfter(list []token, j int) int {
	if j == 0 || !ofWhose(list[j-1]) || s.found.Language == i18n.English {
		return 0
	}
	if s.found.Language == i18n.Swedish { // "Åbolands svenska församling"
		if j+1 < len(list) && list[j+1].near() && strings.HasSuffix(list[j].low, "a") && s.isHead(list[j+1].low) {
			return j + 2
		}
		return 0
	}
	for k := j; k < min(j+5, len(list)) && list[k].near() && !list[k].upper(); k++ {
		switch {
		case k > j && s.isHead(list[k].low):
			return k + 1
		case !strings.HasSuffix(list[k].low, "n") && !strings.HasSuffix(list[k].low, "-") && list[k].low != "ja":
			return 0
		}
	}
	return 0
}

// organisation is a name that was found.
type organisation struct {
	name   string // in its base form
	at     Quote
	proper bool
	strong bool // a word of it says that it is an organisation
	next   int  // the word behind it
}

// organisationAt reads the name that begins with a word. Inflected says that it
// stands in a case, from which its base form must be known.
func (s *suggester) organisationAt(block int, list []token, i int, inflected bool) (o organisation, ok bool) {
	for i < len(list) && determiner[list[i].low] {
		i++
	}
	if i < len(list) && !list[i].upper() {
		i = s.leadIn(list, i)
	}
	if i >= len(list) {
		return o, false
	}
	end, proper := s.nameAt(list, i)
	if end == i {
		return o, false
	}
	o = organisation{at: Quote{block, list[i].from, list[end-1].to}, proper: proper, strong: s.strong(list[i:end]), next: end}
	o.name, ok = s.based(s.at(o.at), inflected)
	return o, ok && (!proper || s.plausible(list[i:end]))
}

// leadIn passes words that tell what an organisation is, in front of its
// name: "the restaurant chain X", "the local branch of the X".
func (s *suggester) leadIn(list []token, i int) int {
	told := false
	for j := i; j < min(i+5, len(list)) && (j == i || list[j].near()) && !andWord[list[j].low] && !s.words.deeds.has(list[j].low); j++ {
		if list[j].upper() {
			if told {
				return j
			}
			return i
		}
		told = told || s.isHead(list[j].low)
	}
	return i
}

// based is the base form of a name.
func (s *suggester) based(name string, inflected bool) (string, bool) {
	name = joinSpace(strings.TrimRight(name, " .,"))
	if known := s.knownIn(name); known != "" && strings.HasPrefix(name, known) {
		known, _ = baseForm(known)
		return known, true
	}
	if s.found.Language != i18n.Finnish {
		for _, e := range []string{"'s", "’s"} {
			name = strings.TrimSuffix(name, e)
		}
		return name, name != ""
	}
	last := strings.LastIndexByte(name, ' ') + 1
	base, known := baseForm(name[last:])
	if known {
		return name[:last] + base, true
	}
	return name, !inflected
}

// plausible tells whether words with capital letters may be an organisation: one
// of them says so, or they are several, or one that is no place, month or language.
func (s *suggester) plausible(words []token) bool {
	if s.strong(words) {
		return true
	}
	last := words[len(words)-1]
	if local := s.found.Language == i18n.Finnish && (locative(last.low) || inward.MatchString(last.low)); local {
		return false // "Lehtikankaalla", "hankkeeseen"
	}
	if len(words) > 1 {
		return true
	}
	w := words[0]
	_, language := s.forms()[w.low]
	_, town := s.towns()[w.word]
	return len([]rune(w.word)) > 2 && !language && !town && !isMonth(w.word) && !abroad[i18n.Slug(w.word)] && !unicode.IsDigit(firstRune(w.word))
}

// organisationsFrom reads a list of names: "A, B and C".
func (s *suggester) organisationsFrom(block int, list []token, i int, inflected bool) []organisation {
	var found []organisation
	for i < len(list) {
		o, ok := s.organisationAt(block, list, i, inflected)
		if o.next == 0 {
			break
		}
		if ok {
			found = append(found, o)
		}
		if i = o.next; i >= len(list) {
			break
		}
		comma := strings.TrimSpace(list[i].gap) == ","
		switch {
		case andWord[list[i].low] && (comma || list[i].near()):
			i++
		case !comma:
			return found
		}
	}
	return found
}

// organisationBefore reads the name that ends in front of a word.
func (s *suggester) organisationBefore(block int, list []token, end int, inflected bool) (organisation, bool) {
	for i := max(end-7, 0); i < end; i++ {
		if i > 0 && list[i].near() && list[i-1].upper() && list[i].upper() && !noName[list[i-1].low] && i > end-7 {
			continue // within a name
		}
		if e, _ := s.nameAt(list, i); e == end {
			if o, ok := s.organisationAt(block, list, i, inflected); ok && o.next == end {
				return o, true
			}
		}
	}
	return organisation{}, false
}

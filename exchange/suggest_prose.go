package exchange

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// lessonCue is how a sentence begins that tells what was learnt.
type lessonCue struct {
	kind string
	cue  *regexp.Regexp
}

const lessonLead = `(?i)^(?:(?:\pL+\s+){1,3}(?:mielestä|mukaan|kannalta),?\s+)?(?:(?:myös|lisäksi|toisaalta|ja|men|dessutom|också|also|and|but|however|finally|lopuksi|slutligen),?\s+)?`

var lessonCues = []lessonCue{
	{"do", regexp.MustCompile(lessonLead + `(?:ensi kerralla|seuraavalla kerralla|jälkikäteen (?:ajateltuna|arvioituna|ajatellen)|jos (?:aloittaisimme|tekisimme|alkaisimme) (?:alusta|uudelleen|nyt)|nästa gång|i efterhand|om vi (?:skulle börja|började) om|next time|in hindsight|with hindsight|looking back|if we (?:were to start|started) again)(?:$|[^\pL])`)},
	{"critical_issue", regexp.MustCompile(lessonLead + `(?:(?:suurin |suurimpana |yhtenä |yksi )?haaste(?:ena|eksi)? (?:oli|on|osoittautui)|(?:en|den största|vår) utmaning(?:en)? (?:var|är|har varit)|(?:a|one|the main|the biggest|our) challenge (?:was|is|has been))(?:$|[^\pL])`)},
	{"failure", regexp.MustCompile(lessonLead + `(?:(?:[\pL-]+\s+){0,5}emme onnistuneet|epäonnistui|ei(?:vät)? (?:toiminut|toimineet|onnistunut)|(?:mikä|se mikä) ei toiminut|huonosti (?:toimi|onnistui)|(?:det )?som inte fungerade|det som inte fungerade|vad som inte fungerade|vi (?:lyckades|klarade) inte|what (?:did not|didn.t) work|we (?:failed|did not (?:manage|succeed))|less successful)`)},
	{"critical_issue", regexp.MustCompile(lessonLead + `(?:(?:erityisen |kaikkein )?(?:kriittis(?:tä|intä)|ratkaisev(?:aa|inta)|keskeis(?:tä|intä)|olennais(?:ta|inta)|oleellis(?:ta|inta)|tärkeintä|tärkeää|välttämätöntä|haastavinta|vaikeinta|haasteena) (?:oli|on|osoittautui)|kriittinen tekijä (?:oli|on)|(?:\pL+ )?(?:edellyty(?:s|ksenä|kset)|ehto(?:na)?) (?:oli|on|olivat)|(?:helt |absolut )?(?:avgörande|kritiskt|centralt|viktigast|viktigt|väsentligt|nödvändigt|svårast|det svåraste|det viktigaste|det avgörande) (?:var|är)|en (?:\pL+ )?förutsättning(?:en)? (?:var|är|för)|nyckeln (?:var|till)|(?:it (?:was|is|proved) )?(?:absolutely |particularly )?(?:critical|crucial|decisive|essential|vital|most important) (?:was|is|that|to)|the (?:decisive|crucial|critical|key) (?:thing|factor|point|issue) (?:was|is)|what (?:made the difference|mattered(?: most)?)|the (?:key|most important thing|hardest part|precondition)(?: to success)? (?:was|is)|a (?:\pL+ )?(?:precondition|prerequisite) (?:was|is))`)},
	{"success_factor", regexp.MustCompile(lessonLead + `(?:(?:opimme|opittiin|havaitsimme|huomasimme|totesimme|oivalsimme)(?: (?:myös|sen))?, että|(?:oppina|opetus|opit|(?:yksi|tärkein|keskeinen|keskeisin|suurin) oppi) (?:oli|on|jäi)|(?:kokemus|kokemukset) (?:osoitti|osoittivat|opetti)|osoittautui, että|(?:toimivaksi|hyväksi|onnistuneeksi) (?:osoittautui|havaittiin)|(?:hyvin|parhaiten) toimi|(?:en|den|en av|vår) (?:\pL+ )?lärdom(?:en|arna)? (?:var|är)|vi (?:har )?(?:lärde oss|lärt oss|märkte|insåg|konstaterade)(?: \pL+)? att|(?:det|det har) visa(?:de|t) sig(?: \pL+)? att|erfarenheten (?:visa|lärde)|we (?:also |have )?(?:learn(?:ed|t)|found out|realised|realized|discovered)(?: \pL+)? that|(?:a|one|the|our|another) (?:\pL+ )?lesson(?: learn(?:ed|t))? (?:was|is)|framgången (?:berodde|låg)|onnistumi(?:nen|sen) (?:perustui|avain)|(?:the|our) success (?:was|is) due|it (?:also )?turned out that|experience (?:showed|has shown|taught)|what worked)`)},
}

// proseLessons are sentences that say that something was learnt, was critical
// or did not work.
func (s *suggester) proseLessons() {
	for i, b := range s.text.Blocks {
		f := s.blocks[i]
		if b.Kind == HeadingBlock || b.Kind == RowBlock || f.label != "" || f.topics["lessons"] || f.topics["contents"] || f.topics["statistics"] {
			continue
		}
		for _, q := range f.sentences {
			text := s.at(q)
			at := slices.IndexFunc(lessonCues, func(c lessonCue) bool { return c.cue.MatchString(text) })
			if at < 0 || wordCount(text) < 5 || wordCount(text) > 60 || strings.HasSuffix(text, "?") {
				continue
			}
			lesson := lessonValue(lessonCues[at].kind, s.found.Language, cutLesson(text))
			s.add(Suggestion{Path: "lessons", Key: "lesson", Why: "lesson_sentence", Value: Value{Lesson: &lesson}, Quotes: []Quote{q}})
		}
	}
}

// cutLesson shortens a sentence to what a lesson may have: at a comma, where one
// leaves a sentence, else between words.
func cutLesson(text string) string {
	if wordCount(text) <= lessonWords {
		return joinSpace(text)
	}
	for at := len(text); ; {
		if at = strings.LastIndex(text[:at], ","); at < 0 {
			return cutWords(text, lessonWords)
		}
		if n := wordCount(text[:at]); n <= lessonWords && n >= 10 {
			return joinSpace(text[:at]) + "."
		}
	}
}

var (
	// "Naisten polku -ryhmä": the name, and what it is the name of.
	hyphened = regexp.MustCompile(`((?:\p{Lu}[\pL\d]*)(?: [\pL\d]+){1,5}) -(\pL+)`)
	compound = regexp.MustCompile(`(\p{Lu}\p{Ll}+)-(\pL+)`)
	quoted   = regexp.MustCompile(`[”“"«]([^”“"«»\n]{3,60})[”“"»]`)
	calledBy = regexp.MustCompile(`(?i:nimeltään|nimeltä|nimeksi|nimellä|nimi oli|kallas|kallades|heter|hette|vid namn|under namnet|med namnet|called|named|known as|under the name)\s+(\p{Lu}[\pL\d-]*(?:\s+[\pL\d-]+){0,4})`)
	// Swedish and English put what it is in front of the name or behind it.
	swedishName       = regexp.MustCompile(`(?:^|[^\pL])(\pL*(?:projektet|skolan|kursen|gruppen|modellen|kaféet|caféet|klubben|verksamheten|träffen|piloten|insatsen|satsningen|programmet|mottagningen|kampanjen))\s+(\p{Lu}[\pL\d-]*(?:\s+[\pL\d-]+){0,4})`)
	englishName       = regexp.MustCompile(`(\p{Lu}[\pL-]+(?: \p{Lu}[\pL-]+){1,4})(?: \pL+){0,2} (?:scheme|project|programme|group|course|model|café|initiative|club|pilot|service|workshop|mentoring)s?\b`)
	swedishApposition = regexp.MustCompile(`[\pL,] (\p{Lu}[\pL-]+(?: [\pL-]+){0,3}), (?:en|ett) (?:[\pL-]+ ){0,3}?[\pL-]*(?:projekt|kurs|grupp|modell|klubb|verksamhet|kafé|café)\b`)
	apposition        = regexp.MustCompile(`(\p{Lu}[\pL-]+(?: \p{Lu}[\pL-]+){1,4}), (?:an?|en|ett) (?:[\pL-]+ ){0,3}?[\pL-]*(?:scheme|project|programme|group|course|model|café|initiative|club|pilot|service|projekt|kurs|grupp|modell|klubb)\b`)
	activity          = regexp.MustCompile(`(?i)^(?:\pL*(?:ryhm|hank|projekt|toimin|kahvila|kurssi|malli|kerho|klubi|ohjelma|palvelu|pilotti|kokeilu|koulutu|valmennu|toiminta|tuutoroin|paja|mentoroin|leiri|tapahtuma|viikko|kampanja))\pL*$`)
	nameEnd           = regexp.MustCompile(`(?i)\s(?:för|som|i|på|med|och|av|till|till|under|där|vid|var|är|hölls|ordnades|har|for|in|at|with|by|and|was|is|that|which|on|to|of|from|ja|on|oli|joka|sekä|jossa|jonka|alkoi|sedan|since|\pL+(?:ade|ades|its|ats|llit))(?:\s.*)?$`)
)

// activityForms are the nouns of activities in their base form.
var activityForms = [][2]string{
	{"ryhmän", "ryhmä"}, {"ryhmää", "ryhmä"}, {"ryhmässä", "ryhmä"}, {"ryhmään", "ryhmä"}, {"hankkeen", "hanke"}, {"hanketta", "hanke"}, {"hankkeessa", "hanke"},
	{"projektin", "projekti"}, {"projektia", "projekti"}, {"projektissa", "projekti"}, {"toiminnan", "toiminta"}, {"toimintaa", "toiminta"}, {"toiminnassa", "toiminta"},
	{"kahvilan", "kahvila"}, {"kahvilaa", "kahvila"}, {"kahvilassa", "kahvila"}, {"kurssin", "kurssi"}, {"kurssia", "kurssi"}, {"kurssilla", "kurssi"}, {"mallin", "malli"}, {"mallia", "malli"},
	{"kerhon", "kerho"}, {"kerhoa", "kerho"}, {"kerhossa", "kerho"}, {"klubin", "klubi"}, {"ohjelman", "ohjelma"}, {"ohjelmaa", "ohjelma"}, {"palvelun", "palvelu"}, {"pilotin", "pilotti"}, {"pilottia", "pilotti"},
	{"kokeilun", "kokeilu"}, {"kokeilua", "kokeilu"}, {"koulutuksen", "koulutus"}, {"koulutusta", "koulutus"}, {"valmennuksen", "valmennus"}, {"valmennusta", "valmennus"}, {"valmennuksessa", "valmennus"}, {"pajan", "paja"}, {"pajaa", "paja"}, {"leirin", "leiri"},
}

// proseTitle is what running text calls the practice: a name with its kind, or
// one that it says is the name.
func (s *suggester) proseTitle() {
	for i, b := range s.text.Blocks {
		if b.Kind != ParagraphBlock || s.blocks[i].label != "" || s.blocks[i].topics["contents"] {
			continue
		}
		for _, q := range s.blocks[i].sentences {
			if name, at := s.nameIn(q); name != "" {
				s.add(Suggestion{Path: "title", Key: "title", Why: "named", Value: Value{Text: name}, Quotes: []Quote{at}})
				return
			}
		}
	}
}

func (s *suggester) nameIn(q Quote) (string, Quote) {
	text := s.at(q)
	place := func(m []int, n int) Quote { return Quote{q.Block, q.From + m[2*n], q.From + m[2*n+1]} }
	if m := hyphened.FindStringSubmatchIndex(text); m != nil && activity.MatchString(text[m[4]:m[5]]) {
		from := m[2]
		for at := from; ; { // the last capital letter begins the name, unless a name follows
			next := strings.IndexByte(text[at:m[3]], ' ')
			if next < 0 {
				break
			}
			if at += next + 1; unicode.IsUpper(firstRune(text[at:])) && strings.Contains(text[at:m[3]], " ") {
				from = at
			}
		}
		return text[from:m[3]] + " -" + activityBase(text[m[4]:m[5]]), Quote{q.Block, q.From + from, q.From + m[5]}
	}
	if m := compound.FindStringSubmatchIndex(text); m != nil && activity.MatchString(text[m[4]:m[5]]) && (!s.isHead(strings.ToLower(text[m[4]:m[5]])) || activityBase(text[m[4]:m[5]]) != text[m[4]:m[5]]) {
		return text[m[2]:m[3]] + "-" + activityBase(text[m[4]:m[5]]), place(m, 0)
	}
	if at := s.launched(q); at.To > 0 {
		return s.at(at), at
	}
	if m := calledBy.FindStringSubmatchIndex(text); m != nil {
		return s.nameOf(text[m[2]:m[3]], place(m, 1))
	}
	if m := quoted.FindStringSubmatchIndex(text); m != nil && aboutPractice.MatchString(text[:m[0]]) && unicode.IsUpper(firstRune(text[m[2]:])) && wordCount(text[m[2]:m[3]]) <= 8 {
		return text[m[2]:m[3]], place(m, 1)
	}
	if m := swedishName.FindStringSubmatchIndex(text); m != nil && strings.Contains(text[m[4]:m[5]], " ") {
		return s.nameOf(text[m[4]:m[5]], place(m, 2))
	}
	for _, rule := range []*regexp.Regexp{apposition, swedishApposition, englishName} {
		if m := rule.FindStringSubmatchIndex(text); m != nil {
			name := strings.TrimPrefix(text[m[2]:m[3]], "The ")
			if _, town := s.towns()[name]; !town && !s.isHead(strings.ToLower(name[strings.LastIndexByte(name, ' ')+1:])) {
				return name, place(m, 1)
			}
		}
	}
	return "", q
}

var (
	// launchVerb has the name of what began behind it.
	launchVerb = regexp.MustCompile(`^(?:käynnistettiin|käynnistyi|perustettiin|avattiin|aloitettiin|järjestettiin|startade|startades|grundade|grundades|öppnade|öppnades|lanserade|lanserades|inledde|inleddes|ordnade|ordnades|launched|started|opened|founded|introduced)$`)
	// began may have it in front, too.
	began = regexp.MustCompile(`^(?:käynnistettiin|käynnistyi|perustettiin|avattiin|startades|grundades|öppnades|lanserades|inleddes|launched|founded)$`)
	// toldOf tells of the thing whose name stands before: "X, where …", "X, a course".
	toldOf = regexp.MustCompile(`^, (?:jossa|johon|jonka|jota|joka|jolla|josta|där|dit|som|vars|vilket|en|ett|where|which|whose|that|an?) `)
)

// launched is the name of what a sentence says was begun, where it goes on to
// tell what that is, or where the text uses the name again.
func (s *suggester) launched(q Quote) Quote {
	list, text := s.tokens(q), s.text.Blocks[q.Block].Text
	verb := slices.IndexFunc(list, func(t token) bool { return launchVerb.MatchString(t.low) })
	if verb < 0 {
		return Quote{}
	}
	for i := 0; i < len(list); i++ {
		if !list[i].upper() || noName[list[i].low] {
			continue
		}
		first, name := i, Quote{q.Block, list[i].from, list[i].to}
		for ; i+1 < len(list) && list[i+1].upper() && list[i+1].near(); i++ {
			name.To = list[i+1].to
		}
		if s.strong(list[first:i+1]) || !s.plausible(list[first:i+1]) {
			continue
		}
		if first > verb && toldOf.MatchString(text[name.To:]) {
			return name
		}
		begins := first == 0 && verb > i && verb <= i+2 && began.MatchString(list[verb].low) // "X was launched"
		if begins && (i > first || s.named(s.at(name), name)) {
			return name
		}
	}
	return Quote{}
}

// named tells whether the text uses a name elsewhere, within a sentence, with
// whatever ending.
func (s *suggester) named(name string, besides Quote) bool {
	for i, b := range s.text.Blocks {
		for from := 0; ; {
			at := strings.Index(b.Text[from:], name)
			if at < 0 {
				break
			}
			from += at + len(name)
			start := from - len(name)
			if (i != besides.Block || start != besides.From) && s.sentence(i, start).From != start {
				return true
			}
		}
	}
	return false
}

// nameOf cuts a name where the sentence goes on.
func (s *suggester) nameOf(name string, at Quote) (string, Quote) {
	cut := nameEnd.ReplaceAllString(name, "")
	if rest := s.text.Blocks[at.Block].Text[at.To:]; rest != "" && strings.ContainsAny(rest[:1], ",.;:)") && wordCount(name) <= 4 {
		cut = name // the sentence itself ends the name
	}
	words := strings.Fields(cut)
	for len(words) > 1 && s.words.deeds.has(strings.ToLower(words[len(words)-1])) {
		words = words[:len(words)-1]
	}
	cut = strings.Join(words, " ")
	if _, town := s.towns()[cut]; town || s.isHead(strings.ToLower(words[len(words)-1])) {
		return "", at
	}
	at.To = at.From + len(cut)
	return cut, at
}

// activityBase is the base form of a noun for an activity, as far as it is known.
func activityBase(word string) string {
	for _, form := range activityForms {
		if stem, ok := strings.CutSuffix(word, form[0]); ok {
			return stem + form[1]
		}
	}
	return word
}

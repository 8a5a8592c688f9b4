package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// Quote is the words of a document that a suggestion comes from: bytes From to
// To of a block's text.
type Quote struct {
	Block, From, To int
}

// Suggestion is something that a document seems to say and that may be taken
// over into a field. Nothing is ever taken over without a person's decision.
type Suggestion struct {
	ID     string // stays the same for the same document
	Path   string // field of the practice
	Key    string // of the message "suggest.kind.<Key>", which names it
	Why    string // of the message "suggest.why.<Why>"
	Of     string // id of the suggestion whose figure this is a share of
	Lang   i18n.Lang
	Value  Value
	Quotes []Quote // the first is the main one
}

// Value is what would be taken over. Which member is set depends on Path and
// Key.
type Value struct {
	Text      string                `json:"text,omitempty"`
	Codes     []string              `json:"codes,omitempty"`
	Period    *catalogue.OpenPeriod `json:"period,omitempty"`
	Funding   *catalogue.Funding    `json:"funding,omitempty"`
	Result    *catalogue.Result     `json:"result,omitempty"`
	Breakdown *catalogue.Breakdown  `json:"breakdown,omitempty"`
	Base      *catalogue.Base       `json:"base,omitempty"` // of what a breakdown is a share
	Lesson    *catalogue.Lesson     `json:"lesson,omitempty"`
	Partner   *catalogue.Partner    `json:"partner,omitempty"`
	Contact   *catalogue.Contact    `json:"contact,omitempty"`
}

// Doubt is figures of a document that do not fit each other. Its message is
// "suggest.doubt." and Key.
type Doubt struct {
	Key    string
	Part   float64
	Whole  float64
	Share  float64
	Fits   *float64 // another figure of the document that would fit
	Quotes []Quote
}

// Suggestions are what was found in a document.
type Suggestions struct {
	Language i18n.Lang // that the document is written in
	List     []Suggestion
	Doubts   []Doubt
}

// Find returns the suggestion with that id.
func (s *Suggestions) Find(id string) (Suggestion, bool) {
	for _, one := range s.List {
		if one.ID == id {
			return one, true
		}
	}
	return Suggestion{}, false
}

// Most of a kind: what a person would still look through.
const (
	mostOfPath    = 40
	mostSuggested = 200
)

// Suggest finds what a document says of a practice, by rules in the three
// languages. The same text gives the same suggestions.
func Suggest(t *Text, places *catalogue.Places, vocabularies *catalogue.Vocabularies) (*Suggestions, error) {
	words, err := loadSuggestWords()
	if err != nil {
		return nil, err
	}
	s := &suggester{text: t, words: words, places: places, vocabularies: vocabularies, funders: funderNames, organisations: organisationRules(), wholes: map[int]float64{}, heads: map[string]bool{}, seen: map[string]bool{}, count: map[string]int{}}
	s.found.Language = words.language(t)
	s.read()
	for _, rule := range []func(*suggester){
		(*suggester).titles, (*suggester).summaries, (*suggester).needs, (*suggester).groups, (*suggester).descriptions,
		(*suggester).municipalities, (*suggester).areas, (*suggester).serviceLanguages, (*suggester).partners,
		(*suggester).periods, (*suggester).funding, (*suggester).results, (*suggester).lessons, (*suggester).contacts,
		(*suggester).doubts,
	} {
		rule(s)
	}
	return &s.found, nil
}

// suggester is a document while suggestions are made.
type suggester struct {
	text          *Text
	words         *suggestWords
	places        *catalogue.Places
	vocabularies  *catalogue.Vocabularies
	funders       []knownFunder
	townForms     map[string]string
	languages     map[string]string
	heads         map[string]bool // words that were asked about
	fullTown      string          // as the text calls its town in full
	organisations []organisationRule
	blocks        []blockFacts
	last          counted   // the count under way
	counted       []counted // all of them
	missed        bool      // a count that is no result stands behind the last one
	partIn        Quote     // the sentence that counts some of those counted last
	shared        counted   // what the shares of the sentence sharedIn are shares of
	sharedIn      Quote
	entire        counted // what the share of its sentence is a share of, where it stands right before
	asked         float64 // how many answered a survey, in the block askedAt
	askedAt       int
	wholes        map[int]float64 // of a block's "129 of 318"
	found         Suggestions
	seen          map[string]bool
	count         map[string]int
}

// blockFacts is what is known of a block before any rule.
type blockFacts struct {
	topics    map[string]bool // of the headings above it
	label     string          // topic of the label that it begins with
	valueAt   int             // where the value behind the label begins
	sentences []Quote
	figures   []figure
}

func (s *suggester) read() {
	s.blocks = make([]blockFacts, len(s.text.Blocks))
	about := map[string]map[string]bool{}
	for i, b := range s.text.Blocks {
		f := &s.blocks[i]
		f.topics = map[string]bool{}
		for n, heading := range s.text.headings(i) {
			topics, ok := about[heading]
			if !ok {
				topics = s.words.about(heading)
				about[heading] = topics
			}
			for topic := range topics {
				// The nearest heading counts; those above it only for what holds
				// for a whole chapter.
				if n == 0 || len(f.topics) == 0 || topic == "statistics" || topic == "results" || topic == "lessons" {
					f.topics[topic] = true
				}
			}
		}
		if b.Kind != HeadingBlock {
			f.label, f.valueAt = s.label(b)
		}
		f.sentences = sentences(i, b.Text)
		f.figures = s.within(i, s.figures(i))
	}
}

// within leaves out the figures of a block that a cut between sentences parts,
// and lets none look beyond its sentence.
func (s *suggester) within(block int, figures []figure) []figure {
	var list []figure
	for _, f := range figures {
		if q := s.sentence(block, f.from); q.From <= f.from && f.to <= q.To {
			f.unitAt = min(f.unitAt, q.To)
			list = append(list, f)
		}
	}
	return list
}

// label takes the label off a block such as "Funders: A, B" or a row of two
// cells.
func (s *suggester) label(b Block) (topic string, valueAt int) {
	mark := ":"
	if b.Kind == RowBlock {
		mark = "\t"
		if strings.Count(b.Text, "\t") != 1 {
			return "", 0
		}
	}
	at := strings.Index(b.Text, mark)
	if at < 2 || at > 60 {
		return "", 0
	}
	value := strings.TrimLeftFunc(b.Text[at+1:], unicode.IsSpace)
	if value == "" {
		return "", 0
	}
	return s.words.label(b.Text[:at]), len(b.Text) - len(value)
}

// is tells whether a block stands under a heading, or behind a label, of that
// topic.
func (s *suggester) is(block int, topic string) bool {
	return s.blocks[block].topics[topic] || s.blocks[block].label == topic
}

// words that end in a full stop without ending a sentence
func abbreviation(word string) bool {
	switch strings.ToLower(strings.TrimLeft(word, "(„“\"")) {
	case "esim.", "mm.", "ks.", "n.", "ml.", "ym.", "yms.", "jne.", "em.", "ts.", "t.ex.", "bl.a.", "dvs.", "ca.", "kl.", "s.k.", "m.fl.", "m.m.", "osv.", "e.g.", "i.e.", "etc.", "approx.", "no.", "nro.", "st.", "dr.", "eur.", "milj.", "mn.", "p.", "puh.", "tel.":
		return true
	}
	return false
}

// longestSentence is more bytes than people write in one.
const longestSentence = 1_500

// sentences divides a text. An item or a heading without a full stop is one
// sentence.
func sentences(block int, text string) []Quote {
	var list []Quote
	from := 0
	add := func(to int) {
		trimmed := strings.TrimLeftFunc(text[from:to], unicode.IsSpace)
		start := to - len(trimmed)
		if trimmed = strings.TrimRightFunc(trimmed, unicode.IsSpace); trimmed != "" {
			list = append(list, Quote{block, start, start + len(trimmed)})
		}
		from = to
	}
	for i := 0; i < len(text); i++ {
		if i-from > longestSentence && strings.IndexByte(" \t\n,", text[i]) >= 0 {
			add(i) // no sentence: rules that look at whole sentences would take minutes
		}
		if text[i] != '.' && text[i] != '!' && text[i] != '?' {
			continue
		}
		end := i + 1
		for end < len(text) {
			r, size := utf8.DecodeRuneInString(text[end:])
			if !strings.ContainsRune("\"”’)»", r) {
				break
			}
			end += size
		}
		rest := strings.TrimLeftFunc(text[end:], unicode.IsSpace)
		if rest != "" && (len(rest) == len(text)-end || !beginsSentence(rest)) {
			continue
		}
		word := text[from : i+1]
		word = word[strings.LastIndexFunc(word, unicode.IsSpace)+1:]
		if text[i] == '.' && rest != "" && (abbreviation(word) || len(word) <= 3 && word[0] >= '0' && word[0] <= '9' && strings.TrimSpace(text[from:i+1]) == word) {
			continue
		}
		add(end)
	}
	add(len(text))
	return list
}

func beginsSentence(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	if strings.ContainsRune("\"”“’«(–-•", r) {
		r, _ = utf8.DecodeRuneInString(strings.TrimLeft(s[size:], " "))
	}
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

func (s *suggester) at(q Quote) string { return s.text.Blocks[q.Block].Text[q.From:q.To] }

func (s *suggester) whole(block int) Quote { return Quote{block, 0, len(s.text.Blocks[block].Text)} }

// value is the part of a block behind its label.
func (s *suggester) value(block int) Quote {
	return Quote{block, s.blocks[block].valueAt, len(s.text.Blocks[block].Text)}
}

// add keeps a suggestion unless the same value has been suggested for the field.
func (s *suggester) add(one Suggestion) string {
	one.Lang = s.found.Language
	value, err := json.Marshal(one.Value)
	if err != nil || len(one.Quotes) == 0 || len(s.found.List) >= mostSuggested || s.count[one.Path] >= mostOfPath {
		return ""
	}
	same := one.Path + "\x00" + one.Of + "\x00" + string(value)
	if one.Path != "results" {
		same = strings.ToLower(same)
	}
	if s.seen[same] {
		return ""
	}
	s.seen[same] = true
	s.count[one.Path]++
	quote, _ := json.Marshal(one.Quotes[0])
	sum := sha256.Sum256([]byte(one.Path + "\x00" + string(quote) + "\x00" + one.Of + string(value)))
	one.ID = "s" + hex.EncodeToString(sum[:6])
	if one.Value.Result != nil {
		one.Value.Result.ID = "r" + one.ID[1:]
	}
	s.found.List = append(s.found.List, one)
	return one.ID
}

// sentence returns the sentence of a block that a byte stands in.
func (s *suggester) sentence(block, at int) Quote {
	for _, q := range s.blocks[block].sentences {
		if at >= q.From && at < q.To {
			return q
		}
	}
	return s.whole(block)
}

// under lists the blocks under the next heading of a topic that directly hold
// its content, chapter by chapter.
func (s *suggester) under(topic string) [][]int {
	var chapters [][]int
	var chapter []int
	heading := -1
	for i, b := range s.text.Blocks {
		if b.Kind == HeadingBlock {
			heading = i
			if len(chapter) > 0 {
				chapters, chapter = append(chapters, chapter), nil
			}
			continue
		}
		if heading >= 0 && b.Kind != RowBlock && s.blocks[i].topics[topic] {
			chapter = append(chapter, i)
		}
	}
	if len(chapter) > 0 {
		chapters = append(chapters, chapter)
	}
	return chapters
}

// cutWords cuts a text to whole sentences of at most that many words, at least
// one sentence; a first sentence that is too long is cut between words.
func cutWords(text string, most int) string {
	text = joinSpace(text)
	if len(strings.Fields(text)) <= most {
		return text
	}
	kept := ""
	for _, q := range sentences(0, text) {
		if len(strings.Fields(text[:q.To])) > most {
			break
		}
		kept = text[:q.To]
	}
	if kept != "" {
		return kept
	}
	return strings.Join(strings.Fields(text)[:most], " ") + " …"
}

func wordCount(s string) int { return len(strings.Fields(s)) }

func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

func number64(v float64) *float64 { return &v }

func textIn(lang i18n.Lang, s string) i18n.Text { return i18n.Text{}.Set(lang, s) }

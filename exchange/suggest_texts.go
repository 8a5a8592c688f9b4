package exchange

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// titles are the words behind a label, the first heading, and the name of the
// project that the text uses.
func (s *suggester) titles() {
	for i := range s.text.Blocks {
		if v := s.value(i); s.blocks[i].label == "title" && wordCount(s.at(v)) <= 25 && !strings.ContainsAny(s.at(v), "@%€") {
			s.add(Suggestion{Path: "title", Key: "title", Why: "label", Value: Value{Text: joinSpace(s.at(v))}, Quotes: []Quote{v}})
			break
		}
	}
	for i, b := range s.text.Blocks[:min(len(s.text.Blocks), 12)] {
		words, first := wordCount(b.Text), firstRune(b.Text)
		if b.Kind == RowBlock || b.Kind == ItemBlock || words < 2 || words > 30 || s.blocks[i].label != "" || unicode.IsDigit(first) {
			continue
		}
		if strings.ContainsAny(b.Text[len(b.Text)-1:], ".:;,") || strings.ContainsAny(b.Text, "@€") || strings.Contains(b.Text, "\n") || s.words.about(b.Text)["contents"] || genericTitle.MatchString(b.Text) {
			continue
		}
		if b.Kind == ParagraphBlock && i > 3 {
			continue
		}
		s.add(Suggestion{Path: "title", Key: "title", Why: "first_heading", Value: Value{Text: joinSpace(b.Text)}, Quotes: []Quote{s.whole(i)}})
		return
	}
	if s.count["title"] == 0 {
		s.proseTitle()
	}
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

var (
	genericTitle  = regexp.MustCompile(`(?i)^(?:fact ?sheet|factsheet|faktablad|tietokortti|hankekortti|hanke-esittely|projektkort|press release|tiedote|pressmeddelande|case study|esimerkki|exempel)$`)
	aboutPractice = regexp.MustCompile(`(?i)\b(?:hank|projekt|project|käytän|toimintamall|toimin[nt]|palvelu|verksamhet|praxis|programme|initiative|service|modell)`)
	goalSentence  = regexp.MustCompile(`(?i)(?:\b(?:aim(?:s|ed)? (?:to|is|was)|(?:the )?(?:main )?(?:goals?|objectives?|aims?|purpose) (?:of [^.]{3,80} )?(?:is|are|was|were)|sought to|tavoitteena (?:on|oli|ovat|olivat)|tavoite (?:on|oli)|tarkoituksena (?:on|oli)|pyri(?:tään|ttiin|i)\b|syftet (?:med [^.]{3,80} )?(?:är|var)|mål(?:et|sättningen) (?:med [^.]{3,80} )?(?:är|var)|syftar? till|syftade till|har som mål))`)
	needWords     = regexp.MustCompile(`(?i)(?:haas(?:te|tei)|ongelm|vaike(?:a|ut|us)|työttömyy|yksinäis|puute|puuttu|utmaning|svår|problem|brist|arbetslöshet|challeng|difficult|barrier|unemploy|lack of|isolat)`)
)

// summaries are what stands under a heading that says so, and else the first
// paragraph that speaks of the practice.
func (s *suggester) summaries() {
	if s.fieldFrom("summary", "summary", 100) {
		return
	}
	for i, b := range s.text.Blocks {
		if b.Kind != ParagraphBlock || wordCount(b.Text) < 15 || !strings.ContainsAny(b.Text, ".!") || !aboutPractice.MatchString(b.Text) || s.elsewhere(i) {
			continue
		}
		text := cutWords(b.Text, 100)
		s.add(Suggestion{Path: "summary", Key: "summary", Why: "first_paragraph", Value: Value{Text: text}, Quotes: []Quote{s.whole(i)}})
		return
	}
	// A text of paragraphs only, as people write it: the first tells what it is about.
	if b := s.text.Blocks[0]; b.Kind == ParagraphBlock && wordCount(b.Text) >= 40 && s.words.deeds.in(b.Text) && !s.headed() {
		s.add(Suggestion{Path: "summary", Key: "summary", Why: "first_paragraph", Value: Value{Text: cutWords(b.Text, 100)}, Quotes: []Quote{s.whole(0)}})
	}
}

// headed tells whether a document has any heading.
func (s *suggester) headed() bool {
	return slices.ContainsFunc(s.text.Blocks, func(b Block) bool { return b.Kind == HeadingBlock })
}

// elsewhere tells whether a block stands in a chapter that belongs to another
// field than the summary.
func (s *suggester) elsewhere(i int) bool {
	for _, topic := range []string{"lessons", "statistics", "challenge", "goals", "results", "contact", "contents", "resources"} {
		if s.blocks[i].topics[topic] {
			return true
		}
	}
	return false
}

// fieldFrom suggests the text under a heading, or behind a label, of a topic.
func (s *suggester) fieldFrom(topic, path string, most int) bool {
	before := s.count[path]
	for i := range s.text.Blocks {
		if v := s.value(i); s.blocks[i].label == topic && wordCount(s.at(v)) >= 3 {
			s.add(Suggestion{Path: path, Key: path, Why: "label", Value: Value{Text: cutWords(s.at(v), most)}, Quotes: []Quote{v}})
		}
	}
	for _, chapter := range s.under(topic) {
		if len(chapter) > 40 || s.crowded(chapter, topic) {
			continue
		}
		if text, quotes := s.running(chapter, most); wordCount(text) >= 3 {
			s.add(Suggestion{Path: path, Key: path, Why: "heading", Value: Value{Text: text}, Quotes: quotes})
		}
		if s.count[path]-before >= 3 {
			break
		}
	}
	return s.count[path] > before
}

// crowded tells whether a chapter is rather about results or lessons.
func (s *suggester) crowded(chapter []int, topic string) bool {
	for _, other := range []string{"results", "lessons", "contents", "statistics", "contact"} {
		if other != topic && s.blocks[chapter[0]].topics[other] {
			return true
		}
	}
	return false
}

// running is a chapter as one text: paragraphs and items each on a line of
// their own, as many as the words allow.
func (s *suggester) running(chapter []int, most int) (string, []Quote) {
	var parts []string
	var quotes []Quote
	left := most
	for _, i := range chapter {
		b := s.text.Blocks[i]
		if label := s.blocks[i].label; label != "" && label != "goals" && label != "challenge" || s.isContact(i) || len(datesIn(i, b.Text)) > 0 && wordCount(b.Text) < 8 {
			continue
		}
		if slices.ContainsFunc(s.blocks[i].figures, func(f figure) bool { return f.kind == "money" }) && wordCount(b.Text) < 10 {
			continue
		}
		text := joinSpace(b.Text)
		if wordCount(text) > left {
			if len(parts) > 0 {
				break
			}
			text = cutWords(text, left)
		}
		left -= wordCount(text)
		if b.Kind == ItemBlock {
			text = "– " + text
		}
		parts, quotes = append(parts, text), append(quotes, s.whole(i))
	}
	separator := "\n\n"
	if slices.ContainsFunc(parts, func(p string) bool { return strings.HasPrefix(p, "– ") }) {
		separator = "\n"
	}
	return strings.Join(parts, separator), quotes
}

// needs are the starting situation and the goals. What a text tells of the
// population is part of the situation, never a result.
func (s *suggester) needs() {
	if !s.fieldFrom("challenge", "challenge", 150) {
		for i, b := range s.text.Blocks {
			if b.Kind == ParagraphBlock && wordCount(b.Text) >= 12 && s.words.population.in(b.Text) && len(s.blocks[i].figures) > 0 && needWords.MatchString(b.Text) && !s.blocks[i].topics["lessons"] {
				s.add(Suggestion{Path: "challenge", Key: "challenge", Why: "situation", Value: Value{Text: cutWords(b.Text, 150)}, Quotes: []Quote{s.whole(i)}})
				break
			}
		}
	}
	if s.fieldFrom("goals", "goals", 100) {
		return
	}
	for i, b := range s.text.Blocks {
		for _, q := range s.blocks[i].sentences {
			text := s.at(q)
			if b.Kind == RowBlock || wordCount(text) < 8 || !goalSentence.MatchString(text) || strings.ContainsAny(text, "“”\"") || s.blocks[i].topics["lessons"] {
				continue
			}
			s.add(Suggestion{Path: "goals", Key: "goals", Why: "goal_sentence", Value: Value{Text: cutWords(text, 100)}, Quotes: []Quote{q}})
			if s.count["goals"] == 2 {
				return
			}
		}
	}
}

// descriptions are how it works and what it takes.
func (s *suggester) descriptions() {
	s.fieldFrom("how", "howItWorks", 250)
	s.fieldFrom("target", "targetGroupNote", 100)
	s.fieldFrom("resources", "resources", 100)
}

// lessons are the items under a heading that promises them, or its sentences.
func (s *suggester) lessons() {
	for _, chapter := range s.under("lessons") {
		items := slices.ContainsFunc(chapter, func(i int) bool { return s.text.Blocks[i].Kind == ItemBlock && s.text.Blocks[i].Level == 1 })
		kind := lessonKind(s.text.headings(chapter[0]))
		if !items && (wordCount(s.text.Section(chapter[0])) > 8 || s.firstHeading(chapter[0])) {
			continue // a page about good practices, not a list of lessons
		}
		for _, i := range chapter {
			b := s.text.Blocks[i]
			if b.Kind == ItemBlock && b.Level > 1 || items && b.Kind != ItemBlock || wordCount(b.Text) < 3 || s.isContact(i) || s.blocks[i].label == "contact" {
				continue
			}
			if b.Kind == ParagraphBlock && (wordCount(b.Text) > 60 || strings.Contains(b.Text, "\n")) {
				continue
			}
			s.addLesson(i, kind)
		}
	}
	s.proseLessons()
}

// firstHeading tells whether the heading above a block is the document's first.
func (s *suggester) firstHeading(block int) bool {
	for i := 0; i < block; i++ {
		if s.text.Blocks[i].Kind == HeadingBlock {
			return s.text.Blocks[i].Text == s.text.Section(block)
		}
	}
	return true
}

func (s *suggester) addLesson(i int, kind string) {
	text := lessonText(s.text.Blocks[i])
	lesson := lessonValue(kind, s.found.Language, text)
	s.add(Suggestion{Path: "lessons", Key: "lesson", Why: "lesson", Value: Value{Lesson: &lesson}, Quotes: []Quote{s.whole(i)}})
}

const lessonWords = 30

// lessonText is an item in at most thirty words: the whole of it, else what it
// stresses, else its first sentence, else its beginning.
func lessonText(b Block) string {
	text := joinSpace(b.Text)
	if wordCount(text) <= lessonWords {
		return text
	}
	if lead := joinSpace(b.Text[:b.Lead]); wordCount(lead) >= 3 && wordCount(lead) <= lessonWords {
		return strings.TrimRight(lead, " :–-")
	}
	return cutWords(text, lessonWords)
}

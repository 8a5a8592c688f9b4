package exchange

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tiekartta/document"
	"tiekartta/i18n"
)

// composer puts a document together in one language. A text that lacks this
// language is taken in another, carries that language, and is counted.
type composer struct {
	Known
	lang     i18n.Lang
	original i18n.Lang // tried next after lang
	doc      *document.Document
	fallback map[i18n.Lang]map[string]bool // the texts that stand in for a translation
	machine  []string                      // paths of machine text
	sources  map[string]int
	// sourceLangs are the languages of the sources by number.
	sourceLangs map[int]i18n.Lang
}

func newComposer(k Known, lang, original i18n.Lang) *composer {
	return &composer{
		Known: k, lang: lang, original: original,
		doc:      &document.Document{Lang: lang},
		fallback: map[i18n.Lang]map[string]bool{}, sources: map[string]int{}, sourceLangs: map[int]i18n.Lang{},
	}
}

func (c *composer) t(key string, args ...any) string { return c.Messages.T(c.lang, key, args...) }

// say is a message as runs.
func (c *composer) say(key string, args ...any) []document.Run {
	return []document.Run{{Text: c.t(key, args...), Lang: c.lang}}
}

// around is a message whose place name is filled with runs, which may be in
// another language or hold links.
func (c *composer) around(key, name string, inner []document.Run) []document.Run {
	const gap = "\uFFFC" // stands for an object in text
	before, after, _ := strings.Cut(c.t(key, name, gap), gap)
	var runs []document.Run
	if before != "" {
		runs = append(runs, document.Run{Text: before, Lang: c.lang})
	}
	runs = append(runs, inner...)
	if after != "" {
		runs = append(runs, document.Run{Text: after, Lang: c.lang})
	}
	return runs
}

func (c *composer) paragraph(key string, args ...any) document.Paragraph {
	return document.Paragraph{Runs: c.say(key, args...)}
}

func (c *composer) chapter(id, key string, args ...any) *document.Section {
	return &document.Section{ID: id, Title: c.say(key, args...)}
}

// tag is a label of ours, in the language of the document whatever surrounds it.
func (c *composer) tag(key string, args ...any) document.Run {
	return document.Run{Text: c.t(key, args...), Lang: c.lang, Style: document.Tag}
}

// run is a text in the best language, with white space joined.
func (c *composer) run(t i18n.Text) document.Run {
	text, lang := t.Best(c.lang, c.original)
	c.count(text, lang)
	return document.Run{Text: joinSpace(text), Lang: lang}
}

// name is a name that was written in one language only, that of the original.
func (c *composer) name(s string) document.Run {
	return document.Run{Text: joinSpace(s), Lang: c.original}
}

// written is a text that has but one language, that of the original; where that
// is not the document's, it counts among the texts that stand in.
func (c *composer) written(s string) document.Run {
	run := c.name(s)
	if strings.ContainsFunc(run.Text, unicode.IsLetter) {
		c.count(run.Text, run.Lang)
	}
	return run
}

// count remembers a text that is not in the language of the document.
func (c *composer) count(text string, lang i18n.Lang) {
	if lang == "" || lang == c.lang {
		return
	}
	if c.fallback[lang] == nil {
		c.fallback[lang] = map[string]bool{}
	}
	c.fallback[lang][text] = true
}

// words is run as runs, none for an empty text.
func (c *composer) words(t i18n.Text) []document.Run {
	if t.Empty() {
		return nil
	}
	return []document.Run{c.run(t)}
}

// prose is a longer text as paragraphs and lists: an empty line or line end
// ends a paragraph, a line that begins with a dash or bullet is an item. path is
// the field's name, by which machine text is known.
func (c *composer) prose(path string, t i18n.Text) []document.Block {
	text, lang := t.Best(c.lang, c.original)
	blocks := proseBlocks(text, lang)
	c.count(text, lang)
	var labels []document.Run
	if lang != "" && lang != c.lang {
		labels = append(labels, c.tag("doc.in_language", "Language", c.language(lang)))
	}
	if lang != "" && slices.Contains(c.machine, path+"."+string(lang)) {
		labels = append(labels, c.tag("doc.machine"))
	}
	if first, ok := firstParagraph(blocks); ok {
		first.Runs = append(first.Runs, labels...)
		blocks[0] = first
	}
	return blocks
}

func firstParagraph(blocks []document.Block) (document.Paragraph, bool) {
	if len(blocks) == 0 {
		return document.Paragraph{}, false
	}
	p, ok := blocks[0].(document.Paragraph)
	return p, ok
}

func proseBlocks(text string, lang i18n.Lang) []document.Block {
	var blocks []document.Block
	var items []document.Item
	flush := func() {
		if len(items) > 0 {
			blocks = append(blocks, document.List{Items: items})
			items = nil
		}
	}
	for _, line := range strings.Split(text, "\n") {
		line = joinSpace(line)
		if line == "" {
			continue
		}
		run := document.Run{Text: unbulleted(line), Lang: lang}
		if run.Text != line {
			items = append(items, document.Item{Blocks: []document.Block{document.Paragraph{Runs: []document.Run{run}}}})
			continue
		}
		flush()
		if strings.HasSuffix(line, ":") {
			run.Style = document.Strong // it heads the list below it
		}
		blocks = append(blocks, document.Paragraph{Runs: []document.Run{run}})
	}
	flush()
	return blocks
}

// label names a concept of a vocabulary.
func (c *composer) label(scheme, id string) string {
	text, _ := c.Vocabularies.Label(scheme, id).Best(c.lang)
	return text
}

// small names a concept within a sentence, where only names begin with a
// capital letter.
func (c *composer) small(scheme, id string) string { return smallFirst(c.label(scheme, id)) }

func smallFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

// language names a language within a sentence; only English writes it with a
// capital letter.
func (c *composer) language(lang i18n.Lang) string {
	if c.lang == i18n.English {
		return c.label("language", string(lang))
	}
	return c.small("language", string(lang))
}

// labels names several concepts in one line. A label may hold commas.
func (c *composer) labels(scheme string, ids []string) string {
	var names []string
	for _, id := range ids {
		names = append(names, c.label(scheme, id))
	}
	return strings.Join(names, " · ")
}

// capital begins a text with a capital letter, for what stands alone.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// organisation names an organisation, by its id when nothing else is known.
func (c *composer) organisation(id string) string {
	if o, ok := c.Organisations[id]; ok && !o.Name.Empty() {
		text, _ := o.Name.Best(c.lang)
		return text
	}
	return id
}

// number writes a figure with its unit.
func (c *composer) number(v float64, measure, currency, unit string) string {
	text := i18n.Number(c.lang, v)
	switch measure {
	case "share":
		return c.t("doc.percent", "Value", text)
	case "money":
		return c.money(v, currency)
	case "yes_no":
		if v == 0 {
			return c.t("doc.no")
		}
		return c.t("doc.yes")
	}
	if unit == "" {
		return text
	}
	return text + "\u00a0" + unit
}

func (c *composer) money(v float64, currency string) string {
	return i18n.Money(c.lang, v, currency)
}

// entry is a term with runs, left out when there are none.
func (c *composer) entry(list *document.Definitions, key string, blocks ...document.Block) {
	var kept []document.Block
	for _, b := range blocks {
		if p, ok := b.(document.Paragraph); ok && document.Plainly(p.Runs) == "" {
			continue
		}
		kept = append(kept, b)
	}
	if len(kept) > 0 {
		list.Entries = append(list.Entries, document.Definition{Term: c.say(key), Blocks: kept})
	}
}

// line is a paragraph in the language of the document.
func (c *composer) line(text string) document.Paragraph {
	return document.Paragraph{Runs: []document.Run{{Text: text, Lang: c.lang}}}
}

func item(runs ...document.Run) document.Item {
	return document.Item{Blocks: []document.Block{document.Paragraph{Runs: runs}}}
}

// note adds a note once and returns its id.
func (c *composer) note(id, key string) string {
	if c.doc.NoteNumber(id) == 0 {
		c.doc.Notes = append(c.doc.Notes, document.Note{ID: id, Runs: c.say(key)})
	}
	return id
}

// fallbacks tells which languages stand in for a missing translation; ok is
// false when none does.
func (c *composer) fallbacks() (document.Callout, bool) {
	var list []string
	for _, lang := range i18n.Langs() {
		if n := len(c.fallback[lang]); n > 0 {
			list = append(list, c.t("doc.fallback.count", "Language", c.language(lang), "Count", n))
		}
	}
	if len(list) == 0 {
		return document.Callout{}, false
	}
	return document.Callout{
		Title:  c.say("doc.fallback.title"),
		Blocks: []document.Block{c.paragraph("doc.fallback.text", "List", strings.Join(list, ", "))},
	}, true
}

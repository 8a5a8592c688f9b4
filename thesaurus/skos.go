package thesaurus

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"tiekartta/i18n"
)

// Scheme URIs of our own.
const (
	ourScheme   = "urn:tiekartta:concept"
	ourUntagged = "urn:tiekartta:untagged"
)

// WriteTurtle writes our thesaurus, as editors have changed it, as SKOS.
// Concepts that are retired are marked as such.
func (t *Thesaurus) WriteTurtle(ctx context.Context, to io.Writer, title i18n.Text) error {
	list, err := t.Concepts(ctx)
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b Concept) int { return strings.Compare(a.ID, b.ID) })
	w := bufio.NewWriter(to)
	fmt.Fprint(w, "@prefix dct: <http://purl.org/dc/terms/> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n")
	fmt.Fprintf(w, "<%s> a skos:ConceptScheme", ourScheme)
	for _, lang := range i18n.Langs() {
		if text := title.In(lang); text != "" {
			fmt.Fprintf(w, " ;\n    dct:title %s@%s", literal(text), lang)
		}
	}
	fmt.Fprint(w, " .\n")
	for _, c := range list {
		c.write(w)
	}
	return w.Flush()
}

func (c Concept) write(w io.Writer) {
	fmt.Fprintf(w, "\n%s a skos:Concept ;\n    skos:inScheme <%s>", name(c.ID), ourScheme)
	if c.Retired {
		fmt.Fprint(w, " ;\n    owl:deprecated true")
	}
	if c.Untagged {
		fmt.Fprintf(w, " ;\n    <%s> true", ourUntagged)
	}
	if len(c.Broader) == 0 && !c.Retired {
		fmt.Fprintf(w, " ;\n    skos:topConceptOf <%s>", ourScheme)
	}
	texts := func(property string, lang i18n.Lang, texts ...string) {
		for _, text := range texts {
			if text != "" {
				fmt.Fprintf(w, " ;\n    skos:%s %s@%s", property, literal(text), lang)
			}
		}
	}
	for _, lang := range i18n.Langs() {
		texts("prefLabel", lang, c.Preferred.In(lang))
		texts("altLabel", lang, *c.Others.In(lang)...)
		texts("scopeNote", lang, c.Note.In(lang))
	}
	for _, id := range c.Broader {
		fmt.Fprintf(w, " ;\n    skos:broader %s", name(id))
	}
	for _, id := range c.Related {
		fmt.Fprintf(w, " ;\n    skos:related %s", name(id))
	}
	fmt.Fprint(w, " .\n")
}

// name is an address as Turtle writes it.
func name(id string) string {
	var b strings.Builder
	b.WriteByte('<')
	for _, r := range id {
		if r <= ' ' || strings.ContainsRune("<>\"{}|^`\\", r) {
			fmt.Fprintf(&b, "\\u%04X", r)
			continue
		}
		b.WriteRune(r)
	}
	b.WriteByte('>')
	return b.String()
}

var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`)

func literal(text string) string { return `"` + escapes.Replace(text) + `"` }

package exchange

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"tiekartta/i18n"
)

// DatasetPath is where the catalogue's data is named, behind the address of the
// service: that of no page, because it stands for the data and not for a text
// about it.
const DatasetPath = "/catalog.ttl#practices"

// Record describes the catalogue as a whole to other catalogues (DCAT-AP 3).
type Record struct {
	Site     string // "https://…", without a slash at its end
	Operator string // who publishes; empty: the service by its name
	Contact  string // an e-mail address; may be empty
	Changed  time.Time
	Messages *i18n.Messages
}

// The vocabularies that a record uses, by their prefix.
func recordPrefixes() [][2]string {
	return [][2]string{
		{"dcat", "http://www.w3.org/ns/dcat#"}, {"dct", "http://purl.org/dc/terms/"}, {"foaf", "http://xmlns.com/foaf/0.1/"},
		{"vcard", "http://www.w3.org/2006/vcard/ns#"}, {"xsd", "http://www.w3.org/2001/XMLSchema#"},
	}
}

// node is a thing with what is said of it; said holds strings for texts.
type node struct {
	id, kind string
	said     []statement
}

// statement says one thing: another thing's address, or a literal with its
// language or type.
type statement struct {
	property, address   string
	text, lang, literal string // literal is the type, "xsd:dateTime"
}

// nodes is the record as statements, from which every syntax is written.
func (r Record) nodes() []node {
	const authority = "http://publications.europa.eu/resource/authority/"
	here := r.Site + "/catalog.ttl"
	dataset, service, publisher, contact := r.Site+DatasetPath, here+"#api", here+"#publisher", here+"#contact"
	link := func(property, address string) statement { return statement{property: property, address: address} }
	about := []statement{link("dct:publisher", publisher), link("dct:license", LicenceURL(""))}
	for _, code := range []string{"FIN", "SWE", "ENG"} {
		about = append(about, link("dct:language", authority+"language/"+code))
	}
	about = append(about, link("dct:spatial", authority+"country/FIN"))
	if !r.Changed.IsZero() {
		about = append(about, statement{property: "dct:modified", text: r.Changed.UTC().Format(time.RFC3339), literal: "xsd:dateTime"})
	}
	catalog := node{here + "#catalog", "dcat:Catalog", append(r.texts("dct:title", "record.catalogue"), r.texts("dct:description", "page.footer.what")...)}
	catalog.said = append(append(catalog.said, about...), link("foaf:homepage", r.Site+"/fi"), link("dcat:dataset", dataset), link("dcat:service", service))
	data := node{dataset, "dcat:Dataset", append(r.texts("dct:title", "record.title"), r.texts("dct:description", "record.description")...)}
	data.said = append(data.said, about...)
	data.said = append(data.said, r.texts("dcat:keyword", "record.keyword")...)
	data.said = append(data.said, link("dcat:theme", authority+"data-theme/SOCI"), link("dct:accrualPeriodicity", authority+"frequency/CONT"),
		link("dct:accessRights", authority+"access-right/PUBLIC"))
	files := []node{r.distribution("json", r.Site+"/api/v1/practices", "application/json")}
	files[0].said = append(files[0].said, link("dcat:accessService", service))
	for _, lang := range i18n.Langs() {
		data.said = append(data.said, link("dcat:landingPage", r.Site+"/"+string(lang)+"/practices"))
		files = append(files, r.distribution("atom-"+string(lang), r.Site+"/"+string(lang)+"/practices.atom", "application/atom+xml"))
	}
	for _, file := range files {
		data.said = append(data.said, link("dcat:distribution", file.id))
	}
	api := node{service, "dcat:DataService", append(r.texts("dct:title", "record.api"), link("dcat:endpointURL", r.Site+"/api/v1"),
		link("dcat:endpointDescription", r.Site+"/api/v1/openapi.json"), link("dcat:servesDataset", dataset), link("dct:license", LicenceURL("")),
		link("dct:publisher", publisher))}
	nodes := append([]node{catalog, data, api}, files...)
	who := node{publisher, "foaf:Agent", r.texts("foaf:name", "page.service")}
	if r.Operator != "" {
		who.said = []statement{{property: "foaf:name", text: r.Operator}}
	}
	nodes = append(nodes, who)
	if r.Contact != "" {
		nodes[1].said = append(nodes[1].said, link("dcat:contactPoint", contact))
		nodes = append(nodes, node{contact, "vcard:Kind", []statement{link("vcard:hasEmail", "mailto:"+r.Contact), {property: "vcard:fn", text: r.Contact}}})
	}
	return nodes
}

// texts says a message in every language.
func (r Record) texts(property, key string) []statement {
	var list []statement
	for _, lang := range i18n.Langs() {
		list = append(list, statement{property: property, text: r.Messages.T(lang, key), lang: string(lang)})
	}
	return list
}

func (r Record) distribution(name, address, mediaType string) node {
	return node{r.Site + "/catalog.ttl#" + name, "dcat:Distribution", append(r.texts("dct:title", "record.file"),
		statement{property: "dcat:accessURL", address: address},
		statement{property: "dcat:mediaType", address: "http://www.iana.org/assignments/media-types/" + mediaType},
		statement{property: "dct:license", address: LicenceURL("")})}
}

// WriteTurtle writes the record in Turtle.
func (r Record) WriteTurtle(to io.Writer) error {
	w := bufio.NewWriter(to)
	for _, prefix := range recordPrefixes() {
		fmt.Fprintf(w, "@prefix %s: <%s> .\n", prefix[0], prefix[1])
	}
	for _, n := range r.nodes() {
		fmt.Fprintf(w, "\n%s a %s", turtleAddress(n.id), n.kind)
		for _, s := range n.said {
			fmt.Fprintf(w, " ;\n  %s %s", s.property, s.turtle())
		}
		w.WriteString(" .\n")
	}
	return w.Flush()
}

func (s statement) turtle() string {
	switch {
	case s.address != "":
		return turtleAddress(s.address)
	case s.lang != "":
		return turtleText(s.text) + "@" + s.lang
	case s.literal != "":
		return turtleText(s.text) + "^^" + s.literal
	}
	return turtleText(s.text)
}

// turtleAddress writes an address, with what may not stand in one escaped.
func turtleAddress(address string) string {
	var b strings.Builder
	b.WriteByte('<')
	for _, r := range address {
		if r <= ' ' || strings.ContainsRune("<>\"{}|^`\\", r) {
			fmt.Fprintf(&b, "%%%02X", r)
			continue
		}
		b.WriteRune(r)
	}
	b.WriteByte('>')
	return b.String()
}

func turtleText(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`).Replace(text) + `"`
}

// WriteLinked writes the record in JSON-LD.
func (r Record) WriteLinked(to io.Writer) error {
	names := map[string]any{}
	for _, prefix := range recordPrefixes() {
		names[prefix[0]] = prefix[1]
	}
	var graph []map[string]any
	for _, n := range r.nodes() {
		object := map[string]any{"@id": n.id, "@type": n.kind}
		for _, s := range n.said {
			values, _ := object[s.property].([]any)
			object[s.property] = append(values, s.linked())
		}
		graph = append(graph, object)
	}
	encoder := json.NewEncoder(to)
	encoder.SetIndent("", " ")
	return encoder.Encode(map[string]any{"@context": names, "@graph": graph})
}

func (s statement) linked() map[string]string {
	switch {
	case s.address != "":
		return map[string]string{"@id": s.address}
	case s.lang != "":
		return map[string]string{"@value": s.text, "@language": s.lang}
	case s.literal != "":
		return map[string]string{"@value": s.text, "@type": s.literal}
	}
	return map[string]string{"@value": s.text}
}

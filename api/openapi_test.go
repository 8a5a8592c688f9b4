package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

func TestEveryRouteIsDescribedAndEveryDescriptionHasARoute(t *testing.T) {
	s := newService(t)
	routes := map[string]bool{}
	for _, r := range s.handler.Routes() {
		if r.Method == http.MethodHead || r.Method == echo.RouteNotFound {
			continue
		}
		parts := strings.Split(r.Path, "/")
		for i, part := range parts {
			if name, is := strings.CutPrefix(part, ":"); is {
				parts[i] = "{" + name + "}"
			}
		}
		routes[r.Method+" "+strings.Join(parts, "/")] = true
	}
	for _, o := range described(t).operations() {
		name := strings.ToUpper(o.method) + " " + o.path
		if !routes[name] {
			t.Errorf("%s is described, but there is no such route", name)
		}
		delete(routes, name)
	}
	for name := range routes {
		method, path, _ := strings.Cut(name, " ")
		token := s.token("administrator of vantaa")
		if got := s.call(request{method: method, path: path, token: token}); got.status != http.StatusMethodNotAllowed {
			t.Errorf("%s is not described, but answers %d", name, got.status)
		}
	}
}

func TestWhereverGetWorksHeadWorksToo(t *testing.T) {
	s := newService(t)
	routes := map[string]bool{}
	for _, r := range s.handler.Routes() {
		routes[r.Method+r.Path] = true
	}
	for _, r := range s.handler.Routes() {
		if r.Method == http.MethodGet && !routes[http.MethodHead+r.Path] {
			t.Errorf("no HEAD for %s", r.Path)
		}
	}
}

func TestEveryOperationSaysWhatItIs(t *testing.T) {
	d := described(t)
	ids := map[string]bool{}
	for _, o := range d.operations() {
		id, _ := o.tree["operationId"].(string)
		summary, _ := o.tree["summary"].(string)
		if id == "" || ids[id] || summary == "" {
			t.Errorf("%s %s: id %q, summary %q", o.method, o.path, id, summary)
		}
		ids[id] = true
		var inPath []string
		for part := range strings.SplitSeq(o.path, "/") {
			if strings.HasPrefix(part, "{") {
				inPath = append(inPath, strings.Trim(part, "{}"))
			}
		}
		if got := d.parameters(o.path, o.method, "path"); !slices.Equal(got, inPath) {
			t.Errorf("%s %s describes the path parameters %v", o.method, o.path, got)
		}
	}
}

func TestEveryReferenceLeadsSomewhereAndIsUsed(t *testing.T) {
	d := described(t)
	used := map[string]bool{}
	walk(d.tree, func(object map[string]any) {
		if ref, is := object["$ref"].(string); is {
			used[ref] = true
			names := strings.Split(strings.TrimPrefix(ref, "#/"), "/")
			if _, _, ok := d.at(names...); !ok {
				t.Errorf("%s leads nowhere", ref)
			}
		}
	})
	components, _, _ := d.at("components")
	for kind, list := range components {
		for name := range list.(map[string]any) {
			if kind == "securitySchemes" {
				continue
			}
			if !used["#/components/"+kind+"/"+name] {
				t.Errorf("%s %s is never used", kind, name)
			}
		}
	}
	schemas, _, _ := d.at("components", "schemas")
	for name := range schemas {
		if _, err := d.compiler.Compile("openapi.json#/components/schemas/" + name); err != nil {
			t.Errorf("schema %s: %v", name, err)
		}
	}
}

func TestDescribedCodesAreThoseOfTheVocabularies(t *testing.T) {
	v, err := catalogue.LoadVocabularies()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	walk(described(t).tree, func(object map[string]any) {
		id, is := object["x-vocabulary"].(string)
		if !is {
			return
		}
		n++
		scheme, err := v.Scheme(id)
		if err != nil {
			t.Error(err)
			return
		}
		enum, closed := object["enum"].([]any)
		if !closed {
			return
		}
		var want []any
		for _, c := range scheme.Concepts {
			want = append(want, c.ID)
		}
		if !reflect.DeepEqual(enum, want) {
			t.Errorf("%s is described as %v, but has %v", id, enum, want)
		}
	})
	if n < 30 {
		t.Errorf("only %d fields name a vocabulary", n)
	}
}

func TestEveryDescribedParameterIsTakenAndNoOther(t *testing.T) {
	s := newStarter(t)
	token := s.token("editor of vantaa")
	for _, o := range described(t).operations() {
		if !strings.HasPrefix(o.path, prefix) {
			continue
		}
		address := strings.NewReplacer("{id}", "smile", "{scheme}", "domain").Replace(o.path)
		refusedNames := func(query string) string {
			r := s.call(request{method: strings.ToUpper(o.method), path: address + query, token: token, header: map[string]string{"If-Match": `"r1"`}})
			return string(r.body)
		}
		for _, name := range described(t).parameters(o.path, o.method, "query") {
			if strings.Contains(refusedNames("?"+name+"=1"), "api.unknown_parameter") {
				t.Errorf("%s %s does not take the parameter %s", o.method, o.path, name)
			}
		}
		if !strings.Contains(refusedNames("?nonsense=1"), `{"path":"nonsense","key":"api.unknown_parameter"`) {
			t.Errorf("%s %s takes an unknown parameter", o.method, o.path)
		}
	}
}

func TestSchemasHaveExactlyTheFieldsOfTheModel(t *testing.T) {
	for name, v := range map[string]any{
		"Practice": catalogue.Practice{}, "Roadmap": roadmap.Roadmap{}, "Measurement": roadmap.Measurement{},
		"Organisation": account.Organisation{}, "Bundle": exchange.Bundle{}, "PracticesPage": practicesAnswer{}, "SearchPage": searchAnswer{}, "FoundPractice": foundPractice{}, "FoundPlan": foundPlan{},
		"CardList": list[card]{}, "VersionList": list[catalogue.Version]{}, "DifferenceList": list[catalogue.Difference]{},
		"RoadmapList": list[roadmap.Card]{}, "FindingList": list[finding]{}, "OrganisationList": list[account.Organisation]{},
		"VocabularyPage": vocabularyAnswer{}, "Reading": readAnswer{}, "Readiness": readiness{}, "Problem": problem{},
		"AssembleRequest": assembleRequest{},
	} {
		c := comparison{t: t, d: described(t), seen: map[string]bool{}}
		c.same(name, reflect.TypeOf(v), map[string]any{"$ref": "#/components/schemas/" + name})
	}
}

// comparison holds a schema against a type, with all that they consist of.
type comparison struct {
	t    *testing.T
	d    *description
	seen map[string]bool
}

func (c comparison) same(path string, typ reflect.Type, schema map[string]any) {
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if ref, is := schema["$ref"].(string); is {
		name := strings.TrimPrefix(ref, "#/components/schemas/")
		if c.seen[name] {
			return
		}
		if typ.Kind() == reflect.Struct {
			c.seen[name] = true
		}
		schema, _, _ = c.d.at("components", "schemas", name)
	}
	if typ == reflect.TypeFor[any]() {
		return
	}
	if got, want := schemaType(schema), jsonKind(typ); got != want {
		c.t.Errorf("%s is described as %s, but it is %s", path, got, want)
		return
	}
	switch typ.Kind() {
	case reflect.Slice, reflect.Array:
		items, _ := schema["items"].(map[string]any)
		c.same(path+"[]", typ.Elem(), items)
	case reflect.Struct:
		if typ != reflect.TypeFor[time.Time]() {
			c.sameFields(path, typ, schema)
		}
	}
}

func (c comparison) sameFields(path string, typ reflect.Type, schema map[string]any) {
	properties, _ := schema["properties"].(map[string]any)
	if schema["additionalProperties"] != false {
		c.t.Errorf("%s may have other fields", path)
	}
	var required []string
	for _, name := range asList(schema["required"]) {
		required = append(required, name.(string))
	}
	fields := fieldsOf(typ)
	for name := range properties {
		if _, ok := fields[name]; !ok {
			c.t.Errorf("%s.%s is described, but there is no such field", path, name)
		}
	}
	for name, f := range fields {
		property, ok := properties[name].(map[string]any)
		if !ok {
			c.t.Errorf("%s.%s is not described", path, name)
			continue
		}
		_, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if always := options == ""; always != slices.Contains(required, name) && !byRules(typ) {
			c.t.Errorf("%s.%s: always there %t, described so %t", path, name, always, !always)
		}
		c.same(path+"."+name, f.Type, property)
	}
}

// byRules tells whether rules, not the type, say which fields must be there.
func byRules(typ reflect.Type) bool {
	return typ == reflect.TypeFor[assembleRequest]() || typ == reflect.TypeFor[account.Organisation]()
}

// fieldsOf are the JSON fields of a struct, those of embedded ones too.
func fieldsOf(typ reflect.Type) map[string]reflect.StructField {
	fields := map[string]reflect.StructField{}
	for i := range typ.NumField() {
		f := typ.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-", !f.IsExported() && !f.Anonymous:
		case f.Anonymous:
			for name, inner := range fieldsOf(f.Type) {
				fields[name] = inner
			}
		default:
			fields[name] = f
		}
	}
	return fields
}

func jsonKind(typ reflect.Type) string {
	switch {
	case typ == reflect.TypeFor[time.Time](), typ == reflect.TypeFor[i18n.Lang]():
		return "string"
	case typ.Kind() == reflect.Struct, typ.Kind() == reflect.Map:
		return "object"
	case typ.Kind() == reflect.Slice, typ.Kind() == reflect.Array:
		return "array"
	case typ.Kind() == reflect.Bool:
		return "boolean"
	case typ.Kind() == reflect.Float64:
		return "number"
	case typ.Kind() == reflect.String:
		return "string"
	}
	return "integer"
}

func schemaType(schema map[string]any) string {
	switch kind := schema["type"].(type) {
	case string:
		return kind
	case []any:
		return kind[0].(string)
	}
	if _, is := schema["const"].(string); is {
		return "string"
	}
	return "nothing"
}

func asList(v any) []any {
	list, _ := v.([]any)
	return list
}

// walk calls f with every object of a tree.
func walk(v any, f func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		f(v)
		for _, value := range v {
			walk(value, f)
		}
	case []any:
		for _, value := range v {
			walk(value, f)
		}
	}
}

func TestDescriptionIsServedWithTheProgramsVersion(t *testing.T) {
	s := newService(t)
	var d struct {
		OpenAPI string                     `json:"openapi"`
		Info    struct{ Version string }   `json:"info"`
		Paths   map[string]json.RawMessage `json:"paths"`
	}
	s.get("/api/v1/openapi.json").in(200, &d)
	if d.OpenAPI != "3.1.0" || d.Info.Version != "1.2.3" || len(d.Paths) < 15 {
		t.Errorf("%+v", d)
	}
}

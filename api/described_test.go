package api

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// description is openapi.json as a program reads it.
type description struct {
	tree     map[string]any
	compiler *jsonschema.Compiler
	mu       sync.Mutex
}

// readDescription reads openapi.json once for all tests.
var readDescription = sync.OnceValues(func() (*description, error) {
	tree, err := jsonschema.UnmarshalJSON(bytes.NewReader(openapi))
	if err != nil {
		return nil, err
	}
	d := &description{tree: tree.(map[string]any), compiler: jsonschema.NewCompiler()}
	d.compiler.AssertFormat()
	return d, d.compiler.AddResource("openapi.json", tree)
})

func described(t testing.TB) *description {
	t.Helper()
	d, err := readDescription()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// at walks the tree along names and follows references. It returns the pointer
// to where it got, without references.
func (d *description) at(names ...string) (value map[string]any, pointer string, ok bool) {
	value, ok = d.tree, true
	for _, name := range names {
		next, is := value[name].(map[string]any)
		if !is {
			return nil, "", false
		}
		value = next
		pointer += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
		if ref, is := value["$ref"].(string); is && len(value) == 1 {
			var parts []string
			for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
				parts = append(parts, strings.NewReplacer("~1", "/", "~0", "~").Replace(part))
			}
			if value, pointer, ok = d.at(parts...); !ok {
				return nil, "", false
			}
		}
	}
	return value, pointer, ok
}

// validate holds a JSON text against the schema at a pointer.
func (d *description) validate(pointer string, text []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	schema, err := d.compiler.Compile("openapi.json#" + pointer)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// path is the described path of an address, "" when there is none.
func (d *description) path(address, method string) string {
	paths, _, _ := d.at("paths")
	best := ""
	for template, item := range paths {
		a, b := strings.Split(template, "/"), strings.Split(address, "/")
		fits := len(a) == len(b) && item.(map[string]any)[method] != nil
		for i := 0; fits && i < len(a); i++ {
			fits = a[i] == b[i] || strings.HasPrefix(a[i], "{")
		}
		if fits && (best == "" || strings.Contains(best, "{")) {
			best = template
		}
	}
	return best
}

// hold fails the test unless an answer is what openapi.json says it is.
func (d *description) hold(t testing.TB, q *http.Request, sent []byte, got reply) {
	t.Helper()
	for _, header := range []string{"X-Content-Type-Options", "Content-Security-Policy", "Cache-Control"} {
		if got.header.Get(header) == "" {
			t.Errorf("%s %s: no header %s", q.Method, q.URL, header)
		}
	}
	method := strings.ToLower(q.Method)
	if method == "head" {
		method = "get"
	}
	path := d.path(q.URL.Path, method)
	if path == "" {
		if got.status != http.StatusNotFound && got.status != http.StatusMethodNotAllowed {
			t.Errorf("%s %s is not described and answers %d", q.Method, q.URL.Path, got.status)
		}
		if err := d.validate("/components/schemas/Problem", got.body); err != nil && q.Method != http.MethodHead {
			t.Errorf("%s %s: %v", q.Method, q.URL, err)
		}
		return
	}
	response, pointer, ok := d.at("paths", path, method, "responses", strconv.Itoa(got.status))
	if !ok {
		t.Errorf("%s %s answers %d, which is not described: %s", q.Method, path, got.status, got.body)
		return
	}
	d.holdHeaders(t, response, got)
	d.holdBody(t, q, pointer, response, got)
	if got.status < 300 && method != "get" && len(sent) > 0 {
		d.holdSent(t, q, path, sent)
	}
}

func (d *description) holdHeaders(t testing.TB, response map[string]any, got reply) {
	t.Helper()
	headers, _ := response["headers"].(map[string]any)
	for name := range headers {
		ref := headers[name].(map[string]any)["$ref"].(string)
		header, _, _ := d.at("components", "headers", strings.TrimPrefix(ref, "#/components/headers/"))
		if header["required"] == true && got.header.Get(name) == "" {
			t.Errorf("answer %d has no header %s", got.status, name)
		}
	}
	for _, name := range []string{"ETag", "Location", "Content-Disposition", "WWW-Authenticate"} {
		if headers[name] == nil && got.header.Get(name) != "" {
			t.Errorf("answer %d has the header %s, which is not described", got.status, name)
		}
	}
}

func (d *description) holdBody(t testing.TB, q *http.Request, pointer string, response map[string]any, got reply) {
	t.Helper()
	content, _ := response["content"].(map[string]any)
	if content == nil || q.Method == http.MethodHead {
		if len(got.body) > 0 {
			t.Errorf("%s %s: answer %d has a body", q.Method, q.URL, got.status)
		}
		return
	}
	media, arguments, err := mime.ParseMediaType(got.header.Get("Content-Type"))
	if err != nil || content[media] == nil || !strings.EqualFold(arguments["charset"], "utf-8") {
		t.Errorf("%s %s: content type %q is not described", q.Method, q.URL, got.header.Get("Content-Type"))
		return
	}
	text := got.body
	if !strings.HasSuffix(media, "json") {
		text, _ = json.Marshal(string(text))
	}
	place := pointer + "/content/" + strings.ReplaceAll(media, "/", "~1") + "/schema"
	if err := d.validate(place, text); err != nil {
		t.Errorf("%s %s answers %d against its description: %v\n%.2000s", q.Method, q.URL, got.status, err, got.body)
	}
}

// holdSent holds a body that was accepted against what the description says of
// bodies.
func (d *description) holdSent(t testing.TB, q *http.Request, path string, sent []byte) {
	t.Helper()
	media, _, _ := mime.ParseMediaType(q.Header.Get("Content-Type"))
	content, pointer, ok := d.at("paths", path, strings.ToLower(q.Method), "requestBody", "content")
	if !ok || content[media] == nil {
		t.Errorf("%s %s took a body of %s, which is not described", q.Method, q.URL, media)
		return
	}
	if media != "application/json" {
		return
	}
	if err := d.validate(pointer+"/"+strings.ReplaceAll(media, "/", "~1")+"/schema", sent); err != nil {
		t.Errorf("%s %s took a body against its description: %v", q.Method, q.URL, err)
	}
}

// parameters lists the names of an operation's parameters at that place.
func (d *description) parameters(path, method, in string) []string {
	operation, _, _ := d.at("paths", path, method)
	list, _ := operation["parameters"].([]any)
	var names []string
	for _, one := range list {
		p := one.(map[string]any)
		if ref, is := p["$ref"].(string); is {
			p, _, _ = d.at("components", "parameters", strings.TrimPrefix(ref, "#/components/parameters/"))
		}
		if p["in"] == in {
			names = append(names, p["name"].(string))
		}
	}
	slices.Sort(names)
	return names
}

// operation is one described call.
type operation struct {
	path, method string
	tree         map[string]any
}

func (d *description) operations() []operation {
	paths, _, _ := d.at("paths")
	var all []operation
	for path, item := range paths {
		for method, tree := range item.(map[string]any) {
			all = append(all, operation{path, method, tree.(map[string]any)})
		}
	}
	slices.SortFunc(all, func(a, b operation) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	return all
}

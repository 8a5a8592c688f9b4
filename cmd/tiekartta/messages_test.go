package main

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tiekartta/i18n"
)

// Every message that the sources ask for exists, gets the values that it names,
// and no message is left that nobody asks for.

// sources are the strings of all Go files and templates, and the calls that ask
// for a message with a key that stands there.
type sources struct {
	literals map[string]string // string → a place where it stands
	asked    []asked
}

// asked is a message asked for by its key. Names are those of its values; nil
// when they are not all written there.
type asked struct {
	place, key string
	names      []string
}

func readSources(t *testing.T) sources {
	t.Helper()
	s := sources{literals: map[string]string{}}
	quoted, action := regexp.MustCompile(`"([^"]*)"`), regexp.MustCompile(`\{\{[^}]*\}\}`)
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && d.IsDir() && slices.Contains([]string{".git", "node_modules", "testdata"}, d.Name()) {
				return filepath.SkipDir
			}
			return err
		}
		place, _ := filepath.Rel(root, path)
		switch {
		case strings.HasSuffix(path, ".html") && strings.Contains(place, "templates"):
			text, err := os.ReadFile(path)
			for _, call := range action.FindAllString(string(text), -1) {
				for _, match := range quoted.FindAllStringSubmatch(call, -1) {
					s.literals[match[1]] = place
				}
			}
			return err
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
			return s.readGo(path, place)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *sources) readGo(path, place string) error {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.BasicLit:
			if text, ok := literal(n); ok {
				s.literals[text] = place
			}
		case *ast.CallExpr:
			s.readCall(place+":"+strconv.Itoa(files.Position(n.Pos()).Line), n)
		case *ast.CompositeLit:
			s.readProblem(place+":"+strconv.Itoa(files.Position(n.Pos()).Line), n)
		}
		return true
	})
	return nil
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// asking says which methods ask for messages: at which argument the key stands,
// and what is put before it, and at which the values begin. at is -1 for others.
func asking(place, method string) (at, values int, prefix string) {
	switch method {
	case "T":
		return 1, 2, ""
	case "say", "tell", "All", "t", "tag", "paragraph":
		return 0, 1, ""
	case "Add":
		return 1, 2, "problem."
	case "warn", "advise":
		if strings.HasPrefix(place, "catalogue/") {
			return 1, 2, "hint."
		}
	case "add":
		if strings.HasPrefix(place, "roadmap/") { // a finding: key, place, severity
			return 0, 3, "check."
		}
		return 1, 2, "problem."
	}
	return -1, 0, ""
}

var keyLike = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$`)

func (s *sources) readCall(place string, call *ast.CallExpr) {
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || strings.HasPrefix(place, "store/") {
		return
	}
	at, from, prefix := asking(place, method.Sel.Name)
	if at < 0 || len(call.Args) <= at {
		return
	}
	key, ok := literal(call.Args[at])
	if !ok || !keyLike.MatchString(key) {
		return
	}
	one := asked{place: place, key: prefix + key, names: []string{}}
	values := call.Args[min(from, len(call.Args)):]
	for i := 0; i < len(values); i += 2 {
		name, ok := literal(values[i])
		if !ok || call.Ellipsis.IsValid() {
			one.names = nil
			break
		}
		one.names = append(one.names, name)
	}
	s.asked = append(s.asked, one)
}

// readProblem reads i18n.Problem{Key: "…", Args: map[string]any{…}}, also as an
// element of i18n.Problems.
func (s *sources) readProblem(place string, lit *ast.CompositeLit) {
	var elements []ast.Expr
	switch kind := lit.Type.(type) {
	case *ast.SelectorExpr:
		switch kind.Sel.Name {
		case "Problem":
			elements = []ast.Expr{lit}
		case "Problems":
			elements = lit.Elts
		}
	}
	for _, e := range elements {
		problem, ok := e.(*ast.CompositeLit)
		if !ok {
			continue
		}
		one := asked{place: place, names: []string{}}
		for _, field := range problem.Elts {
			pair, ok := field.(*ast.KeyValueExpr)
			if !ok {
				continue
			}
			switch name := pair.Key.(*ast.Ident).Name; name {
			case "Key":
				one.key, _ = literal(pair.Value)
			case "Args":
				if args, ok := pair.Value.(*ast.CompositeLit); ok {
					for _, arg := range args.Elts {
						name, _ := literal(arg.(*ast.KeyValueExpr).Key)
						one.names = append(one.names, name)
					}
				}
			}
		}
		if one.key != "" {
			one.key = "problem." + one.key
			s.asked = append(s.asked, one)
		}
	}
}

// wordings are the messages of one language as they stand in its file: all
// forms of one key in one text.
func wordings(t *testing.T, lang i18n.Lang) map[string]string {
	t.Helper()
	all := map[string]string{}
	for key, text := range decoded[map[string]any](t, contents(t, filepath.Join("..", "..", "i18n", string(lang)+".json"))) {
		form, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		all[key] = string(form)
	}
	return all
}

func TestEveryMessageThatIsAskedForExists(t *testing.T) {
	s, known := readSources(t), wordings(t, i18n.English)
	for _, one := range s.asked {
		if _, ok := known[one.key]; !ok {
			t.Errorf("%s: there is no message %q", one.place, one.key)
		}
	}
	if len(s.asked) < 200 {
		t.Errorf("only %d calls were found that ask for messages", len(s.asked))
	}
	families := map[string]bool{}
	for key := range known {
		family, _, _ := strings.Cut(key, ".")
		families[family] = true
	}
	for text, place := range s.literals {
		family, rest, _ := strings.Cut(text, ".")
		if !families[family] || !keyLike.MatchString(strings.TrimSuffix(text, ".")) || rest == "" {
			continue
		}
		begins := func(key string) bool {
			return strings.HasPrefix(key, text) || strings.HasPrefix(key, "problem."+text)
		}
		if !slices.ContainsFunc(slices.Collect(mapsKeys(known)), begins) {
			t.Errorf("%s: there is no message %q, nor any that begins so", place, text)
		}
	}
}

func mapsKeys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}

func TestEveryMessageGetsTheValuesThatItNames(t *testing.T) {
	places := regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)
	s := readSources(t)
	for _, lang := range i18n.Langs() {
		known := wordings(t, lang)
		for _, one := range s.asked {
			if one.names == nil {
				continue
			}
			for _, match := range places.FindAllStringSubmatch(known[one.key], -1) {
				if !slices.Contains(one.names, match[1]) {
					t.Errorf("%s: the message %q names %s in %s and gets %v", one.place, one.key, match[1], lang, one.names)
				}
			}
		}
	}
}

// atRunTime are the families whose keys are put together when they are needed;
// the rest of such a key, or its first part, stands in the sources alone.
func atRunTime() []string {
	return []string{"api.", "check.", "command.", "evidence.", "hint.", "import.", "problem.", "step.", "type."}
}

// isFront tells whether a text is put before something to make that key.
func isFront(text, key string) bool {
	if len(text) < 2 || !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "_") || slices.Contains(atRunTime(), text) {
		return false
	}
	for _, family := range append(atRunTime(), "") {
		if strings.HasPrefix(key, family+text) {
			return true
		}
	}
	return false
}

func TestNoMessageIsUnused(t *testing.T) {
	s := readSources(t)
	stands := func(text string) bool { _, ok := s.literals[text]; return ok }
	for key := range wordings(t, i18n.English) {
		used := stands(key)
		for _, family := range atRunTime() {
			if rest, ok := strings.CutPrefix(key, family); ok {
				first, _, _ := strings.Cut(rest, ".")
				used = used || stands(rest) || stands(first) || stands(strings.ReplaceAll(rest, "_", " "))
			}
		}
		for text := range s.literals {
			used = used || isFront(text, key)
		}
		if !used {
			t.Errorf("nobody asks for the message %q", key)
		}
	}
}

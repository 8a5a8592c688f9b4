package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// unrecorded are the exported methods that write and leave nothing in the
// trail, each with its reason. Everything else that writes must record it.
func unrecorded() map[string]string {
	return map[string]string{
		"Accounts.SignIn":             "a session is no act on anything that others share",
		"Accounts.AddSession":         "as SignIn",
		"Accounts.AddProviderSession": "as SignIn",
		"Accounts.SessionActor":       "notes when a session was used",
		"Accounts.ActFor":             "a person's own choice for one browser",
		"Accounts.DeleteSession":      "signing out",
		"Accounts.EndSession":         "signing out",
		"Accounts.EndSessions":        "signing out",
		"Accounts.TokenActor":         "notes when a token was used",
		"Accounts.InviteFirst":        "at the start of the service, while there is nobody",
		"Catalogue.Adopt":             "part of saving a roadmap, which records it",
		"Catalogue.ExpireReviews":     "the calendar does it, nobody else",
		"Catalogue.MeasureDerived":    "works out again what recorded acts have said",
		"Catalogue.NewRow":            "gives out a number; the row is recorded with the save that writes it",
		"Catalogue.DeletePending":     "a person's own text, which nobody else has seen, is given up by them",
		"Accounts.AddFeedback":        "anybody sends it without saying who they are",
		"Accounts.TidyFeedback":       "the calendar does it, nobody else",
		"Accounts.NoteMatches":        "notes what is new in a search, which nobody has done",
		"Accounts.NoteMailed":         "as NoteMatches",
		"Accounts.LookedAtSearch":     "notes what its owner has seen",
		"Accounts.NoteRecent":         "what a person has searched for is theirs alone",
		"Accounts.ClearRecents":       "as NoteRecent",
		"Accounts.StartRecents":       "as NoteRecent",
		"Accounts.StopRecents":        "as NoteRecent",
		"Catalogue.NamesContact":      "as Erasable",
		"Catalogue.Erasable":          "only reads the places that EraseContact changes, too",
	}
}

// TestEveryWritingMethodLeavesARowInTheTrail reads the sources: a method writes
// when it reaches a statement that changes a table, and records when it reaches
// account.Record. Names are followed from function to function.
func TestEveryWritingMethodLeavesARowInTheTrail(t *testing.T) {
	t.Parallel()
	c := callsOf(t, "account", "catalogue", "roadmap", "thesaurus")
	known := unrecorded()
	writing := 0
	for _, name := range slices.Sorted(maps.Keys(c.exported)) {
		if !c.exported[name] {
			continue
		}
		writes, records := c.reaches(name, func(f *source) bool { return f.writes }), c.reaches(name, func(f *source) bool { return f.records })
		_, excepted := known[name]
		switch {
		case writes && !records && !excepted:
			t.Errorf("%s writes and leaves nothing in the trail", name)
		case excepted && (!writes || records):
			t.Errorf("%s needs no exception", name)
		}
		if writes {
			writing++
		}
		delete(known, name)
	}
	for name := range known {
		t.Errorf("%s is an exception and does not exist", name)
	}
	if writing < 40 {
		t.Errorf("only %d methods write", writing)
	}
}

// source is a function of the sources: what it does itself, and whom it names.
type source struct {
	writes, records bool
	names           map[string]bool
}

type calls struct {
	functions map[string]*source // "Accounts.AddUser", "account.Record"
	exported  map[string]bool    // methods
}

var changes = regexp.MustCompile("^[`\"]\\s*(insert|update|delete) ")

func callsOf(t *testing.T, folders ...string) calls {
	t.Helper()
	c := calls{functions: map[string]*source{}, exported: map[string]bool{}}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join("..", "..", folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range parsed.Decls {
				if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
					c.add(folder, f)
				}
			}
		}
	}
	return c
}

func (c *calls) add(folder string, f *ast.FuncDecl) {
	s := &source{names: map[string]bool{}}
	self, of := "", folder // name and type of the receiver
	if f.Recv != nil && len(f.Recv.List[0].Names) > 0 {
		self = f.Recv.List[0].Names[0].Name
		if pointer, ok := f.Recv.List[0].Type.(*ast.StarExpr); ok {
			named := pointer.X
			if generic, ok := named.(*ast.IndexExpr); ok {
				named = generic.X
			}
			of = named.(*ast.Ident).Name
			c.exported[of+"."+f.Name.Name] = f.Name.IsExported()
		}
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			s.writes = s.writes || changes.MatchString(n.Value)
		case *ast.Ident:
			s.names[folder+"."+n.Name] = true
		case *ast.SelectorExpr:
			s.names[ownerOf(n.X, self, of)+"."+n.Sel.Name] = true
		}
		return true
	})
	s.records = s.names["account.Record"] || s.names["account.RecordHourly"]
	c.functions[of+"."+f.Name.Name] = s
}

// ownerOf is whose function is named: the receiver's type, a package, or one of
// the parts that a receiver has.
func ownerOf(x ast.Expr, self, of string) string {
	switch x := x.(type) {
	case *ast.Ident:
		if x.Name == self {
			return of
		}
		return x.Name
	case *ast.SelectorExpr:
		return map[string]string{"accounts": "Accounts", "catalogue": "Catalogue"}[x.Sel.Name]
	}
	return ""
}

// reaches tells whether a method, or what it names, is what is asked for.
func (c *calls) reaches(name string, what func(*source) bool) bool {
	seen := map[string]bool{}
	var look func(name string) bool
	look = func(name string) bool {
		s := c.functions[name]
		if s == nil || seen[name] {
			return false
		}
		seen[name] = true
		if what(s) {
			return true
		}
		for other := range s.names {
			if look(other) {
				return true
			}
		}
		return false
	}
	return look(name)
}

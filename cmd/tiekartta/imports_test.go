package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "tiekartta/"

// mayImport is the table of doc/design.md: what each folder may import of ours.
// A sub-folder has its parent's row unless it has one of its own.
func mayImport() map[string][]string {
	below := []string{"store", "i18n", "account", "catalogue"}
	return map[string][]string{
		"store":                  {},
		"i18n":                   {},
		"account":                {"store", "i18n"},
		"catalogue":              {"store", "i18n", "account"},
		"roadmap":                below,
		"search":                 slices.Concat(below, []string{"roadmap", "thesaurus"}),
		"search/language":        {"i18n"},
		"search/language/voikko": {},
		"thesaurus":              {"store", "i18n", "account", "search"}, // of search, the language that knows no index
		"document":               {"i18n"},
		"document/*":             {"i18n", "document"},
		"exchange":               slices.Concat(below, []string{"roadmap", "document"}),
		"ui":                     slices.Concat(below, []string{"roadmap", "search", "thesaurus", "document", "exchange"}),
		"api":                    slices.Concat(below, []string{"roadmap", "search", "thesaurus", "document", "exchange"}),
		"cmd":                    slices.Concat(below, []string{"roadmap", "search", "thesaurus", "document", "exchange", "ui", "api"}),
	}
}

// onlyThere says which folders may import an outside module, or a part of the
// standard library that is not for all. Tests may import what is named here.
func onlyThere() map[string][]string {
	return map[string][]string{
		"modernc.org/sqlite":               {"store"},
		"github.com/nicksnyder/go-i18n/v2": {"i18n"},
		"golang.org/x/text":                {"i18n"},
		"github.com/blevesearch/bleve/v2":  {"search"},
		// The stemmers that bleve uses too.
		"github.com/blevesearch/snowballstem": {"search/language"},
		// The types of what bleve stores, which it gives away in its own interface.
		"github.com/blevesearch/bleve_index_api": {"search"},
		// The types of its segments, whose postings are read here.
		"github.com/blevesearch/scorch_segment_api/v2": {"search"},
		// It reads stored practices three times as fast as encoding/json.
		"github.com/go-json-experiment/json": {"catalogue"},
		// They speak HTTP for account, which so needs not know it.
		"github.com/coreos/go-oidc/v3": {"account"},
		"golang.org/x/oauth2":          {"account"},
		"github.com/yuin/goldmark":     {"exchange"},
		"golang.org/x/net":             {"exchange"},
		"github.com/xuri/excelize/v2":  {"exchange"},
		"golang.org/x/crypto":          {"account"},
		"github.com/labstack/echo/v4":  {"ui", "api", "cmd"},
		"html/template":                {"ui", "document/html"},
		"net/http":                     {"ui", "api", "cmd"},
		// What goes out as mail is composed in ui, which knows no server.
		"net/smtp": {"cmd"},
		// Only for tests.
		"github.com/chromedp/chromedp":             {},
		"github.com/chromedp/cdproto":              {},
		"github.com/santhosh-tekuri/jsonschema/v6": {},
	}
}

func rowOf(folder string) (row []string, ok bool) {
	table := mayImport()
	for f := folder; f != "."; f = path.Dir(f) {
		if row, ok := table[f]; ok {
			return row, true
		}
		if row, ok := table[path.Dir(f)+"/*"]; ok {
			return row, true
		}
	}
	return nil, false
}

func TestFoldersImportOnlyWhatTheTableAllows(t *testing.T) {
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && (strings.HasPrefix(name, ".") && file != root || name == "node_modules" || name == "testdata") {
			return fs.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		relative, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		folder := filepath.ToSlash(relative)
		row, ok := rowOf(folder)
		if !ok {
			t.Errorf("folder %s is not in the table", folder)
			return nil
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range tree.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if ours, ok := strings.CutPrefix(imported, module); ok {
				checkOurs(t, file, folder, ours, row)
			} else if complaint := outside(folder, imported, strings.HasSuffix(name, "_test.go")); complaint != "" {
				t.Errorf("%s imports %s, %s", file, imported, complaint)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkOurs(t *testing.T, file, folder, imported string, row []string) {
	top, _, _ := strings.Cut(imported, "/")
	mine, _, _ := strings.Cut(folder, "/")
	if imported == "store/storetest" && strings.HasSuffix(file, "_test.go") {
		return
	}
	// A folder may use its own parts, but its parts use the folder only as the
	// table says.
	within := strings.HasPrefix(imported, folder+"/") || top == mine && (folder == mine || slices.Contains(row, top))
	if mine == "store" && top == "store" {
		within = true
	}
	if !within && !slices.Contains(row, top) {
		t.Errorf("%s imports %s; %s may import only %v", file, imported, folder, row)
	}
}

// outside is what is wrong with importing what is not ours in a folder.
func outside(folder, imported string, inTest bool) string {
	for module, allowed := range onlyThere() {
		if imported != module && !strings.HasPrefix(imported, module+"/") {
			continue
		}
		if !inTest && !slices.ContainsFunc(allowed, func(a string) bool { return folder == a || strings.HasPrefix(folder, a+"/") }) {
			return fmt.Sprintf("which is only for %v", allowed)
		}
		return ""
	}
	if first, _, _ := strings.Cut(imported, "/"); strings.Contains(first, ".") {
		return "which is in no row of the table"
	}
	return ""
}

func TestOutsideModuleNeedsARowThatAllowsIt(t *testing.T) {
	for _, one := range []struct {
		folder, imported string
		inTest, refused  bool
	}{
		{"search", "github.com/blevesearch/bleve/v2/analysis", false, false},
		{"search/language", "github.com/blevesearch/bleve_index_api", false, false},
		{"search/language", "github.com/blevesearch/snowballstem/finnish", false, false},
		{"search", "github.com/blevesearch/snowballstem", false, true},
		{"ui", "github.com/blevesearch/bleve/v2", false, true},
		{"ui", "github.com/blevesearch/bleve/v2", true, false},
		{"search", "github.com/blevesearch/bleve_index_apis", false, true},
		{"search", "github.com/blevesearch/vellum", false, true},
		{"search", "example.org/vellum", true, true},
		{"cmd/tiekartta", "github.com/chromedp/chromedp", true, false},
		{"cmd/tiekartta", "github.com/chromedp/chromedp", false, true},
		{"roadmap", "net/http", false, true},
		{"roadmap", "encoding/json", false, false},
	} {
		if complaint := outside(one.folder, one.imported, one.inTest); (complaint != "") != one.refused {
			t.Errorf("%s in %s: %q", one.imported, one.folder, complaint)
		}
	}
}

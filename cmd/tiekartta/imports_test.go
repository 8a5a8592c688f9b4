package main

import (
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
		"store":           {},
		"i18n":            {},
		"account":         {"store", "i18n"},
		"catalogue":       {"store", "i18n", "account"},
		"roadmap":         below,
		"search":          slices.Concat(below, []string{"roadmap"}),
		"search/language": {"i18n"},
		"document":        {"i18n"},
		"document/*":      {"i18n", "document"},
		"exchange":        slices.Concat(below, []string{"roadmap", "document"}),
		"ui":              slices.Concat(below, []string{"roadmap", "search", "document", "exchange"}),
		"api":             slices.Concat(below, []string{"roadmap", "search", "document", "exchange"}),
		"cmd":             slices.Concat(below, []string{"roadmap", "search", "document", "exchange", "ui", "api"}),
	}
}

// onlyThere says which folders may import an outside module.
func onlyThere() map[string][]string {
	return map[string][]string{
		"modernc.org/sqlite":               {"store"},
		"github.com/nicksnyder/go-i18n/v2": {"i18n"},
		"golang.org/x/text":                {"i18n"},
		"github.com/blevesearch":           {"search"},
		"github.com/yuin/goldmark":         {"exchange"},
		"golang.org/x/net":                 {"exchange"},
		"github.com/labstack/echo/v4":      {"ui", "api", "cmd"},
		"html/template":                    {"ui", "document/html"},
		"net/http":                         {"ui", "api", "cmd"},
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
			} else if !strings.HasSuffix(name, "_test.go") {
				checkOutside(t, file, folder, imported)
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
	within := top == mine && (folder == mine || slices.Contains(row, top))
	if mine == "store" && top == "store" {
		within = true
	}
	if !within && !slices.Contains(row, top) {
		t.Errorf("%s imports %s; %s may import only %v", file, imported, folder, row)
	}
}

func checkOutside(t *testing.T, file, folder, imported string) {
	for outside, allowed := range onlyThere() {
		if imported != outside && !strings.HasPrefix(imported, outside+"/") {
			continue
		}
		if !slices.ContainsFunc(allowed, func(a string) bool { return folder == a || strings.HasPrefix(folder, a+"/") }) {
			t.Errorf("%s imports %s, which is only for %v", file, imported, allowed)
		}
	}
}

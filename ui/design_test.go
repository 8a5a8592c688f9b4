package ui

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const built = "design/built"

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestEveryVendoredFileIsTheOneInTheManifest(t *testing.T) {
	var manifest struct {
		Files []struct{ Path, Package, Version, Licence, SHA256 string }
	}
	if err := json.Unmarshal([]byte(read(t, built+"/manifest.json")), &manifest); err != nil {
		t.Fatal(err)
	}
	lock := read(t, "design/package-lock.json")
	known := map[string]bool{"manifest.json": true}
	for _, f := range manifest.Files {
		known[f.Path] = true
		sum := sha256.Sum256([]byte(read(t, filepath.Join(built, f.Path))))
		if hex.EncodeToString(sum[:]) != f.SHA256 {
			t.Errorf("%s is not the file of %s %s", f.Path, f.Package, f.Version)
		}
		pinned := regexp.MustCompile(`"node_modules/` + regexp.QuoteMeta(f.Package) + `": \{\s*"version": "` + regexp.QuoteMeta(f.Version) + `"`)
		if f.Licence == "" || !pinned.MatchString(lock) {
			t.Errorf("%s: no licence, or %s %s is not what the lock file pins", f.Path, f.Package, f.Version)
		}
	}
	files, err := os.ReadDir(built)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !known[f.Name()] {
			t.Errorf("%s is not in the manifest", f.Name())
		}
	}
}

func TestEveryVariableOfTheDesignSystemIsDefined(t *testing.T) {
	styles := read(t, built+"/designsystemet.css") + read(t, "static/tiekartta.css")
	defined := map[string]bool{}
	for _, m := range regexp.MustCompile(`(--ds-[\w-]+)\s*:`).FindAllStringSubmatch(styles, -1) {
		defined[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`var\(\s*(--ds-[\w-]+)`).FindAllStringSubmatch(styles, -1) {
		if !defined[m[1]] {
			t.Errorf("%s is used and not defined", m[1])
		}
	}
}

func TestPagesHoldNothingInlineAndNothingFromElsewhere(t *testing.T) {
	inline := regexp.MustCompile(`(?i)\sstyle=|<style|\son[a-z]+="|javascript:|<script(?:[^>]*)>[^<]`)
	outside := regexp.MustCompile(`(?i)(?:src|href)="(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import|fetch\(\s*['"]http`)
	check := func(name, text string) {
		text = strings.ReplaceAll(text, `<script type="application/ld+json">`, "") // data: no browser runs it
		if m := inline.FindString(text); m != "" && !strings.HasSuffix(name, ".css") && !strings.HasSuffix(name, ".js") {
			t.Errorf("%s: %q", name, m)
		}
		if m := outside.FindString(text); m != "" {
			t.Errorf("%s: %q", name, m)
		}
	}
	err := fs.WalkDir(templateFiles, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			check(name, read(t, name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"static/tiekartta.css", "static/tiekartta.js", "static/typing.js", "static/desk.css", "static/desk.js", built + "/designsystemet.css"} {
		check(name, read(t, name))
	}
}

func TestAssetsHaveAddressesThatChangeWithTheirContent(t *testing.T) {
	a, err := loadAssets()
	if err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`^/static/[a-z0-9-]+\.[0-9a-f]{12}\.(css|js|svg|woff2)$`)
	for name, one := range a.byName {
		if !address.MatchString(one.url) {
			t.Errorf("%s has the address %s", name, one.url)
		}
	}
	styles := string(a.byName["tiekartta.css"].body)
	for _, m := range regexp.MustCompile(`url\("([^"]+)"\)`).FindAllStringSubmatch(styles, -1) {
		if a.byURL[m[1]] == nil {
			t.Errorf("the style sheet names %s, which is not there", m[1])
		}
	}
}

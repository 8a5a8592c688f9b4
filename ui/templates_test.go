package ui

import (
	"io/fs"
	"path"
	"strings"
	"testing"

	"tiekartta/i18n"
)

func TestEveryPageHasTemplatesThatFitTogether(t *testing.T) {
	files, err := fs.Glob(templateFiles, "templates/pages/*.html")
	if err != nil || len(files) == 0 {
		t.Fatal("no pages", err)
	}
	p := &Pages{}
	for _, lang := range i18n.Langs() {
		set, err := p.parse(lang)
		if err != nil {
			t.Fatal(lang, err)
		}
		for _, file := range files {
			page, err := set.page(strings.TrimSuffix(path.Base(file), ".html"))
			if err != nil {
				t.Error(lang, err)
			} else if page.Lookup("main").Tree == set.common.Lookup("main").Tree {
				t.Errorf("%s: %s puts nothing into the layout", lang, file)
			}
		}
	}
}

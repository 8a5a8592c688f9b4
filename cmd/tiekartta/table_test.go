package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestATableOfPracticesIsImportedAsDrafts(t *testing.T) {
	t.Parallel()
	data, file := filled(t), filepath.Join(t.TempDir(), "practices.csv")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte("\ufeffid;revision;title.fi;maturity;organisation\r\n"+text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("uusi-kahvila;;Uusi kahvila;pilot;092\r\n")
	does(t, data, "import", file)
	if list := does(t, data, "practice", "list"); strings.Contains(list, "uusi-kahvila") && !strings.Contains(list, "draft") {
		t.Errorf("it was published:\n%s", list)
	}
	write("uusi-kahvila;7;Uusi kahvila;hanke;092\r\n")
	refuses(t, data, []string{"import", file}, "practices.csv: B2: ", "practices.csv: D2: ", "hanke")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	refuses(t, data, []string{"import", file}, "practices.csv: ", "id")
}

package exchange

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// attachedBase has a practice with an attachment.
func attachedBase(t *testing.T) (Base, catalogue.Attachment) {
	t.Helper()
	base := openBase(t)
	base.Catalogue.Files = catalogue.NewFiles(filepath.Join(t.TempDir(), "files"))
	a, err := base.Catalogue.Files.Put(strings.NewReader("Yhteenveto hankkeesta."), "yhteenveto.txt")
	if err != nil {
		t.Fatal(err)
	}
	a.Alt = i18n.Text{FI: "Hankkeen yhteenveto"}
	b := &Bundle{Format: BundleFormat, Practices: []catalogue.Practice{{ID: "kahvila", Title: i18n.Text{FI: "Kahvila"}, Attachments: []catalogue.Attachment{a}}}}
	if _, err := base.Import(t.Context(), account.Machine(), b); err != nil {
		t.Fatal(err)
	}
	return base, a
}

func archiveOf(t *testing.T, base Base) []byte {
	t.Helper()
	b, err := base.Export(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := WriteArchive(&text, b, base.Catalogue.Files); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

func TestAnArchiveCarriesAttachmentsThereAndBack(t *testing.T) {
	base, a := attachedBase(t)
	text := archiveOf(t, base)
	// As the README says: every file is in the list, with its sum.
	z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	sums, err := unpack(z, archiveChecksums)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		content, err := unpack(z, f.Name)
		sum := sha256.Sum256(content)
		if err != nil || f.Name != archiveChecksums && !strings.Contains(string(sums), hex.EncodeToString(sum[:])+"  "+f.Name+"\n") {
			t.Errorf("%s is not in the list: %v", f.Name, err)
		}
	}
	other := openBase(t)
	other.Catalogue.Files = catalogue.NewFiles(filepath.Join(t.TempDir(), "files"))
	for _, want := range []Count{{Added: 1}, {Skipped: 1}} {
		b, err := ReadArchive(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := other.Import(t.Context(), account.Machine(), b); err != nil || got != want {
			t.Errorf("%+v %v", got, err)
		}
	}
	f, err := other.Catalogue.PracticeFile(t.Context(), account.Machine(), "kahvila", a.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Content.Close()
	if content, err := io.ReadAll(f.Content); err != nil || string(content) != "Yhteenveto hankkeesta." || f.Name != a.Name || f.Alt != a.Alt {
		t.Errorf("%+v %q %v", f.Attachment, content, err)
	}
}

// changed is an archive in which the files for which f says so are others.
func changed(t *testing.T, text []byte, f func(name, content string) (newName, newContent string)) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, file := range z.File {
		content, err := unpack(z, file.Name)
		if err != nil {
			t.Fatal(err)
		}
		name, now := f(file.Name, string(content))
		to, err := w.Create(name)
		if err == nil {
			_, err = io.WriteString(to, now)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAnArchiveIsNotTrusted(t *testing.T) {
	base, a := attachedBase(t)
	whole := archiveOf(t, base)
	attached := func(f func(name, content string) (string, string)) func(string, string) (string, string) {
		return func(name, content string) (string, string) {
			if strings.HasPrefix(name, archiveFiles) {
				return f(name, content)
			}
			return name, content
		}
	}
	for what, one := range map[string]struct {
		text []byte
		path string
		key  string
	}{
		"another file": {changed(t, whole, attached(func(name, _ string) (string, string) { return name, "Toinen." })), attachmentName(a.ID), "bad_checksum"},
		"a page":       {changed(t, whole, attached(func(name, _ string) (string, string) { return name, "<html><script>" })), attachmentName(a.ID), "file_kind"},
		"too large": {changed(t, whole, attached(func(name, _ string) (string, string) {
			return name, strings.Repeat("a", catalogue.LargestFile+1)
		})), attachmentName(a.ID), "file_too_large"},
		"no file": {changed(t, whole, attached(func(_, content string) (string, string) { return "x", content })), "practices[0].attachments[0].id", "no_such_file"},
	} {
		other := openBase(t)
		other.Catalogue.Files = catalogue.NewFiles(filepath.Join(t.TempDir(), "files"))
		b, err := ReadArchive(one.text)
		if err == nil {
			_, err = other.Import(t.Context(), account.Machine(), b)
		}
		var problems i18n.Problems
		if !errors.As(err, &problems) || problems[0].Path != one.path || problems[0].Key != one.key {
			t.Errorf("%s: %v", what, err)
		}
		if exists, err := other.Catalogue.Exists(t.Context(), "kahvila"); err != nil || exists {
			t.Errorf("%s: the practice is there all the same (%v)", what, err)
		}
	}
}

func TestABundleWithoutItsFilesIsRefusedByPath(t *testing.T) {
	base, _ := attachedBase(t)
	b, err := base.Export(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// Where the files are, it is read.
	if got, err := base.Import(t.Context(), account.Machine(), b); err != nil || got.Skipped != 1 {
		t.Errorf("%+v %v", got, err)
	}
	var problems i18n.Problems
	if _, err := openBase(t).Import(t.Context(), account.Machine(), b); !errors.As(err, &problems) || problems[0].Path != "practices[0].attachments[0].id" {
		t.Error(err)
	}
}

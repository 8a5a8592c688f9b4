package main

import (
	"os"
	"path/filepath"
	"testing"
)

// withPicture is a data folder with a file beside the database, and its name.
func withPicture(t testing.TB) (data, picture string) {
	t.Helper()
	data, picture = filled(t), filepath.Join(filesFolder, "ab", "picture.png")
	if err := os.MkdirAll(filepath.Join(data, filepath.Dir(picture)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, picture), []byte("a picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	return data, picture
}

func TestBackupIntoAFolderOfTheServiceIsRefused(t *testing.T) {
	t.Parallel()
	data, _ := withPicture(t)
	around := filepath.Join(t.TempDir(), "around")
	if err := os.Symlink(filepath.Join(data, filesFolder), around); err != nil {
		t.Fatal(err)
	}
	before := snapshot(t, data)
	for _, folder := range []string{filepath.Join(data, filesFolder), filepath.Join(data, filesFolder, "ab"), filepath.Join(data, indexFolder), around} {
		refuses(t, data, []string{"backup", filepath.Join(folder, "copy.zip")}, "copy.zip", "Keep the backup elsewhere")
	}
	if after := snapshot(t, data); len(after) != len(before) {
		t.Errorf("something was written: %v", changed(before, after))
	}
	does(t, data, "backup", filepath.Join(data, "copy.zip")) // beside them it may be
	does(t, data, "backup", filepath.Join(data, "files-of-today.zip"))
}

func TestFilesBehindALinkAreBackedUp(t *testing.T) {
	t.Parallel()
	data, picture := withPicture(t)
	elsewhere, copied := filepath.Join(t.TempDir(), "elsewhere"), filepath.Join(t.TempDir(), "copy.zip")
	if err := os.Rename(filepath.Join(data, filesFolder), elsewhere); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, filepath.Join(data, filesFolder)); err != nil {
		t.Fatal(err)
	}
	does(t, data, "backup", copied)
	restored := filepath.Join(t.TempDir(), "new")
	does(t, restored, "restore", copied)
	if text := contents(t, filepath.Join(restored, picture)); text != "a picture" {
		t.Errorf("the file came back as %q", text)
	}
	refuses(t, data, []string{"backup", filepath.Join(elsewhere, "copy.zip")}, "Keep the backup elsewhere")
}

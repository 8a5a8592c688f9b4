package search

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"tiekartta/catalogue"
)

func TestFullDiskIsNoDamage(t *testing.T) {
	disk := filepath.Join(t.TempDir(), "disk")
	if err := os.Mkdir(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=4m"); err != nil {
		t.Skip("no small disk can be made here: ", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	})
	s := newShelf(t)
	s.reopen(func() { s.dir = filepath.Join(disk, "index") })
	s.publish(titled("a", "Kuoro"))
	s.catchUp()
	ballast, err := os.Create(filepath.Join(disk, "ballast"))
	s.must(err)
	for block := make([]byte, 4096); err == nil; {
		_, err = ballast.Write(block)
	}
	s.must(ballast.Close())
	s.change("a", func(p *catalogue.Practice) { p.Summary.FI = "Orkesteri" })
	for range 3 {
		if err := s.index.CatchUp(t.Context()); !errors.Is(err, errWriting) {
			t.Errorf("written nevertheless: %v", err)
		}
		if ids := s.ids(Query{Words: "kuorossa"}); !slices.Equal(ids, []string{"a"}) {
			t.Errorf("the index in use finds %v", ids)
		}
	}
	s.must(os.Remove(ballast.Name()))
	s.agree()
	if ids := s.ids(Query{Words: "orkesterissa"}); !slices.Equal(ids, []string{"a"}) {
		t.Errorf("with room again it finds %v", ids)
	}
	if is := s.index.Status(); is.Generation != 1 || is.Damages > 0 {
		t.Errorf("the index, which was whole, was thrown away: %+v", is)
	}
}

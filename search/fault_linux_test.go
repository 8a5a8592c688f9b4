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

func TestAFaultOfMemoryInOneWhoWorksForASearchIsAnError(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "cut"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	page := os.Getpagesize()
	if err := file.Truncate(int64(page)); err != nil {
		t.Fatal(err)
	}
	memory, err := syscall.Mmap(int(file.Fd()), 0, page, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Munmap(memory)
	if err := file.Truncate(0); err != nil {
		t.Fatal(err)
	}
	for failing := range 2 {
		var read byte
		err := guarding(func() error {
			atOnce(2, func(part int) {
				if part == failing {
					read = memory[0] // behind the end of the file
				}
			})
			return nil
		})
		if !errors.Is(err, errDamaged) {
			t.Errorf("part %d reads %d: %v", failing, read, err)
		}
	}
}

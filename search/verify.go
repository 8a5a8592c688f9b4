package search

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"runtime/debug"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// verify reads every file that the index is made of and compares it with the
// sum at the file's end, which bleve writes but does not look at: without it a
// flipped byte is noticed only by wrong answers.
func (e *engine) verify() error {
	paths, err := e.segments()
	if err != nil {
		return err
	}
	for _, path := range paths {
		if err := verifyFile(path); err != nil && e.uses(path) { // else it was merged into another meanwhile
			return fmt.Errorf("%w: %w", errDamaged, err)
		}
	}
	return nil
}

// verifyNewest tells whether the newest state of bleve's store can be read.
// Where it cannot, bleve opens an older one and then numbers the next like the
// broken one, so that what it writes from there on cannot be opened again.
func verifyNewest(folder string) (err error) {
	defer caught(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	reading := settings()
	reading["path"], reading["read_only"] = folder, true
	opened, err := scorch.NewScorch(scorch.Name, reading, nil)
	if err != nil {
		return err
	}
	s, ok := opened.(*scorch.Scorch)
	if !ok {
		return fmt.Errorf("search index is a %T", opened)
	}
	if err := s.OpenMeta(); err != nil {
		return err
	}
	epochs, err := s.RootBoltSnapshotEpochs()
	if err == nil && len(epochs) > 0 {
		var newest *scorch.IndexSnapshot
		if newest, err = s.LoadSnapshot(epochs[0]); err == nil {
			err = newest.Close()
		}
	}
	return errors.Join(err, s.Close())
}

// verifyFile checks the CRC-32 that ends a segment file.
func verifyFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	const size = 4
	if info.Size() < size {
		return fmt.Errorf("%s is cut", path)
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyN(sum, f, info.Size()-size); err != nil {
		return err
	}
	var written [size]byte
	if _, err := io.ReadFull(f, written[:]); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(written[:]) != sum.Sum32() {
		return fmt.Errorf("%s does not have its sum", path)
	}
	return nil
}

package search

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
)

// verifyRoot checks that the pages of bleve's root file hang together. bolt, to
// which the file belongs, follows the offsets in it without looking: a flipped
// byte then is no error and no panic but a wild pointer, which ends the whole
// program. Format: go.etcd.io/bbolt, internal/common, version 2.
func verifyRoot(path string) (err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	r := &rootFile{data: data[:len(data):len(data)], used: map[uint64]bool{}}
	defer func() {
		if recover() != nil { // an offset behind the end of the data
			err = errors.New("an offset points out of the file")
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", path, err)
		}
	}()
	meta, err := r.meta()
	if err != nil {
		return err
	}
	if err := r.bucket(meta[16:32]); err != nil {
		return err
	}
	return r.freelist(binary.LittleEndian.Uint64(meta[32:]))
}

const (
	rootMagic      = 0xED0CDAED
	rootVersion    = 2
	metaSize       = 64
	pageHeader     = 16
	elementSize    = 16
	pageBranch     = 0x01
	pageLeaf       = 0x02
	pageFreelist   = 0x10
	elementBucket  = 0x01
	manyFree       = 0xFFFF // the count stands before the list
	noFreelist     = ^uint64(0)
	firstOtherPage = 2
)

// rootFile is the content of a root file. Reading behind its end panics.
type rootFile struct {
	data     []byte
	pageSize uint64
	high     uint64 // pages from here on are not in use
	used     map[uint64]bool
}

// meta returns the newer of the two descriptions of the file that are whole.
func (r *rootFile) meta() ([]byte, error) {
	r.pageSize = uint64(binary.LittleEndian.Uint32(r.data[pageHeader+8:]))
	if r.pageSize < 512 || r.pageSize > 1<<20 {
		return nil, fmt.Errorf("page size %d", r.pageSize)
	}
	var newer []byte
	for page := range uint64(2) {
		meta := r.data[page*r.pageSize+pageHeader:][:metaSize]
		sum := fnv.New64a()
		sum.Write(meta[:56])
		if binary.LittleEndian.Uint32(meta) != rootMagic || binary.LittleEndian.Uint32(meta[4:]) != rootVersion ||
			binary.LittleEndian.Uint64(meta[56:]) != sum.Sum64() {
			continue
		}
		if newer == nil || binary.LittleEndian.Uint64(meta[48:]) > binary.LittleEndian.Uint64(newer[48:]) {
			newer = meta
		}
	}
	if newer == nil {
		return nil, errors.New("no whole description")
	}
	r.high = binary.LittleEndian.Uint64(newer[40:])
	if r.high > uint64(len(r.data))/r.pageSize {
		return nil, errors.New("the file is cut")
	}
	return newer, nil
}

// page returns a page with what overflows into the next ones, and notes them as
// used.
func (r *rootFile) page(id uint64) ([]byte, error) {
	if id < firstOtherPage || id >= r.high {
		return nil, fmt.Errorf("page %d of %d", id, r.high)
	}
	page := r.data[id*r.pageSize:]
	if binary.LittleEndian.Uint64(page) != id {
		return nil, fmt.Errorf("page %d has another number", id)
	}
	pages := uint64(binary.LittleEndian.Uint32(page[12:])) + 1
	for i := range pages {
		if id+i >= r.high || r.used[id+i] {
			return nil, fmt.Errorf("page %d is used twice or ends behind the file", id+i)
		}
		r.used[id+i] = true
	}
	return page[: pages*r.pageSize : pages*r.pageSize], nil // so that nothing in it can point out of it
}

// bucket checks what hangs on a bucket's head: a page of its own, or one that
// lies in the head's value.
func (r *rootFile) bucket(head []byte) error {
	if root := binary.LittleEndian.Uint64(head); root != 0 {
		return r.tree(root)
	}
	return r.elements(head[16:], pageLeaf)
}

func (r *rootFile) tree(id uint64) error {
	page, err := r.page(id)
	if err != nil {
		return err
	}
	return r.elements(page, pageLeaf|pageBranch)
}

// elements checks a page of keys with values or with pages below.
func (r *rootFile) elements(page []byte, kinds uint16) error {
	kind, count := binary.LittleEndian.Uint16(page[8:]), int(binary.LittleEndian.Uint16(page[10:]))
	if kind != pageBranch && kind != pageLeaf || kind&kinds == 0 || kind == pageBranch && count == 0 {
		return fmt.Errorf("a page of kind %d", kind)
	}
	if size := pageHeader + count*elementSize; size > len(page) {
		return errors.New("a page has too many keys")
	}
	for i := range count {
		element := page[pageHeader+i*elementSize:]
		if kind == pageBranch {
			at, size := binary.LittleEndian.Uint32(element), binary.LittleEndian.Uint32(element[4:])
			if uint64(at)+uint64(size) > uint64(len(element)) {
				return errors.New("a key ends behind its page")
			}
			if err := r.tree(binary.LittleEndian.Uint64(element[8:])); err != nil {
				return err
			}
			continue
		}
		at, key, value := uint64(binary.LittleEndian.Uint32(element[4:])), uint64(binary.LittleEndian.Uint32(element[8:])), uint64(binary.LittleEndian.Uint32(element[12:]))
		end := at + key + value
		if end > uint64(len(element)) {
			return errors.New("a value ends behind its page")
		}
		if binary.LittleEndian.Uint32(element)&elementBucket == 0 {
			continue
		}
		if err := r.bucket(element[at+key : end : end]); err != nil {
			return err
		}
	}
	return nil
}

// freelist checks the list of free pages: a page on it that is in use would be
// overwritten.
func (r *rootFile) freelist(id uint64) error {
	if id == noFreelist {
		return nil
	}
	page, err := r.page(id)
	if err != nil {
		return err
	}
	if binary.LittleEndian.Uint16(page[8:]) != pageFreelist {
		return errors.New("no list of free pages")
	}
	count, list := uint64(binary.LittleEndian.Uint16(page[10:])), page[pageHeader:]
	if count == manyFree {
		count, list = binary.LittleEndian.Uint64(list), list[8:]
	}
	last := uint64(firstOtherPage - 1)
	for range count {
		free := binary.LittleEndian.Uint64(list)
		if free <= last || free >= r.high || r.used[free] {
			return fmt.Errorf("page %d is free and in use", free)
		}
		last, list = free, list[8:]
	}
	return nil
}

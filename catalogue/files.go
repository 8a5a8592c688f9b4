package catalogue

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"tiekartta/i18n"
	"tiekartta/store"
)

// Limits of attachments.
const (
	LargestFile = 10 << 20 // bytes of one file
	MostFiles   = 20       // of a practice
	largestAll  = 50 << 20 // bytes of a practice's files
)

// Files keeps attachments in a folder, each under the hash of its content, which
// is its id. What is there never changes. Its methods may be called concurrently.
type Files struct {
	dir   string
	known sync.Map // id → Kind: what a content is never changes
}

// NewFiles returns the files of a folder, which need not exist yet.
func NewFiles(dir string) *Files { return &Files{dir: dir} }

// unfinished begins the names of files that are being written.
const unfinished = ".new-"

// isFileID tells whether an id can be one of ours. Nothing else becomes part of
// a path.
func isFileID(id string) bool {
	return len(id) == hex.EncodedLen(sha256.Size) && strings.Trim(id, "0123456789abcdef") == ""
}

func (f *Files) path(id string) string { return filepath.Join(f.dir, id[:2], id) }

// Put keeps what r holds, and returns it as an attachment with that name. It
// reads no more than a file may have. What may not be kept is i18n.Problems.
// After an answer without an error the file is on the disk.
func (f *Files) Put(r io.Reader, name string) (Attachment, error) {
	a, err := f.put(r, name)
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		err = store.ErrFull
	}
	return a, err
}

func (f *Files) put(r io.Reader, name string) (Attachment, error) {
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return Attachment{}, err
	}
	temporary := filepath.Join(f.dir, unfinished+rand.Text())
	file, err := os.OpenFile(temporary, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return Attachment{}, err
	}
	defer os.Remove(temporary) // it has another name when all went well
	a, err := f.fill(file, r, name)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return Attachment{}, err
	}
	final := f.path(a.ID)
	if err := os.MkdirAll(filepath.Dir(final), 0o700); err != nil {
		return Attachment{}, err
	}
	// Also over one that is there, which so becomes young again: it is not
	// tidied away before the practice that shall name it is saved.
	if err := os.Rename(temporary, final); err != nil {
		return Attachment{}, err
	}
	for _, folder := range []string{filepath.Dir(final), f.dir} {
		if err := syncFolder(folder); err != nil {
			return Attachment{}, err
		}
	}
	return a, nil
}

func (f *Files) fill(file *os.File, r io.Reader, name string) (Attachment, error) {
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(file, sum), io.LimitReader(r, LargestFile+1))
	switch {
	case err != nil:
		return Attachment{}, fmt.Errorf("attachment: %w", err)
	case n == 0:
		return Attachment{}, i18n.Problems{{Key: "file_empty"}}
	case n > LargestFile:
		return Attachment{}, i18n.Problems{{Key: "file_too_large", Args: map[string]any{"Max": LargestFile >> 20}}}
	}
	kind, err := kindOf(file, n)
	if err != nil {
		return Attachment{}, err
	}
	a := Attachment{ID: hex.EncodeToString(sum.Sum(nil)), Size: n}
	a.Name, a.MediaType, err = kind.named(name)
	return a, err
}

// syncFolder makes the names in a folder last.
func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Open opens a file; store.ErrNotFound when there is none.
func (f *Files) Open(id string) (*os.File, error) {
	if f == nil || !isFileID(id) {
		return nil, store.ErrNotFound
	}
	file, err := os.Open(f.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		err = store.ErrNotFound
	}
	return file, err
}

// Kind is what a file that is kept holds; store.ErrNotFound when there is none.
func (f *Files) Kind(id string) (Kind, error) {
	file, err := f.Open(id)
	if err != nil {
		return Kind{}, err
	}
	defer file.Close()
	if kind, ok := f.known.Load(id); ok {
		return kind.(Kind), nil
	}
	info, err := file.Stat()
	if err != nil {
		return Kind{}, err
	}
	kind, err := kindOf(file, info.Size())
	if err == nil {
		f.known.Store(id, kind)
	}
	return kind, err
}

// old lists the files that were put before that time; what is unfinished since
// then is removed.
func (f *Files) old(ctx context.Context, before time.Time) ([]string, error) {
	var ids []string
	err := filepath.WalkDir(f.dir, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || entry.IsDir() {
			return errors.Join(err, ctx.Err())
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.ModTime().After(before) {
			return nil
		}
		switch name := entry.Name(); {
		case err != nil:
			return err
		case strings.HasPrefix(name, unfinished):
			return os.Remove(path)
		case isFileID(name):
			ids = append(ids, name)
		}
		return nil
	})
	return ids, err
}

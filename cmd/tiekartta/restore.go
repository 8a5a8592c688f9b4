package main

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tiekartta/i18n"
	"tiekartta/store"
)

// In the data folder, while a backup is restored.
const (
	// restoreFolder is where the backup is unpacked.
	restoreFolder = "restoring"
	// restoreMark says that what is there may be neither the old data nor the
	// new. It is there only while they are exchanged.
	restoreMark = "restore-unfinished"
)

// errUnfinished says that a restore was cut off while it exchanged the data.
var errUnfinished = errors.New("restore has not finished")

func restore(c *call) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := c.wants(1, 1, "command.wants_file"); err != nil {
			return err
		}
		release, err := c.lock(ctx)
		if err != nil {
			return err
		}
		alone, err := store.Alone(ctx, filepath.Join(c.data, databaseFile))
		if err != nil {
			return errors.Join(err, release())
		}
		return errors.Join(c.restoreFrom(ctx, c.args[0]), alone(), release())
	}
}

// restoreFrom unpacks and examines the backup beside the data, and only then
// puts it in their place. What was there is kept in a folder of its own.
func (c *call) restoreFrom(ctx context.Context, path string) error {
	folder := filepath.Join(c.data, restoreFolder)
	if err := os.RemoveAll(folder); err != nil { // of one that was cut off
		return err
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := unpackBackup(path, folder); err != nil {
		return named(path, err)
	}
	damage, err := damageOf(ctx, filepath.Join(folder, databaseFile))
	if err != nil {
		return err
	}
	if len(damage) > 0 {
		return named(path, i18n.Problems{{Path: databaseFile, Key: "damaged", Args: map[string]any{"What": damage[0]}}})
	}
	if err := syncFolders(folder); err != nil {
		return err
	}
	kept, err := c.swap(folder)
	if err != nil {
		return err
	}
	c.tell("command.restored", "File", path, "Kept", kept)
	return nil
}

// damageOf is what is wrong with a database file.
func damageOf(ctx context.Context, path string) ([]string, error) {
	s, err := store.Open(ctx, path)
	var damage []string
	if err == nil {
		damage, err = s.Damage(ctx)
		err = errors.Join(err, s.Close())
	}
	if errors.Is(err, store.ErrDamaged) {
		damage, err = append(damage, err.Error()), nil
	}
	return damage, err
}

// swap keeps the data that are there in a folder of their own, puts the new
// ones in their place, and returns the folder's name, "–" when there were none.
//
// It may be cut off anywhere. Until the mark is there, the old data are whole;
// from when it is gone, the new ones; in between nobody opens them, and another
// restore goes on from where this one came to.
func (c *call) swap(from string) (kept string, err error) {
	m, err := c.unfinished()
	if errors.Is(err, fs.ErrNotExist) {
		m = mark{Kept: "replaced-" + time.Now().UTC().Format("20060102-150405.000")}
		err = c.mark(m, from)
	}
	if err != nil {
		return "", err
	}
	aside := filepath.Join(c.data, m.Kept)
	if !m.Moved {
		if err := c.keep(aside); err != nil {
			return "", err
		}
		m.Moved = true
		if err := c.mark(m, from); err != nil {
			return "", err
		}
	}
	if err := c.place(from); err != nil {
		return "", err
	}
	// When there was nothing to keep it is empty; one with something in it stays.
	if err := os.Remove(aside); err == nil || errors.Is(err, fs.ErrNotExist) {
		aside = "–"
	}
	if err := os.RemoveAll(from); err != nil {
		return "", err
	}
	if err := os.Remove(filepath.Join(c.data, restoreMark)); err != nil {
		return "", err
	}
	return aside, syncFolder(c.data)
}

// mark is what a restore leaves for the next one when it is cut off.
type mark struct {
	Kept  string `json:"kept"`  // name of the folder for the old data
	Moved bool   `json:"moved"` // whether they are all there
}

// unfinished is the mark that is there.
func (c *call) unfinished() (m mark, err error) {
	path := filepath.Join(c.data, restoreMark)
	text, err := os.ReadFile(path)
	if err != nil {
		return m, err
	}
	err = json.Unmarshal(text, &m)
	if err == nil && !filepath.IsLocal(m.Kept) {
		err = fmt.Errorf("%q is no name of a folder in it", m.Kept)
	}
	if err != nil {
		return m, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// finished refuses data that a restore has begun to exchange.
func (c *call) finished() error {
	marked, err := exists(filepath.Join(c.data, restoreMark))
	if marked {
		return errUnfinished
	}
	return err
}

// mark writes the mark, by way of the folder that the next restore clears.
func (c *call) mark(m mark, by string) error {
	by = filepath.Join(by, restoreMark)
	if err := replace(by, nil, private, func(w io.Writer) error { return json.NewEncoder(w).Encode(m) }); err != nil {
		return err
	}
	if err := os.Rename(by, filepath.Join(c.data, restoreMark)); err != nil {
		return err
	}
	return syncFolder(c.data)
}

// keep moves the old data aside, the database with its log: one that stayed
// would be taken for that of the next database.
func (c *call) keep(aside string) error {
	if err := os.Mkdir(aside, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	for _, name := range replaced() {
		err := os.Rename(filepath.Join(c.data, name), filepath.Join(aside, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return errors.Join(err, c.putBack(aside))
		}
	}
	return errors.Join(syncFolder(aside), syncFolder(c.data))
}

func replaced() []string {
	return []string{databaseFile, databaseFile + "-wal", databaseFile + "-shm", filesFolder}
}

// putBack undoes keep where something cannot be moved: a folder may be where
// another disk begins.
func (c *call) putBack(aside string) error {
	for _, name := range replaced() {
		there, err := exists(filepath.Join(c.data, name))
		if err == nil && !there {
			err = os.Rename(filepath.Join(aside, name), filepath.Join(c.data, name))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	_ = os.Remove(aside) // unless there is something in it
	if err := syncFolder(c.data); err != nil {
		return err
	}
	return os.Remove(filepath.Join(c.data, restoreMark))
}

// place puts the new data where they belong: the database is the last. The index
// was that of the old ones.
func (c *call) place(from string) error {
	for _, name := range []string{indexFolder, filesFolder} {
		if err := os.RemoveAll(filepath.Join(c.data, name)); err != nil {
			return err
		}
	}
	err := os.Rename(filepath.Join(from, filesFolder), filepath.Join(c.data, filesFolder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(filepath.Join(from, databaseFile), filepath.Join(c.data, databaseFile)); err != nil {
		return err
	}
	return syncFolder(c.data)
}

// syncFolders makes the names in a folder and in those below it last.
func syncFolders(root string) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return syncFolder(path)
	})
}

func unpackBackup(path, folder string) error {
	z, err := zip.OpenReader(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return i18n.Problems{{Key: "bad_archive"}}
	}
	defer z.Close()
	var m manifest
	text, err := fs.ReadFile(z, manifestFile)
	if err != nil || json.Unmarshal(text, &m) != nil || m.Format != backupFormat || m.Files[databaseFile] == "" {
		return i18n.Problems{{Path: manifestFile, Key: "not_in_archive"}}
	}
	for name, sum := range m.Files {
		if name != databaseFile && !strings.HasPrefix(name, filesFolder+"/") || !filepath.IsLocal(name) {
			return i18n.Problems{{Path: name, Key: "bad_archive"}}
		}
		got, err := unpackTo(z, name, filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if got != sum {
			return i18n.Problems{{Path: name, Key: "bad_checksum"}}
		}
	}
	return nil
}

// unpackTo writes one file of the archive and returns its checksum, "" when it
// cannot be read to its end.
func unpackTo(z *zip.ReadCloser, name, path string) (string, error) {
	from, err := z.Open(name)
	if err != nil {
		return "", nil
	}
	defer from.Close()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	to, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(to, sum), from); err != nil {
		to.Close()
		if errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) || errors.Is(err, io.ErrUnexpectedEOF) {
			return "", nil
		}
		return "", err
	}
	return hexSum(sum), errors.Join(to.Sync(), to.Close())
}

package main

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/store"
)

// A backup is a zip file with the database, the files beside it, and a manifest
// of their checksums. The index is left out: it is made anew.
const manifestFile = "manifest.json"

// manifest says what a backup must hold, so that a cut or changed one is
// noticed before anything is replaced.
type manifest struct {
	Format string            `json:"format"`
	Made   time.Time         `json:"made"`
	Files  map[string]string `json:"files"` // name → SHA-256
}

const backupFormat = "tiekartta-backup/1"

func backup(c *call) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := c.wants(1, 1, "command.wants_file"); err != nil {
			return err
		}
		return c.with(ctx, false, func(e exchange.Exporter) error {
			folder, err := os.MkdirTemp(c.data, "backup-*")
			if err != nil {
				return err
			}
			defer os.RemoveAll(folder)
			copied := filepath.Join(folder, databaseFile)
			if err := e.Store.Backup(ctx, copied); err != nil {
				return err
			}
			if err := c.write(c.args[0], func(w io.Writer) error { return c.pack(w, copied) }); err != nil {
				return err
			}
			c.tell("command.backed_up", "File", c.args[0])
			return nil
		})
	}
}

func (c *call) pack(w io.Writer, database string) error {
	z := zip.NewWriter(w)
	m := manifest{Format: backupFormat, Made: time.Now().UTC(), Files: map[string]string{}}
	if err := packFile(z, &m, database, databaseFile); err != nil {
		return err
	}
	err := filepath.WalkDir(filepath.Join(c.data, filesFolder), func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil || !entry.Type().IsRegular():
			return err
		}
		name, err := filepath.Rel(c.data, path)
		if err != nil {
			return err
		}
		return packFile(z, &m, path, filepath.ToSlash(name))
	})
	if err != nil {
		return err
	}
	f, err := z.Create(manifestFile)
	if err != nil {
		return err
	}
	return errors.Join(json.NewEncoder(f).Encode(m), z.Close())
}

func packFile(z *zip.Writer, m *manifest, path, name string) error {
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := z.Create(name)
	if err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(to, sum), from); err != nil {
		return err
	}
	m.Files[name] = hexSum(sum)
	return nil
}

func hexSum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

func restore(c *call) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := c.wants(1, 1, "command.wants_file"); err != nil {
			return err
		}
		release, err := c.lock(ctx)
		if err != nil {
			return err
		}
		return errors.Join(c.restoreFrom(ctx, c.args[0]), release())
	}
}

// restoreFrom unpacks and examines the backup beside the data, and only then
// puts it in their place. What was there is kept in a folder of its own.
func (c *call) restoreFrom(ctx context.Context, path string) error {
	folder, err := os.MkdirTemp(c.data, "restore-*")
	if err != nil {
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
	kept, err := c.setAside()
	if err != nil {
		return err
	}
	for _, name := range []string{filesFolder, databaseFile} { // the database last: with it the restore is done
		if ok, err := exists(filepath.Join(folder, name)); err != nil || !ok {
			if err != nil {
				return err
			}
			continue
		}
		if err := os.Rename(filepath.Join(folder, name), filepath.Join(c.data, name)); err != nil {
			return err
		}
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

// setAside moves the data that are there into a folder of their own, and
// returns its name, "–" when there were none. The index is thrown away.
func (c *call) setAside() (string, error) {
	if err := os.RemoveAll(filepath.Join(c.data, indexFolder)); err != nil {
		return "", err
	}
	aside := ""
	for _, name := range []string{databaseFile, databaseFile + "-wal", databaseFile + "-shm", filesFolder} {
		path := filepath.Join(c.data, name)
		if ok, err := exists(path); err != nil || !ok {
			if err != nil {
				return "", err
			}
			continue
		}
		if aside == "" {
			aside = filepath.Join(c.data, "replaced-"+time.Now().UTC().Format("20060102-150405.000"))
			if err := os.Mkdir(aside, 0o700); err != nil {
				return "", err
			}
		}
		if err := os.Rename(path, filepath.Join(aside, name)); err != nil {
			return "", err
		}
	}
	if aside == "" {
		return "–", nil
	}
	return aside, nil
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

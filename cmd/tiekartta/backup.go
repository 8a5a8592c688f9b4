package main

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tiekartta/exchange"
	"tiekartta/i18n"
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
		if err := c.outside(c.args[0]); err != nil {
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
			if err := c.write(c.args[0], private, func(w io.Writer) error { return c.pack(w, copied) }); err != nil {
				return err
			}
			c.tell("command.backed_up", "File", c.args[0])
			return nil
		})
	}
}

// outside refuses a place for a backup where it would pack itself, or be thrown
// away with the index.
func (c *call) outside(path string) error {
	if path == "-" {
		return nil
	}
	to, _, err := destination(path)
	if err != nil {
		return err
	}
	within, err := realPath(filepath.Dir(to))
	if err != nil {
		return err
	}
	for _, name := range []string{filesFolder, indexFolder} {
		own, err := realPath(filepath.Join(c.data, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if below, err := filepath.Rel(own, within); err == nil && filepath.IsLocal(below) {
			return named(path, i18n.Problems{{Key: "own_folder", Args: map[string]any{"Folder": filepath.Join(c.data, name)}}})
		}
	}
	return nil
}

// realPath is the whole path, with links followed.
func realPath(path string) (string, error) {
	whole, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(whole)
}

func (c *call) pack(w io.Writer, database string) error {
	z := zip.NewWriter(w)
	m := manifest{Format: backupFormat, Made: time.Now().UTC(), Files: map[string]string{}}
	if err := packFile(z, &m, database, databaseFile); err != nil {
		return err
	}
	if err := c.packFiles(z, &m); err != nil {
		return err
	}
	f, err := z.Create(manifestFile)
	if err != nil {
		return err
	}
	return errors.Join(json.NewEncoder(f).Encode(m), z.Close())
}

// packFiles packs the files beside the database. Their folder may be a link.
func (c *call) packFiles(z *zip.Writer, m *manifest) error {
	folder, err := realPath(filepath.Join(c.data, filesFolder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		// What is being written, or is just tidied away, nobody names.
		if errors.Is(err, fs.ErrNotExist) || err == nil && strings.HasPrefix(entry.Name(), ".") && path != folder {
			return nil
		}
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		return packFile(z, m, path, filepath.ToSlash(filepath.Join(filesFolder, name)))
	})
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

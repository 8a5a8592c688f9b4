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
	"time"

	"tiekartta/exchange"
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
			if err := c.write(c.args[0], private, func(w io.Writer) error { return c.pack(w, copied) }); err != nil {
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

package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/search"
	"tiekartta/store"
)

// The files in the data folder.
const (
	databaseFile = "tiekartta.db"
	lockFile     = "lock"
	indexFolder  = "index"
	filesFolder  = "files"
)

// open opens the database in the data folder. Only a command that writes makes
// one where there is none.
func (c *call) open(ctx context.Context, create bool) (exchange.Exporter, error) {
	path := filepath.Join(c.data, databaseFile)
	if create {
		if err := os.MkdirAll(c.data, 0o700); err != nil {
			return exchange.Exporter{}, err
		}
	} else if _, err := os.Stat(path); err != nil {
		return exchange.Exporter{}, err
	}
	s, err := store.Open(ctx, path)
	if err != nil {
		return exchange.Exporter{}, err
	}
	accounts := account.New(s)
	cat, err := catalogue.New(s, accounts)
	if err != nil {
		return exchange.Exporter{}, errors.Join(err, s.Close())
	}
	base := exchange.Base{Store: s, Accounts: accounts, Catalogue: cat, Roadmaps: roadmap.New(s, cat)}
	return exchange.NewExporter(base, c.messages), nil
}

// with opens the database, runs f and closes it again.
func (c *call) with(ctx context.Context, create bool, f func(exchange.Exporter) error) error {
	e, err := c.open(ctx, create)
	if err != nil {
		return err
	}
	return errors.Join(f(e), e.Store.Close())
}

// lock takes the data folder for this process alone.
func (c *call) lock(ctx context.Context) (release func() error, err error) {
	if err := os.MkdirAll(c.data, 0o700); err != nil {
		return nil, err
	}
	return store.Lock(ctx, filepath.Join(c.data, lockFile))
}

func (c *call) index(ctx context.Context, e exchange.Exporter, log *slog.Logger) (*search.Index, error) {
	return search.Open(ctx, search.Options{Dir: filepath.Join(c.data, indexFolder), Store: e.Store, Catalogue: e.Catalogue, Log: log})
}

// read reads a file, or standard input for "-".
func (c *call) read(path string) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(c.in)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, i18n.Problems{{Key: "not_a_file"}}
	}
	return os.ReadFile(path)
}

// write calls f with the file to write to: standard output for "" and "-", else
// one that appears under its name only when all of it is written.
func (c *call) write(path string, f func(io.Writer) error) error {
	if path == "" || path == "-" {
		return f(c.out)
	}
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if err := errors.Join(f(file), file.Chmod(0o644), file.Sync(), file.Close()); err != nil {
		return &os.PathError{Op: "write", Path: path, Err: err}
	}
	return os.Rename(file.Name(), path)
}

// language reads the flag -lang.
func (c *call) language(code string) (i18n.Lang, error) {
	lang, ok := i18n.ParseLang(code)
	if !ok {
		return lang, errUsage{c.say("command.bad_lang", "Value", code)}
	}
	return lang, nil
}

func exists(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

package main

import (
	"context"
	"errors"
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
// one where there is none. What a restore has left unfinished is not opened.
func (c *call) open(ctx context.Context, create bool) (exchange.Exporter, error) {
	path := filepath.Join(c.data, databaseFile)
	if err := c.finished(); err != nil {
		return exchange.Exporter{}, err
	}
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
	// Again, because a restore could still begin and be cut off before.
	if err := c.finished(); err != nil {
		return exchange.Exporter{}, errors.Join(err, s.Close())
	}
	accounts := account.New(s)
	cat, err := catalogue.New(s, accounts)
	if err != nil {
		return exchange.Exporter{}, errors.Join(err, s.Close())
	}
	cat.Files = catalogue.NewFiles(filepath.Join(c.data, filesFolder))
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
	return search.Open(ctx, search.Options{Dir: filepath.Join(c.data, indexFolder), Store: e.Store, Catalogue: e.Catalogue, Language: c.words, Log: log})
}

// language reads the flag -lang.
func (c *call) language(code string) (i18n.Lang, error) {
	lang, ok := i18n.ParseLang(code)
	if !ok {
		return lang, errUsage{c.say("command.bad_lang", "Value", code)}
	}
	return lang, nil
}

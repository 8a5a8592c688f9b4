package api

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/search"
	"tiekartta/store"
)

// What a service keeps in its folder.
const databaseName, indexName = "tiekartta.db", "index"

// messages are read once: they never change.
var messages = sync.OnceValues(i18n.Load)

var starterFolder string

func TestMain(m *testing.M) {
	status := m.Run()
	if starterFolder != "" {
		os.RemoveAll(starterFolder)
	}
	os.Exit(status)
}

// starter holds what a service has that has loaded the starter catalogue, made
// once for all tests.
var starter = sync.OnceValues(func() (fs.FS, error) {
	folder, err := os.MkdirTemp("", "tiekartta-api-*")
	if err != nil {
		return nil, err
	}
	starterFolder = folder
	ctx := context.Background()
	s, err := store.Open(ctx, filepath.Join(folder, databaseName))
	if err != nil {
		return nil, err
	}
	accounts := account.New(s)
	cat, err := catalogue.New(s, accounts)
	if err != nil {
		return nil, err
	}
	b, err := exchange.Starter()
	if err != nil {
		return nil, err
	}
	base := exchange.Base{Store: s, Accounts: accounts, Catalogue: cat, Roadmaps: roadmap.New(s, cat)}
	if _, err := base.Import(ctx, account.Machine(), b); err != nil {
		return nil, err
	}
	err = s.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `insert into facts (name, value) values ('starter', 'loaded')`)
		return err
	})
	if err != nil {
		return nil, err
	}
	index, err := search.Open(ctx, search.Options{Dir: filepath.Join(folder, indexName), Store: s, Catalogue: cat})
	if err != nil {
		return nil, err
	}
	return os.DirFS(folder), errors.Join(index.CatchUp(ctx), index.Close(), s.Close())
})

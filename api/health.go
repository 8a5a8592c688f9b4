package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/search"
	"tiekartta/store"
)

func (a *API) healthy(c echo.Context) error {
	return sendBytes(c, http.StatusOK, "text/plain; charset=utf-8", []byte("ok"))
}

// readiness compares the newest change with the one that the index has seen,
// and tells how the index is. Data that are missing make a search worse, and
// the service no less ready.
type readiness struct {
	Database   int64        `json:"database"`
	Index      int64        `json:"index"`
	Generation int          `json:"generation"`
	Starter    bool         `json:"starter"` // the database began with the starter catalogue
	State      search.State `json:"state"`
	Progress   *int         `json:"progress,omitempty"` // of building, in percent
	Data       []dataFile   `json:"data"`
	Missing    []string     `json:"missing"`
}

// dataFile is a file of language data; its version is the beginning of its
// SHA-256.
type dataFile struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// lagAllowed lets the index catch up with writes of this very moment, so that a
// busy service does not count as one that is not ready.
const lagAllowed = 500 * time.Millisecond

func (a *API) ready(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), 10*lagAllowed)
	defer cancel()
	newest, err := a.Store.Newest(ctx)
	if err != nil {
		return err
	}
	starter, err := a.startedFull(ctx)
	if err != nil {
		return err
	}
	waiting, stop := context.WithTimeout(ctx, lagAllowed)
	defer stop()
	status := http.StatusOK
	if a.Index.WaitFor(waiting, newest) != nil {
		status = http.StatusServiceUnavailable
	}
	is := a.Index.Status()
	r := readiness{
		Database: newest, Index: is.Position, Generation: is.Generation, Starter: starter, State: is.State,
		Data: []dataFile{}, Missing: append([]string{}, is.Missing...),
	}
	for _, d := range is.Data {
		r.Data = append(r.Data, dataFile(d))
	}
	if is.State == search.StateBuilding {
		r.Progress = &is.Progress
	}
	return send(c, status, jsonType, r)
}

// startedFull reads the fact that the program notes when it makes a database.
func (a *API) startedFull(ctx context.Context) (bool, error) {
	var value string
	err := a.Store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Row(ctx, `select value from facts where name = $1`, []any{"starter"}, &value)
	})
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return value == "loaded", err
}

package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/store"
)

func (a *API) healthy(c echo.Context) error {
	return sendBytes(c, http.StatusOK, "text/plain; charset=utf-8", []byte("ok"))
}

// readiness compares the newest change with the one that the index has seen.
type readiness struct {
	Database   int64 `json:"database"`
	Index      int64 `json:"index"`
	Generation int   `json:"generation"`
	Starter    bool  `json:"starter"` // the database began with the starter catalogue
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
	return send(c, status, jsonType, readiness{newest, a.Index.Position(), a.Index.Generation(), starter})
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

package ui

import (
	"fmt"
	"testing"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/store"
)

func TestAnErrorPageSaysWhatHappenedAndNotThatTheServiceFailed(t *testing.T) {
	t.Parallel()
	for err, want := range map[error]string{
		store.ErrFull: "full", echo.ErrStatusRequestEntityTooLarge: "too_large", store.ErrConflict: "conflict", account.ErrDenied: "denied", store.ErrNotFound: "not_found",
	} {
		if _, kind := classify(fmt.Errorf("inner: %w", err)); kind != want {
			t.Errorf("%v is told as %s", err, kind)
		}
	}
}

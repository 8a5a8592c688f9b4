package api

import (
	"bytes"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
)

// addFile keeps the file in the body, so that a practice may name it. What it is
// comes from its content, as when somebody sends it with a form; without a
// practice that names it, it goes again after a day.
func (a *API) addFile(c echo.Context) error {
	actor := actorOf(c)
	if err := actor.May(account.Write, actor.Organisation); err != nil {
		return err
	}
	in := readParameters(c, "name")
	name := in.one("name")
	if name == "" && in.err() == nil {
		in.problems.Add("name", "required")
	}
	if err := in.err(); err != nil {
		return err
	}
	// Where nothing can be timed, as in a test, there is no connection either.
	control, late := http.NewResponseController(c.Response()), time.Now().Add(fileTime)
	_, _ = control.SetReadDeadline(late), control.SetWriteDeadline(late)
	content, err := readBody(c, catalogue.LargestFile)
	if err != nil {
		return err
	}
	kept, err := a.Catalogue.Files.Put(bytes.NewReader(content), name)
	if err != nil {
		return err
	}
	return send(c, http.StatusCreated, jsonType, kept)
}

// fileTime is how long a file may be on its way; lines in the country are slow.
const fileTime = 10 * time.Minute

package api

import (
	_ "embed"
	"strings"

	"github.com/labstack/echo/v4"
)

//go:embed openapi.json
var openapi []byte

// describe is the description of the API with the program's version in place.
func describe(version string) []byte {
	if version == "" {
		version = "development"
	}
	quoted, err := encode(version)
	if err != nil {
		return openapi
	}
	return []byte(strings.Replace(string(openapi), `"0.0.0"`, strings.TrimSpace(string(quoted)), 1))
}

func (a *API) openapi(c echo.Context) error {
	if err := readParameters(c).err(); err != nil {
		return err
	}
	return answerBytes(c, jsonType, a.description)
}

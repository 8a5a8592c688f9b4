package exchange

import (
	"regexp"
	"strings"
)

// LicenceID is the SPDX id of a practice's licence; one that names none has
// CC-BY-4.0.
func LicenceID(stored string) string {
	if stored == "" {
		return "CC-BY-4.0"
	}
	return stored
}

// LicenceName is a licence as people write it.
func LicenceName(stored string) string {
	id := LicenceID(stored)
	if parts := creativeCommons.FindStringSubmatch(id); parts != nil {
		return "CC " + parts[1] + " " + parts[2]
	}
	return id
}

var (
	spdx            = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.+-]*$`)
	creativeCommons = regexp.MustCompile(`^CC-((?:BY|NC|ND|SA)(?:-(?:NC|ND|SA))*)-([0-9.]+)$`)
)

// LicenceURL is where a licence's text can be read, for Creative Commons at
// their own address; empty for what is no SPDX id.
func LicenceURL(stored string) string {
	id := LicenceID(stored)
	if parts := creativeCommons.FindStringSubmatch(id); parts != nil {
		return "https://creativecommons.org/licenses/" + strings.ToLower(parts[1]) + "/" + parts[2] + "/"
	}
	switch {
	case id == "CC0-1.0":
		return "https://creativecommons.org/publicdomain/zero/1.0/"
	case spdx.MatchString(id):
		return "https://spdx.org/licenses/" + id + ".html"
	}
	return ""
}

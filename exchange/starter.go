package exchange

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed starter/*.json
var starter embed.FS

// Starter is the catalogue that a new database begins with: one bundle file an
// entry, with its sources named, put together as one bundle.
func Starter() (*Bundle, error) {
	files, err := fs.Glob(starter, "starter/*.json")
	if err != nil {
		return nil, err
	}
	all := &Bundle{Format: BundleFormat}
	for _, file := range files {
		text, err := fs.ReadFile(starter, file)
		if err != nil {
			return nil, err
		}
		b, err := ReadBundle(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all.Add(b)
	}
	return all, nil
}

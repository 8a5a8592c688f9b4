package exchange

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"tiekartta/i18n"
)

// The files of an archive. The README is in English, like the field names that
// it explains.
const (
	archiveBundle    = "bundle.json"
	archiveChecksums = "SHA256SUMS"
	archiveReadme    = "README.txt"
)

// WriteArchive writes a bundle as a zip file with checksums and a README.
func WriteArchive(w io.Writer, b *Bundle) error {
	var text bytes.Buffer
	if err := WriteBundle(&text, b); err != nil {
		return err
	}
	readme := "A bundle of Tiekartta (" + BundleFormat + ").\n\n" +
		archiveBundle + " holds organisations, practices, roadmaps and measurements as JSON in UTF-8.\n" +
		archiveChecksums + " holds the SHA-256 of each file. Check with: sha256sum -c " + archiveChecksums + "\n"
	files := []struct {
		name string
		text []byte
	}{{archiveReadme, []byte(readme)}, {archiveBundle, text.Bytes()}}
	z := zip.NewWriter(w)
	var sums strings.Builder
	for _, file := range files {
		sum := sha256.Sum256(file.text)
		fmt.Fprintf(&sums, "%s  %s\n", hex.EncodeToString(sum[:]), file.name)
		if err := addFile(z, file.name, file.text); err != nil {
			return err
		}
	}
	if err := addFile(z, archiveChecksums, []byte(sums.String())); err != nil {
		return err
	}
	return z.Close()
}

func addFile(z *zip.Writer, name string, text []byte) error {
	f, err := z.Create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return err
}

// ReadArchive reads what WriteArchive wrote. Other files in it are not looked
// at; a bundle that is not what its checksum says is refused.
func ReadArchive(data []byte) (*Bundle, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, i18n.Problems{{Key: "bad_archive"}}
	}
	text, err := unpack(z, archiveBundle)
	if err != nil {
		return nil, err
	}
	sums, err := unpack(z, archiveChecksums)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text)
	if !strings.Contains(string(sums), hex.EncodeToString(sum[:])+"  "+archiveBundle) {
		return nil, i18n.Problems{{Path: archiveBundle, Key: "bad_checksum"}}
	}
	return ReadBundle(text)
}

// unpack reads one file and never more than a bundle may have, whatever the
// archive says of its size.
func unpack(z *zip.Reader, name string) ([]byte, error) {
	f, err := z.Open(name)
	if err != nil {
		return nil, i18n.Problems{{Path: name, Key: "not_in_archive"}}
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxBundle+1))
	if err != nil {
		return nil, i18n.Problems{{Path: name, Key: "bad_archive"}}
	}
	return text, nil
}

package exchange

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// The files of an archive. The README is in English, like the field names that
// it explains.
const (
	archiveBundle    = "bundle.json"
	archiveChecksums = "SHA256SUMS"
	archiveReadme    = "README.txt"
	archiveFiles     = "files/"
)

// WriteArchive writes a bundle as a zip file with the attachments of its
// practices, checksums and a README.
func WriteArchive(w io.Writer, b *Bundle, attached *catalogue.Files) error {
	var text bytes.Buffer
	if err := WriteBundle(&text, b); err != nil {
		return err
	}
	readme := "A bundle of Tiekartta (" + BundleFormat + ").\n\n" +
		archiveBundle + " holds organisations, practices, roadmaps and measurements as JSON in UTF-8.\n" +
		archiveFiles + " holds the attachments of the practices. Each has the name of its SHA-256, which is the id of the attachment in " + archiveBundle + ".\n" +
		archiveChecksums + " holds the SHA-256 of each file. Check with: sha256sum -c " + archiveChecksums + "\n"
	a := archive{zip: zip.NewWriter(w)}
	if err := a.add(archiveReadme, strings.NewReader(readme)); err != nil {
		return err
	}
	if err := a.add(archiveBundle, &text); err != nil {
		return err
	}
	for _, id := range attachmentsOf(b) {
		if err := a.attach(id, attached); err != nil {
			return fmt.Errorf("attachment %q: %w", id, err)
		}
	}
	if err := a.add(archiveChecksums, strings.NewReader(a.sums.String())); err != nil {
		return err
	}
	return a.zip.Close()
}

// archive is a zip file that is being written, with the sums of its files.
type archive struct {
	zip  *zip.Writer
	sums strings.Builder
}

func (a *archive) add(name string, from io.Reader) error {
	to, err := a.zip.Create(name)
	if err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(to, sum), from); err != nil {
		return err
	}
	a.sums.WriteString(sumLine(hex.EncodeToString(sum.Sum(nil)), name))
	return nil
}

func (a *archive) attach(id string, attached *catalogue.Files) error {
	file, err := attached.Open(id)
	if err != nil {
		return err
	}
	defer file.Close()
	return a.add(attachmentName(id), file)
}

func sumLine(sum, name string) string { return sum + "  " + name + "\n" }

// attachmentName is where an archive holds the file with that id.
func attachmentName(id string) string { return archiveFiles + id[:min(len(id), 2)] + "/" + id }

// attachmentsOf are the ids of all files that the practices of a bundle name.
func attachmentsOf(b *Bundle) []string {
	var ids []string
	for _, p := range b.Practices {
		for _, a := range p.Attachments {
			ids = append(ids, a.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// attachments keeps the files that came with a bundle. What is in them is
// looked at as if somebody had sent them with a form: an archive may come from
// anywhere. Those that a practice names and that are not there are found when
// it is put.
func (base Base) attachments(b *Bundle) error {
	if b.archive == nil || base.Catalogue.Files == nil {
		return nil
	}
	var problems i18n.Problems
	for _, id := range attachmentsOf(b) {
		name := attachmentName(id)
		file, err := b.archive.Open(name)
		if err != nil {
			continue
		}
		a, err := base.Catalogue.Files.Put(file, "")
		var own i18n.Problems
		switch {
		case errors.As(err, &own):
			problems.Under(name, own)
		case errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrAlgorithm), errors.Is(err, io.ErrUnexpectedEOF):
			problems.Add(name, "bad_archive")
		case err != nil:
			return errors.Join(err, file.Close())
		case a.ID != id:
			problems.Add(name, "bad_checksum")
		}
		file.Close()
	}
	return problems.Err()
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
	if !strings.Contains(string(sums), sumLine(hex.EncodeToString(sum[:]), archiveBundle)) {
		return nil, i18n.Problems{{Path: archiveBundle, Key: "bad_checksum"}}
	}
	b, err := ReadBundle(text)
	if err == nil {
		b.archive = z
	}
	return b, err
}

// unpack reads one file, unless it says that it is larger than a bundle may be:
// a small archive can hold very much. One that says less than it holds ends as
// broken where it said that it would.
func unpack(z *zip.Reader, name string) ([]byte, error) {
	f, err := z.Open(name)
	if err != nil {
		return nil, i18n.Problems{{Path: name, Key: "not_in_archive"}}
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Size() > maxBundle {
		return nil, i18n.Problems{{Path: name, Key: "file_too_large", Args: map[string]any{"Max": maxBundle >> 20}}}
	}
	text, err := io.ReadAll(f)
	if err != nil {
		return nil, i18n.Problems{{Path: name, Key: "bad_archive"}}
	}
	return text, nil
}

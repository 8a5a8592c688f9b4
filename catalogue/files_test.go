package catalogue_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

func openWithFiles(t testing.TB) (*catalogue.Catalogue, string) {
	t.Helper()
	c, dir := open(t), filepath.Join(t.TempDir(), "files")
	c.Files = catalogue.NewFiles(dir)
	return c, dir
}

// stored are the paths of all files in a folder.
func stored(t testing.TB, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return names
}

func picture(t testing.TB, side int) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, side, side))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// entry is a file in a zip file.
type entry struct{ name, text string }

func zipped(t testing.TB, entries ...entry) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		w, err := z.Create(e.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, e.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func word(t testing.TB, more ...entry) string {
	types := `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	return zipped(t, append([]entry{{"[Content_Types].xml", types}, {"word/document.xml", "<document/>"}}, more...)...)
}

func openDocument(t testing.TB, mediaType string, more ...entry) string {
	return zipped(t, append([]entry{{"mimetype", mediaType}, {"META-INF/manifest.xml", "<manifest/>"}}, more...)...)
}

// webp is the head of a picture without loss.
func webp(width, height uint32) string {
	bits := binary.LittleEndian.AppendUint32(nil, width-1|(height-1)<<14)
	return "RIFF\x20\x00\x00\x00WEBPVP8L\x10\x00\x00\x00\x2f" + string(bits) + strings.Repeat("\x00", 16)
}

func TestAnAttachmentIsWhatItsContentIs(t *testing.T) {
	c, _ := openWithFiles(t)
	for _, one := range []struct{ name, content, want, mediaType string }{
		{"Esite.pdf", "%PDF-1.7\n…", "Esite.pdf", "application/pdf"},
		{"kuva.PNG", picture(t, 3), "kuva.PNG", "image/png"},
		{"foto.jpeg", "\xff\xd8\xff\xc0\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00", "foto.jpeg", "image/jpeg"},
		{"liike.gif", "GIF89a\x02\x00\x03\x00\x00\x00\x00;", "liike.gif", "image/gif"},
		{"bild.webp", webp(20, 30), "bild.webp", "image/webp"},
		{"raportti.docx", word(t), "raportti.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"taulukko.ods", openDocument(t, "application/vnd.oasis.opendocument.spreadsheet"), "taulukko.ods", "application/vnd.oasis.opendocument.spreadsheet"},
		{"huomio.txt", "Käytäntö on hyvä.\n", "huomio.txt", "text/plain"},
		{"luvut.csv", "vuosi;hlö\r\n2024;456\r\n", "luvut.csv", "text/csv"},
		{"vanha.csv", "p\xe4iv\xe4;lkm\r\n", "vanha.csv", "text/csv"},
		{"ilman päätettä", "teksti", "ilman päätettä.txt", "text/plain"},
		{`C:\Käyttäjät\anna\..\esite.pdf`, "%PDF-1.4", "esite.pdf", "application/pdf"},
		{"../../etc/passwd", "root", "passwd.txt", "text/plain"},
		{"a\u202efdp.\x00exe\n.pdf", "%PDF-1.4", "afdp.exe.pdf", "application/pdf"},
		{`<b>"x"</b>.txt`, "x", "b_.txt", "text/plain"},
		{"", "%PDF-1.4", "practice.pdf", "application/pdf"},
		{strings.Repeat("ä", 300) + ".pdf", "%PDF-1.4", strings.Repeat("ä", 116) + ".pdf", "application/pdf"},
	} {
		a, err := c.Files.Put(strings.NewReader(one.content), one.name)
		if err != nil || a.Name != one.want || a.MediaType != one.mediaType || a.Size != int64(len(one.content)) {
			t.Errorf("%q: %+v %v", one.name, a, err)
		}
	}
}

// bigPicture is the head of a PNG picture that says it is that wide.
func bigPicture(width uint32) string {
	chunk := []byte("IHDR")
	chunk = binary.BigEndian.AppendUint32(chunk, width)
	chunk = binary.BigEndian.AppendUint32(chunk, 10)
	chunk = append(chunk, 8, 0, 0, 0, 0)
	head := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), chunk...)
	return string(binary.BigEndian.AppendUint32(head, crc32.ChecksumIEEE(chunk)))
}

func TestWhatCouldHarmAReaderIsNotKept(t *testing.T) {
	c, dir := openWithFiles(t)
	many := make([]entry, 2_001)
	for i := range many {
		many[i] = entry{fmt.Sprint("word/", i), ""}
	}
	lying := []byte(word(t, entry{"word/big.xml", strings.Repeat("0", 3<<20)}))
	// The zip file says that the part is small.
	for at := 0; ; at += 4 {
		i := bytes.Index(lying[at:], binary.LittleEndian.AppendUint32(nil, 3<<20))
		if i < 0 {
			break
		}
		at += i
		copy(lying[at:], []byte{9, 0, 0, 0})
	}
	locked := []byte(word(t))
	for at := 0; ; {
		i := bytes.Index(locked[at:], []byte("PK\x01\x02"))
		if i < 0 {
			break
		}
		at += i + 4
		locked[at+4] |= 1
	}
	for _, one := range []struct{ name, content, key string }{
		{"kuva.svg", `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`, "file_kind"},
		{"kuva.png", `<?xml version="1.0"?><svg onload="alert(1)"/>`, "file_kind"},
		{"kuva.png", "\ufeff \n<!DOCTYPE html><script>alert(1)</script>", "file_kind"},
		{"kuva.png", "just text", "file_named_otherwise"},
		{"sivu.txt", "Otsikko\n<script>alert(1)</script>", "file_kind"},
		{"sivu.html", "hei", "file_named_otherwise"},
		{"esite.html", "%PDF-1.7", "file_named_otherwise"},
		{"kuva.exe", picture(t, 1), "file_named_otherwise"},
		{"aja.txt", "#!/bin/sh\nrm -r /\n", "file_kind"},
		{"ohjelma.pdf", "MZ\x90\x00\x03", "file_kind"},
		{"ohjelma", "\x7fELF\x02\x01\x01\x00", "file_kind"},
		{"vanha.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "file_kind"},
		{"tyhjä.txt", "", "file_empty"},
		{"paketti.zip", zipped(t, entry{"a.txt", "a"}), "file_kind"},
		{"suuri.png", bigPicture(12_001), "picture_too_large"},
		{"suuri.webp", webp(16_000, 10), "picture_too_large"},
		{"pommi.docx", claiming(t, 101<<20), "file_bomb"},
		{"pommi.docx", word(t, entry{"word/1.xml", strings.Repeat("0", 60<<20)}, entry{"word/2.xml", strings.Repeat("0", 60<<20)}), "file_bomb"},
		{"pommi.docx", word(t, many...), "file_bomb"},
		{"valhe.docx", string(lying), "file_broken"},
		{"ulos.docx", word(t, entry{"../../evil.sh", "x"}), "file_broken"},
		{"ulos.docx", word(t, entry{"/etc/passwd", "x"}), "file_broken"},
		{"ulos.docx", word(t, entry{`..\evil.exe`, "x"}), "file_broken"},
		{"kaksi.docx", word(t, entry{"word/document.xml", "<other/>"}), "file_broken"},
		{"lukko.docx", string(locked), "file_encrypted"},
		{"makro.docx", word(t, entry{"word/vbaProject.bin", "x"}), "file_macros"},
		{"makro.odt", openDocument(t, "application/vnd.oasis.opendocument.text", entry{"Basic/Standard/Module1.xml", "x"}), "file_macros"},
		{"lukko.odt", zipped(t, entry{"mimetype", "application/vnd.oasis.opendocument.text"}, entry{"META-INF/manifest.xml", "<encryption-data/>"}), "file_kind"},
		{"muu.odt", openDocument(t, "text/html"), "file_kind"},
		{"katki.docx", word(t)[:100], "file_kind"},
	} {
		_, err := c.Files.Put(strings.NewReader(one.content), one.name)
		var problems i18n.Problems
		if !errors.As(err, &problems) || problems[0].Key != one.key {
			t.Errorf("%s %.40q: %v, want %s", one.name, one.content, err, one.key)
		}
	}
	if left := stored(t, dir); len(left) != 0 {
		t.Errorf("left in the folder: %q", left)
	}
}

// claiming is a zip file with a part that says that it is that large.
func claiming(t testing.TB, size uint64) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateRaw(&zip.FileHeader{Name: "word/big.xml", Method: zip.Deflate, CompressedSize64: 4, UncompressedSize64: size})
	if err == nil {
		_, err = io.WriteString(w, "\x03\x00\x00\x00")
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// endless never ends, and counts what was read of it.
type endless struct{ n int }

func (e *endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'a'
	}
	e.n += len(b)
	return len(b), nil
}

func TestAFileIsReadOnlyToItsLimit(t *testing.T) {
	c, dir := openWithFiles(t)
	r := &endless{}
	var problems i18n.Problems
	if _, err := c.Files.Put(r, "a.txt"); !errors.As(err, &problems) || problems[0].Key != "file_too_large" {
		t.Error(err)
	}
	if r.n > catalogue.LargestFile+1<<20 {
		t.Errorf("%d bytes were read", r.n)
	}
	if left := stored(t, dir); len(left) != 0 {
		t.Errorf("left in the folder: %q", left)
	}
}

func attach(t testing.TB, c *catalogue.Catalogue, content string) catalogue.Attachment {
	t.Helper()
	a, err := c.Files.Put(strings.NewReader(content), "a.txt")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAPracticeNamesOnlyFilesThatAreThere(t *testing.T) {
	c, _ := openWithFiles(t)
	p := practice()
	p.Attachments = []catalogue.Attachment{attach(t, c, "yksi")}
	p.Attachments[0].MediaType, p.Attachments[0].Size = "text/html", 1 // lies
	added, err := c.Add(t.Context(), editor("vantaa"), p)
	if err != nil || added.Attachments[0].MediaType != "text/plain" || added.Attachments[0].Size != 4 {
		t.Fatalf("%+v %v", added, err)
	}
	for _, id := range []string{strings.Repeat("a", 64), "../../tiekartta.db", "x", strings.Repeat("../", 21) + "x"} {
		added.Attachments = []catalogue.Attachment{{ID: id, Name: "a.txt"}}
		_, err := c.Change(t.Context(), editor("vantaa"), *added)
		var problems i18n.Problems
		if !errors.As(err, &problems) || problems[0].Path != "attachments[0].id" || problems[0].Key != "no_such_file" {
			t.Errorf("%q: %v", id, err)
		}
	}
	added.Attachments = []catalogue.Attachment{p.Attachments[0]}
	added.Attachments[0].Name = "sivu.html"
	var problems i18n.Problems
	if _, err := c.Change(t.Context(), editor("vantaa"), *added); !errors.As(err, &problems) || problems[0].Path != "attachments[0].name" {
		t.Errorf("renamed to a page: %v", err)
	}
}

func TestAPracticeHasAtMost20FilesAnd50Megabytes(t *testing.T) {
	c, _ := openWithFiles(t)
	p := practice()
	for i := range 21 {
		p.Attachments = append(p.Attachments, attach(t, c, fmt.Sprint("tiedosto ", i)))
	}
	var problems i18n.Problems
	if _, err := c.Add(t.Context(), editor("vantaa"), p); !errors.As(err, &problems) || problems[0].Path != "attachments" {
		t.Error(err)
	}
	p.Attachments = nil
	for i := range 6 {
		p.Attachments = append(p.Attachments, attach(t, c, fmt.Sprint(i)+strings.Repeat("a", 9<<20)))
	}
	if _, err := c.Add(t.Context(), editor("vantaa"), p); !errors.As(err, &problems) || problems[0].Key != "files_too_large" {
		t.Error(err)
	}
	p.Attachments = p.Attachments[:5]
	if _, err := c.Add(t.Context(), editor("vantaa"), p); err != nil {
		t.Error(err)
	}
}

func TestAFileIsForThoseWhoMayReadATextThatNamesIt(t *testing.T) {
	c, _ := openWithFiles(t)
	first, second := attach(t, c, "yksi"), attach(t, c, "kaksi")
	p := practice()
	p.Attachments = []catalogue.Attachment{first}
	added, err := c.Add(t.Context(), editor("vantaa"), p)
	if err != nil {
		t.Fatal(err)
	}
	other, err := c.Add(t.Context(), editor("vaasa"), catalogue.Practice{Organisation: "vaasa", Title: i18n.Text{SV: "Annan"}})
	if err != nil {
		t.Fatal(err)
	}
	asks := func(actor account.Actor, practice, file string, want, public bool) {
		t.Helper()
		f, err := c.PracticeFile(t.Context(), actor, practice, file)
		if err == nil {
			f.Content.Close()
		}
		if (err == nil) != want || err != nil && !errors.Is(err, store.ErrNotFound) || f.Public != public {
			t.Errorf("%s for %s: %v, public %v", file[:8], actor.Organisation, err, f.Public)
		}
	}
	asks(editor("vantaa"), added.ID, first.ID, true, false)
	asks(nobody, added.ID, first.ID, false, false)
	asks(editor("vaasa"), added.ID, first.ID, false, false)
	// Knowing the hash of another's draft does not help in an own entry either.
	asks(editor("vaasa"), other.ID, first.ID, false, false)
	asks(editor("vantaa"), added.ID, second.ID, false, false)

	if _, err := c.Publish(t.Context(), editor("vantaa"), added.ID, 0); err != nil {
		t.Fatal(err)
	}
	asks(nobody, added.ID, first.ID, true, true)
	draft, err := c.Draft(t.Context(), editor("vantaa"), added.ID)
	if err != nil {
		t.Fatal(err)
	}
	draft.Attachments = []catalogue.Attachment{second}
	if _, err := c.Change(t.Context(), editor("vantaa"), *draft); err != nil {
		t.Fatal(err)
	}
	asks(nobody, added.ID, first.ID, true, true)
	asks(nobody, added.ID, second.ID, false, false)
	asks(editor("vaasa"), added.ID, second.ID, false, false)
	asks(editor("vantaa"), added.ID, second.ID, true, false)
	if _, err := c.Publish(t.Context(), editor("vantaa"), added.ID, 0); err != nil {
		t.Fatal(err)
	}
	asks(nobody, added.ID, second.ID, true, true)
	asks(nobody, added.ID, first.ID, true, false) // in the old version
	if _, err := c.Archive(t.Context(), editor("vantaa"), added.ID, 0); err != nil {
		t.Fatal(err)
	}
	asks(nobody, added.ID, second.ID, false, false)
	asks(editor("vantaa"), added.ID, second.ID, true, false)
}

func TestFilesThatNobodyNamesGoAfterADay(t *testing.T) {
	c, dir := openWithFiles(t)
	kept, gone, young := attach(t, c, "pidetään"), attach(t, c, "poistetaan"), attach(t, c, "uusi")
	p := practice()
	p.Attachments = []catalogue.Attachment{kept}
	if _, err := c.Add(t.Context(), editor("vantaa"), p); err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(dir, ".new-CUTOFF")
	if err := os.WriteFile(cut, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-25 * time.Hour)
	for _, path := range append(stored(t, dir), cut) {
		if strings.HasSuffix(path, young.ID) {
			continue
		}
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.TidyFiles(t.Context()); err != nil {
		t.Fatal(err)
	}
	left := stored(t, dir)
	has := func(id string) bool {
		return slices.ContainsFunc(left, func(path string) bool { return strings.HasSuffix(path, id) })
	}
	if !has(kept.ID) || has(gone.ID) || !has(young.ID) || len(left) != 2 {
		t.Errorf("left: %q", left)
	}
	// Sent once more, it counts as new.
	if err := os.Chtimes(filepath.Join(dir, young.ID[:2], young.ID), old, old); err != nil {
		t.Fatal(err)
	}
	attach(t, c, "uusi")
	if err := c.TidyFiles(t.Context()); err != nil || len(stored(t, dir)) != 2 {
		t.Errorf("%v %q", err, stored(t, dir))
	}
}

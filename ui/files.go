package ui

import (
	"errors"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// fileRoutes are the addresses of a practice's attachments. What can be read of
// them is one address for all.
func (p *Pages) fileRoutes(g, d *echo.Group) {
	get(g, "/practices/:id/files/:file", p.practiceAttachment)
	get(d, "/practices/:id/files", p.files)
	d.POST("/practices/:id/files", p.fileAdd)
	d.POST("/practices/:id/files/:file", p.fileChange, smallForm)
}

// filesPage is where the attachments of a practice are put and described.
type filesPage struct {
	frame
	P       *catalogue.Practice
	Name    shown
	Files   []attached
	Langs   []i18n.Lang // the original's first
	Done    string      // what has just been done: "added", "saved", "removed"
	Which   string      // to which file, by its id
	Wrong   string      // what is wrong, in words
	At      string      // the field that it is about
	Alt     i18n.Text   // of a file that was not added, as it was typed
	Accept  string
	Most    int
	Largest string // size of a file, in words
	Base    string
}

func (p *Pages) filesPage(c echo.Context, practice *catalogue.Practice) filesPage {
	lang := pageLanguage(c)
	original := practice.OriginalLanguage
	if original == "" {
		original = lang
	}
	langs := slices.DeleteFunc(i18n.Langs(), func(l i18n.Lang) bool { return l == original })
	return filesPage{
		frame: p.frame(c, "desk", p.Messages.T(lang, "page.files.title")), P: practice, Name: show(lang, practice.Title, practice.OriginalLanguage),
		Files: p.attachments(lang, practice), Langs: slices.Concat([]i18n.Lang{original}, langs), Accept: strings.Join(catalogue.FileEndings(), ","),
		Most: catalogue.MostFiles, Largest: p.Messages.T(lang, "size.megabytes", "Size", i18n.Number(lang, catalogue.LargestFile>>20)),
		Base: deskURL(lang, practice.ID),
	}
}

func (p *Pages) files(c echo.Context) error {
	practice, err := p.entryToWrite(c)
	if err != nil {
		return err
	}
	page := p.filesPage(c, practice)
	if done := c.QueryParam("done"); slices.Contains([]string{"added", "saved", "removed"}, done) {
		page.Done, page.Which = done, c.QueryParam("file")
	}
	return p.ok(c, "files", page)
}

// upload is what somebody sends to be attached.
type upload struct {
	catalogue.Attachment
	sent bool
}

const (
	// More than a file may have is read, so that a browser gets to know that its
	// file is too large; it is not kept.
	largestUpload = 64 << 20
	largestAlt    = 16 << 10
	// Lines in the country are slow.
	uploadTime = 10 * time.Minute
)

// fileAdd takes in a file. It is kept under its hash before the draft that names
// it is saved; without a draft it goes again after a day.
func (p *Pages) fileAdd(c echo.Context) error {
	practice, err := p.entryToWrite(c)
	if err != nil {
		return err
	}
	var problems i18n.Problems
	if len(practice.Attachments) >= catalogue.MostFiles {
		problems.Add("file", "too_many", "Max", catalogue.MostFiles)
	}
	sent, err := upload{}, problems.Err()
	if err == nil {
		sent, err = p.readUpload(c)
	}
	if err == nil {
		err = p.changeFiles(c, func(practice *catalogue.Practice) error {
			if slices.ContainsFunc(practice.Attachments, func(a catalogue.Attachment) bool { return a.ID == sent.ID }) {
				return i18n.Problems{{Path: "file", Key: "file_twice"}}
			}
			practice.Attachments = append(practice.Attachments, sent.Attachment)
			return nil
		})
	}
	if !errors.As(err, &problems) {
		if err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, deskURL(pageLanguage(c), practice.ID)+"/files?done=added&file="+sent.ID+"#file-"+sent.ID)
	}
	page := p.filesPage(c, practice)
	page.Failed, page.Wrong, page.At, page.Alt = true, p.Messages.Problem(page.Lang, problems[0]), "file", sent.Alt
	return p.render(c, http.StatusUnprocessableEntity, "files", page)
}

// patient gives a request with a file the time that it may need.
func patient(c echo.Context) error {
	control := http.NewResponseController(c.Response())
	late := time.Now().Add(uploadTime)
	if err := errors.Join(control.SetReadDeadline(late), control.SetWriteDeadline(late)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

// readUpload reads a form with a file part by part; the file goes to the disk
// while it is read, and no further than a file may have.
func (p *Pages) readUpload(c echo.Context) (upload, error) {
	if err := patient(c); err != nil {
		return upload{}, err
	}
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, largestUpload)
	parts, err := r.MultipartReader()
	if err != nil {
		return upload{}, echo.ErrUnsupportedMediaType
	}
	var sent upload
	var problems i18n.Problems
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = p.readPart(part, &sent)
		}
		var large *http.MaxBytesError
		switch {
		case err == nil:
		case errors.As(err, &problems): // go on: the browser listens only when all is sent
		case errors.As(err, &large):
			return sent, i18n.Problems{{Path: "file", Key: "file_too_large", Args: map[string]any{"Max": catalogue.LargestFile >> 20}}}
		case isOwnFault(err):
			return sent, err
		default: // the form is cut off or none
			return sent, echo.ErrBadRequest.WithInternal(err)
		}
	}
	if problems == nil && !sent.sent {
		problems.Add("file", "file_missing")
	}
	return sent, problems.Err()
}

// isOwnFault tells whether it is our disk that has failed, and not the browser.
func isOwnFault(err error) bool {
	var path *fs.PathError
	var link *os.LinkError
	return errors.Is(err, store.ErrFull) || errors.As(err, &path) || errors.As(err, &link)
}

func (p *Pages) readPart(part *multipart.Part, sent *upload) error {
	if name := part.FormName(); name == "file" {
		if part.FileName() == "" || sent.sent {
			return nil
		}
		a, err := p.Catalogue.Files.Put(part, part.FileName())
		if err != nil {
			return err
		}
		a.Alt = sent.Alt
		sent.Attachment, sent.sent = a, true
		return nil
	}
	text, err := io.ReadAll(io.LimitReader(part, largestAlt))
	if err != nil {
		return err
	}
	code, _ := strings.CutPrefix(part.FormName(), "alt.")
	if lang, ok := i18n.ParseLang(code); ok {
		sent.Alt = sent.Alt.Set(lang, strings.TrimSpace(strings.ToValidUTF8(string(text), "")))
	}
	return nil
}

// changeFiles saves a change of the list of attachments. It fits any state of
// the draft, so it is made anew when somebody has saved meanwhile.
func (p *Pages) changeFiles(c echo.Context, change func(*catalogue.Practice) error) error {
	var err error
	for range 5 {
		var practice *catalogue.Practice
		if practice, err = p.entryToWrite(c); err != nil {
			return err
		}
		if err = change(practice); err != nil {
			return err
		}
		if _, err = p.Catalogue.Change(c.Request().Context(), actorOf(c), *practice); !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return err
}

// fileChange describes a file, or takes it off the draft. Versions that name it
// keep it.
func (p *Pages) fileChange(c echo.Context) error {
	id, done := c.Param("file"), "saved"
	var alt i18n.Text
	for _, lang := range i18n.Langs() {
		alt = alt.Set(lang, strings.TrimSpace(c.FormValue("alt."+string(lang))))
	}
	if c.FormValue("do") == "remove" {
		done = "removed"
	}
	err := p.changeFiles(c, func(practice *catalogue.Practice) error {
		i := slices.IndexFunc(practice.Attachments, func(a catalogue.Attachment) bool { return a.ID == id })
		switch {
		case i < 0:
			return store.ErrNotFound
		case done == "removed":
			practice.Attachments = slices.Delete(practice.Attachments, i, i+1)
		default:
			practice.Attachments[i].Alt = alt
		}
		return nil
	})
	var problems i18n.Problems
	if errors.As(err, &problems) {
		return p.fileUnchanged(c, alt, problems)
	}
	if err != nil {
		return err
	}
	address := deskURL(pageLanguage(c), c.Param("id")) + "/files?done=" + done
	if done == "saved" {
		address += "&file=" + id + "#file-" + id
	}
	return c.Redirect(http.StatusSeeOther, address)
}

// fileUnchanged shows the page again with what was typed and what is wrong.
func (p *Pages) fileUnchanged(c echo.Context, alt i18n.Text, problems i18n.Problems) error {
	practice, err := p.entryToWrite(c)
	if err != nil {
		return err
	}
	page := p.filesPage(c, practice)
	for i := range page.Files {
		if page.Files[i].ID == c.Param("file") {
			page.Files[i].Alt = alt
		}
	}
	page.Failed, page.Wrong, page.At = true, p.Messages.Problem(page.Lang, problems[0]), "file-"+c.Param("file")
	return p.render(c, http.StatusUnprocessableEntity, "files", page)
}

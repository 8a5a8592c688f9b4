package ui

import (
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// attachmentPolicy lets a file do nothing, whatever a browser takes it for.
const attachmentPolicy = "default-src 'none'; sandbox"

// practiceAttachment serves a file of a practice. Only pictures are shown in the
// browser; all else is kept by it.
func (p *Pages) practiceAttachment(c echo.Context) error {
	f, err := p.Catalogue.PracticeFile(c.Request().Context(), actorOf(c), c.Param("id"), c.Param("file"))
	if err != nil {
		return err
	}
	defer f.Content.Close()
	h := c.Response().Header()
	h.Set("Content-Security-Policy", attachmentPolicy)
	h.Set("Content-Type", f.MediaType)
	h.Set("Content-Disposition", disposition(f.Name, f.Picture()))
	h.Set("ETag", `"`+f.ID+`"`)
	if !f.Public {
		h.Set("Cache-Control", "private, no-store")
		h.Set("X-Robots-Tag", "noindex")
	}
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, f.Content)
	return nil
}

// disposition says what a browser shall do with a file, and its name: in the
// letters that every program takes, and as it is (RFC 5987).
func disposition(name string, show bool) string {
	how := "attachment"
	if show {
		how = "inline"
	}
	ending := path.Ext(name)
	plain := i18n.Slug(strings.TrimSuffix(name, ending))
	if plain == "" {
		plain = catalogue.Noun
	}
	var encoded strings.Builder
	for _, b := range []byte(name) {
		if b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || strings.IndexByte("-._~", b) >= 0 {
			encoded.WriteByte(b)
			continue
		}
		const digits = "0123456789ABCDEF"
		encoded.Write([]byte{'%', digits[b>>4], digits[b&15]})
	}
	return how + `; filename="` + plain + strings.ToLower(ending) + `"; filename*=UTF-8''` + encoded.String()
}

// attached is an attachment as a page shows it.
type attached struct {
	catalogue.Attachment
	URL           string
	Format        string // "DOCX"
	Width, Height int    // of a picture
	Original      i18n.Lang
}

// Picture tells whether the page can show it.
func (a attached) Picture() bool { return a.Width > 0 }

// attachments lists the files of a practice whose content is there.
func (p *Pages) attachments(lang i18n.Lang, practice *catalogue.Practice) []attached {
	var list []attached
	for _, a := range practice.Attachments {
		kind, err := p.Catalogue.Files.Kind(a.ID)
		if err != nil {
			continue
		}
		list = append(list, attached{
			Attachment: a, URL: practiceURL(lang, practice.ID, 0) + "/files/" + a.ID, Original: practice.OriginalLanguage,
			Format: strings.ToUpper(strings.TrimPrefix(path.Ext(a.Name), ".")), Width: kind.Width, Height: kind.Height,
		})
	}
	return list
}

package api

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/store"
)

// readAnswer is what was understood of a file.
type readAnswer struct {
	Roadmap   *roadmap.Roadmap `json:"roadmap"`
	Read      readCount        `json:"read"`
	Questions []question       `json:"questions"`
}

type readCount struct {
	Sections int `json:"sections"`
	Goals    int `json:"goals"`
	Actions  int `json:"actions"`
	Items    int `json:"items"`
}

// question is something that may be meant otherwise than it was read.
type question struct {
	Place   string   `json:"place"`
	Key     string   `json:"key"`
	Message string   `json:"message"`
	Choices []string `json:"choices"`
}

// importFormats names the format of each content type that can be read.
func importFormats() map[string]string {
	return map[string]string{
		"text/plain": "txt", "text/tab-separated-values": "tsv", "text/markdown": "md", "text/html": "html",
		"text/csv": "csv", "application/json": "json",
	}
}

// read answers what was understood of a programme. Nothing is saved.
func (a *API) read(c echo.Context) error {
	ctx := c.Request().Context()
	head, err := readHeadOf(c)
	if err != nil {
		return err
	}
	name, err := mediaType(c, slices.Sorted(maps.Keys(importFormats()))...)
	if err != nil {
		return err
	}
	client := household(c.RealIP())
	text, done, err := a.receive(c, client)
	defer done()
	if err != nil {
		return err
	}
	leave, err := a.files.enter(client)
	if err != nil {
		return err
	}
	defer leave()
	read, err := a.reading(ctx, text, exchange.ReadOptions{
		Format: importFormats()[name], Language: head.language, Vocabularies: a.Catalogue.Vocabularies,
	})
	if err == nil {
		err = a.fill(ctx, read.Roadmap, head)
	}
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, jsonType, a.asAnswer(read, head.lang))
}

// readHead is what the address says of a file.
type readHead struct {
	title, organisation string
	period              catalogue.Period
	language            i18n.Lang // of the file's texts; empty: as its headings tell
	lang                i18n.Lang // of the questions
}

func readHeadOf(c echo.Context) (readHead, error) {
	in := readParameters(c, "title", "organisation", "period", "lang")
	h := readHead{title: in.one("title"), organisation: in.one("organisation"), lang: in.lang()}
	if len(in.all("lang")) > 0 {
		h.language = h.lang
	}
	if len(in.all("period")) > 0 {
		h.period = in.period()
	}
	return h, in.err()
}

// reading reads a file when its turn has come.
func (a *API) reading(ctx context.Context, text []byte, o exchange.ReadOptions) (*exchange.Reading, error) {
	select {
	case a.files.turn <- struct{}{}:
		defer func() { <-a.files.turn }()
	case <-time.After(importWait):
		return nil, errBusy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if o.Format != "json" {
		reading, err := exchange.ReadRoadmap(text, o)
		if err == nil {
			reading.Roadmap.State = "draft"
		}
		return reading, err
	}
	b, err := exchange.ReadBundle(text)
	if err != nil {
		return nil, err
	}
	if n := len(b.Roadmaps); n != 1 {
		return nil, i18n.Problems{{Path: "roadmaps", Key: "one_roadmap", Args: map[string]any{"N": n}}}
	}
	return counted(&b.Roadmaps[0]), nil
}

// counted is a reading of our own JSON, in which nothing is open to question.
func counted(r *roadmap.Roadmap) *exchange.Reading {
	reading := &exchange.Reading{Roadmap: r, Sections: len(r.Sections), Actions: len(r.Actions())}
	for _, s := range r.Sections {
		reading.Goals += len(s.Goals)
	}
	for _, action := range r.Actions() {
		reading.Items += len(action.Items)
	}
	return reading
}

// fill puts what the address says into the roadmap that was read.
func (a *API) fill(ctx context.Context, r *roadmap.Roadmap, h readHead) error {
	if h.title != "" {
		lang := r.OriginalLanguage
		if lang == "" {
			lang = h.lang
		}
		r.Title = i18n.Text{}.Set(lang, h.title)
	}
	if h.period.Start != "" {
		r.Period = h.period
	}
	if h.organisation == "" {
		return nil
	}
	o, _, err := a.Catalogue.OrganisationOrNew(ctx, h.organisation)
	if errors.Is(err, store.ErrNotFound) {
		return i18n.Problems{{Path: "organisation", Key: "unknown_reference", Args: map[string]any{"Value": short(h.organisation)}}}
	}
	if err != nil {
		return err
	}
	r.Organisation = o.ID
	if len(r.Municipalities) == 0 && o.Municipality != "" {
		r.Municipalities = []string{o.Municipality}
	}
	return nil
}

func (a *API) asAnswer(read *exchange.Reading, lang i18n.Lang) readAnswer {
	answer := readAnswer{
		Roadmap: read.Roadmap, Read: readCount{read.Sections, read.Goals, read.Actions, read.Items}, Questions: []question{},
	}
	for _, w := range read.Warnings {
		var args []any
		for name, value := range w.Args {
			args = append(args, name, value)
		}
		message := a.Messages.T(lang, "import."+w.Key, args...)
		answer.Questions = append(answer.Questions, question{w.Place, w.Key, message, append([]string{}, w.Choices...)})
	}
	return answer
}

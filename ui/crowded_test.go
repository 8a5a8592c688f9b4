package ui_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
	"tiekartta/ui"
)

// crowd adds entries of Vantaa from one number to another: a third of them is
// published, most of those with a translation, and every tenth is due.
func (s service) crowd(from, to int) {
	s.t.Helper()
	text := i18n.Text{FI: strings.Repeat("Kielikahvila kokoaa kaupunkilaisia. ", 60), SV: strings.Repeat("Språkkaféet samlar invånare. ", 60)}
	err := s.exporter.Store.Write(s.t.Context(), func(ctx context.Context, _ *store.Tx) error {
		for i := from; i < to; i++ {
			p := catalogue.Practice{
				ID: fmt.Sprintf("kahvila-%04d", i), Organisation: "vantaa", State: "draft", OriginalLanguage: "fi", Domains: []string{"work"},
				Title: i18n.Text{FI: fmt.Sprint("Kahvila ", i)}, Summary: i18n.Text{FI: "Kahvila."}, HowItWorks: i18n.Text{FI: text.FI}, Goals: i18n.Text{FI: text.FI},
			}
			if i%3 == 0 {
				p.State, p.Title.SV, p.HowItWorks.SV = "published", fmt.Sprint("Kafé ", i), text.SV
			}
			if i%10 == 0 {
				p.ReviewDue = "2020-01"
			}
			if _, err := s.exporter.Catalogue.Put(ctx, account.Machine(), &p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func TestALongListOfTheDeskHasPagesAndEveryEntryStandsOnOne(t *testing.T) {
	s := open(t, ui.Settings{})
	editor := s.signedIn("editor", "vantaa")
	s.crowd(0, 180)
	desk := s.get("/fi/desk", editor)
	s.wants(desk, http.StatusOK, "(120)", `href="/fi/desk?list=draft&amp;page=1"`)
	row := regexp.MustCompile(`href="/fi/desk/practices/(kahvila-\d+)"`)
	if n := len(row.FindAllString(desk.Body.String(), -1)); n > 4*20 {
		t.Errorf("%d entries on the desk", n)
	}
	seen := map[string]bool{}
	next := "/fi/desk?list=draft"
	for next != "" {
		w := s.get(next, editor)
		s.wants(w, http.StatusOK)
		rows := row.FindAllStringSubmatch(w.Body.String(), -1)
		if len(rows) == 0 || len(rows) > 50 {
			t.Fatalf("%s has %d entries", next, len(rows))
		}
		for _, m := range rows {
			seen[m[1]] = true
		}
		next = ""
		if m := regexp.MustCompile(`rel="next" href="([^"]+)"`).FindStringSubmatch(w.Body.String()); m != nil {
			next = strings.ReplaceAll(m[1], "&amp;", "&")
		}
	}
	if len(seen) != 120 {
		t.Errorf("%d of 120 drafts stand on a page", len(seen))
	}
	for _, address := range []string{"?list=draft&page=4", "?list=draft&page=0", "?list=draft&page=x", "?list=none", "?list=archived&page=2"} {
		s.wants(s.get("/fi/desk"+address, editor), http.StatusNotFound)
	}
	s.wants(s.get("/fi/desk?list=update", editor), http.StatusOK, "kahvila-0030")
}

// BenchmarkDesk is the desk of an organisation with 2,000 entries, its longest
// list page by page, and its tables; the desk must stay under 50 ms.
func BenchmarkDesk(b *testing.B) {
	s := open(b, ui.Settings{})
	editor := s.signedIn("editor", "vantaa")
	s.crowd(0, 2000)
	for _, address := range []string{"/fi/desk", "/fi/desk?list=draft&page=20", "/fi/desk?list=published&page=1", "/fi/desk/bulk", "/fi/desk/practices/kahvila-0003/check"} {
		b.Run(address, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if w := s.get(address, editor); w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
			}
			if took := b.Elapsed() / time.Duration(b.N); address == "/fi/desk" && took > 50*time.Millisecond {
				b.Errorf("the desk takes %s", took)
			}
		})
	}
}

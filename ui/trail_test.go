package ui_test

import (
	"net/http"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/ui"
)

func TestTheTrailHasWordsForWhatIsDoneToFeedback(t *testing.T) {
	s := open(t, ui.Settings{})
	admin := s.signedIn("administrator", "vantaa")
	f, err := s.exporter.Accounts.AddFeedback(t.Context(), "10.1.1.1", account.Feedback{Kind: "general", Text: "Hyvä palvelu."})
	if err != nil {
		t.Fatal(err)
	}
	operator := account.Machine()
	operator.Organisation = "vantaa"
	for _, act := range []func() error{
		func() error { return s.exporter.Accounts.AnswerFeedback(t.Context(), operator, f.Number, "Kiitos.") },
		func() error { return s.exporter.Accounts.ReopenFeedback(t.Context(), operator, f.Number) },
		func() error { return s.exporter.Accounts.AnswerFeedback(t.Context(), operator, f.Number, "Kiitos.") },
		func() error { return s.exporter.Accounts.EraseFeedback(t.Context(), operator, f.Number) },
	} {
		if err := act(); err != nil {
			t.Fatal(err)
		}
	}
	w := s.get("/sv/desk/trail", admin)
	s.wants(w, http.StatusOK)
	for _, key := range []string{"trail.answer", "trail.reopen.feedback", "trail.erase.feedback"} {
		if !strings.Contains(w.Body.String(), s.says(i18n.Swedish, key)) {
			t.Errorf("the trail lacks %s", key)
		}
	}
}

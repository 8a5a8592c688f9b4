package ui

import (
	"fmt"
	"testing"
)

func TestTheDocumentsLookedAtLastAreKept(t *testing.T) {
	var s suggested
	for i := range mostSuggestedFor {
		s.put(suggestedFor{body: fmt.Sprint(i)})
	}
	if _, ok := s.get("0"); !ok {
		t.Error("the first is gone although there is room")
	}
	s.put(suggestedFor{body: "new"})
	for body, want := range map[string]bool{"0": true, "1": false, "2": true, "new": true} {
		if one, ok := s.get(body); ok != want || ok && one.body != body {
			t.Errorf("%s: %v, %v", body, one, ok)
		}
	}
	if len(s.list) != mostSuggestedFor {
		t.Errorf("%d are kept", len(s.list))
	}
}

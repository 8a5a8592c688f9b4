package ui

import (
	"slices"
	"sync"

	"tiekartta/exchange"
)

// mostSuggestedFor is how many documents people work on at a time.
const mostSuggestedFor = 16

// suggested keeps what was found in the documents that were looked at last:
// every page of a draft shows its document, and a long one takes seconds to go
// through. The same text gives the same suggestions, so nothing here gets old.
type suggested struct {
	mu   sync.Mutex
	list []suggestedFor // the newest first
}

// suggestedFor is one document; text and found are not to be changed.
type suggestedFor struct {
	body  string
	text  *exchange.Text
	found *exchange.Suggestions
}

func (s *suggested) get(body string) (suggestedFor, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.list, func(one suggestedFor) bool { return one.body == body })
	if i < 0 {
		return suggestedFor{}, false
	}
	one := s.list[i]
	copy(s.list[1:i+1], s.list[:i])
	s.list[0] = one
	return one, true
}

func (s *suggested) put(one suggestedFor) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = slices.Insert(s.list, 0, one)
	s.list = s.list[:min(len(s.list), mostSuggestedFor)]
}

// suggestions are what a stored document suggests.
func (p *Pages) suggestions(body string) (*exchange.Text, *exchange.Suggestions, error) {
	if one, ok := p.suggested.get(body); ok {
		return one.text, one.found, nil
	}
	text, err := unpacked(body)
	if err != nil {
		return nil, nil, err
	}
	found, err := p.suggestIn(text)
	if err != nil {
		return nil, nil, err
	}
	p.suggested.put(suggestedFor{body, text, found})
	return text, found, nil
}

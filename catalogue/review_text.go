package catalogue

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"tiekartta/store"
)

// textNow is the text of a practice that a review would be about: what is
// being written or, where nothing is, the newest version.
func (c *Catalogue) textNow(ctx context.Context, tx *store.Tx, practice string) (string, error) {
	r, err := c.row(ctx, tx, practice)
	if err != nil {
		return "", err
	}
	p, err := c.current(ctx, tx, practice, r)
	if err != nil {
		return "", err
	}
	return reviewedText(p)
}

// reviewedText is what a review is about, in a form that can be compared: not
// the person to ask, dates of the service, nor translations of what is there in
// the original language. So neither a translation nor a new contact ends a
// review, and none of them is kept with it.
func reviewedText(p *Practice) (string, error) {
	about := content(*p)
	about.State, about.ReviewDue, about.Machine, about.Contact = "", "", nil, Contact{}
	t, err := tree(about)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(original(t, string(about.OriginalLanguage)))
	return string(text), err
}

// original leaves of every text only the language that it was written in,
// where it has that.
func original(v any, lang string) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = original(v[i], lang)
		}
	case map[string]any:
		if written, ok := v[lang]; ok && isText(v) {
			return map[string]any{lang: written}
		}
		for name := range v {
			v[name] = original(v[name], lang)
		}
	}
	return v
}

func isText(v map[string]any) bool {
	for name := range v {
		if !slices.Contains([]string{"fi", "sv", "en"}, name) {
			return false
		}
	}
	return true
}

// reviewedPractice is a text that was kept with a review.
func reviewedPractice(text string) (*Practice, error) {
	p := &Practice{}
	if err := json.Unmarshal([]byte(text), p); err != nil {
		return nil, fmt.Errorf("stored review: %w", err)
	}
	return p, nil
}

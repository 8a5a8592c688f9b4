package language

import "math"

// Guess tells how likely the words of a query are in each language: 1 in the
// likeliest, 0 where nothing speaks for it. When no language knows any of them,
// all are as likely.
func (l *Language) Guess(words []string) [Languages]float64 {
	var likely [Languages]float64
	top := 0.0
	for lang := range Languages {
		for _, w := range words {
			switch {
			case l.stop[lang][w]:
				likely[lang]++
			case l.Known(lang, w):
				likely[lang] += max(leastKnown, math.Log(1+float64(l.lists[lang].words[w].count))/10)
			}
		}
		top = max(top, likely[lang])
	}
	for lang := range Languages {
		if top == 0 {
			likely[lang] = 1
			continue
		}
		likely[lang] /= top
	}
	return likely
}

// leastKnown is what a word counts that a language explains but does not list.
const leastKnown = 0.3

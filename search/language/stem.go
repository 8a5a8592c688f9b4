package language

import (
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/swedish"
)

// Stem is the Snowball stem of a word in small letters, which its inflected
// forms mostly share. It is no word.
func Stem(lang int, word string) string {
	env := snowballstem.NewEnv(word)
	switch lang {
	case 0:
		finnish.Stem(env)
	case 1:
		swedish.Stem(env)
	default:
		english.Stem(env)
	}
	return env.Current()
}

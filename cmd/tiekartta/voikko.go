package main

import (
	"errors"
	"io/fs"

	"tiekartta/search/language"
	"tiekartta/search/language/voikko"
)

// voikkoFile is where the Debian package voikko-fi has its dictionary. Its
// licence is another than ours, so it is used where it is and never shipped.
const voikkoFile = "/usr/lib/voikko/5/mor-standard/mor.vfst"

// withoutVoikko as the flag's value does without the dictionary.
const withoutVoikko = "none"

// voikkoFlag is a flag of the commands that open the index: all must understand
// words alike, else each makes the index anew.
func (c *call) voikkoFlag() {
	c.flags.StringVar(&c.voikko, "voikko", voikkoFile, c.say("flag.voikko"))
}

// readVoikko reads the dictionary. One that was asked for must be there.
func (c *call) readVoikko() error {
	if c.voikko == withoutVoikko {
		return nil
	}
	d, err := voikko.Open(c.voikko)
	switch {
	case err == nil:
		c.words = language.New()
		c.words.UseDictionary(d)
	case c.given("voikko"):
		return err
	case !errors.Is(err, fs.ErrNotExist):
		c.log().Warn("search finds less: the Voikko dictionary is not used", "reason", err)
	}
	return nil
}

package search

import (
	"os"
	"testing"

	"tiekartta/search/language"
	"tiekartta/search/language/voikko"
)

// withDictionary is a language that knows what the dictionary of the Debian
// package voikko-fi says.
func withDictionary(t *testing.T) *language.Language {
	t.Helper()
	const path = "/usr/lib/voikko/5/mor-standard/mor.vfst"
	d, err := voikko.Open(path)
	if os.IsNotExist(err) {
		t.Skip("the Debian package voikko-fi is not installed:", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	l := language.New()
	l.UseDictionary(d)
	return l
}

// withADictionary opens a shelf that was made without the dictionary, and measured
// without it, with it.
func (s *shelf) withADictionary(t *testing.T, without table) {
	l := withDictionary(t)
	s.t = t
	generation := s.index.Generation()
	s.reopen(func() { s.language = l })
	if s.index.Generation() == generation {
		t.Error("an index without the dictionary is opened with it")
	}
	s.catchUp()
	generation = s.index.Generation()
	s.reopen(nil)
	if s.index.Generation() != generation {
		t.Error("an index is made again though the dictionary is the same")
	}
	with := s.measure(judgedQueries(t), nil)
	t.Logf("nDCG@10 %.4f, %.4f without the dictionary", with.ndcg(allKinds), without.ndcg(allKinds))
	for kind, least := range leastWorth() {
		if with.ndcg(kind) < least || with.ndcg(kind) < without.ndcg(kind)-0.02 {
			t.Errorf("%s: nDCG@10 %.3f, %.3f without the dictionary, at least %.3f is asked for", kind, with.ndcg(kind), without.ndcg(kind), least)
		}
	}
	s.agree() // being made again is no fault
	s.reopen(func() { s.language = known() })
	if s.index.Generation() == generation {
		t.Error("an index with the dictionary is opened without it")
	}
}

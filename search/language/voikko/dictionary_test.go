package voikko

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// small is a dictionary of a few words: talo and kieli with their genitives and
// compounds of two, maapuun, oppinut.
func small(t testing.TB) []byte {
	states := make([][]arc, 4) // 0 begins a word, 1 is behind a stem, 2 behind a word, 3 is the end
	states = chain(states, 0, 1, "[Ln] [Xp] >talo [X] talo")
	states = chain(states, 0, 1, "[Ln] [Xp] >kieli [X] kieli")
	states = chain(states, 0, 2, "[Ln] [Xp] >kieli [X] kielen")
	states = chain(states, 0, 3, "[Ln] [Xp] >maa=puu [X] maa [Bm] puun")
	states = chain(states, 0, 3, "[Lt] [Xp] >oppia [X] oppi [Ll] [Ru] n [Xj] >ut [X] ut")
	states = chain(states, 1, 2, "n")
	states = chain(states, 1, 2, "_")
	states = chain(states, 2, 0, "@D.DONE@ @P.DONE.ON@ [Bh] [Bc]")
	states = chain(states, 2, 3, "_")
	states[3] = []arc{{to: -1}}
	return built(t, []string{"@D.DONE@", "@P.DONE.ON@"}, states...)
}

func in(list []Analysis, base string, parts ...string) bool {
	return slices.ContainsFunc(list, func(a Analysis) bool {
		var mine []string
		for _, p := range a.Parts {
			mine = append(mine, fmt.Sprintf("%s:%d-%d", p.Base, p.Start, p.End))
		}
		return a.Base == base && slices.Equal(mine, parts)
	})
}

func TestWordsHaveBaseFormsAndParts(t *testing.T) {
	d, err := parse(small(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		word, base string
		parts      []string
	}{
		{"talo", "talo", []string{"talo:0-4"}},
		{"talon", "talo", []string{"talo:0-5"}},
		{"kielentalon", "kielentalo", []string{"kieli:0-6", "talo:6-11"}},
		{"maapuun", "maapuu", []string{"maa:0-3", "puu:3-7"}},
		{"kielen", "kieli", []string{"kieli:0-6"}},
	} {
		if got := d.Analyses(test.word); len(got) != 1 || !in(got, test.base, test.parts...) {
			t.Errorf("%s: %+v", test.word, got)
		}
	}
	if got := d.Analyses("oppinut"); len(got) != 1 || got[0].Verb != "oppia" || got[0].Base != "oppinut" {
		t.Errorf("oppinut: %+v", got)
	}
	for _, unknown := range []string{"", "tal", "talonn", "talotalotalo", "xyz", "\x00", "ta lo"} {
		if got := d.Analyses(unknown); len(got) != 0 {
			t.Errorf("%q: %+v", unknown, got)
		}
	}
}

func TestFlagsLetPassWhatTheyShould(t *testing.T) {
	const a, b uint16 = 2, 3
	for _, test := range []struct {
		act         byte
		value, held uint16
		passes      bool
		after       uint16
	}{
		{'P', a, b, true, a}, {'C', valueAny, b, true, valueNone},
		{'U', a, valueNone, true, a}, {'U', a, a, true, a}, {'U', a, b, false, 0},
		{'R', a, a, true, a}, {'R', a, b, false, 0}, {'R', a, valueNone, false, 0}, {'R', valueAny, a, true, a}, {'R', valueAny, valueNone, false, 0},
		{'D', a, a, false, 0}, {'D', a, b, true, b}, {'D', a, valueNone, true, valueNone}, {'D', valueAny, a, false, 0}, {'D', valueAny, valueNone, true, valueNone},
	} {
		after, ok := flag{act: test.act, value: test.value}.apply(test.held)
		if ok != test.passes || ok && after != test.after {
			t.Errorf("%c of %d on %d: %d, %v", test.act, test.value, test.held, after, ok)
		}
	}
}

func TestAStateOfManyArcsIsReadWhole(t *testing.T) {
	states := make([][]arc, 2)
	for i := range 400 {
		states = chain(states, 0, 1, string(rune('Ā'+i)))
	}
	states[1] = []arc{{to: -1}}
	d, err := parse(built(t, nil, states...))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 400 {
		word := string(rune('Ā' + i))
		if got := d.Analyses(word); strings.ToLower(word) == word && len(got) != 1 {
			t.Errorf("%d: %v", i, got)
		}
	}
}

func TestCirclesEndSoon(t *testing.T) {
	states := [][]arc{{{"", "[X]", 0}, {"", "", 0}, {"a", "a", 1}}, {{to: -1}, {"", "", 0}, {"a", "a", 1}}}
	d, err := parse(built(t, nil, states...))
	if err != nil {
		t.Fatal(err)
	}
	started := time.Now()
	d.Analyses(strings.Repeat("a", 64))
	if took := time.Since(started); took > 2*time.Second {
		t.Error(took)
	}
}

func TestDamagedFilesAreRefused(t *testing.T) {
	whole := small(t)
	with := func(at int, bytes ...byte) []byte {
		b := slices.Clone(whole)
		copy(b[at:], bytes)
		return b
	}
	table := len(whole) - cellSize // the last cell, which ends words
	for name, b := range map[string][]byte{
		"empty": {}, "half the head": whole[:8], "no symbols": with(headerSize, 0, 0), "too many symbols": with(headerSize, 0xFF, 0xFF),
		"more symbols than there are": with(headerSize, 0xF0, 0), "weighted": with(8, 1), "another format": with(0, 'x'), "cut": whole[:len(whole)-3],
		"without arcs": whole[:headerSize+2], "half its arcs": whole[:len(whole)-20*cellSize],
		"an arc to nowhere": with(table, 1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0), "a symbol that is none": with(table, 1, 0, 0xFF, 0x7F),
		"a state longer than the file": with(table+7, 200), "a cut overflow": with(table+7, overflowing), "a flag that is none": with(headerSize+3, '@', 'Q'),
	} {
		if _, err := parse(b); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	path := filepath.Join(t.TempDir(), "mor.vfst")
	if _, err := Open(path); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), path) {
		t.Error(err)
	}
	if err := os.WriteFile(path, []byte("GPL"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), path) {
		t.Error(err)
	}
}

func TestStatesThatOverlapAreRefused(t *testing.T) {
	states := make([][]arc, 2)
	for range 40 {
		states[0] = append(states[0], arc{"a", "a", 1})
	}
	states[1] = []arc{{to: -1}}
	b := built(t, nil, states...)
	table := len(b) - 41*cellSize
	for i := range 40 {
		cell := b[table+i*cellSize:]
		cell[4], cell[7] = byte(i+1), 39 // each arc leads to the next, which claims as many
	}
	if _, err := parse(b); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}

// looked goes through a file that may be anything.
func looked(t *testing.T, b []byte, word string) {
	d, err := parse(b)
	if err != nil {
		if !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
		return
	}
	length := len([]rune(word))
	for _, a := range d.Analyses(word) {
		for _, p := range a.Parts {
			if p.Start < 0 || p.Start >= p.End || p.End > length {
				t.Fatalf("%q: %+v", word, a)
			}
		}
	}
}

func FuzzOpen(f *testing.F) {
	whole := small(f)
	f.Add(whole, "kielitalo")
	for at := 0; at < len(whole); at += 7 {
		f.Add(whole[:at], "talo")
		b := slices.Clone(whole)
		b[at] ^= 1 << (at % 8)
		f.Add(b, "kielentalon")
		b = slices.Clone(whole)
		b[at] = 0xFF
		f.Add(b, "maapuun")
	}
	f.Fuzz(func(t *testing.T, b []byte, word string) { looked(t, b, word) })
}

func FuzzAnalyses(f *testing.F) {
	whole := small(f)
	for _, word := range []string{"kielitalo", "oppinut", "maapuun", "", "\xff", "@", "[Bc]", strings.Repeat("talo", 16)} {
		f.Add(word, uint16(0), byte(0))
		f.Add(word, uint16(len(whole)-9), byte(0xFF))
	}
	f.Fuzz(func(t *testing.T, word string, at uint16, with byte) {
		b := slices.Clone(whole)
		b[int(at)%len(b)] = with
		looked(t, b, word)
	})
}

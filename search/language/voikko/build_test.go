package voikko

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// arc is an arc of a transducer made by hand. Reading "" is silent; to is -1 at
// the end of a word.
type arc struct {
	in, out string
	to      int
}

// built is a file in the dictionary's format: the test's own, for theirs has a
// licence that ours cannot carry.
func built(t testing.TB, flags []string, states ...[]arc) []byte {
	t.Helper()
	var letters, tags []string
	for _, s := range states {
		for _, a := range s {
			for _, symbol := range []string{a.in, a.out} {
				switch {
				case symbol == "" || symbol[0] == '@':
				case symbol[0] == '[':
					tags = append(tags, symbol)
				default:
					letters = append(letters, symbol)
				}
			}
		}
	}
	symbols := []string{""}
	for _, list := range [][]string{flags, letters, tags} {
		slices.Sort(list)
		symbols = append(symbols, slices.Compact(list)...)
	}
	number := func(symbol string) uint16 {
		i := slices.Index(symbols, symbol)
		if i < 0 {
			t.Fatalf("no symbol %q", symbol)
		}
		return uint16(i)
	}
	b := bytes.NewBufferString(magic + "\x00\x00\x00\x00\x00\x00\x00\x00")
	put := func(v any) {
		if err := binary.Write(b, binary.LittleEndian, v); err != nil {
			t.Fatal(err)
		}
	}
	put(uint16(len(symbols)))
	for _, s := range symbols {
		b.WriteString(s + "\x00")
	}
	for b.Len()%cellSize > 0 {
		b.WriteByte(0)
	}
	heads, at := make([]int, len(states)), 0
	for i, s := range states {
		heads[i] = at
		if at += len(s); len(s) > overflowing {
			at++
		}
	}
	for _, s := range states {
		for i, a := range s {
			more := min(len(s)-1, overflowing)
			if i == 1 && more == overflowing {
				put(uint32(len(s) - 1))
				put(uint32(0))
			}
			if a.to < 0 {
				put([]uint16{symbolEnd, 0})
				put(uint32(more << 24))
				continue
			}
			put([]uint16{number(a.in), number(a.out)})
			put(uint32(heads[a.to] | more<<24))
		}
	}
	return b.Bytes()
}

// chain adds a path between two states: letters are read and written, behind >
// only written as are [tags], @flags@ only read, and _ is silent.
func chain(states [][]arc, from, to int, text string) [][]arc {
	var path []arc
	for piece := range strings.FieldsSeq(text) {
		only, written := strings.CutPrefix(piece, ">")
		switch {
		case piece == "_":
			path = append(path, arc{})
		case piece[0] == '[':
			path = append(path, arc{out: piece})
		case piece[0] == '@':
			path = append(path, arc{in: piece})
		default:
			for _, letter := range strings.Split(only, "") {
				a := arc{letter, letter, 0}
				if written {
					a.in = ""
				}
				path = append(path, a)
			}
		}
	}
	for i, a := range path {
		a.to = to
		if i < len(path)-1 {
			a.to = len(states)
			states = append(states, nil)
		}
		states[from] = append(states[from], a)
		from = a.to
	}
	return states
}

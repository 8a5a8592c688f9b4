// Package voikko reads the Finnish dictionary of the Voikko project as it lies
// on the machine, and tells which words a word may be a form of and which it is
// put together from. The dictionary is somebody else's file: nothing in it is
// believed before it has been checked.
package voikko

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
)

// The file (VFST, unweighted, little-endian):
//
//	 0  8 bytes that say what it is
//	 8  1 for a weighted transducer, then 7 bytes that say nothing
//	16  number of symbols (2), then each as UTF-8 with a zero byte behind it:
//	    the empty one, flags (@C.NAME.VALUE@), letters, tags ([Ln])
//	    zero bytes up to a multiple of 8, then cells of 8 bytes to the end
//
// A cell is an arc: symbol read (2), symbol written (2), number of the cell
// where the next state begins (3), and how many arcs of the state follow (1).
// The latter counts in a state's first cell only; 255 there says that the next
// cell is none but holds that number (4), itself included. An arc that reads
// symbol 65,535 is the end of a word. The first state begins at cell 0.
const (
	magic       = "\x6e\x3a\x01\x00\xfa\x51\x03\x00"
	headerSize  = 16
	cellSize    = 8
	overflowing = 255

	symbolEnd   = 0xFFFF
	symbolNever = 0xFFFE // read by no arc: what the overflow cell becomes

	// mostBytes bounds what is read: the numbers of cells reach no further.
	mostBytes = cellSize << 24
)

// ErrDamaged is a file that is no dictionary, or a broken one.
var ErrDamaged = errors.New("no Voikko dictionary of the known format, or a damaged one")

// cell is an arc of the transducer. Those that begin a state say how many arcs
// it has.
type cell struct {
	in, out    uint16
	next, arcs uint32
}

// flag is what an arc asks of the features that arcs before it have set.
type flag struct {
	act            byte // P sets, C clears, U sets or asks for the same, R asks for it, D asks for another
	feature, value uint16
}

// Values that a feature always has a number for.
const (
	valueNone uint16 = iota
	valueAny
)

// Dictionary is a dictionary in memory. Its methods may be called concurrently.
type Dictionary struct {
	symbols  []string
	flags    []flag // by symbol, of those before the first letter
	features int
	letters  map[rune]uint16
	cells    []cell
	sum      string
}

// Open reads a dictionary. The error names the file; it is ErrDamaged for one
// that is none.
func Open(path string) (*Dictionary, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	b, err := io.ReadAll(io.LimitReader(file, mostBytes))
	if err != nil {
		return nil, err
	}
	d, err := parse(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return d, nil
}

// Sum is the beginning of the file's SHA-256 in hexadecimal digits.
func (d *Dictionary) Sum() string { return d.sum }

func parse(b []byte) (*Dictionary, error) {
	if len(b) < headerSize+2 || string(b[:len(magic)]) != magic || b[len(magic)] == 1 {
		return nil, ErrDamaged
	}
	sum := sha256.Sum256(b)
	d := &Dictionary{letters: map[rune]uint16{}, sum: hex.EncodeToString(sum[:6])}
	at, err := d.readSymbols(b)
	if err != nil {
		return nil, err
	}
	at += (cellSize - at%cellSize) % cellSize
	if at >= len(b) || (len(b)-at)%cellSize != 0 {
		return nil, fmt.Errorf("%w: its table of arcs is cut", ErrDamaged)
	}
	d.cells = make([]cell, (len(b)-at)/cellSize)
	for i := range d.cells {
		c := b[at+i*cellSize:]
		info := binary.LittleEndian.Uint32(c[4:])
		d.cells[i] = cell{binary.LittleEndian.Uint16(c), binary.LittleEndian.Uint16(c[2:]), info & 0xFFFFFF, info >> 24}
	}
	return d, d.check()
}

// readSymbols reads the symbols and returns where they end.
func (d *Dictionary) readSymbols(b []byte) (at int, err error) {
	count := int(binary.LittleEndian.Uint16(b[headerSize:]))
	if count == 0 || count >= symbolNever {
		return 0, fmt.Errorf("%w: %d symbols", ErrDamaged, count)
	}
	features, values := map[string]uint16{}, map[string]uint16{"": valueNone, "@": valueAny}
	at = headerSize + 2
	for i := range count {
		length := slices.Index(b[at:], 0)
		if length < 0 {
			return 0, fmt.Errorf("%w: its symbols are cut", ErrDamaged)
		}
		s := string(b[at : at+length])
		at += length + 1
		d.symbols = append(d.symbols, s)
		switch r, size := utf8.DecodeRuneInString(s); {
		case i == 0 && s == "":
			d.flags = append(d.flags, flag{})
		case s == "" || i == 0 || !utf8.ValidString(s):
			return 0, fmt.Errorf("%w: symbol %d is %q", ErrDamaged, i, s)
		case r == '@' && len(d.flags) == i && size < len(s):
			f, ok := readFlag(s, features, values)
			if !ok {
				return 0, fmt.Errorf("%w: flag %q", ErrDamaged, s)
			}
			d.flags = append(d.flags, f)
		case size == len(s):
			d.letters[r] = uint16(i)
		}
	}
	d.features = len(features)
	return at, nil
}

// readFlag reads @C.NAME@ or @C.NAME.VALUE@.
func readFlag(s string, features, values map[string]uint16) (f flag, ok bool) {
	if len(s) < 5 || s[2] != '.' || s[len(s)-1] != '@' || !strings.ContainsRune("PCURD", rune(s[1])) {
		return f, false
	}
	name, value, given := strings.Cut(s[3:len(s)-1], ".")
	if !given {
		value = "@"
	}
	number := func(of map[string]uint16, key string) uint16 {
		n, ok := of[key]
		if !ok {
			n = uint16(len(of))
			of[key] = n
		}
		return n
	}
	return flag{s[1], number(features, name), number(values, value)}, true
}

// check goes through every state that can be reached, so that looking up words
// needs to check nothing. States do not overlap in a whole file; without that
// being so, a small broken one could take hours.
func (d *Dictionary) check() error {
	seen := make([]bool, len(d.cells))
	todo := []uint32{0}
	seen[0] = true
	for left := len(d.cells); len(todo) > 0; {
		state := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		head := &d.cells[state]
		arcs := int(head.arcs) + 1
		if head.arcs == overflowing {
			if int(state)+1 >= len(d.cells) {
				return fmt.Errorf("%w: state %d is cut", ErrDamaged, state)
			}
			next := &d.cells[state+1]
			arcs = int(next.in) + int(next.out)<<16 + 2
			*next = cell{in: symbolNever}
		}
		if left -= arcs; left < 0 || arcs > len(d.cells)-int(state) {
			return fmt.Errorf("%w: state %d is too long", ErrDamaged, state)
		}
		head.arcs = uint32(arcs)
		for _, c := range d.cells[state : int(state)+arcs] {
			if c.in == symbolEnd || c.in == symbolNever {
				continue
			}
			if int(c.in) >= len(d.symbols) || int(c.out) >= len(d.symbols) || int(c.next) >= len(d.cells) {
				return fmt.Errorf("%w: an arc of state %d leads nowhere", ErrDamaged, state)
			}
			if !seen[c.next] {
				seen[c.next] = true
				todo = append(todo, c.next)
			}
		}
	}
	return nil
}

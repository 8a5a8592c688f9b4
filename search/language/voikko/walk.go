package voikko

// Bounds of looking up one word. Whole dictionaries come nowhere near; a broken
// one may hold circles.
const (
	longestPath = 1000
	mostSteps   = 50_000
	mostFound   = 100
)

// walk follows a word through the transducer.
type walk struct {
	dictionary *Dictionary
	word       []uint16 // symbols
	features   []uint16 // their values
	path       []uint16 // symbols written
	steps      int
	found      int
	each       func(path []uint16)
}

// outputs calls f with what the transducer writes for a word in small letters,
// symbol by symbol.
func (d *Dictionary) outputs(word string, f func(symbols []uint16)) {
	w := walk{dictionary: d, features: make([]uint16, d.features), path: make([]uint16, 0, 128), each: f}
	for _, r := range word {
		symbol, ok := d.letters[r]
		if !ok {
			return
		}
		w.word = append(w.word, symbol)
	}
	w.from(0, 0)
}

// from goes on from a state with the word's symbols from at on. It is false
// when looking further is not worth it.
func (w *walk) from(state uint32, at int) bool {
	d := w.dictionary
	reading := uint16(symbolNever - 1)
	if at < len(w.word) {
		reading = w.word[at]
	}
	for i := state; i < state+d.cells[state].arcs; i++ {
		c := &d.cells[i]
		switch {
		case c.in == symbolEnd && at == len(w.word):
			w.found++
			w.each(w.path)
			if w.found == mostFound {
				return false
			}
		case d.silent(c) || c.in == reading:
			if !w.along(c, at) {
				return false
			}
		}
	}
	return true
}

// silent tells whether an arc reads no symbol of the word.
func (d *Dictionary) silent(c *cell) bool { return int(c.in) < len(d.flags) }

// along takes one arc, unless its flag forbids it.
func (w *walk) along(c *cell, at int) bool {
	if w.steps++; w.steps > mostSteps || len(w.path) >= longestPath {
		return false
	}
	var f flag
	var before uint16
	silent := w.dictionary.silent(c)
	if silent && c.in != 0 {
		f = w.dictionary.flags[c.in]
		before = w.features[f.feature]
		value, ok := f.apply(before)
		if !ok {
			return true
		}
		w.features[f.feature] = value
	}
	if !silent {
		at++
	}
	length := len(w.path)
	if int(c.out) >= len(w.dictionary.flags) {
		w.path = append(w.path, c.out)
	}
	ok := w.from(c.next, at)
	w.path = w.path[:length]
	if f.act != 0 {
		w.features[f.feature] = before
	}
	return ok
}

// apply is the value that a feature has after the flag, and whether the flag
// lets one pass.
func (f flag) apply(value uint16) (uint16, bool) {
	switch f.act {
	case 'P':
		return f.value, true
	case 'C':
		return valueNone, true
	case 'U':
		return f.value, value == valueNone || value == f.value
	case 'R':
		return value, value == f.value || f.value == valueAny && value != valueNone
	}
	return value, value != f.value && (f.value != valueAny || value == valueNone)
}

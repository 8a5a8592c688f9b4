package language

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"math"
	"slices"

	"tiekartta/i18n"
)

// Vectors are word vectors of the three languages in one space: words near each
// other mean alike, also across languages. README.md of the data tells the
// format. The zero value holds none. Rows are numbered from 0, over all
// languages.
type Vectors struct {
	dims  int
	rows  [Languages]map[string]int32 // stem to row
	keys  []string                    // stems by row
	first [Languages + 1]int32        // where a language's rows begin
	rare  []float32                   // rarity by row: ln(texts / texts with the key)
	scale []float32                   // a number is its int8 times its row's scale; rows have length 1
	cells []byte                      // the rows as int8
	rest  []float32                   // the length of what is behind a row's beginning
}

// Vector is a point in the space, of the space's dimensions.
type Vector []float32

var errVectors = errors.New("damaged or unknown vector file")

func readVectors(folder fs.FS, name string) (*Vectors, error) {
	b, err := fs.ReadFile(folder, name)
	if err != nil {
		return nil, err
	}
	v, err := parseVectors(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return v, nil
}

// parseVectors reads a vector file. The cells stay in b. Its sum is checked
// first, so only a file that somebody made wrong can be out of bounds.
func parseVectors(b []byte) (v *Vectors, err error) {
	defer func() {
		if recover() != nil {
			v, err = nil, errVectors
		}
	}()
	end := len(b) - 4
	if end < 8 || string(b[:4]) != "KVEC" || b[4] != 1 || b[5] != Languages || crc32.ChecksumIEEE(b[:end]) != binary.LittleEndian.Uint32(b[end:]) {
		return nil, errVectors
	}
	v = &Vectors{dims: int(binary.LittleEndian.Uint16(b[6:]))}
	at := 8 + 6*Languages
	for i := range Languages {
		head := b[8+6*i:]
		if string(head[:2]) != string(i18n.Langs()[i]) {
			return nil, errVectors
		}
		count := binary.LittleEndian.Uint32(head[2:])
		at += 4 // the block's length, for readers that leave it out
		v.rows[i], v.first[i] = make(map[string]int32, count), int32(len(v.keys))
		var key, all []byte
		ends := make([]int, 0, count)
		for range count {
			same, more := int(b[at]), int(b[at+1])
			key = append(key[:same], b[at+2:at+2+more]...)
			all, ends = append(all, key...), append(ends, len(all)+len(key))
			v.rare = append(v.rare, float32(b[at+2+more])/20)
			at += 3 + more
		}
		v.name(i, string(all), ends)
	}
	v.first[Languages] = int32(len(v.keys))
	v.scale = make([]float32, len(v.keys))
	for i := range v.scale {
		v.scale[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[at:]))
		at += 4
	}
	v.cells = b[at:end]
	if len(v.cells) != len(v.keys)*v.dims {
		return nil, errVectors
	}
	v.rest = make([]float32, len(v.keys))
	for row := range v.rest {
		one := v.Zero()
		v.add(one, int32(row), 1)
		v.rest[row] = one.rest()
	}
	return v, nil
}

// name gives the next rows of a language their keys, which lie behind each other.
func (v *Vectors) name(lang int, all string, ends []int) {
	from := 0
	for _, end := range ends {
		key := all[from:end]
		v.rows[lang][key], from = int32(len(v.keys)), end
		v.keys = append(v.keys, key)
	}
}

// Zero is a new vector without direction; nil when there are no vectors.
func (v *Vectors) Zero() Vector {
	if v.dims == 0 {
		return nil
	}
	return make(Vector, v.dims)
}

// Size is how many rows there are.
func (v *Vectors) Size() int { return len(v.keys) }

// Row is the row of a stem of a language.
func (v *Vectors) Row(lang int, stem string) (row int32, ok bool) {
	row, ok = v.rows[lang][stem]
	return row, ok
}

// Key is the stem of a row and its language.
func (v *Vectors) Key(row int32) (lang int, stem string) {
	for lang+1 < Languages && row >= v.first[lang+1] {
		lang++
	}
	return lang, v.keys[row]
}

func (v *Vectors) add(to Vector, row int32, weight float32) {
	weight *= v.scale[row]
	for i, cell := range v.cells[int(row)*v.dims : (int(row)+1)*v.dims] {
		to[i] += weight * float32(int8(cell))
	}
}

// wholeExtra is how much more a word's own vector counts than those of its
// parts.
const wholeExtra = 1.5

// Add adds a word's vector: the mean of those of its tokens, by their rarity.
// It tells whether there was one.
func (v *Vectors) Add(to Vector, lang int, tokens []Token, weight float64) bool {
	type known struct {
		row    int32
		weight float32
	}
	var buffer [8]known
	list, taken := buffer[:0], [2]int{-1, -1}
	for _, t := range tokens {
		// Of several terms for the same letters, the first that has a vector.
		if place := [2]int{t.Start, t.End}; place == taken {
			continue
		}
		if row, ok := v.rows[lang][t.Term]; ok {
			w := v.rare[row]
			if t.Kind == Whole {
				w *= wholeExtra
			}
			list, taken = append(list, known{row, w}), [2]int{t.Start, t.End}
		}
	}
	for _, k := range list {
		v.add(to, k.row, float32(weight)*k.weight/float32(len(list)))
	}
	return len(list) > 0
}

// Unit scales a vector to length 1 and tells whether it has a direction.
func (a Vector) Unit() bool {
	length := math.Sqrt(float64(a.dot(a)))
	if length == 0 || math.IsNaN(length) || math.IsInf(length, 0) {
		return false
	}
	for i := range a {
		a[i] /= float32(length)
	}
	return true
}

// Plus adds another vector so many times.
func (a Vector) Plus(b Vector, weight float64) {
	for i := range a {
		a[i] += float32(weight) * b[i]
	}
}

func (a Vector) dot(b Vector) (sum float32) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// Packed are the numbers of a vector of length 1 in a byte each, for keeping;
// nil for nil.
func (a Vector) Packed() []int8 {
	if a == nil {
		return nil
	}
	p := make([]int8, len(a))
	for i, x := range a {
		p[i] = int8(max(-127, min(126, math.Round(float64(x)*127*packScale))))
	}
	return p
}

// packScale spreads the numbers of a unit vector, which are small, over a
// byte; the few that are larger are cut.
const packScale = 2

// Cosine is that of a vector of length 1 and a packed one.
func (a Vector) Cosine(p []int8) float64 {
	if len(a) != len(p) {
		return 0
	}
	var sum float32
	var square int32
	for i, x := range a {
		sum += x * float32(p[i])
		square += int32(p[i]) * int32(p[i])
	}
	if square == 0 {
		return 0
	}
	return float64(sum) / math.Sqrt(float64(square))
}

// Near is a row near a vector.
type Near struct {
	Row    int32
	Cosine float64
}

// Sought says which rows are looked for: those of a language that Has has, at most
// so many and none below Least.
type Sought struct {
	Lang, Most int
	Least      float64
	Has        []bool // by row
}

// Nearest are the rows that are sought nearest to a vector of length 1, nearest
// first.
//
// Most rows are done with after their first numbers: what the rest can add is
// bounded by how long the rest is.
func (v *Vectors) Nearest(a Vector, s Sought) []Near {
	var list []Near
	if a == nil {
		return nil
	}
	rough, unit := a.rough(fine)
	rest, bound := a.rest(), float32(s.Least)
	for row := v.first[s.Lang]; row < v.first[s.Lang+1]; row++ {
		if !s.Has[row] {
			continue
		}
		cells, scale := v.cells[int(row)*v.dims:(int(row)+1)*v.dims], v.scale[row]*unit
		if float32(roughly(rough[:beginning(v.dims)], cells))*scale+rest*v.rest[row]+roughError < bound ||
			float32(roughly(rough, cells))*scale+roughError < bound {
			continue
		}
		var sum float32
		for i, cell := range cells {
			sum += a[i] * float32(int8(cell))
		}
		c := float64(sum * v.scale[row])
		if c < s.Least || len(list) == s.Most && c <= list[s.Most-1].Cosine {
			continue
		}
		at, _ := slices.BinarySearchFunc(list, c, func(o Near, c float64) int {
			if o.Cosine >= c {
				return -1
			}
			return 1
		})
		list = slices.Insert(list, at, Near{row, c})
		if list = list[:min(len(list), s.Most)]; len(list) == s.Most {
			bound = float32(list[s.Most-1].Cosine)
		}
	}
	return list
}

// Rarity is how rare a stem is in texts of its language, ln(texts / texts with
// it); of one that is not known, that of the rarest.
func (v *Vectors) Rarity(lang int, stem string) float64 {
	if row, ok := v.rows[lang][stem]; ok {
		return float64(v.rare[row])
	}
	return unknownRarity
}

const unknownRarity = 10

// roughError is how far a product of whole numbers may be from the real one.
const roughError = 0.005

// fine is the largest number of a vector that is compared with rows.
const fine = 2047

// rough are the numbers of a vector of length 1 as whole ones up to a largest, each
// to be taken so many times.
func (a Vector) rough(largest float32) (numbers []int32, unit float32) {
	most := float32(0)
	for _, x := range a {
		most = max(most, x, -x)
	}
	unit = most / largest
	for _, x := range a {
		numbers = append(numbers, int32(math.Round(float64(x/unit))))
	}
	return numbers, unit
}

// rest is the length of what is behind the beginning.
func (a Vector) rest() float32 {
	tail := a[beginning(len(a)):]
	return float32(math.Sqrt(float64(tail.dot(tail))))
}

// roughly is the product of as many numbers as there are of a. Four sums at
// once do not wait for each other.
func roughly[T byte | int8](a []int32, cells []T) int32 {
	var s0, s1, s2, s3 int32
	cells = cells[:len(a)]
	for len(a) >= 8 && len(cells) >= 8 {
		x, y := (*[8]int32)(a), (*[8]T)(cells) // which are looked at once whether they are as long
		s0 += x[0]*int32(int8(y[0])) + x[4]*int32(int8(y[4]))
		s1 += x[1]*int32(int8(y[1])) + x[5]*int32(int8(y[5]))
		s2 += x[2]*int32(int8(y[2])) + x[6]*int32(int8(y[6]))
		s3 += x[3]*int32(int8(y[3])) + x[7]*int32(int8(y[7]))
		a, cells = a[8:], cells[8:]
	}
	for i, x := range a {
		s0 += x * int32(int8(cells[i]))
	}
	return s0 + s1 + s2 + s3
}

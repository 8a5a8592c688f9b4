package language

import "math"

// Probe is a vector of length 1 made ready to be compared with many packed ones.
type Probe struct {
	vector  Vector
	numbers []int32 // of the vector, each to be taken so many times:
	unit    float32
	rest    float32 // the length of what is behind the beginning
}

// Probe makes a vector of length 1 ready.
func (a Vector) Probe() Probe {
	numbers, unit := a.rough(finest)
	return Probe{a, numbers, unit, a.rest()}
}

// finest is the largest number of a probe: the product with a packed vector stays
// within 32 bits.
const finest = 1<<15 - 1

// Extent is how long a packed vector is, and what of it is behind its beginning.
type Extent struct{ length, rest float32 }

// ExtentOf measures a packed vector.
func ExtentOf(packed []int8) Extent {
	length := func(list []int8) float32 {
		square := int32(0)
		for _, x := range list {
			square += int32(x) * int32(x)
		}
		return float32(math.Sqrt(float64(square)))
	}
	return Extent{length(packed), length(packed[beginning(len(packed)):])}
}

// nearlyEqual is how far a product of whole numbers may be from that of the
// vectors, in parts of the packed one's length: each number is rounded by half a unit.
const nearlyEqual = 5e-4

// AtLeast tells whether the cosine of the probe and a packed vector is a least one
// or more, exactly as Cosine has it, but several times faster: often the
// beginnings tell, because what the rests can add is bounded by their lengths. Only
// what is too near to tell is added up in order.
func (p *Probe) AtLeast(packed []int8, e Extent, least float32) bool {
	if len(packed) != len(p.numbers) || e.length == 0 {
		return p.vector.Cosine(packed) >= float64(least)
	}
	begin, bound, unsure := beginning(len(packed)), least*e.length, nearlyEqual*e.length
	product := p.unit * float32(roughly(p.numbers[:begin], packed))
	if more := p.rest*e.rest + unsure; product+more < bound || product-more > bound {
		return product > bound
	}
	product += p.unit * float32(roughly(p.numbers[begin:], packed[begin:]))
	if product+unsure < bound || product-unsure > bound {
		return product > bound
	}
	return p.vector.Cosine(packed) >= float64(least)
}

// beginning is how many of a vector's numbers are its beginning, which has most of
// its length.
func beginning(dims int) int { return dims * 2 / 5 }

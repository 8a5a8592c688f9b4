package language

import (
	"math/rand/v2"
	"testing"
)

func TestProbeTellsWhatTheCosineIs(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	for range 2000 {
		a, b := make(Vector, 77), make(Vector, 77)
		for i := range a {
			a[i] = float32(random.NormFloat64())
			b[i] = a[i] + float32(random.NormFloat64())
		}
		a.Unit()
		b.Unit()
		packed := b.Packed()
		probe, extent, cosine := a.Probe(), ExtentOf(packed), a.Cosine(packed)
		for _, least := range []float64{cosine, cosine + 1e-9, cosine - 0.004, cosine + 0.004, cosine + 0.1, cosine - 0.1, 0, random.Float64()} {
			least := float32(least)
			if got := probe.AtLeast(packed, extent, least); got != (cosine >= float64(least)) {
				t.Fatalf("cosine %v, at least %v: %v", cosine, least, got)
			}
		}
	}
	probe := make(Vector, 77).Probe()
	if probe.AtLeast(make([]int8, 77), Extent{}, 0.1) || probe.AtLeast(nil, Extent{}, 0.1) || !probe.AtLeast(nil, Extent{}, 0) {
		t.Error("of nothing")
	}
}

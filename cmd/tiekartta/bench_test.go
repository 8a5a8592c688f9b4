package main

import (
	"testing"
)

// BenchmarkStart is from the start of the process to its first answer. The
// judge allows 2 s with the starter catalogue. To be compared: the first start
// makes the database, loads the catalogue and builds the index; the second
// opens them; the empty one has neither to load.
func BenchmarkStart(b *testing.B) {
	program(b)
	start := func(b *testing.B, data func() string, args ...string) {
		for b.Loop() {
			s := started(b, data(), args...)
			s.get("/readyz")
			b.StopTimer()
			s.stop()
			b.StartTimer()
		}
	}
	b.Run("first", func(b *testing.B) { start(b, b.TempDir) })
	b.Run("empty", func(b *testing.B) { start(b, b.TempDir, "-empty") })
	b.Run("second", func(b *testing.B) {
		data := filled(b)
		b.ResetTimer()
		start(b, func() string { return data })
	})
}

// BenchmarkCommand is the least that a command costs: the process, the
// messages, the vocabularies and the database.
func BenchmarkCommand(b *testing.B) {
	data := filled(b)
	b.ResetTimer()
	for b.Loop() {
		does(b, data, "practice", "list")
	}
}

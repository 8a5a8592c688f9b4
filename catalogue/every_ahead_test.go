package catalogue

import (
	"strings"
	"testing"
	"time"
)

func TestPanicWhileAPracticeIsDecodedIsAnError(t *testing.T) {
	nothing := func([]*Practice) ([]int, error) { return nil, nil }
	broken := func([]*Practice) ([]int, error) { panic("no") }
	for _, d := range []*decoding[int]{
		every[int]{&Catalogue{}, nothing}.decoding([]versionRow{{body: `{}`, statement: `{}`}}), // there is no clock
		every[int]{&Catalogue{Now: time.Now}, broken}.decoding([]versionRow{{body: `{}`}}),
	} {
		<-d.done
		if d.err == nil || !strings.Contains(d.err.Error(), "every.go") {
			t.Errorf("it says %v, and not where it was", d.err)
		}
	}
}

func TestReadingAheadEndsWithThoseWhoDecode(t *testing.T) {
	queue, ended := make(chan *decoding[int], 1), make(chan struct{})
	d := &decoding[int]{done: make(chan struct{})}
	queue <- d
	close(queue)
	go func() {
		defer close(ended)
		drain(queue)
	}()
	select {
	case <-ended:
		t.Error("somebody decodes still")
	case <-time.After(20 * time.Millisecond):
	}
	close(d.done)
	<-ended
}

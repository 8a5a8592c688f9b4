package catalogue

import (
	"strings"
	"testing"
	"time"
)

func TestPanicWhileAPracticeIsDecodedIsAnError(t *testing.T) {
	d := (&Catalogue{}).decoding([]versionRow{{body: `{}`, statement: `{}`}}) // there is no clock
	<-d.done
	if d.err == nil || !strings.Contains(d.err.Error(), "every.go") {
		t.Errorf("it says %v, and not where it was", d.err)
	}
}

func TestReadingAheadEndsWithThoseWhoDecode(t *testing.T) {
	queue, ended := make(chan *decoding, 1), make(chan struct{})
	d := &decoding{done: make(chan struct{})}
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

package api

import (
	"io"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// Reading a file is the dearest thing that anyone can ask for. So one is read at
// a time, and a few that have arrived whole wait for it, one of each client.
// Whoever sends slowly takes no place, only the memory of what has come.
const (
	importWait  = 10 * time.Second
	mostWaiting = 8
	sendTime    = 20 * time.Second

	// Bytes of one client's files in memory, and mostWaiting times that of all
	// clients'. One more than a file may have, by which it is seen to be too large.
	mostHeld = largestFile + 1
)

// queue is the files that are sent, wait or are read. It may be used
// concurrently.
type queue struct {
	turn  chan struct{} // holds a value while a file is read
	mu    sync.Mutex
	files map[string]bool // clients with a file that waits or is read
	held  map[string]int  // bytes in memory by client
	total int             // bytes in memory
}

func newQueue() *queue {
	return &queue{turn: make(chan struct{}, 1), files: map[string]bool{}, held: map[string]int{}}
}

// enter takes the client's place among those who wait, until leave is called.
func (q *queue) enter(client string) (leave func(), err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.files[client] || len(q.files) >= mostWaiting {
		return nil, errBusy
	}
	q.files[client] = true
	return func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		delete(q.files, client)
	}, nil
}

// hold counts bytes that have come, unless there are too many already.
func (q *queue) hold(client string, n int) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.held[client]+n > mostHeld || q.total+n > mostHeld*mostWaiting {
		return errBusy
	}
	q.held[client] += n
	q.total += n
	return nil
}

func (q *queue) free(client string, n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.total -= n
	if q.held[client] -= n; q.held[client] == 0 {
		delete(q.held, client)
	}
}

// sent is the body of a request, counted as it comes.
type sent struct {
	io.ReadCloser
	queue  *queue
	client string
	n      int
}

func (s *sent) Read(p []byte) (int, error) {
	n, err := s.ReadCloser.Read(p)
	if n == 0 {
		return n, err
	}
	if full := s.queue.hold(s.client, n); full != nil {
		return 0, full
	}
	s.n += n
	return n, err
}

// receive reads a file that is sent, in the time that there is for it. The
// caller calls done when the text is no longer needed, after an error too.
func (a *API) receive(c echo.Context, client string) (text []byte, done func(), err error) {
	body := &sent{ReadCloser: c.Request().Body, queue: a.files, client: client}
	c.Request().Body = body
	// Where nothing can be timed, as in a test, there is no connection either.
	connection := http.NewResponseController(c.Response())
	_ = connection.SetReadDeadline(time.Now().Add(a.sendTime))
	text, err = readBody(c, largestFile)
	if err == nil { // else nothing more is read from this connection
		_ = connection.SetReadDeadline(time.Time{})
	}
	return text, func() { a.files.free(client, body.n) }, err
}

// household is what counts as one client: an address, or the network that a
// household gets where there are enough of them.
func household(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap(); ip.Is4() {
		return ip.String()
	}
	return netip.PrefixFrom(ip, 64).Masked().String()
}

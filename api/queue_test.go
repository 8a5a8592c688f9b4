package api

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// stall begins to send a file to the server, and goes no further.
func stall(t *testing.T, server *httptest.Server) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_, err = fmt.Fprintf(conn, "POST /api/v1/roadmaps/import HTTP/1.1\r\nHost: x\r\nContent-Type: text/markdown\r\nContent-Length: 1000\r\n\r\n#")
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestThoseWhoSendSlowlyKeepNobodyWaiting(t *testing.T) {
	s := newService(t)
	server := httptest.NewServer(s.handler)
	t.Cleanup(server.CloseClientConnections)
	for range 3 * mostWaiting {
		stall(t, server)
	}
	for range 10 {
		time.Sleep(20 * time.Millisecond) // until all of them are there
		got, err := http.Post(server.URL+"/api/v1/roadmaps/import", "text/markdown", strings.NewReader(programme("md")))
		s.must(err)
		_, _ = io.Copy(io.Discard, got.Body)
		_ = got.Body.Close()
		if got.StatusCode != http.StatusOK {
			t.Fatalf("beside slow senders: %d", got.StatusCode)
		}
	}
}

func TestWhoStopsSendingIsSentAway(t *testing.T) {
	s := newService(t)
	s.api.sendTime = 100 * time.Millisecond
	server := httptest.NewServer(s.handler)
	defer server.Close()
	conn := stall(t, server)
	s.must(conn.SetReadDeadline(time.Now().Add(10 * time.Second)))
	got, err := http.ReadResponse(bufio.NewReader(conn), nil)
	s.must(err)
	_ = got.Body.Close()
	if got.StatusCode != http.StatusBadRequest {
		t.Errorf("answered %d", got.StatusCode)
	}
}

func TestTheTimeForSendingDoesNotEndTheReading(t *testing.T) {
	s := newService(t)
	s.api.sendTime = 50 * time.Millisecond
	server := httptest.NewServer(s.handler)
	defer server.Close()
	s.api.files.turn <- struct{}{} // another file is read meanwhile
	time.AfterFunc(300*time.Millisecond, func() { <-s.api.files.turn })
	got, err := http.Post(server.URL+"/api/v1/roadmaps/import", "text/markdown", strings.NewReader(programme("md")))
	s.must(err)
	_ = got.Body.Close()
	if got.StatusCode != http.StatusOK {
		t.Errorf("answered %d", got.StatusCode)
	}
}

func (q *queue) length() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.files)
}

func (s *service) readFrom(address string) reply {
	s.t.Helper()
	header := map[string]string{"Content-Type": "text/markdown", "X-Forwarded-For": address}
	return s.call(request{method: "POST", path: "/api/v1/roadmaps/import", body: programme("md"), header: header})
}

func TestAClientHasOneFileInTheQueue(t *testing.T) {
	s := newService(t)
	s.api.files.turn <- struct{}{} // a file is being read
	answered := make(chan reply, 2)
	for _, address := range []string{"192.0.2.7", "192.0.2.8"} {
		go func() { answered <- s.readFrom(address) }()
	}
	for s.api.files.length() < 2 {
		time.Sleep(time.Millisecond)
	}
	s.readFrom("192.0.2.7").refused(503)
	<-s.api.files.turn
	for range 2 {
		(<-answered).in(200, nil)
	}
	s.readFrom("192.0.2.7").in(200, nil)
}

func TestOnlyAFewFilesWait(t *testing.T) {
	s := newService(t)
	var leave func()
	for i := range mostWaiting {
		var err error
		leave, err = s.api.files.enter(fmt.Sprint("client ", i))
		s.must(err)
	}
	got := s.read("", "text/markdown", programme("md"))
	if got.refused(503); got.header.Get("Retry-After") == "" {
		t.Error("nobody says when to try again")
	}
	leave()
	for range 3 { // a place is given back
		s.read("", "text/markdown", programme("md")).in(200, nil)
		s.read("", "text/markdown", "nothing").refused(422)
	}
}

func TestFilesInMemoryAreBoundedForEachClientAndForAll(t *testing.T) {
	s := newService(t)
	s.must(s.api.files.hold("192.0.2.7", mostHeld))
	s.readFrom("192.0.2.7").refused(503)
	s.readFrom("192.0.2.8").in(200, nil)
	s.api.files.free("192.0.2.7", mostHeld)
	s.readFrom("192.0.2.7").in(200, nil)
	for i := range mostWaiting {
		s.must(s.api.files.hold(fmt.Sprint("client ", i), mostHeld))
	}
	s.readFrom("192.0.2.7").refused(503)
	for i := range mostWaiting {
		s.api.files.free(fmt.Sprint("client ", i), mostHeld)
	}
	s.readFrom("192.0.2.7").in(200, nil)
	if n := len(s.api.files.held) + s.api.files.total; n != 0 {
		t.Errorf("%v is still held", s.api.files.held)
	}
}

func TestAFileOfUnknownLengthThatIsTooLargeIsToldSo(t *testing.T) {
	s := newService(t)
	server := httptest.NewServer(s.handler)
	defer server.Close()
	endless := io.LimitReader(strings.NewReader(strings.Repeat("x", largestFile+1)), largestFile+1)
	got, err := http.Post(server.URL+"/api/v1/roadmaps/import", "text/markdown", endless)
	s.must(err)
	_ = got.Body.Close()
	if got.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("answered %d", got.StatusCode)
	}
}

func TestAClientIsAnAddressOrANetworkOfOneHousehold(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8:1:2:3::4": "2001:db8:1:2::/64", "nonsense": "nonsense",
	} {
		if got := household(address); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
}

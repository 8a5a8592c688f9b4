package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// The tests of the whole use the program as people do: built, started as a
// process of its own, asked over HTTP and at the command line.

var programFolder string

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "tiekartta-test-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	programFolder = folder
	status := m.Run()
	closeChromium()
	os.RemoveAll(folder)
	os.Exit(status)
}

var buildOnce = sync.OnceValues(func() (string, error) {
	path := filepath.Join(programFolder, "tiekartta")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	if said, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, said)
	}
	return path, nil
})

// program is the path of the built program.
func program(t testing.TB) string {
	t.Helper()
	path, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// environment is one in which nothing of the caller's changes an outcome.
func environment(more ...string) []string {
	return append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "TMPDIR=" + os.TempDir(), "LC_ALL=C", "TIEKARTTA_VOIKKO=" + withoutVoikko}, more...)
}

// outcome is what a command has left when it has ended.
type outcome struct {
	out, err string
	status   int
}

// longestCommand bounds a command that hangs.
const longestCommand = time.Minute

// ends runs a prepared command to its end.
func ends(t testing.TB, cmd *exec.Cmd) outcome {
	t.Helper()
	var out, err bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &err
	dieWithParent(cmd)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(longestCommand, func() { cmd.Process.Kill() })
	failed := cmd.Wait()
	if !late.Stop() {
		t.Fatalf("%q did not end within %v\n%s", cmd.Args, longestCommand, err.String())
	}
	var exit *exec.ExitError
	if failed != nil && !errors.As(failed, &exit) {
		t.Fatal(failed)
	}
	return outcome{out.String(), err.String(), cmd.ProcessState.ExitCode()}
}

// tool runs one command on a data folder.
func tool(t testing.TB, data string, args ...string) outcome {
	t.Helper()
	cmd := exec.Command(program(t), append(args, "-data", data)...)
	cmd.Env = environment()
	return ends(t, cmd)
}

// does runs one command that must succeed and returns its standard output.
func does(t testing.TB, data string, args ...string) string {
	t.Helper()
	got := tool(t, data, args...)
	if got.status != 0 {
		t.Fatalf("tiekartta %q: exit %d\n%s", args, got.status, got.err)
	}
	return got.out
}

// refuses runs one command that must be refused with a message that holds every
// wanted part, and with nothing on standard output.
func refuses(t testing.TB, data string, args []string, wanted ...string) {
	t.Helper()
	refusedWith(t, tool(t, data, args...), args, wanted...)
}

func refusedWith(t testing.TB, got outcome, args []string, wanted ...string) {
	t.Helper()
	if got.status != refused {
		t.Errorf("tiekartta %q: exit %d, want %d\n%s", args, got.status, refused, got.err)
	}
	if got.out != "" {
		t.Errorf("tiekartta %q wrote to standard output: %q", args, got.out)
	}
	for _, part := range wanted {
		if !strings.Contains(got.err, part) {
			t.Errorf("tiekartta %q: the message lacks %q:\n%s", args, part, got.err)
		}
	}
}

// service is "tiekartta serve" as a child process.
type service struct {
	t         testing.TB
	url       string
	client    *http.Client
	process   *exec.Cmd
	listening chan string
	ended     chan struct{}

	mu       sync.Mutex
	out, err strings.Builder
}

// begin starts the program without waiting for it to listen.
func begin(t testing.TB, data string, args ...string) *service {
	t.Helper()
	cmd := exec.Command(program(t), append([]string{"serve", "-addr", "127.0.0.1:0", "-data", data}, args...)...)
	return beginCommand(t, cmd)
}

func beginCommand(t testing.TB, cmd *exec.Cmd) *service {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &service{t: t, process: cmd, listening: make(chan string, 1), ended: make(chan struct{})}
	s.client = &http.Client{Timeout: time.Minute, Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: 16}}
	if cmd.Env == nil {
		cmd.Env = environment()
	}
	dieWithParent(cmd)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var reading sync.WaitGroup
	reading.Go(func() { s.hear(out, &s.out) })
	reading.Go(func() { s.hear(said, &s.err) })
	go func() {
		reading.Wait()
		cmd.Wait()
		close(s.ended)
	}()
	t.Cleanup(func() { s.kill() })
	return s
}

// hear keeps what the program says, line by line.
func (s *service) hear(from io.Reader, to *strings.Builder) {
	lines := bufio.NewReader(from)
	for {
		line, err := lines.ReadString('\n')
		s.mu.Lock()
		to.WriteString(line)
		s.mu.Unlock()
		if address, ok := strings.CutPrefix(line, "tiekartta: listening on "); ok && to == &s.out {
			s.listening <- strings.TrimSpace(address)
		}
		if err != nil {
			return
		}
	}
}

func (s *service) said() (out, err string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out.String(), s.err.String()
}

// started starts the program and waits until it listens.
func started(t testing.TB, data string, args ...string) *service {
	t.Helper()
	s := begin(t, data, args...)
	s.ready()
	return s
}

func (s *service) ready() {
	s.t.Helper()
	select {
	case s.url = <-s.listening:
	case <-s.ended:
		_, said := s.said()
		s.t.Fatalf("serve ended with %d before it listened\n%s", s.process.ProcessState.ExitCode(), said)
	case <-time.After(longestCommand):
		_, said := s.said()
		s.t.Fatalf("serve does not listen\n%s", said)
	}
}

// stop ends the program as a service manager does and returns its exit status.
func (s *service) stop() int {
	s.t.Helper()
	s.client.CloseIdleConnections()
	s.process.Process.Signal(syscall.SIGTERM)
	select {
	case <-s.ended:
	case <-time.After(longestCommand):
		s.t.Errorf("serve did not end on SIGTERM")
		s.kill()
	}
	return s.process.ProcessState.ExitCode()
}

// kill ends the program at once, as a power cut would end it.
func (s *service) kill() {
	s.process.Process.Kill()
	<-s.ended
	s.client.CloseIdleConnections()
}

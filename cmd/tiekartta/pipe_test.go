//go:build unix

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// pipe is a file that one process reads while another writes it.
func pipe(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pipe.json")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// readBy is a pipe's writing end, as soon as somebody reads the other.
func readBy(t testing.TB, path string) *os.File {
	t.Helper()
	for end := time.Now().Add(longestCommand); time.Now().Before(end); time.Sleep(time.Millisecond) {
		file, err := os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0)
		if err == nil {
			return file
		}
		if !errors.Is(err, syscall.ENXIO) {
			t.Fatal(err)
		}
	}
	t.Fatal("nobody reads the pipe")
	return nil
}

func TestRestoreIsRefusedWhileAnyCommandHasTheDatabaseOpen(t *testing.T) {
	t.Parallel()
	data, from, copied := filled(t), pipe(t), filepath.Join(t.TempDir(), "copy.zip")
	does(t, data, "backup", copied)
	cmd := exec.Command(program(t), "import", from, "-data", data)
	cmd.Env = environment()
	var said bytes.Buffer
	cmd.Stderr = &said
	dieWithParent(cmd)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	to := readBy(t, from) // the import has opened the database by now
	refuses(t, data, []string{"restore", copied}, "using the folder "+data)
	if _, err := to.WriteString(practiceBundle(`"title": {"fi": "Toinen"}`)); err != nil {
		t.Error(err)
	}
	to.Close()
	if err := cmd.Wait(); err != nil {
		t.Fatalf("the import failed: %v\n%s", err, said.String())
	}
	if list := does(t, data, "practice", "list"); !strings.Contains(list, "\nfine\t") {
		t.Error("what was imported is lost")
	}
	does(t, data, "restore", copied)
}

func TestWhatIsNoFileIsWrittenIntoAndNotReplaced(t *testing.T) {
	t.Parallel()
	data, to := filled(t), pipe(t)
	want := does(t, data, "practice", "export", "smile", "-format", "md")
	export := func(to string) []string { return []string{"practice", "export", "smile", "-format", "md", "-o", to} }
	read := make(chan string, 1)
	go func() {
		text, _ := os.ReadFile(to)
		read <- string(text)
	}()
	does(t, data, export(to)...)
	if info, err := os.Lstat(to); err != nil || info.Mode().Type() != os.ModeNamedPipe {
		t.Fatalf("the pipe is %v (%v)", info.Mode(), err)
	}
	if got := <-read; got != want {
		t.Errorf("through a pipe came %d bytes, not %d", len(got), len(want))
	}
	null := filepath.Join(t.TempDir(), "null")
	if err := os.Symlink(os.DevNull, null); err != nil {
		t.Fatal(err)
	}
	does(t, data, export(null)...)
	does(t, data, "backup", null)
	if to, err := os.Readlink(null); err != nil || to != os.DevNull {
		t.Errorf("the link is %q (%v)", to, err)
	}
	if got := does(t, data, export("/dev/stdout")...); got != want {
		t.Error("/dev/stdout is not standard output")
	}
	if _, err := os.Stat("/dev/full"); err == nil {
		refuses(t, data, export("/dev/full"), "no room left on the disk", "/dev/full")
	}
}

func TestLinkIsFollowedToTheFileThatIsWritten(t *testing.T) {
	t.Parallel()
	data, folder := filled(t), t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	if err := os.Mkdir(at("below"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at("below/old.json"), []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"there": "below/old.json", "second": "there", "missing": "below/new.json", "round": "round"} {
		if err := os.Symlink(to, at(link)); err != nil {
			t.Fatal(err)
		}
	}
	want := does(t, data, "export")
	for link, file := range map[string]string{"second": "below/old.json", "missing": "below/new.json"} {
		does(t, data, "export", "-o", at(link))
		if contents(t, at(file)) != want {
			t.Errorf("%s does not lead to what was written", link)
		}
		if info, err := os.Lstat(at(link)); err != nil || info.Mode().Type() != os.ModeSymlink {
			t.Errorf("%s is %v (%v)", link, info.Mode(), err)
		}
	}
	refuses(t, data, []string{"export", "-o", at("round")}, at("round"))
	refuses(t, data, []string{"export", "-o", at("below")}, at("below"), "folder")
}

func TestWrittenFilesAreAsOpenAsTheyMayBe(t *testing.T) {
	t.Parallel()
	data, folder := filled(t), t.TempDir()
	for _, one := range []struct {
		name      string
		before    os.FileMode // 0: there is none
		umask     string
		want      os.FileMode
		arguments string
	}{
		{"new.json", 0, "022", 0o644, "export -o"}, {"group.json", 0, "027", 0o640, "export -o"}, {"own.json", 0, "077", 0o600, "export -o"},
		{"kept.json", 0o640, "022", 0o640, "export -o"}, {"hidden.md", 0o600, "022", 0o600, "practice export smile -format md -o"},
		{"open.csv", 0o666, "077", 0o666, "roadmap export " + demonstration(t, data) + " -format csv -o"},
		{"backup.zip", 0, "000", 0o600, "backup"}, {"again.zip", 0o644, "022", 0o600, "backup"},
	} {
		path := filepath.Join(folder, one.name)
		if one.before != 0 {
			if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Chmod(path, one.before)); err != nil {
				t.Fatal(err)
			}
		}
		args := append([]string{"-c", `umask "$0" && exec "$@"`, one.umask, program(t)}, strings.Fields(one.arguments)...)
		cmd := exec.Command("sh", append(args, path, "-data", data)...)
		cmd.Env = environment()
		if got := ends(t, cmd); got.status != done {
			t.Fatalf("%s: exit %d, %s", one.name, got.status, got.err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != one.want {
			t.Errorf("%s is %v (%v), not %v", one.name, info.Mode().Perm(), err, one.want)
		}
	}
}

// demonstration is the id of the roadmap of the starter catalogue.
func demonstration(t testing.TB, data string) string {
	t.Helper()
	id, _, _ := strings.Cut(does(t, data, "roadmap", "list"), "\t")
	return id
}

func TestCommandThatWaitsForAPipeCanBeInterrupted(t *testing.T) {
	from := pipe(t)
	cmd := exec.Command(program(t), "import", from, "-data", t.TempDir())
	cmd.Env = environment()
	dieWithParent(cmd)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer readBy(t, from).Close()
	ended, late := make(chan struct{}), time.After(longestCommand)
	go func() {
		defer close(ended)
		cmd.Wait() // whatever it ends with
	}()
	for {
		cmd.Process.Signal(os.Interrupt) // a process that is not let run takes several for one
		select {
		case <-ended:
			return
		case <-late:
			t.Error("it went on waiting")
			cmd.Process.Kill()
			<-ended
			return
		case <-time.After(200 * time.Millisecond):
		}
	}
}

package main

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// What was broken on purpose to see this test fail, and how it failed:
//   - store.commit answered its requests before it committed: what had been
//     written was not there to be read; and where nothing was read back before
//     the answer, acknowledged entries were missing after the kill;
//   - catalogue.Change answered without waiting for its write: entries were back
//     at an older revision;
//   - the index did not keep its position (no SetInternal in its batches): it
//     stood at 0 after the kill, behind where it had been seen;
//   - the index kept its position in a batch of its own, before the documents:
//     after a kill it was found damaged and built anew;
//   - publishing left no row in the feed: the index and the database differed.

const clientsAtOnce = 8

// TestKillLosesNothingAcknowledged kills the service with SIGKILL at random
// moments, while it starts, while eight clients write and while its index is
// built anew and exchanged, and goes on with the same data. Every write that was
// answered must be there as it was answered; one that was under way is there
// whole or not at all.
func TestKillLosesNothingAcknowledged(t *testing.T) {
	t.Parallel()
	k := &killer{t: t, data: t.TempDir(), entries: map[string]*entry{}}
	k.token = strings.TrimSpace(does(t, k.data, "token", "add", "-organisation", "092", "-role", "editor"))
	k.start()
	for i := range rounds(t) {
		switch i % 8 {
		case 2: // while it starts
			k.service.kill()
			k.startAndKill()
		case 4: // while it starts and has to build the index
			k.service.kill()
			k.forgetIndex()
			k.startAndKill()
		case 5, 7: // while the index is built anew beside the one in use, or exchanged
			k.service.kill()
			k.rebuildAndKill()
		default:
			k.write()
			k.looksAtIndex()
		}
		if i%2 == 0 {
			does(t, k.data, "check")
		}
		k.start()
		k.verify(false)
		if t.Failed() {
			t.Fatalf("after kill %d, with %d writes acknowledged", i+1, k.acknowledged)
		}
	}
	k.verify(true)
	k.service.stop()
	does(t, k.data, "check")
	k.nothingElse()
	t.Logf("%d writes acknowledged, %d cut short, %d entries", k.acknowledged, k.cut, len(k.entries))
}

func rounds(t *testing.T) int {
	text := os.Getenv("TIEKARTTA_KILLS")
	if text == "" {
		return 30
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// killer holds what the clients know, which outlives the service.
type killer struct {
	t          *testing.T
	data       string
	token      string
	service    *service
	entries    map[string]*entry
	round      int           // of writing
	position   int64         // of the index, as seen last
	generation int           // of the index; 0 when it is not known
	rebuilding time.Duration // how long building the index anew takes

	acknowledged, cut int
}

// entry is a practice that one client writes.
type entry struct {
	id      string
	now     state  // as acknowledged; revision 0 before the first answer
	next    *state // of a write that is under way
	touched bool   // since it was verified
}

// state is what a practice must be after a write.
type state struct {
	revision, version int
	draft             bool
	step, shown       int // which content it has, and which the public sees
}

func (k *killer) start() {
	k.t.Helper()
	k.service = started(k.t, k.data, "-empty")
	ready := decoded[struct{ Database, Index, Generation int64 }](k.t, k.service.get("/readyz").body)
	if ready.Index != ready.Database {
		k.t.Errorf("it listens with the index at %d and the database at %d", ready.Index, ready.Database)
	}
	k.position = ready.Index
	if k.generation != 0 && int64(k.generation) != ready.Generation {
		k.t.Errorf("the index was built anew: generation %d, not %d", ready.Generation, k.generation)
	}
	k.generation = int(ready.Generation)
}

// startAndKill kills the service before, or just after, it listens.
func (k *killer) startAndKill() {
	s := begin(k.t, k.data, "-empty")
	time.Sleep(time.Duration(rand.IntN(150)) * time.Millisecond)
	s.kill()
}

// rebuildAndKill kills a command that builds the index anew, at any moment until
// about its end. One of both indexes is there, whole, and nothing of the other.
func (k *killer) rebuildAndKill() {
	k.t.Helper()
	k.generation = 0
	if k.rebuilding == 0 {
		began := time.Now()
		does(k.t, k.data, "reindex")
		k.rebuilding = time.Since(began)
	}
	s := beginCommand(k.t, exec.Command(program(k.t), "reindex", "-data", k.data))
	time.Sleep(time.Duration(rand.Int64N(int64(k.rebuilding) * 6 / 5)))
	s.kill()
	k.looksAtIndex()
	inside, err := os.ReadDir(filepath.Join(k.data, indexFolder))
	if err != nil {
		k.t.Fatal(err)
	}
	folders := slices.DeleteFunc(inside, func(f os.DirEntry) bool { return !f.IsDir() })
	if len(folders) != 1 {
		k.t.Errorf("after the kill there are %v", folders)
	}
}

func (k *killer) forgetIndex() {
	if err := os.RemoveAll(filepath.Join(k.data, indexFolder)); err != nil {
		k.t.Fatal(err)
	}
	k.position, k.generation = 0, 0
}

// write lets the clients write until the service is killed.
func (k *killer) write() {
	k.round++
	var clients sync.WaitGroup
	var mu sync.Mutex // of entries and counts
	for c := range clientsAtOnce {
		clients.Go(func() {
			var mine []*entry
			for n := 0; ; n++ {
				if n == 0 || rand.IntN(4) == 0 {
					e := &entry{id: fmt.Sprintf("r%d-w%d-%d", k.round, c, n)}
					mine = append(mine, e)
					mu.Lock()
					k.entries[e.id] = e
					mu.Unlock()
				}
				answered := mine[max(0, len(mine)-1-rand.IntN(3))].advance(k)
				mu.Lock()
				if answered {
					k.acknowledged++
				} else {
					k.cut++
				}
				mu.Unlock()
				if !answered {
					return
				}
			}
		})
	}
	time.Sleep(time.Duration(5+rand.IntN(200)) * time.Millisecond)
	k.service.kill()
	clients.Wait()
}

// advance makes the entry's next write and tells whether it was answered.
func (e *entry) advance(k *killer) (answered bool) {
	e.touched = true
	next := e.now
	next.revision++
	method, path, status := http.MethodPut, "/api/v1/practices/"+e.id, http.StatusOK
	header := append(bearer(k.token), "If-Match", fmt.Sprintf(`"r%d"`, e.now.revision))
	var body any
	switch {
	case e.now.draft && rand.IntN(6) == 0:
		method, path = http.MethodPost, path+"/publish"
		next.version, next.draft, next.shown = e.now.version+1, false, e.now.step
	case e.now.revision == 0:
		method, path, status = http.MethodPost, "/api/v1/practices", http.StatusCreated
		header = bearer(k.token)
		fallthrough
	default:
		next.step, next.draft = e.now.step+1, true
		body = content(e.id, next.step)
	}
	e.next = &next
	got, err := k.service.ask(method, path, body, header...)
	if err != nil {
		return false
	}
	if got.status != status {
		k.t.Errorf("%s %s: %d %s", method, path, got.status, got.body)
		return false
	}
	e.now, e.next = next, nil
	return true
}

// content is what a practice holds after so many writes: no two have the same,
// and each field tells of which write it is.
func content(id string, step int) catalogue.Practice {
	text := func(what string) i18n.Text {
		s := fmt.Sprintf("%s %s %d", what, id, step)
		return i18n.Text{FI: s + " suomeksi", SV: s + " på svenska", EN: s + " in English"}
	}
	p := catalogue.Practice{
		ID: id, OriginalLanguage: i18n.Finnish, Title: text("otsikko"), Summary: text("tiivistelmä"), Challenge: text("tarve"), Domains: []string{"work"},
	}
	for i := range 1 + step%7 {
		p.Lessons = append(p.Lessons, catalogue.Lesson{Kind: "do", Text: text(fmt.Sprint("opetus ", i))})
	}
	return p
}

// verify compares what the service answers with what the clients know: of the
// entries touched since the last time, or of all.
func (k *killer) verify(all bool) {
	k.t.Helper()
	shown := 0
	for id, e := range k.entries {
		if e.touched || all {
			e.touched = false
			k.verifyOne(e)
		}
		if e.now.revision == 0 {
			delete(k.entries, id)
		} else if e.now.version > 0 {
			shown++
		}
	}
	if found := practicesIn(k.service); found != shown {
		k.t.Errorf("the search finds %d practices, %d are published", found, shown)
	}
}

func (k *killer) verifyOne(e *entry) {
	k.t.Helper()
	address := "/api/v1/practices/" + e.id
	got, err := k.service.ask("GET", address+"?version=draft", nil, bearer(k.token)...)
	if err != nil {
		k.t.Fatal(err)
	}
	switch {
	case got.status == http.StatusNotFound && e.now.revision == 0:
		return // its first write was cut short
	case got.status != http.StatusOK:
		k.t.Errorf("%s was acknowledged as %+v and is answered with %d", e.id, e.now, got.status)
		return
	}
	p := decoded[catalogue.Practice](k.t, got.body)
	if e.next != nil && p.Revision == e.next.revision {
		e.now = *e.next // it got there, the answer did not
	}
	e.next = nil
	draft := p.State == "draft"
	if p.Revision != e.now.revision || p.Version != e.now.version || draft != e.now.draft || !holds(p, e.now.step) {
		k.t.Errorf("%s must be %+v and is revision %d, version %d, %s: %s", e.id, e.now, p.Revision, p.Version, p.State, p.Title.FI)
	}
	if e.now.version == 0 {
		return
	}
	public := decoded[catalogue.Practice](k.t, k.service.get(address).body)
	if public.Version != e.now.version || !holds(public, e.now.shown) {
		k.t.Errorf("%s must be shown as %+v and is version %d: %s", e.id, e.now, public.Version, public.Title.FI)
	}
}

// holds tells whether a practice is wholly that of one write.
func holds(p catalogue.Practice, step int) bool {
	want := content(p.ID, step)
	have := catalogue.Practice{
		ID: p.ID, OriginalLanguage: p.OriginalLanguage, Title: p.Title, Summary: p.Summary, Challenge: p.Challenge, Domains: p.Domains, Lessons: p.Lessons,
	}
	return fmt.Sprintf("%+v", have) == fmt.Sprintf("%+v", want)
}

// looksAtIndex opens the index as the kill left it, before anything follows
// the feed: it must be trusted, and know how far it had come.
func (k *killer) looksAtIndex() {
	k.t.Helper()
	messages, err := messages()
	if err != nil {
		k.t.Fatal(err)
	}
	c := &call{data: k.data, messages: messages}
	e, err := c.open(k.t.Context(), false)
	if err != nil {
		k.t.Fatal(err)
	}
	defer e.Store.Close()
	index, err := c.index(k.t.Context(), e, slog.New(slog.DiscardHandler))
	if err != nil {
		k.t.Fatal(err)
	}
	defer index.Close()
	if index.Position() < k.position {
		k.t.Errorf("the index has forgotten its position: it is at %d and was at %d", index.Position(), k.position)
	}
	if k.generation != 0 && index.Generation() != k.generation {
		k.t.Errorf("the index was built anew: generation %d, not %d", index.Generation(), k.generation)
	}
}

// nothingElse tells whether there are entries that nobody has written.
func (k *killer) nothingElse() {
	k.t.Helper()
	for line := range strings.Lines(does(k.t, k.data, "practice", "list")) {
		if id, _, _ := strings.Cut(line, "\t"); k.entries[id] == nil {
			k.t.Errorf("nobody wrote %s", id)
		}
	}
}

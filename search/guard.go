package search

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// guarded are the engines in use by the folders of their stores: bleve calls
// what is registered by name for all indexes of a program.
var guarded sync.Map

const guardName = "tiekartta"

// bleve writes and merges in routines of its own. What they tell here is heard
// by their engine; and because events are told within them, a fault of memory
// behind the end of a cut file becomes a panic there, which bleve catches,
// instead of the end of the program.
func init() {
	scorch.RegistryEventCallbacks[guardName] = func(scorch.Event) bool {
		debug.SetPanicOnFault(true)
		return true
	}
	scorch.RegistryAsyncErrorCallbacks[guardName] = func(err error, store string) {
		if g, ok := guarded.Load(store); ok && errors.Is(err, scorch.ErrAsyncPanic) {
			g.(*guard).end()
		}
	}
}

// guard watches over the routines and the files of an engine.
type guard struct {
	died  chan struct{} // closed when a routine has died: then nothing is written any more
	once  sync.Once
	mu    sync.Mutex
	sizes map[string]int64 // of files, as seen first; those of segments never change
}

func newGuard(folder string) *guard {
	g := &guard{died: make(chan struct{}), sizes: map[string]int64{}}
	guarded.Store(filepath.Join(folder, "store"), g)
	return g
}

func (g *guard) end() { g.once.Do(func() { close(g.died) }) }

// dead tells whether a routine has died.
func (g *guard) dead() bool {
	select {
	case <-g.died:
		return true
	default:
		return false
	}
}

// segments are the files of the newest state.
func (e *engine) segments() (paths []string, err error) {
	reader, err := e.inner.Reader()
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil, fmt.Errorf("search index is a %T", reader)
	}
	for _, s := range snapshot.Segments() {
		if file, ok := s.Segment().(interface{ Path() string }); ok { // else it is not on disk yet
			paths = append(paths, file.Path())
		}
	}
	return paths, nil
}

// glance looks whether all files are there and have their sizes, which costs
// next to nothing. The error is errDamaged, with errLost for a missing one.
func (e *engine) glance() error {
	if e.guard.dead() {
		return fmt.Errorf("%w: a routine that writes it has died", errDamaged)
	}
	paths, err := e.segments()
	if err != nil {
		return err
	}
	root := filepath.Join(e.folder, "store", "root.bolt")
	e.guard.mu.Lock()
	defer e.guard.mu.Unlock()
	for _, path := range append(paths, root, filepath.Join(e.folder, "index_meta.json")) {
		info, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) {
			if !e.uses(path) {
				continue // merged into another meanwhile
			}
			return fmt.Errorf("%w: %w: %s", errDamaged, errLost, path)
		}
		if err != nil {
			return fmt.Errorf("%w: %w", errDamaged, err)
		}
		if before, ok := e.guard.sizes[path]; ok && info.Size() < before {
			return fmt.Errorf("%w: %s is cut", errDamaged, path)
		}
		e.guard.sizes[path] = info.Size()
	}
	return nil
}

// uses tells whether a file is part of the newest state.
func (e *engine) uses(path string) bool {
	if filepath.Ext(path) != ".zap" {
		return true
	}
	paths, err := e.segments()
	for _, one := range paths {
		if one == path {
			return true
		}
	}
	return err != nil
}

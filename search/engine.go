package search

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// errDamaged marks an index that cannot be trusted any more and is to be built
// anew.
var errDamaged = errors.New("search index is damaged")

// errOther marks an index that another release made, or this one with other data
// of the languages. It comes with errDamaged.
var errOther = errors.New("it was made by another release or with other language data")

// errUnfinished marks an index whose making was cut off. It comes with
// errDamaged.
var errUnfinished = errors.New("its making was cut off")

// errLost marks an index whose files are gone, which is still open and whole. It
// comes with errDamaged.
var errLost = errors.New("a file is missing")

// errWriting marks what went wrong with a batch.
var errWriting = errors.New("writing search index")

// markFinished is a file beside the index that says that it was made to its
// end. Without it nothing that is wrong with the index is a fault.
const markFinished = "finished"

// Keys of what the index says of itself.
const (
	keyVersion  = "tiekartta version"
	keyPosition = "tiekartta position"
	keyFilling  = "tiekartta filling" // to which position it was filled at first, where nothing else answered meanwhile
)

// engine is one index on disk.
type engine struct {
	folder  string
	version string // of what made it
	bleve   bleve.Index
	inner   index.Index
	guard   *guard

	closed   atomic.Bool
	examined time.Time // when its files were read last because a search had failed; of the follower
}

// createEngine makes an empty index at position 0. Until it is finished, nobody
// takes it for one that is in use.
func createEngine(folder, version string) (*engine, error) {
	mapping := bleve.NewIndexMapping()
	mapping.ScoringModel = index.BM25Scoring
	b, err := bleve.NewUsing(folder, mapping, scorch.Name, scorch.Name, settings())
	if err != nil {
		return nil, fmt.Errorf("making search index: %w", err)
	}
	e, err := engineOf(folder, version, b)
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	batch := b.NewBatch()
	batch.SetInternal([]byte(keyVersion), []byte(version))
	batch.SetInternal([]byte(keyPosition), []byte("0"))
	if err := b.Batch(batch); err != nil {
		return nil, errors.Join(fmt.Errorf("making search index: %w", err), b.Close())
	}
	return e, nil
}

// finish writes to the disk that the index is the one in use.
func (e *engine) finish() error {
	file, err := os.OpenFile(filepath.Join(e.folder, markFinished), os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("finishing search index: %w", err)
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("finishing search index: %w", err)
	}
	for _, folder := range []string{e.folder, filepath.Dir(e.folder)} {
		f, err := os.Open(folder)
		if err != nil {
			return fmt.Errorf("finishing search index: %w", err)
		}
		_ = f.Sync() // which not every system knows of a folder
		if err := f.Close(); err != nil {
			return fmt.Errorf("finishing search index: %w", err)
		}
	}
	return nil
}

// finished tells whether an index was in use, as far as its folder says.
func finished(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, markFinished))
	return err == nil
}

func settings() map[string]any {
	return map[string]any{"bolt_timeout": "1s", "eventCallbackName": guardName, "asyncErrorCallbackName": guardName}
}

func engineOf(folder, version string, b bleve.Index) (*engine, error) {
	inner, err := b.Advanced()
	if err != nil {
		return nil, err
	}
	return &engine{folder: folder, version: version, bleve: b, inner: inner, guard: newGuard(folder)}, nil
}

// openEngine opens an index and checks that it is whole, its files by look. The
// error is errDamaged for one that is not, is of another version or was never
// finished.
func openEngine(folder, version string, look func(*engine) error) (*engine, error) {
	if !finished(folder) {
		return nil, fmt.Errorf("%w: %w", errDamaged, errUnfinished)
	}
	store := filepath.Join(folder, "store")
	if err := verifyRoot(filepath.Join(store, "root.bolt")); err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	if err := verifyNewest(store); err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	b, err := openBleve(folder)
	if err != nil {
		return nil, err
	}
	e, err := engineOf(folder, version, b)
	if err == nil {
		err = e.check(look)
	}
	if err != nil {
		return nil, errors.Join(err, within(longestClose, nil, b.Close))
	}
	return e, nil
}

// openBleve opens the files. A cut one may end in a panic or in a fault of
// memory behind its end, so both are caught.
func openBleve(folder string) (b bleve.Index, err error) {
	defer caught(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	if b, err = bleve.OpenUsing(folder, settings()); err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	return b, nil
}

// check tells whether the index is of our version and its files are whole.
func (e *engine) check(look func(*engine) error) (err error) {
	defer caught(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	version, err := e.bleve.GetInternal([]byte(keyVersion))
	if err != nil {
		return fmt.Errorf("%w: %w", errDamaged, err)
	}
	if string(version) != e.version {
		return fmt.Errorf("%w: %w", errDamaged, errOther)
	}
	return look(e)
}

// longestClose is how long closing may take: a batch that hangs for ever holds
// it up for ever.
const longestClose = 20 * time.Second

// close lets go of the files, once.
func (e *engine) close() error {
	if e.closed.Swap(true) {
		return nil
	}
	defer guarded.CompareAndDelete(filepath.Join(e.folder, "store"), e.guard)
	longest := longestClose
	if e.guard.dead() {
		longest = time.Second // what the dead one has locked stays so
	}
	return within(longest, nil, e.bleve.Close)
}

// within runs f and gives up waiting for it after a time or when died is closed:
// bleve waits for ever for a background routine that has died of a damaged file.
func within(longest time.Duration, died <-chan struct{}, f func() error) error {
	done := make(chan error, 1)
	go func() {
		var err error
		defer func() { done <- err }()
		defer caught(&err)
		debug.SetPanicOnFault(true)
		err = f()
	}()
	timeout := time.NewTimer(longest)
	defer timeout.Stop()
	select {
	case err := <-done:
		return err
	case <-died:
		return fmt.Errorf("%w: a routine that writes it has died", errDamaged)
	case <-timeout.C:
		return fmt.Errorf("%w: no end after %v", errDamaged, longest)
	}
}

// position is that of the newest change in the index.
func (e *engine) position() (int64, error) {
	text, err := e.bleve.GetInternal([]byte(keyPosition))
	if err != nil {
		return 0, err
	}
	position, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%w: position %q", errDamaged, text)
	}
	return position, nil
}

// filling is the position to which the index was filled when it was put in place
// empty, 0 for one that was not.
func (e *engine) filling() (int64, error) {
	text, err := e.bleve.GetInternal([]byte(keyFilling))
	if err != nil || text == nil {
		return 0, err
	}
	return strconv.ParseInt(string(text), 10, 64)
}

// say sets what the index says of itself.
func (e *engine) say(key, value string) error {
	batch := e.bleve.NewBatch()
	batch.SetInternal([]byte(key), []byte(value))
	return e.write(batch)
}

// write writes a batch. The error is errWriting.
func (e *engine) write(batch *bleve.Batch) error {
	if err := within(longestBatch, e.guard.died, func() error { return e.bleve.Batch(batch) }); err != nil {
		return fmt.Errorf("%w: %w", errWriting, err)
	}
	return nil
}

// longestBatch is how long a batch may take.
const longestBatch = 2 * time.Minute

// apply puts and deletes documents and moves the position, all or nothing.
func (e *engine) apply(put []*document.Document, gone []string, position int64) (err error) {
	defer caught(&err)
	batch := e.bleve.NewBatch()
	for _, doc := range put {
		if err := batch.IndexAdvanced(doc); err != nil {
			return fmt.Errorf("indexing %q: %w", doc.ID(), err)
		}
	}
	for _, id := range gone {
		batch.Delete(id)
	}
	batch.SetInternal([]byte(keyPosition), strconv.AppendInt(nil, position, 10))
	return e.write(batch)
}

// documentsOf are the ids of the documents that a roadmap has in the index.
func (e *engine) documentsOf(ctx context.Context, source string) (list []string, err error) {
	defer caught(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	reader, err := e.inner.Reader()
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	postings, err := reader.TermFieldReader(ctx, []byte(source), fieldSource, false, false, false)
	if err != nil {
		return nil, err
	}
	defer postings.Close()
	for {
		posting, err := postings.Next(nil)
		if err != nil || posting == nil {
			return list, err
		}
		id, err := reader.ExternalID(posting.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, id)
	}
}

// marks are the ids of all documents with the marks of their content.
func (e *engine) marks() (marks map[string]string, err error) {
	marks = map[string]string{}
	err = e.values(fieldMark, func(id string, mark []byte) { marks[id] = string(mark) })
	return marks, err
}

// values calls f with every document's value of a field, nil where it has none.
func (e *engine) values(field string, f func(id string, value []byte)) (err error) {
	defer caught(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	reader, err := e.inner.Reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	ids, err := reader.DocIDReaderAll()
	if err != nil {
		return err
	}
	defer ids.Close()
	values, err := reader.DocValueReader([]string{field})
	if err != nil {
		return err
	}
	for {
		doc, err := ids.Next()
		if err != nil || doc == nil {
			return err
		}
		id, err := reader.ExternalID(doc)
		if err != nil {
			return err
		}
		var value []byte
		if err = values.VisitDocValues(doc, func(_ string, v []byte) { value = v }); err != nil {
			return err
		}
		f(id, value)
	}
}

// generations are the numbers of the indexes in a folder, in order. Each index
// has a folder of its own, named by its number, so that a new one can be built
// beside the one in use.
func generations(folder string) ([]int, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var list []int
	for _, e := range entries {
		if n, err := strconv.Atoi(e.Name()); err == nil && n > 0 && e.IsDir() && generationFolder("", n) == e.Name() {
			list = append(list, n)
		}
	}
	return list, nil
}

func generationFolder(folder string, n int) string {
	return filepath.Join(folder, fmt.Sprintf("%06d", n))
}

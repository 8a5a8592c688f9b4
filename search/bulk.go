package search

import (
	"errors"
	"runtime"
	"slices"
	"sync"

	"github.com/blevesearch/bleve/v2/document"
)

// chunkSize is how many documents are worked on together when there are many.
const chunkSize = 500

// write finds the words of entries and returns what is made of them, in order.
// Few are left to the caller to put into the index, in one batch with its
// position. Of many, parts are found by all processors but one and put
// into the index on the way: before its position says so, which is no harm,
// because they are as in the database or named later in the feed.
func (x *Index) write(entries []*entry) (made []*indexed, put []*document.Document, err error) {
	if len(entries) <= chunkSize {
		made, err = x.found(entries)
		return made, documents(made), err
	}
	workers := max(1, runtime.GOMAXPROCS(0)-1)
	finding, writing := make(chan struct{}, workers), make(chan struct{}, workers)
	chunks := slices.Collect(slices.Chunk(entries, chunkSize))
	parts, failed := make([][]*indexed, len(chunks)), make([]error, len(chunks))
	var running sync.WaitGroup
	for i, chunk := range chunks {
		running.Go(func() {
			finding <- struct{}{}
			parts[i], failed[i] = x.found(chunk)
			<-finding
			if failed[i] != nil {
				return
			}
			writing <- struct{}{}
			failed[i] = x.engine.apply(documents(parts[i]), nil, x.Position())
			<-writing
		})
	}
	running.Wait()
	return slices.Concat(parts...), nil, errors.Join(failed...)
}

// found finds the words of entries.
func (x *Index) found(entries []*entry) ([]*indexed, error) {
	list := make([]*indexed, len(entries))
	for i, e := range entries {
		var err error
		if list[i], err = e.index(x.language); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func documents(list []*indexed) []*document.Document {
	docs := make([]*document.Document, len(list))
	for i, made := range list {
		docs[i] = made.doc
	}
	return docs
}

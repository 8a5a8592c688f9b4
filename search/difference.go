package search

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
	"slices"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// Differences compares the index with the database, document by document and
// both ways, and says each difference in words for an operator. It is empty
// when they agree. The words of each text are found anew for it, which takes about
// as long as building the index; tell is called after each, with how many there are.
// The caller lets the index catch up before. What was wrong
// when the index was opened is said once, though it is healed by then: a fault
// of ours must not stay hidden.
func (x *Index) Differences(ctx context.Context, tell func(done, all int)) ([]string, error) {
	x.following.Lock()
	defer x.following.Unlock()
	x.turn()
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.engine == nil {
		return nil, errClosed
	}
	c := comparison{Index: x, tell: tell, list: x.healed, seen: map[string]bool{}}
	err := x.engine.check((*engine).verify)
	if err == nil {
		err = c.read()
	}
	if errors.Is(err, errDamaged) {
		return []string{err.Error()}, nil
	}
	if err != nil {
		return nil, err
	}
	x.healed = nil
	fresh, err := x.load(ctx, c.compare)
	if err != nil {
		return nil, err
	}
	if err := x.tagAnew(fresh); err != nil {
		return nil, err
	}
	c.columns(fresh)
	slices.Sort(c.list)
	return slices.Compact(c.list), nil
}

// tagAnew gives fresh columns the tags that the index holds.
func (x *Index) tagAnew(fresh *columns) error {
	v, err := x.engine.look(nil)
	if err != nil {
		return err
	}
	v.place(fresh)
	return errors.Join(v.recall(fresh, func(int32, string, []byte) {}), v.close())
}

// comparison is the work of comparing the index with the database.
type comparison struct {
	*Index
	tell  func(done, all int)
	list  []string
	marks map[string]string // that the index holds, by document
	sums  map[string]uint64 // of all else that it holds
	seed  maphash.Seed
	seen  map[string]bool // documents of the database
}

func (c *comparison) add(id, what string) {
	c.list = append(c.list, fmt.Sprintf("%v: %s", originOf(id), what))
}

// read takes in what the index holds.
func (c *comparison) read() (err error) {
	c.seed = maphash.MakeSeed()
	if c.marks, err = c.engine.marks(); err != nil {
		return err
	}
	c.sums = make(map[string]uint64, len(c.marks))
	if err := guarding(c.postings); err != nil {
		return err
	}
	for _, field := range []string{fieldVector, fieldTags} {
		if err := c.engine.values(field, func(id string, value []byte) { c.sums[id] += c.value(field, string(value)) }); err != nil {
			return err
		}
	}
	return nil
}

// compare compares a document with what the index should hold of it.
func (c *comparison) compare(m itemWithMark) error {
	id := m.document()
	c.seen[id] = true
	c.tell(len(c.seen), len(c.marks))
	held, ok := c.marks[id]
	switch {
	case !ok:
		c.add(id, "in the database, not in the index")
		return nil
	case held != m.mark:
		c.add(id, "the index holds another text than the database")
		return nil
	}
	made, err := m.entry().index(c.language)
	if err != nil {
		return err
	}
	if c.sum(made) != c.sums[id] {
		c.add(id, "the index holds other words, tags or meanings than its text has")
	}
	if r := c.Index.columns.get(id); r != nil && (!slices.Equal(r.vector, made.vector) || !slices.Equal(c.Index.columns.tags(r), made.tags)) {
		c.add(id, "the columns hold other tags or meanings than its text has")
	}
	return nil
}

// columns compares the columns in use with fresh ones.
func (c *comparison) columns(fresh *columns) {
	held := c.Index.columns
	for id := range c.marks {
		if !c.seen[id] {
			c.add(id, "in the index, not in the database")
		}
	}
	for _, r := range fresh.rows {
		if one := held.get(r.id); one == nil {
			c.add(r.id, "in the database, not in the columns")
		} else if c.marks[r.id] != "" && !fresh.same(r, held, one) {
			c.add(r.id, "the columns hold other values than the database")
		}
	}
	for id := range held.slots {
		if !c.seen[id] {
			c.add(id, "in the columns, not in the database")
		}
	}
}

// sum is that of what an entry gives the index. The sum of a document is that of
// its postings, in whatever order, and its values.
func (c *comparison) sum(made *indexed) uint64 {
	sum := c.value(fieldVector, written(made.vector)) + c.value(fieldTags, joinedTags(made.tags))
	made.doc.VisitFields(func(f index.Field) {
		f.Analyze()
		for term, t := range f.AnalyzedTokenFrequencies() {
			p := c.posting(f.Name(), term, t.Frequency())
			for _, l := range t.Locations {
				p = binary.AppendUvarint(p, uint64(l.Position))
			}
			sum += c.hash(term, p)
		}
	})
	return sum
}

// postings adds up what bleve has of each document.
func (c *comparison) postings() error {
	reader, err := c.engine.inner.Reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return fmt.Errorf("search index is a %T", reader)
	}
	for _, s := range snapshot.Segments() {
		sums := make([]uint64, s.Segment().Count())
		for _, field := range s.Segment().Fields() {
			if field == "_id" {
				continue
			}
			if err := c.field(s, field, sums); err != nil {
				return err
			}
		}
		gone := s.Deleted()
		for doc, sum := range sums {
			if gone != nil && gone.Contains(uint32(doc)) {
				continue
			}
			id, err := s.Segment().DocID(uint64(doc))
			if err != nil {
				return err
			}
			c.sums[string(id)] += sum
		}
	}
	return nil
}

// field adds up what a segment's documents have in a field.
func (c *comparison) field(s *scorch.SegmentSnapshot, field string, sums []uint64) error {
	dictionary, err := s.Segment().Dictionary(field)
	if err != nil {
		return err
	}
	terms := dictionary.AutomatonIterator(nil, nil, nil)
	for {
		e, err := terms.Next()
		if err != nil || e == nil {
			return err
		}
		found, err := dictionary.PostingsList([]byte(e.Term), s.Deleted(), nil)
		if err != nil {
			return err
		}
		each := found.Iterator(true, false, true, nil)
		for {
			one, err := each.Next()
			if err != nil {
				return err
			}
			if one == nil {
				break
			}
			p := c.posting(field, e.Term, int(one.Frequency()))
			for _, l := range one.Locations() {
				p = binary.AppendUvarint(p, l.Pos())
			}
			sums[one.Number()] += c.hash(e.Term, p)
		}
	}
}

// posting begins what is added up of a term in a field. Values and the source
// have no frequency.
func (c *comparison) posting(field, term string, frequency int) []byte {
	if slices.Contains([]string{fieldMark, fieldVector, fieldTags, fieldSource}, field) {
		frequency = 0
	}
	p := append(append(make([]byte, 0, 64), field...), 0)
	return binary.AppendUvarint(append(append(p, term...), 0), uint64(frequency))
}

// hash is that of a posting; bleve gives an empty field an empty term.
func (c *comparison) hash(term string, posting []byte) uint64 {
	if term == "" {
		return 0
	}
	return maphash.Bytes(c.seed, posting)
}

// value is the hash of a value of a document.
func (c *comparison) value(field, value string) uint64 {
	return maphash.String(c.seed, "value of "+field+"\x00"+value)
}

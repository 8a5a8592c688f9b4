package search

import (
	"slices"

	"tiekartta/i18n"
)

// row is what is kept in memory of an item: what it is filtered, counted
// and sorted by, without its texts.
type row struct {
	id       string // of the document
	realm    realm
	mark     string   // of the document in the index, "" while there is none
	titles   []string // by language, as a reader of that language sees them
	own      uint8    // the languages that it has a title in, a bit each
	vector   []int8   // of its texts' meaning, nil while there is no document
	updated  int64
	evidence int8
	starts   [facetCount + 1]uint16 // where a facet's numbers begin in values
	values   []uint32
}

// of is the numbers of a facet.
func (r *row) of(f facet) []uint32 { return r.values[r.starts[f]:r.starts[f+1]] }

// columns are the rows of all items. A slot keeps its item until that is deleted,
// then serves another.
type columns struct {
	rows        []*row // nil in a free slot
	slots       map[string]int32
	free        []int32
	numberings  [facetCount]numbering
	orders      orders
	sizes       [realms]int // how many rows are of each realm
	suggestions suggestions
	subjects    meanings
}

func newColumns() *columns { return &columns{slots: map[string]int32{}} }

// mostValues bounds a facet's values of one item, so that all fit into a
// row's small offsets. No vocabulary is that large.
const mostValues = 1000

// row makes an item's row, given the mark of its document in the index.
func (c *columns) row(it *item, mark string) *row {
	r := &row{id: it.document(), realm: realmOf(it.kind), mark: mark, updated: it.updated.UnixMicro(), evidence: int8(it.evidence)}
	for i, lang := range i18n.Langs() {
		title, own := it.title.Best(lang, it.original)
		if own == lang {
			r.own |= 1 << i
		}
		r.titles = append(r.titles, title)
	}
	for f := range facetCount {
		r.starts[f] = uint16(len(r.values))
		names := slices.Clone(it.values[f])
		slices.Sort(names)
		names = slices.Compact(names)
		for _, name := range names[:min(len(names), mostValues)] {
			r.values = append(r.values, c.numberings[f].number(name))
		}
	}
	r.starts[facetCount] = uint16(len(r.values))
	return r
}

// change puts rows in and takes ids out.
func (c *columns) change(put []*row, gone []string) {
	changed := make(map[int32]bool, len(put)+len(gone))
	var changes []change
	for _, id := range gone {
		if slot, ok := c.slots[id]; ok {
			delete(c.slots, id)
			c.sizes[c.rows[slot].realm]--
			changes = append(changes, change{slot, c.rows[slot], nil})
			c.rows[slot] = nil
			c.free = append(c.free, slot)
			changed[slot] = true
		}
	}
	for _, r := range put {
		slot, ok := c.slots[r.id]
		if !ok {
			slot = c.slot()
			c.slots[r.id] = slot
			c.sizes[r.realm]++
		}
		changes = append(changes, change{slot, c.rows[slot], r})
		c.rows[slot] = r
		changed[slot] = true
	}
	c.orders.change(c.rows, changed)
	c.suggestions.follow(c, changes)
	c.subjects.follow(changes)
}

func (c *columns) slot() int32 {
	if n := len(c.free); n > 0 {
		slot := c.free[n-1]
		c.free = c.free[:n-1]
		return slot
	}
	c.rows = append(c.rows, nil)
	return int32(len(c.rows) - 1)
}

// count is how many rows are of a realm.
func (c *columns) count(r realm) int { return c.sizes[r] }

// get is the row of a document, nil when there is none.
func (c *columns) get(id string) *row {
	if slot, ok := c.slots[id]; ok {
		return c.rows[slot]
	}
	return nil
}

// tag gives a new row its tags, the weightiest first.
func (c *columns) tag(r *row, tags []string) {
	r.values = slices.Clip(r.values[:r.starts[facetConcept]])
	for _, id := range tags {
		r.values = append(r.values, c.numberings[facetConcept].number(id))
	}
	r.starts[facetCount] = uint16(len(r.values))
}

// tags are a row's tags, the weightiest first.
func (c *columns) tags(r *row) (ids []string) {
	for _, number := range r.of(facetConcept) {
		ids = append(ids, c.numberings[facetConcept].names[number])
	}
	return ids
}

// same tells whether two rows of different columns say the same.
func (c *columns) same(r *row, others *columns, other *row) bool {
	if r.id != other.id || r.updated != other.updated || r.evidence != other.evidence || !slices.Equal(r.titles, other.titles) {
		return false
	}
	for f := range facetCount {
		equal := func(a, b uint32) bool { return c.numberings[f].names[a] == others.numberings[f].names[b] }
		if !slices.EqualFunc(r.of(f), other.of(f), equal) {
			return false
		}
	}
	return true
}

// with are the documents that have a value of a facet.
func (c *columns) with(f facet, name string) []string {
	var ids []string
	number, ok := c.numberings[f].numbers[name]
	if !ok {
		return nil
	}
	for _, r := range c.rows {
		if r != nil && slices.Contains(r.of(f), number) {
			ids = append(ids, r.id)
		}
	}
	return ids
}

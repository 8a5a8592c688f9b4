package search

import (
	"slices"
	"strconv"
	"sync/atomic"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/search/language"
)

// row is what is kept in memory of an item: what it is filtered, counted
// and sorted by, without its texts.
type row struct {
	id       string                     // of the document
	titles   [language.Languages]string // as a reader of that language sees them
	vector   []int8                     // of its texts' meaning, nil while there is no document
	values   []uint32                   // in the order of the facets
	updated  int64
	mark     uint64 // of the document in the index, 0 while there is none
	reach    int32  // -1 when it is not known
	ran      lifetime
	evidence int8
	realm    realm
	own      uint8 // the languages that it has a title in, a bit each
}

// of are the values of a facet.
func (r *row) of(f facet) []uint32 {
	from := 0
	for from < len(r.values) && facet(r.values[from]&facetMask) < f {
		from++
	}
	to := from
	for to < len(r.values) && facet(r.values[to]&facetMask) == f {
		to++
	}
	return r.values[from:to]
}

// columns are the rows of all items. A slot keeps its item until that is deleted,
// then serves another.
type columns struct {
	rows        []*row // nil in a free slot
	slots       map[string]int32
	free        []int32
	numberings  [facetCount]numbering
	year        int16                      // the current one
	uses        map[string][]catalogue.Use // by practice; of the follower, no search looks at them
	owed        map[string]bool            // practices whose uses have changed since their row was made
	orders      orders
	sizes       [realms]int                             // how many rows are of each realm
	usual       atomic.Pointer[map[string][]FacetCount] // counts of a query that asks for nothing, nil after a change
	suggestions suggestions
	subjects    meanings
}

func newColumns(year int) *columns {
	return &columns{slots: map[string]int32{}, uses: map[string][]catalogue.Use{}, owed: map[string]bool{}, year: int16(year)}
}

// mostValues bounds a facet's values of one item. No vocabulary is that large.
const mostValues = 1000

// row makes an item's row, given the mark of its document in the index.
func (c *columns) row(it *item, mark string) *row {
	r := &row{
		id: it.document(), realm: realmOf(it.kind), mark: shortMark(mark), updated: it.updated.UnixMicro(),
		reach: int32(min(it.reach, MostReached)), evidence: int8(it.evidence), ran: it.ran,
	}
	for i, lang := range i18n.Langs() {
		title, own := it.title.Best(lang, it.original)
		if own == lang {
			r.own |= 1 << i
		}
		r.titles[i] = title
	}
	values := it.values
	values[facetYear] = years(r.ran.first, r.ran.to(c.year))
	if it.kind == KindPractice {
		values[facetInUseBy] = c.users(it.id)
	}
	for f := range facetCount {
		names := slices.Clone(values[f])
		slices.Sort(names)
		names = slices.Compact(names)
		for _, name := range names[:min(len(names), mostValues)] {
			r.values = append(r.values, c.numberings[f].number(name)<<facetBits|uint32(f))
		}
	}
	r.values = slices.Clip(r.values)
	return r
}

// shortMark is as much of a document's mark as tells two of them apart.
func shortMark(mark string) uint64 {
	if mark == "" {
		return 0
	}
	short, err := strconv.ParseUint(mark[:min(len(mark), 16)], 16, 64)
	if err != nil {
		return 0 // none of ours
	}
	return short
}

// years are the years between two as values, none for 0.
func years(first, last int16) []string {
	var list []string
	for year := first; year != 0 && year <= last; year++ {
		list = append(list, strconv.Itoa(int(year)))
	}
	return list
}

// turn makes a year the current one: what goes on runs in it too.
func (c *columns) turn(year int) {
	before := c.year
	c.year = max(c.year, int16(year))
	for slot, r := range c.rows {
		if r == nil || !r.ran.goesOn {
			continue
		}
		for _, name := range years(r.ran.to(before)+1, r.ran.to(c.year)) {
			number := c.numberings[facetYear].number(name)
			c.numberings[facetYear].holders[number].add(int32(slot))
			end := slices.IndexFunc(r.values, func(v uint32) bool { return facet(v&facetMask) > facetYear })
			if end < 0 {
				end = len(r.values)
			}
			r.values = slices.Insert(r.values, end, number<<facetBits|uint32(facetYear))
		}
	}
	c.settle()
}

// settle ends a change.
func (c *columns) settle() {
	for f := range c.numberings {
		c.numberings[f].fit(len(c.rows))
	}
	c.usual.Store(nil)
}

// fill puts rows into columns that have none, in slots of their order.
func (c *columns) fill(rows []*row) {
	c.rows, c.slots = rows, make(map[string]int32, len(rows))
	for slot, r := range rows {
		c.slots[r.id] = int32(slot)
		c.sizes[r.realm]++
		for _, v := range r.values {
			c.holders(v).add(int32(slot))
		}
	}
	c.settle()
}

// pack puts all rows together in memory.
func (c *columns) pack() {
	c.rows, c.slots = packed(c.rows), make(map[string]int32, len(c.rows))
	for slot, r := range c.rows {
		c.slots[r.id] = int32(slot)
	}
}

// change puts rows in and takes ids out.
func (c *columns) change(put []*row, gone []string) {
	changed := make(map[int32]bool, len(put)+len(gone))
	var changes []change
	for _, id := range gone {
		if slot, ok := c.slots[id]; ok {
			delete(c.slots, id)
			c.sizes[c.rows[slot].realm]--
			changes = append(changes, c.place(slot, nil))
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
		changes = append(changes, c.place(slot, r))
		changed[slot] = true
	}
	c.settle()
	c.orders.change(c.rows, changed)
	c.suggestions.follow(c, changes)
	c.subjects.follow(changes)
}

// place puts a row into a slot, nil to empty it.
func (c *columns) place(slot int32, r *row) change {
	old := c.rows[slot]
	if old != nil {
		for _, v := range old.values {
			c.holders(v).remove(slot)
		}
	}
	c.rows[slot] = r
	if r != nil {
		for _, v := range r.values {
			c.holders(v).add(slot)
		}
	}
	return change{slot, old, r}
}

// holders are those of a row's value.
func (c *columns) holders(v uint32) *holders {
	return &c.numberings[v&facetMask].holders[v>>facetBits]
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

// of are the rows of a realm.
func (c *columns) of(r realm) slotSet {
	return c.having(facetKind, slices.DeleteFunc(Kinds(), func(kind string) bool { return realmOf(kind) != r }))
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
	r.values = slices.Clip(r.values[:len(r.values)-len(r.of(facetConcept))])
	for _, id := range tags {
		r.values = append(r.values, c.numberings[facetConcept].number(id)<<facetBits|uint32(facetConcept))
	}
	r.values = slices.Clip(r.values)
}

// tagFirst gives a row that has no tags yet its tags. The caller settles.
func (c *columns) tagFirst(slot int32, tags []string) {
	r := c.rows[slot]
	before := len(r.values)
	c.tag(r, tags)
	for _, v := range r.values[before:] {
		c.holders(v).add(slot)
	}
}

// tags are a row's tags, the weightiest first.
func (c *columns) tags(r *row) (ids []string) {
	for _, v := range r.of(facetConcept) {
		ids = append(ids, c.name(v))
	}
	return ids
}

// same tells whether two rows of different columns say the same.
func (c *columns) same(r *row, others *columns, other *row) bool {
	if r.id != other.id || r.updated != other.updated || r.evidence != other.evidence || r.titles != other.titles ||
		r.reach != other.reach || r.ran != other.ran {
		return false
	}
	return slices.EqualFunc(r.values, other.values, func(a, b uint32) bool {
		return a&facetMask == b&facetMask && c.name(a) == others.name(b)
	})
}

// name is the name of a row's value.
func (c *columns) name(v uint32) string { return c.numberings[v&facetMask].names[v>>facetBits] }

// with are the documents that have a value of a facet.
func (c *columns) with(f facet, name string) []string {
	var ids []string
	if have := c.numberings[f].of(name); have != nil {
		have.each(func(slot int32) { ids = append(ids, c.rows[slot].id) })
	}
	return ids
}

// users are the organisations that use a practice.
func (c *columns) users(practice string) []string {
	var users []string
	for _, u := range c.uses[practice] {
		users = append(users, u.Organisation)
	}
	return users
}

// use replaces what a roadmap takes over.
func (c *columns) use(roadmap string, list []catalogue.Use) {
	for id, uses := range c.uses {
		left := slices.DeleteFunc(uses, func(u catalogue.Use) bool { return u.Roadmap == roadmap })
		if len(left) == len(uses) {
			continue
		}
		c.owed[id] = true
		if c.uses[id] = left; len(left) == 0 {
			delete(c.uses, id)
		}
	}
	for _, u := range list {
		c.uses[u.Practice] = append(c.uses[u.Practice], u)
		c.owed[u.Practice] = true
	}
}

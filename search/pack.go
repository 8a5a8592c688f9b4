package search

import "slices"

// mostPacked is how many rows are packed together: when one of them is replaced, its
// room is free again only when all of them are.
const mostPacked = 512

// packed are copies of rows whose texts and values lie together: millions of small
// things in memory are what keeps the garbage collector busy.
func packed(rows []*row) []*row {
	list := make([]*row, 0, len(rows))
	for some := range slices.Chunk(rows, mostPacked) {
		var text []byte
		values := 0
		for _, r := range some {
			text = append(text, r.id...)
			for i, title := range r.titles {
				if slices.Index(r.titles[:], title) == i {
					text = append(text, title...)
				}
			}
			values += len(r.values)
		}
		room := packing{string(text), make([]uint32, 0, values)}
		together := make([]row, len(some))
		for i, r := range some {
			together[i] = *r
			room.take(&together[i])
			list = append(list, &together[i])
		}
	}
	return list
}

// packing is room for what rows or words of names hold, in their order.
type packing struct {
	text   string
	values []uint32
}

// take gives a row its part of the room.
func (p *packing) take(r *row) {
	r.id = p.cut(len(r.id))
	titles := r.titles
	for i, title := range titles {
		if first := slices.Index(titles[:], title); first < i {
			r.titles[i] = r.titles[first]
		} else {
			r.titles[i] = p.cut(len(title))
		}
	}
	r.values = p.put(r.values)
}

// cut is the next part of the text.
func (p *packing) cut(n int) (part string) {
	part, p.text = p.text[:n], p.text[n:]
	return part
}

// put copies values into the room.
func (p *packing) put(values []uint32) []uint32 {
	from := len(p.values)
	p.values = append(p.values, values...)
	return slices.Clip(p.values[from:])
}

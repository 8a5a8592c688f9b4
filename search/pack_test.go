package search

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"unsafe"
)

func TestPackedRowsSayTheSameAndAreSetApart(t *testing.T) {
	var rows []*row
	for i := range mostPacked + 3 {
		r := &row{id: fmt.Sprint("practice-", i), mark: uint64(i), reach: -1, own: 3, vector: []int8{1, int8(i)}}
		r.titles = [3]string{fmt.Sprint("Käytäntö ", i), fmt.Sprint("Praxis ", i), fmt.Sprint("Käytäntö ", i)}
		for n := range i % 5 {
			r.values = append(r.values, uint32(i*n))
		}
		rows = append(rows, r)
	}
	rows[1].titles = [3]string{"", "", "Only this"}
	rows[2].titles, rows[2].vector = [3]string{}, nil
	list := packed(rows)
	for i, r := range list {
		if r == rows[i] || len(r.values) > 0 && &r.values[0] == &rows[i].values[0] {
			t.Fatalf("%s is the same in memory", r.id)
		}
		if !slices.Equal(r.values, rows[i].values) {
			t.Errorf("%s has the values %v", r.id, r.values)
		}
		alike := *r
		alike.values = rows[i].values
		if !reflect.DeepEqual(&alike, rows[i]) {
			t.Errorf("%+v instead of %+v", r, rows[i])
		}
	}
	if unsafe.StringData(list[0].titles[0]) != unsafe.StringData(list[0].titles[2]) {
		t.Error("a title that is told twice takes twice the room")
	}
	_ = append(list[3].values, 99)
	if !slices.Equal(list[4].values, rows[4].values) {
		t.Errorf("what one gains, the next loses: %v", list[4].values)
	}
	if len(packed(nil)) != 0 {
		t.Error("rows of nothing")
	}
}

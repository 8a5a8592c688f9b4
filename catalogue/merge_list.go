package catalogue

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
)

// list merges the rows of a list. Rows are the same when they have the same id;
// those without ids are recognised by what stands in them and around them. Of
// lists of codes each code is a row.
func (m merger) list(path string, base any, mine, theirs []any) any {
	was, known := orNone[[]any](base)
	if !known {
		was = theirs
	}
	names := rowNames(was, was, "")
	a, b := rows(rowNames(was, mine, "mine-"), mine), rows(rowNames(was, theirs, "theirs-"), theirs)
	before := rows(names, was)
	alikeNew(names, a, b)
	merged := []any{}
	for _, name := range order(names, a.names, b.names) {
		old := before.row(name)
		if !known {
			old = base
		}
		if v := m.row(path+"["+name+"]", old, a.row(name), b.row(name)); v != nil {
			merged = append(merged, v)
		}
	}
	if len(merged) == 0 {
		return nil
	}
	return merged
}

// alikeNew gives the rows that both sides added, with the same in them, the same
// name: a save that arrives twice adds nothing twice.
func alikeNew(base []string, mine, theirs named) {
	used := map[int]bool{}
	for i, name := range theirs.names {
		if slices.Contains(base, name) {
			continue
		}
		for j, other := range mine.names {
			if !used[j] && !slices.Contains(base, other) && reflect.DeepEqual(mine.list[j], theirs.list[i]) {
				theirs.names[i], used[j] = other, true
				break
			}
		}
	}
}

// row merges one row. One that somebody removed while somebody else changed it
// is a conflict; a row that is only on one side is new there.
func (m merger) row(path string, base, mine, theirs any) any {
	if base == nil || mine != nil && theirs != nil {
		return m.value(path, base, mine, theirs)
	}
	switch {
	case mine == nil && theirs == nil,
		mine == nil && reflect.DeepEqual(base, theirs), theirs == nil && reflect.DeepEqual(base, mine):
		return nil
	}
	return m.ask(path, base, mine, theirs)
}

// named are the rows of a list by name.
type named struct {
	names []string
	list  []any
}

func rows(names []string, list []any) named { return named{names, list} }

func (n named) row(name string) any {
	if i := slices.Index(n.names, name); i >= 0 {
		return n.list[i]
	}
	return nil
}

// rowNames names the rows of a list so that the same row has the same name as in
// base: its id or code, else its place in base, else a name of its own.
func rowNames(base, list []any, own string) []string {
	names := make([]string, len(list))
	for i, row := range list {
		switch row := row.(type) {
		case string:
			names[i] = row
		case map[string]any:
			names[i], _ = row["id"].(string)
		}
	}
	if !slices.Contains(names, "") {
		return names
	}
	match := align(base, list)
	for i := range list {
		if match[i] >= 0 {
			names[i] = strconv.Itoa(match[i])
		} else {
			names[i] = own + strconv.Itoa(i)
		}
	}
	return names
}

// align finds for each row the row of base that it was, -1 for a new one: equal
// rows are the same, the longest run of them first, and what lies between two
// rows of that run is paired by pair. In lists that nobody may store because they
// are too long no row is found again.
func align(base, list []any) []int {
	match, taken := make([]int, len(list)), make([]bool, len(base))
	for j := range match {
		match[j] = -1
	}
	if max(len(base), len(list)) > 2*mostRows {
		return match
	}
	take := func(i, j int) { match[j], taken[i] = i, true }
	a, b := texts(base), texts(list)
	run := equalRows(a, b)
	for _, same := range run {
		take(same[0], same[1])
	}
	for j := range list {
		for i := 0; match[j] < 0 && i < len(base); i++ {
			if !taken[i] && a[i] == b[j] {
				take(i, j) // was moved
			}
		}
	}
	i, j := 0, 0
	for _, same := range append(run, [2]int{len(base), len(list)}) {
		var left, right []int
		for ; i < same[0]; i++ {
			if !taken[i] {
				left = append(left, i)
			}
		}
		for ; j < same[1]; j++ {
			if match[j] < 0 {
				right = append(right, j)
			}
		}
		for place, found := range pair(at(base, left), at(list, right)) {
			if found >= 0 {
				take(left[found], right[place])
			}
		}
		i, j = same[0]+1, same[1]+1
	}
	return match
}

func texts(list []any) []string {
	found := make([]string, len(list))
	for i, row := range list {
		found[i] = textOf(row)
	}
	return found
}

func textOf(row any) string {
	text, _ := json.Marshal(row) // came from JSON
	return string(text)
}

// at are the rows in those places.
func at(list []any, places []int) []any {
	rows := make([]any, len(places))
	for i, place := range places {
		rows[i] = list[place]
	}
	return rows
}

// equalRows is the longest common run of two lists: pairs of places.
func equalRows(base, list []string) [][2]int {
	long := make([][]int, len(base)+1)
	for i := range long {
		long[i] = make([]int, len(list)+1)
	}
	for i := len(base) - 1; i >= 0; i-- {
		for j := len(list) - 1; j >= 0; j-- {
			if base[i] == list[j] {
				long[i][j] = long[i+1][j+1] + 1
			} else {
				long[i][j] = max(long[i+1][j], long[i][j+1])
			}
		}
	}
	var found [][2]int
	for i, j := 0, 0; i < len(base) && j < len(list); {
		switch {
		case base[i] == list[j]:
			found = append(found, [2]int{i, j})
			i, j = i+1, j+1
		case long[i+1][j] >= long[i][j+1]:
			i++
		default:
			j++
		}
	}
	return found
}

// pair finds for each row the row of base that it was made from. Where there are
// as many, it is the one in its place; else the next that has something in
// common with it, and a row without such is new.
func pair(base, list []any) []int {
	match := make([]int, len(list))
	next := 0
	for j := range list {
		match[j] = -1
		if len(base) == len(list) {
			match[j] = j
			continue
		}
		for i := next; i < len(base); i++ {
			if alike(base[i], list[j]) {
				match[j], next = i, i+1
				break
			}
		}
	}
	return match
}

// alike tells whether two values have a text or a number in common.
func alike(a, b any) bool {
	x, xs := parts(a)
	y, ys := parts(b)
	if !xs || !ys {
		return a != nil && reflect.DeepEqual(a, b)
	}
	for name := range x {
		if alike(x[name], y[name]) {
			return true
		}
	}
	return false
}

// order is mine where rows were moved there, else theirs; rows that only the
// other has stand behind the row that they follow there.
func order(base, mine, theirs []string) []string {
	first, second := theirs, mine
	if !slices.Equal(among(mine, base), among(base, mine)) {
		first, second = mine, theirs
	}
	all := slices.Clone(first)
	for i, name := range second {
		if slices.Contains(all, name) {
			continue
		}
		place := 0
		if i > 0 {
			place = slices.Index(all, second[i-1]) + 1
		}
		all = slices.Insert(all, place, name)
	}
	for _, name := range base {
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// among are the names that others have, too.
func among(names, others []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !slices.Contains(others, name) })
}

package search

import "slices"

// lead brings the first n of a list to its beginning, sorted; the rest stays in
// no order. compare must tell any two apart or not mind their order.
func lead(list []found, n int, compare func(a, b found) int) {
	first := list[:max(0, min(n, len(list)))]
	if n > 0 && n < len(list) { // a heap of the first ones, the last of them on top
		for i := n/2 - 1; i >= 0; i-- {
			sink(first, i, compare)
		}
		for i := n; i < len(list); i++ {
			if compare(list[i], first[0]) < 0 {
				list[i], first[0] = first[0], list[i]
				sink(first, 0, compare)
			}
		}
	}
	slices.SortFunc(first, compare)
}

// sink puts an element of a heap below those that come after it.
func sink(heap []found, i int, compare func(a, b found) int) {
	for {
		last := i
		for _, child := range [2]int{2*i + 1, 2*i + 2} {
			if child < len(heap) && compare(heap[child], heap[last]) > 0 {
				last = child
			}
		}
		if last == i {
			return
		}
		heap[i], heap[last] = heap[last], heap[i]
		i = last
	}
}

// front brings the n hits of a list with the highest scores to its beginning, in no
// order: most of the time of a search that finds much would go into sorting.
func front(list []found, n int) {
	if len(list) > 8*n { // a look at some of them tells nearly all that are too low
		list = list[:likely(list, n)]
	}
	for n > 0 && n < len(list) {
		a, b, c := list[0].score, list[len(list)/2].score, list[len(list)-1].score
		middle := max(min(a, b), min(max(a, b), c))
		i, j := 0, len(list)-1
		for i <= j {
			for list[i].score > middle {
				i++
			}
			for list[j].score < middle {
				j--
			}
			if i <= j {
				list[i], list[j] = list[j], list[i]
				i, j = i+1, j-1
			}
		}
		switch { // what lies between j and i is the middle itself
		case n <= j:
			list = list[:j+1]
		case n >= i:
			list, n = list[i:], n-i
		default:
			return
		}
	}
}

// likely brings the hits that are as good as a share of some of a long list to its
// beginning and returns how many they are: mostly a little more than n, all when it
// is mistaken.
func likely(list []found, n int) int {
	const every = 64
	some := make([]float64, 0, len(list)/every+1)
	for i := 0; i < len(list); i += every {
		some = append(some, list[i].score)
	}
	slices.Sort(some)
	least, k := some[len(some)-min(len(some), n/every*3/2+8)], 0
	for i := range list {
		if list[i].score >= least {
			list[i], list[k] = list[k], list[i]
			k++
		}
	}
	if k < n {
		return len(list)
	}
	return k
}

package ui

// paging leads through a list that has more than one page.
type paging struct {
	Pages []pageLink // none where there is one page only
	Prev  string
	Next  string
}

// pageLink leads to a page of a list; number 0 stands for those left out.
type pageLink struct {
	Number  int
	URL     string
	Current bool
}

// pagesTo links the first and last page and those around the current one.
func pagesTo(now, last int, address func(page int) string) paging {
	var p paging
	if last < 2 {
		return p
	}
	if now > 1 {
		p.Prev = address(min(now-1, last))
	}
	if now < last {
		p.Next = address(now + 1)
	}
	for n := 1; n <= last; n++ {
		switch {
		case n == 1 || n == last || n >= now-1 && n <= now+1:
			p.Pages = append(p.Pages, pageLink{n, address(n), n == now})
		case p.Pages[len(p.Pages)-1].Number != 0:
			p.Pages = append(p.Pages, pageLink{})
		}
	}
	return p
}

// pagesFor is how many pages so many entries fill.
func pagesFor(total, size int) int { return (total + size - 1) / size }

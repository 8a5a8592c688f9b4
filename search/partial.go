package search

// wholly is how much of a query a hit must answer to be called an answer to it;
// less is only what comes nearest. Of the judged queries, those that have an
// answer have one above it, and most of those without have none.
const wholly = 0.6

// partial tells whether no hit of a page answers the whole query.
func (a *answer) partial() bool {
	for i, winners := range a.winners {
		if a.meanings[realmOf(a.Hits[i].Kind)].answered(winners) >= wholly {
			return false
		}
	}
	return len(a.winners) > 0
}

// answered tells whether something found answers the whole query.
func (g *gathered) answered(f found, in realm) bool {
	return g.meanings[in].answered(g.boards[in].winners(f.doc, g.meanings[in])) >= wholly
}

// answered is how much of the words of a query is answered by the alternatives
// by which a hit matched its terms and groups, 0 to 1.
func (m *meaning) answered(winners []int) float64 {
	covers := make([]float64, len(m.terms))
	for i, w := range winners {
		switch {
		case w < 0:
		case i < len(m.terms):
			a := m.terms[i].alternatives[w]
			if covers[i] = a.cover; a.how == ByPart {
				covers[i] = coverParts
			}
		default:
			g := m.groups[i-len(m.terms)]
			for j := g.first; j <= g.last; j++ {
				covers[j] = max(covers[j], g.alternatives[w].cover)
			}
		}
	}
	sum := 0.0
	for _, cover := range covers {
		sum += min(1, cover)
	}
	return sum / float64(max(1, len(covers)))
}

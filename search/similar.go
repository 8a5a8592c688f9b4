package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// What makes two practices similar: how near their subjects are, the telling
// words of title and summary as a share of what the most similar one has of
// them, what they are tagged with, domains, target groups and municipalities.
const (
	defaultSimilar      = 5
	mostSimilarWords    = 24   // of each language, the rarest ones
	commonWord          = 0.2  // a word of more practices than this share tells nothing,
	commonestWord       = 2000 // and one of more than this little for its work
	mostNearest         = 2000 // practices near it that are looked at,
	mostAlike           = 500  // and those with most of its words
	leastAlike          = 0.1  // what practices must have in common
	worthSubject        = 1.0
	worthWords          = 0.5
	worthTags           = 0.4
	worthDomains        = 0.15
	worthTargetGroups   = 0.1
	worthMunicipalities = 0.05
)

// Similar returns the practices most like a published one, the most similar
// first, without the practice itself; none where looking for them takes too long.
// It is store.ErrNotFound for one that is not published.
func (x *Index) Similar(ctx context.Context, id string, limit int) ([]Hit, error) {
	p, err := x.catalogue.Practice(ctx, account.Machine(), id)
	if err != nil {
		return nil, err
	}
	if limit <= 0 {
		limit = defaultSimilar
	}
	var hits []Hit
	err = x.enter(ctx, func(ctx context.Context) error {
		x.mu.RLock()
		defer x.mu.RUnlock()
		if x.engine == nil {
			return errClosed
		}
		itself, ok := x.columns.slots[id]
		if !ok {
			return nil // not followed yet
		}
		w := x.weights
		w.Floor, w.Relative, w.Title = 0, 0, 0
		return x.lookUp(ctx, practices, func(v realmView) (*meaning, error) {
			return x.likeness(v, p)
		}, w, func(_ *ranking, _ *meaning, list []found) { hits = x.alike(list, itself) })
	})
	if err = nothingIfTooMuch(err); err != nil {
		return nil, fmt.Errorf("practices similar to %q: %w", id, err)
	}
	return hits[:min(limit, len(hits))], nil
}

// likeness looks up the telling words of title and summary.
func (x *Index) likeness(v realmView, p *catalogue.Practice) (*meaning, error) {
	m := &meaning{}
	for i, lang := range i18n.Langs() {
		f := newFinding(x.language, i)
		f.read(p.Title.In(lang) + "\n" + p.Summary.In(lang))
		stems := []string(f.terms)
		slices.Sort(stems)
		stems = slices.Compact(stems)
		frequency := make(map[string]int, len(stems))
		for _, stem := range stems {
			p, err := v.postings(fieldText(i), stem)
			if err != nil {
				return nil, err
			}
			frequency[stem] = p.count
		}
		// Its own words tell only what others have too, unless most have.
		stems = slices.DeleteFunc(stems, func(stem string) bool {
			return frequency[stem] < 2 || float64(frequency[stem]) > max(2, min(commonestWord, commonWord*float64(v.docs)))
		})
		slices.SortStableFunc(stems, func(a, b string) int { return cmp.Compare(frequency[a], frequency[b]) })
		for _, stem := range stems[:min(len(stems), mostSimilarWords)] {
			m.terms = append(m.terms, term{alternatives: []alternative{{lang: i, field: fieldText(i), terms: []string{stem}, worth: 1, cover: 1, how: ByForm}}})
		}
	}
	return m, nil
}

// alike adds what else practices have in common to the likeness of words, and
// sorts the most similar ones.
func (x *Index) alike(list []found, itself int32) []Hit {
	rows, subjects := x.columns.rows, &x.columns.subjects
	subjects.ready(rows)
	own, most := rows[itself], 0.0
	front(list, mostAlike)
	words := map[int32]float64{}
	for _, slot := range subjects.nearest(itself, mostNearest) {
		words[slot] = 0
	}
	for _, f := range list[:min(len(list), mostAlike)] {
		words[f.slot] = f.score
		if f.slot != itself {
			most = max(most, f.score)
		}
	}
	if len(rows) <= mostAlike {
		for slot := range rows {
			words[int32(slot)] += 0
		}
	}
	var alike []found
	for slot, score := range words {
		r := rows[slot]
		if r == nil || r.realm != practices || slot == itself {
			continue
		}
		if most > 0 {
			score *= worthWords / most
		}
		score += worthSubject*subjects.cosine(own, r) + worthTags*shared(own, r, facetConcept) +
			worthDomains*shared(own, r, facetDomain) + worthTargetGroups*shared(own, r, facetTargetGroup) + worthMunicipalities*shared(own, r, facetMunicipality)
		if score >= leastAlike {
			alike = append(alike, found{slot: slot, score: score})
		}
	}
	slices.SortFunc(alike, func(a, b found) int {
		return cmp.Or(cmp.Compare(b.score, a.score), orderNewest.compare(rows[a.slot], rows[b.slot]))
	})
	hits := make([]Hit, len(alike))
	for i, f := range alike {
		hits[i] = rows[f.slot].hit(f.score)
	}
	return hits
}

// shared is what two practices share of a facet's values: 0 nothing, 1 all.
func shared(a, b *row, f facet) float64 {
	both := 0
	for _, v := range a.of(f) {
		if slices.Contains(b.of(f), v) {
			both++
		}
	}
	if both == 0 {
		return 0
	}
	return float64(both) / float64(len(a.of(f))+len(b.of(f))-both)
}

package roadmap

import "slices"

// Part is a goal or an action with what it stands in.
type Part struct {
	Section *Section
	Goal    *Goal
	Action  *Action // nil for a goal
}

// Goal finds a goal by its id.
func (r *Roadmap) Goal(id string) (Part, bool) {
	for i := range r.Sections {
		for j := range r.Sections[i].Goals {
			if goal := &r.Sections[i].Goals[j]; goal.ID == id {
				return Part{Section: &r.Sections[i], Goal: goal}, true
			}
		}
	}
	return Part{}, false
}

// Action finds an action by its id.
func (r *Roadmap) Action(id string) (Part, bool) {
	for i := range r.Sections {
		for j := range r.Sections[i].Goals {
			goal := &r.Sections[i].Goals[j]
			for k := range goal.Actions {
				if goal.Actions[k].ID == id {
					return Part{&r.Sections[i], goal, &goal.Actions[k]}, true
				}
			}
		}
	}
	return Part{}, false
}

// Domains are those of the roadmap's sections, each once, in their order.
func (r *Roadmap) Domains() []string {
	var list []string
	for _, s := range r.Sections {
		if s.Domain != "" && !slices.Contains(list, s.Domain) {
			list = append(list, s.Domain)
		}
	}
	return list
}

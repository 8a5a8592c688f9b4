package catalogue

// Step is something that an entry does not tell yet.
type Step struct {
	Field string // name of the field in the model
	Key   string // message key without its prefix "step.": what to tell, and why a reader asks for it
	Gain  int    // by how many per cent the entry grows more complete
}

// NextSteps lists what to add next, what is of most use to a reader first. It is
// empty for an entry that tells all that Completeness looks at.
func NextSteps(p *Practice) []Step {
	missing := p.Missing()
	now, steps := p.Completeness(), make([]Step, 0, len(missing))
	all := len(p.told())
	for _, name := range missing {
		key := name
		if name == "results" && len(p.Results) > 0 {
			key = "results_unfinished"
		}
		steps = append(steps, Step{Field: name, Key: key, Gain: 100*(all-len(missing)+1)/all - now})
	}
	return steps
}

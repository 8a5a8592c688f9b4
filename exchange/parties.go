package exchange

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tiekartta/roadmap"
)

// The rule of splitting, safe side first:
//
//  1. A phrase of cooperation divides the text: leads before, partners after.
//  2. Commas, semicolons and bullets outside brackets separate parties.
//  3. "and" separates two parties only after a comma list, and there only
//     before its last member: "A, B and C" are three. "Welfare Services and
//     Safety Network" stays one name, and a person is asked.
//  4. Not even there when what stands before it shares its head with what
//     follows: "culture and library services", "kulttuuri- ja kirjastopalvelut".
//  5. A comma list with "and" further in front is a sentence and stays whole.
//
// The first lead has the role lead, further ones co_lead, the others partner.
// The text as written is kept beside the parties in any case.

// foundParties are the parties of a cell, with what a person should look at.
type foundParties struct {
	list      []roadmap.Party
	joint     []string // names with "and" in them that may be two parties
	unclear   bool     // not a plain list: kept whole
	inflected bool     // Finnish partners, which stand in the genitive as written
}

func (w *words) parties(text string) foundParties {
	var f foundParties
	left, right, clear := w.divide(text, &f)
	if !clear {
		f.unclear = true
		left, right = text, ""
	}
	for n, name := range w.split(left, &f) {
		role := "lead"
		if n > 0 {
			role = "co_lead"
		}
		f.list = append(f.list, roadmap.Party{Name: name, Role: role})
	}
	for _, name := range w.split(right, &f) {
		f.list = append(f.list, roadmap.Party{Name: name, Role: "partner"})
	}
	return f
}

// divide splits at the phrase of cooperation. Two phrases in one cell are not
// clear: who works with whom is then a matter of reading.
func (w *words) divide(text string, f *foundParties) (left, right string, clear bool) {
	var at []int
	var found cooperation
	for _, c := range w.cooperation {
		m := c.before.FindStringSubmatchIndex(text)
		if m == nil {
			continue
		}
		if at == nil || m[2] < at[2] {
			at, found = m, c
		}
	}
	if at == nil {
		return text, "", true
	}
	left, right = text[:at[2]], text[at[3]:]
	if bracket := strings.TrimRight(left, " "); strings.HasSuffix(bracket, "(") && strings.HasSuffix(right, ")") {
		left, right = strings.TrimSuffix(bracket, "("), strings.TrimSuffix(right, ")")
	}
	if found.after != nil {
		m := found.after.FindAllStringSubmatchIndex(right, -1)
		if m == nil {
			return "", "", false
		}
		last := m[len(m)-1]
		if strings.Trim(right[last[3]:], " .") != "" {
			return "", "", false
		}
		right = right[:last[2]]
		f.inflected = true
	}
	for _, c := range w.cooperation {
		if c.before.MatchString(right) {
			return "", "", false
		}
	}
	return strings.TrimRight(left, " ,;:–—-"), strings.TrimLeft(right, " :"), true
}

// split takes a list apart by the rule above.
func (w *words) split(list string, f *foundParties) []string {
	parts := outside(list, ",;"+inlineBullets)
	if len(parts) == 0 {
		return nil
	}
	last := len(parts) - 1
	for n, part := range parts[:last] {
		if n > 0 && w.startsWithAnd(part) {
			f.unclear = true
			return []string{w.name(strings.TrimSpace(list))}
		}
	}
	if last > 0 {
		tail := parts[last]
		parts = parts[:last]
		if w.startsWithAnd(tail) {
			tail = tail[strings.IndexFunc(tail, unicode.IsSpace):]
			parts = append(parts, tail)
		} else if a, b, ok := w.lastPair(tail); ok {
			parts = append(parts, a, b)
		} else {
			parts = append(parts, tail)
		}
	}
	var names []string
	for _, part := range parts {
		name := w.name(part)
		if name == "" {
			continue
		}
		if w.countAnd(name) > 0 && !w.compound(name) {
			f.joint = append(f.joint, name)
		}
		names = append(names, name)
	}
	return names
}

// lastPair splits the last member of a list at its only "and".
func (w *words) lastPair(s string) (a, b string, ok bool) {
	if w.countAnd(s) != 1 {
		return "", "", false
	}
	fields := strings.Fields(s)
	for n, field := range fields {
		if !w.and[strings.ToLower(field)] || n == 0 || n == len(fields)-1 {
			continue
		}
		before := fields[n-1]
		r, _ := utf8.DecodeRuneInString(before)
		if strings.HasSuffix(before, "-") || n == 1 && strings.ToLower(field) == "and" && unicode.IsLower(r) {
			return "", "", false
		}
		return strings.Join(fields[:n], " "), strings.Join(fields[n+1:], " "), true
	}
	return "", "", false
}

// compound tells names such as "kultur- och fritidstjänsterna", whose hyphen
// shows that they are one.
func (w *words) compound(s string) bool {
	fields := strings.Fields(s)
	for n, field := range fields[1:] {
		if w.and[strings.ToLower(field)] && !strings.HasSuffix(fields[n], "-") {
			return false
		}
	}
	return true
}

func (w *words) startsWithAnd(s string) bool {
	fields := strings.Fields(s)
	return len(fields) > 1 && w.and[strings.ToLower(fields[0])]
}

func (w *words) countAnd(s string) int {
	n := 0
	for _, field := range strings.Fields(s) {
		if w.and[strings.ToLower(field)] {
			n++
		}
	}
	return n
}

// apart writes the parties that a joint name may hold, as a choice.
func (w *words) apart(name string) string {
	fields := strings.Fields(name)
	for n, field := range fields {
		if w.and[strings.ToLower(field)] {
			fields[n] = ";"
		}
	}
	return strings.ReplaceAll(strings.Join(fields, " "), " ;", ";")
}

// name takes off what is not part of a name: the article and a full stop.
func (w *words) name(s string) string {
	s = strings.TrimSuffix(strings.TrimSpace(s), ".")
	for _, article := range w.articles {
		if first, rest, ok := strings.Cut(s, " "); ok && strings.EqualFold(first, article) {
			s = rest
		}
	}
	return strings.TrimSpace(s)
}

// outside splits at any of the marks that stand outside brackets and between
// two words, and leaves out empty parts.
func outside(s, marks string) []string {
	var parts []string
	depth, from := 0, 0
	add := func(part string) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	for i, r := range s {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth = max(depth-1, 0)
		case depth == 0 && strings.ContainsRune(marks, r):
			add(s[from:i])
			from = i + utf8.RuneLen(r)
		}
	}
	add(s[from:])
	return parts
}

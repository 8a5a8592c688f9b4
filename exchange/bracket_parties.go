package exchange

import (
	"strings"

	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// partyCell writes parties so that readParties gives the same ones.
func (b *brackets) partyCell(lang i18n.Lang, parties []roadmap.Party) string {
	var lines []string
	for _, p := range parties {
		p = roadmap.Party{Name: strings.TrimSpace(unixLines(p.Name)), Type: p.Type, Role: p.Role, Suggested: p.Suggested}
		line := b.partyLine(lang, p, "")
		if read, ok := b.party(unfolded(line)); !ok || read != p {
			line = b.partyLine(lang, p, b.mark(lang, "no_type"))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// partyLine names a party without a type by its name alone; noType stands where
// the name could be taken for one with a type.
func (b *brackets) partyLine(lang i18n.Lang, p roadmap.Party, noType string) string {
	line := "[" + b.word(lang, b.own.Role[p.Role], "party_role", p.Role)
	if p.Suggested {
		line = "[" + b.mark(lang, "suggested") + ", " + line[1:]
	}
	kind := noType
	if p.Type != "" {
		kind = b.word(lang, nil, "organisation_type", p.Type)
	}
	name := oneCellLine(p.Name)
	switch {
	case name == "" && p.Type == "":
		return line + "]"
	case name == "":
		return line + ": " + kind + "]"
	case kind == "":
		return line + ": " + name + "]"
	}
	return line + ": " + name + " (" + kind + ")]"
}

// unfolded takes one line of a cell as splitItems gives it.
func unfolded(line string) string { return strings.ReplaceAll(line, "\n\t", "\n") }

// readParties reads the parties of a cell in brackets; bad is the first line
// that was not understood.
func (b *brackets) readParties(cell string) (parties []roadmap.Party, bad string) {
	for _, line := range splitItems(cell) {
		p, ok := b.party(line)
		switch {
		case ok:
			parties = append(parties, p)
		case bad == "":
			bad = line
		}
	}
	return parties, bad
}

// party reads "[ROLE: NAME (TYPE)]". The role may be marked as suggested; what
// stands in round brackets and is no type belongs to the name.
func (b *brackets) party(line string) (roadmap.Party, bool) {
	var p roadmap.Party
	inside, ok := inBrackets(line)
	if !ok || strings.TrimSpace(inside) == "" {
		return p, false
	}
	head, body, _ := strings.Cut(inside, ":")
	if head = strings.TrimSpace(head); strings.HasSuffix(head, "?") {
		head, p.Suggested = head[:len(head)-1], true
	}
	roles := 0
	for word := range strings.SplitSeq(head, ",") {
		word = fold(word)
		role, known := b.roles[word]
		switch {
		case b.suggested[word]:
			p.Suggested = true
		case known:
			p.Role = role
			roles++
		case word != "":
			return p, false
		}
	}
	p.Name = strings.TrimSpace(body)
	if before, kind, ok := roundAtEnd(p.Name); ok {
		code, known := b.types[fold(kind)]
		if known || b.noType[fold(kind)] {
			p.Name, p.Type = strings.TrimSpace(before), code
			return p, roles < 2
		}
	}
	if code, known := b.types[fold(p.Name)]; known {
		p.Name, p.Type = "", code
	}
	return p, roles < 2
}

// roundAtEnd splits "before (inside)".
func roundAtEnd(s string) (before, inside string, ok bool) {
	open := strings.LastIndexByte(s, '(')
	if open < 0 || !strings.HasSuffix(s, ")") {
		return "", "", false
	}
	return s[:open], s[open+1 : len(s)-1], true
}

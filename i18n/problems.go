package i18n

import (
	"fmt"
	"strconv"
	"strings"
)

// Problem is one thing that is wrong with an input: where, which message says
// so, and the values that the message names.
type Problem struct {
	Path string         // "results[0].source", "line 54", "" for the whole
	Key  string         // message key, without its prefix "problem."
	Args map[string]any // values for the message's places
}

// Problems is an error that lists everything wrong with an input. It is never
// empty when used as an error: build it with Add and return it through Err.
type Problems []Problem

// Add appends a problem; args are name and value in turn.
func (p *Problems) Add(path, key string, args ...any) {
	*p = append(*p, Problem{Path: path, Key: key, Args: pairs(args)})
}

// Under appends the problems of a part, with their paths put behind prefix.
func (p *Problems) Under(prefix string, part Problems) {
	for _, one := range part {
		one.Path = Join(prefix, one.Path)
		*p = append(*p, one)
	}
}

// Err returns the list as an error, or nil when nothing is wrong.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// Error is for logs; people read Messages.Problem.
func (p Problems) Error() string {
	var b strings.Builder
	for i, one := range p {
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s: %s", one.Path, one.Key)
		if len(one.Args) > 0 {
			fmt.Fprintf(&b, " %v", one.Args)
		}
	}
	return b.String()
}

// Join puts a path behind another: Join("a", "b") is "a.b", Join("a", "[0]") is
// "a[0]".
func Join(prefix, path string) string {
	switch {
	case prefix == "":
		return path
	case path == "" || path[0] == '[':
		return prefix + path
	}
	return prefix + "." + path
}

// At is the path of the i-th element of a list.
func At(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

func pairs(args []any) map[string]any {
	if len(args) == 0 {
		return nil
	}
	m := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		m[args[i].(string)] = args[i+1]
	}
	return m
}

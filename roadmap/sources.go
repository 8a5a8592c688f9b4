package roadmap

import (
	"strconv"
	"strings"

	"tiekartta/catalogue"
)

// sourceList gathers the sources of several practices, each once.
type sourceList struct {
	list  []catalogue.Source
	known map[string]string // address or title → id in list
}

func newSourceList() *sourceList { return &sourceList{known: map[string]string{}} }

// add takes in the sources of a practice and tells under which id of the list
// each of its own ids is found. Sources are the same when they have the same
// address or, where one has none, the same title, publisher and year.
func (l *sourceList) add(p *catalogue.Practice) map[string]string {
	ids := map[string]string{}
	for _, source := range p.Sources {
		title := strings.ToLower(oneLine(source.Title)+"|"+oneLine(source.Publisher)) + "|" + strconv.Itoa(source.Year)
		key := title
		if source.URL != "" {
			_, address, _ := strings.Cut(source.URL, "://")
			key = strings.TrimSuffix(strings.TrimPrefix(address, "www."), "/")
		}
		id, ok := l.known[key]
		if !ok {
			id = p.ID + "-" + source.ID
			own := source
			own.ID = id
			l.list = append(l.list, own)
			l.known[key] = id
			if _, taken := l.known[title]; !taken {
				l.known[title] = id
			}
		} else {
			l.note(id, source.Note)
		}
		ids[source.ID] = id
	}
	return ids
}

// note adds what another practice says of a source that is there already.
func (l *sourceList) note(id, note string) {
	for i := range l.list {
		if own := &l.list[i]; own.ID == id && note != "" && !strings.Contains(own.Note, note) {
			own.Note = strings.TrimSpace(own.Note + " " + note)
		}
	}
}

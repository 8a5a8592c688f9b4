package catalogue_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// rowsWithoutIDs are lists whose rows have no id: how three rows are written and
// how they are changed about, in the list's own type.
type rowsWithoutIDs struct {
	list, text string
	write      func(*catalogue.Practice)
	rows       func(*catalogue.Practice, func([]int) []int)
}

// reorder makes of three rows those at the given places; -1 is a new one.
func reorder[T any](rows *[]T, new T, order func([]int) []int) {
	var next []T
	for _, i := range order([]int{0, 1, 2}) {
		if i < 0 {
			next = append(next, new)
		} else {
			next = append(next, (*rows)[i])
		}
	}
	*rows = next
}

func listsWithoutIDs() []rowsWithoutIDs {
	both := func(n int) i18n.Text { return i18n.Text{FI: fmt.Sprint("teksti ", n), SV: fmt.Sprint("text ", n)} }
	one := i18n.Text{FI: "uusi"}
	return []rowsWithoutIDs{
		{"lessons", "text", func(p *catalogue.Practice) {
			for i := range 3 {
				p.Lessons = append(p.Lessons, catalogue.Lesson{Kind: "critical_issue", Text: both(i)})
			}
		}, func(p *catalogue.Practice, order func([]int) []int) {
			reorder(&p.Lessons, catalogue.Lesson{Kind: "do", Text: one}, order)
		}},
		{"partners", "role", func(p *catalogue.Practice) {
			for i := range 3 {
				p.Partners = append(p.Partners, catalogue.Partner{Name: fmt.Sprint("taho ", i), Role: both(i)})
			}
		}, func(p *catalogue.Practice, order func([]int) []int) {
			reorder(&p.Partners, catalogue.Partner{Name: "uusi", Role: one}, order)
		}},
		{"funding", "note", func(p *catalogue.Practice) {
			for i := range 3 {
				p.Funding = append(p.Funding, catalogue.Funding{Source: fmt.Sprint("rahasto ", i), Note: both(i)})
			}
		}, func(p *catalogue.Practice, order func([]int) []int) {
			reorder(&p.Funding, catalogue.Funding{Source: "uusi", Note: one}, order)
		}},
		{"results[r1].breakdowns", "group", func(p *catalogue.Practice) {
			for i := range 3 {
				n := float64(i + 1)
				p.Results[0].Breakdowns = append(p.Results[0].Breakdowns, catalogue.Breakdown{Dimension: "other", Group: both(i), Value: &n, As: "count"})
			}
		}, func(p *catalogue.Practice, order func([]int) []int) {
			n := 50.0
			reorder(&p.Results[0].Breakdowns, catalogue.Breakdown{Dimension: "sex", Group: one, Value: &n, As: "share"}, order)
		}},
	}
}

// What is known of a row's texts stays with them wherever the row goes: the row
// in the middle is a machine's, the last is outdated, and on each is a comment.
func TestWhatIsKnownOfARowFollowsIt(t *testing.T) {
	acts := map[string]func([]int) []int{
		"removed": func([]int) []int { return []int{1, 2} }, "moved": func([]int) []int { return []int{1, 0, 2} },
		"moved to the end":   func([]int) []int { return []int{1, 2, 0} },
		"moved to the front": func([]int) []int { return []int{2, 0, 1} },
		"inserted":           func([]int) []int { return []int{-1, 0, 1, 2} },
		"moved and inserted": func([]int) []int { return []int{2, -1, 1, 0} },
	}
	saves := map[string]func(translator, catalogue.Practice) error{
		"form": func(x translator, p catalogue.Practice) error {
			_, err := x.c.Save(x.Context(), editor("vantaa"), p)
			return err
		},
		"program": func(x translator, p catalogue.Practice) error {
			_, err := x.c.Change(x.Context(), editor("vantaa"), p)
			return err
		},
		"bundle": func(x translator, p catalogue.Practice) error {
			p.State = "draft"
			p.Machine = nil // says itself which texts are a machine's
			for i, path := range x.paths(&p) {
				if path == "text 1" {
					p.Machine = append(p.Machine, i)
				}
			}
			_, err := x.c.Put(x.Context(), editor("vantaa"), &p)
			return err
		},
	}
	for _, list := range listsWithoutIDs() {
		for act, order := range acts {
			for way, save := range saves {
				for _, published := range []bool{false, true} {
					if list.list != "lessons" && (published || way != "form") {
						continue // all lists go the same way
					}
					t.Run(fmt.Sprint(list.list, " ", act, " ", way, " ", published), func(t *testing.T) {
						rowsFollow(t, list, order, save, published)
					})
				}
			}
		}
	}
}

func rowsFollow(t *testing.T, list rowsWithoutIDs, order func([]int) []int, save func(translator, catalogue.Practice) error, published bool) {
	x := translate(t)
	x.change(func(p *catalogue.Practice) {
		list.write(p)
		p.Machine = []string{list.list + "[1]." + list.text + ".sv"}
	})
	if published {
		x.change(func(p *catalogue.Practice) { p.Summary.SV = "Kafé." })
		x.publish()
	}
	x.change(func(p *catalogue.Practice) {
		if f, ok := catalogue.TextAt(p, list.list+"[2]."+list.text); ok {
			f.Set(i18n.Finnish, "muuttunut")
		}
	})
	for i := range 3 {
		if _, err := x.c.AddComment(t.Context(), editor("vantaa"), x.id, fmt.Sprintf("%s[%d].%s", list.list, i, list.text), fmt.Sprint("text ", i)); err != nil {
			t.Fatal(err)
		}
	}
	p, err := x.c.Draft(t.Context(), editor("vantaa"), x.id)
	if err != nil {
		t.Fatal(err)
	}
	list.rows(p, order)
	if err := save(x, *p); err != nil {
		t.Fatal(err)
	}
	after := x.texts()
	want := map[string]string{"text 0": catalogue.Translated, "text 1": catalogue.MachineText, "text 2": catalogue.Outdated}
	for _, into := range []string{"text 0", "text 1", "text 2"} {
		one, ok := after[into]
		if !ok {
			continue // is removed
		}
		if one.State != want[into] {
			t.Errorf("%q is %s and should be %s", into, one.State, want[into])
		}
		if into == "text 2" && (one.Then != "teksti 2" || one.Original != "muuttunut") {
			t.Errorf("the original was %q and is %q", one.Then, one.Original)
		}
	}
	comments, err := x.c.Comments(t.Context(), editor("vantaa"), x.id)
	if err != nil || len(comments) != 3 {
		t.Fatal(comments, err)
	}
	for _, comment := range comments {
		place := ""
		if one, ok := after[comment.Text]; ok {
			place = one.Path + ".fi"
		}
		if got := catalogue.PlaceOf(x.draft(), comment.Path); got != place {
			t.Errorf("the comment on %q is at %q and should be at %q", comment.Text, got, place)
		}
		if catalogue.FieldOf(comment.Path) != catalogue.FieldOf(list.list+"[0]."+list.text) {
			t.Errorf("the comment is on %q", comment.Path)
		}
	}
}

// texts are the translated texts of the draft by what they say in Swedish.
func (t translator) texts() map[string]catalogue.Translation {
	t.Helper()
	all, err := t.c.Translations(t.Context(), editor("vantaa"), t.id, i18n.Swedish)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]catalogue.Translation{}
	for _, one := range all.Texts {
		if strings.HasPrefix(one.Into, "text ") {
			found[one.Into] = one
		}
	}
	return found
}

// paths are the Swedish texts of a practice by path.
func (t translator) paths(p *catalogue.Practice) map[string]string {
	found := map[string]string{}
	for _, f := range catalogue.Texts(p) {
		found[f.Stable+".sv"] = f.Text.SV
	}
	return found
}

func marked(t *testing.T, p *catalogue.Practice, source *catalogue.Practice) *catalogue.Practice {
	t.Helper()
	if err := catalogue.MarkTexts(p, source); err != nil {
		t.Fatal(err)
	}
	return p
}

func (t translator) draft() *catalogue.Practice {
	t.Helper()
	p, err := t.c.Draft(t.Context(), editor("vantaa"), t.id)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Somebody removes a row while somebody else adds one in front of it: the marks
// of both follow their texts.
func TestMarksFollowTheirTextsThroughAMerge(t *testing.T) {
	x := translate(t)
	list := listsWithoutIDs()[0]
	x.change(func(p *catalogue.Practice) { list.write(p); p.Machine = []string{"lessons[1].text.sv"} })
	mine, theirs := *x.draft(), *x.draft()
	mine.Lessons = slices.Delete(slices.Clone(mine.Lessons), 0, 1)
	theirs.Lessons = slices.Insert(slices.Clone(theirs.Lessons), 1, catalogue.Lesson{Kind: "do", Text: i18n.Text{FI: "uusi", SV: "människans"}})
	if _, err := x.c.Save(t.Context(), writer("b"), theirs); err != nil {
		t.Fatal(err)
	}
	saved, err := x.c.Save(t.Context(), writer("a"), mine)
	if err != nil || len(saved.Conflicts) > 0 {
		t.Fatal(saved, err)
	}
	if p := saved.Practice; len(p.Lessons) != 3 || p.Lessons[1].Text.SV != "text 1" || !slices.Equal(p.Machine, []string{"lessons[1].text.sv"}) {
		t.Errorf("%+v %v", p.Lessons, p.Machine)
	}
}

// A removed row comes back with all that was known of it.
func TestWhatIsKnownOfARowComesBackWithIt(t *testing.T) {
	x := translate(t)
	list := listsWithoutIDs()[0]
	x.change(func(p *catalogue.Practice) {
		list.write(p)
		p.Machine = []string{"lessons[0].text.sv", "lessons[1].text.sv"}
	})
	x.change(func(p *catalogue.Practice) { p.Lessons[0].Text.FI = "muuttunut" })
	if _, err := x.c.AddComment(t.Context(), editor("vantaa"), x.id, "lessons[0].text", "text 0"); err != nil {
		t.Fatal(err)
	}
	older := x.draft()
	without := x.draft()
	without.Lessons = without.Lessons[1:]
	if _, err := x.c.Save(t.Context(), writer("a"), *without); err != nil {
		t.Fatal(err)
	}
	saved, err := x.c.SaveOn(t.Context(), writer("a"), marked(t, without, older), older)
	if err != nil || len(saved.Practice.Lessons) != 3 || !slices.Equal(slices.Sorted(slices.Values(saved.Practice.Machine)), older.Machine) {
		t.Fatal(saved.Practice, err)
	}
	if one := x.texts()["text 0"]; one.State != catalogue.Outdated || one.Then != "teksti 0" {
		t.Errorf("%+v", one)
	}
	comments, err := x.c.Comments(t.Context(), editor("vantaa"), x.id)
	if err != nil || catalogue.PlaceOf(x.draft(), comments[0].Path) != "lessons[0].text.fi" {
		t.Error(comments, err)
	}
}

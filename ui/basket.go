package ui

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// mostChosen keeps the basket's cookie below 4 kB.
const mostChosen = 40

// choice is a version of a practice that a reader wants in a roadmap.
type choice struct {
	ID      string
	Version int
}

// String is the form in addresses, forms and the cookie: "smile@2", or "smile"
// for the newest version.
func (ch choice) String() string {
	if ch.Version == 0 {
		return ch.ID
	}
	return ch.ID + "@" + strconv.Itoa(ch.Version)
}

// readChoice reads String's form; without a version it is 0: the newest.
func readChoice(s string) (choice, bool) {
	id, version, found := strings.Cut(s, "@")
	ch := choice{ID: id}
	if found {
		n, err := strconv.Atoi(version)
		if err != nil || n < 1 {
			return choice{}, false
		}
		ch.Version = n
	}
	return ch, catalogue.IsSlug(id)
}

// basketName is the cookie's name; with https it is bound to this host.
func (p *Pages) basketName() string {
	if p.https() {
		return "__Host-basket"
	}
	return "basket"
}

func (p *Pages) https() bool { return strings.HasPrefix(p.Settings.URL, "https://") }

// readBasket reads the choices of the cookie, whatever else it holds left out:
// a cookie is input like any other. Only the cookie bound to this host counts
// where there is one: any neighbour of the domain could set the other.
func (p *Pages) readBasket(c echo.Context) []choice {
	var list []choice
	cookie, err := c.Cookie(p.basketName())
	if err != nil {
		return nil
	}
	for part := range strings.SplitSeq(cookie.Value, ".") {
		ch, ok := readChoice(part)
		same := func(other choice) bool { return other.ID == ch.ID }
		if ok && len(list) < mostChosen && !slices.ContainsFunc(list, same) {
			list = append(list, ch)
		}
	}
	return list
}

// writeBasket keeps the choices for three months; none removes the cookie.
func (p *Pages) writeBasket(c echo.Context, list []choice) {
	parts := make([]string, len(list))
	for i, ch := range list {
		parts[i] = ch.String()
	}
	cookie := &http.Cookie{
		Name: p.basketName(), Value: strings.Join(parts, "."), Path: "/", MaxAge: 90 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: p.https(),
	}
	if len(list) == 0 {
		cookie.MaxAge = -1
	}
	c.SetCookie(cookie)
}

// chosen loads practices in the chosen versions. Missing are those that are no
// longer there.
func (p *Pages) chosen(c echo.Context, choices []choice) (list []*catalogue.Practice, missing []choice, err error) {
	ctx := c.Request().Context()
	for _, ch := range choices {
		var practice *catalogue.Practice
		if ch.Version == 0 {
			practice, err = p.Catalogue.Practice(ctx, account.Actor{}, ch.ID)
		} else {
			practice, err = p.Catalogue.PracticeVersion(ctx, account.Actor{}, ch.ID, ch.Version)
		}
		switch {
		case errors.Is(err, store.ErrNotFound):
			missing = append(missing, ch)
		case err != nil:
			return nil, nil, err
		default:
			list = append(list, practice)
		}
	}
	return list, missing, nil
}

// basketAdd puts one practice or several into the basket, a chosen one in the
// version now named.
func (p *Pages) basketAdd(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return echo.ErrBadRequest
	}
	if len(form["practice"]) > mostChosen {
		return tooMany()
	}
	list, last := p.readBasket(c), choice{}
	for _, value := range form["practice"] {
		wanted, _ := readChoice(value)
		loaded, _, err := p.chosen(c, []choice{wanted})
		if err != nil {
			return err
		}
		if len(loaded) == 0 {
			return fmt.Errorf("practice %q for the basket: %w", value, store.ErrNotFound)
		}
		last = choice{wanted.ID, loaded[0].Version}
		list = append(slices.DeleteFunc(list, func(ch choice) bool { return ch.ID == last.ID }), last)
	}
	if len(list) > mostChosen {
		return tooMany()
	}
	p.writeBasket(c, list)
	return p.comeBack(c, "added", last)
}

func tooMany() error {
	var problems i18n.Problems
	problems.Add("practice", "too_many", "Max", mostChosen)
	return problems.Err()
}

func (p *Pages) basketRemove(c echo.Context) error {
	gone, ok := readChoice(c.FormValue("practice"))
	if !ok {
		return store.ErrNotFound
	}
	p.writeBasket(c, slices.DeleteFunc(p.readBasket(c), func(ch choice) bool { return ch.ID == gone.ID }))
	return p.comeBack(c, "removed", gone)
}

func (p *Pages) basketClear(c echo.Context) error {
	p.writeBasket(c, nil)
	return c.Redirect(http.StatusSeeOther, "/"+string(pageLanguage(c))+"/basket")
}

// comeBack leads back to the page that the form named, if it is one of ours,
// which then tells what was done and how to undo it.
func (p *Pages) comeBack(c echo.Context, what string, ch choice) error {
	base := "/" + string(pageLanguage(c))
	back, err := url.Parse(c.FormValue("back"))
	if err != nil || back.Scheme != "" || back.Host != "" || !strings.HasPrefix(back.Path, base+"/") && back.Path != base {
		back = &url.URL{Path: base + "/basket"}
	}
	query := without(back.Query(), "added", "removed")
	query.Set(what, ch.String())
	back.RawQuery, back.Fragment = query.Encode(), ""
	return c.Redirect(http.StatusSeeOther, back.String())
}

// notice tells what the last click did, with the way to undo it.
type notice struct {
	Key   string // "added" or "removed"
	Title shown
	Undo  string // the choice
	Back  string
	Count int
}

// addedNotice is the notice for "added" or "removed" in the address, nil
// without. It tells only what is so: an old address shows nothing.
func (p *Pages) addedNotice(c echo.Context, back string) (*notice, error) {
	lang, list := pageLanguage(c), p.readBasket(c)
	for _, key := range []string{"added", "removed"} {
		ch, ok := readChoice(c.QueryParam(key))
		there := slices.ContainsFunc(list, func(other choice) bool { return other.ID == ch.ID })
		if !ok || there != (key == "added") {
			continue
		}
		loaded, _, err := p.chosen(c, []choice{ch})
		if err != nil {
			return nil, err
		}
		if len(loaded) == 1 {
			title := show(lang, loaded[0].Title, loaded[0].OriginalLanguage)
			return &notice{Key: key, Title: title, Undo: ch.String(), Back: back, Count: len(list)}, nil
		}
	}
	return nil, nil
}

package main

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// looked lists pages of every make-up.
func looked(lang string) []string {
	return []string{"/" + lang, "/" + lang + "/practices", "/" + lang + "/practices/smile", "/" + lang + browserDraft}
}

// forced looks at pages in colours that the system forces on them, as people do
// who need a high contrast. What keeps a colour of its own, or is told from its
// ground by a colour alone, is lost then.
func (b *browser) forced(t *testing.T) {
	v := b.visitor(t, look{features: map[string]string{"forced-colors": "active", "prefers-color-scheme": "dark"}})
	for _, page := range looked("sv") {
		v.opens(page)
		if !sees[bool](v, `matchMedia('(forced-colors: active)').matches`) {
			t.Fatal("the browser forces no colours")
		}
		if lost := sees[string](v, unforced); lost != "" {
			t.Errorf("%s in forced colours: %s", page, lost)
		}
		for range 12 {
			v.do(chromedp.KeyEvent(kb.Tab))
			if at := sees[string](v, unseenFocus); at != "" {
				t.Errorf("%s in forced colours: focus on %s", page, at)
			}
		}
	}
	if fill := sees[string](v, `getComputedStyle(document.querySelector('.tk-text')).fill`); fill == "rgb(31, 45, 53)" {
		t.Error("the words of a chart keep their own colour: ", fill)
	}
	v.quiet()
}

// systemColours gives the colours that the system has, by name.
const systemColours = `const system = Object.fromEntries(['Canvas', 'CanvasText', 'LinkText', 'VisitedText', 'ActiveText', 'ButtonFace', 'ButtonText', 'ButtonBorder',
		'Field', 'FieldText', 'Highlight', 'HighlightText', 'SelectedItem', 'SelectedItemText', 'Mark', 'MarkText', 'GrayText'].map(name => {
		const probe = document.createElement('i')
		probe.style.color = name
		document.body.append(probe)
		const colour = getComputedStyle(probe).color
		probe.remove()
		return [name, colour]
	}))
	const ours = colour => !Object.values(system).includes(colour)
	const unseen = colour => [system.Canvas, 'rgba(0, 0, 0, 0)'].includes(colour)
	const called = e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 30)
`

// unforced names what is written in a colour of its own or on one, and controls
// without a border that differs from the page.
const unforced = `(() => { ` + systemColours + `
	const seen = [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && !e.closest('svg, .ds-sr-only'))
	const own = seen.map(e => [e, getComputedStyle(e)]).filter(([, s]) => ours(s.color) || !unseen(s.backgroundColor) && ours(s.backgroundColor))
	const flat = seen.filter(e => e.matches('.ds-button, .ds-input, .ds-chip')).map(e => [e, getComputedStyle(e)])
		.filter(([, s]) => s.borderTopStyle === 'none' || parseFloat(s.borderTopWidth) < 1 || unseen(s.borderTopColor) || ours(s.borderTopColor))
	return [...own.slice(0, 4).map(([e, s]) => 'own colour: ' + called(e) + ' ' + s.color + ' on ' + s.backgroundColor),
		...flat.slice(0, 4).map(([e, s]) => 'no border: ' + called(e) + ' ' + s.border)].join(' | ')
})()`

// unseenFocus names the focused element when no outline in a colour of the
// system is around it.
const unseenFocus = `(() => { ` + systemColours + `
	const e = document.activeElement
	const outlined = x => {
		const s = x && getComputedStyle(x)
		return s && s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && !unseen(s.outlineColor) && !ours(s.outlineColor)
	}
	return e === document.body || outlined(e) || outlined(e.parentElement) ? '' : called(e) + ' ' + getComputedStyle(e).outline
})()`

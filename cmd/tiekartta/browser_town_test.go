package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// A browser follows the way to the provider and back under our content policy
// and with cookies as it keeps them, without and with script, and sends files.
func TestABrowserSignsInThroughTheTownAndSendsFiles(t *testing.T) {
	t.Parallel()
	b, w := openBrowser(t), openTown(t)
	b.site = w.url
	anna := w.arrives("anna@vantaa.example")
	must(t, w.accounts.PutPassword(t.Context(), account.Actor{User: anna.ID, Name: anna.Name}, "vihreä polkupyörä sateessa", ""))
	p, err := w.catalogue.Add(t.Context(), account.Machine(), catalogue.Practice{Organisation: "vantaa", Title: i18n.Text{FI: "Kielikahvila"}})
	must(t, err)
	files := "/fi/desk/practices/" + p.ID + "/files"
	small, large := written(t, "ohje.txt", "Näin se tehdään."), written(t, "suuri.txt", strings.Repeat("a", catalogue.LargestFile+1))

	plain := b.visitor(t, look{noScript: true})
	plain.opens(files)
	plain.do(chromedp.Click(`main a[href*="/sign-in/openid"]`), chromedp.WaitVisible("#file"))
	plain.do(chromedp.SetUploadFiles("#file", []string{small}), chromedp.Click("form[enctype] button"), chromedp.WaitVisible(".file-row"))
	if at := plain.address(); !strings.HasPrefix(at, files+"?done=added") {
		t.Errorf("at %s", at)
	}

	v := b.visitor(t, look{})
	v.opens(files)
	v.do(chromedp.Click(`main a[href*="/sign-in/openid"]`), chromedp.WaitVisible(".file-row"))
	v.holds(t)
	v.do(chromedp.SetUploadFiles("#file", []string{large}), chromedp.Click("form[enctype] button"), chromedp.WaitVisible("#errors"))
	v.waits(`document.activeElement.id === 'errors'`)
	v.holds(t)

	v.opens("/fi/desk/account")
	v.do(chromedp.Click(`form[action$="/account/openid/remove"] button`))
	v.waits(`location.search === '?done=disconnected'`)
	v.do(chromedp.Click(`form[action$="/account/openid"] button`))
	v.waits(`location.search === '?done=connected'`) // the page between leads on by itself
}

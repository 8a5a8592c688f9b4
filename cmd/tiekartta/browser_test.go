package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// The browser tests use the pages of a running service as people do, in one
// Chromium: each visitor has cookies of its own.

// browser is a Chromium with a service to visit.
type browser struct {
	ctx  context.Context
	site string
	data string // the service's folder
	s    *service
	axe  string // the source of axe-core
}

// openEmpty starts both with a catalogue without entries, and makes a token for
// an editor in Vantaa.
func openEmpty(t *testing.T) (b *browser, s *service, token string) {
	t.Helper()
	b = openBrowser(t, "-empty")
	return b, b.s, strings.TrimSpace(does(t, b.data, "token", "add", "-organisation", "092", "-role", "editor"))
}

// openBrowser starts both. Without Chromium the tests are skipped, unless the
// environment says that they must run, as "make test" does.
func openBrowser(t *testing.T, args ...string) *browser {
	t.Helper()
	_, err := chromiumPath()
	switch {
	case err == nil:
	case os.Getenv("TIEKARTTA_BROWSER") == "required":
		t.Fatal("the pages cannot be tested: ", err)
	default:
		t.Skip("the pages are not tested: ", err)
	}
	axe, err := os.ReadFile(filepath.Join("testdata", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, err := chromiumOnce()
	if err != nil {
		t.Fatal("Chromium does not start: ", err)
	}
	data := ""
	if slices.Contains(args, "-empty") {
		data = t.TempDir()
	} else {
		data = filled(t)
	}
	s := started(t, data, args...)
	return &browser{ctx: ctx, site: s.url, data: data, s: s, axe: string(axe)}
}

// chromiumOnce starts the Chromium of all tests; closeChromium ends it.
var (
	closeChromium = func() {}
	chromiumOnce  = sync.OnceValues(func() (context.Context, error) {
		path, err := chromiumPath()
		if err != nil {
			return nil, err
		}
		options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
			chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "en"))
		ctx, endAll := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, end := chromedp.NewContext(ctx)
		closeChromium = func() { end(); endAll() }
		return ctx, chromedp.Do(ctx)
	})
)

func chromiumPath() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("there is no chromium, chromium-browser or google-chrome on the path; .ci/tools installs it on Debian")
}

// look is how a visitor sees pages.
type look struct {
	width    int64
	noScript bool
	media    string // "print"; empty for a screen
	features map[string]string
}

// visitor is a tab with cookies of its own. What the browser says on the
// console, violations of the content policy among it, is kept.
type visitor struct {
	t    *testing.T
	b    *browser
	ctx  context.Context
	mu   sync.Mutex
	said []string
}

func (b *browser) visitor(t *testing.T, l look) *visitor {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	v := &visitor{t: t, b: b, ctx: ctx}
	v.do(chromedp.Navigate("about:blank"))
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			v.mu.Lock()
			v.said = append(v.said, string(m.Type)+": "+m.Text+" ("+m.URL+")")
			v.mu.Unlock()
		}
	}()
	v.looks(l)
	return v
}

// looks changes how the visitor sees pages from now on.
func (v *visitor) looks(l look) {
	v.t.Helper()
	if l.width == 0 {
		l.width = 1280
	}
	media := emulation.SetEmulatedMediaParams{Media: l.media}
	for name, value := range l.features {
		media.Features = append(media.Features, &emulation.MediaFeature{Name: name, Value: value})
	}
	v.do(chromedp.EmulateViewport(l.width, 900))
	// A page that is not in front is given no focus, and many are open at once.
	_, err := chromedp.Call(v.ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	if err == nil {
		_, err = chromedp.Call(v.ctx, emulation.SetEmulatedMedia, media)
	}
	if err == nil {
		_, err = chromedp.Call(v.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: l.noScript})
	}
	if err != nil {
		v.t.Fatal(err)
	}
}

// patience bounds one step of a visitor. Only what is wrong takes that long: the
// machine may be busy with other tests.
const patience = 2 * time.Minute

func (v *visitor) do(steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	if err := chromedp.Do(v.ctx); err != nil { // the tab lives longer than its first step
		v.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		v.t.Fatalf("%v\nat %s", err, v.address())
	}
}

// opens goes to an address of the service.
func (v *visitor) opens(path string) {
	v.t.Helper()
	v.do(chromedp.Navigate(v.b.site + path))
}

// follows does something that leads to another page and waits for it.
func (v *visitor) follows(step chromedp.Action[chromedp.Void]) (status int64) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	answer, err := chromedp.RunResponse(ctx, step)
	if err != nil {
		v.t.Fatalf("%v\nat %s", err, v.address())
	}
	return answer.Status
}

func (v *visitor) address() string {
	address, err := chromedp.Run(v.ctx, chromedp.Location())
	if err != nil {
		return err.Error()
	}
	return strings.TrimPrefix(address, v.b.site)
}

// sees evaluates an expression on the page.
func sees[T any](v *visitor, expression string) T {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		v.t.Fatalf("%v\nat %s: %.200s", err, v.address(), expression)
	}
	return value
}

// waits until an expression is true. While a page is being exchanged the
// expression may fail; that is not true yet.
func (v *visitor) waits(expression string) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	for ctx.Err() == nil {
		if yes, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression)); err == nil && yes {
			return
		}
		time.Sleep(30 * time.Millisecond)
	}
	v.t.Errorf("at %s it never came true: %s", v.address(), expression)
}

// heard returns what the browser has said since the last time, without the note
// that a page itself was answered with an error, which some are meant to be.
func (v *visitor) heard() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	var list []string
	for _, line := range v.said {
		if !strings.Contains(line, "Failed to load resource: the server responded with a status of 4") {
			list = append(list, line)
		}
	}
	v.said = nil
	return list
}

func (v *visitor) quiet() {
	v.t.Helper()
	for _, line := range v.heard() {
		v.t.Errorf("%s: the browser says %s", v.address(), line)
	}
}

func TestRulesOfAccessibilityAreTheReleasedOnes(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "axe-manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		Files []struct{ Path, Version, SHA256 string }
	}
	if err := json.Unmarshal(text, &manifest); err != nil || len(manifest.Files) == 0 {
		t.Fatal("no manifest: ", err)
	}
	for _, f := range manifest.Files {
		body, err := os.ReadFile(filepath.Join("testdata", f.Path))
		if sum := sha256.Sum256(body); err != nil || hex.EncodeToString(sum[:]) != f.SHA256 {
			t.Errorf("%s is not that of axe-core %s", f.Path, f.Version)
		}
	}
}

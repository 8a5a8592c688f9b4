package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/api"
	"tiekartta/exchange"
	"tiekartta/search"
	"tiekartta/store"
	"tiekartta/ui"
)

// settings are the flags of serve.
type settings struct {
	addr, url, proxies string
	metrics            string
	empty              bool
	operator, contact  string
	ipOf               echo.IPExtractor // from proxies
	measuring          []netip.Prefix   // from metrics
	oidc               openidSettings
	smtp               mailSettings
	openID             *account.OpenID // from oidc; nil without a provider
	mail               ui.Mailer       // from smtp; nil where no mail is sent
	unfound            *search.Unfound
	later              *ui.Later
}

func serve(c *call) func(context.Context) error {
	s := &settings{}
	c.flags.StringVar(&s.addr, "addr", "127.0.0.1:8080", c.say("flag.addr"))
	c.flags.BoolVar(&s.empty, "empty", false, c.say("flag.empty"))
	c.flags.StringVar(&s.url, "url", "", c.say("flag.url"))
	c.flags.StringVar(&s.proxies, "proxies", "", c.say("flag.proxies"))
	c.flags.StringVar(&s.metrics, "metrics", "", c.say("flag.metrics"))
	c.flags.StringVar(&s.operator, "operator", "", c.say("flag.operator"))
	c.flags.StringVar(&s.contact, "contact", "", c.say("flag.contact"))
	c.openidFlags(&s.oidc)
	c.mailFlags(&s.smtp)
	c.voikkoFlag()
	return func(ctx context.Context) error {
		if err := c.wants(0, 0, "command.wants_nothing"); err != nil {
			return err
		}
		if u, err := url.Parse(s.url); s.url != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
			return errUsage{c.say("command.bad_url", "Value", s.url)}
		}
		ipOf, err := addresses(s.proxies)
		if err != nil {
			return errUsage{c.say("command.bad_proxies", "Value", s.proxies)}
		}
		s.ipOf = ipOf
		if s.measuring, err = networks(s.metrics); err != nil {
			return errUsage{c.say("command.bad_metrics", "Value", s.metrics)}
		}
		if s.openID, err = c.openID(s.oidc, s.url); err != nil {
			return err
		}
		if s.mail, err = c.mailer(s.smtp, s.url); err != nil {
			return err
		}
		if err := c.readVoikko(); err != nil {
			return err
		}
		release, err := c.lock(ctx)
		if err != nil {
			return err
		}
		e, err := c.open(ctx, true)
		if err == nil {
			err = errors.Join(c.service(ctx, s, e), e.Store.Close())
		}
		return errors.Join(err, release())
	}
}

// garbage is how much garbage may lie about, in percent of what is in use. A little over half
// of what is usual takes a fifth less memory, and hardly anybody waits longer: the
// service holds much and a request makes little.
//
// While the index is opened, little is in use and much garbage is made: then there
// may be more, and still less memory is taken than afterwards.
const (
	garbage        = 60
	garbageAtFirst = 200
)

// allowGarbage sets how much may lie about, unless the operator has decided.
func allowGarbage(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

// service runs until ctx ends, and then finishes the requests under way.
func (c *call) service(ctx context.Context, s *settings, e exchange.Exporter) error {
	log := c.log()
	allowGarbage(garbageAtFirst)
	if err := start(ctx, e, s.empty); err != nil {
		return err
	}
	if err := e.Catalogue.MeasureDerived(ctx); err != nil && !errors.Is(err, store.ErrFull) { // then reading must still be possible
		return err
	}
	first, err := firstLink(ctx, e)
	if errors.Is(err, store.ErrFull) { // then reading must still be possible
		log.Warn("no address for the first administrator", "error", err)
	} else if err != nil {
		return err
	}
	index, err := c.index(ctx, e, log)
	if err != nil {
		return err
	}
	allowGarbage(garbage)
	s.unfound, s.later = search.NewUnfound(e.Store), ui.NewLater()
	handler, err := c.handler(s, e, index, log)
	if err != nil {
		return errors.Join(err, index.Close())
	}
	following, stop := context.WithCancel(ctx)
	followed := make(chan error, 1)
	// Words are found from the first answer on, unless the index is being built.
	soon, cancel := context.WithTimeout(ctx, 5*time.Second)
	if err := index.CatchUp(soon); err != nil && ctx.Err() == nil {
		log.Warn("the search index follows later", "error", err)
	}
	cancel()
	go func() { followed <- index.Follow(following) }()
	tidied := make(chan struct{})
	go func() { defer close(tidied); tidy(following, e, log) }()
	searches := keepSearches(following, c.parts(s, e, index, log))
	err = c.listen(ctx, s, handler, first)
	stop()
	<-tidied
	searches.Wait()
	if failed := <-followed; failed != nil && !errors.Is(failed, context.Canceled) {
		err = errors.Join(err, failed)
	}
	return errors.Join(err, index.Close())
}

// starterFact is the name of the fact that says what a database began with.
const starterFact = "starter"

// start loads the starter catalogue into a database that has just been made,
// unless it shall be empty. It is decided once, in one transaction, so that a
// crash in between repeats it and an emptied catalogue stays empty.
func start(ctx context.Context, e exchange.Exporter, empty bool) error {
	return e.Store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		var value string
		err := tx.Row(ctx, `select value from facts where name = $1`, []any{starterFact}, &value)
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		newest, err := e.Store.Newest(ctx)
		if err != nil {
			return err
		}
		value = "empty"
		if !empty && newest == 0 {
			b, err := exchange.Starter()
			if err != nil {
				return err
			}
			if _, err := e.Import(ctx, account.Machine(), b); err != nil {
				return fmt.Errorf("starter catalogue: %w", err)
			}
			value = "loaded"
		}
		_, err = tx.Exec(ctx, `insert into facts (name, value) values ($1, $2)`, starterFact, value)
		return err
	})
}

// handler is everything that answers HTTP.
func (c *call) handler(s *settings, e exchange.Exporter, index *search.Index, log *slog.Logger) (http.Handler, error) {
	server, err := c.server(s, e, index, log)
	if err != nil {
		return nil, err
	}
	// Around everything: a form of another site never reaches a route.
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		server.HTTPErrorHandler(account.ErrDenied, server.NewContext(r, w))
	}))
	return guard.Handler(server), nil
}

// parts are what pages are made from.
func (c *call) parts(s *settings, e exchange.Exporter, index *search.Index, log *slog.Logger) ui.Parts {
	return ui.Parts{
		Catalogue: e.Catalogue, Roadmaps: e.Roadmaps, Index: index, Accounts: e.Accounts, OpenID: s.openID, Messages: c.messages, Exporter: e,
		Settings: ui.Settings{URL: s.url, Operator: s.operator, Contact: s.contact, Version: version}, Mail: s.mail, Unfound: s.unfound, Later: s.later, Log: log,
	}
}

// server has the routes of pages and API.
func (c *call) server(s *settings, e exchange.Exporter, index *search.Index, log *slog.Logger) (*echo.Echo, error) {
	pages, err := ui.New(c.parts(s, e, index, log))
	if err != nil {
		return nil, err
	}
	calls := api.New(api.Parts{
		Store: e.Store, Accounts: e.Accounts, Catalogue: e.Catalogue, Roadmaps: e.Roadmaps, Index: index, Unfound: s.unfound,
		Messages: c.messages, Exporter: e, Version: version, Log: log, Measuring: s.measuring,
	})
	server := echo.New()
	server.HideBanner, server.HidePort = true, true
	server.IPExtractor = s.ipOf
	server.HTTPErrorHandler = func(err error, c echo.Context) {
		if api.Answers(c.Request().URL.Path) {
			calls.Error(err, c)
			return
		}
		pages.Error(err, c)
	}
	server.Use(ownRequestID(), addressing(), compressing(), recovering(log))
	calls.Routes(server)
	pages.Routes(server)
	return server, nil
}

// addresses tells who a client is. Without trusted proxies it is who the
// connection comes from: a header could be forged by anyone.
func addresses(proxies string) (echo.IPExtractor, error) {
	if proxies == "" {
		return echo.ExtractIPDirect(), nil
	}
	trusted, err := networks(proxies)
	if err != nil {
		return nil, err
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, prefix := range trusted {
		_, network, err := net.ParseCIDR(prefix.String())
		if err != nil {
			return nil, err
		}
		options = append(options, echo.TrustIPRange(network))
	}
	return echo.ExtractIPFromXFFHeader(options...), nil
}

// networks reads networks with commas between.
func networks(list string) (prefixes []netip.Prefix, err error) {
	if list == "" {
		return nil, nil
	}
	for text := range strings.SplitSeq(list, ",") {
		prefix, err := netip.ParsePrefix(strings.TrimSpace(text))
		if err != nil {
			return nil, err
		}
		prefixes = append(prefixes, prefix)
	}
	return prefixes, nil
}

// endWithin is how long requests under way may take at the end.
const endWithin = 10 * time.Second

// listen answers until ctx ends. first is the path at which the first
// administrator makes an account, empty when there is one.
func (c *call) listen(ctx context.Context, s *settings, handler http.Handler, first string) error {
	listener, err := net.Listen("tcp", s.addr)
	if err != nil {
		c.tell("command.no_address", "Address", s.addr, "What", err.Error())
		return errSaid
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: 2 * time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	// These lines are part of the contract, the same in every language.
	fmt.Fprintf(c.out, "tiekartta: listening on http://%s\n", listener.Addr())
	if first != "" {
		fmt.Fprintf(c.out, "tiekartta: first administrator: %s\n", s.outside(listener.Addr(), first))
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), endWithin)
	defer cancel()
	err = server.Shutdown(last)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close()
	}
	return err
}

// tidy looks after the data once a day: statistics, files, and what may not be
// kept longer.
func tidy(ctx context.Context, e exchange.Exporter, log *slog.Logger) {
	daily := time.NewTicker(24 * time.Hour)
	defer daily.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-daily.C:
			if err := errors.Join(e.Store.Tidy(ctx), e.Accounts.TidyFeedback(ctx), e.Catalogue.TidyFiles(ctx), e.Catalogue.ExpireReviews(ctx)); err != nil {
				log.Warn("the data was not tidied", "error", err)
			}
		}
	}
}

func printVersion(c *call) func(context.Context) error {
	return func(context.Context) error {
		if err := c.wants(0, 0, "command.wants_nothing"); err != nil {
			return err
		}
		_, err := fmt.Fprintf(c.out, "tiekartta %s\n", version)
		return err
	}
}

func tokenAdd(c *call) func(context.Context) error {
	organisation := c.flags.String("organisation", "", c.say("flag.organisation"))
	role := c.flags.String("role", "", c.say("flag.role"))
	approve := c.flags.Bool("approve", false, c.say("flag.approve"))
	return func(ctx context.Context) error {
		if err := c.wants(0, 0, "command.wants_nothing"); err != nil {
			return err
		}
		if *role == "" || *organisation == "" {
			return errUsage{c.say("command.wants_role")}
		}
		return c.with(ctx, true, func(e exchange.Exporter) error {
			var token string
			err := e.Store.Write(ctx, func(ctx context.Context, _ *store.Tx) error {
				o, err := ensure(ctx, e, *organisation)
				if err != nil {
					return err
				}
				token, err = e.Accounts.AddToken(ctx, account.Machine(), account.Actor{Organisation: o.ID, Role: *role, Approve: *approve})
				return err
			})
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(c.out, token)
			return err
		})
	}
}

func (c *call) log() *slog.Logger { return slog.New(slog.NewTextHandler(c.err, nil)) }

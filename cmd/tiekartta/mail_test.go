package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/search"
	"tiekartta/ui"
)

// mailbox is a mail server on this machine that keeps what it takes.
type mailbox struct {
	address string
	mu      sync.Mutex
	refuse  bool // recipients
	got     []*mail.Message
	texts   []string
}

func openMailbox(t *testing.T) *mailbox {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { must(t, listener.Close()) })
	m := &mailbox{address: listener.Addr().String()}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go m.talk(connection)
		}
	}()
	return m
}

// talk speaks as much SMTP as a mailer needs.
func (m *mailbox) talk(connection net.Conn) {
	defer connection.Close()
	in := bufio.NewReader(connection)
	say := func(line string) { fmt.Fprintf(connection, "%s\r\n", line) }
	say("220 test")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		switch verb, _, _ := strings.Cut(strings.TrimSpace(strings.ToUpper(line)), " "); verb {
		case "RCPT":
			m.mu.Lock()
			refuse := m.refuse
			m.mu.Unlock()
			if refuse {
				say("550 5.1.1 no such person: " + strings.TrimSpace(line))
				continue
			}
			say("250 ok")
		case "DATA":
			say("354 go on")
			var text strings.Builder
			for {
				line, err := in.ReadString('\n')
				if err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				text.WriteString(strings.TrimPrefix(line, "."))
			}
			m.keep(text.String())
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (m *mailbox) keep(text string) {
	message, err := mail.ReadMessage(strings.NewReader(text))
	if err != nil {
		return // and the test misses it
	}
	body, _ := io.ReadAll(quotedprintable.NewReader(message.Body))
	m.mu.Lock()
	defer m.mu.Unlock()
	m.got, m.texts = append(m.got, message), append(m.texts, string(body))
}

func (m *mailbox) count() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.got)
}

func (m *mailbox) refuses(all bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.refuse = all
}

// told is a service whose people are told by mail of what their searches find.
type told struct {
	exchange.Exporter
	index    *search.Index
	box      *mailbox
	follower *ui.SearchFollower
	parts    ui.Parts
	now      time.Time // a Friday at eight in Finland
}

func openTold(t *testing.T) *told {
	t.Helper()
	c, e := openBase(t)
	_, err := e.Catalogue.EnsureOrganisation(t.Context(), "092")
	must(t, err)
	index, err := c.index(t.Context(), e, c.log())
	must(t, err)
	t.Cleanup(func() { must(t, index.Close()) })
	box := openMailbox(t)
	s := &settings{url: "https://tiekartta.example"}
	s.mail, err = c.mailer(mailSettings{server: box.address, from: "tiekartta@vantaa.example"}, s.url)
	must(t, err)
	p := &told{Exporter: e, index: index, box: box, parts: c.parts(s, e, index, c.log()), now: time.Date(2026, 11, 27, 6, 0, 0, 0, time.UTC)}
	e.Accounts.Now = func() time.Time { p.now = p.now.Add(time.Millisecond); return p.now }
	p.restarts()
	return p
}

// restarts is what a new process knows: the database alone.
func (p *told) restarts() {
	p.follower = ui.NewSearchFollower(p.parts)
	p.follower.Pause = 0
}

// wants saves a search for somebody and returns it with who they are.
func (p *told) wants(t *testing.T, name, notify string) (account.Actor, account.Search) {
	t.Helper()
	u, err := p.Accounts.AddUser(t.Context(), account.Machine(), account.User{Email: notify + "@vantaa.example", Name: "Åsa Öström, " + notify, Language: i18n.Swedish})
	must(t, err)
	actor := account.Actor{User: u.ID, Name: u.Name}
	s, err := p.Accounts.AddSearch(t.Context(), actor, account.Search{Name: name, Query: "q=kielikahvila", Lang: i18n.Finnish, Notify: notify}, nil)
	must(t, err)
	return actor, s
}

func (p *told) publish(t *testing.T, title string) {
	t.Helper()
	text := i18n.Text{FI: title}
	added, err := p.Catalogue.Add(t.Context(), account.Machine(), catalogue.Practice{
		Title: text, Summary: text, Challenge: text, OriginalLanguage: "fi", Domains: []string{"work"}, Organisation: "vantaa",
	})
	must(t, err)
	_, err = p.Catalogue.Publish(t.Context(), account.Machine(), added.ID, 0)
	must(t, err)
	must(t, p.index.CatchUp(t.Context()))
}

func (p *told) round(t *testing.T, later time.Duration) error {
	t.Helper()
	p.now = p.now.Add(later)
	return p.follower.Round(t.Context(), p.now)
}

func TestMailTellsWhatIsNewOnceADayOrAWeek(t *testing.T) {
	t.Parallel()
	p := openTold(t)
	p.wants(t, "Språkkaféer\u2028i hela landet", account.NotifyDaily)
	p.wants(t, "Veckans", account.NotifyWeekly)
	p.wants(t, "Ingenting", account.NotifyNone)
	must(t, p.round(t, time.Hour))
	if p.box.count() != 0 {
		t.Fatal("somebody is told of nothing")
	}
	p.publish(t, "Äidin kielikahvila")
	must(t, p.round(t, time.Hour)) // still the same day
	if p.box.count() != 0 {
		t.Fatal("the day's mail goes out twice a day")
	}
	must(t, p.round(t, 22*time.Hour)) // Saturday after seven
	if p.box.count() != 1 {
		t.Fatalf("%d mails on the next day", p.box.count())
	}
	header, text := p.box.got[0].Header, p.box.texts[0]
	to, err := header.AddressList("To")
	must(t, err)
	subject, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
	must(t, err)
	if to[0].Address != "daily@vantaa.example" || to[0].Name != "Åsa Öström, daily" || subject != "Tiekartta: 1 nytt praxisexempel i dina sparade sökningar" {
		t.Errorf("to %v: %s", to, subject)
	}
	for _, want := range []string{"Äidin kielikahvila", "https://tiekartta.example/sv/practices/aidin-kielikahvila", "https://tiekartta.example/sv/desk/searches/s-", "Dina sparade sökningar har hittat ny praxis."} {
		if !strings.Contains(text, want) {
			t.Errorf("the mail lacks %q:\n%s", want, text)
		}
	}
	if header.Get("Auto-Submitted") == "" || header.Get("Message-ID") == "" || header.Get("Date") == "" {
		t.Errorf("%v", header)
	}
	must(t, p.round(t, 24*time.Hour)) // Sunday
	if p.box.count() != 1 {
		t.Errorf("told twice: %d mails", p.box.count())
	}
	must(t, p.round(t, 24*time.Hour)) // Monday
	if p.box.count() != 2 || !strings.Contains(p.box.texts[1], "Veckans") {
		t.Errorf("%d mails on Monday", p.box.count())
	}
	p.publish(t, "Toinen kielikahvila")
	must(t, p.round(t, 24*time.Hour))
	if p.box.count() != 3 || strings.Contains(p.box.texts[2], "Äidin") {
		t.Errorf("%d mails on Tuesday: %s", p.box.count(), p.box.texts[len(p.box.texts)-1])
	}
}

// A mail that is refused is sent again, and one that was taken is noted. A program
// that is stopped or killed between the steps loses nothing.
func TestMailThatIsNotTakenIsSentAgain(t *testing.T) {
	t.Parallel()
	p := openTold(t)
	_, s := p.wants(t, "Språkkaféer", account.NotifyDaily)
	p.publish(t, "Kielikahvila")
	p.box.refuses(true)
	if err := p.round(t, 24*time.Hour); err == nil || !strings.Contains(err.Error(), ": answer 550 5.1.1") || strings.Contains(err.Error(), "vantaa.example") {
		t.Errorf("a mail is refused and the log says %v", err)
	}
	p.box.refuses(false)
	must(t, p.round(t, time.Minute))
	if p.box.count() != 0 {
		t.Error("who was refused is not left alone")
	}
	p.restarts()
	must(t, p.round(t, time.Minute))
	if p.box.count() != 1 {
		t.Fatalf("%d mails after a refusal", p.box.count())
	}
	p.restarts()
	must(t, p.round(t, 24*time.Hour))
	if left, err := p.Accounts.Unmailed(t.Context(), s); err != nil || len(left) != 0 || p.box.count() != 1 {
		t.Errorf("%d mails, left %v, %v", p.box.count(), left, err)
	}
	// Killed after the server has taken the mail: it is not noted, and comes again
	// with the same name.
	p.publish(t, "Kolmas kielikahvila")
	lost := errors.New("killed")
	taken := p.parts.Mail
	p.parts.Mail = sender(func(ctx context.Context, letter ui.Letter) error {
		must(t, taken.Send(ctx, letter))
		return lost
	})
	p.restarts()
	if err := p.round(t, 24*time.Hour); !errors.Is(err, lost) {
		t.Fatal(err)
	}
	p.parts.Mail = taken
	p.restarts()
	must(t, p.round(t, time.Minute))
	if n := p.box.count(); n != 3 || p.box.got[1].Header.Get("Message-ID") != p.box.got[2].Header.Get("Message-ID") {
		t.Errorf("%d mails", n)
	}
}

type sender func(context.Context, ui.Letter) error

func (s sender) Send(ctx context.Context, letter ui.Letter) error { return s(ctx, letter) }

func TestNobodyIsToldByMailOfWhatIsNoLongerPublic(t *testing.T) {
	t.Parallel()
	p := openTold(t)
	actor, s := p.wants(t, "Språkkaféer", account.NotifyDaily)
	p.publish(t, "Kielikahvila")
	must(t, p.round(t, time.Hour)) // found, not told yet
	_, err := p.Catalogue.Archive(t.Context(), account.Machine(), "kielikahvila", 0)
	must(t, err)
	must(t, p.round(t, 24*time.Hour))
	if p.box.count() != 0 {
		t.Error("a mail tells of an archived practice")
	}
	s.Name, s.Notify = "Språkkaféer", account.NotifyNone
	must(t, p.Accounts.ChangeSearch(t.Context(), actor, s))
	p.publish(t, "Uusi kielikahvila")
	must(t, p.round(t, 24*time.Hour))
	if p.box.count() != 0 {
		t.Error("who has ended the mail still gets some")
	}
}

func TestWhatWasWithdrawnKeepsNoMailBack(t *testing.T) {
	t.Parallel()
	p := openTold(t)
	_, s := p.wants(t, "Språkkaféer", account.NotifyDaily)
	var gone []string
	for i := range 450 {
		gone = append(gone, fmt.Sprint("gone-", i)) // found once, withdrawn before the mail
	}
	must(t, p.Accounts.NoteMatches(t.Context(), s, 0, gone))
	p.publish(t, "Kielikahvila")
	must(t, p.round(t, 24*time.Hour))
	if p.box.count() != 1 {
		t.Errorf("%d mails", p.box.count())
	}
}

func TestSettingsOfMailBelongTogether(t *testing.T) {
	t.Parallel()
	c, _ := openBase(t)
	const base = "https://tiekartta.example"
	for _, one := range []struct {
		mailSettings
		base string
		ok   bool
	}{
		{mailSettings{}, "", true},
		{mailSettings{server: "mail.example:25", from: "a@b.example"}, base, true},
		{mailSettings{server: "mail.example:25", from: "a@b.example"}, "", false},
		{mailSettings{server: "mail.example:25"}, base, false},
		{mailSettings{server: "mail.example:25", from: "Tiekartta"}, base, false},
		{mailSettings{server: "mail.example", from: "a@b.example"}, base, false},
		{mailSettings{from: "a@b.example"}, base, false},
		{mailSettings{server: "mail.example:25", from: "a@b.example", user: "x"}, base, false},
		{mailSettings{server: "mail.example:25", from: "a@b.example", passwordFile: "x"}, base, false},
	} {
		if _, err := c.mailer(one.mailSettings, one.base); (err == nil) != one.ok {
			t.Errorf("%+v: %v", one, err)
		}
	}
}

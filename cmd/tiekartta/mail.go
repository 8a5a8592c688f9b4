package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"os"
	"regexp"
	"strings"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/ui"
)

// mailSettings are the flags of serve about the server that takes mail.
type mailSettings struct {
	server, from, user, passwordFile string
}

func (c *call) mailFlags(s *mailSettings) {
	c.flags.StringVar(&s.server, "smtp", "", c.say("flag.smtp"))
	c.flags.StringVar(&s.from, "smtp-from", "", c.say("flag.smtp_from"))
	c.flags.StringVar(&s.user, "smtp-user", "", c.say("flag.smtp_user"))
	c.flags.StringVar(&s.passwordFile, "smtp-password-file", "", c.say("flag.smtp_password_file"))
}

// mailer hands mail to a server. A mail is sent when it returns nil.
type mailer struct {
	server   string // host:port
	from     mail.Address
	user     string
	password string
}

// implicitTLS is the port on which a connection begins with TLS.
const implicitTLS = "465"

// mailTime is how long handing over one mail may take.
const mailTime = 20 * time.Second

// mailer is the one that the flags name; nil when they name none. Mail leads to
// pages, so that the service's own address must be known.
func (c *call) mailer(s mailSettings, base string) (ui.Mailer, error) {
	if s.server == "" {
		if s.from != "" || s.user != "" || s.passwordFile != "" {
			return nil, errUsage{c.say("command.smtp_server")}
		}
		return nil, nil
	}
	host, port, err := net.SplitHostPort(s.server)
	if err != nil || host == "" || port == "" {
		return nil, errUsage{c.say("command.smtp_address", "Value", s.server)}
	}
	if base == "" || !account.IsEmail(s.from) {
		return nil, errUsage{c.say("command.smtp_from")}
	}
	m := &mailer{server: s.server, from: mail.Address{Name: c.messages.T(i18n.Finnish, "page.service"), Address: s.from}, user: s.user}
	if (s.user == "") != (s.passwordFile == "") {
		return nil, errUsage{c.say("command.smtp_user")}
	}
	if s.passwordFile != "" {
		text, err := os.ReadFile(s.passwordFile)
		if err != nil {
			return nil, err
		}
		if m.password = strings.TrimSpace(string(text)); m.password == "" {
			return nil, i18n.Problems{{Path: s.passwordFile, Key: "required"}}
		}
	}
	return m, nil
}

// Send hands a mail over. What has begun is brought to its end within mailTime.
func (m *mailer) Send(ctx context.Context, letter ui.Letter) (err error) {
	ctx, cancel := context.WithTimeout(ctx, mailTime)
	defer cancel()
	client, err := m.dial(ctx)
	if err != nil {
		return fmt.Errorf("mail server %s: %w", m.server, withoutText(err))
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("mail server %s: %w", m.server, withoutText(err)), client.Close())
		}
	}()
	if err := m.introduce(client); err != nil {
		return err
	}
	if err := client.Mail(m.from.Address); err != nil {
		return err
	}
	if err := client.Rcpt(letter.To.Address); err != nil {
		return err
	}
	body, err := client.Data()
	if err != nil {
		return err
	}
	if _, err := body.Write(m.message(letter, time.Now())); err != nil {
		return err
	}
	if err := body.Close(); err != nil { // nil: the server has taken it
		return err
	}
	// It is sent; how the conversation ends changes nothing.
	_ = client.Quit()
	return nil
}

// enhancedStatus is what many servers begin the text of an answer with (RFC 3463).
var enhancedStatus = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b`)

// withoutText is an error without the words of the server, which often repeat the
// address of the person: it goes into a log.
func withoutText(err error) error {
	var answer *textproto.Error
	var odd textproto.ProtocolError
	switch {
	case errors.As(err, &answer):
		return fmt.Errorf("answer %s", strings.TrimSpace(fmt.Sprint(answer.Code, " ", enhancedStatus.FindString(answer.Msg))))
	case errors.As(err, &odd):
		return errors.New("an answer that is none of mail")
	}
	return err
}

func (m *mailer) dial(ctx context.Context) (*smtp.Client, error) {
	host, port, _ := net.SplitHostPort(m.server)
	connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", m.server)
	if err != nil {
		return nil, err
	}
	if deadline, ok := ctx.Deadline(); ok {
		if err := connection.SetDeadline(deadline); err != nil {
			return nil, errors.Join(err, connection.Close())
		}
	}
	if port == implicitTLS {
		connection = tls.Client(connection, &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12})
	}
	client, err := smtp.NewClient(connection, host)
	if err != nil {
		return nil, errors.Join(err, connection.Close())
	}
	return client, nil
}

// introduce encrypts where the server can, and signs in where the operator has
// said as whom: never without encryption, but on this machine.
func (m *mailer) introduce(client *smtp.Client) error {
	host, _, _ := net.SplitHostPort(m.server)
	if can, _ := client.Extension("STARTTLS"); can {
		if err := client.StartTLS(&tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}); err != nil {
			return err
		}
	}
	if m.user == "" {
		return nil
	}
	return client.Auth(smtp.PlainAuth("", m.user, m.password, host))
}

// message is a mail as it goes over the line: text in UTF-8, which only what
// reads mail has to understand. Who sent it is a program, so that nobody's absence
// is told to it.
func (m *mailer) message(letter ui.Letter, now time.Time) []byte {
	var b bytes.Buffer
	_, host, _ := strings.Cut(m.from.Address, "@")
	for _, line := range [][2]string{
		{"From", m.from.String()}, {"To", letter.To.String()}, {"Subject", mime.QEncoding.Encode("utf-8", letter.Subject)},
		{"Date", now.Format(time.RFC1123Z)}, {"Message-ID", "<" + letter.Key + "@" + host + ">"}, {"Content-Language", string(letter.Lang)},
		{"Auto-Submitted", "auto-generated"}, {"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=utf-8"}, {"Content-Transfer-Encoding", "quoted-printable"},
	} {
		fmt.Fprintf(&b, "%s: %s\r\n", line[0], strings.NewReplacer("\r", " ", "\n", " ").Replace(line[1]))
	}
	b.WriteString("\r\n")
	text := quotedprintable.NewWriter(&b)
	_, _ = text.Write([]byte(letter.Text)) // into memory: it cannot fail
	_ = text.Close()
	return b.Bytes()
}

package notify

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/mail"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"time"

	"academy/models"

	gomail "github.com/wneessen/go-mail"
)

// Mail is one mail as plain text.
type Mail struct {
	To      string
	Subject string
	Body    string
	// Leave is the address at which its reader stops such mails, empty where there is no choice.
	Leave string
	Files []File
}

// File goes with a mail. Type is its media type.
type File struct {
	Name, Type string
	Data       []byte
}

// Mailer is the way out of the house. An error means that the mail has not been taken and may be sent again.
type Mailer interface {
	Send(ctx context.Context, m Mail) error
}

// smtpTimeout is for one whole mail: it must end before the job does.
const smtpTimeout = 30 * time.Second

// SMTP hands mails to a server. Each mail has a connection of its own: there are few, and none is then found dead.
type SMTP struct {
	host    string
	from    *mail.Address
	options []gomail.Option
}

// NewSMTP reads where to send by and as whom: smtp://user:password@host:587?tls=starttls&from=Academy <a@example.org>
// with tls one of starttls (the default; a server without it is refused), tls (from the first byte, port 465) and none
// (then there may be no password). The from of the address comes before the argument.
func NewSMTP(address, from string) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("mail server: not an address such as smtp://user:password@host:587") // the cause would show the password
	}
	if u.Scheme != "smtp" || u.Hostname() == "" {
		return nil, fmt.Errorf("mail server: %q is not an address such as smtp://host:587", u.Redacted())
	}
	sender, err := mail.ParseAddress(cmp.Or(u.Query().Get("from"), from))
	if err != nil {
		return nil, fmt.Errorf("mail server: sender (from): %w", err)
	}
	s := &SMTP{host: u.Hostname(), from: sender, options: []gomail.Option{gomail.WithTimeout(smtpTimeout)}}
	if err := s.encrypt(u); err != nil {
		return nil, err
	}
	if u.User != nil {
		password, _ := u.User.Password()
		s.options = append(s.options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	_, err = s.client()
	return s, err
}

func (s *SMTP) encrypt(u *url.URL) error {
	port := 587
	switch how := u.Query().Get("tls"); how {
	case "starttls", "":
		s.options = append(s.options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case "tls":
		port = 465
		s.options = append(s.options, gomail.WithSSL())
	case "none":
		port = 25
		s.options = append(s.options, gomail.WithTLSPolicy(gomail.NoTLS))
		if u.User != nil {
			return errors.New("mail server: a password needs tls=starttls or tls=tls")
		}
	default:
		return fmt.Errorf("mail server: tls=%s is not one of starttls, tls, none", how)
	}
	if u.Port() != "" {
		port, _ = strconv.Atoi(u.Port()) // url.Parse has seen that it is a number
	}
	s.options = append(s.options, gomail.WithPort(port))
	return nil
}

func (s *SMTP) client() (*gomail.Client, error) {
	c, err := gomail.NewClient(s.host, s.options...)
	if err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	return c, nil
}

// domain is what stands behind the sender's name, with the @.
func (s *SMTP) domain() string { return s.from.Address[strings.LastIndexByte(s.from.Address, '@'):] }

// Send hands one mail over.
func (s *SMTP) Send(ctx context.Context, m Mail) error {
	message := gomail.NewMsg(gomail.WithEncoding(gomail.EncodingB64))
	message.FromMailAddress(s.from)
	if err := message.To(m.To); err != nil {
		return errors.New("mail: the recipient is no address") // the cause would show it
	}
	message.Subject(m.Subject)
	message.SetDate()
	message.SetMessageIDWithValue(models.NewID().String() + s.domain()) // not the name of the machine we run on
	message.SetGenHeader("Auto-Submitted", "auto-generated")            // RFC 3834: no holiday replies, please
	if m.Leave != "" {                                                  // RFC 8058: the reader's own program can stop it with one press
		message.SetGenHeader(gomail.HeaderListUnsubscribe, "<"+m.Leave+">")
		message.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	message.SetBodyString(gomail.TypeTextPlain, m.Body)
	for _, f := range m.Files {
		if err := message.AttachReader(f.Name, bytes.NewReader(f.Data), gomail.WithFileContentType(gomail.ContentType(f.Type))); err != nil {
			return fmt.Errorf("mail: %s: %w", f.Name, err)
		}
	}
	client, err := s.client()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, smtpTimeout)
	defer cancel()
	return nameless(client.DialAndSendWithContext(ctx, message))
}

// nameless keeps of what went wrong the step and the server's code. Servers like to repeat the recipient in their
// answers, and what is returned here is logged and kept with the job.
func nameless(err error) error {
	var refused *gomail.SendError
	var answer *textproto.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		return fmt.Errorf("mail: %s: code %d %s", refused.Reason, refused.ErrorCode(), refused.EnhancedStatusCode())
	case errors.As(err, &answer):
		return fmt.Errorf("mail: the server answers with code %d", answer.Code)
	}
	return fmt.Errorf("mail: %w", err)
}

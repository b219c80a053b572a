package notify

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"mime"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// post is a mail server that keeps what it is given. It speaks just enough of SMTP for one client at a time.
type post struct {
	address  string
	greeting string
	tls      *tls.Config
	refuses  map[string]string // by verb, with these words
	mutex    sync.Mutex
	mails    []string
	logins   []string
}

func newPost(t *testing.T, p *post) *post {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.address = listener.Addr().String()
	if p.greeting == "" {
		p.greeting = "220 post"
	}
	var open sync.WaitGroup
	open.Go(func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			open.Go(func() { p.serve(c) })
		}
	})
	t.Cleanup(func() { _ = listener.Close(); open.Wait() })
	return p
}

func (p *post) serve(c net.Conn) {
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	in := bufio.NewReader(c)
	say := func(line string) { _, _ = fmt.Fprint(c, line+"\r\n") }
	say(p.greeting)
	_, secure := c.(*tls.Conn)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch verb := strings.ToUpper(strings.TrimSpace(line)); {
		case p.refuses[name] != "":
			say(p.refuses[name])
		case strings.HasPrefix(verb, "EHLO") && p.tls != nil && !secure:
			say("250-post\r\n250 STARTTLS")
		case strings.HasPrefix(verb, "EHLO") && p.tls != nil:
			say("250-post\r\n250 AUTH PLAIN")
		case verb == "STARTTLS":
			say("220 go ahead")
			c = tls.Server(c, p.tls)
			in, secure = bufio.NewReader(c), true
		case strings.HasPrefix(verb, "AUTH PLAIN"):
			raw, _ := base64.StdEncoding.DecodeString(strings.TrimSpace(line)[len("AUTH PLAIN "):])
			p.keep(&p.logins, string(raw))
			say("235 welcome")
		case verb == "DATA":
			say("354 go ahead")
			p.keep(&p.mails, body(in))
			say("250 kept")
		case verb == "QUIT":
			say("221 bye")
			return
		default:
			say("250 fine")
		}
	}
}

func body(in *bufio.Reader) string {
	var b strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil || line == ".\r\n" {
			return b.String()
		}
		b.WriteString(strings.TrimPrefix(line, "."))
	}
}

func (p *post) keep(list *[]string, s string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	*list = append(*list, s)
}

func (p *post) kept(list *[]string) []string {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return append([]string(nil), *list...)
}

var letter = Mail{To: "kim@example.org", Subject: "[참여외교 아카데미] 이메일 주소를 확인해 주세요", Body: "안녕하세요.\n\nhttps://academy.example.org/confirm?token=a-b_c\n"}

func TestSMTP_SendsWhatItIsGiven(t *testing.T) {
	t.Parallel()
	p := newPost(t, &post{})
	s, err := NewSMTP("smtp://"+p.address+"?tls=none", "아카데미 <academy@example.org>")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), letter); err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(strings.NewReader(p.kept(&p.mails)[0]))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, m.Body))
	if got := strings.ReplaceAll(string(raw), "\r\n", "\n"); got != letter.Body || err != nil {
		t.Errorf("body: got %q, %v, want %q", got, err, letter.Body)
	}
	decode := func(s string) string { got, _ := new(mime.WordDecoder).DecodeHeader(s); return got }
	for name, want := range map[string]string{
		"Subject": letter.Subject, "To": "<kim@example.org>", "From": "아카데미 <academy@example.org>", "Content-Type": "text/plain; charset=UTF-8", "Auto-Submitted": "auto-generated",
	} {
		if got := strings.ReplaceAll(decode(m.Header.Get(name)), `"`, ""); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if id := m.Header.Get("Message-ID"); !strings.HasSuffix(id, "@example.org>") {
		t.Errorf("Message-ID %s does not end with the sender's domain", id)
	}
}

func TestSMTP_SendsFilesBesideTheText(t *testing.T) {
	t.Parallel()
	p := newPost(t, &post{})
	s, err := NewSMTP("smtp://"+p.address+"?tls=none", "academy@example.org")
	if err != nil {
		t.Fatal(err)
	}
	with, calendar := letter, "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
	with.Files = []File{{Name: "shift.ics", Type: "text/calendar; charset=utf-8", Data: []byte(calendar)}}
	if err := s.Send(t.Context(), with); err != nil {
		t.Fatal(err)
	}
	sent := p.kept(&p.mails)[0]
	for _, want := range []string{"multipart/mixed", "text/calendar; charset=utf-8", `filename="shift.ics"`, base64.StdEncoding.EncodeToString([]byte(calendar))} {
		if !strings.Contains(sent, want) {
			t.Errorf("%q is not in\n%s", want, sent)
		}
	}
}

func TestSMTP_SignsInOverTLSOnly(t *testing.T) {
	t.Parallel()
	certificate, roots := selfSigned(t)
	p := newPost(t, &post{tls: &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}})
	s, err := NewSMTP("smtp://kim:p%40ss@"+p.address+"?tls=starttls&from=academy@example.org", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), letter); err == nil || len(p.kept(&p.logins)) != 0 {
		t.Errorf("a server nobody vouches for: got %v and logins %q", err, p.kept(&p.logins))
	}
	s.options = append(s.options, gomail.WithTLSConfig(&tls.Config{RootCAs: roots, ServerName: s.host, MinVersion: tls.VersionTLS12}))
	if err := s.Send(t.Context(), letter); err != nil {
		t.Fatal(err)
	}
	if got := p.kept(&p.logins); len(got) != 1 || got[0] != "\x00kim\x00p@ss" || len(p.kept(&p.mails)) != 1 {
		t.Errorf("got logins %q", got)
	}
}

func TestSMTP_SendsNothingInTheClearUnlessToldTo(t *testing.T) {
	t.Parallel()
	p := newPost(t, &post{})
	s, err := NewSMTP("smtp://"+p.address, "academy@example.org")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), letter); err == nil || len(p.kept(&p.mails)) != 0 {
		t.Errorf("got %v and %d mails", err, len(p.kept(&p.mails)))
	}
}

func TestSMTP_SaysWhenTheServerIsAway(t *testing.T) {
	t.Parallel()
	busy := newPost(t, &post{greeting: "421 later"})
	for _, address := range []string{busy.address, "127.0.0.1:1"} {
		s, err := NewSMTP("smtp://"+address+"?tls=none", "academy@example.org")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Send(t.Context(), letter); err == nil {
			t.Errorf("%s: the mail is lost without a word", address)
		}
	}
}

func TestSMTP_NamesNobodyInItsErrors(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"EHLO", "MAIL", "RCPT", "DATA", "QUIT"} {
		p := newPost(t, &post{refuses: map[string]string{verb: "550 5.1.1 <kim@example.org>: no such mailbox", "HELO": "550 go away, kim@example.org"}})
		s, err := NewSMTP("smtp://"+p.address+"?tls=none", "academy@example.org")
		if err != nil {
			t.Fatal(err)
		}
		err = s.Send(t.Context(), letter)
		if err == nil || strings.Contains(err.Error(), "kim") || strings.Contains(fmt.Sprintf("%+v", err), "kim") || !strings.Contains(err.Error(), "550") {
			t.Errorf("%s: got %v", verb, err)
		}
	}
	s, err := NewSMTP("smtp://127.0.0.1:1?tls=none", "academy@example.org")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), Mail{To: "kim example.org"}); err == nil || strings.Contains(err.Error(), "kim") {
		t.Errorf("got %v", err)
	}
}

func TestSMTP_RefusesInjectedHeaders(t *testing.T) {
	t.Parallel()
	p := newPost(t, &post{})
	s, err := NewSMTP("smtp://"+p.address+"?tls=none", "academy@example.org")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), Mail{To: "kim@example.org\r\nBcc: lee@example.org", Subject: "x", Body: "x"}); err == nil {
		t.Error("an address of two lines was taken")
	}
	if err := s.Send(t.Context(), Mail{To: "kim@example.org", Subject: "x\r\nBcc: lee@example.org", Body: "x"}); err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(strings.NewReader(p.kept(&p.mails)[0]))
	if err != nil || m.Header.Get("Bcc") != "" {
		t.Errorf("got %v, Bcc %q", err, m.Header.Get("Bcc"))
	}
}

func TestNewSMTP_RefusesWhatItCannotUse(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://mail.example.org?tls=maybe", "smtp://kim:secret@mail.example.org?tls=none",
		"smtp://mail.example.org?from=nobody", "smtp://kim:secret@mail.example.org:port",
	} {
		_, err := NewSMTP(address, "academy@example.org")
		if err == nil {
			t.Errorf("%q was taken", address)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("the password stands in %q", err)
		}
	}
}

func selfSigned(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "post"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

package guard

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/identity"
	"academy/handlers/cookie"
	"academy/handlers/request"
	"academy/handlers/respond"

	"github.com/gofiber/fiber/v2"
)

// Sessions finds out who asks.
type Sessions struct {
	Jar          cookie.Jar
	Printers     *respond.Printers
	CSRFKey      []byte
	Authenticate func(ctx context.Context, accessToken string) (access.Actor, error)
	Refresh      func(ctx context.Context, refreshToken string) (identity.Tokens, error)
}

// Guard puts the person into the visit. A request with an Authorization header is judged by it alone: cookies, which
// a browser sends by itself, never authorise it. Cookies whose access token has run out are renewed in passing.
func (s *Sessions) Guard(c *fiber.Ctx) error {
	v := request.Of(c)
	if header := c.Get(fiber.HeaderAuthorization); header != "" {
		if err := s.bearer(c, v, header); err != nil {
			return err
		}
	} else if err := s.cookies(c, v); err != nil {
		return err
	}
	if v.Actor.Known() {
		s.Printers.Speak(c)
	}
	return c.Next()
}

// authPath is where tokens are got, renewed and given back: a client may send its old one along.
const authPath = "/api/v1/auth/"

func (s *Sessions) bearer(c *fiber.Ctx, v *request.Visit, header string) error {
	scheme, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return nil // another scheme is a proxy's business; it makes nobody known
	}
	who, err := s.Authenticate(c.UserContext(), strings.TrimSpace(token))
	if err == nil {
		v.Actor, v.Bearer = who, true
		return nil
	}
	if fault.Of(err).Kind == fault.Anonymous && strings.HasPrefix(c.Path(), authPath) {
		return nil
	}
	return err
}

func (s *Sessions) cookies(c *fiber.Ctx, v *request.Visit) error {
	accessToken, refreshToken := s.Jar.Session(c)
	if accessToken == "" && refreshToken == "" {
		return nil
	}
	v.Cookie = true
	who, err := s.person(c, accessToken, refreshToken)
	if ended(err) {
		s.Jar.ClearSession(c)
		return nil
	}
	if err != nil {
		return err
	}
	v.Actor, v.CSRF = who, s.Token(who)
	return nil
}

var errNoToken = errors.New("no token")

func (s *Sessions) person(c *fiber.Ctx, accessToken, refreshToken string) (access.Actor, error) {
	who, err := access.Actor{}, error(fault.ErrAnonymous.Because(errNoToken))
	if accessToken != "" {
		who, err = s.Authenticate(c.UserContext(), accessToken)
	}
	if err == nil || !ended(err) || refreshToken == "" {
		return who, err
	}
	renewed, err := s.Refresh(c.UserContext(), refreshToken)
	if err != nil {
		return access.Actor{}, err
	}
	s.Jar.SetSession(c, renewed)
	return s.Authenticate(c.UserContext(), renewed.Access)
}

// ended tells a session that is over from a database that is away: only the first signs anybody out.
func ended(err error) bool {
	if err == nil {
		return false
	}
	kind := fault.Of(err).Kind
	return kind == fault.Anonymous || kind == fault.Denied
}

// Token is what binds a form to a person's session.
func (s *Sessions) Token(who access.Actor) string {
	mac := hmac.New(sha256.New, s.CSRFKey)
	mac.Write(who.SessionID[:])
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

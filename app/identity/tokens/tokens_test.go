package tokens

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

func clock() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

func TestAccess_ReadsWhatItSigned(t *testing.T) {
	t.Parallel()
	user, session := uuid.New(), uuid.New()
	a := NewAccess([]byte("key"), clock)
	token, err := a.Sign(user, session)
	if err != nil {
		t.Fatal(err)
	}
	gotUser, gotSession, err := a.Read(token)
	if err != nil || gotUser != user || gotSession != session {
		t.Errorf("got %v, %v, %v", gotUser, gotSession, err)
	}
}

func TestAccess_ForgetsATokenWhenItsTimeIsUp(t *testing.T) {
	t.Parallel()
	now := clock()
	a := NewAccess([]byte("key"), func() time.Time { return now })
	token, err := a.Sign(uuid.New(), uuid.New())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, _, err := a.Read(token); err != nil {
			t.Fatalf("while it stands: %v", err)
		}
	}
	now = now.Add(AccessLife)
	if _, _, err := a.Read(token); !errors.Is(err, ErrForged) {
		t.Errorf("afterwards: got %v, want ErrForged", err)
	}
}

func TestAccess_RefusesWhatIsNotOurs(t *testing.T) {
	t.Parallel()
	good := func() jwt.MapClaims {
		return jwt.MapClaims{"iss": issuer, "aud": audience, "sub": uuid.NewString(), "sid": uuid.NewString(), "exp": clock().Add(time.Minute).Unix()}
	}
	with := func(name string, value any) jwt.MapClaims {
		c := good()
		if c[name] = value; value == nil {
			delete(c, name)
		}
		return c
	}
	a := NewAccess([]byte("key"), clock)
	sign := func(method jwt.SigningMethod, key any, c jwt.MapClaims) string {
		s, err := jwt.NewWithClaims(method, c).SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if _, _, err := a.Read(sign(jwt.SigningMethodHS256, []byte("key"), good())); err != nil {
		t.Fatalf("the good one: %v", err)
	}
	for name, token := range map[string]string{
		"alg none":        sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, good()),
		"HS512":           sign(jwt.SigningMethodHS512, []byte("key"), good()),
		"another key":     sign(jwt.SigningMethodHS256, []byte("other"), good()),
		"expired":         sign(jwt.SigningMethodHS256, []byte("key"), with("exp", clock().Unix())),
		"never expiring":  sign(jwt.SigningMethodHS256, []byte("key"), with("exp", nil)),
		"other audience":  sign(jwt.SigningMethodHS256, []byte("key"), with("aud", "academy-credentials")),
		"no audience":     sign(jwt.SigningMethodHS256, []byte("key"), with("aud", nil)),
		"other issuer":    sign(jwt.SigningMethodHS256, []byte("key"), with("iss", "elsewhere")),
		"no session":      sign(jwt.SigningMethodHS256, []byte("key"), with("sid", nil)),
		"no person":       sign(jwt.SigningMethodHS256, []byte("key"), with("sub", "admin")),
		"empty":           "",
		"not three parts": "a.b",
	} {
		if _, _, err := a.Read(token); !errors.Is(err, ErrForged) {
			t.Errorf("%s: got %v, want ErrForged", name, err)
		}
	}
}

func TestRefresh_ReadsWhatItSigned(t *testing.T) {
	t.Parallel()
	want := Refresh{Session: uuid.New(), Generation: 70_000}
	got, err := ReadRefresh([]byte("key"), want.Sign([]byte("key")))
	if err != nil || got != want {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

func TestRefresh_RefusesAnyChange(t *testing.T) {
	t.Parallel()
	token := Refresh{Session: uuid.New(), Generation: 1}.Sign([]byte("key"))
	raw, _ := base64.RawURLEncoding.DecodeString(token)
	for i := range raw {
		changed := append([]byte(nil), raw...)
		changed[i] ^= 1
		if _, err := ReadRefresh([]byte("key"), base64.RawURLEncoding.EncodeToString(changed)); !errors.Is(err, ErrForged) {
			t.Errorf("byte %d changed: got %v, want ErrForged", i, err)
		}
	}
	for _, other := range []string{"", token + "A", token[1:], token + "=", strings.ToUpper(token)} {
		if _, err := ReadRefresh([]byte("key"), other); !errors.Is(err, ErrForged) {
			t.Errorf("%q: got %v, want ErrForged", other, err)
		}
	}
	if _, err := ReadRefresh([]byte("other"), token); !errors.Is(err, ErrForged) {
		t.Errorf("another key: got %v, want ErrForged", err)
	}
}

func TestNewOneTime_IsKnownByItsHash(t *testing.T) {
	t.Parallel()
	token, hash, err := NewOneTime()
	if err != nil || len(token) != 43 || string(HashOneTime(token)) != string(hash) {
		t.Errorf("got %q, %x, %v", token, hash, err)
	}
}

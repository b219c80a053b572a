package passwords

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
)

func TestHasher_KnowsItsOwnPasswordOnly(t *testing.T) {
	t.Parallel()
	h := NewHasher()
	phc, err := h.Hash(t.Context(), "참외 열두 개")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(phc, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("got %s, want a PHC string of 19 MiB, 2 passes, 1 lane", phc)
	}
	for password, want := range map[string]bool{"참외 열두 개": true, norm.NFD.String("참외 열두 개"): true, "참외 열두 개 ": false, "": false} {
		if got, err := h.Verify(t.Context(), phc, password); err != nil || got != want {
			t.Errorf("Verify(%q) = %v, %v, want %v", password, got, err, want)
		}
	}
}

func TestHasher_SaltsEveryHash(t *testing.T) {
	t.Parallel()
	h := NewHasher()
	one, _ := h.Hash(t.Context(), "same")
	two, _ := h.Hash(t.Context(), "same")
	if one == two {
		t.Error("two hashes of one password are equal")
	}
}

func TestHasher_NobodyFitsNoPassword(t *testing.T) {
	t.Parallel()
	if ok, err := NewHasher().Verify(t.Context(), Nobody(), ""); ok || err != nil {
		t.Errorf("got %v, %v", ok, err)
	}
}

func TestHasher_RefusesMalformedHashes(t *testing.T) {
	t.Parallel()
	for _, phc := range []string{"", "plain", "$argon2i$v=19$m=1,t=1,p=1$AAAA$AAAA", "$argon2id$v=19$m=8,t=0,p=1$AAAA$AAAA", "$argon2id$v=19$m=8,t=1,p=1$AAAA$", "$argon2id$v=19$m=8,t=1,p=1$*$AAAA"} {
		if ok, err := NewHasher().Verify(t.Context(), phc, "x"); ok || err == nil {
			t.Errorf("Verify(%q) = %v, %v, want an error", phc, ok, err)
		}
	}
}

func TestHasher_WaitsNoLongerThanItsContext(t *testing.T) {
	t.Parallel()
	h := &Hasher{slots: make(chan struct{})}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := h.Hash(ctx, "x"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	about := []string{"김하늘", "haneul.kim@example.org", "haneul.kim"}
	for password, want := range map[string]Problem{
		"":                            TooShort,
		"짧은비밀":                        TooShort,
		norm.NFD.String("한글한글한글한"):    TooShort, // seven syllables, however many code points
		strings.Repeat("가", 129):      TooLong,
		"password1!":                  TooEasy,
		"qwerty123":                   TooEasy,
		"비밀번호1234":                    TooEasy,
		"qlalfqjsgh1234":              TooEasy,
		"gksrmf12":                    TooEasy,
		"안녕하세요!!!":                    TooEasy,
		"dkssudgktpdy12":              TooEasy,
		"김하늘20261123":                 TooEasy,
		"rlagksmf12":                  TooEasy, // 김하늘 on a Korean keyboard
		"haneul.kim1":                 TooEasy,
		"academy-demo":                TooEasy,
		"국민외교2026":                    TooEasy,
		"aaaaaaaaaaaaaaaa":            TooEasy,
		strings.Repeat("ab", 60):      TooEasy,
		"참외 열두 개와 낡은 자전거":             None,
		"correct horse battery stapl": None,
		"v8#Lq2!tRw9z":                None,
		"😀🎈🚲🍈 스물네 번 접은 종이": None,
	} {
		if got := Judge(password, about...); got != want {
			t.Errorf("Judge(%q) = %v, want %v", password, got, want)
		}
	}
}

func TestJudge_IsQuickForLongPasswords(t *testing.T) {
	t.Parallel()
	start := time.Now()
	for _, p := range []string{strings.Repeat("1q2w3e4r", 16), strings.Repeat("가", 128), strings.Repeat("passwordp@ssw0rd", 8)} {
		Judge(p)
	}
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestKeys_WritesWhatIsPressed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"안녕": "dkssud", "외교": "dhlry", "값있는": "rkqtdlTsms", "ab1": "ab1", norm.NFD.String("한글"): "gksrmf"} {
		if got := string(keys(text)); got != want {
			t.Errorf("keys(%s) = %s, want %s", text, got, want)
		}
	}
}

package attendance

import (
	"crypto/sha256"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func key(word string) Key {
	k := sha256.Sum256([]byte(word))
	return k[:]
}

var noon = time.Date(2026, 11, 30, 3, 0, 10, 0, time.UTC)

func TestCode_IsGoodForItsStepAndOneMoreOnEitherSide(t *testing.T) {
	t.Parallel()
	k, forum := key("a"), uuid.New()
	code := k.Code(forum, At(noon))
	if !regexp.MustCompile(`^\d{6}$`).MatchString(code) {
		t.Fatalf("got %q", code)
	}
	begin := noon.Truncate(Step)
	for _, c := range []struct {
		name  string
		after time.Duration
		want  bool
	}{
		{"as it appears", 0, true}, {"at its end", Step - 1, true}, {"one step later", 2*Step - 1, true}, {"two steps later", 2 * Step, false},
		{"one step early", -Step, true}, {"two steps early", -Step - 1, false}, {"a day later", 24 * time.Hour, false},
	} {
		if got := k.KnowsCode(forum, code, begin.Add(c.after)); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
		_, err := k.ReadToken(k.Token(forum, At(noon)), begin.Add(c.after))
		if (err == nil) != c.want || !c.want && !errors.Is(err, ErrExpired) {
			t.Errorf("%s: the token: %v", c.name, err)
		}
	}
}

func TestCode_IsReadAsPeopleTypeIt(t *testing.T) {
	t.Parallel()
	k, forum := key("a"), uuid.New()
	code := k.Code(forum, At(noon))
	wide := strings.Map(func(r rune) rune { return r - '0' + '０' }, code)
	for _, typed := range []string{code, " " + code[:3] + " " + code[3:] + "\n", wide} {
		if !k.KnowsCode(forum, typed, noon) {
			t.Errorf("%q was refused", typed)
		}
	}
	for _, typed := range []string{"", code[:5], code + "0", "abcdef"} {
		if k.KnowsCode(forum, typed, noon) {
			t.Errorf("%q was taken", typed)
		}
	}
}

func TestToken_IsOfOneSubjectAndOfOneKey(t *testing.T) {
	t.Parallel()
	k, forum := key("a"), uuid.New()
	token := k.Token(forum, At(noon))
	if got, err := k.ReadToken(token, noon); err != nil || got != forum {
		t.Fatalf("got %v, %v", got, err)
	}
	last := "A"
	if strings.HasSuffix(token, last) {
		last = "B"
	}
	for name, wrong := range map[string]string{
		"another key": key("b").Token(forum, At(noon)), "changed": token[:len(token)-1] + last, "cut": token[:20], "empty": "", "padded": token + "=", "no base64": strings.Repeat("!", len(token)),
	} {
		if _, err := k.ReadToken(wrong, noon); !errors.Is(err, ErrForged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if one, two := uuid.New(), uuid.New(); k.KnowsCode(one, k.Code(forum, At(noon)), noon) && k.KnowsCode(two, k.Code(forum, At(noon)), noon) {
		t.Error("the code of one subject is good for others")
	}
}

func TestTicket_IsGoodForOneThingAndAFewMinutes(t *testing.T) {
	t.Parallel()
	k, mine := key("a"), uuid.New()
	ticket := k.Ticket(mine, "in", noon)
	for _, c := range []struct {
		name  string
		thing uuid.UUID
		word  string
		after time.Duration
		want  bool
	}{
		{"at once", mine, "in", 0, true}, {"at the end", mine, "in", TicketLife, true}, {"too late", mine, "in", TicketLife + time.Second, false},
		{"of another", uuid.New(), "in", 0, false}, {"for another deed", mine, "out", 0, false}, {"from ahead", mine, "in", -time.Hour, false},
	} {
		if got := k.KnowsTicket(c.thing, c.word, ticket, noon.Add(c.after)); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
	if k.KnowsTicket(mine, "in", k.Token(mine, At(noon)), noon) || k.KnowsTicket(mine, "in", "", noon) {
		t.Error("what is no ticket was taken")
	}
}

func TestLeft_IsWhatRemainsOfAStep(t *testing.T) {
	t.Parallel()
	if got := Left(noon); got != 20*time.Second {
		t.Errorf("got %v", got)
	}
}

package openbadges

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
	"time"

	"academy/app/credentials/proof"
)

const did = "did:web:academy.example.org"

func award() Award {
	until := time.Date(2029, 3, 4, 0, 0, 0, 0, time.UTC)
	return Award{
		ID:      "https://academy.example.org/certificates/7K2M-Q9XD-4TRB-WZ8HC.json",
		Issuer:  Issuer{did, "참여외교 아카데미", "https://academy.example.org"},
		Subject: "urn:uuid:5b0e7a8e-4a46-4a30-9a7d-0f8f2a0c1c11", Holder: "김하늘 Zoë",
		Achievement: Achievement{
			ID: "https://academy.example.org/courses/participatory-diplomacy", Kind: "Course", Name: "참여외교란 무엇인가", Description: "온라인 강좌",
			Criteria: "모든 차시를 마치고 평가를 통과하였습니다.", Image: "https://academy.example.org/covers/participatory-diplomacy.svg", Language: "ko",
		},
		Hours: "1.5", HoursName: "학습 시간", Number: "PDA-2026-004821",
		From: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), Until: &until, StatusURL: "https://academy.example.org/credentials/status/1", Place: 94567,
	}
}

type issuer struct {
	suite *proof.Suite
	key   ed25519.PrivateKey
	rsa   *rsa.PrivateKey
}

func newIssuer(t *testing.T) issuer {
	t.Helper()
	suite, err := proof.NewSuite()
	if err != nil {
		t.Fatal(err)
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	second, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return issuer{suite, key, second}
}

func (i issuer) published() []proof.Published {
	return []proof.Published{{ID: "one", Key: i.key.Public()}, {ID: "two", Key: i.rsa.Public()}}
}

func (i issuer) sign(t *testing.T, document map[string]any) map[string]any {
	t.Helper()
	signed, err := i.suite.Sign(document, i.key, proof.Method(did, "one"), award().From)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func (i issuer) list(t *testing.T, set ...int) map[string]any {
	t.Helper()
	encoded, err := proof.EncodeStatus(set)
	if err != nil {
		t.Fatal(err)
	}
	return i.sign(t, StatusList(award().StatusURL, did, encoded, award().From, award().From.Add(24*time.Hour)))
}

// elsewhere asks the libraries of others, in Node.
func (i issuer) elsewhere(t *testing.T, list map[string]any, credentials []any, tokens []string) (fromCredentials, fromTokens []string) {
	t.Helper()
	input, err := json.Marshal(map[string]any{
		"now": award().From.Add(time.Hour), "credentials": credentials, "tokens": tokens, "jwks": proof.JWKS(i.published()),
		"documents": map[string]any{did: proof.DIDDocument(did, i.published()), award().StatusURL: list},
	})
	if err != nil {
		t.Fatal(err)
	}
	node := exec.Command("node", "testdata/verifier.mjs")
	node.Stdin = bytes.NewReader(input)
	var said bytes.Buffer
	node.Stderr = &said
	out, err := node.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, said.String())
	}
	var answer struct{ Credentials, Tokens []string }
	if err := json.Unmarshal(out, &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Credentials, answer.Tokens
}

func TestDocument_VerifiesWithTheLibrariesOfOthers(t *testing.T) {
	t.Parallel()
	i := newIssuer(t)
	signed := i.sign(t, award().Document())
	token, err := proof.SignToken(award().Document(), i.rsa, "two")
	if err != nil {
		t.Fatal(err)
	}
	second, err := proof.SignToken(award().Document(), i.key, "one")
	if err != nil {
		t.Fatal(err)
	}
	credentials, tokens := i.elsewhere(t, i.list(t), []any{signed}, []string{token, second})
	for n, why := range append(credentials, tokens...) {
		if why != "" {
			t.Errorf("%d: %s", n, why)
		}
	}
}

func TestDocument_IsRefusedByOthersWhenTamperedWithOrRevoked(t *testing.T) {
	t.Parallel()
	i := newIssuer(t)
	changed := i.sign(t, award().Document())
	changed["name"] = "다른 강좌"
	added := i.sign(t, award().Document())
	added["awardedDate"] = "2026-03-04T05:06:07Z"
	undefined := i.sign(t, award().Document())
	undefined["grade"] = "A+"
	token, err := proof.SignToken(award().Document(), i.rsa, "two")
	if err != nil {
		t.Fatal(err)
	}
	head, tail, _ := strings.Cut(token, ".")
	credentials, tokens := i.elsewhere(t, i.list(t), []any{changed, added, undefined}, []string{head + ".e30" + tail[strings.Index(tail, "."):]})
	for n, why := range append(credentials, tokens...) {
		if why == "" {
			t.Errorf("%d was taken", n)
		}
	}
	revoked, _ := i.elsewhere(t, i.list(t, 3, award().Place), []any{i.sign(t, award().Document())}, nil)
	if !strings.Contains(revoked[0], "revoked") {
		t.Errorf("the list has the bit: %q", revoked[0])
	}
}

func TestRead_ReadsWhatDocumentWrites(t *testing.T) {
	t.Parallel()
	a := award()
	got, err := Read(a.Document())
	if err != nil || got.ID != a.ID || got.Issuer != did || got.Holder != a.Holder || got.Achievement != a.Achievement.Name || !got.From.Equal(a.From) || !got.Until.Equal(*a.Until) || !got.Status {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestRead_RefusesWhatIsNoBadge(t *testing.T) {
	t.Parallel()
	for _, lost := range []string{"type", "issuer", "validFrom", "credentialSubject"} {
		document := award().Document()
		delete(document, lost)
		if _, err := Read(document); err == nil {
			t.Errorf("a badge without %s", lost)
		}
	}
}

package credentials

import (
	"crypto/rand"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
)

func drawCode(t *testing.T) string {
	t.Helper()
	code, err := NewCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestNewCode_IsReadableAndParsesToItself(t *testing.T) {
	t.Parallel()
	shape := regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{5}$`)
	seen := map[string]bool{}
	for range 2000 {
		code := drawCode(t)
		if !shape.MatchString(code) {
			t.Fatalf("%s", code)
		}
		if got, err := ParseCode(code); got != code || err != nil {
			t.Fatalf("%s parses to %q, %v", code, got, err)
		}
		seen[code] = true
	}
	if len(seen) != 2000 {
		t.Errorf("%d different codes of 2000", len(seen))
	}
}

func TestNewCode_UsesEveryBitOfItsSource(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for bit := range codeBytes * 8 {
		source := make([]byte, codeBytes)
		source[bit/8] = 1 << (bit % 8)
		code, err := NewCode(strings.NewReader(string(source)))
		if err != nil {
			t.Fatal(err)
		}
		seen[code] = true
	}
	if len(seen) != 80 {
		t.Errorf("80 sources gave %d codes", len(seen))
	}
}

func TestNewCode_FailsWithoutChance(t *testing.T) {
	t.Parallel()
	if _, err := NewCode(iotest.ErrReader(io.ErrClosedPipe)); !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
	if _, err := NewCode(strings.NewReader("short")); err == nil {
		t.Error("a code from five bytes")
	}
}

func TestParseCode_FindsEverySingleWrongSymbol(t *testing.T) {
	t.Parallel()
	for range 20 {
		code := drawCode(t)
		for i := range code {
			for _, other := range codeLetters {
				if code[i] == '-' || rune(code[i]) == other {
					continue
				}
				wrong := code[:i] + string(other) + code[i+1:]
				if _, err := ParseCode(wrong); !errors.Is(err, ErrCode) {
					t.Fatalf("%s for %s: %v", wrong, code, err)
				}
			}
		}
	}
}

func TestParseCode_FindsAnyTwoSymbolsExchanged(t *testing.T) {
	t.Parallel()
	for range 50 {
		code := strings.ReplaceAll(drawCode(t), "-", "")
		for i := range code {
			for j := i + 1; j < len(code); j++ {
				if code[i] == code[j] {
					continue
				}
				wrong := []byte(code)
				wrong[i], wrong[j] = wrong[j], wrong[i]
				if _, err := ParseCode(string(wrong)); !errors.Is(err, ErrCode) {
					t.Fatalf("%s for %s: %v", wrong, code, err)
				}
			}
		}
	}
}

func TestParseCode_ReadsWhatPeopleType(t *testing.T) {
	t.Parallel()
	code, err := NewCode(strings.NewReader("\x00\x44\x32\x14\xc7\x42\x54\xb6\x35\xcf"))
	if err != nil {
		t.Fatal(err)
	}
	bare := strings.ReplaceAll(code, "-", "")
	wide := strings.Map(func(r rune) rune { return r - '!' + '！' }, bare)
	confused := strings.NewReplacer("0", "o", "1", "l", "V", "u").Replace(bare)
	for _, typed := range []string{
		code, strings.ToLower(code), bare, " " + code + "\n", strings.ReplaceAll(code, "-", " "),
		strings.ReplaceAll(code, "-", "–"), strings.ReplaceAll(code, "-", "−"), wide,
		strings.Join(strings.Split(bare, ""), " "), confused, strings.ReplaceAll(confused, "l", "I"), "\u200b" + code,
	} {
		if got, err := ParseCode(typed); got != code || err != nil {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
}

func TestParseCode_RefusesWhatIsNoCode(t *testing.T) {
	t.Parallel()
	code := drawCode(t)
	for _, typed := range []string{"", "-", code[:19], code + "0", "PDA-2026-004821", "김하늘", code + "*", strings.Repeat("0", 1<<20), "\xff\xfe"} {
		if got, err := ParseCode(typed); got != "" || !errors.Is(err, ErrCode) {
			t.Errorf("%.30q: %q, %v", typed, got, err)
		}
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add("7K2M-Q9XD-4TRB-WZ8HC")
	f.Fuzz(func(t *testing.T, typed string) {
		code, err := ParseCode(typed)
		if err != nil && !errors.Is(err, ErrCode) {
			t.Fatal(err)
		}
		if again, _ := ParseCode(code); err == nil && again != code {
			t.Fatalf("%q: %q, then %q", typed, code, again)
		}
	})
}

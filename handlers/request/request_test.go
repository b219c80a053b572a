package request

import (
	"net/netip"
	"strings"
	"testing"

	"academy/app/locale"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

func TestLocal_KnowsWhatStaysOnThisSite(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]bool{
		"/": true, "/courses?q=a&next=//b": true, "/me#x": true, "/en/a//b": true,
		"": false, "courses": false, "//evil": false, "/\\evil": false, "/\t/evil": false, "\\/evil": false, "https://evil": false,
		"javascript:alert(1)": false, "/%5cevil": false, "/%2fevil": false, "/a\nb": false, "/\x00": false, "/%zz": false,
	} {
		if got := Local(target); got != want {
			t.Errorf("%q: %v", target, got)
		}
	}
}

func TestSplit_TakesTheLanguageOffAndInLangPutsItBack(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		path string
		lang locale.Lang
		rest string
	}{
		{"/", locale.KO, "/"}, {"/courses?q=a", locale.KO, "/courses?q=a"}, {"/en", locale.EN, "/"}, {"/en?q=a", locale.EN, "/?q=a"}, {"/en/courses", locale.EN, "/courses"},
		{"/english", locale.KO, "/english"}, {"/en-us", locale.KO, "/en-us"},
	} {
		lang, rest := Split(c.path)
		if lang != c.lang || rest != c.rest || InLang(lang, rest) != c.path {
			t.Errorf("%s: %s, %s and back %s", c.path, lang, rest, InLang(lang, rest))
		}
	}
	if got := InLang(locale.EN, "/?q=a"); got != "/en?q=a" {
		t.Error(got)
	}
}

func TestAddress_BelievesOnlyProxiesOfOurs(t *testing.T) {
	t.Parallel()
	trusted := []netip.Prefix{netip.MustParsePrefix("0.0.0.0/32"), netip.MustParsePrefix("10.0.0.0/8")}
	for _, c := range []struct {
		trusted   []netip.Prefix
		forwarded string
		want      string
	}{
		{nil, "192.0.2.1", "0.0.0.0"},
		{trusted, "", "0.0.0.0"},
		{trusted, "192.0.2.1", "192.0.2.1"},
		{trusted, "203.0.113.9, 192.0.2.1, 10.1.2.3", "192.0.2.1"},
		{trusted, "203.0.113.9\n192.0.2.1", "192.0.2.1"},
		{trusted, "203.0.113.9\n192.0.2.1, 10.1.2.3\n10.1.2.4", "192.0.2.1"},
		{trusted, "203.0.113.9\nnonsense\n10.1.2.3", "10.1.2.3"},
		{trusted, "nonsense, 10.1.2.3", "10.1.2.3"},
		{trusted, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
		{trusted, "::ffff:192.0.2.1", "192.0.2.1"},
	} {
		app := fiber.New()
		ctx := app.AcquireCtx(&fasthttp.RequestCtx{})
		for line := range strings.Lines(c.forwarded) {
			ctx.Request().Header.Add(fiber.HeaderXForwardedFor, strings.TrimSpace(line))
		}
		if got := Address(ctx, c.trusted); got != c.want {
			t.Errorf("%q: %s, want %s", c.forwarded, got, c.want)
		}
		app.ReleaseCtx(ctx)
	}
}

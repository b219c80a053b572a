package handlers_test

import (
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	pagesOf = regexp.MustCompile(`(?m)^Pages:\s+(\d+)$`)
	sizeOf  = regexp.MustCompile(`(?m)^Page size:\s+(\d+)[\d.]* x (\d+)`)
)

func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed", name)
	}
	out, err := exec.CommandContext(t.Context(), name, args...).Output()
	if err != nil {
		t.Fatalf("%s %v: %v", name, args, err)
	}
	return string(out)
}

// printedPage prints a page as a browser does and answers what is said of the paper, and its words.
func (s *site) printedPage(t *testing.T, path string) (info, text string) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "page.pdf")
	tool(t, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--user-data-dir="+filepath.Join(dir, "profile"),
		"--no-pdf-header-footer", "--virtual-time-budget=10000", "--print-to-pdf="+file, "http://"+s.address+path)
	return tool(t, "pdfinfo", file), tool(t, "pdftotext", file, "-")
}

func TestCertificate_PrintedFromTheBrowserIsOnePageInEitherOrientationAndLanguage(t *testing.T) {
	t.Parallel()
	s := serve(t)
	owner, _ := s.teaching(t)
	for _, lies := range []string{"landscape", "portrait"} {
		change := url.Values{"do": {"save"}, "orientation": {lies}, "months": {"24"}, "signatory_ko": {"이수민"}, "signatory_en": {"Lee Sumin"}}
		owner.sendTo(template, templateForm(owner.get(template), change)).want(http.StatusSeeOther)
		holder, _ := s.graduated(t)
		page := holder.get("/me/certificates").find(".own-certs a").First().AttrOr("href", "")
		for _, lang := range []string{"", "/en"} {
			info, text := s.printedPage(t, lang+page)
			if pages := pagesOf.FindStringSubmatch(info); pages == nil || pages[1] != "1" {
				t.Errorf("%s%s: %s", lies, lang, info)
			}
			if size := sizeOf.FindStringSubmatch(info); size == nil || (len(size[1]) == len(size[2]) && size[1] > size[2]) != (lies == "landscape") {
				t.Errorf("%s%s lies otherwise: %s", lies, lang, info)
			}
			if !strings.Contains(text, "김하늘") || !strings.Contains(text, page[strings.LastIndex(page, "/")+1:]) {
				t.Errorf("%s%s: the paper says %q", lies, lang, text)
			}
		}
	}
}

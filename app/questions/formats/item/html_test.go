package item_test

import (
	"strings"
	"testing"

	"academy/app/questions/formats/item"
)

func TestHTML_BecomesMarkdownThatShowsTheSame(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		`<p>a<br>b</p><p>c</p>`:                                   "a  \nb\n\nc",
		`<b>bold</b> <i>it</i> <u>u</u> <code>x_y</code>`:         "**bold** *it* u `x_y`",
		"<pre>if a {\n  b\n}</pre>":                               "```\nif a {\n  b\n}\n```",
		`<ol><li>a</li><li>b</li></ul>`:                           "1. a\n2. b",
		`<table><tr><td>a</td></tr><tr><td>1|2</td></tr></table>`: "| a    |\n|------|\n| 1\\|2 |",
		`<a href="https://x.org/?a=1&amp;b=2">link</a>`:           "[link](https://x.org/?a=1&b=2)",
		`CO<sub>2</sub> m<sup>2</sup> x<sup>th</sup>`:             "CO₂ m² x^(th)",
		`&lt;b&gt; 1 &lt; 2 &amp;amp;&nbsp;`:                      `\<b\> 1 \< 2 \&amp;`,
		`<script>x</script><div>y</div><div>z</div>`:              "y\n\nz",
		`<a href="javascript:alert(1)">j</a>`:                     "j",
		`<p>1. not a list</p><p># nor heading</p>`:                "1\\. not a list\n\n\\# nor heading",
		`see <img src="data:image/png;base64,AAAA" alt="a map">`:  "see a map",
	}
	sheet := item.NewSheet("en")
	for html, want := range cases {
		got := sheet.HTML(&item.Found{}, html)
		if got != want {
			t.Errorf("%s: got %q, want %q", html, got, want)
		}
		if again := sheet.HTML(&item.Found{}, sheet.Rendered(got)); again != got {
			t.Errorf("%s: %q becomes %q", html, got, again)
		}
	}
}

func TestHTML_SaysWhatItDrops(t *testing.T) {
	t.Parallel()
	for html, key := range map[string]string{
		`<img src="a.png">`: "formats.picture", `<video src="a"></video>`: "formats.media", `<script>x</script>`: "formats.element",
		`<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>`: "formats.math", `<a href="javascript:x">y</a>`: "formats.element",
	} {
		sheet, f := item.NewSheet("en"), &item.Found{}
		f.Prompt = sheet.Text("x" + sheet.HTML(f, html))
		sheet.Add(f)
		if p := sheet.Items()[0].Problems; len(p) == 0 || p[0].Key != key {
			t.Errorf("%s: got %+v", html, p)
		}
	}
}

func TestClean_TakesOutPicturesThatAreWrittenOut(t *testing.T) {
	t.Parallel()
	got := item.Clean([]byte("\ufeffa <img src=\"data:image/png;base64," + strings.Repeat("QUJD", 100_000) + "==\">\r\nb\x00"))
	if got != "a <img src=\"data:\">\nb" {
		t.Errorf("got %.80q", got)
	}
}

package diploma

import (
	"errors"
	"testing"
)

func TestFill_PutsInVariablesAndNothingElse(t *testing.T) {
	t.Parallel()
	values := map[string]string{"name": "{course}", "course": "{{name}}", "number": "7"}
	for text, want := range map[string]string{
		"":                       "",
		"plain % \\ $1":          "plain % \\ $1",
		"{name}{course}{number}": "{course}{{name}}7",
		"{{name}}":               "{name}",
		"{{{name}}}":             "{{course}}",
		"}}{{":                   "}{",
		"{hours}":                "",
	} {
		if got, err := fill(text, values); got != want || err != nil {
			t.Errorf("%q gives %q, %v", text, got, err)
		}
	}
}

func TestCheckText_FindsUnknownVariablesAndLoneBraces(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]error{
		"{Name}": ErrVariable, "{}": ErrVariable, "{ name }": ErrVariable, "{name.first}": ErrVariable, "{{{surname}}}": ErrVariable, "{na{me}": ErrVariable,
		"{": ErrBrace, "}": ErrBrace, "a {name": ErrBrace, "name}": ErrBrace, "{{name}": ErrBrace, "{name}}": ErrBrace,
		"{name} {{x}}": nil,
	} {
		if err := CheckText(text); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", text, err, want)
		}
	}
}

func FuzzFill_NeverPanicsAndKeepsValuesAsTheyAre(f *testing.F) {
	f.Add("{name} {{", "김")
	f.Fuzz(func(t *testing.T, text, name string) {
		got, err := fill(text, map[string]string{"name": name})
		if (err == nil) != (CheckText(text) == nil) {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	})
}

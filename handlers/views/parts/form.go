package parts

import (
	"context"
	"slices"

	"academy/app/locale"
)

// Form is what a form is shown with: what was typed, and what is wrong with it.
type Form struct {
	// Values fill the fields by name. Passwords are never among them.
	Values map[string]string
	// Errors maps a field's name to the message key of what is wrong with it.
	Errors map[string]string
	// Key is the message key about the form as a whole, such as form.invalid; empty when nothing is wrong.
	Key  string
	Args []any
}

// Value is what was typed into a field.
func (f Form) Value(name string) string { return f.Values[name] }

// Err is the message key of a field's error, empty when there is none.
func (f Form) Err(name string) string { return f.Errors[name] }

// Or gives the form with a value for each field that nobody has typed into yet.
func (f Form) Or(values map[string]string) Form {
	filled := make(map[string]string, len(values)+len(f.Values))
	for name, value := range values {
		filled[name] = value
	}
	for name, value := range f.Values {
		filled[name] = value
	}
	f.Values = filled
	return f
}

// wrong lists the fields with an error: those named first in that order, then any others by name, so that the
// summary follows the page and leaves nothing out.
func (f Form) wrong(order []string) []string {
	var names, rest []string
	for _, name := range order {
		if f.Errors[name] != "" {
			names = append(names, name)
		}
	}
	for name := range f.Errors {
		if !slices.Contains(names, name) {
			rest = append(rest, name)
		}
	}
	slices.Sort(rest)
	return append(names, rest...)
}

func (f Form) heading(ctx context.Context) string {
	if f.Key == "" || f.Key == "form.invalid" {
		return locale.T(ctx, "parts.check_form")
	}
	return locale.T(ctx, f.Key, f.Args...)
}

// Input describes one field. Label and Hint are sentences in the reader's language.
type Input struct {
	Name, Label, Hint string
	// Type is the type of the input, text when empty.
	Type string
	// Autocomplete is the token of HTML that lets a browser help, such as email or new-password.
	Autocomplete string
	Required     bool
	// Optional says so beside the label.
	Optional bool
	// Max is the most characters that are taken, 0 for no limit.
	Max int
	// Class is added to the input's own class, such as code.
	Class string
}

func (in Input) kind() string {
	if in.Type == "" {
		return "text"
	}
	return in.Type
}

// described names the hint and the error of a field, for aria-describedby; empty when it has neither.
func (in Input) described(f Form) string {
	switch hint, err := in.Hint != "", f.Err(in.Name) != ""; {
	case hint && err:
		return in.Name + "-hint " + in.Name + "-err"
	case hint:
		return in.Name + "-hint"
	case err:
		return in.Name + "-err"
	}
	return ""
}

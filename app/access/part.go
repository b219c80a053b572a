package access

// Part is what a person has to do with a course: a right that hangs on a row, which authoring gives and looks up.
type Part string

// The parts: owners also choose the staff, editors change and publish, assistants look.
const (
	Owner     Part = "owner"
	Editor    Part = "editor"
	Assistant Part = "assistant"
)

// MayEdit says whether the part allows changes and publishing.
func (p Part) MayEdit() bool { return p == Owner || p == Editor }

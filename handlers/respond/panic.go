package respond

import "fmt"

// Panic is a panic made into an error. Its stack is for the log.
type Panic struct {
	Value any
	Stack string
}

// Error says what was panicked with, without the stack.
func (p *Panic) Error() string { return fmt.Sprintf("panic: %v", p.Value) }

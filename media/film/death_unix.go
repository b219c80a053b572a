//go:build unix && !linux

package film

import "syscall"

// dieWithUs is the kernel's to do, and only Linux does it: elsewhere an encoder outlives a worker that was killed.
func dieWithUs(*syscall.SysProcAttr) {}

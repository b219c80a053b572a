//go:build unix && !linux

package postgres

import "syscall"

// dieWith cannot be asked of this kernel: what outlives the academy is ended at its next start.
func dieWith(*syscall.SysProcAttr, syscall.Signal) {}

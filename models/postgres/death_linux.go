package postgres

import "syscall"

// dieWith has the kernel send a signal to the child when the thread that started it ends.
func dieWith(attr *syscall.SysProcAttr, signal syscall.Signal) { attr.Pdeathsig = signal }

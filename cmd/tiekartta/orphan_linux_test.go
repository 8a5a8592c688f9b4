package main

import (
	"os/exec"
	"syscall"
)

// dieWithParent ends a child also when the tests end without their clean-up, by
// a timeout for example.
func dieWithParent(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }

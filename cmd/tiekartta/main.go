// Command tiekartta is the service and its tools.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// version is set by the linker of a release build.
var version = "development"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// Ctrl-C for a second time ends what waits for a pipe or standard input. Two
	// of a service manager's signals are one.
	context.AfterFunc(ctx, func() { signal.Reset(os.Interrupt) })
	out := streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}
	os.Exit(run(ctx, os.Args[1:], os.Getenv, out))
}

// streams are where a command reads and writes: data goes to out, messages to
// err.
type streams struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

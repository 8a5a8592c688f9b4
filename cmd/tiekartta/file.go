package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"tiekartta/i18n"
)

// The most that a file that is written allows; the umask takes from it.
const (
	private fs.FileMode = 0o600
	shared  fs.FileMode = 0o666
)

// read reads a file, or standard input for "-".
func (c *call) read(path string) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(c.in)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, i18n.Problems{{Key: "not_a_file"}}
	}
	return os.ReadFile(path)
}

// write calls f with what to write to: standard output for "" and "-", a pipe or
// a device as it is, and else a file that appears under its name only when all
// of it is written. One that it replaces gives it its mode, as far as most goes.
func (c *call) write(path string, most fs.FileMode, f func(io.Writer) error) error {
	if path == "" || path == "-" {
		return f(c.out)
	}
	path, old, err := destination(path)
	switch {
	case err != nil:
		return err
	case old == nil || old.Mode().IsRegular():
		return replace(path, old, most, f)
	case old.IsDir():
		return named(path, i18n.Problems{{Key: "not_a_file"}})
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return onFile(path, f(file), file.Close())
}

// destination is what a path leads to: its name, and what is there, if anything.
func destination(path string) (string, fs.FileInfo, error) {
	info, err := os.Stat(path)
	missing := errors.Is(err, fs.ErrNotExist)
	if err != nil && !missing {
		return "", nil, err
	}
	if !missing && !info.Mode().IsRegular() {
		return path, info, nil // links in /dev may lead to what has no name
	}
	for {
		link, err := os.Readlink(path)
		if err != nil {
			break // it is none; a circle of links was refused above
		}
		if !filepath.IsAbs(link) {
			link = filepath.Join(filepath.Dir(path), link)
		}
		path = link
	}
	return path, info, nil
}

// replace writes a file beside the path and then gives it its name. old is what
// has that name now, if anything.
func replace(path string, old fs.FileInfo, most fs.FileMode, f func(io.Writer) error) error {
	file, err := createBeside(path, most)
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	err = f(file)
	if old != nil && err == nil {
		err = file.Chmod(old.Mode().Perm() & most)
	}
	if err := onFile(path, err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// createBeside is os.CreateTemp with a mode, of which the umask takes its part.
func createBeside(path string, most fs.FileMode) (*os.File, error) {
	for {
		file, err := os.OpenFile(fmt.Sprintf("%s.part-%08x", path, rand.Uint32()), os.O_CREATE|os.O_EXCL|os.O_WRONLY, most)
		if !errors.Is(err, fs.ErrExist) {
			return file, err
		}
	}
}

// onFile names the file in what went wrong with it.
func onFile(path string, failed ...error) error {
	if err := errors.Join(failed...); err != nil {
		return &fs.PathError{Op: "write", Path: path, Err: err}
	}
	return nil
}

// syncFolder makes the names in a folder last, where a system can do so.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	err = folder.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	return errors.Join(err, folder.Close())
}

func exists(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

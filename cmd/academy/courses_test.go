package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"academy/app/authoring/folder"
)

func TestWriteCourse_IsOpenedAgainAsAFolderAndAsAnArchive(t *testing.T) {
	t.Parallel()
	text := folder.File{Name: "lessons/a.md", Size: 2, Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewBufferString("ok")), nil }}
	for _, name := range []string{"course", "course.zip"} {
		path := filepath.Join(t.TempDir(), name)
		if err := writeCourse(t.Context(), path, []folder.File{text}); err != nil {
			t.Fatal(err)
		}
		files, opened, err := openCourse(path)
		if err != nil {
			t.Fatal(err)
		}
		file, err := files.Open("lessons/a.md")
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(file)
		if err := errors.Join(err, file.Close(), opened.Close()); err != nil || string(got) != "ok" {
			t.Errorf("%s: %v %q", name, err, got)
		}
	}
}

func TestWriteCourse_LeavesNoHalfArchiveBehind(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	gone := folder.File{Name: "films/a.mp4", Size: 9, Open: func(context.Context) (io.ReadCloser, error) { return nil, io.ErrUnexpectedEOF }}
	if err := writeCourse(t.Context(), filepath.Join(dir, "course.zip"), []folder.File{gone}); err == nil {
		t.Fatal("it was written")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

func TestOpenCourse_ALinkThatLeadsOutOfTheFolderIsNotFollowed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Symlink("/etc/hostname", filepath.Join(dir, "course.yaml")); err != nil {
		t.Fatal(err)
	}
	files, opened, err := openCourse(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = opened.Close() }()
	if !folder.Read(files).Broken() {
		t.Error("a file outside was read")
	}
}

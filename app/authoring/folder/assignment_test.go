package folder

import (
	"testing"
	"time"

	"academy/models"
	"academy/models/courses"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

func TestAssignment_IsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	opens := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	due := opens.Add(48 * time.Hour)
	want := courses.AssignmentWork{
		Text: true, Files: true, MostFiles: 3, MostMegabytes: 10, Kinds: []string{"document"}, Words: 300, OpensAt: &opens, DueAt: &due, GraceHours: 24,
		Deduct: 10, Again: "marked", MostTimes: 2, Points: 50.5, PassPercent: 60, Named: true, Notes: models.Text{KO: "안내", EN: "Notes"},
		Rubric: []courses.Criterion{{Text: models.Text{KO: "내용", EN: "Content"}, Points: 2.5}},
	}
	written, err := yaml.Marshal(writtenAssignment(&want))
	if err != nil {
		t.Fatal(err)
	}
	var file assignmentFile
	if err := yaml.Unmarshal(written, &file); err != nil {
		t.Fatal(err)
	}
	item := &Item{}
	got := readAssignment(item, lessonFile{Assignment: &file})
	if diff := cmp.Diff(&want, got); diff != "" || len(item.Problems) > 0 {
		t.Errorf("%v (-want +got):\n%s", item.Problems, diff)
	}
}

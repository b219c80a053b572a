package api_test

import (
	"os"
	"testing"

	"academy/app/apptest"
)

func TestDump(t *testing.T) {
	_ = os.WriteFile("/tmp/docs.html", open(t, apptest.Open(t)).get("/api/docs").body, 0o644)
}

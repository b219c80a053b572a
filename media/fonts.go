package media

import (
	"embed"
	"fmt"
)

// The two faces the academy draws with: slides and certificates. Both are TrueType outlines under the SIL Open Font Licence.
const (
	FontRegular = "Pretendard-Regular.ttf"
	FontBold    = "Pretendard-Bold.ttf"
)

// The fonts are fetched by the asset build and not kept in the repository, hence the folder may be empty but for .gitkeep.
//
//go:embed all:fonts
var fontFiles embed.FS

// Font returns the bytes of an embedded font file, named by one of the constants above. Each call copies about
// 2.7 MB, so callers keep what they get; the copy is theirs to change.
func Font(name string) ([]byte, error) {
	raw, err := fontFiles.ReadFile("fonts/" + name)
	if err != nil {
		return nil, fmt.Errorf("font %s is not in this binary, run `make build` to fetch and embed it: %w", name, err)
	}
	return raw, nil
}

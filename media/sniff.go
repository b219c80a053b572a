package media

import (
	"fmt"
	"io"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// Sniff says what content is by its first 3 KiB, whatever its name claims: a
// media type, with a charset parameter for text, and application/octet-stream
// when nothing is recognised. It consumes what it reads.
func Sniff(content io.Reader) (string, error) {
	found, err := mimetype.DetectReader(content)
	if err != nil {
		return "", fmt.Errorf("sniffing: %w", err)
	}
	return found.String(), nil
}

// LectureExtension is the extension, with its dot, that a lecture of this
// sniffed type is kept under. Any type that is not a film container we take is
// ErrRefused.
func LectureExtension(contentType string) (string, error) {
	switch contentType {
	case "video/mp4":
		return ".mp4", nil
	case "video/x-m4v":
		return ".m4v", nil
	case "video/quicktime":
		return ".mov", nil
	case "video/webm":
		return ".webm", nil
	case "video/matroska":
		return ".mkv", nil
	}
	return "", refused("a lecture of type %s", contentType)
}

// active is what a browser or a machine would run, by sniffed type.
const active = " text/html application/xhtml+xml image/svg+xml text/javascript text/x-shellscript " +
	"application/x-elf application/x-executable application/x-object application/x-sharedlib application/x-coredump " +
	"application/x-mach-binary application/vnd.microsoft.portable-executable application/x-ms-shortcut application/java-archive "

// CheckAttachment refuses files of a sniffed type that would run rather than be read.
func CheckAttachment(contentType string) error {
	bare, _, _ := strings.Cut(contentType, ";")
	if strings.Contains(active, " "+strings.TrimSpace(bare)+" ") {
		return refused("an attachment of type %s", contentType)
	}
	return nil
}

package media

import (
	"io/fs"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
)

// SourceKey names the file an asset was uploaded or imported as. The extension
// has its dot and comes from the sniffed type, never from the person's name; it
// is empty for what comes in parts and cannot be sniffed before.
func SourceKey(asset uuid.UUID, extension string) string {
	return assetKey(asset, "source"+extension)
}

// VideoKey names the one progressive MP4 that every browser plays.
func VideoKey(asset uuid.UUID) string { return assetKey(asset, "video.mp4") }

// PosterKey names the still shown before a lecture plays.
func PosterKey(asset uuid.UUID) string { return assetKey(asset, "poster.jpg") }

// PictureKey names a picture as it is shown.
func PictureKey(asset uuid.UUID) string { return assetKey(asset, "picture") }

// AudioKey names the sound of a lecture alone.
func AudioKey(asset uuid.UUID) string { return assetKey(asset, "audio.m4a") }

// maxRungs is how many rungs the ladder of a film may have.
const maxRungs = 4

// RungKey names one rung of a lecture's ladder, counted from 1, the lowest. What is made again has the same names.
func RungKey(asset uuid.UUID, number int) string {
	return assetKey(asset, "rung-"+strconv.Itoa(number)+".mp4")
}

// AssetKeys names everything that may stand in the store of an asset that came by an upload.
func AssetKeys(asset uuid.UUID) []string {
	keys := []string{SourceKey(asset, ""), VideoKey(asset), PosterKey(asset), AudioKey(asset), PictureKey(asset)}
	for n := range maxRungs {
		keys = append(keys, RungKey(asset, n+1))
	}
	return keys
}

// CertificateKey names the printable form of a certificate in a language.
func CertificateKey(certificate uuid.UUID, lang string) string {
	return "certificates/" + certificate.String() + "." + lang + ".pdf"
}

// BundleKey names the file that holds many certificates, until it is swept.
func BundleKey(run uuid.UUID) string { return "certificates/bundles/" + run.String() + ".zip" }

func assetKey(asset uuid.UUID, name string) string {
	return "assets/" + asset.String() + "/" + name
}

// maxKeyBytes is what S3 allows less room for the stores' own prefixes, and
// maxPartBytes what file systems allow for one name.
const (
	maxKeyBytes  = 900
	maxPartBytes = 240
)

// checkKey refuses every name that could mean another place than it says.
func checkKey(key string) error {
	if len(key) > maxKeyBytes || !utf8.ValidString(key) || key == "." || !fs.ValidPath(key) {
		return refused("key %.80q", key)
	}
	if strings.ContainsFunc(key, func(r rune) bool { return r == '\\' || unicode.IsControl(r) }) {
		return refused("key %.80q", key)
	}
	for part := range strings.SplitSeq(key, "/") {
		if len(part) > maxPartBytes {
			return refused("key %.80q", key)
		}
	}
	return nil
}

func checkType(contentType string) error {
	if contentType == "" || len(contentType) > 200 || strings.ContainsFunc(contentType, unicode.IsControl) {
		return refused("content type %.80q", contentType)
	}
	return nil
}

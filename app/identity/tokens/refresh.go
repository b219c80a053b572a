package tokens

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"

	"github.com/google/uuid"
)

// Refresh is what a refresh token says: a generation of a session's family. It is signed, not stored: of a family the
// database knows only the newest generation, so an older genuine token shows that somebody has a copy.
type Refresh struct {
	Session    uuid.UUID
	Generation uint32
}

const refreshBody = 16 + 4

// Sign writes the token: base64url of session, generation and their HMAC-SHA256.
func (r Refresh) Sign(key []byte) string {
	body := binary.BigEndian.AppendUint32(r.Session[:], r.Generation)
	return base64.RawURLEncoding.EncodeToString(append(body, mac(key, body)...))
}

// ReadRefresh reads what Sign wrote, or answers ErrForged.
func ReadRefresh(key []byte, token string) (Refresh, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) != refreshBody+sha256.Size || !hmac.Equal(raw[refreshBody:], mac(key, raw[:refreshBody])) {
		return Refresh{}, ErrForged
	}
	return Refresh{Session: uuid.UUID(raw[:16]), Generation: binary.BigEndian.Uint32(raw[16:refreshBody])}, nil
}

func mac(key, body []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(body)
	return h.Sum(nil)
}

package media

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Names of the query parameters of a signed link.
const (
	paramExpiry    = "exp" // Unix seconds
	paramSignature = "sig" // HMAC-SHA-256, base64url
	paramAs        = "as"  // "attachment" or absent
	paramName      = "name"
)

const minKeyBytes = 32

// signer makes and checks links to the files store. A link binds the method,
// the key and every query parameter.
type signer struct {
	key []byte
	now func() time.Time
}

func (s signer) link(method, key string, ttl time.Duration, as Disposition) url.Values {
	step := stepOf(ttl)
	end := s.now().Add(ttl + step - 1).Truncate(step)
	query := url.Values{paramExpiry: {strconv.FormatInt(end.Unix(), 10)}}
	if as.Attachment {
		query.Set(paramAs, "attachment")
	}
	if name := cleanName(as.Name); name != "" {
		query.Set(paramName, name)
	}
	s.sign(method, key, query)
	return query
}

// seal signs a query that ends at a moment.
func (s signer) seal(method, key string, query url.Values, end time.Time) {
	query.Set(paramExpiry, strconv.FormatInt(end.Unix(), 10))
	s.sign(method, key, query)
}

func (s signer) sign(method, key string, query url.Values) {
	query.Set(paramSignature, base64.RawURLEncoding.EncodeToString(s.mac(method, key, query)))
}

func (s signer) verify(method, key string, query url.Values) (Disposition, error) {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if err := s.open(method, key, query); err != nil {
		return Disposition{}, err
	}
	return Disposition{Attachment: query.Get(paramAs) == "attachment", Name: query.Get(paramName)}, nil
}

// open checks the signature before anything else is believed.
func (s signer) open(method, key string, query url.Values) error {
	given, err := base64.RawURLEncoding.DecodeString(query.Get(paramSignature))
	if err != nil || len(query[paramSignature]) != 1 {
		return refused("a malformed signature")
	}
	signed := maps.Clone(query)
	signed.Del(paramSignature)
	if !hmac.Equal(given, s.mac(method, key, signed)) {
		return refused("a wrong signature")
	}
	end, err := strconv.ParseInt(query.Get(paramExpiry), 10, 64)
	if err != nil || !s.now().Before(time.Unix(end, 0)) {
		return refused("an expired link")
	}
	return nil
}

// mac covers the sorted, escaped query, in which no character can be mistaken
// for the line breaks that part the fields.
func (s signer) mac(method, key string, query url.Values) []byte {
	sum := hmac.New(sha256.New, s.key)
	sum.Write([]byte(method + "\n" + url.PathEscape(key) + "\n" + query.Encode()))
	return sum.Sum(nil)
}

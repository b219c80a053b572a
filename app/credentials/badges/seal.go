package badges

import (
	"crypto"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"

	records "academy/models/credentials"

	"github.com/google/uuid"
)

// The algorithms, one key of each in use: Ed25519 for proofs in the document, RSA for the tokens that every reader of Open
// Badges must understand.
const (
	algorithmProof = "Ed25519"
	algorithmToken = "RS256"
	rsaBits        = 2048
)

// errSealed says that neither secret opens a key.
var errSealed = errors.New("badges: the key was sealed under another secret")

// makeKey draws a key and seals its private part. It takes up to a second for RSA: not inside a transaction.
func (s *Service) makeKey(id uuid.UUID, algorithm string) (k records.Key, err error) {
	var private crypto.Signer
	if algorithm == algorithmToken {
		private, err = rsa.GenerateKey(rand.Reader, rsaBits)
	} else {
		_, private, err = ed25519.GenerateKey(rand.Reader)
	}
	if err != nil {
		return k, fmt.Errorf("draw key: %w", err)
	}
	k = records.Key{ID: id, Algorithm: algorithm}
	if k.PublicKey, err = x509.MarshalPKIXPublicKey(private.Public()); err != nil {
		return k, fmt.Errorf("key: %w", err)
	}
	content, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return k, fmt.Errorf("key: %w", err)
	}
	k.Sealed, err = seal(s.SealKey, k, content)
	return k, err
}

// seal closes the private part. What it is of is sealed with it, so that rows cannot be exchanged.
func seal(key []byte, of records.Key, content []byte) ([]byte, error) {
	lock, err := lockOf(key)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, lock.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil, fmt.Errorf("seal key: %w", err)
	}
	return lock.Seal(nonce, nonce, content, label(of)), nil
}

func label(of records.Key) []byte { return []byte(of.ID.String() + " " + of.Algorithm) }

func lockOf(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("seal key: %w", err)
	}
	return cipher.NewGCM(block)
}

// unseal opens the private part, and says whether only the previous secret did.
func (s *Service) unseal(k records.Key) (content []byte, previous bool, err error) {
	for i, key := range [][]byte{s.SealKey, s.PreviousSealKey} {
		if len(key) == 0 {
			continue
		}
		lock, err := lockOf(key)
		if err != nil {
			return nil, false, err
		}
		if n := lock.NonceSize(); len(k.Sealed) >= n {
			if content, err := lock.Open(nil, k.Sealed[:n], k.Sealed[n:], label(k)); err == nil {
				return content, i == 1, nil
			}
		}
	}
	return nil, false, errSealed
}

// signer is a key that can sign, under the name by which it is published.
type signer struct {
	id  string
	key crypto.Signer
}

// open makes a key ready to sign.
func (s *Service) open(k records.Key) (signer, error) {
	if ready, ok := s.opened.GetIfPresent(k.ID); ok {
		return ready, nil
	}
	content, _, err := s.unseal(k)
	if err != nil {
		return signer{}, ErrKeyLost.Because(fmt.Errorf("key %s: %w", k.ID, err))
	}
	parsed, err := x509.ParsePKCS8PrivateKey(content)
	if err != nil {
		return signer{}, fmt.Errorf("key %s: %w", k.ID, err)
	}
	key, ok := parsed.(crypto.Signer)
	if !ok {
		return signer{}, fmt.Errorf("key %s: it cannot sign", k.ID)
	}
	ready := signer{k.ID.String(), key}
	s.opened.Set(k.ID, ready)
	return ready, nil
}

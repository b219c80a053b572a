// Package credentials is about what a citizen can show to others: the certificate of a completed course, its code and
// its printed face. It must not know how a course is taught or graded, only that it was completed.
package credentials

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// ErrCode says that what was typed cannot be a certificate code: the length is wrong, a character is none of ours, or
// the check letter does not agree, which is what a slip of the fingers looks like. A code that parses may still be unknown.
var ErrCode = errors.New("credentials: mistyped certificate code")

// codeLetters are the 32 symbols of Crockford's Base32: digits and capitals without I, L, O and U. The place of a
// symbol is its value.
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	codeBytes = 10 // of chance: 80 bits, 16 symbols
	codeSize  = 17 // symbols, the check letter included
	// Nobody types this much; longer input is refused unread.
	codeTypedMost = 200
)

// NewCode draws a certificate code such as 7K2M-Q9XD-4TRB-WZ8HC: 80 bits from the source, which must be crypto/rand
// outside tests, and a check letter at the end.
func NewCode(source io.Reader) (string, error) {
	var chance [codeBytes]byte
	if _, err := io.ReadFull(source, chance[:]); err != nil {
		return "", fmt.Errorf("draw certificate code: %w", err)
	}
	symbols := make([]byte, 0, codeSize)
	bits, held := uint(0), 0
	for _, b := range chance {
		bits, held = bits<<8|uint(b), held+8
		for ; held >= 5; held -= 5 {
			symbols = append(symbols, byte(bits>>(held-5)&31))
		}
	}
	return spell(append(symbols, times2(remainder(symbols)))), nil
}

// ParseCode reads a code as people type it and returns it as NewCode wrote it. Case, spaces and any kind of dash do not
// matter, nor do the wide letters of a Korean keyboard; O is read as 0, I and L as 1, U as V, for none of these four is
// ever part of a code. Every single wrong symbol and every two symbols in each other's place are found. The error
// wraps ErrCode.
func ParseCode(typed string) (string, error) {
	if len(typed) > codeTypedMost {
		return "", fmt.Errorf("%w: %d bytes", ErrCode, len(typed))
	}
	var symbols []byte
	for _, r := range norm.NFKC.String(typed) {
		if unicode.IsSpace(r) || unicode.In(r, unicode.Pd, unicode.Cf) || r == '−' {
			continue
		}
		value := symbolOf(r)
		if value < 0 {
			return "", fmt.Errorf("%w: it holds %q", ErrCode, r)
		}
		symbols = append(symbols, byte(value))
	}
	if len(symbols) != codeSize {
		return "", fmt.Errorf("%w: %d symbols", ErrCode, len(symbols))
	}
	if remainder(symbols) != 0 {
		return "", fmt.Errorf("%w: the check letter does not agree", ErrCode)
	}
	return spell(symbols), nil
}

// symbolOf is the value of a typed character, or -1.
func symbolOf(r rune) int {
	switch r = unicode.ToUpper(r); r {
	case 'O':
		r = '0'
	case 'I', 'L':
		r = '1'
	case 'U':
		r = 'V'
	}
	return strings.IndexRune(codeLetters, r)
}

// spell writes the symbols in groups of 4, 4, 4 and 5.
func spell(symbols []byte) string {
	var b strings.Builder
	for i, s := range symbols {
		if i > 0 && i%4 == 0 && i < codeSize-1 {
			b.WriteByte('-')
		}
		b.WriteByte(codeLetters[s])
	}
	return b.String()
}

// remainder weighs each symbol by its place and adds them up in the field of 32 elements; it is 0 for a whole code.
// The weights are powers of the element 2, which has 31 different ones: no two of the 17 places weigh the same, so
// one changed symbol, or any two exchanged, always leave something over. (Plain sums modulo 32 miss some of them.)
func remainder(symbols []byte) byte {
	var sum byte
	for _, s := range symbols {
		sum = times2(sum) ^ s
	}
	return sum
}

// times2 multiplies by 2 in that field, built on x⁵+x²+1.
func times2(v byte) byte {
	v <<= 1
	if v&32 != 0 {
		v ^= 0b100101
	}
	return v
}

package proof

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/png"
	"strings"
	"testing"
)

func picture(tb testing.TB) []byte {
	tb.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

func baked(tb testing.TB, text string) []byte {
	tb.Helper()
	raw, err := Bake(picture(tb), text)
	if err != nil {
		tb.Fatal(err)
	}
	return raw
}

func TestBake_LeavesAPictureThatCarriesTheCredential(t *testing.T) {
	t.Parallel()
	const text = `{"name":"참여외교란 무엇인가"}`
	raw := baked(t, text)
	if got, err := Unbake(raw); got != text || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := png.Decode(bytes.NewReader(raw)); err != nil {
		t.Error(err)
	}
}

// behind puts a chunk in front of IEND.
func behind(raw []byte, content string) []byte {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(content)-4))
	chunk = binary.BigEndian.AppendUint32(append(chunk, content...), crc32.ChecksumIEEE([]byte(content)))
	return append(append(bytes.Clone(raw[:len(raw)-12]), chunk...), raw[len(raw)-12:]...)
}

func TestUnbake_RefusesPicturesThatAreBrokenOrSayTwoThings(t *testing.T) {
	t.Parallel()
	whole := baked(t, "{}")
	damaged := bytes.Clone(whole)
	damaged[len(damaged)-20] ^= 1
	long := bytes.Clone(whole)
	binary.BigEndian.PutUint32(long[8:], 0xffffffff)
	for name, raw := range map[string][]byte{
		"two credentials": baked2(t, whole), "none": picture(t), "cut short": whole[:len(whole)-13], "cut in a chunk": whole[:30], "only its beginning": whole[:8],
		"damaged": damaged, "a length beyond its end": long, "something behind it": append(bytes.Clone(whole), '{', '}'), "nothing": nil,
		"compressed":       behind(picture(t), "iTXtopenbadgecredential\x00\x01\x00\x00\x00x"),
		"broken":           behind(picture(t), "iTXtopenbadgecredential\x00\x00\x00"),
		"of another form":  []byte("GIF89a"),
		"larger than any":  append(bytes.Clone(whole), make([]byte, MaxBytes)...),
		"an SVG":           []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`),
		"another keyword":  behind(picture(t), "iTXtopenbadges\x00\x00\x00\x00\x00{}"),
		"without its IEND": whole[:len(whole)-12],
	} {
		if got, err := Unbake(raw); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func baked2(t *testing.T, once []byte) []byte {
	t.Helper()
	twice, err := Bake(once, `{"other":true}`)
	if err != nil {
		t.Fatal(err)
	}
	return twice
}

func TestStatus_ReadsBackWhatWasSet(t *testing.T) {
	t.Parallel()
	want := []int{0, 7, 8, 94567, StatusBits - 1}
	list, err := EncodeStatus(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := DecodeStatus(list)
	if err != nil || len(got) != len(want) {
		t.Fatalf("%v, %v", got, err)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%v", got)
		}
	}
	if _, err := EncodeStatus([]int{StatusBits}); err == nil {
		t.Error("a place beyond the end")
	}
}

func TestStatus_RefusesAListOfTheWrongSize(t *testing.T) {
	t.Parallel()
	for name, list := range map[string]string{
		"half": packedZeros(t, StatusBits/16), "one byte more": packedZeros(t, StatusBits/8+1), "a bomb": packedZeros(t, 64<<20),
		"empty": packedZeros(t, 0), "not packed": "uAAAA", "no multibase": "AAAA", "padding": packedZeros(t, StatusBits/8) + "==", "nothing": "",
	} {
		if _, err := DecodeStatus(list); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzUnbake(f *testing.F) {
	f.Add(baked(f, `{"name":"seed"}`))
	f.Add(picture(f))
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x00IEND"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		text, err := Unbake(raw)
		if err == nil && !bytes.Contains(raw, []byte(text)) {
			t.Error("it says what is not in it")
		}
	})
}

func FuzzDecodeStatus(f *testing.F) {
	list, err := EncodeStatus([]int{1, 2, 3})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(list)
	f.Add("uH4sIAAAAAAAA")
	f.Fuzz(func(t *testing.T, list string) {
		set, err := DecodeStatus(list)
		if err != nil {
			return
		}
		if _, err := EncodeStatus(set); err != nil || !strings.HasPrefix(list, "u") {
			t.Error(err)
		}
	})
}

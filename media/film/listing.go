package film

import (
	"bytes"
	"fmt"
	"math"
	"time"
)

// PlaylistType is the media type of playlists.
const PlaylistType = "application/vnd.apple.mpegurl"

// Variant is a rung as the list of them names it.
type Variant struct {
	Width, Height int
	Peak, Average int // bits a second
	Codecs        string
	Address       string // of the rung's own playlist
}

// Master writes the list of a film's rungs (RFC 8216), in the order given: players begin with the first.
func Master(variants []Variant) []byte {
	var b bytes.Buffer
	b.WriteString("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n")
	for _, v := range variants {
		fmt.Fprintf(&b, "#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,RESOLUTION=%dx%d,CODECS=\"%s\"\n%s\n", v.Peak, v.Average, v.Width, v.Height, v.Codecs, v.Address)
	}
	return b.Bytes()
}

// Listing writes the playlist of one rung, all of whose segments lie in the file at an address.
func Listing(t Track, address string) []byte {
	var b bytes.Buffer
	var most time.Duration
	for _, s := range t.Segments {
		most = max(most, s.Duration)
	}
	fmt.Fprintf(&b, "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:%d\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n", max(1, int(math.Round(most.Seconds()))))
	fmt.Fprintf(&b, "#EXT-X-MAP:URI=\"%s\",BYTERANGE=\"%d@0\"\n", address, t.Init)
	at := t.Init
	for _, s := range t.Segments {
		fmt.Fprintf(&b, "#EXTINF:%.6f,\n#EXT-X-BYTERANGE:%d@%d\n%s\n", s.Duration.Seconds(), s.Bytes, at, address)
		at += s.Bytes
	}
	b.WriteString("#EXT-X-ENDLIST\n")
	return b.Bytes()
}

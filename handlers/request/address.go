package request

import (
	"bytes"
	"net/netip"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// Address says where a request comes from. X-Forwarded-For is believed only from trusted proxies, and of its entries
// the last that is not a proxy of ours: those before it were written by whoever sent the request. The header may come in
// several lines, which are one list: a proxy adds to it by a line of its own.
func Address(c *fiber.Ctx, trusted []netip.Prefix) string {
	remote, ok := netip.AddrFromSlice(c.Context().RemoteIP())
	if !ok {
		return "unknown"
	}
	remote = remote.Unmap()
	if !within(trusted, remote) {
		return household(remote)
	}
	hops := strings.Split(string(bytes.Join(c.Request().Header.PeekAll(fiber.HeaderXForwardedFor), []byte(","))), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		if remote = hop.Unmap(); !within(trusted, remote) {
			break
		}
	}
	return household(remote)
}

func within(networks []netip.Prefix, address netip.Addr) bool {
	for _, network := range networks {
		if network.Contains(address) {
			return true
		}
	}
	return false
}

// household is the part of an address that one subscriber cannot change at will.
func household(address netip.Addr) string {
	if address.Is4() {
		return address.String()
	}
	network, err := address.WithZone("").Prefix(64)
	if err != nil {
		return address.String()
	}
	return network.String()
}

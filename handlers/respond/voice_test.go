package respond

import (
	"strconv"
	"testing"

	"academy/app/locale"
)

func TestPrinters_KeepNoMoreThanThereAreZones(t *testing.T) {
	t.Parallel()
	messages, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := &Printers{Messages: messages}
	for i := range 2 * maxVoices {
		p.In(locale.KO, "Nowhere/"+strconv.Itoa(i))
	}
	if len(p.made) > maxVoices {
		t.Errorf("%d are kept", len(p.made))
	}
	if got := p.In(locale.EN, "Europe/Paris"); got.Zone.String() != "Europe/Paris" || got.Lang != locale.EN {
		t.Errorf("got %v in %s", got.Zone, got.Lang)
	}
}

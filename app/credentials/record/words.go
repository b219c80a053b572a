package record

import (
	"strconv"

	"academy/app/locale"
)

// Facts are what is known of a line beside its title, as pages and prints say it.
func (l Line) Facts(say locale.Printer) []string {
	switch l.part() {
	case Active:
		return []string{say.T("record.begun", say.Date(l.At)), say.Minutes(l.Minutes)}
	case Completed:
		return []string{say.T("record.completed", say.Date(l.At)), say.Minutes(l.Minutes)}
	case "grant":
		return []string{say.T("record.granted", say.Date(l.At)), say.T("record.until", say.Date(*l.Until))}
	}
	list := []string{say.T("record.issued", say.Date(l.At)), say.T("record.number", l.Number)}
	switch {
	case l.Until == nil:
	case l.State == "revoked":
		list = append(list, say.T("record.revoked_on", say.Date(*l.Until)))
	default:
		list = append(list, say.T("record.until", say.Date(*l.Until)))
	}
	return list
}

// Aside is the one word for how it stands: a result, how far a course has come, whether a certificate is valid.
func (l Line) Aside(say locale.Printer) string {
	switch l.part() {
	case Active:
		return say.T("record.percent", l.Percent)
	case Completed:
		if l.Result == nil {
			return ""
		}
		return say.T("record.result", strconv.FormatFloat(*l.Result, 'f', -1, 64))
	case "grant":
		return say.T("record.grant." + l.State)
	}
	if l.State == "expired" {
		return say.T("record.grant.over")
	}
	return say.T("certificate.state." + l.State)
}

package volunteer

import "academy/app/volunteering"

func emergencyValues(v volunteering.Emergency) map[string]string {
	values := map[string]string{"name": v.Name, "phone": v.Phone, "relation": v.Relation}
	if v.Consent {
		values["consent"] = "true"
	}
	return values
}

package credentials

// Veil hides all of a name but its first letter, for whoever wants to show only that much.
func Veil(name string) string { return veil(name) }

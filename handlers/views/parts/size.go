package parts

import "fmt"

// Size is a number of bytes as people read it, in powers of 1000 as disks are sold.
func Size(bytes int64) string {
	value, units := float64(bytes), []string{"B", "KB", "MB", "GB", "TB"}
	i := 0
	for ; value >= 999.5 && i < len(units)-1; i++ {
		value /= 1000
	}
	if i == 0 || value >= 99.5 {
		return fmt.Sprintf("%.0f %s", value, units[i])
	}
	return fmt.Sprintf("%.1f %s", value, units[i])
}

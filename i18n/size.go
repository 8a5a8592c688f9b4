package i18n

import "math"

// FileSize is a number of bytes in words, with the digits that people compare.
func (m *Messages) FileSize(lang Lang, bytes int64) string {
	const kilo, mega = 1_000, 1_000_000
	if bytes < mega {
		return m.T(lang, "size.kilobytes", "Size", Number(lang, float64(max(1, (bytes+kilo/2)/kilo))))
	}
	return m.T(lang, "size.megabytes", "Size", Number(lang, math.Round(float64(bytes)/mega*10)/10))
}

package ui

import "time"

// clock is the time of a day, where the service runs.
func clock(t time.Time) string { return t.Local().Format("15:04") }

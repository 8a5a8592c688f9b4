package ui

import (
	"sync"
	"time"
	_ "time/tzdata" // for machines that know no zones
)

// finland is where those live who read the pages: servers often run in UTC.
var finland = sync.OnceValue(func() *time.Location {
	zone, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		return time.Local
	}
	return zone
})

// clock is the time of a day in Finland.
func clock(t time.Time) string { return t.In(finland()).Format("15:04") }

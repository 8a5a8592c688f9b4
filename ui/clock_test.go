package ui

import (
	"testing"
	"time"

	"tiekartta/i18n"
)

func TestTimesAreThoseOfFinlandWhereverTheServiceRuns(t *testing.T) {
	winter := time.Date(2026, 11, 26, 22, 30, 0, 0, time.UTC)
	if got := clock(winter); got != "00:30" {
		t.Errorf("a winter evening in UTC is %s", got)
	}
	if got := clock(time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)); got != "15:00" {
		t.Errorf("noon of a summer day in UTC is %s", got)
	}
	if got := day(i18n.Finnish, winter); got != "27.11.2026" {
		t.Errorf("the day is %s", got)
	}
}

package exchange

import (
	"testing"

	"tiekartta/roadmap"
)

func testWords(t testing.TB) *words {
	t.Helper()
	w, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestSchedulesAreUnderstoodInThreeLanguages(t *testing.T) {
	w := testWords(t)
	years := func(start, end string) roadmap.Schedule {
		return roadmap.Schedule{Kind: "years", Start: start, End: end}
	}
	continuous := roadmap.Schedule{Kind: "continuous"}
	for text, want := range map[string]roadmap.Schedule{
		"2023": years("2023", "2023"), "2023-2026": years("2023", "2026"), "2023–2026": years("2023", "2026"), "2023—2026": years("2023", "2026"),
		"2022 – 2026": years("2022", "2026"), "2022 —2026": years("2022", "2026"), "2023 2026": {}, "2026-2023": {},
		"Continuous": continuous, "continuous.": continuous, "Ongoing": continuous, "On-going": continuous,
		"Jatkuva": continuous, "JATKUVA": continuous, "jatkuvasti": continuous, "Kontinuerlig": continuous, "Löpande": continuous, "fortlöpande": continuous,
		"4–5 times": {}, "4–5 times a year": {}, "grades 7—9": {}, "7-9": {}, "spring 2024": {}, "kevät 2024": {}, "våren 2024": {},
		"2023-26": {}, "2023, 2025": {}, "Continuous from 2024": {}, "12345": {}, "1023": {}, "–": {}, "": {},
	} {
		want.Text = text
		got, known := w.schedule(text)
		if got != want || known != (want.Kind != "") {
			t.Errorf("%q: %+v, known %v; want %+v", text, got, known, want)
		}
	}
}

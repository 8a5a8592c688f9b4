package exchange

import "testing"

func TestPeriodsAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"kevät 2025": "2025-01 2025-05 1", "keväällä 2025": "2025-01 2025-05 1", "våren 2025": "2025-01 2025-05 1", "spring 2025": "2025-01 2025-05 1",
		"syksyllä 2024": "2024-08 2024-12 1", "hösten 2024": "2024-08 2024-12 1", "Autumn 2024": "2024-08 2024-12 1", "kesä 2024": "2024-06 2024-08 1",
		"syksy 2024 – kevät 2025": "2024-08 2025-05", "syksystä 2024 kevääseen 2025": "2024-08 2025-05", "hösten 2024 till våren 2025": "2024-08 2025-05",
		"autumn 2024 to spring 2025": "2024-08 2025-05", "talvi 2024–2025": "2024-12 2025-02 1", "vintern 2024-25": "2024-12 2025-02 1",
		"2023-2025": "2023 2025", " 2023 – 2025 ": "2023 2025", "3/2024–12/2025": "2024-03 2025-12", "3/2024 - 12/2025": "2024-03 2025-12",
		"1.3.2024–31.8.2025": "2024-03-01 2025-08-31", "maaliskuu 2024 – kesäkuu 2025": "2024-03 2025-06", "mars 2024": "2024-03 2024-03 1",
		"talvi 2024": "", "kevät": "", "kevät 25": "", "kesäkuu": "", "2025-2023": "", "kevät 2025 – syksy 2024": "", "ensi keväänä": "", "": "", "13/2024–14/2025": "",
	} {
		p, single, ok := ReadPeriod(text)
		got := ""
		if ok {
			got = p.Start + " " + p.End
			if single {
				got += " 1"
			}
		}
		if got != want {
			t.Errorf("%q is read %q, not %q", text, got, want)
		}
	}
}

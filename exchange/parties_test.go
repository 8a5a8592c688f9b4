package exchange

import (
	"strings"
	"testing"
)

func TestPartiesAreSplitOnlyWhereItIsSafe(t *testing.T) {
	w := testWords(t)
	for text, want := range map[string]string{
		"":         "",
		"HR unit":  "lead HR unit",
		"HR unit.": "lead HR unit",
		"Welfare services in cooperation with the welfare region":                              "lead Welfare services; partner welfare region",
		"Welcome Office in co-operation with the Welfare Unit":                                 "lead Welcome Office; partner Welfare Unit",
		"Employment Team in collaboration with EHJÄ's programme":                               "lead Employment Team; partner EHJÄ's programme",
		"Library (in cooperation with schools)":                                                "lead Library; partner schools",
		"Library, in cooperation with schools, clubs and the parish":                           "lead Library; partner schools; partner clubs and the parish; and? clubs and the parish",
		"In cooperation with associations":                                                     "partner associations",
		"Reception Centre, Integration Services, TNO services and training providers":          "lead Reception Centre; co_lead Integration Services; co_lead TNO services; co_lead training providers",
		"Green Spaces Unit, City House, and Integration Services":                              "lead Green Spaces Unit; co_lead City House; co_lead Integration Services",
		"Welfare Services and Safety Network in cooperation with the welfare region":           "lead Welfare Services and Safety Network; partner welfare region; and? Welfare Services and Safety Network",
		"Alma, SPR, culture and library services":                                              "lead Alma; co_lead SPR; co_lead culture and library services; and? culture and library services",
		"Vamia, and after the project, Employment Ecosystem":                                   "lead Vamia, and after the project, Employment Ecosystem; unclear",
		"Novia (VIT, Vaasa) in cooperation with schools":                                       "lead Novia (VIT, Vaasa); partner schools",
		"A Team; B Team; C Team":                                                               "lead A Team; co_lead B Team; co_lead C Team",
		"A Team • B Team":                                                                      "lead A Team; co_lead B Team",
		"A in cooperation with B together with C":                                              "lead A in cooperation with B together with C; unclear",
		"Työllisyyspalvelut yhteistyössä järjestöjen kanssa":                                   "lead Työllisyyspalvelut; partner järjestöjen; inflected",
		"Sivistyspalvelut yhdessä oppilaitosten, seurakuntien ja järjestöjen kanssa.":          "lead Sivistyspalvelut; partner oppilaitosten; partner seurakuntien; partner järjestöjen; inflected",
		"Sivistyspalvelut, kulttuuri- ja vapaa-aikapalvelut":                                   "lead Sivistyspalvelut; co_lead kulttuuri- ja vapaa-aikapalvelut",
		"Hyvinvointialue yhteistyössä kunnan kanssa sekä poliisi":                              "lead Hyvinvointialue yhteistyössä kunnan kanssa sekä poliisi; and? Hyvinvointialue yhteistyössä kunnan kanssa sekä poliisi; unclear",
		"Monialaisessa yhteistyössä":                                                           "lead Monialaisessa yhteistyössä; unclear",
		"Sysselsättningstjänsterna i samarbete med företagarna":                                "lead Sysselsättningstjänsterna; partner företagarna",
		"Bildningen tillsammans med Folkhälsan, Röda Korset och församlingarna":                "lead Bildningen; partner Folkhälsan; partner Röda Korset; partner församlingarna",
		"Ungdomsservicen och biblioteket":                                                      "lead Ungdomsservicen och biblioteket; and? Ungdomsservicen och biblioteket",
		"Bildningen, kultur- och fritidstjänsterna":                                            "lead Bildningen; co_lead kultur- och fritidstjänsterna",
		"Landsbygd och hav, skolor, Andra linjen samt Tredje sektorn i samarbete med kommunen": "lead Landsbygd och hav; co_lead skolor; co_lead Andra linjen; co_lead Tredje sektorn; partner kommunen; and? Landsbygd och hav",
	} {
		f := w.parties(text)
		var got []string
		for _, p := range f.list {
			got = append(got, p.Role+" "+p.Name)
		}
		for _, name := range f.joint {
			got = append(got, "and? "+name)
		}
		if f.unclear {
			got = append(got, "unclear")
		}
		if f.inflected {
			got = append(got, "inflected")
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%q:\n got %s\nwant %s", text, s, want)
		}
	}
}

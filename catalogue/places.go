package catalogue

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"tiekartta/i18n"
)

// Municipality is a municipality of Finland. Its main language stands first in
// Languages.
type Municipality struct {
	Code      string // three digits
	Name      i18n.Text
	Region    string
	Languages []i18n.Lang
}

// Bilingual tells whether the municipality has two official languages.
func (m Municipality) Bilingual() bool { return len(m.Languages) > 1 }

// Region is a region (maakunta, landskap) of Finland.
type Region struct {
	Code string // two digits
	Name i18n.Text
}

// Places are the municipalities and regions of Finland, by code.
type Places struct {
	municipalities []Municipality
	regions        []Region
}

// LoadPlaces reads the places that are part of the program.
func LoadPlaces() (*Places, error) {
	p := &Places{}
	rows, err := placeRows("municipalities.csv", 6)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		m := Municipality{Code: row[0], Name: i18n.Text{FI: row[1], SV: row[2], EN: row[3]}, Region: row[4]}
		for code := range strings.FieldsSeq(row[5]) {
			m.Languages = append(m.Languages, i18n.Lang(code))
		}
		p.municipalities = append(p.municipalities, m)
	}
	if rows, err = placeRows("regions.csv", 4); err != nil {
		return nil, err
	}
	for _, row := range rows {
		p.regions = append(p.regions, Region{Code: row[0], Name: i18n.Text{FI: row[1], SV: row[2], EN: row[3]}})
	}
	slices.SortFunc(p.municipalities, func(a, b Municipality) int { return strings.Compare(a.Code, b.Code) })
	slices.SortFunc(p.regions, func(a, b Region) int { return strings.Compare(a.Code, b.Code) })
	return p, nil
}

func placeRows(file string, columns int) ([][]string, error) {
	f, err := data.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.FieldsPerRecord = ';', columns
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return rows[1:], nil
}

// Municipality returns the municipality with that code.
func (p *Places) Municipality(code string) (Municipality, bool) {
	i, ok := slices.BinarySearchFunc(p.municipalities, code, func(m Municipality, code string) int {
		return strings.Compare(m.Code, code)
	})
	if !ok {
		return Municipality{}, false
	}
	return p.municipalities[i], true
}

// Region returns the region with that code.
func (p *Places) Region(code string) (Region, bool) {
	i, ok := slices.BinarySearchFunc(p.regions, code, func(r Region, code string) int {
		return strings.Compare(r.Code, code)
	})
	if !ok {
		return Region{}, false
	}
	return p.regions[i], true
}

// Municipalities lists all, by code.
func (p *Places) Municipalities() []Municipality { return slices.Clone(p.municipalities) }

// Regions lists all, by code.
func (p *Places) Regions() []Region { return slices.Clone(p.regions) }

// neighbours are the regions beside each region, by code, over the sea too.
var neighbours = map[string][]string{
	"01": {"02", "05", "07", "08"},
	"02": {"01", "04", "05", "06", "21"},
	"04": {"02", "06", "14", "15"},
	"05": {"01", "02", "06", "07"},
	"06": {"02", "04", "05", "07", "13", "14"},
	"07": {"01", "05", "06", "08", "10", "13"},
	"08": {"01", "07", "09", "10"},
	"09": {"08", "10", "12"},
	"10": {"07", "08", "09", "11", "12", "13"},
	"11": {"10", "12", "13", "17", "18"},
	"12": {"09", "10", "11", "18"},
	"13": {"06", "07", "10", "11", "14", "16", "17"},
	"14": {"04", "06", "13", "15", "16"},
	"15": {"04", "14", "16"},
	"16": {"13", "14", "15", "17"},
	"17": {"11", "13", "16", "18", "19"},
	"18": {"11", "12", "17"},
	"19": {"17"},
	"21": {"02"},
}

// Neighbours lists the codes of the regions beside a region.
func (p *Places) Neighbours(region string) []string { return slices.Clone(neighbours[region]) }

// RegionsOf lists the regions of a practice: its own and those that its
// municipalities imply, each once, by code.
func (p *Places) RegionsOf(practice *Practice) []string {
	regions := slices.Clone(practice.Regions)
	for _, code := range practice.Municipalities {
		if m, ok := p.Municipality(code); ok {
			regions = append(regions, m.Region)
		}
	}
	slices.Sort(regions)
	return slices.Compact(regions)
}

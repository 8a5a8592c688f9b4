package i18n

import (
	"math"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

const noBreakSpace = "\u00a0"

// Number writes a figure as the language does, with at most two decimals:
// "501 704" and "18,9" in Finnish and Swedish, "501,704" and "18.9" in English.
func Number(lang Lang, v float64) string {
	group, comma := noBreakSpace, ","
	if lang == English {
		group, comma = ",", "."
	}
	s := strconv.FormatFloat(math.Abs(v), 'f', 2, 64)
	whole, part, _ := strings.Cut(s, ".")
	part = strings.TrimRight(part, "0")
	var b strings.Builder
	if v < 0 && (strings.Trim(whole, "0") != "" || part != "") {
		b.WriteString("−")
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 && len(whole) > 4 || len(whole) == 4 && i == 1 {
			b.WriteString(group)
		}
		b.WriteRune(digit)
	}
	if part != "" {
		b.WriteString(comma + part)
	}
	return b.String()
}

// Money writes a sum as the language does, with cents where there are any:
// "543 938,90 €" and "120 000 €", "€543,938.90" in English. A sum in another
// currency than the euro has its code: "1 200 SEK". An empty code is the euro.
func Money(lang Lang, v float64, currency string) string {
	v = math.Round(v*100) / 100
	sum := Number(lang, v)
	if v != math.Trunc(v) && math.Round(v*10)/10 == v {
		sum += "0" // one decimal became two
	}
	switch {
	case currency != "" && currency != "EUR":
		return sum + noBreakSpace + currency
	case lang != English:
		return sum + noBreakSpace + "€"
	}
	if rest, ok := strings.CutPrefix(sum, "−"); ok {
		return "−€" + rest
	}
	return "€" + sum
}

// Date writes a date of the form YYYY, YYYY-MM or YYYY-MM-DD as the language
// does; anything else is returned as it is.
func Date(lang Lang, date string) string {
	layouts := map[int][2]string{7: {"1/2006", "January 2006"}, 10: {"2.1.2006", "2 January 2006"}}
	layout, ok := layouts[len(date)]
	if !ok {
		return date
	}
	t, err := time.Parse("2006-01-02"[:len(date)], date)
	if err != nil {
		return date
	}
	if lang == English {
		return t.Format(layout[1])
	}
	return t.Format(layout[0])
}

// Period writes a time between two dates; either may be missing.
func Period(lang Lang, start, end string) string {
	switch {
	case start == end:
		return Date(lang, start)
	case len(start) == 4 && len(end) == 4, start == "", end == "":
		return Date(lang, start) + "–" + Date(lang, end)
	case lang == English:
		return Date(lang, start) + " – " + Date(lang, end)
	}
	return Date(lang, start) + "–" + Date(lang, end)
}

// collators holds one pool per language: a collator must not be used by two at
// a time, and making one is dear.
var collators = map[Lang]*sync.Pool{
	Finnish: pool(language.Finnish), Swedish: pool(language.Swedish), English: pool(language.English),
}

func pool(tag language.Tag) *sync.Pool {
	return &sync.Pool{New: func() any { return collate.New(tag, collate.IgnoreCase, collate.Numeric) }}
}

// Compare orders two names as the language's alphabet does, å ä ö after z in
// Finnish and Swedish. It may be called concurrently.
func Compare(lang Lang, a, b string) int {
	p, ok := collators[lang]
	if !ok {
		p = collators[Finnish]
	}
	c := p.Get().(*collate.Collator)
	defer p.Put(c)
	return c.CompareString(a, b)
}

// SortKey is what a name is sorted by: keys of a language compare byte by byte as
// Compare does the names. It is for sorting many names at once.
func SortKey(lang Lang, name string) string {
	p, ok := collators[lang]
	if !ok {
		p = collators[Finnish]
	}
	c := p.Get().(*collate.Collator)
	defer p.Put(c)
	return string(c.KeyFromString(&collate.Buffer{}, name))
}

// Normal is the text with each accented letter as one character (NFC): what
// looks alike, however it was typed, is the same.
func Normal(s string) string { return norm.NFC.String(s) }

const slugLength = 60

// Fold is a text in small letters without accents: å ä ö are a a o. What is no
// letter stays.
func Fold(s string) string {
	s = strings.NewReplacer("ß", "ss", "æ", "ae", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "ł", "l").Replace(strings.ToLower(s))
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}

// Slug makes an identifier of a title: small letters a to z, digits and single
// hyphens, å ä ö folded to a a o, at most 60 characters. It is empty when
// nothing of the title can be kept.
func Slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range Fold(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		default:
			gap = true
		}
	}
	slug := b.String()
	if len(slug) <= slugLength {
		return slug
	}
	slug = slug[:slugLength]
	if cut := strings.LastIndexByte(slug, '-'); cut > slugLength/2 {
		slug = slug[:cut]
	}
	return strings.Trim(slug, "-")
}

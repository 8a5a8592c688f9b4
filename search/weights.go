package search

// weights are the numbers of the ranking. None is delicate. Parts of a score
// are multiples of the rarity of the query's word.
type weights struct {
	// What a match is worth by how it came about; that of the word is 1.
	Form          float64 // another form of the word
	InPart        float64 // times: it is a part of a longer word of the text
	Part          float64 // a part of the query's word
	Beginning     float64 // the query's word begins the text's word
	OtherLanguage float64 // times: in a language that the query is hardly in
	Label         float64 // another name of what the thesaurus knows by the word
	PartLabel     float64 // of what it knows by a part of the word
	Narrower      float64 // the name of something narrower
	Scattered     float64 // times: the words of a name stand apart
	Similar       float64 // times the square of how alike two words look
	SimilarLeast  float64
	Near          float64 // times the third power of how near two words mean
	NearLeast     float64

	Rest         float64 // what a word's other matches add to its best
	Title        float64 // what a match in the title adds
	Name         float64 // of the best score, for all words of the query in a row in the title
	Named        float64 // of the best score, for all words of the query as names
	Together     float64 // the power of the share of the query that is matched
	Subject      float64 // times how much nearer the subjects are than SubjectLeast
	SubjectLeast float64

	Floor        float64 // the share of the query that a hit must answer, whatever answers it
	Relative     float64 // the share of what the best hit answers; and of the query, where the words themselves answer
	SubjectFloor float32 // how near the subject of a hit must be that answers no word for sure

	Plenty int // how many documents must have a word so that names of what is narrower are left out
}

func defaultWeights() weights {
	return weights{
		Form: 0.95, InPart: 0.7, Part: 0.4, Beginning: 0.5, OtherLanguage: 0.7,
		Label: 0.9, PartLabel: 0.5, Narrower: 0.4, Scattered: 0.4, Similar: 0.7, SimilarLeast: 0.4, Near: 0.8, NearLeast: 0.5,
		Rest: 0.2, Title: 0.7, Name: 0.5, Named: 1, Together: 0.5, Subject: 0.7, SubjectLeast: 0.15,
		Floor: 0.3, Relative: 0.3, SubjectFloor: 0.4,
		Plenty: 1000,
	}
}

// How many words of the catalogue are tried in place of one of the query.
const (
	mostSimilar    = 12
	mostNear       = 5   // in each language
	mostBeginnings = 128 // words of the index
)

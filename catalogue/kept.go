package catalogue

// Kept says what the rows of a table are about: a thing by its noun and the
// column with its id, and which part of the thing a row is.
type Kept struct {
	noun, id, part string
	from           string // what is read instead of the table alone
}

// KeptIn lists what the tables keep. A table that is missing here is looked
// through all the same; its rows are then about themselves.
func KeptIn() map[string]Kept {
	practice, roadmap := Kept{noun: Noun, id: "practice"}, Kept{noun: "roadmap", id: "roadmap"}
	user, organisation := Kept{noun: "user", id: "user_id"}, Kept{noun: "organisation", id: "organisation"}
	part := func(k Kept, column string) Kept {
		k.part = column
		return k
	}
	reviewers := part(practice, "review")
	reviewers.from = `(select m.*, r.practice from reviewers m left join reviews r on r.id = m.review)`
	matches := part(user, "search")
	matches.from = `(select m.*, s.user_id from search_matches m left join searches s on s.id = m.search)`
	return map[string]Kept{
		"practices": {noun: Noun, id: "id"}, "practice_versions": part(practice, "version"), "practice_comments": part(practice, "path"),
		"practice_saves": part(practice, "revision"), "practice_pending": practice, "practice_rows": practice, "translations": practice,
		"practice_documents": practice, "practice_document_choices": practice, "derivations": practice, "repetitions": practice,
		"reviews": part(practice, "id"), "reviewers": reviewers, "review_versions": part(practice, "version"),
		"roadmaps": {noun: "roadmap", id: "id"}, "roadmap_versions": part(roadmap, "version"), "measurements": part(roadmap, "indicator"), "adoptions": roadmap,
		"users": {noun: "user", id: "id"}, "memberships": user, "sessions": user, "identities": user, "trail": user, "searches": part(user, "id"), "search_matches": matches, "recent_searches": user,
		"organisations": {noun: "organisation", id: "id"}, "invitations": organisation, "tokens": organisation, "review_rules": organisation,
		"feedback": {noun: "feedback", id: "number"}, "facts": {noun: "fact", id: "name"}, "unfound": {noun: "unfound", id: "words"},
		"concepts": {noun: "thesaurus", id: "id"}, "schemes": {noun: "thesaurus", id: "name"}, "scheme_concepts": {noun: "thesaurus", id: "scheme", part: "part"},
	}
}

// Unsearched are the columns in which nobody is looked for, each with its
// reason. "*" stands for any table, or for all columns of one.
func Unsearched() map[string]string {
	const moment = "a moment, whose digits could be taken for a phone number"
	return map[string]string{
		"*.hash":           "a hash of a secret",
		"users.password":   "a hash of a secret",
		"changes.*":        "ids and moments of changes; a thing is found in its own table",
		"schema_version.*": "a number",
		"*.at":             moment, "*.asked_at": moment, "*.created_at": moment, "*.seen_at": moment, "*.expires_at": moment, "*.published_at": moment,
		"*.frozen_at": moment, "*.resolved_at": moment, "*.changed_at": moment, "*.submitted_at": moment, "*.answered_at": moment, "*.erased_at": moment,
		"*.added_at": moment, "*.last_used": moment, "*.looked_at": moment, "*.mailed_at": moment, "*.matched_at": moment,
		"searches.token":           "a random secret, whose digits could be taken for a phone number",
		"translations.fingerprint": "a hash of a text",
		"schemes.edition":          "a hash of a text",
		"scheme_concepts.body":     "words of a thesaurus that others publish",
	}
}

func isSearched(table, column string) bool {
	for _, name := range []string{table + "." + column, "*." + column, table + ".*"} {
		if Unsearched()[name] != "" {
			return false
		}
	}
	return true
}

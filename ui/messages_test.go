package ui

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/search"
)

// madeUp lists the keys that templates and code put together.
func madeUp() []string {
	var keys []string
	each := func(prefix string, names ...string) {
		for _, name := range names {
			keys = append(keys, prefix+name)
		}
	}
	for _, lang := range i18n.Langs() {
		each("page.language.", string(lang))
		each("page.translate.title.", string(lang))
		each("page.read.outdated.", string(lang))
		each("page.text_in.", string(lang))
		each("page.read.elsewhere.", string(lang))
	}
	each("page.section.", sections()...)
	each("page.desk.list.", "returned", "in_review", "draft", "update", "published", "archived")
	each("page.desk.empty.", "in_review", "draft", "published")
	each("page.desk.done.", "delete")
	each("page.check.done.", "submit", "withdraw", "publish", "return", "archive", "reopen", "restore")
	each("page.check.over.", "submit", "publish", "do.submit", "do.publish")
	each("page.changes.as.", "count", "share")
	for _, f := range filters() {
		each("page.facet.", f.Name)
		if f.Note {
			each("page.facet."+f.Name, ".note")
		}
		if f.Range {
			each("page.find."+f.Name, "From", "To")
			each("page.range."+f.Name+".", "between", "from", "to")
		}
	}
	each("page.find.absent.", "municipality", "region", "own", "beside", "other")
	each("page.facet.", "whole")
	each("page.kind.", search.Kinds()...)
	each("page.sort.", sorts()...)
	each("page.kind.", search.Kinds()...)
	each("page.file.", append(exchange.RoadmapFormats(), exchange.PracticeFormats()...)...)
	each("page.cost.", "funding", "amounts", "sums", "currencies", "people")
	each("page.document.done.", "begun", "taken", "dismissed", "offered")
	each("page.document.choice.", "taken", "dismissed")
	each("page.document.offer.", "taken", "dismissed")
	each("page.notice.", "added", "removed")
	each("page.match.", search.ByInPart, search.ByPart, search.ByBeginning, search.ByLabel, search.ByNarrower, search.BySimilar, search.ByNear, search.ByPhrase)
	each("page.answer.", "0", "1")
	each("page.translate.state.", catalogue.Translated, catalogue.Outdated, catalogue.MachineText, catalogue.Missing)
	each("page.hint.", catalogue.Warning, catalogue.Advice)
	for _, kind := range []string{"not_found", "denied", "conflict", "problems", "request", "too_large", "address", "internal", "full", "format"} {
		each("page.error."+kind, ".title", ".text")
	}
	each("page.plan.error.", "practices", "too_many", "title", "title_long", "municipality", "start", "end", "end_before_start", "too_long")
	each("page.read.", "brief", "plain", "need", "goals", "how", "resources", "results", "transfer", "review", "contact", "sources", "attachments", "related", "similar", "versions")
	each("page.files.done.", "added", "saved", "removed")
	each("page.review.short.", "asked", "assessing", "complete")
	each("page.review.state.", "asked", "assessing", "complete", "published", "cancelled")
	each("page.reviewer.", "asked", "declined", "conflict", "assessing", "complete")
	each("page.review.mail.", "fi", "sv", "en", "copy.fi", "copy.sv", "copy.en")
	each("page.review.not_now.", "archived", "changed", "draft")
	each("page.review.opinion.", "fi", "sv", "en")
	each("page.recommend.", "publish", "publish_after_changes", "do_not_publish")
	each("page.assess.title.", "criteria", "recommendation", "check", "changes")
	each("page.assess.stale.", "check", "confirm", "changes")
	each("page.assess.original.", "fi", "sv", "en", "read.fi", "read.sv", "read.en")
	each("page.assess.outdated.", "fi", "sv", "en")
	each("page.assess.thanks.", "asked", "declined", "conflict", "assessing", "complete")
	for _, kind := range account.FeedbackKinds() {
		each("page.feedback.kind."+kind, "", ".hint")
	}
	each("page.desk.menu.", "bulk")
	each("page.feedback.", "kind", "text", "email", "page", "done.answer", "done.reopen", "done.erase")
	each("page.desk.menu.", "work", "administration", "account", "reviews", "searches", "unfound")
	each("page.searches.done.", "saved", "delete", "change", "address")
	for _, way := range account.Notifications() {
		each("page.searches.notify."+way, "", ".short")
	}
	for _, entry := range administration(account.Actor{Operator: true, Role: "administrator", Organisation: "vantaa"}) {
		each("page.desk.menu.", entry.Key)
		each("page.administration.", entry.Key)
	}
	each("page.role.", roleNames()...)
	for _, topic := range append(helpTopics(), "filters") {
		each("page.searchhelp."+topic, "", ".text")
	}
	for _, topic := range helpTopics() {
		for i := range examplesOfTopic {
			each("page.searchhelp."+topic+".example.", strconv.Itoa(i+1))
		}
	}
	each("page.searchhelp.fields.", "title", "place", "funder", "partner")
	each("page.searchhelp.filters.", "example", "words")
	each("page.concept.origin.", "built", "changed", "added")
	each("page.concept.done.", "added", "changed")
	each("page.find.absent.", search.KindMunicipality, search.KindRegion, "own", "beside", "other")
	each("page.kind.", search.Kinds()...) // of the API, too
	each("page.search_index.", "following", "waiting", "beside", "building", "damaged")
	each("page.privacy.in.", slices.Collect(maps.Keys(catalogue.KeptIn()))...)
	each("page.privacy.of.", "practice", "roadmap", "user", "organisation", "feedback", "other")
	keys = append(keys, writeKeys()...)
	return keys
}

func TestEveryMessageOfThePagesExistsAndIsUsed(t *testing.T) {
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	err = filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(name, "_test.go") || !strings.HasSuffix(name, ".html") && !strings.HasSuffix(name, ".go") {
			return err
		}
		source, err := os.ReadFile(name)
		text.Write(source)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, m := range regexp.MustCompile(`"(page\.[\w.]*\w)"`).FindAllStringSubmatch(text.String(), -1) {
		used[m[1]] = true
	}
	for _, key := range madeUp() {
		used[key] = true
	}
	for key := range used {
		if !messages.Has(i18n.Finnish, key) {
			t.Errorf("%s is used and does not exist", key)
		}
	}
	for _, key := range messages.Keys(i18n.Finnish) {
		if strings.HasPrefix(key, "page.") && !used[key] {
			t.Errorf("%s is not used", key)
		}
	}
}

// No sentence for a reader stands in a template: what is left of one without
// its actions and tags has no words.
func TestTemplatesHoldNoSentences(t *testing.T) {
	action := regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	tag := regexp.MustCompile(`(?s)<[^>]*>`)
	word := regexp.MustCompile(`\pL{2,}`)
	err := fs.WalkDir(templateFiles, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		left := tag.ReplaceAllString(action.ReplaceAllString(read(t, name), ""), "")
		if m := word.FindString(left); m != "" {
			t.Errorf("%s holds the word %q", name, m)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

package catalogue_test

import (
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
)

// After somebody was erased, somebody else may be written down. What was exported
// then changes nothing when it comes in again.
func TestWhatWasExportedErasesNobodyWhoWasWrittenDownLater(t *testing.T) {
	s, c := openWith(t)
	p := practice()
	p.Contact = catalogue.Contact{Name: "Aino Virtanen"}
	added, err := c.Add(t.Context(), editor("vantaa"), p)
	if err == nil {
		_, err = c.Publish(t.Context(), editor("vantaa"), added.ID, 0)
	}
	if err == nil {
		_, err = c.EraseContact(t.Context(), editor("vantaa"), added.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	d, err := c.Draft(t.Context(), editor("vantaa"), added.ID)
	if err != nil {
		t.Fatal(err)
	}
	d.Contact.Name = "Bo Ek" // and the mark of the erasure is still there
	if d, err = c.Change(t.Context(), editor("vantaa"), *d); err != nil || d.Contact.Erased != "" {
		t.Fatalf("%+v %v", d, err)
	}
	var bundle []*catalogue.Practice
	if err := c.All(t.Context(), func(p *catalogue.Practice) error { bundle = append(bundle, p); return nil }); err != nil {
		t.Fatal(err)
	}
	before, err := s.Newest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := c.Put(t.Context(), account.Machine(), bundle[0])
	if err != nil || outcome != catalogue.Skipped {
		t.Errorf("%s %v", outcome, err)
	}
	now, err := c.Draft(t.Context(), editor("vantaa"), added.ID)
	if err != nil || now.Contact.Name != "Bo Ek" || now.Revision != d.Revision {
		t.Errorf("%+v, revision %d, not %d, %v", now.Contact, now.Revision, d.Revision, err)
	}
	if after, err := s.Newest(t.Context()); err != nil || after != before {
		t.Errorf("a change is told where there is none, %v", err)
	}
}

// A bundle that says that the person was erased elsewhere erases them here, and
// whoever follows the feed sees it.
func TestABundleThatErasesIsToldInTheFeed(t *testing.T) {
	s, c := openWith(t)
	p := practice()
	p.Contact = catalogue.Contact{Name: "Aino Virtanen"}
	added, err := c.Add(t.Context(), editor("vantaa"), p)
	if err != nil {
		t.Fatal(err)
	}
	named, err := c.NamesContact(t.Context(), editor("vantaa"), added.ID)
	before, err2 := s.Newest(t.Context())
	if err != nil || err2 != nil || !named {
		t.Fatal(named, err, err2)
	}
	bundle := *added
	bundle.Contact = catalogue.Contact{Erased: "2026-11-01"}
	if _, err := c.Put(t.Context(), account.Machine(), &bundle); err != nil {
		t.Fatal(err)
	}
	if after, err := s.Newest(t.Context()); err != nil || after == before {
		t.Error("the feed says nothing", err)
	}
	if named, err := c.NamesContact(t.Context(), editor("vantaa"), added.ID); err != nil || named {
		t.Error("the person is still named", err)
	}
}

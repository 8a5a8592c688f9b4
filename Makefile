# make test   everything that must pass, at most 10 minutes on 2 cores
# make kill   the long version of the kill test: 200 kills
# make damage the long version of the damage test: 500 rounds; TIEKARTTA_SEED repeats one
# make bench  the benchmarks

STATICCHECK = go run honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: test tools lint kill damage bench

# What is slowest under the race detector and not ours does without it.
UNRACED = $(foreach p,modernc.org regexp unicode compress html text golang.org/x github.com/blevesearch/snowballstem github.com/RoaringBitmap github.com/blevesearch/zapx github.com/blevesearch/vellum,-gcflags='$(p)/...=-race=false')

# Vet has run before, over everything; nobody debugs what is linked here.
test: tools lint
	CGO_ENABLED=1 TIEKARTTA_BROWSER=required TIEKARTTA_OIDC_PROVIDER=required GOGC=200 go test -race -vet=off -ldflags=-w $(UNRACED) -timeout 20m ./...

# What the tests need beside Go: Chromium for the pages, a C compiler for the
# race detector, Node for the provider of sign-ins. On Debian as root they are
# installed.
tools:
	@.ci/tools

lint:
	@test -z "$$(gofmt -l .)" || { echo "not gofmt-ed:"; gofmt -l .; exit 1; }
	go vet ./...
	$(STATICCHECK) ./...

kill:
	TIEKARTTA_KILLS=200 go test -count=1 -timeout 60m -run Kill ./cmd/tiekartta

damage:
	TIEKARTTA_DAMAGES=500 go test -v -count=1 -timeout 60m -run HealsWhatever ./search

bench:
	go test -run '^$$' -bench . -benchmem ./...

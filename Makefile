# `make demo` and `make test` are all a newcomer needs; CONTRIBUTING.md tells of the others.

PREFIX ?= /usr/local
SWIFT_BUILD = swift build -c release --product kiln
KILN = .build/release/kiln

.PHONY: demo test acceptance check format bench build install packages validators clean

demo: build
	@echo "== Debian 13 by its own installer, then a web server derived from it, into out/."
	@echo "== With KVM a few minutes; without it about half an hour, most of it the installer."
	$(KILN) build debian-13 web -o out
	@ls -l out

test: packages validators
	@echo "== All tests; about five minutes without KVM, the first build included."
	swift build --build-tests
	swift test --skip-build --no-parallel

acceptance: build
	@echo "== The real install and what follows from it; layers in the store whose key is unchanged are reused."
	scripts/acceptance.sh

check: packages
	swift format lint --strict --recursive Package.swift Sources Tests
	swift build --build-tests

format:
	swift format --in-place --recursive Package.swift Sources Tests

bench: build
	scripts/bench.sh

build: packages
	$(SWIFT_BUILD)

packages:
	@scripts/install-packages.sh

validators: packages
	@scripts/install-validators.sh

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/kiln
	install -s -m 755 $(KILN) $(DESTDIR)$(PREFIX)/bin/kiln
	cp -R distributions kickstart provisioners examples schemas $(DESTDIR)$(PREFIX)/share/kiln/

clean:
	rm -rf .build out

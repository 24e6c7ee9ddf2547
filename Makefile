# `make demo` and `make test` are all a newcomer needs; CONTRIBUTING.md tells of the others.

PREFIX ?= /usr/local
SWIFT_BUILD = swift build -c release --product kiln
KILN = .build/release/kiln

.PHONY: demo test acceptance check format bench build install packages validators clean

demo: build
	@echo "== A web server on a Debian 13 unpacked from its packages, into out/: minutes, with KVM or without."
	$(KILN) build debian-13-bootstrap web-bootstrap -o out
	@ls -l out
	@echo "== The same on a Debian 13 by its own installer: a few minutes with KVM, about half an hour without."
	@echo "== Ctrl-C ends it; what is in out/ stays."
	$(KILN) build debian-13 web -o out
	@ls -l out

test: packages validators
	@echo "== All tests; about a quarter of an hour without KVM, and the first build."
	scripts/cloud-init-schema.sh
	swift build --build-tests
	swift test --skip-build --no-parallel

acceptance: build
	@echo "== Each way to a root layer and what follows from it. Bootstrapped and imported anew; the installer runs when"
	@echo "== the key of what it makes has changed."
	scripts/acceptance.sh

check: packages
	swift format lint --strict --recursive Package.swift Sources Tests
	swift build --build-tests

format:
	swift format --in-place --recursive Package.swift Sources Tests

bench: build
	@echo "== Measures planning, freshness, a child and the install; over an hour without KVM, most of it the bare install."
	scripts/bench.sh
	scripts/bench-outdated.sh
	scripts/bench-install.sh

build: packages
	$(SWIFT_BUILD)

packages:
	@scripts/install-packages.sh

validators: packages
	@scripts/install-validators.sh

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/kiln
	install -s -m 755 $(KILN) $(DESTDIR)$(PREFIX)/bin/kiln
	cp -R diagnosis distributions kickstart provisioners examples schemas $(DESTDIR)$(PREFIX)/share/kiln/
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system
	for unit in service timer; do sed 's|/usr/local|$(PREFIX)|' examples/systemd/kiln-nightly.$$unit \
	  > $(DESTDIR)$(PREFIX)/lib/systemd/system/kiln-nightly.$$unit || exit 1; done

clean:
	rm -rf .build out

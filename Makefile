# `make demo` and `make test` are all a newcomer needs; CONTRIBUTING.md tells of the others.

PREFIX ?= /usr/local
SWIFT_BUILD = swift build -c release --product kiln
KILN = .build/release/kiln

# How often `make torture` does what happens at random: 10 takes about an hour without KVM, 100 a night.
RUNS ?= 10
# Which of it `make torture` does, such as "kill-test full-disk-test"; all where it is empty.
ONLY ?=

# Which loader `make fuzz` reads with (as Tests/FuzzTests/corpus has them), and for how long each.
LOADER ?=
SECONDS ?= 60

# Suites that run whole builds in emulated machines, minutes each: not in `make test`, but first in `make acceptance`.
WHOLE_BUILDS = BuilderTests|CanaryTests|FailureTests|FamilyTests|InterruptTests|NightlyRunTests|SecondUserTests|ShellTests

TESTS = swift test --skip-build --parallel --experimental-maximum-parallelization-width 2

.PHONY: demo test test-builds acceptance torture fuzz check coverage docs format bench build install packages validators clean

demo: build
	scripts/demo.sh

test: packages validators
	@echo "== All tests but whole builds ('make test-builds'), two at once; less than a quarter of an hour on two cores without KVM, after the first build."
	scripts/cloud-init-schema.sh
	swift build --build-tests
	$(TESTS) --skip '\.($(WHOLE_BUILDS))/'

test-builds: packages validators
	@echo "== Tests that run whole builds with a stand-in installer; more than a quarter of an hour on two cores without KVM."
	swift build --build-tests
	$(TESTS) --filter '\.($(WHOLE_BUILDS))/'

acceptance: build test-builds
	scripts/acceptance.sh

torture: build
	scripts/torture.sh $(RUNS) $(ONLY)

fuzz: packages
	scripts/fuzz.sh $(SECONDS) $(LOADER)

check: packages
	swift format lint --strict --recursive Package.swift Sources Tests
	shellcheck --severity=warning .ci/run scripts/*.sh scripts/*/*.sh provisioners/*.sh examples/scripts/*.sh Tests/StandIn/build.sh
	swift build --build-tests

coverage: packages
	scripts/coverage.sh

docs: packages
	scripts/docs.sh

format:
	swift format --in-place --recursive Package.swift Sources Tests

bench: build
	@echo "== Measures planning, freshness, a child and the install; over an hour without KVM, most of it the bare install."
	scripts/bench.sh
	scripts/bench-child.sh
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

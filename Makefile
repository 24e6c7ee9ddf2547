# `make demo` and `make test` are all a newcomer needs; CONTRIBUTING.md tells of the others.

PREFIX ?= /usr/local
UNITS ?= $(PREFIX)/lib/systemd/system
CONFIG ?= /etc/kiln
STRIP ?= -s
SWIFT_BUILD = swift build -c release --product kiln
KILN = .build/release/kiln

# What is handed out: the program with Swift's run time in it, in a folder of its own, and where the packages go.
STATIC_BUILD = $(SWIFT_BUILD) --static-swift-stdlib --scratch-path .build/static
PACKAGES ?= out/packages

# How often `make torture` does what happens at random: 10 takes about an hour without KVM, 100 a night.
RUNS ?= 10
# Which of it `make torture` does, such as "kill-test full-disk-test"; all where it is empty.
ONLY ?=

# Which loader `make fuzz` reads with (as Tests/FuzzTests/corpus has them), and for how long each.
LOADER ?=
SECONDS ?= 60

# Suites that run whole builds in emulated machines, minutes each: not in `make test`, but first in `make acceptance`.
WHOLE_BUILDS = BuilderTests|CanaryTests|FailureTests|FamilyTests|InterruptTests|LineageTests|NightlyRunTests|SecondUserTests|ShellTests

TESTS = swift test --skip-build --parallel --experimental-maximum-parallelization-width 2

.PHONY: demo test test-builds acceptance acceptance-images torture fuzz check coverage docs docs-check format bench build install \
  deb tarball oci packages validators clean

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

acceptance-images: build
	@echo "== Builds and tests fifteen images that are broken on purpose, and looks into hostile ones; over an hour without KVM."
	scripts/broken-images.sh
	scripts/hostile-test.sh

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
	scripts/bench-convert.sh
	scripts/bench-install.sh

build: packages
	$(SWIFT_BUILD)

packages:
	@scripts/install-packages.sh

validators: packages
	@scripts/install-validators.sh

# Scripts that people run on images and reports; the others in scripts/ need the source tree.
SCRIPTS = boot-image.sh canary-test.sh compare-images.sh host-traces.sh raw-search.py report-screenshots.sh

SHARE = $(DESTDIR)$(PREFIX)/share
# Debian's zsh looks in vendor-completions.
ZSH_COMPLETIONS ?= $(PREFIX)/share/zsh/site-functions

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/kiln/scripts
	install $(STRIP) -m 755 $(KILN) $(DESTDIR)$(PREFIX)/bin/kiln
	cp -R diagnosis distributions kickstart names policies provisioners examples schemas $(SHARE)/kiln/
	cd scripts && install -m 755 $(SCRIPTS) $(SHARE)/kiln/scripts/
	install -d $(SHARE)/doc/kiln/docs
	install -m 644 LICENSE README.md CHANGELOG.md $(SHARE)/doc/kiln/
	install -m 644 docs/*.md docs/*.png $(SHARE)/doc/kiln/docs/
	$(KILN) man --output $(SHARE)/man/man1
	install -d $(SHARE)/bash-completion/completions $(DESTDIR)$(ZSH_COMPLETIONS) $(SHARE)/fish/vendor_completions.d
	$(KILN) completions bash > $(SHARE)/bash-completion/completions/kiln
	$(KILN) completions zsh > $(DESTDIR)$(ZSH_COMPLETIONS)/_kiln
	$(KILN) completions fish > $(SHARE)/fish/vendor_completions.d/kiln.fish
	install -d $(DESTDIR)$(UNITS) $(DESTDIR)$(PREFIX)/lib/sysusers.d $(DESTDIR)$(CONFIG)/recipes $(DESTDIR)$(CONFIG)/recipes-root
	for unit in examples/systemd/*.service examples/systemd/*.timer; do \
	  sed 's|/usr/local|$(PREFIX)|' $$unit > $(DESTDIR)$(UNITS)/$${unit##*/} || exit 1; done
	install -m 644 examples/systemd/kiln.sysusers $(DESTDIR)$(PREFIX)/lib/sysusers.d/kiln.conf
	[ -e $(DESTDIR)$(CONFIG)/site.yaml ] || install -m 644 examples/systemd/site.yaml $(DESTDIR)$(CONFIG)/site.yaml

deb: packages
	scripts/install-packages.sh scripts/packaging.txt
	$(STATIC_BUILD)
	scripts/make-deb.sh $(PACKAGES)

tarball: packages
	$(STATIC_BUILD)
	scripts/make-tarball.sh $(PACKAGES)

oci: deb
	scripts/make-oci.sh $(PACKAGES)

docs-check: build
	scripts/docs-check.py $(ARGS)

clean:
	rm -rf .build out

# `make` alone lists the targets. What takes more than a few lines stands in a script below Tests/Support or .ci.
.DEFAULT_GOAL := help
.PHONY: help setup build release install uninstall test test-deep simulate soak demo bench format lint clean

SWIFT_SOURCES := Package.swift Sources Tests Benchmarks

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what is missing: system packages through apt, Python packages below .build
	@Tests/Support/setup.sh

build: setup ## Build everything for debugging
	swift build

release: setup ## Build the executables: .build/release/asbackup, asrestore, asmt and aslocal
	@Tests/Support/release.sh

install: ## Put what `make release` built, completions and manual pages below PREFIX (/usr/local) and DESTDIR
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" Tests/Support/install.sh install

uninstall: ## Remove what `make install` put below PREFIX and DESTDIR
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" Tests/Support/install.sh uninstall

test: setup ## Run every test: unit (with the address sanitizer), integration with the Python client, fuzz targets
	@Tests/Support/test.sh

test-deep: setup ## Unit tests under the thread sanitizer, and long runs that must not leak
	@Tests/Support/release.sh
	@Tests/Support/deep.sh

simulate: setup ## 2,000 runs of the tools under random faults; COUNT=, FROM= choose others, SEED= repeats one
	@Tests/Support/release.sh
	@.build/release/simulation $(if $(SEED),--seed $(SEED),--from $(or $(FROM),0) --count $(or $(COUNT),2000))

soak: setup ## Backup, wipe, restore and compare in a loop under random faults, for SECONDS= (3600); SEED=
	@Tests/Support/release.sh
	@.build/release/simulation soak --seconds $(or $(SECONDS),3600) --seed $(or $(SEED),0)

demo: setup ## Back up 100,000 records of an own server, restore and compare them
	@Tests/Support/release.sh
	@Tests/Demo/demo.sh

bench: setup ## Benchmarks: single operations, instructions a record, whole runs (see Spec/performance.md)
	@Tests/Support/release.sh
	@Benchmarks/micro
	@Benchmarks/instructions
	@Benchmarks/end-to-end

format: ## Format all Swift sources in place
	swift format --in-place --parallel --recursive $(SWIFT_SOURCES)

lint: ## Check format and file lengths, change nothing
	swift format lint --strict --parallel --recursive $(SWIFT_SOURCES)
	@.ci/file-lengths

clean: ## Remove everything that was built or installed below .build
	rm -rf .build

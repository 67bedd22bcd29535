# make help lists what there is to make.

PREFIX ?= /usr/local
TOOLS = nntrain nninspect nnpredict nndata
BUILT = $(CURDIR)/.build/release

# pkg-config's names decide what is missing; apt's and Homebrew's names install it.
MODULES = zlib hdf5 openblas libturbojpeg libpng
APT = pkg-config zlib1g-dev libhdf5-dev libopenblas-dev libturbojpeg0-dev libpng-dev
BREW = pkgconf zlib hdf5 openblas jpeg-turbo libpng

SUDO = $(if $(filter-out 0,$(shell id -u)),sudo)
APT_INSTALL = $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends
# The static runtime lets the tools run where no Swift is; symbols, and places to look for libraries, stay out of them.
RELEASE = -c release $(if $(filter Linux,$(shell uname -s)),--static-swift-stdlib --disable-local-rpath -Xlinker -s)

.PHONY: help demo test build install packages bench bench-peers lint clean

build: packages ## the tools, into .build/release
	swift build $(RELEASE)

demo: build ## watch a network learn from real pictures, look into its file, and ask it about PNG files
	@if [ ! -e /usr/share/datasets/fashion-mnist ] && command -v apt-get >/dev/null; then \
		{ $(SUDO) apt-get update -q && $(APT_INSTALL) dataset-fashion-mnist; } </dev/null || true; \
	fi
	@Tests/demo.sh $(BUILT)

test: build ## every test, against the tools of `make build`
	NN_TOOLS=$(BUILT) swift test -c release --scratch-path .build/tests

install: $(TOOLS:%=.build/release/%) ## the tools, into $(DESTDIR)$(PREFIX)/bin
	install -d '$(DESTDIR)$(PREFIX)/bin'
	install -m 755 $^ '$(DESTDIR)$(PREFIX)/bin'

$(TOOLS:%=.build/release/%):
	$(MAKE) build

packages: ## the C libraries that the build needs, where they are missing
	@command -v swift >/dev/null || { echo "Swift 6.2 or later is needed: https://swift.org/install"; exit 1; }
	@if pkg-config --exists $(MODULES) 2>/dev/null; then exit 0; \
	elif command -v apt-get >/dev/null; then \
		echo "Installing $(APT)"; \
		$(SUDO) apt-get update -q </dev/null && $(APT_INSTALL) $(APT) </dev/null; \
	elif command -v brew >/dev/null; then \
		echo "C libraries are missing. Install them with: brew install $(BREW)"; exit 1; \
	else \
		echo "C libraries are missing; pkg-config must find $(MODULES)"; exit 1; \
	fi

bench: build ## our times beside those of what people use instead (after `make bench-peers`)
	swift build -q -c release --package-path Tests/Benchmarks --scratch-path .build/bench
	NN_TOOLS=$(BUILT) .build/bench/release/nnbench $(BENCH)

bench-peers: ## what people use instead: Python's, in a virtual environment under .build
	python3 -m venv .build/bench-peers
	.build/bench-peers/bin/pip install --quiet --disable-pip-version-check --requirement Tests/Benchmarks/peers/requirements.txt

# A path of the machine that a file was made on has no business in it.
MACHINE_PATH = /(home|Users|root|work|tmp)/[[:alnum:]]

lint: ## format, machine paths, Python syntax
	swift format lint --recursive --parallel --strict Package.swift Sources Tests
	@! git grep -nIE '$(MACHINE_PATH)' || { echo "^ a path of somebody's machine"; exit 1; }
	@python3 -c 'import ast, sys; [ast.parse(open(name, "rb").read(), name) for name in sys.argv[1:]]' $$(git ls-files '*.py')

clean: ## everything that was made
	rm -rf .build

help: ## this list
	@sed -nE 's/^([a-z-]+):.* ## (.*)/make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

# make help lists what there is to make.

PREFIX ?= /usr/local
TOOLS = nntrain nninspect nnpredict nnconvert nndata
BUILT = $(CURDIR)/.build/release

# pkg-config's names decide what is missing; apt's and Homebrew's names install it.
MODULES = zlib hdf5 openblas libturbojpeg libpng libwebp libzip
APT = pkg-config zlib1g-dev libhdf5-dev libopenblas-dev libturbojpeg0-dev libpng-dev libwebp-dev libzip-dev
BREW = pkgconf zlib hdf5 openblas jpeg-turbo libpng webp libzip

SUDO = $(if $(filter-out 0,$(shell id -u)),sudo)
APT_INSTALL = $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends
# The static runtime lets the tools run where no Swift is; symbols, and places to look for libraries, stay out of them.
RELEASE = -c release $(if $(filter Linux,$(shell uname -s)),--static-swift-stdlib --disable-local-rpath -Xlinker -s)

# The library for C is linked from the objects that SwiftPM has compiled, with the runtime in it and hidden: SwiftPM's
# own dynamic libraries want libswiftCore.so wherever they go. By lld, since gold leaves names of Swift's in the table of
# symbols. Only for ELF; there is no .dylib yet.
C_SOURCES = Sources/NNModelC
C_VERSION = $(shell sed -n 's/^\#define NNM_VERSION_STRING "\(.*\)"/\1/p' $(C_SOURCES)/include/nnmodel.h)
C_SONAME = libnnmodel.so.$(firstword $(subst ., ,$(C_VERSION)))
C_LIBRARY = $(if $(filter Linux,$(shell uname -s)),.build/release/libnnmodel.so.$(C_VERSION))
C_LINK = swiftc -emit-library -static-stdlib -use-ld=lld -lz -o $(C_LIBRARY) @.build/release/NNModelC.product/Objects.LinkFileList \
	$(addprefix -Xlinker ,--version-script=$(C_SOURCES)/libnnmodel.map -soname=$(C_SONAME) --gc-sections -z defs -s)

# C libraries whose archives the system has are linked into the tools, by files for pkg-config that say so: Debian's
# libhdf5.so alone brings 35 others along, and nntrain took 12 ms to start, not 6. Elsewhere they stay as they are.
STATIC = $(CURDIR)/.build/static
STATIC_zlib = -l:libz.a
STATIC_hdf5 = -l:libhdf5.a -l:libsz.a -l:libaec.a -l:libz.a -lm
STATIC_libturbojpeg = -l:libturbojpeg.a
STATIC_libpng = -l:libpng16.a -l:libz.a -lm
STATIC_libwebp = -l:libwebp.a -lm
STATIC_MODULES = $(if $(filter Linux,$(shell uname -s)),$(patsubst %,$(STATIC)/%.pc,zlib hdf5 libturbojpeg libpng libwebp))
WITH_STATIC = PKG_CONFIG_PATH="$(STATIC):$$PKG_CONFIG_PATH"

# So are C++'s library and the unwinder, and relocations are packed where the C library knows how: nnpredict starts in
# 2.0 ms, not 2.7.
STATIC_LINK = $(if $(filter Linux,$(shell uname -s)),$(STATIC)/link.flags)
WITH_LINK = $(if $(STATIC_LINK),$$(cat $(STATIC_LINK)))

.PHONY: help demo test peers interop tsan build install uninstall packages fuzz fuzz-images mutants bench \
	bench-peers accuracy lint clean

build: packages $(STATIC_MODULES) $(STATIC_LINK) ## the tools and libnnmodel.so, into .build/release
	$(WITH_STATIC) swift build $(RELEASE) $(WITH_LINK)
	$(if $(C_LIBRARY),$(C_LINK))

$(STATIC)/%.pc: | packages
	@mkdir -p $(STATIC)
	@libraries="$$(pkg-config --libs-only-L $*) $(STATIC_$*)"; \
	echo 'int main(void) { return 0; }' | clang -x c - -o /dev/null $$libraries 2>/dev/null || \
		libraries=$$(pkg-config --libs $*); \
	printf 'Name: %s\nDescription: %s, static where it can be\nVersion: %s\nCflags: %s\nLibs: %s\n' $* $* \
		"$$(pkg-config --modversion $*)" "$$(pkg-config --cflags $*)" "$$libraries" > $@

$(STATIC)/link.flags: | packages
	@mkdir -p $(STATIC)/runtime
	@for names in stdc++:stdc++ gcc_eh:gcc_s; do \
		archive=$$(clang -print-file-name=lib$${names%:*}.a); \
		if [ -e "$$archive" ]; then ln -sf "$$archive" $(STATIC)/runtime/lib$${names#*:}.a; fi; \
	done
	@packing="-z pack-relative-relocs"; \
	echo 'int main(void) { return 0; }' | \
		clang -fuse-ld=lld $$(printf ' -Xlinker %s' $$packing) -x c - -o $(STATIC)/probe 2>/dev/null && \
		$(STATIC)/probe || packing=; \
	echo -Xswiftc -use-ld=lld -Xswiftc -L$(STATIC)/runtime $$(printf ' -Xlinker %s' $$packing) > $@

demo: build ## watch a network learn from real pictures, look into its file, and ask it about PNG files
	@if [ ! -e /usr/share/datasets/fashion-mnist ] && command -v apt-get >/dev/null; then \
		{ $(SUDO) apt-get update -q && $(APT_INSTALL) dataset-fashion-mnist; } </dev/null || true; \
	fi
	@Tests/demo.sh $(BUILT)

test: build ## every test, against the tools of `make build`; with other people's libraries after `make peers`
	$(call WITH_PEERS,$(PEERS)) $(TESTS)

# What tests compare with. A test whose library is missing is skipped, and says so. Whoever sets NN_TEST_PEERS has a
# Python of his own.
PEERS = .build/peers
LARGE_PEERS = .build/peers-large
TESTS = NN_TOOLS=$(BUILT) swift test -c release --scratch-path .build/tests
WITH_PEERS = NN_TEST_PEERS="$${NN_TEST_PEERS:-$(addprefix $(CURDIR)/,$(wildcard $(1)/bin/python))}"

peers: ## numpy, onnxruntime and others for the tests, in a virtual environment under .build
	Tests/Peers/make.sh $(PEERS) Tests/Peers/requirements.txt

interop: build ## the tests that need PyTorch or Keras, which take gigabytes
	Tests/Peers/make.sh $(LARGE_PEERS) Tests/Peers/large.txt
	NN_TEST_PEERS=$(CURDIR)/$(LARGE_PEERS)/bin/python $(TESTS) --filter NNInterchangeTests

# Without versions of functions by processor: what chooses among them would be instrumented too, and runs before the
# sanitizer does. OpenBLAS and libhdf5 are not instrumented.
SANITIZED = -c debug --sanitize=thread --scratch-path .build/tsan -Xcc '-Dtarget_clones(...)=unused'
# Tests ask for more memory than there is.
SANITIZER = TSAN_OPTIONS='halt_on_error=1 allocator_may_return_null=1'

# The others of the trainer's tests have no more threads, and take very long.
THREADED = StreamingTests|WholeRunTests|TrainerTests|RegularizationTests|ReportsTests|DropoutTests|GradientCheckTests

tsan: packages ## tests of the trainer, and a run with everything that has threads, under Thread Sanitizer
	swift build -q $(SANITIZED) --build-tests
	$(SANITIZER) swift test $(SANITIZED) --skip-build --filter '$(THREADED)'
	$(SANITIZER) .build/tsan/debug/nntrain Fixtures/datasets/shapes_train.h5 Fixtures/datasets/shapes_test.h5 \
		--memory 7M --threads 3 --layers 16,8,3 --epochs 2 --batch-size 100 --dropout 0.2 --clip-gradients 1 \
		--augment flip,shift:3,rotate:9,brightness:0.1 --validation-split 0.2 --early-stopping 3 \
		--checkpoint .build/tsan/checkpoint.nnm --checkpoint-every 3 -o .build/tsan/model.nnm

# Where everything goes; quoted where it is used, since there may be spaces in it.
BIN = $(DESTDIR)$(PREFIX)/bin
LIB = $(DESTDIR)$(PREFIX)/lib
INCLUDE = $(DESTDIR)$(PREFIX)/include

install: $(TOOLS:%=.build/release/%) $(C_LIBRARY) ## tools, C library, header and nnmodel.pc, below $(DESTDIR)$(PREFIX)
	install -d '$(BIN)'
	install -m 755 $(TOOLS:%=.build/release/%) '$(BIN)'
ifneq ($(C_LIBRARY),)
	install -d '$(LIB)/pkgconfig' '$(INCLUDE)'
	install -m 755 $(C_LIBRARY) '$(LIB)'
	ln -sf libnnmodel.so.$(C_VERSION) '$(LIB)/$(C_SONAME)'
	ln -sf $(C_SONAME) '$(LIB)/libnnmodel.so'
	install -m 644 $(C_SOURCES)/include/nnmodel.h '$(INCLUDE)'
	{ printf 'prefix=%s\nversion=%s\n' '$(PREFIX)' '$(C_VERSION)'; cat $(C_SOURCES)/nnmodel.pc.in; } > '$(LIB)/pkgconfig/nnmodel.pc'
endif

uninstall: ## what `make install` put in place; folders stay
	for tool in $(TOOLS); do rm -f '$(BIN)'/$$tool; done
	rm -f '$(LIB)/libnnmodel.so.$(C_VERSION)' '$(LIB)/$(C_SONAME)' '$(LIB)/libnnmodel.so'
	rm -f '$(INCLUDE)/nnmodel.h' '$(LIB)/pkgconfig/nnmodel.pc'

$(TOOLS:%=.build/release/%) $(C_LIBRARY):
	$(MAKE) build

packages: ## the C libraries that the build needs, where they are missing
	@command -v swift >/dev/null || { echo "Swift 6.3 or later is needed: https://swift.org/install"; exit 1; }
	@if pkg-config --exists $(MODULES) 2>/dev/null; then exit 0; \
	elif command -v apt-get >/dev/null; then \
		echo "Installing $(APT)"; \
		$(SUDO) apt-get update -q </dev/null && $(APT_INSTALL) $(APT) </dev/null; \
	elif command -v brew >/dev/null; then \
		echo "C libraries are missing. Install them with: brew install $(BREW)"; exit 1; \
	else \
		echo "C libraries are missing; pkg-config must find $(MODULES)"; exit 1; \
	fi

# Overflows trap, and what the sanitizers see stops the run. The linker is lld: gold can't link libFuzzer's own main away.
FUZZING = -c release --package-path Tests/Fuzzing --scratch-path .build/fuzz -Xswiftc -sanitize=fuzzer,address \
	$(if $(filter Linux,$(shell uname -s)),-Xswiftc -use-ld=lld)
SECONDS = 60
COUNT = 100000
SEED = 1

# To fuzz the C libraries as well, which Debian builds without sanitizers.
FUZZED_LIBRARIES = .build/fuzz-libraries

$(FUZZED_LIBRARIES)/lib/libwebp.a:
	Tests/Fuzzing/instrumented.sh $(FUZZED_LIBRARIES)

# Static libraries don't say that they need zlib.
fuzz-images: packages $(FUZZED_LIBRARIES)/lib/libwebp.a ## the decoders with libjpeg, libpng and libwebp under AddressSanitizer
	PKG_CONFIG_PATH=$(CURDIR)/$(FUZZED_LIBRARIES)/lib/pkgconfig swift build -q $(FUZZING) -Xlinker -lz --product fuzzimages
	RUNS='fuzzimages:jpg fuzzimages:png fuzzimages:webp fuzzimages:bmp fuzzimages:pnm' \
		Tests/Fuzzing/fuzz.sh .build/fuzz $(SECONDS)

fuzz: packages ## libFuzzer on the readers of models, others' formats and images, for SECONDS=60 in all
	swift build -q $(FUZZING) --product fuzzreader
	swift build -q $(FUZZING) --product fuzzmended
	swift build -q $(FUZZING) --product fuzzimages
	swift build -q $(FUZZING) --product fuzzinterchange
	Tests/Fuzzing/fuzz.sh .build/fuzz $(SECONDS)

mutants: packages ## whether the readers in Swift and Python say the same of COUNT=100000 damaged model files
	swift build -q -c release --package-path Tests/Fuzzing --scratch-path .build/mutants --product nnmutants
	.build/mutants/release/nnmutants --count $(COUNT) --seed $(SEED)

bench: build ## our times beside those of what people use instead (after `make bench-peers`)
	swift build -q $(RELEASE) --package-path Tests/Benchmarks --scratch-path .build/bench
	NN_TOOLS=$(BUILT) .build/bench/release/nnbench $(BENCH)

# What is large or not for every machine may fail: whatever needs it is skipped. PyTorch's own index has it without what
# graphics cards want; elsewhere it brings gigabytes of that along.
PEERS_INSTALL = .build/bench-peers/bin/pip install --quiet --disable-pip-version-check
TORCH_INDEX = https://download.pytorch.org/whl/cpu

bench-peers: ## what people use instead: Python's, in a virtual environment under .build
	python3 -m venv .build/bench-peers
	$(PEERS_INSTALL) --requirement Tests/Benchmarks/peers/requirements.txt
	-$(PEERS_INSTALL) --quiet --retries 1 --timeout 15 --extra-index-url $(TORCH_INDEX) torch
	-$(PEERS_INSTALL) --requirement Tests/Benchmarks/peers/requirements-zipnn.txt
	-$(PEERS_INSTALL) --requirement Tests/Benchmarks/peers/requirements-keras.txt

accuracy: build ## how often trained networks are right, on ACCURACY="cats fashion pytorch" (after `make bench-peers`)
	Tests/Benchmarks/accuracy/accuracy.sh $(BUILT) $(ACCURACY)

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

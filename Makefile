# Everything a person does here. Sources are found by wildcard: a new service edits no makefile.
#   make            daemons and the tool, in build/bin
#   make test       unit tests (tests/run passes every test)
#   make check      format, rooms, static analysis, unit tests under ASan+UBSan, documents up to date
#   make demo       eight weeks at the sample stations
#   make bench      figures beside their limits, in some minutes (SIZE=1000000: also memory after so many bookings)
#   make sim        SEEDS bad days of the whole set in one process, from seed SEED on (tests/sim)
#   make sim-check  breaks the product on purpose in many ways: the simulator must catch each
#   make bare       demo and every test in a bare Debian container (needs Docker)
#   make reference  writes proto/REFERENCE.md and proto/asyncapi.json from the tables
#   make bench-ledger  streams of up to ten million events: start, fetch, check
#   make bench-engine  the matching engine's figures, each beside a reference
#   make sim-exhaustive  fails each call to the disk, each way to an allocation, each step, one after the other (an hour)
#   make fuzz       each fuzz target for SECONDS=60 under libFuzzer, with what it covers (TARGET=guard: one of them)
#   make golden     writes the golden bytes that are missing for new or grown message types
B ?= build
CC = gcc
MSGPACK := $(shell pkg-config --exists msgpack && echo msgpack || echo msgpack-c)
PACKAGES = libzmq $(MSGPACK) sqlite3 libuv inih libsodium jansson
WARN = -Wall -Wextra -Wconversion -Wshadow -Wswitch-enum -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wundef -Wformat=2
OPT ?= -O2
SHARE = /usr/share
SAN ?=
CFLAGS = -std=c17 -D_GNU_SOURCE -g $(OPT) $(WARN) -Werror $(SAN) -fstack-protector-strong -I. -Icommon $(shell pkg-config --cflags $(PACKAGES))
LDLIBS = $(shell pkg-config --libs $(PACKAGES)) -lm

# `make V=1` shows the commands whole.
say = $(if $(V),,@echo '  $@' &&)

DAEMONS := $(notdir $(patsubst %/main.c,%,$(filter-out services/ctl/main.c,$(wildcard services/*/main.c))))
COMMON := $(wildcard common/*/*.c)
SERVICE_SRC := $(foreach s,$(DAEMONS),$(filter-out services/$(s)/main.c,$(wildcard services/$(s)/*.c services/$(s)/*/*.c)))
CTL := $(wildcard services/ctl/*.c)
SCHEMAS := $(foreach s,$(DAEMONS),$(B)/gen/$(s)_schema.c) $(B)/gen/ledger_schema.c
UNIT := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/*_test.c))
BINS := $(addprefix $(B)/bin/anxin-,$(DAEMONS)) $(if $(CTL),$(B)/bin/anxin)
LIB := $(B)/libanxin.a
SERVICES_LIB := $(B)/libservices.a
SIM_LIB := $(B)/libsim.a
CTL_LIB := $(B)/libctl.a
FUZZ_LIB := $(B)/libfuzz.a
objects = $(patsubst %.c,$(B)/obj/%.o,$(1))

.PHONY: all ask test check sim sim-check sim-exhaustive fuzz demo bench bare bench-engine bench-ledger reference golden format install clean
.SECONDARY:
all: $(BINS)

$(B)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(say) $(CC) $(CFLAGS) -MMD -MP -c $< -o $@

# A list of the steps of each schema, new when one comes, goes or has another name: times of files do not tell that.
schema_of = $(if $(filter ledger,$(1)),common/store/schema,services/$(1)/schema)
$(B)/gen/%.steps: ask
	@mkdir -p $(@D)
	@ls $(call schema_of,$*) | cmp -s - $@ || ls $(call schema_of,$*) > $@
$(B)/gen/%_schema.c: $(B)/gen/%.steps common/store/embed
	$(say) common/store/embed $* $(call schema_of,$*) > $@
$(foreach s,$(DAEMONS) ledger,$(eval $(B)/gen/$(s)_schema.c: $(wildcard $(call schema_of,$(s))/*.sql)))
$(B)/obj/gen/%.o: $(B)/gen/%.c
	@mkdir -p $(@D)
	$(say) $(CC) $(CFLAGS) -c $< -o $@

$(LIB): $(call objects,$(COMMON)) $(B)/obj/gen/ledger_schema.o
	@rm -f $@ && ar rcs $@ $^
$(SERVICES_LIB): $(call objects,$(SERVICE_SRC)) $(patsubst $(B)/gen/%.c,$(B)/obj/gen/%.o,$(filter-out %/ledger_schema.c,$(SCHEMAS)))
	@rm -f $@ && ar rcs $@ $^
$(B)/bin/anxin-%: $(B)/obj/services/%/main.o $(SERVICES_LIB) $(LIB)
	@mkdir -p $(@D)
	$(say) $(CC) $(CFLAGS) $^ -o $@ $(LDLIBS)
$(B)/bin/anxin: $(call objects,$(CTL)) $(SERVICES_LIB) $(LIB)
	@mkdir -p $(@D)
	$(say) $(CC) $(CFLAGS) $^ -o $@ $(LDLIBS)
EXHAUSTIVE := $(addprefix tests/sim/,exhaustive.c trial.c trial_points.c poor.c)
SIM_MAINS := tests/sim/main.c $(EXHAUSTIVE)
$(SIM_LIB): $(call objects,$(filter-out $(SIM_MAINS),$(wildcard tests/sim/*.c)))
	@rm -f $@ && ar rcs $@ $^
$(CTL_LIB): $(call objects,$(filter-out services/ctl/main.c,$(CTL)))
	@rm -f $@ && ar rcs $@ $^
$(FUZZ_LIB): $(call objects,$(filter-out tests/fuzz/libfuzzer.c,$(wildcard tests/fuzz/*.c)))
	@rm -f $@ && ar rcs $@ $^
$(B)/libfuzzer: $(B)/obj/tests/fuzz/libfuzzer.o $(FUZZ_LIB) $(CTL_LIB) $(SERVICES_LIB) $(LIB)
	$(say) $(CC) $(CFLAGS) -fsanitize=fuzzer $^ -o $@ $(LDLIBS)
$(B)/unit/fuzz_replay_test: $(B)/obj/tests/unit/fuzz_replay_test.o $(FUZZ_LIB) $(CTL_LIB) $(SERVICES_LIB) $(LIB)
	@mkdir -p $(@D)
	$(say) $(CC) $(CFLAGS) $^ -o $@ $(LDLIBS) -lcmocka
$(B)/unit/%: $(B)/obj/tests/unit/%.o $(SIM_LIB) $(CTL_LIB) $(SERVICES_LIB) $(LIB)
	@mkdir -p $(@D)
	$(say) $(CC) $(CFLAGS) $^ -o $@ $(LDLIBS) -lcmocka

# The load program of the tests of faults.
$(B)/fault/load: $(call objects,$(wildcard tests/fault/*.c)) $(LIB)
	@mkdir -p $(@D)
	$(say) $(CC) $(CFLAGS) $^ -o $@ $(LDLIBS)

# The simulator: the whole set in one process, on a simulated clock, network and disk (tests/sim).
SIM_FOLK := $(filter-out %_command.c,$(wildcard services/ctl/sample*.c)) services/ctl/demo_workers.c
SIM_PARTS := $(B)/obj/tests/sim/main.o $(call objects,$(SIM_FOLK)) $(SIM_LIB) $(SERVICES_LIB) $(LIB)
$(B)/sim/sim: $(SIM_PARTS)
	@mkdir -p $(@D)
	$(say) $(CC) $(CFLAGS) $^ -o $@ $(LDLIBS)

# Its allocations are asked about: the product's libraries once more, with other names for them.
$(B)/sim/lib%.a: $(B)/lib%.a
	@mkdir -p $(@D)
	$(say) objcopy $(foreach f,malloc calloc realloc strdup aligned_alloc,--redefine-sym $(f)=poor_$(f)) $< $@
$(B)/sim/exhaustive: $(call objects,$(EXHAUSTIVE)) $(SIM_LIB) $(call objects,$(SIM_FOLK)) $(B)/sim/libservices.a $(B)/sim/libanxin.a
	@mkdir -p $(@D)
	$(say) $(CC) $(CFLAGS) $^ -o $@ $(LDLIBS)

SEED ?= 1
SEEDS ?= 2000
JOBS ?= $(shell nproc)
sim: $(B)/sim/sim
	$< --seed $(SEED) --seeds $(SEEDS) --jobs $(JOBS) --minimise
sim-check: $(B)/sim/sim
	@CC='$(CC)' CFLAGS='$(CFLAGS)' LDLIBS='$(LDLIBS)' PARTS='$(SIM_PARTS)' \
	    tests/sim/breaks/run $(B) $(BREAKS)
sim-exhaustive: $(B)/sim/exhaustive
	$< --jobs $(JOBS)

# Measurements, run by hand.
$(B)/bench/figures: $(call objects,tests/bench/figures.c tests/bench/bare.c tests/bench/set.c) $(LIB)
	@mkdir -p $(@D)
	$(say) $(CC) $(CFLAGS) $^ -o $@ $(LDLIBS) -lm
$(B)/bench/%: $(B)/obj/tests/bench/%.o $(SERVICES_LIB) $(LIB)
	@mkdir -p $(@D)
	$(say) $(CC) $(CFLAGS) $^ -o $@ $(LDLIBS)

SIZE ?= 100000
ROUNDS ?= 3
WORKERS ?= 1000000
# Booking without the trail of acts, to be measured against.
$(B)/bench/untrailed: $(call objects,services/booking/main.c tests/bench/untrailed.c) $(SERVICES_LIB) $(LIB)
	@mkdir -p $(@D)
	$(say) $(CC) $(CFLAGS) -Wl,--wrap=trail_command $^ -o $@ $(LDLIBS)
bench: all $(B)/bench/figures $(B)/bench/untrailed
	@curve=0; [ -n "$(PART)" ] || { \
		tests/bench/trail $(B)/bin $(B)/bench/untrailed $(B)/bench/trail 20000 $(ROUNDS); \
		tests/bench/curve $(B)/bin $(B)/bench/curve 20000 $(ROUNDS); curve=$$?; }; \
	$(B)/bench/figures $(B)/bin $(B)/bench/data $(SIZE) $(ROUNDS) $(PART) && exit $$curve

# The references are built and asked where they are installed (liblemon-dev, g++, python3-scipy).
LEMON := $(if $(wildcard /usr/include/lemon/network_simplex.h),$(if $(shell command -v g++),$(B)/bench/assign_lemon))
$(B)/bench/assign_lemon: tests/bench/assign_lemon.cc
	@mkdir -p $(@D)
	$(say) g++ -O2 $< -o $@
# Public instances with their best known values: folders orlib, solomon, hhcrsp; skipped where they are not.
INSTANCES ?= ../shared/data/matching
PLANS = $(B)/bench/plan_bench $(B)/bin/anxin $(INSTANCES)
bench-engine: $(B)/bin/anxin $(B)/bench/assign_bench $(B)/bench/online_bench $(B)/bench/plan_bench $(LEMON)
	@tests/bench/engine "$(B)/bench/online_bench $(WORKERS)" "$(B)/bench/assign_bench $(ROUNDS)" \
	    "$(PLANS)/orlib orlib 5" "$(PLANS)/solomon solomon 5" "$(PLANS)/hhcrsp hhcrsp 10"

EVENTS ?= 10000000
FOLDER ?= /tmp
bench-ledger: $(B)/bench/ledger_bench $(B)/bin/anxin-booking
	$< $(B)/bin/anxin-booking $(FOLDER) $(EVENTS)

test: $(UNIT)
	@tests/unit/run $(UNIT)

check:
	tests/check

SECONDS ?= 60
TARGET ?=
fuzz:
	@B=$(B) tests/fuzz/run $(SECONDS) $(TARGET)

demo: all
	deploy/demo

bare:
	tests/bare

reference: all
	$(B)/bin/anxin schema --markdown > proto/REFERENCE.md
	$(B)/bin/anxin schema --asyncapi > proto/asyncapi.json

golden: $(B)/unit/golden_test
	$< --write tests/data/golden

format:
	clang-format -i $(COMMON) $(SERVICE_SRC) $(CTL) $(wildcard services/*/main.c common/*/*.h services/*/*.h tests/*/*.c)

install: all
	install -d $(DESTDIR)/usr/bin $(DESTDIR)$(SHARE)/man/man1 $(DESTDIR)$(SHARE)/bash-completion/completions \
	    $(DESTDIR)$(SHARE)/zsh/vendor-completions
	install $(BINS) $(DESTDIR)/usr/bin/
	install -d $(DESTDIR)/usr/lib/systemd/system $(DESTDIR)/usr/lib/sysusers.d
	install -m 644 deploy/systemd/anxin@.service deploy/systemd/anxin.target $(DESTDIR)/usr/lib/systemd/system/
	for name in $(filter-out notification,$(DAEMONS)); do \
	    sed "s|^Description=.*|Description=Anxin $$name at %i|; s|^ExecStart=.*|ExecStart=/usr/bin/anxin-$$name --place %i \$$ANXIN_OPTIONS|" \
	        deploy/systemd/anxin@.service > $(DESTDIR)/usr/lib/systemd/system/anxin-$$name@.service || exit; done
	install -m 644 deploy/systemd/anxin.sysusers $(DESTDIR)/usr/lib/sysusers.d/anxin.conf
	$(B)/bin/anxin man > $(DESTDIR)$(SHARE)/man/man1/anxin.1
	$(B)/bin/anxin completion bash > $(DESTDIR)$(SHARE)/bash-completion/completions/anxin
	$(B)/bin/anxin completion zsh > $(DESTDIR)$(SHARE)/zsh/vendor-completions/_anxin

clean:
	rm -rf $(B)

-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)

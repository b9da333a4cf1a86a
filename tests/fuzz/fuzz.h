/* Fuzz targets: each takes any bytes and ends the process when something does not hold that must hold for all of them.
 * libFuzzer drives them (make fuzz); a unit test replays the corpus without it. */
#ifndef ANXIN_TESTS_FUZZ_H
#define ANXIN_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

typedef void fuzz_target(const uint8_t *data, size_t size);

/* name, folder of tests/data/corpus, largest input, the sources whose coverage counts */
#define FUZZ_TARGETS(X)                                                                                                \
    X(guard, "wire", 4096, "wire/guard.c wire/reader.c")                                                               \
    X(codec, "wire", 4096, "wire/codec_decode.c wire/codec_encode.c wire/value.c")                                     \
    X(envelope, "wire", 4096, "wire/envelope.c")                                                                       \
    X(json, "json", 4096, "wire/json.c wire/json_read.c wire/json_event.c")                                            \
    X(values, "values", 2048, "wire/json_text.c base/civil.c base/text.c base/z85.c base/endpoint.c")                  \
    X(arguments, "arguments", 1024, "ctl/args.c")                                                                      \
    X(config, "config", 2048, "base/config.c base/config_read.c")                                                      \
    X(policy, "policy", 2048, "service/policy.c")                                                                      \
    X(registry, "registry", 2048, "service/identity.c service/registry.c")                                             \
    X(matrix, "matrix", 2048, "rules/travel_file.c rules/travel.c")                                                    \
    X(hhcrsp, "hhcrsp", 4096, "ctl/plan_hhcrsp_read.c ctl/plan_hhcrsp.c ctl/plan_bound.c")                             \
    X(vrptw, "vrptw", 2048, "ctl/plan_vrptw.c ctl/plan_vrptw_bound.c")                                                 \
    X(orlib, "orlib", 1024, "engine/assign_orlib.c")

#define FUZZ_DECLARE(name, folder, most, sources) fuzz_target name##_fuzz;
FUZZ_TARGETS(FUZZ_DECLARE)
fuzz_target codec_whole_fuzz; /* codec_fuzz gives an input to some types; this to all of them */

struct fuzz_row {
    const char *name, *folder;
    size_t most;
    fuzz_target *run;
    const char *sources;
};
extern const struct fuzz_row fuzz_rows[]; /* ended by name NULL */

/* Prints what does not hold and aborts. */
#define FUZZ_DEMAND(holds) fuzz_demand((holds), #holds, __FILE__, __LINE__)
void fuzz_demand(int holds, const char *claim, const char *file, int line);

/* Hands over each input of a folder of the corpus, in the order of names: a file NAME.hex holds one a line, any other
 * file is one. Files that begin with "found_" hold what libFuzzer found, made small. How many, or -1 with errno. */
typedef void fuzz_each(void *self, const uint8_t *data, size_t size);
int fuzz_corpus(const char *folder, fuzz_each *each, void *self);

/* A copy ended by a NUL, up to the first NUL of the data; freed by the caller. */
char *fuzz_text(const uint8_t *data, size_t size);
/* Takes the first line off a text: it ends at the line end, *rest is what follows. */
char *fuzz_line(char *text, char **rest);

#endif

/* A folder of keys for the tests of bus/keyring.h and of what stands on it. */
#ifndef ANXIN_TESTS_KEYRING_FIXTURE_H
#define ANXIN_TESTS_KEYRING_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <zmq.h>

#include "base/text.h"
#include "bus/keyring.h"

#define ALWAYS "2020-01-01 2090-01-01"

struct keys_folder {
    char folder[64];
    struct config config;
    struct error error;
};

/* A pair as text. */
struct pair {
    char public[KEY_TEXT], secret[KEY_TEXT];
};

static inline struct pair pair_make(void)
{
    struct pair pair;
    assert_int_equal(zmq_curve_keypair(pair.public, pair.secret), 0);
    return pair;
}

static inline int keys_setup(void **state)
{
    struct keys_folder *keys = calloc(1, sizeof *keys);
    strcpy(keys->folder, "/tmp/anxin-keys-XXXXXX");
    assert_non_null(mkdtemp(keys->folder));
    TEXT_PUT(keys->config.keys, keys->folder);
    TEXT_FORMAT(keys->config.registry, "%s/registry", keys->folder);
    unsetenv("CREDENTIALS_DIRECTORY");
    *state = keys;
    return 0;
}

static inline int keys_teardown(void **state)
{
    struct keys_folder *keys = *state;
    char command[128];
    TEXT_FORMAT(command, "rm -rf %s", keys->folder);
    int failed = system(command);
    free(keys);
    return failed;
}

/* Another file in the place of the old one, as `anxin keys` does it. */
static inline void file_put(const struct keys_folder *keys, const char *name, mode_t mode, const char *text)
{
    char path[128], beside[140];
    TEXT_FORMAT(path, "%s/%s", keys->folder, name);
    TEXT_FORMAT(beside, "%s.new", path);
    FILE *to = fopen(beside, "w");
    assert_non_null(to);
    fputs(text, to);
    fclose(to);
    assert_int_equal(chmod(beside, mode) + rename(beside, path), 0);
}

static inline void secret_put(const struct keys_folder *keys, const char *name, const struct pair *pair)
{
    char file[64], line[64];
    TEXT_FORMAT(file, "%s.secret", name);
    TEXT_FORMAT(line, "%s\n", pair->secret);
    file_put(keys, file, 0400, line);
}

/* The registry: one service with one key, and what follows. */
static inline void registry_put(const struct keys_folder *keys, const char *name, const struct pair *pair,
                                const char *rest)
{
    char text[2048];
    snprintf(text, sizeof text, "[%s]\nrole = service\nkey = %s " ALWAYS "\n%s", name, pair->public, rest);
    file_put(keys, "registry", 0644, text);
}

#endif

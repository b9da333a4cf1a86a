/* Files of keys. Invariant: a registry is whole or the one before it stands; the secret is one that the registry knew
 * when it was taken, and stands in no other memory of ours than the locked one (libzmq keeps a copy in each socket). */
#include "bus/keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>
#include <zmq.h>

#include "base/civil.h"
#include "base/places.h"
#include "base/text.h"
#include "base/z85.h"

#define PATH_BYTES (CONFIG_TEXT + 80)

/* What tells one state of a file from another. */
struct stamp {
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec changed;
};

struct keyring {
    char name[IDENTITY_NAME];
    char secret_path[PATH_BYTES], registry_path[CONFIG_TEXT];
    bool credential; /* the secret is systemd's */
    struct stamp secret_stamp, registry_stamp;
    char *secret; /* KEY_TEXT bytes of locked memory */
    char public[KEY_TEXT];
    struct registry *registry, *before;
};

int64_t keyring_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * MS_SECOND + now.tv_nsec / 1000000;
}

/* ---- files ---- */

int keyring_mode(const char *path, int fd, bool credential, struct error *error)
{
    struct stat is;
    const mode_t allowed = credential ? 0440 : 0400;
    if (fstat(fd, &is) != 0)
        return error_set(error, "%s: %s", path, strerror(errno));
    if (!S_ISREG(is.st_mode))
        return error_set(error, "%s: is no file", path);
    if ((is.st_mode & 07777 & ~allowed) != 0)
        return error_set(error, "%s: has mode %04o, so that it can be read or changed by others; chmod 0400 %s", path,
                         (unsigned)(is.st_mode & 07777), path);
    if (is.st_uid != geteuid() && is.st_uid != 0 && geteuid() != 0)
        return error_set(error, "%s: belongs to user %u, not to us or root", path, (unsigned)is.st_uid);
    return 0;
}

int keyring_owned(const char *path, int fd, struct error *error)
{
    struct stat is;
    if (fstat(fd, &is) != 0)
        return error_set(error, "%s: %s", path, strerror(errno));
    if ((is.st_mode & (S_IWGRP | S_IWOTH)) == 0)
        return 0;
    return error_set(error, "%s: has mode %04o, so that others can change it; chmod go-w %s", path,
                     (unsigned)(is.st_mode & 07777), path);
}

int64_t keyring_read(const char *path, int fd, char *to, size_t room, struct error *error)
{
    size_t used = 0;
    for (ssize_t got = 1; got != 0 && used < room;) {
        got = read(fd, to + used, room - used);
        if (got < 0 && errno != EINTR)
            return error_set(error, "%s: %s", path, strerror(errno));
        used += got > 0 ? (size_t)got : 0;
        if (got < 0)
            got = 1;
    }
    if (used == room)
        return error_set(error, "%s: is larger than %zu bytes", path, room - 1);
    to[used] = '\0';
    return (int64_t)used;
}

static struct stamp stamp_of(const char *path)
{
    struct stat is;
    if (stat(path, &is) != 0)
        return (struct stamp){0};
    return (struct stamp){is.st_dev, is.st_ino, is.st_size, is.st_ctim};
}

static bool stamps_differ(const struct stamp *a, const struct stamp *b)
{
    return a->device != b->device || a->inode != b->inode || a->size != b->size ||
           a->changed.tv_sec != b->changed.tv_sec || a->changed.tv_nsec != b->changed.tv_nsec;
}

/* The secret into `to`, locked memory of KEY_TEXT + 2 bytes. */
static int secret_read(const struct keyring *keyring, char *to, struct error *error)
{
    const char *path = keyring->secret_path;
    uint8_t probe[KEY_SIZE];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set(error, "%s: %s (the secret key of %s)", path, strerror(errno), keyring->name);
    int failed = keyring_mode(path, fd, keyring->credential, error);
    int64_t size = failed ? -1 : keyring_read(path, fd, to, KEY_TEXT + 2, error);
    close(fd);
    if (size < 0)
        return -1;
    if (size == KEY_TEXT && to[KEY_TEXT - 1] == '\n')
        to[KEY_TEXT - 1] = '\0';
    failed = z85_decode(probe, KEY_SIZE, to);
    sodium_memzero(probe, sizeof probe);
    return failed ? error_set(error, "%s: is no secret key of 40 characters (Z85)", path) : 0;
}

static struct registry *registry_read(const char *path, struct error *error)
{
    struct registry *registry = NULL;
    char *text = malloc(REGISTRY_BYTES + 2);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (!text || fd < 0) {
        error_set(error, "%s: %s (who is known)", path, text ? strerror(errno) : "out of memory");
    } else if (keyring_owned(path, fd, error) == 0) {
        int64_t size = keyring_read(path, fd, text, REGISTRY_BYTES + 2, error);
        registry = size < 0 ? NULL : registry_parse(text, (size_t)size, path, error);
    }
    if (fd >= 0)
        close(fd);
    free(text);
    return registry;
}

/* ---- both together ---- */

/* The registry must know us by this key, or nobody whom we meet would. */
static int own_key_check(const struct keyring *keyring, const struct registry *registry, const char *public,
                         struct error *error)
{
    uint8_t key[KEY_SIZE];
    const struct identity *whose;
    z85_decode(key, KEY_SIZE, public);
    const char *why = registry_why_not(registry, key, keyring_now(), &whose);
    if (why)
        return error_set(error, "%s: the key in %s: %s", keyring->registry_path, keyring->secret_path, why);
    if (!text_same(whose->name, keyring->name))
        return error_set(error, "%s: the key in %s is that of %s, not of %s", keyring->registry_path,
                         keyring->secret_path, whose->name, keyring->name);
    return 0;
}

static void secret_drop(char **secret)
{
    sodium_free(*secret); /* wipes it */
    *secret = NULL;
}

/* Takes the secret over, if it is another one and the registry knows it. True when it is new. */
static bool secret_take(struct keyring *keyring, struct error *error)
{
    char public[KEY_TEXT];
    char *secret = sodium_malloc(KEY_TEXT + 2);
    bool good = false;
    if (!secret)
        error_set(error, "no locked memory for a secret key: %s", strerror(errno));
    else if (secret_read(keyring, secret, error) == 0 && zmq_curve_public(public, secret) != 0)
        error_set(error, "%s: %s", keyring->secret_path, zmq_strerror(zmq_errno()));
    else if (!error->text[0])
        good = own_key_check(keyring, keyring->registry, public, error) == 0;
    if (!good || text_same(public, keyring->public)) {
        secret_drop(&secret);
        return false;
    }
    secret_drop(&keyring->secret);
    keyring->secret = secret;
    TEXT_PUT(keyring->public, public);
    return true;
}

static bool registry_take(struct keyring *keyring, struct error *error)
{
    struct registry *registry = registry_read(keyring->registry_path, error);
    if (!registry)
        return false;
    registry_free(&keyring->before);
    keyring->before = keyring->registry;
    keyring->registry = registry;
    return true;
}

int keyring_look(struct keyring *keyring, bool all, struct error *error)
{
    static const struct stamp none;
    struct stamp secret = stamp_of(keyring->secret_path), registry = stamp_of(keyring->registry_path);
    bool other_registry = all || stamps_differ(&registry, &keyring->registry_stamp);
    bool other_secret = all || stamps_differ(&secret, &keyring->secret_stamp);
    int news = 0;
    *error = (struct error){{0}};
    if (!other_registry && !other_secret)
        return 0;
    keyring->registry_stamp = registry;
    if (other_registry && registry_take(keyring, error))
        news |= KEYRING_REGISTRY;
    if (!keyring->registry || error->text[0])
        return news;
    if (secret_take(keyring, error))
        news |= KEYRING_SECRET;
    keyring->secret_stamp = error->text[0] ? none : secret; /* tried again until it is good */
    return news;
}

/* ---- opening, asking ---- */

static int paths_make(struct keyring *keyring, const struct config *config, const char *name, struct error *error)
{
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");
    char file[IDENTITY_NAME];
    if (TEXT_FORMAT(keyring->name, "%s", name) != 0)
        return error_set(error, "the name %.60s is too long for an identity", name);
    instance_file(file, sizeof file, name);
    TEXT_PUT(keyring->registry_path, config->registry);
    keyring->credential = credentials && TEXT_FORMAT(keyring->secret_path, "%s/%s.secret", credentials, file) == 0 &&
                          access(keyring->secret_path, F_OK) == 0;
    if (!keyring->credential)
        TEXT_FORMAT(keyring->secret_path, "%s/%s.secret", config->keys, file);
    return 0;
}

struct keyring *keyring_open(const struct config *config, const char *name, struct error *error)
{
    struct keyring *keyring = calloc(1, sizeof *keyring);
    if (!keyring || sodium_init() < 0 || !zmq_has("curve"))
        error_set(error, "%s", keyring ? "libzmq or libsodium cannot encrypt" : "out of memory");
    else if (paths_make(keyring, config, name, error) == 0) {
        struct error wrong;
        keyring_look(keyring, true, &wrong);
        if (!wrong.text[0])
            return keyring;
        error_set(error, "%s", wrong.text);
    }
    keyring_close(&keyring);
    return NULL;
}

void keyring_close(struct keyring **keyring)
{
    struct keyring *old = *keyring;
    *keyring = NULL;
    if (!old)
        return;
    secret_drop(&old->secret);
    registry_free(&old->registry);
    registry_free(&old->before);
    free(old);
}

const char *keyring_name(const struct keyring *keyring)
{
    return keyring->name;
}

const char *keyring_secret(const struct keyring *keyring)
{
    return keyring->secret;
}

const char *keyring_public(const struct keyring *keyring)
{
    return keyring->public;
}

const struct registry *keyring_registry(const struct keyring *keyring)
{
    return keyring->registry;
}

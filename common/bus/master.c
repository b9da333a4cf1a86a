/* Reading and making the master key. The file appears whole or not at all, so that daemons that start together agree.
 */
#include "bus/master.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "base/text.h"

#define PATH_ROOM 1024
#define HEX_SIZE (MASTER_KEY * 2)

static int fail_at(struct error *error, const char *path, const char *why)
{
    return error_set(error, "master key %s: %s", path, why);
}

/* Whoever may read the key can open every field; whoever may write it can make all of them unreadable. */
static int check_mode(int file, const char *path, struct error *error)
{
    struct stat about;
    if (fstat(file, &about) != 0)
        return fail_at(error, path, strerror(errno));
    if (!S_ISREG(about.st_mode))
        return fail_at(error, path, "it is not a file");
    if (about.st_uid != geteuid() && about.st_uid != 0)
        return fail_at(error, path, "it belongs to another user");
    if ((about.st_mode & 0377) != 0)
        return error_set(error, "master key %s: it has mode %04o; chmod 0400 it, so that its owner alone may read it",
                         path, (unsigned)(about.st_mode & 07777));
    return 0;
}

static int take_hex(int file, const char *path, uint8_t key[MASTER_KEY], struct error *error)
{
    char hex[HEX_SIZE + 2];
    size_t size = 0;
    ssize_t got = read(file, hex, sizeof hex);
    int failed = got < HEX_SIZE || (got == HEX_SIZE + 1 && hex[HEX_SIZE] != '\n') || got > HEX_SIZE + 1 ||
                 sodium_hex2bin(key, MASTER_KEY, hex, HEX_SIZE, NULL, &size, NULL) != 0 || size != MASTER_KEY;
    sodium_memzero(hex, sizeof hex);
    return failed ? fail_at(error, path, "it does not hold 64 hex digits") : 0;
}

/* 0, 1 there is no such file, -1. */
static int key_take(const char *path, uint8_t key[MASTER_KEY], struct error *error)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return errno == ENOENT ? 1 : fail_at(error, path, strerror(errno));
    int result = check_mode(file, path, error);
    if (result == 0)
        result = take_hex(file, path, key, error);
    close(file);
    return result;
}

static int folder_sync(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int result = folder < 0 ? -1 : fsync(folder);
    if (folder >= 0)
        close(folder);
    return result;
}

static int fresh_write(const char *path)
{
    uint8_t key[MASTER_KEY];
    char hex[HEX_SIZE + 1];
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);
    if (file < 0)
        return -1;
    randombytes_buf(key, sizeof key);
    sodium_bin2hex(hex, sizeof hex, key, sizeof key);
    hex[HEX_SIZE] = '\n';
    int result = write(file, hex, sizeof hex) == (ssize_t)sizeof hex ? fsync(file) : -1;
    sodium_memzero(key, sizeof key);
    sodium_memzero(hex, sizeof hex);
    return close(file) == 0 ? result : -1;
}

/* Another daemon may be faster: then its key is the one. */
static int key_make(const char *folder, const char *path, struct error *error)
{
    char fresh[PATH_ROOM];
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return fail_at(error, folder, strerror(errno));
    if (TEXT_FORMAT(fresh, "%s-%d", path, (int)getpid()) != 0)
        return fail_at(error, path, "the path is too long");
    unlink(fresh); /* of a process of this number that was killed */
    int result = fresh_write(fresh);
    if (result == 0 && link(fresh, path) != 0 && errno != EEXIST)
        result = -1;
    if (result != 0)
        fail_at(error, path, strerror(errno));
    unlink(fresh);
    return result == 0 && folder_sync(folder) != 0 ? fail_at(error, folder, strerror(errno)) : result;
}

int master_read(uint8_t key[MASTER_KEY], const char *data_folder, bool make, struct error *error)
{
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");
    char folder[PATH_ROOM - 64], path[PATH_ROOM - 32];
    int found = 1;
    if (sodium_init() < 0)
        return error_set(error, "libsodium cannot be started");
    if (credentials && *credentials) {
        if (TEXT_FORMAT(path, "%s/anxin.master", credentials) != 0)
            return fail_at(error, credentials, "the path is too long");
        found = key_take(path, key, error);
    }
    if (found != 1)
        return found;
    if (TEXT_FORMAT(folder, "%s/keys", data_folder) != 0 || TEXT_FORMAT(path, "%s/master", folder) != 0)
        return fail_at(error, data_folder, "the path is too long");
    found = key_take(path, key, error);
    if (found != 1)
        return found;
    if (!make)
        return fail_at(error, path, "there is none, although a key file was wrapped by one: put it back");
    return key_make(folder, path, error) == 0 ? key_take(path, key, error) : -1;
}

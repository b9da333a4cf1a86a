/* A copy becomes the store. All that takes long happens on a file beside it; then a mark stands while the old store
 * goes aside and the new one takes its place, so that a cut between the two is seen at the next start. The old store is
 * locked meanwhile as SQLite locks it, and never deleted. */
#include "service/restore.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>
#include <sodium.h>

#include "base/civil.h"
#include "base/text.h"
#include "service/instance.h"
#include "service/verify.h"
#include "store/audit_trail.h"
#include "store/ledger.h"
#include "store/vault.h"

#define EXIT_UNSOUND 1
#define EXIT_REFUSED 2
#define PATH_ROOM 512
#define ASIDE_MOST 1000
#define LOCK_START 0x40000000 /* the bytes that SQLite locks: pending, reserved, shared */
#define LOCK_SIZE 512

struct restore {
    const struct service *service;
    char name[INSTANCE_NAME];
    const char *copy, *path;
    char fresh[PATH_ROOM], mark[PATH_ROOM], aside[PATH_ROOM];
    char before[17], epoch[17];
    int64_t last; /* of the service's own stream, when the old epoch ended */
    int lock;     /* the old store, locked; -1 when there is none */
    struct error why;
};

static int path_with(char to[PATH_ROOM], const char *path, const char *tail)
{
    return snprintf(to, PATH_ROOM, "%s%s", path, tail) < PATH_ROOM ? 0 : -1;
}

static bool path_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool restore_unfinished(const char *path)
{
    char mark[PATH_ROOM];
    return path_with(mark, path, "-restoring") == 0 && path_exists(mark);
}

static int fail_at(struct restore *restore, const char *path)
{
    return error_set(&restore->why, "%s: %s", path, strerror(errno));
}

/* ---- files ---- */

static int folder_sync(struct restore *restore)
{
    char name[PATH_ROOM];
    if (path_with(name, restore->path, "") != 0)
        return -1;
    int folder = open(dirname(name), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int result = folder < 0 ? -1 : fsync(folder);
    if (result != 0)
        fail_at(restore, restore->path);
    if (folder >= 0)
        close(folder);
    return result;
}

static int bytes_copy(int from, int to)
{
    char bytes[65536];
    ssize_t got;
    while ((got = read(from, bytes, sizeof bytes)) > 0)
        for (ssize_t done = 0, part; done < got; done += part)
            if ((part = write(to, bytes + done, (size_t)(got - done))) < 0)
                return -1;
    return got < 0 ? -1 : fsync(to);
}

/* root may restore what another user runs: the file is to be that user's, like the folder. */
static int owner_give(const struct restore *restore, int file)
{
    char name[PATH_ROOM];
    struct stat folder;
    if (geteuid() != 0)
        return 0;
    if (path_with(name, restore->path, "") != 0 || stat(dirname(name), &folder) != 0)
        return -1;
    return fchown(file, folder.st_uid, folder.st_gid);
}

static int copy_beside(struct restore *restore)
{
    static const char *const tails[] = {"-restore-wal", "-restore-shm"};
    char rest[PATH_ROOM];
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) /* of a restore that was cut short */
        if (path_with(rest, restore->path, tails[i]) == 0)
            unlink(rest);
    int from = open(restore->copy, O_RDONLY | O_CLOEXEC);
    if (from < 0)
        return fail_at(restore, restore->copy);
    int to = open(restore->fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int result = to < 0 || owner_give(restore, to) != 0 ? -1 : bytes_copy(from, to);
    if (result != 0)
        fail_at(restore, restore->fresh);
    close(from);
    if (to >= 0 && close(to) != 0 && result == 0)
        result = fail_at(restore, restore->fresh);
    return result;
}

/* Holds the old store as its daemon would; refused while one does. */
static int store_lock(struct restore *restore)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_START, .l_len = LOCK_SIZE};
    restore->lock = open(restore->path, O_RDWR | O_CLOEXEC);
    if (restore->lock < 0)
        return errno == ENOENT ? 0 : fail_at(restore, restore->path);
    if (fcntl(restore->lock, F_SETLK, &lock) == 0)
        return 0;
    return error_set(&restore->why, "store %s is in use: stop anxin-%s first", restore->path, restore->name);
}

/* ---- the copy ---- */

/* The trail says who put the copy in place, and which epoch ended. */
static int restore_note(const struct restore *restore, struct store *store, int64_t at)
{
    char who[32];
    const struct audit_entry entry = {.at = at,
                                      .who = who,
                                      .role = "operator",
                                      .kind = "admin",
                                      .what = AUDIT_RESTORED,
                                      .object = restore->before,
                                      .decision = "accepted"};
    TEXT_FORMAT(who, "uid:%u", (unsigned)getuid());
    return audit_write(store, &entry);
}

static int epoch_begin(struct restore *restore, struct store *store, struct ledger *ledger)
{
    uint8_t seed[8];
    struct head head = {0};
    struct stat fresh; /* made just now: its time is that of the restore */
    if (stat(restore->fresh, &fresh) != 0)
        return fail_at(restore, restore->fresh);
    const int64_t at = fresh.st_mtim.tv_sec * MS_SECOND + fresh.st_mtim.tv_nsec / 1000000;
    randombytes_buf(seed, sizeof seed);
    TEXT_PUT(restore->before, ledger_epoch(ledger));
    ledger_head(ledger, restore->name, &head);
    restore->last = head.last;
    if (store_begin(store) != 0 || ledger_fork(ledger, seed, at) != 0 || restore_note(restore, store, at) != 0 ||
        store_commit(store) != 0)
        return error_set(&restore->why, "%s", store_why(store));
    TEXT_PUT(restore->epoch, ledger_epoch(ledger));
    return 0;
}

/* Migrates, checks, begins the epoch. 0, or an exit code. */
static int copy_prepare(struct restore *restore, bool json)
{
    static const uint8_t no_seed[8];
    struct store_options options = {.path = restore->fresh,
                                    .service = restore->name,
                                    .migrations = restore->service->migrations,
                                    .statements = restore->service->statements};
    int code = EXIT_REFUSED;
    struct store *store = store_open(&options, &restore->why);
    struct ledger *ledger = store ? ledger_open(store, no_seed, &restore->why) : NULL;
    if (ledger && verify_store(restore->service, store, ledger, restore->copy, json) != 0) {
        error_set(&restore->why, "the copy %s is not sound", restore->copy);
        code = EXIT_UNSOUND;
    } else if (ledger && epoch_begin(restore, store, ledger) == 0) {
        code = 0;
    }
    ledger_close(&ledger);
    store_close(&store);
    return code;
}

/* An empty file would be taken for a new store, and begun. */
static int copy_check(struct restore *restore)
{
    static const char magic[] = "SQLite format 3";
    char bytes[sizeof magic] = "";
    int file = open(restore->copy, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return fail_at(restore, restore->copy);
    ssize_t got = read(file, bytes, sizeof bytes);
    close(file);
    if (got == (ssize_t)sizeof bytes && memcmp(bytes, magic, sizeof magic) == 0)
        return 0;
    return error_set(&restore->why, "%s is not a copy of a store", restore->copy);
}

/* ---- putting it in place ---- */

static int mark_set(struct restore *restore)
{
    int mark = open(restore->mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (mark < 0)
        return fail_at(restore, restore->mark);
    close(mark);
    return folder_sync(restore);
}

static int aside_name(struct restore *restore)
{
    char tail[32];
    for (int number = 1; number < ASIDE_MOST; number++) {
        snprintf(tail, sizeof tail, ".aside-%d", number);
        if (path_with(restore->aside, restore->path, tail) == 0 && !path_exists(restore->aside))
            return 0;
    }
    return error_set(&restore->why, "%s: too many stores are kept aside", restore->path);
}

/* The old store and what still stands in its WAL get a second name; then the WAL goes from beside the new store, which
 * would take it for its own. */
static int store_aside(struct restore *restore)
{
    char wal[PATH_ROOM], shm[PATH_ROOM], aside_wal[PATH_ROOM];
    if (path_with(wal, restore->path, "-wal") != 0 || path_with(shm, restore->path, "-shm") != 0 ||
        aside_name(restore) != 0 || path_with(aside_wal, restore->aside, "-wal") != 0)
        return error_set(&restore->why, "%s cannot be kept aside", restore->path);
    if (link(restore->path, restore->aside) != 0)
        return fail_at(restore, restore->aside);
    if (path_exists(wal) && link(wal, aside_wal) != 0)
        return fail_at(restore, aside_wal);
    if (folder_sync(restore) != 0)
        return -1;
    unlink(wal);
    unlink(shm);
    return 0;
}

static int put_in_place(struct restore *restore)
{
    if (mark_set(restore) != 0)
        return -1;
    if (path_exists(restore->path) && store_aside(restore) != 0)
        return -1;
    if (rename(restore->fresh, restore->path) != 0)
        return fail_at(restore, restore->path);
    if (folder_sync(restore) != 0)
        return -1;
    unlink(restore->mark);
    return folder_sync(restore);
}

/* ---- all ---- */

static void tell(const struct restore *restore, bool json)
{
    if (json) {
        json_t *told = json_pack("{s:s, s:s, s:s, s:I, s:s}", "restored", restore->name, "ended", restore->before,
                                 "epoch", restore->epoch, "last", (json_int_t)restore->last, "aside", restore->aside);
        json_dumpf(told, stdout, JSON_COMPACT);
        putchar('\n');
        json_decref(told);
        return;
    }
    printf("%s: restored; epoch %s ended at event %lld, epoch %s begins\n", restore->name, restore->before,
           (long long)restore->last, restore->epoch);
    if (restore->aside[0])
        printf("%s: the store before is kept as %s\n", restore->name, restore->aside);
}

static int restore_run(struct restore *restore, bool json)
{
    if (path_with(restore->fresh, restore->path, "-restore") != 0 ||
        path_with(restore->mark, restore->path, "-restoring") != 0)
        return error_set(&restore->why, "%s: the path is too long", restore->path), EXIT_REFUSED;
    if (sodium_init() < 0 || copy_check(restore) != 0 || store_lock(restore) != 0 || copy_beside(restore) != 0)
        return EXIT_REFUSED;
    int code = copy_prepare(restore, json);
    if (code == 0 && put_in_place(restore) != 0)
        return EXIT_REFUSED; /* what is there stays for the next try */
    if (code != 0)
        unlink(restore->fresh);
    return code;
}

int restore_copy(const struct service *service, const char *copy, const char *path, bool json)
{
    struct restore restore = {.service = service, .copy = copy, .path = path, .lock = -1};
    instance_called(restore.name, service);
    int code = restore_run(&restore, json);
    if (restore.lock >= 0)
        close(restore.lock);
    if (code == 0)
        tell(&restore, json);
    else
        fprintf(stderr, "anxin-%s: %s\n", service->name, restore.why.text);
    return code;
}

/* ---- keys ---- */

static void chance(void *self, void *to, size_t size)
{
    (void)self;
    randombytes_buf(to, size);
}

/* The key file that is there takes over what it lacks; when there is none, one is made. */
static int keys_take(const struct restore *restore, const struct secrets *secrets, struct error *error)
{
    struct vault *vault = vault_open(restore->path, NULL, restore->name, secrets, error);
    int added = vault ? vault_import(vault, restore->fresh) : -1;
    if (vault && (added < 0 || vault_keep(vault) != 0))
        added = error_set(error, "%s", vault_why(vault));
    vault_close(&vault);
    return added;
}

/* Proves that the master key opens it; its marks are those of the store as it was then. */
static int copy_open(struct restore *restore, const char *made, const struct secrets *secrets)
{
    struct vault *vault = vault_open(made, NULL, restore->name, secrets, &restore->why);
    int failed = !vault;
    if (vault && (vault_marks_outdated(vault) != 0 || vault_keep(vault) != 0))
        failed = error_set(&restore->why, "%s", vault_why(vault));
    vault_close(&vault);
    return failed ? -1 : 0;
}

/* Where there is no key file yet, the copy becomes it whole, with its key of marks. */
static int keys_run(struct restore *restore, const struct secrets *secrets)
{
    char made[PATH_ROOM];
    if (path_with(restore->fresh, restore->path, "-restore.keys") != 0 ||
        path_with(made, restore->path, "-restore") != 0)
        return error_set(&restore->why, "%s: the path is too long", restore->path);
    if (sodium_init() < 0 || copy_check(restore) != 0 || store_lock(restore) != 0 || copy_beside(restore) != 0)
        return -1;
    if (copy_open(restore, made, secrets) != 0)
        return -1;
    if (vault_exists(restore->path, NULL))
        return keys_take(restore, secrets, &restore->why);
    if (path_with(made, restore->path, ".keys") != 0 || rename(restore->fresh, made) != 0)
        return fail_at(restore, made);
    return folder_sync(restore);
}

int restore_keys(const struct service *service, const char *copy, const char *path, const uint8_t master[32])
{
    const struct secrets secrets = {master, chance, NULL};
    struct restore restore = {.service = service, .copy = copy, .path = path, .lock = -1};
    instance_called(restore.name, service);
    int added = keys_run(&restore, &secrets);
    unlink(restore.fresh);
    if (restore.lock >= 0)
        close(restore.lock);
    if (added >= 0)
        printf("%s: keys restored\n", restore.name);
    else
        fprintf(stderr, "anxin-%s: %s\n", service->name, restore.why.text);
    return added < 0 ? EXIT_REFUSED : 0;
}

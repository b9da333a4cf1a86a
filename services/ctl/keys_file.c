/* The registry's file and the secrets beside it. Invariant: what stands in the place of a file is whole and was synced
 * before it came there. */
#include "services/ctl/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zmq.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/commands.h"

#define PATH_BYTES (CONFIG_TEXT + 80)

static int fail(const struct ctl *ctl, const char *path)
{
    return ctl_say(ctl, CTL_REFUSED, "%s: %s", path, strerror(errno));
}

/* ---- writing ---- */

/* The name of a file is durable when its folder is. */
static void folder_sync(const char *path)
{
    char folder[PATH_BYTES];
    TEXT_PUT(folder, path);
    char *slash = strrchr(folder, '/');
    if (slash)
        *slash = '\0';
    int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

static int write_all(int fd, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t written = write(fd, data, size);
        if (written < 0 && errno != EINTR)
            return -1;
        data += written > 0 ? written : 0;
        size -= written > 0 ? (size_t)written : 0;
    }
    return fsync(fd);
}

int keys_file_put(const char *path, mode_t mode, const void *data, size_t size)
{
    char beside[PATH_BYTES + 8];
    TEXT_FORMAT(beside, "%s.new", path);
    unlink(beside);
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return -1;
    int failed = write_all(fd, data, size) != 0 || fchmod(fd, mode) != 0;
    failed = close(fd) != 0 || failed;
    if (failed || rename(beside, path) != 0) {
        const int why = errno;
        unlink(beside);
        errno = why;
        return -1;
    }
    folder_sync(path);
    return 0;
}

int keys_file_write(struct keys_file *file, const char *text)
{
    struct error error;
    const char *path = file->ctl->config.registry;
    struct registry *registry = registry_parse(text, strlen(text), path, &error);
    if (!registry)
        return ctl_say(file->ctl, CTL_REFUSED, "%s", error.text);
    if (keys_file_put(path, 0644, text, strlen(text)) != 0) {
        registry_free(&registry);
        return fail(file->ctl, path);
    }
    registry_free(&file->registry);
    file->registry = registry;
    return 0;
}

int keys_secret_path(const struct ctl *ctl, const char *name, const char *ending, char *path, size_t size)
{
    char file[IDENTITY_NAME];
    instance_file(file, sizeof file, name);
    return text_format(path, size, "%s/%s.secret%s", ctl->config.keys, file, ending);
}

int keys_pair_make(struct ctl *ctl, const char *name, const char *ending, char public[KEY_TEXT])
{
    char path[PATH_BYTES], secret[KEY_TEXT + 1];
    if (keys_secret_path(ctl, name, ending, path, sizeof path) != 0 || zmq_curve_keypair(public, secret) != 0)
        return ctl_say(ctl, CTL_REFUSED, "no key can be made: %s", zmq_strerror(zmq_errno()));
    secret[KEY_TEXT - 1] = '\n';
    int failed = keys_file_put(path, 0400, secret, KEY_TEXT);
    explicit_bzero(secret, sizeof secret);
    return failed ? fail(ctl, path) : 0;
}

/* ---- reading ---- */

/* The folder and those above it. 0 or -1 (errno). */
static int folders_make(const char *folder)
{
    char path[PATH_BYTES];
    TEXT_PUT(path, folder);
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST)
            return -1;
        *slash = '/';
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST ? 0 : -1;
}

static int lock_take(struct keys_file *file)
{
    char path[PATH_BYTES];
    if (folders_make(file->ctl->config.keys) != 0)
        return fail(file->ctl, file->ctl->config.keys);
    TEXT_FORMAT(path, "%s/lock", file->ctl->config.keys);
    file->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file->lock < 0 || flock(file->lock, LOCK_EX) != 0)
        return fail(file->ctl, path);
    return 0;
}

static int text_read(struct keys_file *file, bool change)
{
    const char *path = file->ctl->config.registry;
    struct error error;
    file->text = calloc(1, REGISTRY_BYTES + 2);
    if (!file->text)
        return ctl_say(file->ctl, CTL_REFUSED, "out of memory");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && change && errno == ENOENT)
        return 0; /* the first identity makes it */
    if (fd < 0)
        return fail(file->ctl, path);
    int64_t size = keyring_read(path, fd, file->text, REGISTRY_BYTES + 2, &error);
    close(fd);
    return size < 0 ? ctl_say(file->ctl, CTL_REFUSED, "%s", error.text) : 0;
}

int keys_file_open(struct keys_file *file, struct ctl *ctl, bool change)
{
    struct error error;
    *file = (struct keys_file){.ctl = ctl, .lock = -1};
    int failed = change ? lock_take(file) : 0;
    if (!failed)
        failed = text_read(file, change);
    if (!failed) {
        file->registry = registry_parse(file->text, strlen(file->text), ctl->config.registry, &error);
        failed = file->registry ? 0 : ctl_say(ctl, CTL_REFUSED, "%s", error.text);
    }
    if (failed)
        keys_file_close(file);
    return failed;
}

void keys_file_close(struct keys_file *file)
{
    registry_free(&file->registry);
    free(file->text);
    file->text = NULL;
    if (file->lock >= 0)
        close(file->lock);
    file->lock = -1;
}

/* ---- changing ---- */

/* What a line is to inih, which takes one that is indented below a pair for more of its value. */
enum line_kind { LINE_NONE, LINE_OTHER, LINE_HEAD, LINE_PAIR, LINE_MORE };

struct line {
    enum line_kind kind;
    const char *at, *start; /* where it begins, and its text */
    size_t length, whole;   /* without and with the line end */
};

/* Moves on; `line` is zero before the first. False behind the last. */
static bool line_next(struct line *line, const char *text, bool *pairs)
{
    const char *at = line->at ? line->at + line->whole : text + (strncmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0);
    const size_t length = strcspn(at, "\n");
    const char *start = at + strspn(at, " \t\r\v\f");
    *line = (struct line){LINE_OTHER, at, start, length, length + (at[length] == '\n')};
    if (*start == '\n' || *start == '\0' || *start == '#' || *start == ';')
        return *at != '\0';
    line->kind = *pairs && start > at ? LINE_MORE : *start == '[' ? LINE_HEAD : LINE_PAIR;
    *pairs = line->kind != LINE_HEAD;
    return true;
}

static bool line_is_head(const struct line *line, const char *name)
{
    const size_t size = strlen(name);
    return line->kind == LINE_HEAD && strncmp(line->start + 1, name, size) == 0 && line->start[size + 1] == ']';
}

/* "key = ...", "key=..." or "key: ..." */
static bool line_has_key(const struct line *line, const char *key)
{
    const size_t size = strlen(key);
    return line->kind == LINE_PAIR && strncmp(line->start, key, size) == 0 &&
           strchr("=:", line->start[size + strspn(line->start + size, " \t\r\v\f")]);
}

/* Behind which line of the section something is put: its last one with a value, so that nothing that follows is taken
 * for more of it. NULL: there is no such section. */
static const char *section_end(const char *text, const char *name)
{
    struct line line = {0};
    const char *end = NULL;
    for (bool within = false, pairs = false; line_next(&line, text, &pairs);) {
        if (line.kind == LINE_HEAD)
            within = line_is_head(&line, name);
        if (within && (line.kind == LINE_PAIR || line.kind == LINE_MORE))
            end = line.at;
    }
    return end;
}

static void section_write(FILE *to, const char *text, const char *name, const char *drop, const char *put)
{
    struct line line = {0};
    const char *end = section_end(text, name);
    for (bool within = false, pairs = false, dropped = false; line_next(&line, text, &pairs);) {
        if (line.kind == LINE_HEAD)
            within = line_is_head(&line, name);
        if (line.kind == LINE_HEAD || line.kind == LINE_PAIR)
            dropped = within && drop && line_has_key(&line, drop);
        if (!dropped || line.kind == LINE_OTHER)
            fprintf(to, "%.*s\n", (int)line.length, line.at);
        if (line.at == end)
            fputs(put, to);
    }
}

char *keys_section_edit(const char *text, const char *name, const char *drop, const char *put)
{
    char *made = NULL;
    size_t size;
    FILE *to = open_memstream(&made, &size);
    if (!to)
        return NULL;
    section_write(to, text, name, drop, put);
    return fclose(to) == 0 ? made : NULL;
}

void keys_line(char *to, size_t size, const char *public, int64_t from, int64_t until)
{
    char begins[32], ends[32];
    civil_format(begins, sizeof begins, from);
    civil_format(ends, sizeof ends, until);
    text_format(to, size, "key = %s %s %s\n", public, begins, ends);
}

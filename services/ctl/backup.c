/* anxin backup: a folder with a checked copy of each store and a manifest, made while the services run. It appears
 * under its name when it is whole, or not at all. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/backup.h"
#include "services/ctl/commands.h"
#include "services/ctl/copies.h"
#include "services/ctl/show.h"
#include "store/store.h"

struct backup {
    struct ctl *ctl;
    struct copies copies;
    char target[CONFIG_TEXT * 2];
    json_t *services; /* of the manifest */
    int64_t expires;  /* of keys; else 0 */
};

/* ---- one service ---- */

/* What its own daemon says of the copy; it must be sound. */
static int copy_check(struct backup *backup, const char *service, const char *path, json_t *entry)
{
    json_t *lines = NULL;
    int outcome = 1, code = copies_run(backup->ctl, service, "--verify", path, &lines, &outcome);
    const json_t *told = json_array_get(lines, 0);
    if (!code && (outcome != 0 || !told))
        code = ctl_say(backup->ctl, CTL_REFUSED, "the store of %s is not sound: see anxin verify", service);
    if (!code) {
        json_object_set(entry, "epoch", json_object_get(told, "epoch"));
        json_object_set(entry, "events", json_object_get(told, "events"));
        json_object_set(entry, "heads", json_object_get(told, "heads"));
    }
    json_decref(lines);
    return code;
}

static int copy_note(struct backup *backup, const char *service, const char *path, json_t *entry)
{
    uint8_t hash[32];
    char hex[65], file[INSTANCE_NAME], name[48];
    int64_t size = 0;
    if (store_copy_hash(path, hash, &size))
        return ctl_say(backup->ctl, CTL_REFUSED, "%s: %s", path, strerror(errno));
    text_hex(hex, hash, sizeof hash);
    instance_file(file, sizeof file, service);
    TEXT_FORMAT(name, "%s.%s", file, backup->expires ? "keys" : "db");
    json_object_set_new(entry, "service", json_string(service));
    json_object_set_new(entry, "file", json_string(name));
    json_object_set_new(entry, "time", json_integer(ctl_wall_ms()));
    json_object_set_new(entry, "size", json_integer(size));
    json_object_set_new(entry, "blake2b", json_string(hex));
    return 0;
}

static int backup_service(struct backup *backup, struct ctl_service *service)
{
    char path[CONFIG_TEXT], size[24];
    json_t *entry = json_object();
    int code = copies_path(&backup->copies, service->name, path);
    if (!code)
        code = copies_make(&backup->copies, service, path);
    if (code == CTL_NO_KEYS) {
        json_decref(entry);
        return 0;
    }
    if (!code)
        ctl_progress("%s: checking the copy", service->name);
    if (!code)
        code = copy_note(backup, service->name, path, entry);
    if (!code && !backup->expires)
        code = copy_check(backup, service->name, path, entry);
    ctl_progress("%s", "");
    if (code) {
        json_decref(entry);
        return code;
    }
    json_array_append_new(backup->services, entry);
    if (!backup->ctl->json && backup->expires)
        printf("%-14s keys\n", service->name);
    else if (!backup->ctl->json)
        printf("%-14s epoch %s  %" JSON_INTEGER_FORMAT " events  %s\n", service->name,
               json_string_value(json_object_get(entry, "epoch")), json_integer_value(json_object_get(entry, "events")),
               show_size(size, json_integer_value(json_object_get(entry, "size"))));
    return 0;
}

/* ---- the folder ---- */

static int file_sync(const char *path, int flags)
{
    int file = open(path, flags | O_CLOEXEC);
    int result = file < 0 ? -1 : fsync(file);
    if (file >= 0)
        close(file);
    return result;
}

static int manifest_write(struct backup *backup)
{
    char path[CONFIG_TEXT + 32];
    json_t *manifest = json_pack("{s:i, s:O}", "version", BACKUP_VERSION, "services", backup->services);
    if (backup->expires)
        json_object_set_new(manifest, "keys_expire", json_integer(backup->expires));
    int failed = TEXT_FORMAT(path, "%s/%s", backup->copies.folder, BACKUP_MANIFEST) ||
                 json_dump_file(manifest, path, JSON_INDENT(2)) || file_sync(path, O_RDONLY) ||
                 file_sync(backup->copies.folder, O_RDONLY | O_DIRECTORY);
    json_decref(manifest);
    return failed ? ctl_say(backup->ctl, CTL_REFUSED, "%s: %s", path, strerror(errno)) : 0;
}

/* Where it shall be: what --to says, or a folder of this second in DATA/backup. */
static int target_name(struct backup *backup)
{
    const char *to = args_text(&backup->ctl->args, "to");
    char stamp[32], folder[CONFIG_TEXT + 16];
    const time_t now = (time_t)(ctl_wall_ms() / 1000);
    struct tm utc;
    strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", gmtime_r(&now, &utc));
    TEXT_FORMAT(folder, "%s/%s", backup->ctl->config.data, backup->expires ? BACKUP_KEYS : "backup");
    if (!to && mkdir(folder, 0700) && errno != EEXIST)
        return ctl_say(backup->ctl, CTL_REFUSED, "%s: %s", folder, strerror(errno));
    if (to ? TEXT_FORMAT(backup->target, "%s", to) : TEXT_FORMAT(backup->target, "%s/%s", folder, stamp))
        return ctl_say(backup->ctl, CTL_USAGE, "the path of the backup is too long");
    for (size_t end = strlen(backup->target); end > 1 && backup->target[end - 1] == '/';)
        backup->target[--end] = '\0';
    if (access(backup->target, F_OK) == 0)
        return ctl_say(backup->ctl, CTL_REFUSED, "%s exists already", backup->target);
    return 0;
}

static int target_move(struct backup *backup)
{
    char parent[CONFIG_TEXT * 2 + 8];
    if (renameat2(AT_FDCWD, backup->copies.folder, AT_FDCWD, backup->target, RENAME_NOREPLACE)) {
        const int why = errno;
        if (why == EXDEV)
            return ctl_say(backup->ctl, CTL_REFUSED,
                           "%s is on another disk than the data folder: back up without --to "
                           "and copy that folder there",
                           backup->target);
        return ctl_say(backup->ctl, CTL_REFUSED, "%s: %s", backup->target, strerror(why));
    }
    TEXT_FORMAT(parent, "%s/..", backup->target);
    if (file_sync(parent, O_RDONLY | O_DIRECTORY))
        return ctl_say(backup->ctl, CTL_REFUSED, "%s: %s", backup->target, strerror(errno));
    return 0;
}

/* ---- keys ---- */

static bool is_expired(const char *folder)
{
    char path[CONFIG_TEXT * 2];
    TEXT_FORMAT(path, "%s/%s", folder, BACKUP_MANIFEST);
    json_t *manifest = json_load_file(path, 0, NULL);
    const int64_t expires = json_integer_value(json_object_get(manifest, "keys_expire"));
    json_decref(manifest);
    return expires && expires < ctl_wall_ms();
}

/* Copies of keys whose days are over are removed by whichever backup comes next. */
static void expired_remove(const struct ctl *ctl)
{
    char all[CONFIG_TEXT + 32];
    struct copies copies = {0};
    TEXT_FORMAT(all, "%s/%s", ctl->config.data, BACKUP_KEYS);
    DIR *folder = opendir(all);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (entry->d_name[0] == '.' || TEXT_FORMAT(copies.folder, "%s/%s", all, entry->d_name))
            continue;
        if (is_expired(copies.folder))
            copies_remove(&copies);
    }
    if (folder)
        closedir(folder);
}

static void keys_wanted(struct backup *backup)
{
    const struct args *args = &backup->ctl->args;
    if (args_flag(args, "keys"))
        backup->expires = ctl_wall_ms() + args_number(args, "days", KEYS_DAYS) * MS_DAY;
}

/* ---- all ---- */

static int backup_each(struct backup *backup)
{
    struct ctl *ctl = backup->ctl;
    int code = 0;
    for (int i = 0; i < ctl->args.words && !code; i++)
        code = backup_service(backup, ctl_service(ctl, ctl->args.word[i]));
    for (int i = 0; i < ctl->services && !ctl->args.words && !code; i++)
        code = backup_service(backup, &ctl->service[i]);
    return code;
}

static int backup_run(struct ctl *ctl)
{
    struct backup backup = {.ctl = ctl};
    for (int i = 0; i < ctl->args.words; i++)
        if (!ctl_service(ctl, ctl->args.word[i]))
            return ctl_no_service(ctl, ctl->args.word[i]);
    keys_wanted(&backup);
    expired_remove(ctl);
    int code = target_name(&backup);
    if (code || (code = copies_open(&backup.copies, ctl, "backup")))
        return code;
    backup.copies.keys = backup.expires != 0;
    backup.services = json_array();
    code = backup_each(&backup);
    if (!code)
        code = manifest_write(&backup);
    if (!code)
        code = target_move(&backup);
    if (code)
        copies_remove(&backup.copies);
    else if (ctl->json)
        ctl_print_json(json_pack("{s:s, s:O}", "backup", backup.target, "services", backup.services));
    else
        printf("backup: %s\n", backup.target);
    json_decref(backup.services);
    return code;
}

static const struct ctl_option backup_options[] = {
    {"to", OPTION_TEXT, "DIR", 0, 0, "a new folder, on the disk of the data folder (default DATA/backup/TIME)"},
    {"keys", OPTION_FLAG, NULL, 0, 0,
     "the key files instead of the stores, which expire (default DATA/backup-keys/TIME)"},
    {"days", OPTION_NUMBER, "N", 1, 90, "keys: days until they expire (default 7)"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command backup_command = {
    .name = "backup",
    .synopsis = "[SERVICE...]",
    .summary = "checked copies of all stores, or of some, while they run",
    .help =
        "Each copy is consistent and checked by its own daemon; manifest.json beside them tells service, epoch, heads\n"
        "of streams, time, size and BLAKE2b-256. The folder appears when it is whole; nothing is overwritten.\n"
        "anxin restore puts a copy in the place of a store. Copies of stores hold no keys: without the key files "
        "nothing\n"
        "personal in them can be read. --keys copies those, for some days only: whoever is erased stays readable from\n"
        "them until they expire. Keep them, the copies of stores and the master key (DATA/keys/master) in three "
        "places.",
    .options = backup_options,
    .least = 0,
    .most = CTL_SERVICES,
    .first = WORD_SERVICE,
    .rest = WORD_SERVICE,
    .run = backup_run,
};

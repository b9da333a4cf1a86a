/* anxin restore: copies of a backup become stores again, each by its own daemon, which must not run (guarantee 7). */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/backup.h"
#include "services/ctl/commands.h"
#include "services/ctl/copies.h"
#include "store/store.h"

struct restore {
    struct ctl *ctl;
    const char *from;
    json_t *manifest;
    bool keys;
};

static const char *entry_text(const json_t *entry, const char *key)
{
    const char *text = json_string_value(json_object_get(entry, key));
    return text ? text : "";
}

static json_t *entry_of(const struct restore *restore, const char *service)
{
    size_t index;
    json_t *entry;
    json_array_foreach(json_object_get(restore->manifest, "services"), index, entry)
    {
        if (text_same(entry_text(entry, "service"), service))
            return entry;
    }
    return NULL;
}

static int manifest_read(struct restore *restore)
{
    char path[CONFIG_TEXT * 3];
    json_error_t why;
    if (TEXT_FORMAT(path, "%s/%s", restore->from, BACKUP_MANIFEST))
        return ctl_say(restore->ctl, CTL_USAGE, "the path of the backup is too long");
    restore->manifest = json_load_file(path, JSON_REJECT_DUPLICATES, &why);
    if (!restore->manifest)
        return ctl_say(restore->ctl, CTL_REFUSED, "%s: %s", path, why.text);
    if (json_integer_value(json_object_get(restore->manifest, "version")) != BACKUP_VERSION)
        return ctl_say(restore->ctl, CTL_REFUSED, "%s is of another version", path);
    const int64_t expires = json_integer_value(json_object_get(restore->manifest, "keys_expire"));
    restore->keys = expires != 0;
    if (expires && expires < ctl_wall_ms())
        return ctl_say(restore->ctl, CTL_REFUSED, "these copies of keys have expired: remove %s", restore->from);
    return 0;
}

/* The file is, byte for byte, the one that was backed up. */
static int copy_same(const struct restore *restore, const json_t *entry, const char *path)
{
    uint8_t hash[32];
    char hex[65];
    int64_t size = 0;
    if (store_copy_hash(path, hash, &size))
        return ctl_say(restore->ctl, CTL_REFUSED, "%s: %s", path, strerror(errno));
    text_hex(hex, hash, sizeof hash);
    if (size == json_integer_value(json_object_get(entry, "size")) && text_same(hex, entry_text(entry, "blake2b")))
        return 0;
    return ctl_say(restore->ctl, CTL_REFUSED, "%s is damaged: it is not the file that was backed up", path);
}

static int copy_path(const struct restore *restore, const json_t *entry, char path[CONFIG_TEXT * 3])
{
    const char *file = entry_text(entry, "file");
    if (!*file || strchr(file, '/') || text_format(path, CONFIG_TEXT * 3, "%s/%s", restore->from, file))
        return ctl_say(restore->ctl, CTL_REFUSED, "the manifest is damaged");
    return 0;
}

/* `doing`: false checks whether it can be restored, true restores. */
static int restore_service(const struct restore *restore, const char *service, bool doing)
{
    const struct ctl_service *known = ctl_service(restore->ctl, service);
    const json_t *entry = known ? entry_of(restore, known->name) : NULL;
    char path[CONFIG_TEXT * 3];
    int outcome = 0;
    if (!entry)
        return ctl_say(restore->ctl, CTL_USAGE, "%s has no copy of a service %s", restore->from, service);
    int code = copy_path(restore, entry, path);
    if (!code && !doing)
        return copy_same(restore, entry, path);
    if (!code)
        code =
            copies_run(restore->ctl, known->name, restore->keys ? "--restore-keys" : "--restore", path, NULL, &outcome);
    return code ? code : outcome ? CTL_REFUSED : 0;
}

/* All are checked before the first is touched. */
static int restore_each(const struct restore *restore, bool doing)
{
    const struct args *args = &restore->ctl->args;
    size_t index;
    json_t *entry;
    int code = 0;
    for (int i = 0; i < args->words && !code; i++)
        code = restore_service(restore, args->word[i], doing);
    if (args->words)
        return code;
    json_array_foreach(json_object_get(restore->manifest, "services"), index, entry)
    {
        if (!code)
            code = restore_service(restore, entry_text(entry, "service"), doing);
    }
    return code;
}

static int restore_run(struct ctl *ctl)
{
    struct restore restore = {.ctl = ctl, .from = args_text(&ctl->args, "from")};
    if (!restore.from)
        return ctl_say(ctl, CTL_USAGE, "--from DIR says which backup");
    int code = manifest_read(&restore);
    if (!code)
        code = restore_each(&restore, false);
    if (!code)
        code = restore_each(&restore, true);
    json_decref(restore.manifest);
    return code;
}

static const struct ctl_option restore_options[] = {
    {"from", OPTION_TEXT, "DIR", 0, 0, "the folder that anxin backup made"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command restore_command = {
    .name = "restore",
    .synopsis = "--from DIR [SERVICE...]",
    .summary = "put copies of a backup in the place of stores, in a new epoch",
    .help =
        "The services to restore must not run. Every copy is checked first; a store that stood there is kept as\n"
        "NAME.db.aside-N. Of copies of keys (anxin backup --keys) those keys are taken that are missing, never that of "
        "a\n"
        "person who was erased. The restored store begins a new epoch and tells its followers where the old one ended.",
    .options = restore_options,
    .least = 0,
    .most = CTL_SERVICES,
    .first = WORD_SERVICE,
    .rest = WORD_SERVICE,
    .run = restore_run,
};

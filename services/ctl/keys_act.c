/* anxin keys new, revoke, allow, rotate, and the set's own keys at its first start. The registry is changed before a
 * secret takes the place of another, so that at every moment the key in use is known. */
#include "services/ctl/keys.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zmq.h>

#include "base/civil.h"
#include "base/text.h"
#include "base/z85.h"
#include "services/ctl/show.h"

#define SKEW_MS (10 * MS_MINUTE) /* a key counts a little earlier, for machines whose clocks are behind */
#define YEARS_MS (3650 * MS_DAY)
#define TOOL_ROLES                                                                                                     \
    "client, partner, receptionist, dispatcher, worker, manager, trainee, trainer, registrar, mediator, officer, "     \
    "supervisor, operator"

/* --until TIME, or so many days from now. 0 or an exit code. */
static int until_read(const struct ctl *ctl, int64_t now, int64_t days, int64_t *until)
{
    const char *text = args_text(&ctl->args, "until");
    *until = now + days * MS_DAY;
    if (text && (civil_parse(text, until) != 0 || *until <= now))
        return ctl_say(ctl, CTL_USAGE, "--until takes a time to come, like 2027-12-31T00:00+08:00");
    return 0;
}

/* The public key that --key gives, "" none. 0 or an exit code. */
static int key_read(const struct ctl *ctl, char public[KEY_TEXT])
{
    uint8_t bytes[KEY_SIZE];
    const char *text = args_text(&ctl->args, "key");
    public[0] = '\0';
    if (text && (z85_decode(bytes, KEY_SIZE, text) != 0 || text_copy(public, KEY_TEXT, text) != 0))
        return ctl_say(ctl, CTL_USAGE, "--key takes a public key of 40 characters (Z85)");
    return 0;
}

/* ---- new ---- */

static void put_option(FILE *to, const struct ctl *ctl, const char *option, const char *key)
{
    const char *value = args_text(&ctl->args, option);
    if (value)
        fprintf(to, "%s = %s\n", key, value);
}

/* The registry with one section more; freed by the caller. */
static char *section_add(const struct ctl *ctl, const char *text, const char *name, const char *key_line)
{
    char *made = NULL;
    size_t size, length = strlen(text);
    FILE *to = open_memstream(&made, &size);
    if (!to)
        return NULL;
    fprintf(to, "%s%s[%s]\n", text, length == 0 ? "" : text[length - 1] == '\n' ? "\n" : "\n\n", name);
    put_option(to, ctl, "role", "role");
    fputs(key_line, to);
    put_option(to, ctl, "station", "station");
    put_option(to, ctl, "community", "community");
    put_option(to, ctl, "district", "district");
    put_option(to, ctl, "self", "self");
    put_option(to, ctl, "uses", "source");
    return fclose(to) == 0 ? made : NULL;
}

static int identity_add(struct keys_file *file, const char *name, const char *public, int64_t until)
{
    char line[160];
    keys_line(line, sizeof line, public, ctl_wall_ms() - SKEW_MS, until);
    char *text = section_add(file->ctl, file->text, name, line);
    const int code = text ? keys_file_write(file, text) : ctl_say(file->ctl, CTL_REFUSED, "out of memory");
    free(text);
    return code;
}

/* The registry is tried without the key first: nothing is made for a name or a role that is wrong. */
static int identity_try(const struct keys_file *file, const char *name)
{
    struct error error;
    char *text = section_add(file->ctl, file->text, name, "");
    struct registry *registry = text ? registry_parse(text, strlen(text), file->ctl->config.registry, &error) : NULL;
    const bool good = registry && registry_find_name(registry, name);
    registry_free(&registry);
    free(text);
    return good ? 0 : ctl_say(file->ctl, CTL_REFUSED, "%s", text ? error.text : "out of memory");
}

static int new_within(struct keys_file *file, const char *name)
{
    char public[KEY_TEXT], path[CONFIG_TEXT + 80];
    int64_t until;
    int code = until_read(file->ctl, ctl_wall_ms(), args_number(&file->ctl->args, "days", 365), &until);
    if (code == 0)
        code = key_read(file->ctl, public);
    if (code == 0)
        code = identity_try(file, name);
    if (code != 0)
        return code;
    if (!public[0]) {
        keys_secret_path(file->ctl, name, "", path, sizeof path);
        if (access(path, F_OK) == 0)
            return ctl_say(file->ctl, CTL_REFUSED, "%s exists and nobody of that name does; remove it first", path);
        code = keys_pair_make(file->ctl, name, "", public);
    }
    return code ? code : identity_add(file, name, public, until);
}

int keys_new(struct ctl *ctl)
{
    struct keys_file file;
    if (!args_text(&ctl->args, "role"))
        return ctl_say(ctl, CTL_USAGE, "--role is missing: what may it be?");
    int code = keys_file_open(&file, ctl, true);
    if (code)
        return code;
    code = new_within(&file, ctl->args.word[1]);
    keys_file_close(&file);
    return code ? code : keys_tell(ctl, ctl->args.word[1]);
}

/* ---- revoke, allow ---- */

const struct identity *keys_find(const struct keys_file *file, const char *name)
{
    const struct identity *identity = registry_find_name(file->registry, name);
    if (!identity)
        ctl_say(file->ctl, CTL_REFUSED, "nobody is called %s in %s", name, file->ctl->config.registry);
    return identity;
}

int keys_section_change(struct keys_file *file, const char *name, const char *drop, const char *put)
{
    char *text = keys_section_edit(file->text, name, drop, put);
    const int code = text ? keys_file_write(file, text) : ctl_say(file->ctl, CTL_REFUSED, "out of memory");
    free(text);
    return code;
}

static int revocation_set(struct ctl *ctl, bool revoke)
{
    struct keys_file file;
    char now[32], line[64] = "";
    const char *name = ctl->args.word[1];
    int code = keys_file_open(&file, ctl, true);
    if (code)
        return code;
    const struct identity *identity = keys_find(&file, name);
    civil_format(now, sizeof now, ctl_wall_ms());
    if (revoke)
        TEXT_FORMAT(line, "revoked = %s\n", now);
    if (!identity)
        code = CTL_REFUSED;
    else if (identity->revoked == revoke)
        code = ctl_say(ctl, CTL_REFUSED, revoke ? "%s is revoked already" : "%s is not revoked", name);
    else
        code = keys_section_change(&file, name, "revoked", line);
    keys_file_close(&file);
    return code ? code : keys_tell(ctl, name);
}

int keys_revoke(struct ctl *ctl)
{
    return revocation_set(ctl, true);
}

int keys_allow(struct ctl *ctl)
{
    return revocation_set(ctl, false);
}

/* ---- rotate ---- */

/* Both keys: the one in use, for as long as they overlap, and the new one. */
static int keys_exchange(struct keys_file *file, const struct identity *identity, const char *public, int64_t now,
                         int64_t until)
{
    char lines[320], old[KEY_TEXT];
    const struct identity_key *used = identity_key_now(identity, now, 0);
    int64_t overlap = now + args_number(&file->ctl->args, "overlap", 7) * MS_DAY;
    z85_encode(old, used->bytes, KEY_SIZE);
    keys_line(lines, sizeof lines, old, used->not_before, used->not_after < overlap ? used->not_after : overlap);
    const size_t length = strlen(lines);
    keys_line(lines + length, sizeof lines - length, public,
              used->not_before < now - SKEW_MS ? now - SKEW_MS : used->not_before + 1, until);
    return keys_section_change(file, identity->name, "key", lines);
}

static int rotation_check(const struct keys_file *file, const struct identity *identity, int64_t now)
{
    char until[24];
    const struct identity_key *older = identity_key_now(identity, now, 1);
    if (identity->revoked)
        return ctl_say(file->ctl, CTL_REFUSED, "%s is revoked", identity->name);
    if (!identity_key_now(identity, now, 0))
        return ctl_say(file->ctl, CTL_REFUSED, "%s has no key that is valid: revoke it and make another",
                       identity->name);
    if (older)
        return ctl_say(file->ctl, CTL_REFUSED, "%s has two keys already, the older one until %s", identity->name,
                       show_time(until, older->not_after));
    return 0;
}

/* A secret that was made for a rotation that was cut short, when the registry knows it. */
static bool unfinished(const struct ctl *ctl, const struct identity *identity, const char *next)
{
    char secret[KEY_TEXT + 2] = "", public[KEY_TEXT], text[KEY_TEXT];
    bool known = false;
    FILE *from = fopen(next, "re");
    if (!from)
        return false;
    if (fgets(secret, KEY_TEXT, from) && zmq_curve_public(public, secret) == 0)
        for (int i = 0; i < identity->keys_count; i++) {
            z85_encode(text, identity->keys[i].bytes, KEY_SIZE);
            known = known || text_same(text, public);
        }
    explicit_bzero(secret, sizeof secret);
    fclose(from);
    if (known)
        ctl_say(ctl, CTL_DONE, "an earlier rotation of %s was cut short; it is finished", identity->name);
    return known;
}

static int secret_exchange(struct ctl *ctl, const char *next, const char *path)
{
    return rename(next, path) == 0 ? 0 : ctl_say(ctl, CTL_REFUSED, "%s: %s", path, strerror(errno));
}

static int rotate_within(struct keys_file *file, const struct identity *identity)
{
    char public[KEY_TEXT], next[CONFIG_TEXT + 80], path[CONFIG_TEXT + 80];
    const int64_t now = ctl_wall_ms();
    int64_t until;
    keys_secret_path(file->ctl, identity->name, ".next", next, sizeof next);
    keys_secret_path(file->ctl, identity->name, "", path, sizeof path);
    if (unfinished(file->ctl, identity, next))
        return secret_exchange(file->ctl, next, path);
    int code = rotation_check(file, identity, now);
    if (code == 0)
        code = until_read(file->ctl, now, args_number(&file->ctl->args, "days", 365), &until);
    if (code == 0)
        code = key_read(file->ctl, public);
    if (code != 0)
        return code;
    const bool theirs = public[0] != '\0';
    if (!theirs)
        code = keys_pair_make(file->ctl, identity->name, ".next", public);
    if (code == 0)
        code = keys_exchange(file, identity, public, now, until);
    return code || theirs ? code : secret_exchange(file->ctl, next, path);
}

int keys_rotate(struct ctl *ctl)
{
    struct keys_file file;
    int code = keys_file_open(&file, ctl, true);
    if (code)
        return code;
    const struct identity *identity = keys_find(&file, ctl->args.word[1]);
    code = identity ? rotate_within(&file, identity) : CTL_REFUSED;
    keys_file_close(&file);
    return code ? code : keys_tell(ctl, ctl->args.word[1]);
}

/* ---- the set's own, at its first start ---- */

static int first_add(FILE *to, struct ctl *ctl, const char *name, const char *rest)
{
    char public[KEY_TEXT], line[160];
    const int64_t now = ctl_wall_ms();
    const int code = keys_pair_make(ctl, name, "", public);
    keys_line(line, sizeof line, public, now - SKEW_MS, now + YEARS_MS);
    fprintf(to, "\n[%s]\n%s%s", name, rest, line);
    return code;
}

static int first_fill(struct keys_file *file)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (!to)
        return ctl_say(file->ctl, CTL_REFUSED, "out of memory");
    fputs("# Who is known: made at the first start. `anxin keys` adds, revokes and rotates; by hand is fine too.\n",
          to);
    int code = 0;
    for (int i = 0; i < file->ctl->known && !code; i++)
        code = first_add(to, file->ctl, file->ctl->service[i].name, "role = service\n");
    if (!code)
        code = first_add(to, file->ctl, file->ctl->config.identity,
                         "role = " TOOL_ROLES "\nstation = *\ncommunity = *\ndistrict = *\nsource = *\nself = *\n");
    if (fclose(to) != 0 && !code)
        code = ctl_say(file->ctl, CTL_REFUSED, "out of memory");
    if (!code)
        code = keys_file_write(file, text);
    free(text);
    return code;
}

int keys_first(struct ctl *ctl)
{
    struct keys_file file;
    if (access(ctl->config.registry, F_OK) == 0)
        return 0;
    int code = keys_file_open(&file, ctl, true);
    if (code)
        return code;
    code = file.text[0] ? 0 : first_fill(&file);
    keys_file_close(&file);
    return code;
}

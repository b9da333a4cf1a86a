/* anxin keys delegate: who acts in a role of somebody else, from when until when (A9.6). A role that was taken back
 * stays in the registry with its end, as long as there is room; who acted for whom stands in the trail of acts. */
#include "services/ctl/keys.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "service/policy.h"
#include "services/ctl/show.h"

/* ---- one of them ---- */

static const char *lent_state(const struct registry *registry, const struct delegation *lent, int64_t now)
{
    const char *why_not = delegation_why_not(registry, lent, now);
    return why_not ? why_not : "holds";
}

void keys_lent_text(char *to, size_t size, const struct registry *registry, const struct delegation *lent, int64_t now)
{
    char from[24], until[24];
    text_format(to, size, "%s of %s  %s - %s  %s", role_name(lent->role), lent->from, show_time(from, lent->not_before),
                show_time(until, lent->not_after), lent_state(registry, lent, now));
}

json_t *keys_lent_object(const struct registry *registry, const struct delegation *lent, int64_t now)
{
    char from[32], until[32];
    civil_format(from, sizeof from, lent->not_before);
    civil_format(until, sizeof until, lent->not_after);
    return json_pack("{s:s,s:s,s:s,s:s,s:s}", "role", role_name(lent->role), "from", lent->from, "not_before", from,
                     "not_after", until, "state", lent_state(registry, lent, now));
}

/* ---- the list ---- */

static void list_add(struct grid *grid, const struct registry *registry, const struct identity *identity,
                     const struct delegation *lent, int64_t now)
{
    char from[24], until[24];
    grid_add(grid, identity->name);
    grid_add(grid, role_name(lent->role));
    grid_add(grid, lent->from);
    grid_add(grid, show_time(from, lent->not_before));
    grid_add(grid, show_time(until, lent->not_after));
    grid_add(grid, lent_state(registry, lent, now));
}

static void list_tell(const struct ctl *ctl, struct grid *grid, const struct registry *registry,
                      const struct identity *identity, int64_t now)
{
    for (int i = 0; i < identity->delegations_count; i++) {
        if (!ctl->json) {
            list_add(grid, registry, identity, &identity->delegations[i], now);
            continue;
        }
        json_t *object = json_pack("{s:s}", "name", identity->name);
        json_t *lent = keys_lent_object(registry, &identity->delegations[i], now);
        json_object_update(object, lent);
        json_decref(lent);
        ctl_print_json(object);
    }
}

/* All of them, or those of one. */
static int list(struct ctl *ctl)
{
    static const char *const heads[] = {"名称 name", "角色 role",    "代行于 from",
                                        "自 since",  "有效至 until", "状态 state"};
    struct keys_file file;
    struct grid grid = {.columns = 6};
    const char *name = ctl->args.words > 1 ? ctl->args.word[1] : NULL;
    int code = keys_file_open(&file, ctl, false);
    if (code)
        return code;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        grid_add(&grid, heads[i]);
    if (name && !keys_find(&file, name))
        code = CTL_REFUSED;
    for (int i = 0; !code && i < registry_count(file.registry); i++)
        if (!name || text_same(registry_at(file.registry, i)->name, name))
            list_tell(ctl, &grid, file.registry, registry_at(file.registry, i), ctl_wall_ms());
    if (!code && !ctl->json)
        grid_print(stdout, &grid, 0);
    grid_free(&grid);
    keys_file_close(&file);
    return code;
}

/* ---- changing ---- */

static void lines_add(char *to, size_t size, const struct delegation *lent)
{
    char from[32], until[32];
    const size_t used = strlen(to);
    civil_format(from, sizeof from, lent->not_before);
    civil_format(until, sizeof until, lent->not_after);
    text_format(to + used, size - used, "delegated = %s %s %s %s\n", role_name(lent->role), lent->from, from, until);
}

/* All of an identity's, in the place of those that stand there. */
static int lent_write(struct keys_file *file, const struct identity *identity)
{
    char lines[IDENTITY_DELEGATIONS * 160] = "";
    for (int i = 0; i < identity->delegations_count; i++)
        lines_add(lines, sizeof lines, &identity->delegations[i]);
    return keys_section_change(file, identity->name, "delegated", lines);
}

static void lent_remove(struct identity *identity, int at)
{
    identity->delegations_count--;
    memmove(&identity->delegations[at], &identity->delegations[at + 1],
            (size_t)(identity->delegations_count - at) * sizeof identity->delegations[0]);
}

/* Room for one more: the one that ended first goes. False when all of them are yet to end. */
static bool lent_make_room(struct identity *identity, int64_t now)
{
    int oldest = 0;
    if (identity->delegations_count < IDENTITY_DELEGATIONS)
        return true;
    for (int i = 1; i < identity->delegations_count; i++)
        if (identity->delegations[i].not_after < identity->delegations[oldest].not_after)
            oldest = i;
    if (identity->delegations[oldest].not_after > now)
        return false;
    lent_remove(identity, oldest);
    return true;
}

static bool is_asked(const struct ctl *ctl, const struct delegation *lent)
{
    const char *role = args_text(&ctl->args, "role");
    return text_same(lent->from, args_text(&ctl->args, "from")) && (!role || text_same(role_name(lent->role), role));
}

/* What has begun keeps its line, with the end it has now; what has not, goes. */
static int end_within(struct keys_file *file, struct identity *identity, int64_t now)
{
    int ended = 0;
    for (int i = identity->delegations_count - 1; i >= 0; i--) {
        struct delegation *lent = &identity->delegations[i];
        if (!is_asked(file->ctl, lent) || lent->not_after <= now)
            continue;
        ended++;
        if (lent->not_before < now)
            lent->not_after = now;
        else
            lent_remove(identity, i);
    }
    if (ended == 0)
        return ctl_say(file->ctl, CTL_REFUSED, "%s has no role of %s that is yet to end", identity->name,
                       args_text(&file->ctl->args, "from"));
    return lent_write(file, identity);
}

static int times_read(const struct ctl *ctl, int64_t now, struct delegation *lent)
{
    const char *at = args_text(&ctl->args, "at"), *until = args_text(&ctl->args, "until");
    lent->not_before = now;
    if (at && civil_parse(at, &lent->not_before) != 0)
        return ctl_say(ctl, CTL_USAGE, "--at takes a time like 2026-11-24T10:00+08:00");
    if (!until)
        return ctl_say(ctl, CTL_USAGE, "--until is missing: a role is lent for a time");
    if (civil_parse(until, &lent->not_after) != 0 || lent->not_after <= now || lent->not_after <= lent->not_before)
        return ctl_say(ctl, CTL_USAGE, "--until takes a time to come, after --at");
    return 0;
}

static int lender_check(const struct keys_file *file, const struct identity *identity, const struct delegation *lent)
{
    const struct identity *lender = keys_find(file, lent->from);
    if (!lender)
        return CTL_REFUSED;
    if (text_same(lent->from, identity->name))
        return ctl_say(file->ctl, CTL_REFUSED, "nobody is his own deputy");
    if (lender->revoked)
        return ctl_say(file->ctl, CTL_REFUSED, "%s is revoked", lender->name);
    if (!(lender->roles & lent->role))
        return ctl_say(file->ctl, CTL_REFUSED, "%s has not the role %s, and a lent one is not lent on", lender->name,
                       role_name(lent->role));
    return 0;
}

static int lend_within(struct keys_file *file, struct identity *identity, int64_t now)
{
    struct delegation lent = {0};
    const struct ctl *ctl = file->ctl;
    const char *role = args_text(&ctl->args, "role");
    if (!role)
        return ctl_say(ctl, CTL_USAGE, "--role is missing: which one is lent?");
    lent.role = role_of(role);
    if (!lent.role)
        return ctl_say(ctl, CTL_USAGE, "there is no role %s", role);
    int code = times_read(ctl, now, &lent);
    if (code == 0 && TEXT_FORMAT(lent.from, "%s", args_text(&ctl->args, "from")) != 0)
        code = ctl_say(ctl, CTL_REFUSED, "nobody has a name of that length");
    if (code == 0)
        code = lender_check(file, identity, &lent);
    if (code == 0 && !lent_make_room(identity, now))
        code = ctl_say(ctl, CTL_REFUSED, "%s has four lent roles already; end one of them", identity->name);
    if (code != 0)
        return code;
    identity->delegations[identity->delegations_count++] = lent;
    return lent_write(file, identity);
}

static int change(struct ctl *ctl)
{
    struct keys_file file;
    const int64_t now = ctl_wall_ms();
    int code = keys_file_open(&file, ctl, true);
    if (code)
        return code;
    const struct identity *found = keys_find(&file, ctl->args.word[1]);
    struct identity identity;
    if (found) {
        identity = *found;
        code = args_flag(&ctl->args, "end") ? end_within(&file, &identity, now) : lend_within(&file, &identity, now);
    } else {
        code = CTL_REFUSED;
    }
    keys_file_close(&file);
    return code ? code : keys_tell(ctl, ctl->args.word[1]);
}

int keys_delegate(struct ctl *ctl)
{
    const bool changes = args_flag(&ctl->args, "end") || args_text(&ctl->args, "role") ||
                         args_text(&ctl->args, "until") || args_text(&ctl->args, "from");
    if (!changes)
        return list(ctl);
    if (ctl->args.words != 2 || !args_text(&ctl->args, "from"))
        return ctl_say(ctl, CTL_USAGE, ctl->args.words != 2 ? "to whom?" : "--from is missing: whose role is it?");
    return change(ctl);
}

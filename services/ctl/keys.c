/* anxin keys: who is known, by which keys, until when. */
#include "services/ctl/keys.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "base/z85.h"
#include "services/ctl/commands.h"
#include "services/ctl/show.h"

#define LABEL_WIDTH 14

/* ---- one identity as an object ---- */

static const char *key_state(const struct identity *identity, const struct identity_key *key, int64_t now)
{
    if (identity->revoked)
        return "revoked";
    if (now < key->not_before)
        return "not yet valid";
    return now < key->not_after ? "valid" : "expired";
}

const char *keys_state(const struct identity *identity, int64_t now)
{
    if (identity->revoked)
        return "revoked";
    if (identity_key_now(identity, now, 1))
        return "rotating";
    if (identity_key_now(identity, now, 0))
        return "valid";
    for (int i = 0; i < identity->keys_count; i++)
        if (now < identity->keys[i].not_before)
            return "not yet valid";
    return identity->keys_count ? "expired" : "no key";
}

json_t *keys_roles_object(unsigned roles)
{
    json_t *list = json_array();
    for (unsigned role = 1; role <= ROLE_SERVICE; role <<= 1)
        if (roles & role)
            json_array_append_new(list, json_string(role_name(role)));
    return list;
}

json_t *keys_codes_object(const struct identity_codes *codes)
{
    json_t *list = json_array();
    for (int i = 0; i < codes->count; i++)
        json_array_append_new(list, json_string(codes->at[i]));
    return list;
}

json_t *keys_sources_object(const struct identity *identity)
{
    json_t *list = json_array();
    for (int i = 0; i < identity->sources_count; i++)
        json_array_append_new(list, json_string(identity->sources[i]));
    if (identity->sources_count == 0)
        json_array_append_new(list, json_string(identity->name));
    return list;
}

static json_t *keys_object(const struct identity *identity, int64_t now)
{
    json_t *list = json_array();
    for (int i = 0; i < identity->keys_count; i++) {
        const struct identity_key *key = &identity->keys[i];
        char public[KEY_TEXT], from[32], until[32];
        z85_encode(public, key->bytes, KEY_SIZE);
        civil_format(from, sizeof from, key->not_before);
        civil_format(until, sizeof until, key->not_after);
        json_array_append_new(list, json_pack("{s:s,s:s,s:s,s:s}", "public", public, "not_before", from, "not_after",
                                              until, "state", key_state(identity, key, now)));
    }
    return list;
}

static json_t *identity_object(const struct registry *registry, const struct identity *identity, int64_t now)
{
    json_t *object = json_pack("{s:s,s:s,s:o,s:o}", "name", identity->name, "state", keys_state(identity, now), "roles",
                               keys_roles_object(identity->roles), "keys", keys_object(identity, now));
    json_object_set_new(object, "stations", keys_codes_object(&identity->stations));
    json_object_set_new(object, "communities", keys_codes_object(&identity->communities));
    json_object_set_new(object, "districts", keys_codes_object(&identity->districts));
    json_object_set_new(object, "sources", keys_sources_object(identity));
    if (identity->self[0])
        json_object_set_new(object, "self", json_string(identity->self));
    json_t *lent = json_array();
    for (int i = 0; i < identity->delegations_count; i++)
        json_array_append_new(lent, keys_lent_object(registry, &identity->delegations[i], now));
    json_object_set_new(object, "delegated", lent);
    return object;
}

/* ---- as text ---- */

void keys_words(char *to, size_t size, const json_t *list)
{
    size_t at;
    json_t *word;
    to[0] = '\0';
    json_array_foreach(list, at, word)
    {
        const size_t used = strlen(to);
        snprintf(to + used, size - used, "%s%s", used ? ", " : "", json_string_value(word));
    }
}

void keys_print_line(const char *label, const char *text)
{
    printf("  %s%*s  %s\n", label, LABEL_WIDTH - show_width(label), "", text);
}

static void print_list(const char *label, const json_t *object, const char *key)
{
    char text[1200];
    keys_words(text, sizeof text, json_object_get(object, key));
    if (text[0])
        keys_print_line(label, text);
}

static void print_keys(const struct identity *identity, int64_t now)
{
    for (int i = 0; i < identity->keys_count; i++) {
        const struct identity_key *key = &identity->keys[i];
        char public[KEY_TEXT], from[24], until[24], text[128];
        z85_encode(public, key->bytes, KEY_SIZE);
        TEXT_FORMAT(text, "%s  %s - %s  %s", public, show_time(from, key->not_before), show_time(until, key->not_after),
                    key_state(identity, key, now));
        keys_print_line("公钥 key", text);
    }
}

static void print_lent(const struct registry *registry, const struct identity *identity, int64_t now)
{
    char text[200];
    for (int i = 0; i < identity->delegations_count; i++) {
        keys_lent_text(text, sizeof text, registry, &identity->delegations[i], now);
        keys_print_line("代行 deputy", text);
    }
}

static void print_identity(const struct registry *registry, const struct identity *identity, const json_t *object,
                           int64_t now)
{
    printf("%s  %s\n", identity->name, keys_state(identity, now));
    print_list("角色 role", object, "roles");
    print_keys(identity, now);
    print_list("站点 station", object, "stations");
    print_list("社区 community", object, "communities");
    print_list("区县 district", object, "districts");
    print_list("来源 source", object, "sources");
    if (identity->self[0])
        keys_print_line("本人 self", identity->self);
    print_lent(registry, identity, now);
}

static int tell(struct ctl *ctl, const struct registry *registry, const struct identity *identity)
{
    const int64_t now = ctl_wall_ms();
    json_t *object = identity_object(registry, identity, now);
    if (ctl->json) {
        ctl_print_json(object);
        return CTL_DONE;
    }
    print_identity(registry, identity, object, now);
    json_decref(object);
    return CTL_DONE;
}

int keys_tell(struct ctl *ctl, const char *name)
{
    struct keys_file file;
    int code = keys_file_open(&file, ctl, false);
    if (code)
        return code;
    const struct identity *identity = registry_find_name(file.registry, name);
    code = identity ? tell(ctl, file.registry, identity)
                    : ctl_say(ctl, CTL_REFUSED, "nobody is called %s in %s", name, ctl->config.registry);
    keys_file_close(&file);
    return code;
}

/* ---- show, list ---- */

static int show(struct ctl *ctl)
{
    return keys_tell(ctl, ctl->args.word[1]);
}

static void list_add(struct grid *grid, const struct registry *registry, const struct identity *identity, int64_t now)
{
    char roles[400], stations[600], until[24] = "-";
    json_t *object = identity_object(registry, identity, now);
    const struct identity_key *key = identity_key_now(identity, now, 0);
    keys_words(roles, sizeof roles, json_object_get(object, "roles"));
    keys_words(stations, sizeof stations, json_object_get(object, "stations"));
    if (key)
        show_time(until, key->not_after);
    grid_add(grid, identity->name);
    grid_add(grid, keys_state(identity, now));
    grid_add(grid, until);
    grid_addf(grid, "%.48s%s", roles, strlen(roles) > 48 ? "..." : "");
    grid_addf(grid, "%.40s%s", stations, strlen(stations) > 40 ? "..." : "");
    json_decref(object);
}

static int list(struct ctl *ctl)
{
    static const char *const heads[] = {"名称 name", "状态 state", "有效至 until", "角色 role", "站点 station"};
    struct keys_file file;
    struct grid grid = {.columns = 5};
    const int64_t now = ctl_wall_ms();
    const int code = keys_file_open(&file, ctl, false);
    if (code)
        return code;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        grid_add(&grid, heads[i]);
    for (int i = 0; i < registry_count(file.registry); i++) {
        if (ctl->json)
            ctl_print_json(identity_object(file.registry, registry_at(file.registry, i), now));
        else
            list_add(&grid, file.registry, registry_at(file.registry, i), now);
    }
    if (!ctl->json)
        grid_print(stdout, &grid, 0);
    grid_free(&grid);
    keys_file_close(&file);
    return CTL_DONE;
}

/* ---- the command ---- */

static const struct {
    const char *name;
    int least, most; /* words */
    int (*run)(struct ctl *ctl);
} actions[] = {
    {"new", 2, 2, keys_new},       {"list", 1, 1, list},
    {"show", 2, 2, show},          {"revoke", 2, 2, keys_revoke},
    {"allow", 2, 2, keys_allow},   {"rotate", 2, 2, keys_rotate},
    {"can", 4, 4, keys_can},       {"delegate", 1, 2, keys_delegate},
    {"policy", 1, 1, keys_policy},
};

static int keys_run(struct ctl *ctl)
{
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        if (!text_same(ctl->args.word[0], actions[i].name))
            continue;
        if (ctl->args.words < actions[i].least || ctl->args.words > actions[i].most)
            return ctl_say(ctl, CTL_USAGE, "usage: anxin keys %s", ctl->command->synopsis);
        return actions[i].run(ctl);
    }
    return ctl_say(ctl, CTL_USAGE, "%s is none of %s", ctl->args.word[0], ctl->command->fixed);
}

static const struct ctl_option keys_options[] = {
    {"role", OPTION_TEXT, "ROLE,...", 0, 0,
     "new: what it may be, `service` for a daemon; can: as what; delegate: which"},
    {"station", OPTION_TEXT, "CODE,...", 0, 0, "new: the stations it sees, * all; can: at that one"},
    {"community", OPTION_TEXT, "CODE,...", 0, 0, "new: the communities it sees, * all; can: in that one"},
    {"district", OPTION_TEXT, "CODE,...", 0, 0, "new: the districts it sees, * all; can: of a set of that one"},
    {"self", OPTION_TEXT, "ID", 0, 0, "new: the worker, trainee or trainer it is"},
    {"uses", OPTION_TEXT, "SOURCE,...", 0, 0, "new: the sources it may send as; * any (default its own name)"},
    {"key", OPTION_TEXT, "PUBLIC", 0, 0, "new, rotate: its public key, when it has made the pair itself"},
    {"days", OPTION_NUMBER, "N", 1, 36500, "new, rotate: how long the key is valid (default 365)"},
    {"until", OPTION_TEXT, "TIME", 0, 0, "new, rotate: or until when; delegate: until when"},
    {"at", OPTION_TEXT, "TIME", 0, 0, "can: at that time; delegate: from when (default now)"},
    {"from", OPTION_TEXT, "NAME", 0, 0, "delegate: whose role it is"},
    {"end", OPTION_FLAG, NULL, 0, 0, "delegate: the role is taken back now"},
    {"overlap", OPTION_NUMBER, "DAYS", 0, 365, "rotate: how long the old key is valid yet (default 7)"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command keys_command = {
    .name = "keys",
    .synopsis = "list | show|new|revoke|allow|rotate NAME | can NAME ACTION WHAT | policy | delegate [NAME]",
    .summary = "who is known on tcp, by which keys, until when",
    .help =
        "The registry KEYS/registry says who is known; KEYS is DATA/keys unless the configuration says otherwise. The\n"
        "secret key of NAME is made in KEYS/NAME.secret (mode 0400): bring it to where NAME runs, and keep no other\n"
        "copy. Services read a changed registry within a second.\n\n"
        "  list                          everybody\n"
        "  show NAME                     one, with its public keys\n"
        "  new NAME --role R ...         a key pair, and NAME in the registry\n"
        "  revoke NAME                   from now on it is nobody: its next message is refused\n"
        "  allow NAME                    takes that back\n"
        "  rotate NAME [--overlap DAYS]  a new key pair; the old key is valid for a while yet\n"
        "  can NAME ACTION WHAT          allow or deny, and the row of the policy that says so; ACTION is send, ask, "
        "fetch\n"
        "                                or admin, WHAT a type or a stream. Asks nobody: it reads registry and policy\n"
        "  policy                        the table itself: the file `policy` of the configuration, or what is built "
        "in\n"
        "  delegate                      the roles that are lent\n"
        "  delegate NAME --from OTHER --role R --until TIME [--at TIME]\n"
        "                                NAME acts in that role of OTHER, in his places, for that time\n"
        "  delegate NAME --from OTHER [--role R] --end",
    .options = keys_options,
    .least = 1,
    .most = 4,
    .first = WORD_FIXED,
    .rest = WORD_ANY,
    .fixed = "list|show|new|revoke|allow|rotate|can|policy|delegate",
    .run = keys_run,
};

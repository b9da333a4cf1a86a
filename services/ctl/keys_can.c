/* anxin keys can: what the registry and the policy in force say to a question, and the row that says it. Asks nobody.
 * The decision is made by the code that the services make it by (policy_decide, policy_reach). */
#include "services/ctl/keys.h"

#include <errno.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "bus/policy_file.h"
#include "proto/catalogue.h"
#include "service/policy.h"
#include "services/ctl/show.h"

#define SENTENCE 2048

struct can {
    struct ctl *ctl;
    struct keys_file file;
    struct policy *policy;
    const char *name, *station, *community; /* places: NULL none is named */
    const char *district;                   /* which the set serves */
    struct policy_question question;
    struct policy_verdict verdict;
    bool allowed;
    const char *state; /* of the identity */
    char why[SENTENCE];
};

/* ---- the question ---- */

static int what_check(const struct ctl *ctl, enum policy_action action, const char *what)
{
    if (action == ACTION_NONE)
        return ctl_say(ctl, CTL_USAGE, "%s is none of send, ask, fetch, admin", ctl->args.word[2]);
    if (action == ACTION_FETCH)
        return 0;
    const struct message *message = message_find(what);
    const enum policy_action right = message ? policy_action_for(message) : ACTION_NONE;
    if (right == ACTION_NONE || right == ACTION_FETCH)
        return ctl_say(ctl, CTL_USAGE, "%s is no command, question or request that anybody answers", what);
    if (right != action)
        return ctl_say(ctl, CTL_USAGE, "%s is not for %s but for %s", what, policy_action_name(action),
                       policy_action_name(right));
    return 0;
}

static int question_read(struct can *can)
{
    const struct args *args = &can->ctl->args;
    const char *role = args_text(args, "role"), *at = args_text(args, "at");
    can->name = args->word[1];
    can->station = args_text(args, "station");
    can->community = args_text(args, "community");
    can->district = args_text(args, "district") ? args_text(args, "district") : can->ctl->config.district;
    can->question.action = policy_action_of(args->word[2]);
    can->question.what = args->word[3];
    can->question.now = ctl_wall_ms();
    can->question.roles = role ? role_of(role) : 0;
    if (role && text_same(role, "service"))
        can->question.roles = ROLE_SERVICE;
    if (role && !can->question.roles)
        return ctl_say(can->ctl, CTL_USAGE, "there is no role %s", role);
    if (at && civil_parse(at, &can->question.now) != 0)
        return ctl_say(can->ctl, CTL_USAGE, "--at takes a time like 2026-11-24T10:00+08:00");
    return what_check(can->ctl, can->question.action, can->question.what);
}

/* ---- the decision ---- */

__attribute__((format(printf, 2, 3))) static void because(struct can *can, const char *format, ...)
{
    va_list rest;
    va_start(rest, format);
    vsnprintf(can->why, sizeof can->why, format, rest);
    va_end(rest);
}

/* Who never had a key is known on ipc alone, by his name. False: the reason is given. */
static bool is_known(struct can *can)
{
    char time[24];
    const struct identity *who = can->question.who;
    const int64_t now = can->question.now;
    if (!who) {
        because(can, "nobody is called %s in %s", can->name, can->ctl->config.registry);
    } else if (who->revoked) {
        because(can, "%s is revoked since %s", who->name, show_time(time, who->revoked_at));
    } else if (text_same(can->state, "expired")) {
        int64_t end = 0;
        for (int i = 0; i < who->keys_count; i++)
            end = who->keys[i].not_after > end ? who->keys[i].not_after : end;
        because(can, "the key of %s expired at %s", who->name, show_time(time, end));
    } else if (text_same(can->state, "not yet valid")) {
        int64_t begin = INT64_MAX;
        for (int i = 0; i < who->keys_count; i++)
            if (who->keys[i].not_before > now && who->keys[i].not_before < begin)
                begin = who->keys[i].not_before;
        because(can, "the key of %s is valid from %s only", who->name, show_time(time, begin));
    }
    return !can->why[0];
}

static void roles_text(unsigned roles, char *to, size_t size)
{
    json_t *list = keys_roles_object(roles);
    keys_words(to, size, list);
    json_decref(list);
}

/* False: no row allows it. */
static bool is_allowed_by_row(struct can *can)
{
    char words[ROLE_WHY];
    const struct policy_question *question = &can->question;
    const unsigned has = policy_roles_of(question->registry, question->who, question->now);
    policy_decide(can->policy, question, &can->verdict);
    if (can->verdict.allowed)
        return true;
    roles_text(question->roles ? has & question->roles : has, words, sizeof words);
    if (can->verdict.row[0])
        because(can, "this row denies it");
    else if (question->roles && !(has & question->roles))
        because(can, "%s has not that role", question->who->name);
    else
        because(can, "no row allows it to %s; what no row allows is denied", words);
    return false;
}

/* "stations ST1, ST2" of all whose places count. */
static void places_text(const struct policy_verdict *verdict, char *to, size_t size)
{
    static const char *const names[] = {"stations", "communities", "districts"};
    to[0] = '\0';
    for (int kind = 0; kind < 3 && (int)verdict->scope >= SCOPE_STATION + kind; kind++)
        for (int i = 0; i < verdict->holders_count; i++) {
            const struct identity *holder = verdict->holders[i];
            const struct identity_codes *lists[] = {&holder->stations, &holder->communities, &holder->districts};
            char words[IDENTITY_CODES * (IDENTITY_CODE + 2)];
            json_t *codes = keys_codes_object(lists[kind]);
            keys_words(words, sizeof words, codes);
            json_decref(codes);
            const size_t used = strlen(to);
            if (words[0])
                snprintf(to + used, size - used, "%s%s %s", used ? ", " : "", names[kind], words);
        }
}

static void own_text(const struct can *can, char *to, size_t size)
{
    const struct identity *holder = can->verdict.holders[0];
    char sources[IDENTITY_SOURCES * 67], stations[IDENTITY_CODES * (IDENTITY_CODE + 2)];
    json_t *list = keys_sources_object(holder), *codes = keys_codes_object(&holder->stations);
    keys_words(sources, sizeof sources, list);
    keys_words(stations, sizeof stations, codes);
    json_decref(list);
    json_decref(codes);
    if (can->verdict.role == ROLE_PARTNER)
        snprintf(to, size, "what comes from the source %s", sources);
    else
        snprintf(to, size, "what is that of %s", holder->self[0] ? holder->self : holder->name);
    const size_t used = strlen(to);
    if (stations[0])
        snprintf(to + used, size - used, ", at %s", stations);
}

static void scope_text(const struct can *can, char *to, size_t size)
{
    if (can->verdict.scope == SCOPE_ANY)
        text_format(to, size, "everywhere");
    else if (can->verdict.scope == SCOPE_OWN)
        own_text(can, to, size);
    else
        places_text(&can->verdict, to, size);
}

/* False: it is elsewhere, or nowhere. */
static bool is_within(struct can *can)
{
    char places[SENTENCE / 2];
    const struct policy_verdict *verdict = &can->verdict;
    const bool named = can->station || can->community || args_text(&can->ctl->args, "district");
    scope_text(can, places, sizeof places);
    if (verdict->scope == SCOPE_ANY)
        return true;
    if (can->question.action == ACTION_FETCH) {
        const bool own = verdict->scope == SCOPE_OWN && identity_owns_stream(can->question.who, can->question.what);
        if (!own)
            because(can, "this stream is not that of %s", can->name);
        return own;
    }
    if (named &&
        !policy_reach(verdict, can->station ? can->station : "", can->community ? can->community : "", can->district))
        because(can, "that is outside %s", places[0] ? places : "everything: no place stands by it in the registry");
    else if (verdict->scope != SCOPE_OWN && !places[0])
        because(can, "no place stands by it in the registry");
    return !can->why[0];
}

static void decide(struct can *can)
{
    can->question.registry = can->file.registry;
    can->question.who = registry_find_name(can->file.registry, can->name);
    can->state = can->question.who ? keys_state(can->question.who, can->question.now) : "unknown";
    can->verdict = (struct policy_verdict){.row = ""};
    can->allowed = is_known(can) && is_allowed_by_row(can) && is_within(can);
    if (can->allowed)
        scope_text(can, can->why, sizeof can->why);
}

/* ---- telling ---- */

static const char *policy_name(const struct can *can)
{
    return can->ctl->config.policy[0] ? can->ctl->config.policy : "built in";
}

static json_t *lent_list(const struct can *can)
{
    json_t *list = json_array();
    const struct identity *who = can->question.who;
    for (int i = 0; who && i < who->delegations_count; i++)
        json_array_append_new(list, keys_lent_object(can->file.registry, &who->delegations[i], can->question.now));
    return list;
}

static void tell_json(const struct can *can)
{
    json_t *object = json_pack("{s:s,s:s,s:s,s:s,s:s,s:s}", "decision", can->allowed ? "allow" : "deny", "name",
                               can->name, "action", policy_action_name(can->question.action), "what",
                               can->question.what, "state", can->state, can->allowed ? "scope_is" : "reason", can->why);
    json_object_set_new(object, "policy", json_string(policy_name(can)));
    if (can->verdict.row[0]) {
        json_object_set_new(object, "line", json_integer(can->verdict.line));
        json_object_set_new(object, "row", json_string(can->verdict.row));
        json_object_set_new(object, "role", json_string(role_name(can->verdict.role)));
        json_object_set_new(object, "scope", json_string(policy_scope_name(can->verdict.scope)));
    }
    json_t *holders = json_array();
    for (int i = 0; i < can->verdict.holders_count; i++)
        json_array_append_new(holders, json_string(can->verdict.holders[i]->name));
    json_object_set_new(object, "holders", holders);
    json_object_set_new(object, "delegated", lent_list(can));
    ctl_print_json(object);
}

static void tell_identity(const struct can *can)
{
    char text[SENTENCE], roles[ROLE_WHY];
    const struct identity *who = can->question.who;
    roles_text(who->roles, roles, sizeof roles);
    snprintf(text, sizeof text, "%s in %.200s  %s  %s", who->name, can->ctl->config.registry, can->state, roles);
    keys_print_line("身份 identity", text);
    for (int i = 0; i < who->delegations_count; i++) {
        keys_lent_text(text, sizeof text, can->file.registry, &who->delegations[i], can->question.now);
        keys_print_line("代行 deputy", text);
    }
}

/* Blanks that line the table up are left out. */
static void tell_row(const struct can *can)
{
    char text[POLICY_ROW + CONFIG_TEXT];
    size_t used;
    text_format(text, sizeof text, "%s:%d  ", policy_name(can), can->verdict.line);
    used = strlen(text);
    for (const char *c = can->verdict.row; *c && used + 1 < sizeof text; c++)
        if (*c != ' ' || c[1] != ' ')
            text[used++] = *c;
    text[used] = '\0';
    keys_print_line("规则 row", text);
}

static void tell(const struct can *can)
{
    puts(can->allowed ? "allow" : "deny");
    keys_print_line(can->allowed ? "范围 scope" : "原因 reason", can->why);
    if (can->verdict.row[0])
        tell_row(can);
    else if (can->question.who)
        keys_print_line("规则 row", "none");
    if (can->question.who)
        tell_identity(can);
}

int keys_can(struct ctl *ctl)
{
    struct error error;
    struct can can = {.ctl = ctl};
    int code = question_read(&can);
    if (!code)
        code = keys_file_open(&can.file, ctl, false);
    if (code)
        return code;
    can.policy = policy_file_read(ctl->config.policy, &error);
    if (!can.policy) {
        code = ctl_say(ctl, CTL_REFUSED, "%s; services keep the policy they had", error.text);
    } else {
        decide(&can);
        if (ctl->json)
            tell_json(&can);
        else
            tell(&can);
        code = can.allowed ? CTL_DONE : CTL_REFUSED;
    }
    policy_free(&can.policy);
    keys_file_close(&can.file);
    return code;
}

/* ---- the table ---- */

static int file_print(const struct ctl *ctl, const char *path)
{
    char text[4096];
    FILE *from = fopen(path, "re");
    if (!from)
        return ctl_say(ctl, CTL_REFUSED, "%s: %s", path, strerror(errno));
    for (size_t size; (size = fread(text, 1, sizeof text, from)) > 0;)
        fwrite(text, 1, size, stdout);
    fclose(from);
    return CTL_DONE;
}

int keys_policy(struct ctl *ctl)
{
    struct error error;
    struct policy *policy = policy_file_read(ctl->config.policy, &error);
    if (!policy)
        return ctl_say(ctl, CTL_REFUSED, "%s", error.text);
    policy_free(&policy);
    if (ctl->config.policy[0])
        return file_print(ctl, ctl->config.policy);
    fputs(policy_builtin(), stdout);
    return CTL_DONE;
}

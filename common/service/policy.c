/* The policy: its text becomes a sorted table of (role, action, WHAT); a decision looks WHAT up whole, then shorter and
 * shorter beginnings of it. Invariant: what no row allows is denied; a text with anything wrong in it gives nothing but
 * the file and line that is wrong. */
#include "service/policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define WHAT_SIZE 65
#define RULES_MOST 65536

/* One role, action and WHAT of a row. */
struct rule {
    unsigned role;
    enum policy_action action;
    char what[WHAT_SIZE]; /* "booking.create", "booking.*", "*" */
    bool allow;
    enum policy_scope scope;
    int line;
    const char *row; /* in the policy's text, where every row ends in a NUL */
};

struct policy {
    char *text;
    struct rule *rules;
    int count, room;
};

static const char *const action_names[] = {"", "send", "ask", "fetch", "admin"};
static const char *const scope_names[] = {"none", "own", "station", "community", "district", "any"};

enum policy_action policy_action_of(const char *word)
{
    for (int i = ACTION_SEND; i <= ACTION_ADMIN; i++)
        if (text_same(word, action_names[i]))
            return (enum policy_action)i;
    return ACTION_NONE;
}

const char *policy_action_name(enum policy_action action)
{
    return action_names[action];
}

const char *policy_scope_name(enum policy_scope scope)
{
    return scope_names[scope];
}

static enum policy_scope scope_of(const char *word)
{
    for (int i = SCOPE_OWN; i <= SCOPE_ANY; i++)
        if (text_same(word, scope_names[i]))
            return (enum policy_scope)i;
    return SCOPE_NONE;
}

enum policy_action policy_action_for(const struct message *message)
{
    if (message->class_ == CLASS_COMMAND)
        return ACTION_SEND;
    if (message->class_ == CLASS_QUERY || message->type == MSG_service_status || message->type == MSG_stream_list ||
        message->type == MSG_service_story)
        return ACTION_ASK;
    if (message->type == MSG_fetch || message->type == MSG_applied)
        return ACTION_FETCH;
    return message->class_ == CLASS_CONTROL && message->type != MSG_beat ? ACTION_ADMIN : ACTION_NONE;
}

/* ---- reading ---- */

/* One reading; the row in hand. */
struct reading {
    struct policy *policy;
    const char *file;
    struct error *error;
    struct rule row;
    unsigned roles;
};

static int refuse(const struct reading *in, const char *word, const char *why)
{
    return error_set(in->error, "%.80s:%d: %.64s%s%s", in->file, in->row.line, word, word[0] ? ": " : "", why);
}

static int roles_read(struct reading *in, char *list)
{
    for (char *word; (word = strsep(&list, ",")) != NULL;) {
        unsigned role = text_same(word, "any")       ? (unsigned)ROLE_ANY
                        : text_same(word, "service") ? (unsigned)ROLE_SERVICE
                                                     : role_of(word);
        if (!role)
            return refuse(in, word, "there is no such role");
        in->roles |= role;
    }
    return 0;
}

static bool what_is_good(const char *what)
{
    size_t size = strlen(what);
    if (size == 0 || size >= WHAT_SIZE)
        return false;
    for (size_t i = 0; i < size; i++)
        if (what[i] <= ' ' || what[i] >= 0x7f || (what[i] == '*' && (i + 1 < size || (i > 0 && what[i - 1] != '.'))))
            return false;
    return true;
}

static int rule_add(struct reading *in, unsigned role, const char *what)
{
    struct policy *policy = in->policy;
    if (policy->count == policy->room) {
        int room = policy->room ? 2 * policy->room : 256;
        struct rule *grown = room > RULES_MOST ? NULL : realloc(policy->rules, (size_t)room * sizeof *grown);
        if (!grown)
            return refuse(in, "", room > RULES_MOST ? "too many rules" : "out of memory");
        policy->rules = grown;
        policy->room = room;
    }
    struct rule *rule = &policy->rules[policy->count++];
    *rule = in->row;
    rule->role = role;
    TEXT_PUT(rule->what, what);
    return 0;
}

/* Every role with every WHAT of the row. */
static int row_add(struct reading *in, char *list)
{
    for (char *what; (what = strsep(&list, ",")) != NULL;) {
        if (!what_is_good(what))
            return refuse(in, what, "must be a type or stream, or its beginning with .* at the end");
        for (unsigned role = 1; role <= ROLE_SERVICE; role <<= 1)
            if ((in->roles & role) && rule_add(in, role, what) != 0)
                return -1;
    }
    return 0;
}

#define ROW_WORDS 6

static int row_words(char *text, char *word[ROW_WORDS])
{
    int count = 0;
    for (char *next; count < ROW_WORDS && (next = strsep(&text, " \t\r")) != NULL;)
        if (*next)
            word[count++] = next;
    return count;
}

static int row_take(struct reading *in, char *word[ROW_WORDS], int count)
{
    in->roles = 0;
    in->row.allow = text_same(word[0], "allow");
    if (!in->row.allow && !text_same(word[0], "deny"))
        return refuse(in, word[0], "a row begins with allow or deny");
    if (count != (in->row.allow ? 5 : 4))
        return refuse(in, "",
                      in->row.allow ? "must be: allow ROLES ACTION WHAT SCOPE" : "must be: deny ROLES ACTION WHAT");
    if (roles_read(in, word[1]) != 0)
        return -1;
    in->row.action = policy_action_of(word[2]);
    if (in->row.action == ACTION_NONE)
        return refuse(in, word[2], "actions are send, ask, fetch and admin");
    in->row.scope = in->row.allow ? scope_of(word[4]) : SCOPE_NONE;
    if (in->row.allow && in->row.scope == SCOPE_NONE)
        return refuse(in, word[4], "scopes are own, station, community, district and any");
    return row_add(in, word[3]);
}

/* Cuts comment and blanks off the line's end, so that it is a text of its own; blanks within it stay for the reader. */
static void line_cut(char *line)
{
    size_t size = strcspn(line, "#\r");
    while (size > 0 && (line[size - 1] == ' ' || line[size - 1] == '\t'))
        size--;
    line[size] = '\0';
}

static int line_read(struct reading *in, char *line)
{
    char copy[POLICY_ROW], *word[ROW_WORDS];
    line_cut(line);
    in->row.row = line;
    if (text_copy(copy, sizeof copy, line) != 0)
        return refuse(in, "", "a line has at most 255 bytes");
    int count = row_words(copy, word);
    return count == 0 ? 0 : row_take(in, word, count);
}

static int lines_read(struct reading *in, size_t size)
{
    char *rest = in->policy->text;
    in->row.line = 1;
    if (memchr(rest, '\0', size) || !text_is_utf8(rest, size))
        return refuse(in, "", "this is no text");
    for (char *line; (line = strsep(&rest, "\n")) != NULL; in->row.line++)
        if (line_read(in, line) != 0)
            return -1;
    return 0;
}

static int rule_order(const void *a, const void *b)
{
    const struct rule *left = a, *right = b;
    if (left->role != right->role)
        return left->role < right->role ? -1 : 1;
    if (left->action != right->action)
        return left->action < right->action ? -1 : 1;
    return strcmp(left->what, right->what);
}

static int rules_sort(struct reading *in)
{
    struct policy *policy = in->policy;
    if (policy->count == 0)
        return error_set(in->error, "%.80s: no row stands in it", in->file);
    qsort(policy->rules, (size_t)policy->count, sizeof *policy->rules, rule_order);
    for (int i = 1; i < policy->count; i++) {
        const struct rule *one = &policy->rules[i - 1], *other = &policy->rules[i];
        if (rule_order(one, other) == 0) {
            int first = one->line < other->line ? one->line : other->line;
            in->row.line = one->line < other->line ? other->line : one->line;
            return error_set(in->error, "%.80s:%d: %s %s %s stands in line %d before", in->file, in->row.line,
                             role_name(one->role), policy_action_name(one->action), one->what, first);
        }
    }
    return 0;
}

static int read_whole(struct reading *in, const char *text, size_t size)
{
    if (size > POLICY_BYTES)
        return error_set(in->error, "%.80s: is larger than %u bytes", in->file, POLICY_BYTES);
    in->policy->text = malloc(size + 1);
    if (!in->policy->text)
        return error_set(in->error, "out of memory");
    memcpy(in->policy->text, text, size);
    in->policy->text[size] = '\0';
    return lines_read(in, size) != 0 ? -1 : rules_sort(in);
}

struct policy *policy_parse(const char *text, size_t size, const char *file, struct error *error)
{
    struct policy *policy = calloc(1, sizeof *policy);
    struct reading in = {.policy = policy, .file = file, .error = error};
    if (!policy)
        error_set(error, "out of memory");
    else if (read_whole(&in, text, size) != 0)
        policy_free(&policy);
    return policy;
}

struct policy *policy_builtin_parse(struct error *error)
{
    return policy_parse(policy_builtin(), strlen(policy_builtin()), "built in", error);
}

void policy_free(struct policy **policy)
{
    if (!*policy)
        return;
    free((*policy)->text);
    free((*policy)->rules);
    free(*policy);
    *policy = NULL;
}

/* ---- deciding ---- */

static const struct rule *rule_find(const struct policy *policy, const struct rule *key)
{
    return bsearch(key, policy->rules, (size_t)policy->count, sizeof *policy->rules, rule_order);
}

/* The row with the longest WHAT that fits: whole, then "a.b.*", "a.*", "*". */
static const struct rule *rule_for(const struct policy *policy, unsigned role, const struct policy_question *question)
{
    struct rule key = {.role = role, .action = question->action};
    if (question->what[0] == '\0' || text_copy(key.what, sizeof key.what, question->what) != 0)
        return NULL;
    const struct rule *found = rule_find(policy, &key);
    for (size_t size = strlen(key.what) - 1; !found && size > 0; size--) {
        if (key.what[size - 1] != '.' || size + 1 >= sizeof key.what)
            continue;
        memcpy(key.what + size, "*", 2);
        found = rule_find(policy, &key);
    }
    TEXT_PUT(key.what, "*");
    return found ? found : rule_find(policy, &key);
}

const char *delegation_why_not(const struct registry *registry, const struct delegation *lent, int64_t now)
{
    const struct identity *lender = registry ? registry_find_name(registry, lent->from) : NULL;
    if (now < lent->not_before)
        return "not yet begun";
    if (now >= lent->not_after)
        return "ended";
    if (!lender || lender->revoked)
        return "its lender is revoked";
    return lender->roles & lent->role ? NULL : "its lender has not that role";
}

unsigned policy_roles_of(const struct registry *registry, const struct identity *who, int64_t now)
{
    unsigned roles = who->roles;
    for (int i = 0; i < who->delegations_count; i++)
        if (!delegation_why_not(registry, &who->delegations[i], now))
            roles |= who->delegations[i].role;
    return roles;
}

/* Whose places count in that role. */
static void holders_fill(const struct policy_question *question, unsigned role, struct policy_verdict *verdict)
{
    const struct identity *who = question->who;
    verdict->holders_count = 0;
    if (!who)
        return;
    if (question->claims || (who->roles & role))
        verdict->holders[verdict->holders_count++] = who;
    for (int i = 0; i < who->delegations_count; i++)
        if (who->delegations[i].role == role &&
            !delegation_why_not(question->registry, &who->delegations[i], question->now))
            verdict->holders[verdict->holders_count++] =
                registry_find_name(question->registry, who->delegations[i].from);
}

static void verdict_put(const struct rule *rule, const struct policy_question *question, struct policy_verdict *verdict)
{
    verdict->allowed = rule->allow;
    verdict->scope = rule->scope;
    verdict->role = rule->role;
    verdict->line = rule->line;
    verdict->row = rule->row;
    holders_fill(question, rule->role, verdict);
}

void policy_decide(const struct policy *policy, const struct policy_question *question, struct policy_verdict *verdict)
{
    unsigned roles = question->roles ? question->roles : (unsigned)(ROLE_ANY | ROLE_SERVICE);
    *verdict = (struct policy_verdict){.row = ""};
    if (question->who && question->who->revoked)
        return;
    if (question->who && !question->claims)
        roles &= policy_roles_of(question->registry, question->who, question->now);
    for (unsigned role = 1; role <= ROLE_SERVICE; role <<= 1) {
        const struct rule *rule = roles & role ? rule_for(policy, role, question) : NULL;
        if (rule && (verdict->row[0] == '\0' || (rule->allow && rule->scope > verdict->scope)))
            verdict_put(rule, question, verdict);
        else if ((roles & role) && !verdict->role)
            verdict->role = role;
    }
}

/* ---- where ---- */

static bool holder_reaches(const struct identity *holder, enum policy_scope scope, const char *station,
                           const char *community, const char *district)
{
    if (scope == SCOPE_OWN)
        return holder->stations.count == 0 || codes_hold(&holder->stations, station);
    return scope == SCOPE_ANY || (scope >= SCOPE_STATION && codes_hold(&holder->stations, station)) ||
           (scope >= SCOPE_COMMUNITY && codes_hold(&holder->communities, community)) ||
           (scope >= SCOPE_DISTRICT && codes_hold(&holder->districts, district));
}

const struct identity *policy_reach(const struct policy_verdict *verdict, const char *station, const char *community,
                                    const char *district)
{
    for (int i = 0; i < verdict->holders_count; i++)
        if (holder_reaches(verdict->holders[i], verdict->scope, station, community, district))
            return verdict->holders[i];
    return NULL;
}

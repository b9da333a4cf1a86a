/* What an operator asks about messages set aside (guarantee 4): groups, list, show, history. All of it runs after the
 * commit of its turn. */
#include "service/dead_private.h"

#include <string.h>

void dead_refuse(struct engine *engine, const struct dead_asker *who, const char *code, const char *field,
                 const char *detail)
{
    reply_flaw(engine, who->peer, who->envelope, "refused", code, field, detail);
}

void dead_trouble(struct engine *engine, const struct dead_asker *who)
{
    log_line(engine->log, LOG_LEVEL_ERROR, "dead.trouble", "type=%s reason=\"%s\"", who->envelope->type,
             store_why(engine->store));
    reply_flaw(engine, who->peer, who->envelope, "trouble", "storage", "",
               "The store failed; look before you repeat it.");
}

void dead_gone(struct engine *engine, const struct dead_asker *who)
{
    dead_refuse(engine, who, "gone", "number", "No message of this number is set aside.");
}

struct dead_choice dead_choice_one(int64_t number)
{
    return (struct dead_choice){.after = number - 1, .until = number};
}

struct dead_choice dead_choice_some(int64_t after, int64_t until, const char *type, const char *cause)
{
    struct dead_choice choice = {.after = after, .until = until};
    TEXT_PUT(choice.type, type);
    TEXT_PUT(choice.cause, cause);
    return choice;
}

/* ---- groups, list, show ---- */

static void groups_serve(struct engine *engine, const struct dead_asker *who, const struct dead_groups *asked)
{
    struct dead_groups_answer *answer = engine->reply_body;
    const int most = (int)(sizeof answer->rows.at / sizeof answer->rows.at[0]);
    memset(answer, 0, sizeof *answer);
    int count = dead_groups(engine->store, asked->after_type, asked->after_cause, answer->rows.at, most, &answer->more);
    if (count < 0) {
        dead_trouble(engine, who);
        return;
    }
    answer->rows.count = (uint32_t)count;
    reply_now(engine, who->peer, who->envelope, MSG_dead_groups_answer, answer);
}

static int letter_fill(struct engine *engine, const struct parked *parked, struct dead_letter *letter, int64_t *behind)
{
    if (dead_around(engine->store, parked->key, parked->number, &letter->front, behind) != 0)
        return -1;
    letter->number = parked->number;
    TEXT_PUT(letter->source, parked->source);
    TEXT_PUT(letter->stream, parked->stream);
    letter->sequence = parked->sequence;
    TEXT_PUT(letter->type, parked->type);
    TEXT_PUT(letter->key, parked->key);
    TEXT_PUT(letter->state, letter->front ? "waiting" : parked->due == INT64_MAX ? "stopped" : "retrying");
    TEXT_PUT(letter->cause, parked->cause);
    text_fit(letter->reason, sizeof letter->reason, parked->reason);
    letter->tries = parked->tries;
    letter->at = parked->at;
    letter->failed_first = parked->failed_first;
    letter->failed_last = parked->failed_last;
    letter->due = letter->front || parked->due == INT64_MAX ? 0 : parked->due;
    return 0;
}

static void list_serve(struct engine *engine, const struct dead_asker *who, const struct dead_list *asked)
{
    struct dead_list_answer *answer = engine->reply_body;
    struct dead_choice choice = dead_choice_some(asked->after, INT64_MAX, asked->type, asked->cause);
    const uint32_t room = sizeof answer->rows.at / sizeof answer->rows.at[0];
    const uint32_t most = asked->limit > 0 && asked->limit < room ? (uint32_t)asked->limit : room;
    int found = 0;
    memset(answer, 0, sizeof *answer);
    while ((found = dead_next(engine->store, &choice, engine->retried)) == 1 && answer->rows.count < most) {
        int64_t behind;
        if (letter_fill(engine, engine->retried, &answer->rows.at[answer->rows.count++], &behind) != 0) {
            dead_trouble(engine, who);
            return;
        }
        choice.after = engine->retried->number;
    }
    if (found < 0) {
        dead_trouble(engine, who);
        return;
    }
    answer->next = found == 1 ? choice.after : 0;
    reply_now(engine, who->peer, who->envelope, MSG_dead_list_answer, answer);
}

bool dead_find(struct engine *engine, const struct dead_asker *who, int64_t number)
{
    struct dead_choice choice = dead_choice_one(number);
    int found = dead_next(engine->store, &choice, engine->retried);
    if (found == 0)
        dead_gone(engine, who);
    else if (found < 0)
        dead_trouble(engine, who);
    return found == 1;
}

static void show_serve(struct engine *engine, const struct dead_asker *who, const struct dead_show *asked)
{
    struct dead_show_answer *answer = engine->reply_body;
    const struct parked *parked = engine->retried;
    memset(answer, 0, sizeof *answer);
    if (!dead_find(engine, who, asked->number))
        return;
    answer->letter.count = 1;
    if (letter_fill(engine, parked, &answer->letter.at[0], &answer->behind) != 0) {
        dead_trouble(engine, who);
        return;
    }
    answer->header = (struct view){parked->header, parked->header_size};
    answer->data = (struct view){parked->data, parked->data_size};
    reply_now(engine, who->peer, who->envelope, MSG_dead_show_answer, answer);
}

/* ---- history ---- */

static void history_serve(struct engine *engine, const struct dead_asker *who, const struct dead_history *asked)
{
    struct dead_history_answer *answer = engine->reply_body;
    const int room = (int)(sizeof answer->rows.at / sizeof answer->rows.at[0]);
    const int most = asked->limit ? (int)asked->limit : room;
    memset(answer, 0, sizeof *answer);
    bool more;
    int count = dead_history(engine->store, asked->after, answer->rows.at, most, &more);
    if (count < 0) {
        dead_trouble(engine, who);
        return;
    }
    answer->rows.count = (uint32_t)count;
    answer->next = more ? answer->rows.at[count - 1].number : 0;
    reply_now(engine, who->peer, who->envelope, MSG_dead_history_answer, answer);
}

/* ---- who may, and what ---- */

static void ask_serve(struct engine *engine, const struct dead_asker *who, enum message_type type)
{
    if (type == MSG_dead_groups)
        groups_serve(engine, who, engine->body);
    else if (type == MSG_dead_list)
        list_serve(engine, who, engine->body);
    else if (type == MSG_dead_show)
        show_serve(engine, who, engine->body);
    else
        history_serve(engine, who, engine->body);
}

static bool dead_changes(enum message_type type)
{
    return type == MSG_dead_retry || type == MSG_dead_mend || type == MSG_dead_drop;
}

bool dead_is(enum message_type type)
{
    return dead_changes(type) || type == MSG_dead_groups || type == MSG_dead_list || type == MSG_dead_show ||
           type == MSG_dead_history;
}

bool dead_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                const struct message *message)
{
    const enum message_type type = message->type;
    const struct dead_asker who = {peer, envelope};
    if (!dead_is(type))
        return false;
    if (!(role_of(envelope->actorrole) & ROLE_OPERATOR))
        reply_flaw(engine, peer, envelope, "denied", "role", "actorrole", "Only an operator may do this.");
    else if (dead_changes(type))
        dead_change(engine, &who, type);
    else
        ask_serve(engine, &who, type);
    return true;
}

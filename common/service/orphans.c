/* Events of a new epoch that were applied before the fork already, and what an operator asks and decides about those
 * that do not come again (guarantee 7). */
#include "service/engine_private.h"

#include <string.h>

enum orphan_match orphans_meet(struct engine *engine, struct follow *follow, const struct envelope *envelope,
                               const uint8_t body[HASH_SIZE])
{
    if (follow->unconfirmed == 0)
        return ORPHAN_NONE;
    enum orphan_match match = orphan_match(engine->store, &follow->cursor, envelope, body, engine_now(engine));
    if (match == ORPHAN_SAME && --follow->unconfirmed == 0)
        log_line(engine->log, LOG_LEVEL_INFO, "follower.reunited", "source=%s sequence=%lld", follow->name,
                 (long long)envelope->sequence);
    return match;
}

/* Some at a time, so that no commit waits for many. */
int orphans_trim(struct engine *engine, struct follow *follow)
{
    if (follow->cursor.number - follow->trimmed < RECENT_STEP)
        return 0;
    follow->trimmed = follow->cursor.number;
    return recent_trim(engine->store, &follow->cursor, follow->cursor.number - RECENT_KEPT);
}

static void orphans_trouble(struct engine *engine, const struct peer *peer, const struct envelope *envelope)
{
    log_line(engine->log, LOG_LEVEL_ERROR, "orphans.trouble", "type=%s reason=\"%s\"", envelope->type,
             store_why(engine->store));
    reply_flaw(engine, peer, envelope, "trouble", "storage", "", "The store failed; look before you repeat it.");
}

static void list_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                       const struct orphans_list *asked)
{
    struct orphans_list_answer *answer = engine->reply_body;
    const int room = (int)(sizeof answer->rows.at / sizeof answer->rows.at[0]);
    const int most = asked->limit ? (int)asked->limit : room;
    memset(answer, 0, sizeof *answer);
    bool more;
    int count = orphan_list(engine->store, asked->state, asked->after, answer->rows.at, most, &more);
    if (count < 0) {
        orphans_trouble(engine, peer, envelope);
        return;
    }
    answer->rows.count = (uint32_t)count;
    answer->next = more ? answer->rows.at[count - 1].number : 0;
    reply_now(engine, peer, envelope, MSG_orphans_list_answer, answer);
}

static int settle_run(struct engine *engine, const struct envelope *envelope, const struct orphans_settle *asked)
{
    const struct orphan_choice choice = {
        .number = asked->number, .until = asked->until ? asked->until : INT64_MAX, .source = asked->of};
    if (batch_open(engine) != 0)
        return -1;
    int count = orphan_settle(engine->store, &choice, envelope->actorid, asked->reason);
    if (count < 0) {
        batch_drop(engine);
        return -1;
    }
    if (count > 0)
        log_line(engine->log, LOG_LEVEL_WARNING, "orphans.settled", "count=%d number=%lld of=%s actor=%s", count,
                 (long long)asked->number, asked->of, envelope->actorid);
    return batch_commit(engine) == 0 ? count : -1;
}

static void settle_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                         const struct orphans_settle *asked)
{
    struct orphans_settle_answer answer = {0};
    int count = -1;
    if (engine->draining || engine_sick(engine))
        reply_flaw(engine, peer, envelope, "overloaded", engine->draining ? "stopping" : "storage", "", "Try again.");
    else if (!asked->number == !asked->of[0])
        reply_flaw(engine, peer, envelope, "refused", "unclear", "number", "Name one row, or a source.");
    else if ((count = settle_run(engine, envelope, asked)) < 0)
        orphans_trouble(engine, peer, envelope);
    else if (count == 0 && asked->number)
        reply_flaw(engine, peer, envelope, "refused", "gone", "number", "No orphan of this row is open or differs.");
    answer.count = count;
    if (count > 0 || (count == 0 && !asked->number))
        reply_now(engine, peer, envelope, MSG_orphans_settle_answer, &answer);
}

bool orphans_is(enum message_type type)
{
    return type == MSG_orphans_list || type == MSG_orphans_settle;
}

bool orphans_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                   const struct message *message)
{
    if (!orphans_is(message->type))
        return false;
    if (!(role_of(envelope->actorrole) & ROLE_OPERATOR))
        reply_flaw(engine, peer, envelope, "denied", "role", "actorrole", "Only an operator may do this.");
    else if (message->type == MSG_orphans_list)
        list_serve(engine, peer, envelope, engine->body);
    else
        settle_serve(engine, peer, envelope, engine->body);
    return true;
}

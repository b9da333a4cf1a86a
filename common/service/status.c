/* How a service is. */
#include "service/engine_private.h"

#include <string.h>

static void heads_fill(struct engine *engine, const struct looker *looker, bool full,
                       struct service_status_answer *answer)
{
    struct head head;
    for (int i = 0; ledger_head_at(engine->ledger, i, &head) == 1; i++) {
        if ((!full && !text_same(head.name, engine->name)) || !permit_tells(engine, looker, head.name))
            continue;
        if (answer->streams.count == sizeof answer->streams.at / sizeof answer->streams.at[0])
            return;
        struct stream_head *stream = &answer->streams.at[answer->streams.count++];
        TEXT_PUT(stream->name, head.name);
        stream->first = head.first > 1 ? head.first : 0;
        stream->last = head.last;
        memcpy(stream->hash, head.hash, sizeof stream->hash);
    }
}

/* The latest fork of the source, and what of it is still open. */
static void fork_fill(const struct engine *engine, const struct follow *follow, struct follow_state *state)
{
    struct fork_met met;
    int64_t unconfirmed;
    if (follow->unconfirmed > 0)
        orphan_count(engine->store, follow->name, &state->orphans, &unconfirmed);
    if (fork_last(engine->store, follow->name, &met) != 1)
        return;
    TEXT_PUT(state->fork_epoch, met.epoch);
    state->fork = met.fork;
    state->unlisted = met.unlisted;
}

/* Why somebody paused is free text. */
static void pause_fill(const struct follow *follow, bool insider, struct follow_state *state)
{
    state->paused_at = follow->pause.at;
    if (!insider)
        return;
    TEXT_PUT(state->paused_by, follow->pause.by);
    TEXT_PUT(state->paused_why, follow->pause.why);
}

static void follows_fill(const struct engine *engine, bool insider, struct service_status_answer *answer)
{
    for (int i = 0; i < engine->follows_count; i++) {
        const struct follow *follow = &engine->follows[i];
        struct follow_state *state = &answer->follows.at[answer->follows.count++];
        TEXT_PUT(state->source, follow->name);
        bool silent = follow->state == FOLLOW_LIVE && follow_is_silent(engine, follow);
        TEXT_PUT(state->state, following_name(silent ? FOLLOW_SILENT : follow->state));
        state->applied = follow->cursor.number;
        if (engine->parked > 0)
            dead_of(engine->store, follow->name, &state->parked);
        pause_fill(follow, insider, state);
        fork_fill(engine, follow, state);
        state->head = follow->head > follow->cursor.number ? follow->head : follow->cursor.number;
    }
}

/* The list of followers in the making. */
struct lagging {
    const struct engine *engine;
    const struct looker *looker;
    struct service_status_answer *answer;
};

static int followers_each(void *self, const char *follower, const char *stream, int64_t applied, int64_t missed)
{
    const struct lagging *lagging = self;
    struct service_status_answer *answer = lagging->answer;
    if (!permit_tells(lagging->engine, lagging->looker, stream))
        return 0;
    if (answer->followers.count == sizeof answer->followers.at / sizeof answer->followers.at[0])
        return 1;
    struct lag_state *lag = &answer->followers.at[answer->followers.count++];
    TEXT_PUT(lag->follower, follower);
    TEXT_PUT(lag->stream, stream);
    lag->applied = applied;
    lag->missed = missed;
    return 0;
}

void status_fill(struct engine *engine, const struct looker *looker, const struct service_status *asked,
                 struct service_status_answer *answer)
{
    bool full = asked->full;
    struct lagging lagging = {engine, looker, answer};
    struct timer timer;
    memset(answer, 0, sizeof *answer);
    TEXT_PUT(answer->service, engine->name);
    TEXT_PUT(answer->epoch, ledger_epoch(engine->ledger));
    answer->schema = store_schema(engine->store);
    answer->pid = engine->env->process_id(engine->env->self);
    answer->up_ms = engine_mono(engine) - engine->started;
    answer->now = engine_now(engine);
    answer->next_due = timer_first(engine, &timer) == 1 && timer.due > 0 ? timer.due : 0;
    answer->store_bytes = store_size(engine->store);
    answer->commands = engine->commands;
    answer->refused = engine->refused;
    answer->questions_refused = engine->questions_refused;
    answer->applied = engine->applied;
    answer->commits = engine->commits;
    answer->parked = engine->parked;
    answer->dropped = engine->dropped;
    answer->denied = engine->denied;
    answer->over_quota = engine->over_quota;
    timer_count_due(engine->store, answer->now, &answer->overdue);
    answer->timers_aside = engine->timers_aside;
    clock_status(engine, answer);
    struct fork fork;
    if (ledger_fork_last(engine->ledger, engine->name, &fork) == 1) {
        TEXT_PUT(answer->fork_epoch, fork.epoch);
        answer->fork = fork.number;
        answer->fork_at = fork.at;
    }
    space_status(engine, answer);
    heads_fill(engine, looker, full, answer);
    follows_fill(engine, looker->insider, answer);
    if (follower_missed(engine->store, &answer->missed) != 0 ||
        follower_list(engine->store, engine->name, full, followers_each, &lagging) != 0)
        log_line(engine->log, LOG_LEVEL_ERROR, "status.trouble", "reason=\"%s\"", store_why(engine->store));
}

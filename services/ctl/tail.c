/* anxin tail: a stream as JSON lines. What it prints is a whole prefix: numbers follow each other and every event's
 * chain hash is checked against the one before it, so a hole or a change is an error and never a silence. */
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/event.h"
#include "wire/id.h"

#define TAIL_WAIT_MS 20000 /* one long poll */

/* Where the reader stands. */
struct place {
    struct ctl_service *owner;
    struct fetch_position at;
    bool anchored;   /* at.hash is known: the next event must continue it */
    bool from_first; /* nothing was fetched yet, and no number was given to begin after */
    bool shut_out;   /* our key is refused, and that was said */
};

static int take_event(struct ctl *ctl, struct place *place, const struct fetched_event *event)
{
    struct envelope envelope;
    struct flaw flaw = {0};
    json_t *json;
    const int64_t number = place->at.after + 1;
    if (event_open(event, &envelope, &json, &flaw))
        return ctl_say(ctl, CTL_REFUSED, "%s %" PRId64 ": unreadable header: %s", place->at.name, number,
                       flaw.why.text);
    if (envelope.sequence != number || (place->anchored && memcmp(envelope.prevhash, place->at.hash, HASH_SIZE) != 0)) {
        json_decref(json);
        return ctl_say(ctl, CTL_REFUSED, "%s %" PRId64 ": does not continue the event before it (number %" PRId64 ")",
                       place->at.name, number, envelope.sequence);
    }
    hash_event(place->at.hash, event->header.data, event->header.size, event->data.data, event->data.size);
    place->at.after = number;
    place->anchored = true;
    TEXT_PUT(place->at.epoch, envelope.epoch);
    ctl_print_json(json);
    return 0;
}

/* What the owner says of our position, when it is not "ok". */
static int judge(struct ctl *ctl, const struct place *place, const struct fetched_stream *stream)
{
    if (text_same(stream->outcome, "truncated"))
        return ctl_say(ctl, CTL_REFUSED,
                       "%s: %" PRId64 " events after %" PRId64 " have been trimmed; the first kept is %" PRId64
                       ", use --after %" PRId64,
                       place->at.name, stream->missed, place->at.after, stream->first, stream->first - 1);
    if (text_same(stream->outcome, "epoch_changed") && !stream->fork_epoch[0])
        return ctl_say(ctl, CTL_REFUSED,
                       "%s: the store was restored or begun anew; it does not know the epoch of event %" PRId64,
                       place->at.name, place->at.after);
    if (text_same(stream->outcome, "epoch_changed"))
        return ctl_say(ctl, CTL_REFUSED, "%s: the store was restored; epoch %s ended after event %" PRId64,
                       place->at.name, stream->fork_epoch, stream->fork);
    if (text_same(stream->outcome, "diverged") && place->at.after > stream->last)
        return ctl_say(ctl, CTL_REFUSED, "%s: there is no event %" PRId64 "; the last is %" PRId64, place->at.name,
                       place->at.after, stream->last);
    return ctl_say(ctl, CTL_REFUSED, "%s: %s after event %" PRId64, place->at.name, stream->outcome, place->at.after);
}

/* Who asked for all of a stream gets what is left of it, and is told. */
static int begin_later(struct ctl *ctl, struct place *place, const struct fetched_stream *stream)
{
    ctl_say(ctl, CTL_DONE, "%s: events 1 to %" PRId64 " have been trimmed; the first kept is %" PRId64, place->at.name,
            stream->first - 1, stream->first);
    place->at.after = stream->first - 1;
    memcpy(place->at.hash, stream->before, HASH_SIZE);
    place->from_first = false;
    return 0;
}

/* Who is no longer known waits until he is allowed again, when he follows. True: he is to ask again. */
static bool shut_out(struct ctl *ctl, struct place *place, int code, const struct reply *reply)
{
    const struct answer *answer = !code && reply->type == MSG_answer ? reply->body : NULL;
    const bool refused = answer ? text_same(answer->code, "unknown_identity")
                                : code == CTL_UNREACHABLE && place->owner->client &&
                                      text_same(client_why(place->owner->client), CLIENT_REFUSED);
    if (refused && !place->shut_out)
        ctl_say(ctl, CTL_DONE, "%s: our key is refused; it goes on when we are allowed again", place->owner->name);
    if (refused)
        ctl_pause(MS_SECOND);
    place->shut_out = refused;
    return refused;
}

/* One fetch. 0 with *got events printed, or an exit code. */
static int take_page(struct ctl *ctl, struct place *place, int wait_ms, uint32_t *got)
{
    struct fetch fetch = {.streams = {.count = 1}, .wait_ms = wait_ms};
    struct envelope envelope;
    struct reply reply;
    fetch.streams.at[0] = place->at;
    ctl_envelope(ctl, &envelope);
    int code = ctl_ask_as(ctl, place->owner, &envelope, MSG_fetch, &fetch, ctl->timeout_ms + wait_ms, &reply);
    if (wait_ms && shut_out(ctl, place, code, &reply))
        return 0;
    if (code || (code = ctl_expect(ctl, &reply, MSG_fetched)))
        return code;
    const struct fetched *fetched = reply.body;
    if (fetched->streams.count != 1)
        return ctl_say(ctl, CTL_REFUSED, "the answer tells of %u streams instead of one", fetched->streams.count);
    *got = 1;
    if (place->from_first && text_same(fetched->streams.at[0].outcome, "truncated"))
        return begin_later(ctl, place, &fetched->streams.at[0]);
    place->from_first = false;
    if (!text_same(fetched->streams.at[0].outcome, "ok"))
        return judge(ctl, place, &fetched->streams.at[0]);
    for (uint32_t i = 0; i < fetched->events.count && !code; i++)
        code = take_event(ctl, place, &fetched->events.at[i]);
    *got = fetched->events.count;
    return code;
}

static int tail_run(struct ctl *ctl)
{
    const bool follow = args_flag(&ctl->args, "follow");
    struct place place = {.owner = ctl_stream_owner(ctl, ctl->args.word[0])};
    uint32_t got = 1;
    int code = 0;
    if (!place.owner && ctl->places.count > 1)
        return ctl_say(ctl, CTL_USAGE, "no service owns a stream %s at all places: say which with --place",
                       ctl->args.word[0]);
    if (!place.owner || text_copy(place.at.name, sizeof place.at.name, ctl_stream_name(place.owner, ctl->args.word[0])))
        return ctl_say(ctl, CTL_USAGE, "no service owns a stream %s", ctl->args.word[0]);
    place.at.after = args_number(&ctl->args, "after", 0);
    place.from_first = args_number(&ctl->args, "after", -1) < 0;
    place.anchored = place.at.after == 0; /* nothing comes before the first: a hash of zeros */
    while (!code && (got || follow)) {
        code = take_page(ctl, &place, follow ? TAIL_WAIT_MS : 0, &got);
        if (fflush(stdout) || ferror(stdout))
            return CTL_DONE; /* nobody reads any more */
    }
    return code;
}

static const struct ctl_option tail_options[] = {
    {"after", OPTION_NUMBER, "N", 0, INT64_MAX, "begin after this number (default 0: from the first)"},
    {"follow", OPTION_FLAG, NULL, 0, 0, "go on when the end is reached, until Ctrl-C"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command tail_command = {
    .name = "tail",
    .synopsis = "STREAM",
    .summary = "print a stream as JSON lines, one CloudEvent a line, in order, without holes",
    .help =
        "Streams are named after their service (booking, matching ...), partner.SYSTEM or feed.READER; mediation's\n"
        "stream for an outside system is mediation.partner.SYSTEM. In a set of several places booking/PLACE is the "
        "stream\n"
        "of that place, and booking/PLACE.partner.SYSTEM what an outside system may see there.",
    .options = tail_options,
    .least = 1,
    .most = 1,
    .first = WORD_STREAM,
    .run = tail_run,
};

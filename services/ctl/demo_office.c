/* What dispatchers and the desk do of themselves: somebody else is sent by hand, a feed is read and acknowledged, and
 * where a booking of the sample could not be called off any more, another client calls off. */
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/demo.h"
#include "wire/envelope.h"

#define READER "dispatcher-ST1-1"
#define DEVICE "desk"

/* ---- visits ---- */

static bool visit_before(const struct demo_visit *a, const struct demo_visit *b)
{
    return a->start != b->start ? a->start < b->start : strcmp(a->key, b->key) < 0;
}

int demo_visit_next(const struct demo *demo, const char *station, int64_t from, int64_t until)
{
    int next = -1;
    for (int i = 0; i < demo->visits_count; i++) {
        const struct demo_visit *visit = &demo->visits[i];
        if (visit->goes_along || visit->over || visit->started || !visit->acked || visit->risk[0] ||
            visit->start < from || visit->start >= until || (station[0] && !text_same(visit->station, station)))
            continue;
        if (next < 0 || visit_before(visit, &demo->visits[next]))
            next = i;
    }
    return next;
}

int demo_able(struct demo *demo, const struct demo_visit *visit, struct demo_able *able, struct error *error)
{
    struct worker_eligible ask = {.start = visit->start, .end = visit->end};
    struct reply reply;
    TEXT_PUT(ask.service, visit->service);
    TEXT_PUT(ask.station, visit->station);
    TEXT_PUT(ask.household, visit->household);
    able->count = 0;
    if (desk_question(&demo->desk, DESK_MATCHING, "dispatcher", "demo", MSG_worker_eligible, &ask, &reply, error) != 0)
        return -1;
    if (reply.type != MSG_worker_eligible_answer)
        return error_set(error, "worker.eligible is answered with %s", reply.envelope.type);
    const struct worker_eligible_answer *answer = reply.body;
    for (uint32_t i = 0; i < answer->candidates.count; i++) {
        if (text_same(answer->candidates.at[i].worker, visit->worker))
            continue;
        TEXT_PUT(able->at[able->count].worker, answer->candidates.at[i].worker);
        able->at[able->count++].total = answer->candidates.at[i].total;
    }
    return 0;
}

/* The client of the next visits wishes for somebody else; of the first for whom there is one. */
int errand_reassign(struct demo *demo, const struct demo_errand *errand, struct error *error)
{
    struct demo_saying saying = {.source = "dispatch",
                                 .role = "dispatcher",
                                 .actor = READER,
                                 .type = MSG_visit_reassign,
                                 .refusals = "excluded"};
    struct visit_reassign body = {.reason = "client_wish"};
    struct demo_able able;
    struct answer answer;
    int64_t from = demo->desk.now + MS_DAY;
    for (int i; (i = demo_visit_next(demo, "", from, demo->desk.now + 4 * MS_DAY)) >= 0;) {
        if (demo_able(demo, &demo->visits[i], &able, error) != 0)
            return -1;
        from = demo->visits[i].start + 1;
        if (able.count == 0)
            continue;
        TEXT_PUT(body.worker, able.at[0].worker);
        TEXT_PUT(body.visit, demo->visits[i].id);
        TEXT_FORMAT(saying.id, "else-%lld", (long long)errand->number);
        saying.body = &body;
        return demo_say(demo, &saying, &answer, error);
    }
    return 0;
}

int demo_on_not_cancelled(struct demo *demo)
{
    struct demo_errand errand = {.kind = ERRAND_CANCEL, .at = demo->desk.now + DEMO_GRID};
    return demo_errand_add(demo, &errand);
}

int errand_cancel(struct demo *demo, const struct demo_errand *errand, struct error *error)
{
    struct demo_saying saying = {
        .source = "desk", .role = "receptionist", .actor = "desk", .type = MSG_booking_cancel, .refusals = ""};
    struct booking_cancel body = {.reason = "client_wish"};
    struct answer answer;
    int i = demo_visit_next(demo, "", demo->desk.now + 30 * MS_HOUR, demo->sample->end);
    (void)errand;
    if (i < 0)
        return 0;
    TEXT_PUT(body.booking, demo->visits[i].booking);
    TEXT_FORMAT(saying.id, "instead-%.50s", demo->visits[i].id);
    saying.body = &body;
    return demo_say(demo, &saying, &answer, error);
}

/* ---- a feed (N2, scenario 19) ---- */

static struct demo_saying reader_saying(enum message_type type, const void *body)
{
    return (struct demo_saying){
        .source = "phone", .role = "dispatcher", .actor = READER, .type = type, .body = body, .refusals = ""};
}

static void wrong(struct demo *demo, const char *what, int64_t number)
{
    demo->counts.unexpected++;
    fprintf(stderr, "demo: the feed of %s: %s at %lld\n", READER, what, (long long)number);
}

/* Reads on from `*number`: the next ones, without a hole, to the last. How many, or -1. */
static int64_t feed_read(struct demo *demo, int64_t *number, int64_t last, struct error *error)
{
    int64_t before = *number;
    while (*number < last) {
        struct fetch fetch = {.streams.count = 1};
        struct envelope envelope;
        struct reply reply;
        struct flaw flaw;
        TEXT_PUT(fetch.streams.at[0].name, "feed." READER);
        fetch.streams.at[0].after = *number;
        if (desk_question(&demo->desk, DESK_NOTIFICATION, "dispatcher", READER, MSG_fetch, &fetch, &reply, error) != 0)
            return -1;
        const struct fetched *fetched = reply.body;
        if (reply.type != MSG_fetched || fetched->events.count == 0)
            return error_set(error, "the feed of %s ends at %lld before %lld", READER, (long long)*number,
                             (long long)last);
        for (uint32_t i = 0; i < fetched->events.count; i++) {
            const struct fetched_event *event = &fetched->events.at[i];
            if (envelope_decode(&envelope, event->header.data, event->header.size, &flaw) != 0 ||
                envelope.sequence != ++*number)
                wrong(demo, "a hole or a repeat", *number);
        }
    }
    return *number - before;
}

static int feed_ask(struct demo *demo, struct feed_get_answer *feed, struct error *error)
{
    struct feed_get ask = {.id = READER, .device = DEVICE};
    struct reply reply;
    if (desk_question(&demo->desk, DESK_NOTIFICATION, "dispatcher", READER, MSG_feed_get, &ask, &reply, error) != 0)
        return -1;
    if (reply.type != MSG_feed_get_answer)
        return error_set(error, "feed.get is answered with %s", reply.envelope.type);
    *feed = *(const struct feed_get_answer *)reply.body;
    return 0;
}

/* Acknowledges what waits for it: all, so that their order does not matter (N3). */
static int ack_all(struct demo *demo, struct error *error)
{
    struct notice_list ask = {.reader = READER, .unacked = true};
    struct notice_list_answer *list = malloc(sizeof *list);
    struct answer answer;
    struct reply reply;
    int result =
        list ? desk_question(&demo->desk, DESK_NOTIFICATION, "dispatcher", READER, MSG_notice_list, &ask, &reply, error)
             : -1;
    if (result == 0 && reply.type == MSG_notice_list_answer)
        *list = *(const struct notice_list_answer *)reply.body;
    else
        result = -1;
    for (uint32_t i = 0; result == 0 && i < list->rows.count; i++) {
        struct notice_ack ack = {0};
        struct demo_saying saying = reader_saying(MSG_notice_ack, &ack);
        TEXT_PUT(ack.notice, list->rows.at[i].notice);
        TEXT_FORMAT(saying.id, "ack-%.50s", ack.notice);
        result = demo_say(demo, &saying, &answer, error);
    }
    free(list);
    return result;
}

/* What she was told since she read last is what comes after her cursor. */
int errand_read(struct demo *demo, const struct demo_errand *errand, struct error *error)
{
    struct feed_move move = {.reader = READER, .device = DEVICE};
    struct demo_saying saying = reader_saying(MSG_feed_move, &move);
    struct feed_get_answer feed;
    struct answer answer;
    if (feed_ask(demo, &feed, error) != 0)
        return -1;
    if (feed.cursor != demo->feed_read)
        wrong(demo, "the cursor is not where she left it, but", feed.cursor);
    int64_t read = feed_read(demo, &demo->feed_read, feed.last, error);
    if (read < 0 || ack_all(demo, error) != 0)
        return -1;
    demo->counts.read += read;
    move.number = demo->feed_read;
    TEXT_FORMAT(saying.id, "read-%lld", (long long)errand->number);
    return read > 0 ? demo_say(demo, &saying, &answer, error) : 0;
}

/* A colleague takes over and reads all of it: nothing is missing, nothing stands twice (I23). */
int errand_rewind(struct demo *demo, const struct demo_errand *errand, struct error *error)
{
    struct feed_rewind rewind = {.reader = READER, .device = DEVICE, .reason = "shift_change"};
    struct demo_saying saying = reader_saying(MSG_feed_rewind, &rewind);
    struct feed_get_answer feed;
    struct answer answer;
    int64_t number = 0;
    (void)errand;
    TEXT_PUT(saying.id, "again");
    if (demo_say(demo, &saying, &answer, error) != 0 || feed_ask(demo, &feed, error) != 0)
        return -1;
    if (feed.cursor != 0)
        wrong(demo, "the cursor did not go back, but stands", feed.cursor);
    return feed_read(demo, &number, feed.last, error) < 0 ? -1 : 0;
}

/* anxin bench: real bookings under load, at a rate or with so many under way, against a set that runs; how long until
 * they are answered, until a notice of them can be read, and until every follower has applied them. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/bench_load.h"
#include "services/ctl/commands.h"

#define STUCK_MS 60000
#define LOOK_MS 5
#define LOOK_SHARE 100 /* a look costs those that are measured: the time waited for may be wrong by such a part */

/* ---- until all is applied ---- */

static int64_t head_of(const struct service_status_answer *at, int count, const char *stream)
{
    for (int i = 0; i < count; i++)
        for (uint32_t k = 0; k < at[i].streams.count; k++)
            if (text_same(at[i].streams.at[k].name, stream))
                return at[i].streams.at[k].last;
    return 0;
}

struct look {
    int64_t applied, heads; /* summed over all followers, over all services */
    bool settled;           /* every follower has applied its source to the end */
};

static void look_at(struct look *look, const struct service_status_answer *at, int count)
{
    *look = (struct look){.settled = true};
    for (int i = 0; i < count; i++) {
        for (uint32_t k = 0; k < at[i].follows.count; k++) {
            look->settled &= at[i].follows.at[k].applied >= head_of(at, count, at[i].follows.at[k].source);
            look->applied += at[i].follows.at[k].applied;
        }
        look->heads += head_of(&at[i], 1, at[i].service);
    }
}

static int look_take(struct ctl *ctl, struct look *look)
{
    struct service_status_answer *at = NULL;
    const int answered = ctl_ask_status(ctl, false, ctl->timeout_ms, &at);
    look_at(look, at, answered == ctl->services ? ctl->services : 0);
    free(at);
    return answered == ctl->services ? 0 : ctl_say(ctl, CTL_UNREACHABLE, "not every service answers");
}

/* Followers may make new events of what they apply: it is over when two looks one after the other agree. In: since when
 * is waited (0: now); out: when all was applied. */
static int settle(struct ctl *ctl, int64_t *at_ms)
{
    struct look before = {.applied = -1};
    const int64_t began = *at_ms ? *at_ms : ctl_mono_ms();
    int64_t moved = ctl_mono_ms();
    for (int64_t now = moved; now - moved < STUCK_MS; now = ctl_mono_ms()) {
        struct look look;
        const int code = look_take(ctl, &look);
        if (code)
            return code;
        if (look.settled && before.settled && look.heads == before.heads)
            return 0;
        if (look.applied != before.applied)
            moved = now;
        *at_ms = now;
        before = look;
        ctl_pause(look.settled ? LOOK_MS : LOOK_MS + (int)((now - began) / LOOK_SHARE));
    }
    return ctl_say(ctl, CTL_UNREACHABLE, "not all is applied, and nothing more was for %d s", STUCK_MS / 1000);
}

/* ---- the report ---- */

static void print_json(const struct load_plan *plan, const struct load_result *result, double applied)
{
    json_t *object = json_pack(
        "{s:I, s:i, s:i, s:I, s:I, s:I, s:f, s:f, s:o}", "count", (json_int_t)plan->count, "flight", plan->flight,
        "rate", plan->rate, "done", (json_int_t)result->done, "refused", (json_int_t)result->refused, "repeated",
        (json_int_t)result->repeated, "seconds", result->seconds, "answered_a_second",
        (double)(result->done + result->refused) / result->seconds, "answer", times_json(&result->answers));
    if (plan->notices)
        json_object_set_new(object, "notice", times_json(&result->notices));
    if (applied > 0) {
        json_object_set_new(object, "applied_seconds", json_real(applied));
        json_object_set_new(object, "applied_a_second", json_real((double)result->done / applied));
    }
    ctl_print_json(object);
}

static void print_text(const struct load_plan *plan, const struct load_result *result, double applied)
{
    printf("%lld bookings in %.2f s: %.0f a second; %lld done, %lld refused, %lld sent again\n", (long long)plan->count,
           result->seconds, (double)(result->done + result->refused) / result->seconds, (long long)result->done,
           (long long)result->refused, (long long)result->repeated);
    if (applied > 0)
        printf("applied by every follower after %.2f s: %.0f a second\n", applied, (double)result->done / applied);
    times_print("answer", &result->answers);
    if (plan->notices)
        times_print("notice", &result->notices);
}

/* ---- the command ---- */

static int bench_load(struct ctl *ctl, const struct load_plan *plan, bool through)
{
    struct ground ground = {.households = 0};
    struct load_result result = {0};
    const bool all = through || plan->notices;
    int64_t at = 0;
    int code = ground_prepare(ctl, &ground, plan->count, all ? (int)args_number(&ctl->args, "workers", 64) : -1);
    if (!code && all)
        code = settle(ctl, &at);
    const int64_t began = ctl_mono_ms();
    at = began;
    if (!code)
        code = load_run(ctl, plan, &ground, &result);
    if (!code && through)
        code = settle(ctl, &at);
    const double applied = (double)(at - began) / 1000;
    if (!code && ctl->json)
        print_json(plan, &result, applied);
    else if (!code)
        print_text(plan, &result, applied);
    if (!code && result.refused)
        code = CTL_REFUSED;
    times_close(&result.answers);
    times_close(&result.notices);
    return code;
}

static int bench_run(struct ctl *ctl)
{
    const struct args *args = &ctl->args;
    struct load_plan plan = {.count = args_number(args, "count", 10000),
                             .rate = (int)args_number(args, "rate", 0),
                             .notices = args_flag(args, "notices"),
                             .random = args_flag(args, "random-ids")};
    plan.flight = (int)args_number(args, "flight", plan.rate ? 4000 : 1);
    return bench_load(ctl, &plan, args_flag(args, "through"));
}

static const struct ctl_option bench_options[] = {
    {"count", OPTION_NUMBER, "N", 1, 10000000, "so many bookings (default 10000)"},
    {"flight", OPTION_NUMBER, "N", 1, 4000, "so many under way at once (default 1, with --rate 4000)"},
    {"rate", OPTION_NUMBER, "N", 1, 1000000, "so many a second (default as fast as they are answered)"},
    {"notices", OPTION_FLAG, NULL, 0, 0, "measure until the first notice of each can be read in a feed"},
    {"through", OPTION_FLAG, NULL, 0, 0, "measure until every follower has applied them"},
    {"workers", OPTION_NUMBER, "N", 0, 999, "workers of the station, when it is made (default 64, as the sample)"},
    {"random-ids", OPTION_FLAG, NULL, 0, 0, "ids and numbers of the sender in no order"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command bench_command = {
    .name = "bench",
    .synopsis = "[--count N] [--flight N | --rate N] [--notices] [--through]",
    .summary = "send bookings to a set that runs, and print how long they took, as a histogram",
    .help =
        "They are real bookings at a station BENCH, which it makes: for a set that nobody works with. With --rate,\n"
        "latency counts from the moment at which a booking was due to be sent. `make bench` runs it beside bare\n"
        "SQLite.",
    .options = bench_options,
    .run = bench_run,
};

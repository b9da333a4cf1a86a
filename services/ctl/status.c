/* anxin status: how each service is, and how far its followers are. */
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/show.h"
#include "wire/json.h"

#define WATCH_MS 1000
#define POLL_MS 100

static const struct stream_head *own_stream(const struct service_status_answer *status)
{
    for (uint32_t i = 0; i < status->streams.count; i++)
        if (text_same(status->streams.at[i].name, status->service))
            return &status->streams.at[i];
    return NULL;
}

static void service_add(struct grid *grid, const char *name, const struct service_status_answer *status)
{
    const struct stream_head *own = own_stream(status);
    char text[24];
    grid_add(grid, name);
    grid_add(grid, !status->epoch[0]                ? "down"
                   : !status->disk[0]               ? "up"
                   : text_same(status->disk, "low") ? "disk low"
                                                    : "disk full");
    if (!status->epoch[0]) {
        for (int i = 2; i < grid->columns; i++)
            grid_add(grid, "");
        return;
    }
    grid_add(grid, status->epoch);
    grid_addf(grid, "%" PRId64, own ? own->last : 0);
    grid_addf(grid, "%" PRId64, status->commands);
    grid_addf(grid, "%" PRId64, status->refused);
    grid_addf(grid, "%" PRId64, status->parked);
    grid_addf(grid, "%" PRId64, status->missed);
    grid_add(grid, show_size(text, status->store_bytes));
    grid_add(grid, show_time(text, status->now));
    grid_add(grid, show_time(text, status->next_due));
}

/* What an operator should know besides the table. */
static void notes_print(const struct ctl_service *service, const struct service_status_answer *status)
{
    char at[24];
    if (status->clock[0])
        printf("%s: 系统时钟存疑 the wall clock stands %s by %" PRId64 " s, no timer fires: see `anxin timers`\n",
               service->name, status->clock,
               (status->clock_off_ms < 0 ? -status->clock_off_ms : status->clock_off_ms) / 1000);
    if (status->dropped)
        printf("%s: %" PRId64 " answers dropped that their reader did not read\n", service->name, status->dropped);
    if (status->timers_aside)
        printf("%s: 定时事项损坏 %" PRId64 " damaged timers are set aside: `anxin verify`, then restore it\n",
               service->name, status->timers_aside);
    for (uint32_t i = 0; i < status->follows.count; i++) {
        const struct follow_state *follow = &status->follows.at[i];
        if (follow->paused_at)
            printf("%s: %s 已暂停 paused since %s by %s: %s\n", service->name, follow->source,
                   show_time(at, follow->paused_at), follow->paused_by, follow->paused_why);
    }
}

static void services_print(const struct ctl *ctl, const struct service_status_answer *at)
{
    struct grid grid = {.columns = 11};
    static const char *const head[] = {"service", "state",  "epoch", "events", "commands", "refused",
                                       "parked",  "missed", "store", "clock",  "next due"};
    for (int i = 0; i < grid.columns; i++)
        grid_add(&grid, head[i]);
    for (int i = 0; i < ctl->services; i++)
        service_add(&grid, ctl->service[i].name, &at[i]);
    grid_print(stdout, &grid, 0);
    grid_free(&grid);
}

/* "17 of 0123456789abcdef": the last event before the fork, and the epoch that it ended. */
static void fork_add(struct grid *grid, const char *epoch, int64_t fork)
{
    if (epoch[0])
        grid_addf(grid, "%" PRId64 " of %s", fork, epoch);
    else
        grid_add(grid, "");
}

/* Services that were restored, and the epoch that began then. */
static void forks_print(const struct ctl *ctl, const struct service_status_answer *at)
{
    struct grid grid = {.columns = 4};
    static const char *const head[] = {"restored", "when", "fork", "epoch"};
    for (int i = 0; i < grid.columns; i++)
        grid_add(&grid, head[i]);
    for (int i = 0; i < ctl->services; i++) {
        char text[24];
        if (!at[i].fork_epoch[0])
            continue;
        grid_add(&grid, ctl->service[i].name);
        grid_add(&grid, show_time(text, at[i].fork_at));
        fork_add(&grid, at[i].fork_epoch, at[i].fork);
        grid_add(&grid, at[i].epoch);
    }
    if (grid.count > grid.columns) {
        putchar('\n');
        grid_print(stdout, &grid, 0);
    }
    grid_free(&grid);
}

static void follows_print(const struct ctl *ctl, const struct service_status_answer *at)
{
    struct grid grid = {.columns = 8};
    static const char *const head[] = {"follower", "of", "state", "applied", "behind", "parked", "orphans", "fork"};
    for (int i = 0; i < grid.columns; i++)
        grid_add(&grid, head[i]);
    for (int i = 0; i < ctl->services; i++) {
        for (uint32_t j = 0; j < at[i].follows.count; j++) {
            const struct follow_state *follow = &at[i].follows.at[j];
            grid_add(&grid, ctl->service[i].name);
            grid_add(&grid, follow->source);
            grid_add(&grid, follow->state);
            grid_addf(&grid, "%" PRId64, follow->applied);
            grid_addf(&grid, "%" PRId64, follow->head - follow->applied);
            grid_addf(&grid, "%" PRId64, follow->parked);
            grid_addf(&grid, "%" PRId64, follow->orphans);
            fork_add(&grid, follow->fork_epoch, follow->fork);
        }
    }
    if (grid.count > grid.columns) {
        putchar('\n');
        grid_print(stdout, &grid, 0);
    }
    grid_free(&grid);
}

static void streams_print(const struct ctl *ctl, const struct service_status_answer *at)
{
    struct grid grid = {.columns = 3};
    grid_add(&grid, "stream");
    grid_add(&grid, "events");
    grid_add(&grid, "kept from");
    for (int i = 0; i < ctl->services; i++) {
        for (uint32_t j = 0; j < at[i].streams.count; j++) {
            grid_add(&grid, at[i].streams.at[j].name);
            grid_addf(&grid, "%" PRId64, at[i].streams.at[j].last);
            grid_addf(&grid, "%" PRId64, at[i].streams.at[j].first ? at[i].streams.at[j].first : 1);
        }
    }
    putchar('\n');
    grid_print(stdout, &grid, 0);
    grid_free(&grid);
}

static void json_print(const struct ctl *ctl, const struct service_status_answer *at)
{
    for (int i = 0; i < ctl->services; i++) {
        const bool up = at[i].epoch[0];
        json_t *object = up ? json_from_body(message_of(MSG_service_status_answer)->shape, &at[i])
                            : json_pack("{s:s}", "service", ctl->service[i].name);
        json_object_set_new(object, "up", json_boolean(up));
        ctl_print_json(object);
    }
}

static void print(const struct ctl *ctl, const struct service_status_answer *at)
{
    if (ctl->json) {
        json_print(ctl, at);
        return;
    }
    services_print(ctl, at);
    forks_print(ctl, at);
    follows_print(ctl, at);
    for (int i = 0; i < ctl->services; i++)
        notes_print(&ctl->service[i], &at[i]);
    if (args_flag(&ctl->args, "full"))
        streams_print(ctl, at);
}

/* Asks and prints once. */
static int look(struct ctl *ctl, int timeout_ms)
{
    struct service_status_answer *at;
    const int answered = ctl_ask_status(ctl, args_flag(&ctl->args, "full"), timeout_ms, &at);
    if (answered < 0)
        return ctl_say(ctl, CTL_REFUSED, "out of memory");
    print(ctl, at);
    free(at);
    if (!answered && ctl->closed[0])
        return ctl_say(ctl, CTL_UNREACHABLE, "%s", ctl->closed);
    if (!answered)
        return ctl_say(ctl, CTL_UNREACHABLE, "nothing answers in %s; `anxin up` starts a set", ctl->config.data);
    return answered == ctl->services ? CTL_DONE : CTL_UNREACHABLE;
}

static int watch(struct ctl *ctl)
{
    const bool terminal = isatty(STDOUT_FILENO);
    for (;;) {
        if (terminal)
            fputs("\033[H\033[2J", stdout);
        look(ctl, WATCH_MS);
        if (!terminal && !ctl->json)
            putchar('\n');
        if (fflush(stdout))
            return CTL_DONE;
        ctl_pause(WATCH_MS);
    }
}

/* Waits until all answer, at most so long; the last look is printed. */
static int wait_all(struct ctl *ctl, int64_t wait_ms)
{
    const int64_t deadline = ctl_mono_ms() + wait_ms;
    for (;;) {
        struct service_status_answer *at;
        const int64_t left = deadline - ctl_mono_ms();
        const int answered = ctl_ask_status(ctl, false, left > POLL_MS ? POLL_MS : (int)(left > 0 ? left : 0), &at);
        free(answered < 0 ? NULL : at);
        if (answered == ctl->services || left <= 0)
            return look(ctl, POLL_MS);
        ctl_pause(POLL_MS / 4);
    }
}

static int status_run(struct ctl *ctl)
{
    const int64_t wait_ms = args_number(&ctl->args, "wait", 0);
    if (args_flag(&ctl->args, "watch"))
        return watch(ctl);
    return wait_ms ? wait_all(ctl, wait_ms) : look(ctl, ctl->timeout_ms);
}

static const struct ctl_option status_options[] = {
    {"watch", OPTION_FLAG, NULL, 0, 0, "again every second, until Ctrl-C"},
    {"wait", OPTION_NUMBER, "MS", 1, 3600000, "wait at most so long until all services answer"},
    {"full", OPTION_FLAG, NULL, 0, 0, "also partner and feed streams"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command status_command = {
    .name = "status",
    .synopsis = "",
    .summary = "each service: up, events, refused, parked, size, next due; and how far its followers are",
    .help = "Exit 3 when a service does not answer.",
    .options = status_options,
    .least = 0,
    .most = 0,
    .run = status_run,
};

/* anxin streams: what each stream still holds, what trimming would take next, and which reader has missed something. */
#include <inttypes.h>

#include "services/ctl/commands.h"
#include "services/ctl/show.h"
#include "wire/json.h"

#include "base/text.h"

static void row_print(struct grid *grid, const char *owner, const struct stream_state *row)
{
    grid_add(grid, owner);
    grid_add(grid, row->name);
    grid_addf(grid, "%" PRId64, row->first);
    grid_addf(grid, "%" PRId64, row->last);
    grid_addf(grid, "%" PRId64, row->next_first - row->first);
    if (row->held)
        grid_addf(grid, "%" PRId64, row->held);
    else
        grid_add(grid, "");
    grid_add(grid, row->reader);
    if (!row->reader[0]) {
        for (int i = 7; i < grid->columns; i++)
            grid_add(grid, "");
        return;
    }
    grid_addf(grid, "%" PRId64, row->last - row->applied);
    grid_addf(grid, "%" PRId64, row->missed);
    grid_addf(grid, "%" PRId64, row->at_risk);
}

static void row_json(const char *owner, const struct stream_state *row)
{
    json_t *object = json_pack("{s:s,s:s,s:I,s:I,s:I,s:I}", "service", owner, "stream", row->name, "first",
                               (json_int_t)row->first, "last", (json_int_t)row->last, "due",
                               (json_int_t)(row->next_first - row->first), "held", (json_int_t)row->held);
    if (row->reader[0]) {
        json_object_set_new(object, "reader", json_string(row->reader));
        json_object_set_new(object, "applied", json_integer(row->applied));
        json_object_set_new(object, "missed", json_integer(row->missed));
        json_object_set_new(object, "at_risk", json_integer(row->at_risk));
    }
    ctl_print_json(object);
}

/* All pages of one service. */
static int owner_ask(struct ctl *ctl, struct ctl_service *owner, struct stream_list *wish, struct grid *grid)
{
    int code = 0;
    do {
        struct reply reply;
        code = ctl_ask(ctl, owner, MSG_stream_list, wish, &reply);
        if (code || (code = ctl_expect(ctl, &reply, MSG_stream_list_answer)))
            break;
        const struct stream_list_answer *answer = reply.body;
        for (uint32_t i = 0; i < answer->rows.count; i++) {
            if (ctl->json)
                row_json(owner->name, &answer->rows.at[i]);
            else
                row_print(grid, owner->name, &answer->rows.at[i]);
        }
        wish->after = answer->next;
    } while (wish->after > 0);
    return code;
}

static int ask_all(struct ctl *ctl, struct stream_list *wish, struct grid *grid)
{
    int code = 0;
    for (int i = 0; i < ctl->services && !code; i++) {
        wish->after = 0;
        code = owner_ask(ctl, &ctl->service[i], wish, grid);
    }
    return code;
}

static int streams_run(struct ctl *ctl)
{
    static const char *const head[] = {"service", "stream", "first",  "last",   "due",
                                       "held",    "reader", "behind", "missed", "at risk"};
    struct grid grid = {.columns = sizeof head / sizeof head[0]};
    struct stream_list wish = {.behind = args_flag(&ctl->args, "behind")};
    struct ctl_service *owner = ctl->args.words ? ctl_stream_owner(ctl, ctl->args.word[0]) : NULL;
    if (ctl->args.words && !owner && ctl->places.count > 1)
        return ctl_say(ctl, CTL_USAGE, "no service owns a stream %s at all places: say which with --place",
                       ctl->args.word[0]);
    if (ctl->args.words &&
        (!owner || text_copy(wish.name, sizeof wish.name, ctl_stream_name(owner, ctl->args.word[0]))))
        return ctl_say(ctl, CTL_USAGE, "no service owns a stream %s", ctl->args.word[0]);
    for (int i = 0; i < grid.columns; i++)
        grid_add(&grid, head[i]);
    int code = owner ? owner_ask(ctl, owner, &wish, &grid) : ask_all(ctl, &wish, &grid);
    if (!ctl->json && grid.count > grid.columns)
        grid_print(stdout, &grid, 0);
    else if (!ctl->json && !code)
        puts(wish.behind ? "nobody misses anything" : "no such stream yet");
    grid_free(&grid);
    return code;
}

static const struct ctl_option streams_options[] = {
    {"behind", OPTION_FLAG, NULL, 0, 0, "only readers who have missed something, or would at the next trimming"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command streams_command = {
    .name = "streams",
    .synopsis = "[STREAM]",
    .summary = "what streams still hold, what trimming would take, and which readers are behind",
    .help = "due: events old enough to be trimmed. held: an older event stays until the notice of that number is\n"
            "acknowledged. missed: trimmed before that reader had read it. at risk: unread, and due.",
    .options = streams_options,
    .least = 0,
    .most = 1,
    .first = WORD_STREAM,
    .run = streams_run,
};

/* anxin privacy: what is kept of persons, for how long; the export of one person's data; erasure is in privacy_erase.c.
 */
#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/privacy.h"
#include "wire/json.h"

void privacy_print(struct grid *grid)
{
    if (grid->count > grid->columns)
        grid_print(stdout, grid, 0);
    else
        puts("没有 none");
    grid_free(grid);
}

struct grid privacy_grid(int columns, const char *const *head)
{
    struct grid grid = {.columns = columns};
    for (int i = 0; i < columns; i++)
        grid_add(&grid, head[i]);
    return grid;
}

/* ---- export ---- */

/* The fields of one service, page by page. */
static int export_fields(struct ctl *ctl, struct ctl_service *service, const char *person, json_t *fields)
{
    struct privacy_export question = {0};
    struct reply reply;
    bool more = true;
    TEXT_PUT(question.person, person);
    while (more) {
        int code = ctl_ask(ctl, service, MSG_privacy_export, &question, &reply);
        if (code || (code = ctl_expect(ctl, &reply, MSG_privacy_export_answer)))
            return code;
        const struct privacy_export_answer *answer = reply.body;
        for (uint32_t i = 0; i < answer->fields.count; i++)
            json_array_append_new(fields, json_pack("{s:s, s:s, s:s}", "object", answer->fields.at[i].object, "field",
                                                    answer->fields.at[i].field, "value", answer->fields.at[i].value));
        more = answer->more;
        TEXT_PUT(question.after_owner, answer->after_owner);
        TEXT_PUT(question.after_object, answer->after_object);
        TEXT_PUT(question.after_field, answer->after_field);
    }
    return 0;
}

/* What a household has booked, unless the asker may not know that. */
static int export_bookings(struct ctl *ctl, struct ctl_service *booking, const char *person, json_t *bookings)
{
    struct booking_list question = {0};
    struct reply reply;
    TEXT_PUT(question.household, person);
    do {
        const int code = ctl_ask(ctl, booking, MSG_booking_list, &question, &reply);
        if (code || reply.type != MSG_booking_list_answer)
            return code;
        const struct booking_list_answer *answer = reply.body;
        json_t *page = json_from_body(message_of(MSG_booking_list_answer)->shape, answer);
        json_array_extend(bookings, json_object_get(page, "rows"));
        json_decref(page);
        TEXT_PUT(question.after, answer->next);
    } while (question.after[0]);
    return 0;
}

static int export_run(struct ctl *ctl)
{
    const char *person = ctl->args.word[1];
    struct ctl_service *booking[PLACES_MOST];
    const int places = ctl_instances(ctl, "booking", booking);
    json_t *services = json_object(), *bookings = json_array();
    int code = strlen(person) < 65 ? 0 : ctl_say(ctl, CTL_USAGE, "the id is too long");
    for (int i = 0; i < ctl->services && !code; i++) {
        json_t *fields = json_array();
        code = export_fields(ctl, &ctl->service[i], person, fields);
        json_object_set_new(services, ctl->service[i].name, fields);
    }
    for (int i = 0; i < places && !code; i++)
        code = export_bookings(ctl, booking[i], person, bookings);
    json_t *all = json_pack("{s:s, s:o, s:o}", "person", person, "services", services, "bookings", bookings);
    if (!code && ctl->json) {
        ctl_print_json(json_incref(all));
    } else if (!code) {
        json_dumpf(all, stdout, JSON_INDENT(2));
        putchar('\n');
    }
    json_decref(all);
    return code;
}

/* ---- status ---- */

static void status_add(struct grid *grid, const char *service, const struct privacy_status_answer *answer)
{
    const int64_t numbers[] = {answer->fields, answer->owners, answer->keys,    answer->lost,
                               answer->erased, answer->held,   answer->replayed};
    grid_add(grid, service);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        grid_addf(grid, "%" PRId64, numbers[i]);
}

static int status_run(struct ctl *ctl)
{
    static const char *const head[] = {"服务 service", "字段 fields",   "人员 owners", "密钥 keys",
                                       "无密钥 lost",  "已删除 erased", "暂缓 held",   "重做 replayed"};
    const struct privacy_status question = {0};
    struct grid grid = privacy_grid(8, head);
    int code = 0;
    for (int i = 0; i < ctl->services && !code; i++) {
        struct reply reply;
        code = ctl_ask(ctl, &ctl->service[i], MSG_privacy_status, &question, &reply);
        if (code || (code = ctl_expect(ctl, &reply, MSG_privacy_status_answer)))
            break;
        if (ctl->json) {
            json_t *row = json_from_body(message_of(MSG_privacy_status_answer)->shape, reply.body);
            json_object_set_new(row, "service", json_string(ctl->service[i].name));
            ctl_print_json(row);
        } else {
            status_add(&grid, ctl->service[i].name, reply.body);
        }
    }
    if (code || ctl->json)
        grid_free(&grid);
    else
        privacy_print(&grid);
    return code;
}

/* ---- retention ---- */

static void retention_add(struct grid *grid, const char *service, const struct retention_row *row, bool dry)
{
    grid_add(grid, service);
    grid_add(grid, row->of);
    if (row->days)
        grid_addf(grid, "%" PRId64, row->days);
    else
        grid_add(grid, "永久 for ever");
    if (dry)
        grid_addf(grid, "%" PRId64, row->due);
    else
        grid_add(grid, "");
    grid_add(grid, row->since);
    grid_add(grid, row->fields);
    grid_add(grid, row->purpose);
}

static int retention_run(struct ctl *ctl)
{
    static const char *const head[] = {"服务 service", "类别 class",  "天数 days",   "到期 due",
                                       "自 since",     "字段 fields", "目的 purpose"};
    const struct privacy_retention question = {.dry_run = args_flag(&ctl->args, "dry-run")};
    struct grid grid = privacy_grid(7, head);
    int code = 0;
    for (int i = 0; i < ctl->services && !code; i++) {
        struct reply reply;
        code = ctl_ask(ctl, &ctl->service[i], MSG_privacy_retention, &question, &reply);
        if (code || (code = ctl_expect(ctl, &reply, MSG_privacy_retention_answer)))
            break;
        const struct privacy_retention_answer *answer = reply.body;
        json_t *all = json_from_body(message_of(MSG_privacy_retention_answer)->shape, answer);
        json_object_set_new(all, "service", json_string(ctl->service[i].name));
        if (ctl->json)
            ctl_print_json(json_incref(all));
        json_decref(all);
        for (uint32_t row = 0; row < answer->rows.count; row++)
            retention_add(&grid, ctl->service[i].name, &answer->rows.at[row], question.dry_run);
    }
    if (code || ctl->json)
        grid_free(&grid);
    else
        privacy_print(&grid);
    return code;
}

/* ---- find ---- */

/* One service may not be for this role: the others are asked all the same. */
static int find_in(struct ctl *ctl, struct ctl_service *service, struct person_find question, struct grid *grid)
{
    struct reply reply;
    do {
        const int code = ctl_ask(ctl, service, MSG_person_find, &question, &reply);
        if (code || reply.type != MSG_person_find_answer)
            return code;
        const struct person_find_answer *answer = reply.body;
        for (uint32_t i = 0; i < answer->persons.count; i++) {
            if (ctl->json)
                ctl_print_json(json_pack("{s:s, s:s}", "service", service->name, "person", answer->persons.at[i]));
            grid_add(grid, service->name);
            grid_add(grid, answer->persons.at[i]);
        }
        TEXT_PUT(question.after, answer->next);
    } while (question.after[0]);
    return 0;
}

static int find_run(struct ctl *ctl)
{
    static const char *const head[] = {"服务 service", "人员 person"};
    struct grid grid = privacy_grid(2, head);
    struct person_find question = {0};
    const char *word = ctl->args.word[1];
    const bool phone = word[strspn(word, "+- 0123456789")] == '\0';
    int code = 0;
    if (text_copy(phone ? question.phone : question.name, phone ? sizeof question.phone : sizeof question.name, word))
        code = ctl_say(ctl, CTL_USAGE, "it is too long");
    for (int i = 0; i < ctl->services && !code; i++)
        code = find_in(ctl, &ctl->service[i], question, &grid);
    if (code || ctl->json)
        grid_free(&grid);
    else
        privacy_print(&grid);
    return code;
}

/* ---- the command ---- */

static int privacy_run(struct ctl *ctl)
{
    static const struct {
        const char *word;
        int words;
        int (*run)(struct ctl *ctl);
    } verbs[] = {{"erase", 2, privacy_erase_run},
                 {"export", 2, export_run},
                 {"find", 2, find_run},
                 {"status", 1, status_run},
                 {"retention", 1, retention_run}};
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        if (!text_same(verbs[i].word, ctl->args.word[0]))
            continue;
        if (ctl->args.words != verbs[i].words)
            return ctl_say(ctl, CTL_USAGE, "usage: anxin privacy %s", ctl->command->synopsis);
        return verbs[i].run(ctl);
    }
    return ctl_say(ctl, CTL_USAGE, "%s is none of %s", ctl->args.word[0], ctl->command->fixed);
}

static const struct ctl_option privacy_options[] = {
    {"kind", OPTION_TEXT, "KIND", 0, 0, "erase: client (default: booking is asked), worker, trainee, staff (roster)"},
    {"dry-run", OPTION_FLAG, NULL, 0, 0, "retention: also count whose days are over; nothing is erased"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command privacy_command = {
    .name = "privacy",
    .synopsis = "erase PERSON [--kind KIND] | export PERSON | find PHONE|NAME | status | retention [--dry-run]",
    .summary = "erase or export one person, over all services; what is kept of persons, how long, and what for",
    .help =
        "erase destroys the person's key in every service and prints what became of it in each: exit 0 when all have\n"
        "done it, 1 when something holds it (an open case), which goes on by itself when that is over. Repeat it to "
        "see\n"
        "how it stands. Ids, counts and events remain; copies of stores made before cannot be read for that person.\n"
        "export and find are not for operators: --as manager:ID. export prints one JSON object.",
    .options = privacy_options,
    .least = 1,
    .most = 2,
    .first = WORD_FIXED,
    .rest = WORD_ANY,
    .fixed = "erase|export|find|status|retention",
    .run = privacy_run,
};

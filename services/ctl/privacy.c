/* anxin privacy: a person is erased in every service, and the report of it; what is kept of persons, for how long; the
 * export of one person's data. */
#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/show.h"
#include "wire/json.h"

#define LOOK_MS 50

/* Prints a grid, or says that there is nothing. */
static void grid_end(struct grid *grid)
{
    if (grid->count > grid->columns)
        grid_print(stdout, grid, 0);
    else
        puts("没有 none");
    grid_free(grid);
}

static struct grid grid_begin(int columns, const char *const *head)
{
    struct grid grid = {.columns = columns};
    for (int i = 0; i < columns; i++)
        grid_add(&grid, head[i]);
    return grid;
}

/* ---- erase ---- */

struct erasing {
    struct ctl *ctl;
    struct ctl_service *asked; /* booking or roster */
    char request[65];
    struct privacy_part part[CTL_SERVICES]; /* of service i; service "" while it has not said anything */
    char state[33];                         /* of the whole */
};

/* A repeat finds the request that is under way. */
static int request_find(struct erasing *erasing, const char *person)
{
    struct privacy_get question = {0};
    struct reply reply;
    TEXT_PUT(question.id, person);
    int code = ctl_ask(erasing->ctl, erasing->asked, MSG_privacy_get, &question, &reply);
    if (code || (code = ctl_expect(erasing->ctl, &reply, MSG_privacy_get_answer)))
        return code;
    TEXT_PUT(erasing->request, ((const struct privacy_get_answer *)reply.body)->request);
    return 0;
}

static int erase_ask(struct erasing *erasing, const char *person, const char *kind)
{
    struct privacy_erase wish = {0};
    struct reply reply;
    if (text_copy(wish.person, sizeof wish.person, person) || text_copy(wish.kind, sizeof wish.kind, kind))
        return ctl_say(erasing->ctl, CTL_USAGE, "the id or kind is too long");
    const int code = ctl_ask(erasing->ctl, erasing->asked, MSG_privacy_erase, &wish, &reply);
    if (code)
        return code;
    const struct answer *answer = reply.body;
    if (reply.type == MSG_answer && text_same(answer->outcome, "done")) {
        TEXT_PUT(erasing->request, answer->subject);
        return 0;
    }
    if (reply.type == MSG_answer && text_in_list(answer->code, "under_way|erased"))
        return request_find(erasing, person);
    return ctl_expect(erasing->ctl, &reply, MSG_NONE);
}

static void part_take(struct erasing *erasing, int index, const struct privacy_get_answer *answer)
{
    const struct ctl_service *service = &erasing->ctl->service[index];
    if (service == erasing->asked)
        TEXT_PUT(erasing->state, answer->state);
    for (uint32_t i = 0; i < answer->parts.count; i++)
        if (text_same(answer->parts.at[i].service, service->name))
            erasing->part[index] = answer->parts.at[i];
}

/* Asks each service for its own part. How many have said something, or -1 when one is not reached. */
static int parts_look(struct erasing *erasing)
{
    struct ctl *ctl = erasing->ctl;
    struct privacy_get question = {0};
    int said = 0;
    TEXT_PUT(question.id, erasing->request);
    for (int i = 0; i < ctl->services; i++) {
        struct reply reply;
        if (ctl_ask(ctl, &ctl->service[i], MSG_privacy_get, &question, &reply))
            return -1;
        if (reply.type == MSG_privacy_get_answer)
            part_take(erasing, i, reply.body);
        said += erasing->part[i].service[0] != '\0';
    }
    return said;
}

static bool any_held(const struct erasing *erasing)
{
    for (int i = 0; i < erasing->ctl->services; i++)
        if (text_same(erasing->part[i].outcome, "held"))
            return true;
    return false;
}

/* Waits until every service has done it, or says what holds it. 0, or an exit code. */
static int parts_wait(struct erasing *erasing)
{
    struct ctl *ctl = erasing->ctl;
    const int64_t until = ctl_mono_ms() + ctl->timeout_ms;
    for (;;) {
        const int said = parts_look(erasing);
        if (said < 0)
            return CTL_UNREACHABLE;
        if (said == ctl->services && (any_held(erasing) || text_same(erasing->state, "done")))
            return 0;
        if (ctl_mono_ms() > until)
            return ctl_say(ctl, CTL_UNREACHABLE, "after %d ms %d of %d services have answered request %s: repeat it",
                           ctl->timeout_ms, said, ctl->services, erasing->request);
        ctl_pause(LOOK_MS);
    }
}

static void report_print_json(const struct erasing *erasing, const char *person)
{
    json_t *parts = json_array();
    for (int i = 0; i < erasing->ctl->services; i++) {
        const struct privacy_part *part = &erasing->part[i];
        json_array_append_new(parts, json_pack("{s:s, s:s, s:I, s:s, s:s}", "service", part->service, "outcome",
                                               part->outcome, "fields", (json_int_t)part->fields, "reason",
                                               part->reason, "object", part->object));
    }
    ctl_print_json(json_pack("{s:s, s:s, s:s, s:o}", "request", erasing->request, "person", person, "state",
                             any_held(erasing) ? "held" : "done", "services", parts));
}

static void report_print(const struct erasing *erasing, const char *person)
{
    static const char *const head[] = {"服务 service", "结果 outcome", "字段 fields", "原因 reason", "对象 object"};
    struct grid grid = grid_begin(5, head);
    for (int i = 0; i < erasing->ctl->services; i++) {
        const struct privacy_part *part = &erasing->part[i];
        grid_add(&grid, part->service);
        grid_add(&grid, text_same(part->outcome, "held") ? "暂缓 held" : "已删除 done");
        grid_addf(&grid, "%" PRId64, part->fields);
        grid_add(&grid, part->reason);
        grid_add(&grid, part->object);
    }
    printf("request %s  person %s\n", erasing->request, person);
    grid_end(&grid);
    puts(any_held(erasing) ? "部分完成 held: what holds it goes on by itself when that is over"
                           : "完成 done: no store resolves this person any more");
}

static int erase_run(struct ctl *ctl)
{
    const char *person = ctl->args.word[1], *kind = args_text(&ctl->args, "kind");
    if (!kind)
        kind = "client";
    struct erasing erasing = {.ctl = ctl, .asked = ctl_service(ctl, text_same(kind, "client") ? "booking" : "roster")};
    if (!text_in_list(kind, "client|worker|trainee|staff"))
        return ctl_say(ctl, CTL_USAGE, "--kind is client, worker, trainee or staff");
    int code = erasing.asked ? erase_ask(&erasing, person, kind) : CTL_UNREACHABLE;
    if (!code)
        code = parts_wait(&erasing);
    if (code)
        return code;
    if (ctl->json)
        report_print_json(&erasing, person);
    else
        report_print(&erasing, person);
    return any_held(&erasing) ? CTL_REFUSED : CTL_DONE;
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
static int export_bookings(struct ctl *ctl, const char *person, json_t *bookings)
{
    struct ctl_service *booking = ctl_service(ctl, "booking");
    struct booking_list question = {0};
    struct reply reply;
    TEXT_PUT(question.household, person);
    do {
        const int code = booking ? ctl_ask(ctl, booking, MSG_booking_list, &question, &reply) : CTL_UNREACHABLE;
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
    json_t *services = json_object(), *bookings = json_array();
    int code = strlen(person) < 65 ? 0 : ctl_say(ctl, CTL_USAGE, "the id is too long");
    for (int i = 0; i < ctl->services && !code; i++) {
        json_t *fields = json_array();
        code = export_fields(ctl, &ctl->service[i], person, fields);
        json_object_set_new(services, ctl->service[i].name, fields);
    }
    if (!code)
        code = export_bookings(ctl, person, bookings);
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
    struct grid grid = grid_begin(8, head);
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
        grid_end(&grid);
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
    struct grid grid = grid_begin(7, head);
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
        grid_end(&grid);
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
    struct grid grid = grid_begin(2, head);
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
        grid_end(&grid);
    return code;
}

/* ---- the command ---- */

static int privacy_run(struct ctl *ctl)
{
    static const struct {
        const char *word;
        int words;
        int (*run)(struct ctl *ctl);
    } verbs[] = {{"erase", 2, erase_run},
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

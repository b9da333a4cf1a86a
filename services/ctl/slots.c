/* anxin slots: which starts can be offered to a household (V19), day by day. Booking knows the home and the service,
 * matching who could come. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/show.h"
#include "wire/json.h"

static int ask(struct ctl *ctl, const char *service, enum message_type type, const void *body,
               enum message_type expected, struct reply *reply)
{
    struct ctl_service *owner = ctl_service(ctl, service);
    if (!owner) {
        ctl_no_service(ctl, service);
        return CTL_USAGE;
    }
    int code = ctl_ask(ctl, owner, type, body, reply);
    return code ? code : ctl_expect(ctl, reply, expected);
}

static int home_ask(struct ctl *ctl, struct match_slots *question)
{
    struct household_get home = {0};
    struct reply reply;
    TEXT_PUT(home.id, question->household);
    int code = ask(ctl, "booking", MSG_household_get, &home, MSG_household_get_answer, &reply);
    if (code)
        return code;
    const struct household_get_answer *answer = reply.body;
    TEXT_PUT(question->community, answer->community);
    question->cell_lat = answer->cell_lat;
    question->cell_lon = answer->cell_lon;
    return 0;
}

/* Its usual length, and the hours in which it is given. */
static int service_ask(struct ctl *ctl, struct match_slots *question)
{
    struct service_get service = {0};
    struct reply reply;
    TEXT_PUT(service.id, question->service);
    int code = ask(ctl, "booking", MSG_service_get, &service, MSG_service_get_answer, &reply);
    if (code)
        return code;
    const struct service_get_answer *answer = reply.body;
    question->minutes = args_number(&ctl->args, "minutes", answer->minutes);
    question->day_from_min = answer->day_until_min ? answer->day_from_min : 0;
    question->day_until_min = answer->day_until_min;
    return question->minutes <= 1440 ? 0 : ctl_say(ctl, CTL_USAGE, "a visit of more than a day has no slots");
}

/* The nearest that serves the community, as a booking would go to. */
static int station_ask(struct ctl *ctl, struct match_slots *question)
{
    struct station_nearest near = {.limit = 16};
    struct reply reply;
    const char *given = args_text(&ctl->args, "station");
    if (given)
        return text_copy(question->station, sizeof question->station, given)
                   ? ctl_say(ctl, CTL_USAGE, "a station has at most 32 bytes")
                   : 0;
    TEXT_PUT(near.community, question->community);
    int code = ask(ctl, "booking", MSG_station_nearest, &near, MSG_station_nearest_answer, &reply);
    if (code)
        return code;
    const struct station_nearest_answer *answer = reply.body;
    for (uint32_t i = 0; i < answer->rows.count && !question->station[0]; i++)
        if (answer->rows.at[i].serves)
            TEXT_PUT(question->station, answer->rows.at[i].station);
    return question->station[0] ? 0 : ctl_say(ctl, CTL_REFUSED, "no station serves community %s", question->community);
}

static int question_make(struct ctl *ctl, struct match_slots *question)
{
    if (text_copy(question->service, sizeof question->service, ctl->args.word[0]) ||
        text_copy(question->household, sizeof question->household, ctl->args.word[1]))
        return ctl_say(ctl, CTL_USAGE, "a service has at most 16 bytes, a household 64");
    const char *from = args_text(&ctl->args, "from"), *sex = args_text(&ctl->args, "sex");
    if (from && civil_parse(from, &question->from))
        return ctl_say(ctl, CTL_USAGE, "%s is no time, as 2026-11-24 or 2026-11-24T10:00+08:00", from);
    if (sex && !text_in_list(sex, "f|m"))
        return ctl_say(ctl, CTL_USAGE, "--sex is f or m");
    TEXT_PUT(question->wish_sex, sex ? sex : "");
    question->days = args_number(&ctl->args, "days", 7);
    question->step_min = args_number(&ctl->args, "step", 30);
    int code = home_ask(ctl, question);
    code = code ? code : service_ask(ctl, question);
    return code ? code : station_ask(ctl, question);
}

/* ---- the answer ---- */

static void head_print(const struct match_slots *question)
{
    printf("可预约时间 starts of %s for %s, %" PRId64
           " 分钟 min, 站点 station %s （括号内为可派人数 in brackets: workers able）\n",
           question->service, question->household, question->minutes, question->station);
}

static void slot_print(const struct slot_row *row, int32_t *day)
{
    static const char *const names[] = {"一", "二", "三", "四", "五", "六", "日"};
    struct civil start = civil_of(row->start);
    bool first = *day == 0;
    if (civil_day(row->start) != *day) {
        *day = civil_day(row->start);
        printf("%s  %02d-%02d 周%s ", first ? "" : "\n", start.month, start.day, names[civil_weekday(*day) - 1]);
    }
    printf(" %02d:%02d(%" PRId64 ")", start.hour, start.minute, row->able);
}

static void reasons_print(const struct match_slots_answer *answer)
{
    const struct match_reason *most = NULL;
    for (uint32_t i = 0; i < answer->reasons.count; i++)
        if (!most || answer->reasons.at[i].workers > most->workers)
            most = &answer->reasons.at[i];
    printf("没有可预约的时间 no start can be offered%s%s%s%s%s\n", most ? ": " : "", most ? most->label : "",
           most ? " (mostly: " : "", most ? most->label_en : "", most ? ")" : "");
}

static void rows_print(struct ctl *ctl, const struct match_slots_answer *answer, int32_t *day)
{
    const struct shape *shape = message_of(MSG_match_slots_answer)->shape;
    json_t *object = ctl->json ? json_from_body(shape, answer) : NULL, *row;
    size_t i;
    json_array_foreach(json_object_get(object, "rows"), i, row) ctl_print_json(json_incref(row));
    json_decref(object);
    for (uint32_t at = 0; !ctl->json && at < answer->rows.count; at++)
        slot_print(&answer->rows.at[at], day);
}

/* Page by page. */
static int slots_run(struct ctl *ctl)
{
    struct match_slots question = {0};
    struct reply reply;
    int32_t day = 0;
    int code = question_make(ctl, &question);
    bool any = false;
    for (bool more = !code; more;) {
        if ((code = ask(ctl, "matching", MSG_match_slots, &question, MSG_match_slots_answer, &reply)))
            return code;
        const struct match_slots_answer *answer = reply.body;
        if (!any && !ctl->json && answer->rows.count)
            head_print(&question);
        rows_print(ctl, answer, &day);
        any |= answer->rows.count > 0;
        more = answer->next > 0;
        if (!any && !more && !ctl->json)
            reasons_print(answer);
        question.until = answer->until;
        question.from = answer->next;
    }
    if (any && !ctl->json)
        putchar('\n');
    return code;
}

static const struct ctl_option slots_options[] = {
    {"days", OPTION_NUMBER, "N", 1, 14, "so many days (default 7)"},
    {"from", OPTION_TEXT, "TIME", 0, 0, "no start before it (default now)"},
    {"minutes", OPTION_NUMBER, "N", 1, 1440, "length (default the usual one of the service)"},
    {"step", OPTION_NUMBER, "N", 5, 1440, "minutes between two starts (default 30)"},
    {"station", OPTION_TEXT, "CODE", 0, 0, "whose order it will be (default the nearest that serves the home)"},
    {"sex", OPTION_TEXT, "f|m", 0, 0, "wished sex of the worker"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command slots_command = {
    .name = "slots",
    .synopsis = "SERVICE HOUSEHOLD",
    .summary = "which starts can be offered to a household, with the ways before and after",
    .options = slots_options,
    .least = 2,
    .most = 2,
    .run = slots_run,
};

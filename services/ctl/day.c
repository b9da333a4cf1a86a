/* anxin day: the day of a station as it stands, as a table or as a picture for its wall. Nothing personal is on it: who
 * comes to which household, by their ids, and where by coarse cells. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/plan_svg.h"
#include "services/ctl/show.h"
#include "wire/json.h"

#define NOBODY "无人 nobody"
#define DAY_MIN 1440

struct day {
    char station[33];
    int64_t start; /* its 00:00 */
    struct visit_row *visit;
    size_t count;
};

/* ---- asking ---- */

/* What was called off takes nobody's time. */
static bool takes_place(const struct visit_row *row)
{
    return !text_same(row->state, "CANCELLED");
}

static int day_add(struct ctl *ctl, struct day *day, const struct visit_list_answer *page)
{
    struct visit_row *grown = realloc(day->visit, (day->count + page->rows.count + 1) * sizeof *grown);
    if (!grown)
        return ctl_say(ctl, CTL_USAGE, "out of memory");
    day->visit = grown;
    for (uint32_t i = 0; i < page->rows.count; i++)
        if (takes_place(&page->rows.at[i]))
            day->visit[day->count++] = page->rows.at[i];
    return CTL_DONE;
}

static int visits_ask(struct ctl *ctl, struct ctl_service *matching, struct day *day)
{
    struct visit_list question = {.from = day->start, .to = day->start + MS_DAY, .limit = 100};
    struct reply reply;
    TEXT_PUT(question.station, day->station);
    do {
        int code = ctl_ask(ctl, matching, MSG_visit_list, &question, &reply);
        if (code || (code = ctl_expect(ctl, &reply, MSG_visit_list_answer)))
            return code;
        const struct visit_list_answer *page = reply.body;
        if ((code = day_add(ctl, day, page)))
            return code;
        TEXT_PUT(question.after, page->next);
    } while (question.after[0]);
    return CTL_DONE;
}

static int station_ask(struct ctl *ctl, const struct day *day, struct station_get_answer *station)
{
    struct ctl_service *booking = ctl_service(ctl, "booking");
    struct station_get question = {0};
    struct reply reply;
    if (!booking)
        return ctl_no_service(ctl, "booking");
    TEXT_PUT(question.id, day->station);
    int code = ctl_ask(ctl, booking, MSG_station_get, &question, &reply);
    if (code || (code = ctl_expect(ctl, &reply, MSG_station_get_answer)))
        return code;
    *station = *(const struct station_get_answer *)reply.body;
    return CTL_DONE;
}

/* By worker, nobody's last, and by start. */
static int in_order(const void *a, const void *b)
{
    const struct visit_row *one = a, *other = b;
    if (!one->worker[0] != !other->worker[0])
        return one->worker[0] ? -1 : 1;
    int order = strcmp(one->worker, other->worker);
    order = order ? order : (one->start > other->start) - (one->start < other->start);
    return order ? order : strcmp(one->visit, other->visit);
}

/* ---- saying ---- */

static void head_say(FILE *to, const struct day *day, const struct station_get_answer *station)
{
    static const char *const names[] = {"一", "二", "三", "四", "五", "六", "日"};
    struct civil civil = civil_of(day->start);
    fprintf(to, "%s %s · %04d-%02d-%02d 周%s", day->station, station->name_en, civil.year, civil.month, civil.day,
            names[civil_weekday(civil_day(day->start)) - 1]);
}

static void time_say(char *to, size_t size, const struct visit_row *row)
{
    int from = civil_minute_of_day(row->start), until = civil_minute_of_day(row->end);
    text_format(to, size, "%02d:%02d–%02d:%02d%s", from / 60, from % 60, until / 60, until % 60,
                civil_day(row->end) > civil_day(row->start) ? "+" : "");
}

static void table_say(const struct day *day, const struct station_get_answer *station)
{
    static const char *const heads[] = {"人员 worker",    "时间 time",  "服务 service",
                                        "住户 household", "状态 state", "风险 risk"};
    struct grid grid = {.columns = sizeof heads / sizeof *heads};
    char time[32];
    printf("%s  ", station->name);
    head_say(stdout, day, station);
    printf("  上门 visits %zu\n", day->count);
    for (size_t i = 0; day->count && i < sizeof heads / sizeof *heads; i++)
        grid_add(&grid, heads[i]);
    for (size_t i = 0; i < day->count; i++) {
        const struct visit_row *row = &day->visit[i];
        time_say(time, sizeof time, row);
        grid_add(&grid, row->worker[0] ? row->worker : NOBODY);
        grid_add(&grid, time);
        grid_add(&grid, row->service);
        grid_add(&grid, row->household);
        grid_addf(&grid, "%s %s", row->label, row->label_en);
        grid_add(&grid, row->risk);
    }
    grid_print(stdout, &grid, 2);
    grid_free(&grid);
}

static void json_say(const struct day *day)
{
    for (size_t i = 0; i < day->count; i++)
        ctl_print_json(json_from_body(message_of(MSG_visit_list_answer)->shape->fields[0].group, &day->visit[i]));
}

/* ---- the picture ---- */

/* Degrees that are as long to the east as to the north. */
static void place_put(int64_t lat, int64_t lon, double middle, double *x, double *y)
{
    *x = (double)lon * cos(middle * 3.14159265358979 / 180000);
    *y = (double)lat;
}

static void visit_draw(struct drawing *drawing, const struct day *day, const struct visit_row *row, double middle)
{
    char name[160];
    double end = (double)(row->end - day->start) / MS_MINUTE;
    struct drawing_visit visit = {.name = name,
                                  .start = (double)(row->start - day->start) / MS_MINUTE,
                                  .end = fmin(end, DAY_MIN),
                                  .marked = row->risk[0] || !row->worker[0]};
    TEXT_FORMAT(name, "%s %s", row->service, row->household);
    place_put(row->cell_lat, row->cell_lon, middle, &visit.x, &visit.y);
    drawing_visit(drawing, &visit);
}

static bool places_are_told(const struct day *day, const struct station_get_answer *station)
{
    bool told = station->cell_lat || station->cell_lon;
    for (size_t i = 0; i < day->count; i++)
        told = told && (day->visit[i].cell_lat || day->visit[i].cell_lon);
    return told;
}

static int day_draw(const struct ctl *ctl, const struct day *day, const struct station_get_answer *station,
                    const char *file)
{
    char title[256], note[256] = "";
    FILE *to = fmemopen(note, sizeof note, "w");
    struct drawing drawing = {.title = title,
                              .who = "人员 workers",
                              .note = note,
                              .mark = "有风险或无人 at risk, or nobody's",
                              .clock = true,
                              .no_places = !places_are_told(day, station)};
    if (to) {
        head_say(to, day, station);
        fclose(to);
    }
    TEXT_FORMAT(title, "%s 上门安排 Visits", station->name);
    place_put(station->cell_lat, station->cell_lon, (double)station->cell_lat, &drawing.x, &drawing.y);
    for (size_t i = 0; i < day->count; i++) {
        const struct visit_row *row = &day->visit[i];
        if (i == 0 || !text_same(row->worker, row[-1].worker))
            drawing_row(&drawing, row->worker[0] ? row->worker : NOBODY);
        visit_draw(&drawing, day, row, (double)station->cell_lat);
    }
    return drawing_write(ctl, &drawing, file);
}

/* ---- the command ---- */

static int date_read(const struct ctl *ctl, struct day *day)
{
    int64_t instant = ctl_wall_ms();
    if (ctl->args.words > 1 && civil_parse(ctl->args.word[1], &instant))
        return ctl_say(ctl, CTL_USAGE, "%s is no day, as 2026-11-24", ctl->args.word[1]);
    day->start = civil_day_start(civil_day(instant));
    return CTL_DONE;
}

static int day_say(struct ctl *ctl, struct day *day)
{
    struct station_get_answer station = {0};
    struct ctl_service *matching = ctl_service(ctl, "matching");
    const char *file = args_text(&ctl->args, "svg");
    if (!matching)
        return ctl_no_service(ctl, "matching");
    int code = date_read(ctl, day);
    code = code ? code : station_ask(ctl, day, &station);
    code = code ? code : visits_ask(ctl, matching, day);
    if (code)
        return code;
    if (day->count)
        qsort(day->visit, day->count, sizeof *day->visit, in_order);
    if (ctl->json)
        json_say(day);
    else
        table_say(day, &station);
    return file ? day_draw(ctl, day, &station, file) : CTL_DONE;
}

static int run_day(struct ctl *ctl)
{
    struct day day = {0};
    int code = text_copy(day.station, sizeof day.station, ctl->args.word[0])
                   ? ctl_say(ctl, CTL_USAGE, "a station has at most 32 bytes")
                   : day_say(ctl, &day);
    free(day.visit);
    return code;
}

static const struct ctl_option options[] = {
    {"svg", OPTION_TEXT, "FILE", 0, 0, "draws the day for the wall: who is where when, and the ways"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command day_command = {
    .name = "day",
    .synopsis = "STATION [DATE]",
    .summary = "the day of a station: who is with whom when; --svg draws it for the wall",
    .help =
        "DATE as 2026-11-24; without it: today. Visits that begin on that day, those called off aside; where a visit\n"
        "has nobody yet its row is last. The map shows homes to about 100 m, and is left out where a place is not "
        "known.\n",
    .options = options,
    .least = 1,
    .most = 2,
    .run = run_day,
};

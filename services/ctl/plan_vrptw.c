/* VRPTW: Solomon's and Gehring and Homberger's text. Coordinates make the ways: a tenth of a unit, cut off. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "services/ctl/plan.h"
#include "services/ctl/plan_svg.h"
#include "services/ctl/plan_vrptw.h"

#define STOPS_MOST 3000
#define TENTH 10
#define BLANKS " \t\v\f"

struct file {
    const struct ctl *ctl;
    const char *name, *at;
    int line;
};

struct instance {
    struct tour_problem problem;
    struct tour_stop *stop;
    double *x, *y;
    int32_t *way;
};

static int wrong(const struct file *file, const char *what)
{
    return ctl_say(file->ctl, CTL_USAGE, "%s:%d: %s", file->name, file->line, what);
}

/* ---- reading ---- */

static bool next_line(struct file *file)
{
    file->at += strcspn(file->at, "\n");
    if (!*file->at)
        return false;
    file->at++;
    file->line++;
    return true;
}

static bool has_word(const struct file *file, const char *word)
{
    size_t length = strcspn(file->at, "\n"), size = strlen(word);
    for (size_t i = 0; i + size <= length; i++)
        if (strncasecmp(file->at + i, word, size) == 0)
            return true;
    return false;
}

/* To the line after the one that has this word. */
static bool pass_word(struct file *file, const char *word)
{
    do {
        if (has_word(file, word))
            return next_line(file);
    } while (next_line(file));
    return false;
}

/* Names of columns: a line that begins with a letter. */
static bool is_heading(const struct file *file)
{
    return isalpha((unsigned char)file->at[strspn(file->at, BLANKS)]);
}

/* Reads the numbers of a line, at most so many; returns how many there are, -1 when there is something else. */
static int read_numbers(struct file *file, double *numbers, int most)
{
    const char *at = file->at;
    int count = 0;
    for (;;) {
        at += strspn(at, BLANKS);
        if (!*at || *at == '\n')
            return count;
        char *end;
        size_t length = strspn(at, "+-.0123456789eE"); /* strtod() takes more for numbers than the format does */
        double number = strtod(at, &end);
        if (!length || end > at + length || !isfinite(number) || (*end && !isspace((unsigned char)*end)) ||
            count == most)
            return -1;
        numbers[count++] = number;
        at = end;
    }
}

static int read_fleet(struct file *file, struct instance *instance)
{
    double numbers[2];
    int count = 0;
    if (!pass_word(file, "VEHICLE"))
        return wrong(file, "no section VEHICLE");
    while ((count = read_numbers(file, numbers, 2)) == 0 || (count < 0 && is_heading(file)))
        if (has_word(file, "CUSTOMER") || !next_line(file))
            return wrong(file, "section VEHICLE ends without number and capacity");
    if (count != 2 || numbers[0] < 0 || numbers[0] != floor(numbers[0]) || numbers[1] < 1 || numbers[1] > 1e9)
        return wrong(file,
                     "number and capacity of the vehicles: two numbers, the first whole, the second 1 to 1000000000");
    instance->problem.capacity = (int32_t)numbers[1];
    return CTL_DONE;
}

static bool whole_tenths(double value, double most, int32_t *tenths)
{
    *tenths = (int32_t)lround(value >= 0 && value <= most ? value * TENTH : 0);
    return value >= 0 && value <= most && fabs(value * TENTH - *tenths) < 1e-6;
}

static int read_stop(struct file *file, struct instance *instance, const double *numbers)
{
    int id = instance->problem.stops;
    struct tour_stop *stop = &instance->stop[id];
    if (id == STOPS_MOST)
        return wrong(file, "more than 3000 customers");
    if (numbers[0] != id)
        return wrong(file, "customers must be numbered 0 (the depot), 1, 2 ... in order");
    if (fabs(numbers[1]) > 1e6 || fabs(numbers[2]) > 1e6)
        return wrong(file, "a coordinate is beyond 1000000");
    if (numbers[3] < 0 || numbers[3] > 1e9 || numbers[3] != floor(numbers[3]))
        return wrong(file, "the demand must be a whole number from 0 on");
    if (!whole_tenths(numbers[4], 1e7, &stop->ready) || !whole_tenths(numbers[5], 1e7, &stop->due) ||
        !whole_tenths(numbers[6], 1e7, &stop->service))
        return wrong(file, "ready time, due date and service time: 0 to 10000000, at most one decimal");
    if (stop->due < stop->ready)
        return wrong(file, "the due date is before the ready time");
    instance->x[id] = numbers[1];
    instance->y[id] = numbers[2];
    stop->load = (int32_t)numbers[3];
    instance->problem.stops++;
    return CTL_DONE;
}

static int read_stops(struct file *file, struct instance *instance)
{
    double numbers[7];
    if (!pass_word(file, "CUSTOMER"))
        return wrong(file, "no section CUSTOMER");
    do {
        int count = read_numbers(file, numbers, 7);
        if (count == 0 || (count < 0 && !instance->problem.stops && is_heading(file)))
            continue;
        if (count != 7)
            return wrong(file, "a customer is seven numbers: number, x, y, demand, ready time, due date, service time");
        int code = read_stop(file, instance, numbers);
        if (code)
            return code;
    } while (next_line(file));
    return instance->problem.stops ? CTL_DONE : wrong(file, "no customer");
}

static int make_ways(const struct ctl *ctl, struct instance *instance)
{
    int stops = instance->problem.stops;
    instance->way = malloc((size_t)stops * (size_t)stops * sizeof(int32_t));
    if (!instance->way)
        return ctl_say(ctl, CTL_USAGE, "out of memory");
    for (int i = 0; i < stops; i++)
        for (int j = 0; j < stops; j++) {
            double way = hypot(instance->x[i] - instance->x[j], instance->y[i] - instance->y[j]);
            instance->way[i * stops + j] = (int32_t)floor(TENTH * way + 1e-9);
        }
    instance->problem.way = instance->way;
    return CTL_DONE;
}

static void instance_free(struct instance *instance)
{
    free(instance->stop);
    free(instance->x);
    free(instance->y);
    free(instance->way);
}

static int say_impossible(const struct ctl *ctl, const struct plan_asked *asked, const struct tour_problem *problem,
                          int id, enum tour_rule rule)
{
    const struct tour_stop *stop = &problem->stop[id], *depot = &problem->stop[0];
    int64_t there = (int64_t)depot->ready + depot->service + problem->way[id];
    int64_t start = there > stop->ready ? there : stop->ready;
    int64_t back = start + stop->service + problem->way[(int64_t)id * problem->stops];
    char why[96];
    if (rule == TOUR_RULE_LOAD)
        TEXT_FORMAT(why, "its demand is %d, the capacity %d", stop->load, problem->capacity);
    else if (rule == TOUR_RULE_DUE)
        TEXT_FORMAT(why, "there at %.1f at the earliest, due %.1f", (double)there / TENTH, (double)stop->due / TENTH);
    else
        TEXT_FORMAT(why, "back at %.1f at the earliest, due %.1f", (double)back / TENTH, (double)depot->due / TENTH);
    return ctl_say(ctl, CTL_USAGE, "%s: customer %d cannot be served by any tour (%s): %s", asked->file, id,
                   tour_rule_code(rule), why);
}

static int instance_read(const struct ctl *ctl, const struct plan_asked *asked, struct instance *instance)
{
    struct file file = {ctl, asked->file, asked->text, 1};
    enum tour_rule rule;
    *instance = (struct instance){.stop = calloc(STOPS_MOST, sizeof *instance->stop),
                                  .x = calloc(STOPS_MOST, sizeof(double)),
                                  .y = calloc(STOPS_MOST, sizeof(double))};
    if (!instance->stop || !instance->x || !instance->y)
        return ctl_say(ctl, CTL_USAGE, "out of memory");
    instance->problem.stop = instance->stop;
    int code = read_fleet(&file, instance);
    code = code ? code : read_stops(&file, instance);
    code = code ? code : make_ways(ctl, instance);
    if (code || !instance->way)
        return code;
    int stop = tours_impossible(&instance->problem, &rule);
    return stop ? say_impossible(ctl, asked, &instance->problem, stop, rule) : CTL_DONE;
}

/* ---- what came out ---- */

static json_t *faults_of(const struct tour_report *report)
{
    json_t *faults = json_object();
    for (int rule = 1; rule < TOUR_RULES; rule++)
        if (report->faults[rule])
            json_object_set_new(faults, tour_rule_code((enum tour_rule)rule), json_integer(report->faults[rule]));
    return faults;
}

static json_t *rows_of(const struct tours *tours)
{
    json_t *rows = json_array();
    for (int i = 0; i < tours->count; i++) {
        char *line = NULL;
        size_t size;
        FILE *to = open_memstream(&line, &size);
        if (!to)
            break;
        fprintf(to, "路线 tour %d:", i + 1);
        for (int j = tours->first[i]; j < tours->first[i + 1]; j++)
            fprintf(to, " %d", tours->stop[j]);
        fclose(to);
        json_array_append_new(rows, json_string(line));
        free(line);
    }
    return rows;
}

static void draw_tour(struct drawing *drawing, const struct instance *instance, const struct tours *tours, int id)
{
    const struct tour_problem *problem = &instance->problem;
    int64_t time = problem->stop[0].ready;
    int at = 0;
    char name[32];
    TEXT_FORMAT(name, "%d", id + 1);
    drawing_row(drawing, name);
    for (int i = tours->first[id]; i < tours->first[id + 1]; i++) {
        int next = tours->stop[i];
        time += problem->stop[at].service + problem->way[(int64_t)at * problem->stops + next];
        time = time > problem->stop[next].ready ? time : problem->stop[next].ready;
        TEXT_FORMAT(name, "%d", next);
        drawing_visit(drawing, &(struct drawing_visit){.name = name,
                                                       .start = (double)time / TENTH,
                                                       .end = (double)(time + problem->stop[next].service) / TENTH,
                                                       .x = instance->x[next],
                                                       .y = instance->y[next]});
        at = next;
    }
}

static int draw(const struct ctl *ctl, const struct plan_asked *asked, const struct instance *instance,
                const struct tours *tours, const struct plan_outcome *outcome)
{
    char note[256];
    struct drawing drawing = {
        .title = "路线计划 Tours", .who = "路线 tours", .note = note, .x = instance->x[0], .y = instance->y[0]};
    plan_note(asked, outcome, note, sizeof note);
    for (int id = 0; id < tours->count; id++)
        draw_tour(&drawing, instance, tours, id);
    return drawing_write(ctl, &drawing, asked->svg);
}

static int find(const struct ctl *ctl, const struct plan_asked *asked, const struct instance *instance,
                struct tours *tours, struct plan_outcome *outcome)
{
    struct plan_clock clock;
    struct plan_effort effort = {.seed = asked->seed, .moves = asked->moves};
    struct plan_result result;
    struct tour_report report;
    double bound = 0;
    plan_clock_start(&clock, asked);
    effort.spent = asked->moves == PLAN_NEVER ? plan_clock_spent : NULL;
    effort.self = &clock;
    if (tours_find(&instance->problem, tours, &effort, &result) != 0 ||
        tours_check(&instance->problem, tours, &report) != 0 || vrptw_bound(&instance->problem, &bound) != 0)
        return ctl_say(ctl, CTL_USAGE, "out of memory");
    *outcome = (struct plan_outcome){.format = "vrptw",
                                     .label = "VRPTW: 最短总路程 least way",
                                     .objective = (double)report.way / TENTH,
                                     .bound = bound / TENTH,
                                     .optimal = (double)report.way <= bound && !report.broken,
                                     .violations = report.broken,
                                     .moves = result.moves,
                                     .faults = faults_of(&report),
                                     .rows = rows_of(tours)};
    return asked->svg ? draw(ctl, asked, instance, tours, outcome) : CTL_DONE;
}

int plan_vrptw(const struct ctl *ctl, const struct plan_asked *asked, struct plan_outcome *outcome)
{
    struct instance instance;
    struct tours tours = {0};
    int code = instance_read(ctl, asked, &instance);
    if (code == CTL_DONE && tours_make(&tours, instance.problem.stops) != 0)
        code = ctl_say(ctl, CTL_USAGE, "out of memory");
    if (code == CTL_DONE)
        code = find(ctl, asked, &instance, &tours, outcome);
    tours_free(&tours);
    instance_free(&instance);
    return code;
}

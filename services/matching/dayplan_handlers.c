/* Plans of days: asked for, confirmed, dropped; and visits that no plan moves (V16). */
#include "base/text.h"

#include "command.h"
#include "events.h"
#include "dayplan_confirm.h"
#include "dayplan_store.h"
#include "engine/plan.h"

#define EXPIRE "dayplan_expire"
#define DAYS 7
#define DISPATCHERS (ROLE_DISPATCHER | ROLE_MANAGER)

#define FILL_FACTS(event, plan)                                                                                        \
    do {                                                                                                               \
        TEXT_PUT((event)->dayplan, (plan)->dayplan);                                                                   \
        TEXT_PUT((event)->station, (plan)->station);                                                                   \
        (event)->from = (plan)->window.start;                                                                          \
        (event)->until = (plan)->window.end;                                                                           \
    } while (0)

/* ---- a dayplan's moves ---- */

static int find(struct unit *unit, const char *id, struct dayplan *dayplan)
{
    int found = dayplan_find(unit->store, id, dayplan);
    if (found < 0)
        return unit_trouble(unit);
    return found ? UNIT_DONE : unit_refuse(unit, "unknown_dayplan", "dayplan", "There is no plan %s.", id);
}

static int move(struct unit *unit, struct dayplan *dayplan, enum dayplan_trigger trigger)
{
    int to = table_next(&dayplan_machine, (int)dayplan->state, (int)trigger);
    if (!to)
        return unit_refuse(unit, "wrong_state", "dayplan", "The plan is %s: %s.",
                           dayplan_state_name((int)dayplan->state), dayplan_state_label_en((int)dayplan->state));
    dayplan->state = (enum dayplan_state)to;
    dayplan->revision++;
    return UNIT_DONE;
}

static int end(struct unit *unit, struct dayplan *dayplan)
{
    unit_subject(unit, dayplan->dayplan);
    unit_revision(unit, dayplan->revision);
    return dayplan_save(unit->store, dayplan) || unit_timer_clear(unit, EXPIRE, dayplan->dayplan) ? unit_trouble(unit)
                                                                                                  : UNIT_DONE;
}

static int drop(struct unit *unit, struct dayplan *dayplan, enum dayplan_trigger trigger, const char *reason)
{
    struct dayplan_dropped event = {0};
    int result = move(unit, dayplan, trigger);
    if (result != UNIT_DONE)
        return result;
    FILL_FACTS(&event, dayplan);
    TEXT_PUT(event.reason, reason);
    return unit_emit(unit, MSG_dayplan_dropped, &event, dayplan->dayplan) ? UNIT_TROUBLE : end(unit, dayplan);
}

/* ---- commands ---- */

static int on_ask(struct unit *unit, const void *message)
{
    const struct dayplan_ask *command = message;
    struct dayplan dayplan = {.asked_at = unit->now};
    struct dayplan_asked event = {0};
    char id[UUID_SIZE];
    int64_t from = command->from > unit->now ? command->from : unit->now;
    unit_id(unit, id);
    TEXT_PUT(dayplan.dayplan, id);
    TEXT_PUT(dayplan.station, command->station);
    dayplan.window = (struct interval){from, from + (command->days ? command->days : DAYS) * MS_DAY};
    int result = command_station(unit, command->station);
    if (result == UNIT_DONE)
        result = move(unit, &dayplan, DAYPLAN_ASK);
    if (result != UNIT_DONE)
        return result;
    FILL_FACTS(&event, &dayplan);
    unit_subject(unit, id);
    unit_revision(unit, dayplan.revision);
    if (dayplan_add(unit->store, &dayplan) || unit_timer(unit, EXPIRE, id, dayplan.window.end))
        return unit_trouble(unit);
    unit_compute(unit);
    return unit_emit(unit, MSG_dayplan_asked, &event, id);
}

static int on_confirm(struct unit *unit, const void *message)
{
    const struct dayplan_confirm *command = message;
    struct dayplan dayplan;
    struct dayplan_confirmed event = {0};
    int result = find(unit, command->dayplan, &dayplan);
    if (result == UNIT_DONE)
        result = move(unit, &dayplan, DAYPLAN_CONFIRM);
    if (result == UNIT_DONE)
        result = dayplan_carry_out(unit, &dayplan);
    if (result != UNIT_DONE)
        return result;
    FILL_FACTS(&event, &dayplan);
    event.done = dayplan.done;
    event.stale = dayplan.stale;
    unit_count(unit, dayplan.done);
    return unit_emit(unit, MSG_dayplan_confirmed, &event, dayplan.dayplan) ? UNIT_TROUBLE : end(unit, &dayplan);
}

static int on_drop(struct unit *unit, const void *message)
{
    const struct dayplan_drop *command = message;
    struct dayplan dayplan;
    int result = find(unit, command->dayplan, &dayplan);
    return result == UNIT_DONE ? drop(unit, &dayplan, DAYPLAN_DROP, "by_hand") : result;
}

static int on_pin(struct unit *unit, const void *message)
{
    const struct visit_pin *command = message;
    struct visit visit;
    int result = command_visit(unit, command->visit, &visit);
    if (result != UNIT_DONE)
        return result;
    int changed = pin_set(unit->store, visit.visit, command->pinned);
    unit_subject(unit, visit.visit);
    if (changed < 0)
        return unit_trouble(unit);
    return changed ? event_pinned(unit, &visit, command->pinned) : UNIT_DONE;
}

/* Its days are over and nobody has decided. */
static int on_expire(struct unit *unit, const char *subject, int64_t due)
{
    struct dayplan dayplan;
    (void)due;
    int found = dayplan_find(unit->store, subject, &dayplan);
    if (found < 0)
        return unit_trouble(unit);
    if (!found || !table_next(&dayplan_machine, (int)dayplan.state, DAYPLAN_EXPIRE))
        return UNIT_DONE;
    return drop(unit, &dayplan, DAYPLAN_EXPIRE, "expired");
}

const struct handler matching_dayplan_handlers[] = {
    {MSG_dayplan_ask, DISPATCHERS, on_ask},
    {MSG_dayplan_confirm, DISPATCHERS, on_confirm},
    {MSG_dayplan_drop, DISPATCHERS, on_drop},
    {MSG_visit_pin, DISPATCHERS, on_pin},
    {MSG_NONE, 0, NULL},
};

const struct timer_handler matching_dayplan_timers[] = {
    {EXPIRE, on_expire},
    {NULL, NULL},
};

/* ---- questions ---- */

#define LINES_MOST 100
#define READERS (DISPATCHERS | ROLE_OPERATOR)

#define FILL_SHORT(row, plan)                                                                                          \
    do {                                                                                                               \
        FILL_FACTS(row, plan);                                                                                         \
        TEXT_PUT((row)->state, dayplan_state_name((int)(plan)->state));                                                \
        TEXT_PUT((row)->label, dayplan_state_label((int)(plan)->state));                                               \
        TEXT_PUT((row)->label_en, dayplan_state_label_en((int)(plan)->state));                                         \
        (row)->asked_at = (plan)->asked_at;                                                                            \
        (row)->visits = (plan)->visits;                                                                                \
        (row)->given = (plan)->given;                                                                                  \
        (row)->moved = (plan)->moved;                                                                                  \
        (row)->left_out = (plan)->left_out;                                                                            \
        (row)->done = (plan)->done;                                                                                    \
        (row)->stale = (plan)->stale;                                                                                  \
    } while (0)

static const struct {
    const char *code, *label, *label_en;
} outcomes[] = {
    {"done", "已执行", "done"},
    {"changed", "计划后有变动", "has changed since"},
    {"too_late", "时间已过", "too late"},
    {"roster_silent", "等待名册", "waits for roster"},
};

static void outcome_fill(struct dayplan_line *line, const char *outcome)
{
    enum rule rule = choice_rule_of(outcome);
    enum plan_rule limit = plan_rule_of(outcome);
    TEXT_PUT(line->outcome, outcome);
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
        if (text_same(outcomes[i].code, outcome)) {
            TEXT_PUT(line->label, outcomes[i].label);
            TEXT_PUT(line->label_en, outcomes[i].label_en);
        }
    if (rule || limit) {
        TEXT_PUT(line->label, rule ? choice_rule_label(rule) : plan_rule_label(limit));
        TEXT_PUT(line->label_en, rule ? choice_rule_label_en(rule) : plan_rule_label_en(limit));
    }
}

static void line_fill(struct dayplan_line *line, const struct dayplan_visit *row)
{
    line->number = row->number;
    line->start = row->start;
    TEXT_PUT(line->visit, row->visit);
    TEXT_PUT(line->from_worker, row->from_worker);
    TEXT_PUT(line->worker, row->worker);
    TEXT_PUT(line->what, dayplan_what(row));
    outcome_fill(line, row->outcome);
}

static void spread_fill(struct dayplan_get_answer *answer, const struct dayplan *dayplan)
{
    answer->least_min = dayplan->spread.least_min;
    answer->most_min = dayplan->spread.most_min;
    answer->gini = dayplan->spread.gini;
    answer->was_least_min = dayplan->was.least_min;
    answer->was_most_min = dayplan->was.most_min;
    answer->was_gini = dayplan->was.gini;
}

static int on_get(struct unit *unit, const void *question, void *to)
{
    const struct dayplan_get *ask = question;
    struct dayplan_get_answer *answer = to;
    struct dayplan dayplan;
    struct dayplan_visit rows[LINES_MOST + 1];
    int found = dayplan_find(unit->store, ask->id, &dayplan);
    if (found != 1)
        return found < 0 ? unit_trouble(unit)
                         : unit_refuse(unit, "unknown_dayplan", "id", "There is no plan %s.", ask->id);
    int count = dayplan_visits(unit->store, ask->id, ask->after, rows, LINES_MOST + 1);
    if (count < 0)
        return unit_trouble(unit);
    FILL_SHORT(answer, &dayplan);
    spread_fill(answer, &dayplan);
    for (int i = 0; i < count && i < LINES_MOST; i++)
        line_fill(&answer->rows.at[answer->rows.count++], &rows[i]);
    answer->next = count > LINES_MOST ? rows[LINES_MOST - 1].number : 0;
    return UNIT_DONE;
}

struct page {
    struct dayplan_list_answer *answer;
    uint32_t limit;
};

static int add_row(void *self, const struct dayplan *dayplan)
{
    struct page *page = self;
    struct dayplan_list_answer *answer = page->answer;
    if (answer->rows.count == page->limit) {
        TEXT_PUT(answer->next, answer->rows.at[page->limit - 1].dayplan);
        return 1;
    }
    struct dayplan_row *row = &answer->rows.at[answer->rows.count++];
    FILL_SHORT(row, dayplan);
    return 0;
}

static int on_list(struct unit *unit, const void *question, void *to)
{
    const struct dayplan_list *ask = question;
    struct page page = {to, ask->limit ? (uint32_t)ask->limit : LINES_MOST};
    struct dayplan after = {0};
    if (ask->after[0] && dayplan_find(unit->store, ask->after, &after) != 1)
        return unit_refuse(unit, "unknown_dayplan", "after", "There is no plan %s.", ask->after);
    struct dayplan_filter filter = {.station = ask->station,
                                    .state = ask->state,
                                    .before = after.asked_at,
                                    .after = ask->after,
                                    .limit = (int)page.limit + 1};
    return dayplan_walk(unit->store, &filter, add_row, &page) ? unit_trouble(unit) : UNIT_DONE;
}

const struct query_handler matching_dayplan_queries[] = {
    {MSG_dayplan_get, MSG_dayplan_get_answer, READERS, on_get},
    {MSG_dayplan_list, MSG_dayplan_list_answer, READERS, on_list},
    {MSG_NONE, MSG_NONE, 0, NULL},
};

/* Courses, 26 sessions and 437 requests for their seats (domain E6): five sessions are too small for their demand, one
 * too large for its, one is called off and one put off; the yearly quota of 400 ends the requests. */
#include <stdio.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/sample_parts.h"

#define SESSIONS 26
#define PLAIN_COURSES 5 /* the one behind them ends with an examination */
#define PUBLIC_TRAINEES 180
#define UNDER_MINIMUM 9
#define CALLED_OFF 5 /* its trainees are offered seats in the next class of the course */
#define PUT_OFF 16   /* by two days */
#define LAST_WITHDRAWN 15

static const struct {
    const char *course, *occupation, *title;
    int hours;
    bool exam; /* and its requests wait for a registrar's approval */
} courses[] = {
    {"C-infant", "infant", "育婴员", 60, false},     {"C-matron", "matron", "母婴护理", 60, false},
    {"C-elder", "elder", "养老护理", 90, false},     {"C-domestic", "domestic", "家务服务", 40, false},
    {"C-policy", "assistant", "政策解读", 8, false}, {"C-cert", "elder", "养老护理考证班", 90, true},
};

static const struct {
    const char *station, *room;
    int capacity;
} places[] = {{"ST1", "infant", 24}, {"ST2", "train", 30}, {"ST3", "train", 40}, {"ST4", "train", 20}};

static struct sample_act *setup(struct making *making, enum message_type type)
{
    return making_add(making, making->sample->start - 30 * MS_DAY, SAMPLE_SETUP, type, "academy", "registrar",
                      "registrar-all-1");
}

static void make_courses(struct making *making)
{
    struct sample_act *act = setup(making, MSG_quota_set);
    if (!act)
        return;
    *(struct quota_set *)act->body = (struct quota_set){.programme = "nyjz", .year = 2026, .places = SAMPLE_QUOTA};
    for (size_t i = 0; i < sizeof courses / sizeof courses[0]; i++) {
        act = setup(making, MSG_course_publish);
        if (!act)
            return;
        struct course_publish *publish = act->body;
        TEXT_PUT(publish->course, courses[i].course);
        TEXT_PUT(publish->occupation, courses[i].occupation);
        TEXT_PUT(publish->title, courses[i].title);
        publish->hours = courses[i].hours;
        publish->exam = courses[i].exam;
        publish->approval = courses[i].exam;
        if (courses[i].exam) {
            TEXT_PUT(publish->gives_cert, courses[i].occupation);
            publish->gives_level = 5;
        }
        TEXT_PUT(publish->programme, "nyjz");
    }
    for (int i = 1; i <= PUBLIC_TRAINEES; i++) {
        act = setup(making, MSG_trainee_put);
        if (!act)
            return;
        struct trainee_put *put = act->body;
        TEXT_FORMAT(put->trainee, "T-%03d", i);
        TEXT_FORMAT(put->name, "学员%03d", i);
    }
}

/* One session: where, when, how many want in. */
struct class_plan {
    char id[32];
    int number, place, capacity, requests;
    int64_t start, end;
};

static struct sample_act *class_act(struct making *making, const struct class_plan *plan, int64_t at,
                                    enum message_type type, const char *expect)
{
    (void)plan;
    struct sample_act *act = making_add(making, at, SAMPLE_SEND, type, "academy", "registrar", "registrar-all-1");
    if (act)
        act->expect = expect;
    return act;
}

/* Two sessions lead to an examination: they lock seven days ahead and wait for it at their end. */
static bool leads_to_exam(const struct class_plan *plan)
{
    return plan->number == 8 || plan->number == 20;
}

static const char *course_of(const struct class_plan *plan)
{
    return courses[leads_to_exam(plan) ? PLAIN_COURSES : plan->number % PLAIN_COURSES].course;
}

static void make_plan(struct making *making, const struct class_plan *plan)
{
    struct sample_act *act = class_act(making, plan, plan->start - 12 * MS_DAY, MSG_session_plan, "done");
    if (!act)
        return;
    struct session_plan *body = act->body;
    TEXT_PUT(body->session, plan->id);
    TEXT_PUT(body->course, course_of(plan));
    TEXT_PUT(body->station, places[plan->place].station);
    TEXT_PUT(body->room, places[plan->place].room);
    TEXT_FORMAT(body->trainer, "TR-%02d", 1 + plan->number % SAMPLE_TRAINERS);
    body->start = plan->start;
    body->end = plan->end;
    body->capacity = plan->capacity;
    body->minimum = 5;
    TEXT_PUT(body->focus, "上门服务规范");
    TEXT_PUT(body->problem, "如何沟通");
    TEXT_PUT(body->kind, plan->number % 13 == 0 ? "peer" : plan->number % 6 == 0 ? "policy" : "skill");
    body->units = 2;
    act = class_act(making, plan, plan->start - 11 * MS_DAY, MSG_session_open, "done");
    if (act)
        TEXT_PUT(((struct session_open *)act->body)->session, plan->id);
}

/* Who asks for the i-th seat: every fourth a worker, else somebody of the public; nobody twice in a session. */
static void trainee_of(const struct class_plan *plan, int i, char id[65], const char **group)
{
    bool worker = i % 4 == 3;
    text_format(id, 65, worker ? "W-%02d" : "T-%03d",
                worker ? 1 + (plan->number * 7 + i) % 64 : 1 + (plan->number * 29 + i) % PUBLIC_TRAINEES);
    *group = worker ? "worker" : i % 4 == 0 ? "unemployed" : i % 4 == 1 ? "new_labour" : "public";
}

#define FORGOTTEN 4 /* nobody decides on this request until the lock */
#define WITHDRAWN 5

static bool is_refused(int i)
{
    return i % 8 == 6;
}

static const char *mark_of(int i)
{
    return i % 11 == 4 ? "late" : i % 19 == 7 ? "absent" : "present";
}

bool sample_sits(const struct sample_class *class, int i)
{
    return text_starts(class->trainee[i], "T-") && i != FORGOTTEN && i != WITHDRAWN && !is_refused(i) &&
           text_same(mark_of(i), "present");
}

/* Half an hour after the request: most are approved, some refused, one is forgotten until the lock. */
static void make_approval(struct making *making, const struct class_plan *plan, int i, int64_t at)
{
    bool refused = is_refused(i);
    if (i == FORGOTTEN)
        return;
    struct sample_act *act = class_act(making, plan, at, refused ? MSG_enrol_refuse : MSG_enrol_approve, NULL);
    if (act && refused) {
        struct enrol_refuse *refuse = act->body;
        TEXT_FORMAT(refuse->enrolment, "%s-E%02d", plan->id, i);
        TEXT_PUT(refuse->reason, "evidence");
    } else if (act) {
        TEXT_FORMAT(((struct enrol_approve *)act->body)->enrolment, "%s-E%02d", plan->id, i);
    }
}

static void make_request(struct making *making, const struct class_plan *plan, int i)
{
    const char *group;
    char trainee[65];
    trainee_of(plan, i, trainee, &group);
    int64_t at = plan->start - 10 * MS_DAY + i * 12 * SAMPLE_GRID;
    struct sample_act *act = class_act(making, plan, at, MSG_enrol_request, NULL);
    if (!act)
        return;
    struct enrol_request *request = act->body;
    TEXT_FORMAT(request->enrolment, "%s-E%02d", plan->id, i);
    TEXT_PUT(request->session, plan->id);
    TEXT_PUT(request->trainee, trainee);
    TEXT_PUT(request->group, group);
    if (!text_same(group, "public"))
        TEXT_PUT(request->evidence, "card");
    if (leads_to_exam(plan))
        make_approval(making, plan, i, at + 6 * SAMPLE_GRID);
    if (i == WITHDRAWN && (leads_to_exam(plan) || plan->number % 6 == 3) && plan->number <= LAST_WITHDRAWN) {
        act = class_act(making, plan, plan->start - 3 * MS_DAY, MSG_enrol_withdraw, NULL);
        if (act)
            TEXT_FORMAT(((struct enrol_withdraw *)act->body)->enrolment, "%s-E%02d", plan->id, i);
    }
}

/* On the next day: what the archive needs of a session without examination. */
static void make_documents(struct making *making, const struct class_plan *plan)
{
    static const char *const documents[] = {"sign_in", "materials"};
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++) {
        struct sample_act *act = class_act(making, plan, plan->end + MS_DAY, MSG_session_document, NULL);
        if (!act)
            return;
        struct session_document *put = act->body;
        TEXT_PUT(put->session, plan->id);
        TEXT_PUT(put->document, documents[i]);
        TEXT_FORMAT(put->place, "F-2026-%s", plan->id);
    }
}

/* Attendance of both half-days; of those that have no seat it is refused. */
static void make_attendance(struct making *making, const struct class_plan *plan)
{
    char trainer[16];
    TEXT_FORMAT(trainer, "TR-%02d", 1 + plan->number % SAMPLE_TRAINERS);
    for (int unit = 1; unit <= 2; unit++) {
        int64_t at = unit == 1 ? plan->start + 15 * MS_MINUTE : plan->end - 3 * MS_HOUR;
        for (int i = 0; i < plan->requests; i++) {
            struct sample_act *act =
                making_add(making, at, SAMPLE_SEND, MSG_attendance_mark, "academy", "trainer", trainer);
            if (!act)
                return;
            struct attendance_mark *mark = act->body;
            TEXT_FORMAT(mark->enrolment, "%s-E%02d", plan->id, i);
            mark->unit = unit;
            TEXT_PUT(mark->mark, mark_of(i));
        }
    }
    struct sample_act *act = class_act(making, plan, plan->end + 30 * MS_MINUTE, MSG_session_end, NULL);
    if (act)
        TEXT_PUT(((struct session_end *)act->body)->session, plan->id);
    make_documents(making, plan);
    act = class_act(making, plan, plan->end + 2 * MS_DAY, MSG_session_archive, NULL);
    if (act)
        TEXT_PUT(((struct session_archive *)act->body)->session, plan->id);
}

/* The trainer is ill: three days before, the class is called off (T15). */
static void make_call_off(struct making *making, const struct class_plan *plan)
{
    struct sample_act *act = class_act(making, plan, plan->start - 60 * MS_HOUR, MSG_session_cancel, "done");
    if (!act)
        return;
    TEXT_PUT(((struct session_cancel *)act->body)->session, plan->id);
    TEXT_PUT(((struct session_cancel *)act->body)->reason, "trainer_ill");
}

/* The class keeps its trainees and takes place two days later (D5 row 6). */
static void make_put_off(struct making *making, struct class_plan *plan)
{
    int64_t at = plan->start - 4 * MS_DAY;
    struct sample_act *act = class_act(making, plan, at, MSG_session_postpone, "done");
    if (!act)
        return;
    TEXT_PUT(((struct session_postpone *)act->body)->session, plan->id);
    TEXT_PUT(((struct session_postpone *)act->body)->reason, "trainer_away");
    plan->start += 2 * MS_DAY;
    plan->end += 2 * MS_DAY;
    act = class_act(making, plan, at + MS_HOUR, MSG_session_redate, "done");
    if (!act)
        return;
    struct session_redate *redate = act->body;
    TEXT_PUT(redate->session, plan->id);
    redate->start = plan->start;
    redate->end = plan->end;
}

static void make_end_of(struct making *making, const struct class_plan *plan)
{
    struct sample_class class = {.number = plan->number, .requests = plan->requests, .end = plan->end};
    const char *group;
    make_attendance(making, plan);
    if (!leads_to_exam(plan))
        return;
    TEXT_PUT(class.id, plan->id);
    for (int i = 0; i < plan->requests; i++)
        trainee_of(plan, i, class.trainee[i], &group);
    make_exam(making, &class);
}

void make_training(struct making *making)
{
    int left = 437;
    make_courses(making);
    for (int i = 0; i < SESSIONS; i++) {
        struct class_plan plan = {.number = i, .place = i % 4, .capacity = places[i % 4].capacity};
        TEXT_FORMAT(plan.id, "S-%02d", i + 1);
        int day = 13 + i * 38 / (SESSIONS - 1);
        while (civil_weekday(civil_day(making->sample->start + day * MS_DAY)) > 5)
            day++;
        plan.start = making->sample->start + day * MS_DAY + 9 * MS_HOUR;
        plan.end = plan.start + 8 * MS_HOUR;
        plan.requests = i == UNDER_MINIMUM ? 3 : i % 5 == 2 ? 20 : i % 5 == 1 || i % 5 == 4 ? 16 : 17;
        if (i % 5 == 2)
            plan.capacity = 17; /* too small for its demand */
        if (plan.requests > left || i == SESSIONS - 1)
            plan.requests = left;
        left -= plan.requests;
        make_plan(making, &plan);
        for (int k = 0; k < plan.requests; k++)
            make_request(making, &plan, k);
        if (i == CALLED_OFF)
            make_call_off(making, &plan);
        if (i == PUT_OFF)
            make_put_off(making, &plan);
        if (i != UNDER_MINIMUM && i != CALLED_OFF)
            make_end_of(making, &plan);
    }
}

/* Examinations at the end of two sessions (domain E6): four are sat again, two marks are appealed against, and who
 * passes is given the certificate of the course (D6 rows 14 to 18). */
#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/sample_parts.h"

/* Days after the session's end. */
#define EXAM_DAY 3
#define APPEAL_DAY 4
#define DECISION_DAY 6
#define RESIT_DAY 9
#define CERT_DAY 11
#define FILED_DAY 12

#define THIRD_MARK 80
#define FIRST_RESIT 1
#define APPEALS 13 /* in the first class rightly, in the second in vain */
#define LAST_RESIT 10
#define DOUBTFUL 9 /* two examiners far apart: a third one marks (T8) */

struct exam_plan {
    struct making *making;
    const struct sample_class *class;
};

static struct sample_act *exam_act(const struct exam_plan *plan, int i, int day, enum message_type type,
                                   const char *role, const char *actor)
{
    int64_t morning = civil_day_start(civil_day(plan->class->end)) + 10 * MS_HOUR;
    struct sample_act *act = making_add(plan->making, morning + day * MS_DAY + (i + 1) * SAMPLE_GRID, SAMPLE_SEND, type,
                                        "academy", role, actor);
    if (act && sample_sits(plan->class, i))
        act->expect = "done"; /* of workers the calendar decides whether they came */
    return act;
}

/* Nobody who taught the class. */
static void examiner_of(const struct sample_class *class, int which, char actor[16])
{
    text_format(actor, 16, "TR-%02d", 1 + (class->number + 2 + which) % SAMPLE_TRAINERS);
}

static void make_mark(const struct exam_plan *plan, int i, int day, const char *part, int which, int mark)
{
    char actor[16];
    examiner_of(plan->class, which, actor);
    struct sample_act *act = exam_act(plan, i, day, MSG_exam_grade, "trainer", actor);
    if (!act)
        return;
    struct exam_grade *grade = act->body;
    TEXT_FORMAT(grade->enrolment, "%s-E%02d", plan->class->id, i);
    TEXT_PUT(grade->part, part);
    grade->mark = mark;
}

static bool is_second(const struct exam_plan *plan)
{
    return plan->class->number > 8;
}

/* Who is to be examined again, in what; NULL for most. An appeal that is upheld comes to a resit too. */
static const char *failed_part(const struct exam_plan *plan, int i)
{
    if (i == FIRST_RESIT || i == APPEALS)
        return "theory";
    return i == LAST_RESIT && !is_second(plan) ? "practice" : NULL;
}

static void make_marks(const struct exam_plan *plan, int i)
{
    static const char *const parts[] = {"theory", "practice"};
    const char *failed = failed_part(plan, i);
    for (int p = 0; p < 2; p++) {
        int mark = failed && text_same(failed, parts[p]) ? 54 : 76 + i % 9;
        make_mark(plan, i, EXAM_DAY, parts[p], 0, mark);
        make_mark(plan, i, EXAM_DAY, parts[p], 1, i == DOUBTFUL && p == 0 ? mark - 20 : mark + 2);
        if (i == DOUBTFUL && p == 0)
            make_mark(plan, i, EXAM_DAY, parts[p], 2, THIRD_MARK);
    }
}

static void make_resit(const struct exam_plan *plan, int i)
{
    const char *failed = failed_part(plan, i);
    bool by_appeal = i == APPEALS && !is_second(plan); /* its mark was changed */
    if (!failed || by_appeal)
        return;
    int mark = i == APPEALS ? 50 : 71;
    make_mark(plan, i, RESIT_DAY, failed, 0, mark);
    make_mark(plan, i, RESIT_DAY, failed, 1, mark + 3);
}

static void make_appeal(const struct exam_plan *plan)
{
    char actor[65];
    TEXT_PUT(actor, plan->class->trainee[APPEALS]);
    struct sample_act *act = exam_act(plan, APPEALS, APPEAL_DAY, MSG_exam_appeal, "trainee", actor);
    if (!act)
        return;
    struct exam_appeal *appeal = act->body;
    TEXT_FORMAT(appeal->enrolment, "%s-E%02d", plan->class->id, APPEALS);
    TEXT_PUT(appeal->reason, "marking");
    examiner_of(plan->class, 4, actor);
    act = exam_act(plan, APPEALS, DECISION_DAY, MSG_exam_appeal_decide, "trainer", actor);
    if (!act)
        return;
    struct exam_appeal_decide *decide = act->body;
    TEXT_FORMAT(decide->enrolment, "%s-E%02d", plan->class->id, APPEALS);
    TEXT_PUT(decide->theory, is_second(plan) ? "upheld" : "changed");
    decide->theory_mark = is_second(plan) ? 0 : 63;
}

static void make_certificate(const struct exam_plan *plan, int i)
{
    if (i == APPEALS && is_second(plan))
        return; /* has failed for good */
    struct sample_act *act = exam_act(plan, i, CERT_DAY, MSG_cert_issue, "registrar", "registrar-all-1");
    if (!act)
        return;
    struct cert_issue *issue = act->body;
    TEXT_FORMAT(issue->enrolment, "%s-E%02d", plan->class->id, i);
    TEXT_FORMAT(issue->number, "DEMO-2026-%s-%02d", plan->class->id, i);
    TEXT_PUT(issue->body, "demo_body");
    issue->valid_to = act->at + 1800 * MS_DAY;
}

/* The first class is filed: nothing of it is open any more. */
static void make_filed(const struct exam_plan *plan)
{
    struct sample_act *act = exam_act(plan, 0, FILED_DAY, MSG_session_document, "registrar", "registrar-all-1");
    if (!act)
        return;
    struct session_document *put = act->body;
    TEXT_PUT(put->session, plan->class->id);
    TEXT_PUT(put->document, "scores");
    TEXT_FORMAT(put->place, "F-2026-%s", plan->class->id);
    if (is_second(plan))
        return;
    act = exam_act(plan, 1, FILED_DAY, MSG_session_archive, "registrar", "registrar-all-1");
    if (act)
        TEXT_PUT(((struct session_archive *)act->body)->session, plan->class->id);
}

void make_exam(struct making *making, const struct sample_class *class)
{
    struct exam_plan plan = {making, class};
    for (int i = 0; i < class->requests; i++)
        make_marks(&plan, i);
    make_appeal(&plan);
    for (int i = 0; i < class->requests; i++)
        make_resit(&plan, i);
    for (int i = 0; i < class->requests; i++)
        make_certificate(&plan, i);
    make_filed(&plan);
}

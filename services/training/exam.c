/* The arithmetic of an examination. A part that was enough is never examined again, and its mark stays (T9). */
#include "exam.h"

#include "base/text.h"

static const char *const part_names[EXAM_PARTS] = {"theory", "practice"};

const char *exam_part_name(int part)
{
    return part_names[part];
}

int exam_part_of(const char *name)
{
    for (int i = 0; i < EXAM_PARTS; i++)
        if (text_same(name, part_names[i]))
            return i;
    return -1;
}

static int64_t middle(int64_t a, int64_t b, int64_t c)
{
    int64_t low = a < b ? a : b, high = a < b ? b : a;
    return c < low ? low : c > high ? high : c;
}

int64_t exam_part_mark(const struct exam_marks *marks, int64_t apart)
{
    const int64_t *at = marks->at;
    if (marks->count < 2)
        return EXAM_OPEN;
    if (marks->count == EXAM_EXAMINERS)
        return middle(at[0], at[1], at[2]);
    int64_t gap = at[0] < at[1] ? at[1] - at[0] : at[0] - at[1];
    return gap <= apart ? (at[0] + at[1]) / 2 : EXAM_OPEN;
}

bool exam_is_marked(const struct exam *exam)
{
    return exam->mark[EXAM_THEORY] != EXAM_OPEN && exam->mark[EXAM_PRACTICE] != EXAM_OPEN;
}

enum enrolment_trigger exam_verdict(const int64_t mark[EXAM_PARTS], int64_t attempt, int64_t enough)
{
    if (mark[EXAM_THEORY] >= enough && mark[EXAM_PRACTICE] >= enough)
        return ENROLMENT_PASS;
    return attempt < EXAM_ATTEMPTS ? ENROLMENT_RESIT : ENROLMENT_FAIL;
}

void exam_note(struct exam *exam, bool again, int64_t enough)
{
    exam->graded = exam->attempt;
    for (int i = 0; i < EXAM_PARTS; i++) {
        exam->graded_mark[i] = exam->mark[i];
        if (again && exam->mark[i] < enough)
            exam->mark[i] = EXAM_OPEN;
    }
    if (again)
        exam->attempt++;
}

const char *exam_parts_open(const struct exam *exam)
{
    if (exam->mark[EXAM_THEORY] != EXAM_OPEN)
        return "practice";
    return exam->mark[EXAM_PRACTICE] != EXAM_OPEN ? "theory" : "both";
}

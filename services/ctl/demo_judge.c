/* Judges each answer of the demo by what the sample says must or may come, and counts those that should have been
 * others. */
#include <stdio.h>

#include "base/text.h"
#include "services/ctl/demo.h"

#define EXPECTED_TEXT 160

/* What may be refused where the sample leaves both open: the seats, the quota or somebody else's act decide. Whatever
 * stands in no row is done. */
static const struct {
    enum message_type type;
    const char *codes;
} refusals[] = {
    {MSG_booking_create, "household_busy"},
    {MSG_booking_cancel, "not_cancellable"},
    {MSG_worker_confirm, "few_visits|wrong_state"},
    {MSG_enrol_request,
     "session_full|session_not_open|waiting_full|group_full|quota_exhausted|already_enrolled|overlaps"},
    {MSG_enrol_approve, "unknown_enrolment|wrong_state|session_full|quota_exhausted"},
    {MSG_enrol_refuse, "unknown_enrolment|wrong_state"},
    {MSG_enrol_withdraw, "unknown_enrolment|wrong_state"},
    {MSG_attendance_mark, "unknown_enrolment|wrong_state"},
    {MSG_session_end, "attendance_incomplete|wrong_state"},
    {MSG_exam_grade, "unknown_enrolment|wrong_state"},
    {MSG_cert_issue, "unknown_enrolment|wrong_state"},
    {MSG_session_document, "wrong_state"},
    {MSG_session_archive, "wrong_state"},
};

void demo_unexpected(struct demo *demo, const struct envelope *envelope, const struct answer *answer,
                     const char *expect)
{
    demo->counts.unexpected++;
    fprintf(stderr, "demo: %s %s from %s: %s %s %s (%s), expected %s\n", envelope->type, envelope->id, envelope->source,
            answer->outcome, answer->code, answer->field, answer->detail, expect);
}

static const char *codes_of(const struct sample_act *act)
{
    if (act->way == SAMPLE_SETUP)
        return "";
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        if (refusals[i].type == act->type)
            return refusals[i].codes;
    return "";
}

static bool is_refusal(const struct answer *answer, const char *codes)
{
    return text_same(answer->outcome, "refused") && answer->code[0] && text_in_list(answer->code, codes);
}

/* True when the answer may come; else `expected` says what should have. */
static bool answer_fits(const struct sample_act *act, const struct answer *answer, char expected[EXPECTED_TEXT])
{
    const char *codes = act->code ? act->code : codes_of(act);
    if (act->expect) {
        text_format(expected, EXPECTED_TEXT, "%s %s", act->expect, act->code ? act->code : "");
        return text_same(act->expect, answer->outcome) && (!act->code || text_same(act->code, answer->code));
    }
    text_format(expected, EXPECTED_TEXT, "done%s%s", codes[0] ? " or refused " : "", codes);
    return text_same(answer->outcome, "done") || is_refusal(answer, codes);
}

void demo_judge(struct demo *demo, const struct sample_act *act, const struct answer *answer)
{
    char expected[EXPECTED_TEXT];
    if (!answer_fits(act, answer, expected))
        demo_unexpected(demo, &act->envelope, answer, expected);
}

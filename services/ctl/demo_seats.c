/* Trainees whose class was called off and who are offered a seat in another one: most take it, and come (D6 rows 4 to
 * 6). */
#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/demo.h"

#define DECLINE 150 /* of a thousand seats */
#define ANSWER_AFTER (2 * MS_HOUR)

static struct demo_saying saying_of(const char *what, const struct demo_seat *seat, enum message_type type,
                                    const void *body)
{
    struct demo_saying saying = {.source = "academy", .type = type, .body = body, .refusals = ""};
    TEXT_FORMAT(saying.id, "%s-%.50s", what, seat->enrolment);
    return saying;
}

static struct demo_errand errand_of(const struct demo *demo, enum demo_errand_kind kind, int index, int64_t at)
{
    const struct demo_seat *seat = &demo->seats[index];
    struct demo_errand errand = {.kind = kind, .index = index, .at = at};
    TEXT_FORMAT(errand.key, "%s/%s", seat->session, seat->trainee);
    return errand;
}

static int on_offered(struct demo *demo, const struct enrol_offered *offered)
{
    if (demo->seats_count == DEMO_SEATS)
        return -1;
    struct demo_seat *seat = &demo->seats[demo->seats_count];
    TEXT_PUT(seat->enrolment, offered->enrolment);
    TEXT_PUT(seat->session, offered->session);
    TEXT_PUT(seat->trainee, offered->trainee);
    seat->start = offered->start;
    struct demo_errand errand = errand_of(demo, ERRAND_ANSWER, demo->seats_count++, demo->desk.now + ANSWER_AFTER);
    return demo_errand_add(demo, &errand);
}

/* The sample marks whom it enrols; these came by themselves. */
static int on_enrolled(struct demo *demo, const char *enrolment)
{
    for (int i = 0; i < demo->seats_count; i++) {
        if (!text_same(demo->seats[i].enrolment, enrolment))
            continue;
        struct demo_errand first = errand_of(demo, ERRAND_MARK, i, demo->seats[i].start + 15 * MS_MINUTE);
        struct demo_errand second = errand_of(demo, ERRAND_MARK, i, demo->seats[i].start + 5 * MS_HOUR);
        first.number = 1;
        second.number = 2;
        if (demo_errand_add(demo, &first) != 0 || demo_errand_add(demo, &second) != 0)
            return -1;
    }
    return 0;
}

int demo_on_training(struct demo *demo, const struct envelope *envelope, const void *body)
{
    if (text_same(envelope->type, "enrol.offered"))
        return on_offered(demo, body);
    if (text_same(envelope->type, "enrol.enrolled"))
        return on_enrolled(demo, ((const struct enrol_enrolled *)body)->enrolment);
    return 0;
}

int errand_answer(struct demo *demo, const struct demo_errand *errand, struct error *error)
{
    const struct demo_seat *seat = &demo->seats[errand->index];
    struct draw draw = draw_from(demo->seed, "seat", errand->key);
    struct enrol_accept accept = {0};
    struct enrol_decline decline = {0};
    struct answer answer;
    TEXT_PUT(accept.enrolment, seat->enrolment);
    TEXT_PUT(decline.enrolment, seat->enrolment);
    bool no = draw_chance(&draw, DECLINE) || errand->index == 0; /* at least one */
    struct demo_saying saying = no ? saying_of("without", seat, MSG_enrol_decline, &decline)
                                   : saying_of("take", seat, MSG_enrol_accept, &accept);
    saying.role = text_starts(seat->trainee, "W-") ? "worker" : "trainee";
    saying.actor = seat->trainee;
    return demo_say(demo, &saying, &answer, error);
}

int errand_mark(struct demo *demo, const struct demo_errand *errand, struct error *error)
{
    const struct demo_seat *seat = &demo->seats[errand->index];
    struct attendance_mark mark = {.unit = errand->number, .mark = "present"};
    struct answer answer;
    TEXT_PUT(mark.enrolment, seat->enrolment);
    struct demo_saying saying = saying_of(errand->number == 1 ? "first" : "second", seat, MSG_attendance_mark, &mark);
    saying.role = "registrar";
    saying.actor = "registrar-all-1";
    saying.refusals = "wrong_state";
    return demo_say(demo, &saying, &answer, error);
}

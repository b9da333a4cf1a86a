/* What the eight weeks must have come to (domain E6, E7): counted in the services' streams while they are read, and at
 * the end compared. Each difference is told and counts as unexpected. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/demo.h"
#include "wire/json.h"

/* So many events of a type, of which a field has that value; more of them are right only where `or_more`. */
static const struct claim {
    const char *type, *field, *value;
    int64_t count;
    bool or_more;
} claims[DEMO_CLAIMS] = {
    /* 40 pairs for one slot and nine same wishes by two ways: told to the staff (A2.5, scenario 1) */
    {"booking.duplicate_suspected", NULL, NULL, 49, false},
    {"booking.cancelled", NULL, NULL, 110, false},
    {"booking.cancelled", "reason", "typhoon", 2, true}, /* scenario 8: a whole afternoon */
    {"booking.no_show", NULL, NULL, DEMO_NOBODY_HOME, false},
    {"visit.client_no_show", NULL, NULL, DEMO_NOBODY_HOME, false},
    {"visit.missed_by_worker", NULL, NULL, DEMO_MISSED, false},
    {"session.planned", "kind", "skill", 20, false}, /* two of them end with an examination */
    {"session.planned", "kind", "policy", 4, false},
    {"session.planned", "kind", "peer", 2, false},
    {"session.full", NULL, NULL, 5, false},
    {"session.cancelled", "reason", "under_minimum", 1, false},
    {"session.cancelled", "reason", "trainer_ill", 1, false},
    {"session.redated", NULL, NULL, 1, false},
    {"exam.graded", "attempt", "2", 4, false}, /* four sit again */
    {"exam.appealed", NULL, NULL, 2, false},
    {"exam.regraded", NULL, NULL, 2, false},
    {"cert.issued", NULL, NULL, 2, true},
    {"case.filed", NULL, NULL, 41, false}, /* one of a person to be forgotten */
    {"case.agreed", NULL, NULL, 6, false},
    {"case.failed", "reason", "due_passed", 3, false},
    {"case.upheld", NULL, NULL, 1, false},
    /* scenario 16, filed on Friday 13 February: Monday 2 March, Wednesday 25 and Saturday 28 February, 24 April */
    {"case.screened", "accept_by", "2026-03-02T16:00:00.000Z", 1, true},
    {"case.screened", "accept_by", "2026-02-25T16:00:00.000Z", 1, true},
    {"case.accepted", "due", "2026-02-28T16:00:00.000Z", 1, true},
    {"case.accepted", "due", "2026-04-24T16:00:00.000Z", 1, true},
    {"worker.leave_started", NULL, NULL, 2, false},
    {"worker.suspended", NULL, NULL, 1, false},
    {"worker.dismissed", NULL, NULL, 1, false},
    {"worker.retired", NULL, NULL, 1, false},
    {"cert.expired", NULL, NULL, 4, false}, /* three health checks, one of them renewed in time, and two insurances */
    {"cert.revoked", NULL, NULL, 8, false}, /* a void identity, and seven by a mass revocation */
    {"privacy.reported", NULL, NULL, SAMPLE_FORGOTTEN_COUNT, false},
    {"caseload.changed", "reason", "by_hand", DEMO_EVENED, false},
    {"dayplan.made", NULL, NULL, DEMO_PLANS, false},
    {"dayplan.confirmed", NULL, NULL, DEMO_PLANS - 1, false},
    {"dayplan.dropped", "reason", "by_hand", 1, false},
};

/* Commands that no eight weeks can hold, and why. */
static const struct {
    enum message_type type;
    const char *why;
} left_out[] = {
    {MSG_visit_offer,
     "somebody is looked for in the unit that plans a visit: nobody has it only while roster is silent"},
    {MSG_visit_broadcast, "likewise"},
    {MSG_visit_assign, "likewise"},
    {MSG_match_retry, "a visit that nobody can take ends with its booking at once (ruling 2)"},
};

const char *demo_leaves_out(enum message_type type)
{
    for (size_t i = 0; i < sizeof left_out / sizeof left_out[0]; i++)
        if (left_out[i].type == type)
            return left_out[i].why;
    return NULL;
}

/* ---- counting ---- */

static bool has_value(const json_t *body, const struct claim *claim)
{
    const json_t *value = json_object_get(body, claim->field);
    char number[32];
    if (!json_is_integer(value))
        return text_same(json_is_string(value) ? json_string_value(value) : "", claim->value);
    TEXT_FORMAT(number, "%lld", (long long)json_integer_value(value));
    return text_same(number, claim->value);
}

void demo_tally(struct demo *demo, const struct message *message, const void *body)
{
    for (size_t i = 0; i < DEMO_CLAIMS && claims[i].type; i++) {
        if (!text_same(claims[i].type, message->type_name))
            continue;
        json_t *said = claims[i].field ? json_from_body(message->shape, body) : NULL;
        demo->found[i] += !claims[i].field || has_value(said, &claims[i]);
        json_decref(said);
    }
}

/* ---- at the end ---- */

static void differ(struct demo *demo, const char *what, const char *which, int64_t found, int64_t expected)
{
    demo->counts.unexpected++;
    fprintf(stderr, "demo: %lld %s %s, not %lld\n", (long long)found, what, which, (long long)expected);
}

void demo_claim_events(struct demo *demo)
{
    for (size_t i = 0; i < DEMO_CLAIMS && claims[i].type; i++) {
        const struct claim *claim = &claims[i];
        if (claim->or_more ? demo->found[i] < claim->count : demo->found[i] != claim->count)
            differ(demo, claim->type, claim->value ? claim->value : "", demo->found[i], claim->count);
    }
}

static void counts_check(struct demo *demo)
{
    const struct demo_counts *c = &demo->counts;
    const struct {
        const char *what;
        int64_t found, expected;
    } all[] = {
        {"seats are taken", c->enrolled, SAMPLE_QUOTA},
        {"notices in the minute of the storm", c->storm, SAMPLE_STORM},
        {"urgent notices at night", c->night, SAMPLE_NIGHT},
        {"proposals of plans in the feeds of their stations' dispatchers", c->proposed, DEMO_PLANS},
        {"services are cut short", c->cut_short, DEMO_CUT_SHORT},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i].found != all[i].expected)
            differ(demo, all[i].what, "", all[i].found, all[i].expected);
}

void demo_claim_kinds(struct demo *demo)
{
    for (int type = 1; type < MSG_COUNT; type++) {
        const struct message *message = message_of((enum message_type)type);
        bool left = demo_leaves_out((enum message_type)type) != NULL;
        if (message->class_ == CLASS_COMMAND && (demo->done[type] > 0) == left)
            differ(demo, message->type_name, "done", demo->done[type], !left);
    }
}

/* Scenario 5: the second station is too far from the second community. */
static int serves_check(struct demo *demo, struct error *error)
{
    struct coverage_who_serves ask = {.community = "CM2"};
    struct reply reply;
    int64_t far = 0;
    if (desk_question(&demo->desk, DESK_BOOKING, "operator", "demo", MSG_coverage_who_serves, &ask, &reply, error) != 0)
        return -1;
    if (reply.type != MSG_coverage_who_serves_answer)
        return error_set(error, "coverage.who_serves is answered with %s", reply.envelope.type);
    const struct coverage_who_serves_answer *answer = reply.body;
    for (uint32_t i = 0; i < answer->rows.count; i++)
        far += text_same(answer->rows.at[i].station, "ST2");
    if (far > 0 || answer->rows.count == 0)
        differ(demo, "rows of ST2 among who serves CM2", "", far, 0);
    return 0;
}

int demo_claims(struct demo *demo, struct error *error)
{
    if (demo_told_rest(demo, error) != 0)
        return -1;
    demo_claim_events(demo);
    counts_check(demo);
    demo_claim_kinds(demo);
    return serves_check(demo, error);
}

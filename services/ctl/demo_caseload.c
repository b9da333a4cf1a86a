/* Caseloads in the demo (V22): now and then a dispatcher looks who has most households, and gives one of them to who
 * has fewest of the same kind. */
#include "base/text.h"
#include "services/ctl/demo.h"

#define STATION "ST1"
#define DISPATCHER "dispatcher-ST1-1"
#define CANNOT "prohibited|suspended|caseload_full" /* what may speak against a worker */

static int list(struct demo *demo, const struct caseload_list *ask, struct caseload_list_answer *answer,
                struct error *error)
{
    struct reply reply;
    if (desk_question(&demo->desk, DESK_MATCHING, "dispatcher", "demo", MSG_caseload_list, ask, &reply, error) != 0)
        return -1;
    if (reply.type != MSG_caseload_list_answer)
        return error_set(error, "caseload.list is answered with %s", reply.envelope.type);
    *answer = *(const struct caseload_list_answer *)reply.body;
    return 0;
}

/* A household that nobody has given away yet; "" there is none. */
static int household_of(struct demo *demo, const char *worker, char household[65], struct error *error)
{
    struct caseload_list ask = {.station = STATION};
    struct caseload_list_answer hers;
    TEXT_PUT(ask.worker, worker);
    household[0] = '\0';
    if (list(demo, &ask, &hers, error) != 0)
        return -1;
    for (uint32_t i = 0; i < hers.rows.count && !household[0]; i++)
        if (!hers.rows.at[i].by_hand)
            text_copy(household, 65, hers.rows.at[i].household);
    return 0;
}

/* From those who have fewest upwards, until one may have it. */
static int give(struct demo *demo, const struct demo_errand *errand, const struct caseload_list_answer *workers,
                struct caseload_assign *body, struct error *error)
{
    struct answer answer = {0};
    for (uint32_t i = workers->rows.count - 1; i > 0 && !text_same(answer.outcome, "done"); i--) {
        struct demo_saying saying = {.source = "dispatch",
                                     .role = "dispatcher",
                                     .actor = DISPATCHER,
                                     .type = MSG_caseload_assign,
                                     .body = body,
                                     .refusals = CANNOT};
        if (!text_same(workers->rows.at[i].kind, workers->rows.at[0].kind))
            continue;
        TEXT_PUT(body->worker, workers->rows.at[i].worker);
        TEXT_FORMAT(saying.id, "even-%lld-%u", (long long)errand->number, i);
        if (demo_say(demo, &saying, &answer, error) != 0)
            return -1;
    }
    return 0;
}

int errand_even_out(struct demo *demo, const struct demo_errand *errand, struct error *error)
{
    struct caseload_list ask = {.station = STATION};
    struct caseload_list_answer workers;
    struct caseload_assign body = {.reason = "even_out"};
    if (list(demo, &ask, &workers, error) != 0)
        return -1;
    if (workers.rows.count == 0)
        return 0;
    if (household_of(demo, workers.rows.at[0].worker, body.household, error) != 0)
        return -1;
    return body.household[0] ? give(demo, errand, &workers, &body, error) : 0;
}

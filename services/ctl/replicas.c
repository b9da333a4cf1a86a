/* Owner and copier are asked for pages of digests while they work. A copy must be as the owner's records are at the
 * same position, and the two never stand still together; so the owner is asked before and after the copier, whose
 * position must lie between the two: what is the same in both of the owner's pages was so all the while. */
#include "services/ctl/replicas.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "service/replica.h"

#define TRIES 200 /* of a page that changes while it is looked at */
#define SURE 3    /* looks in which a difference must show */
#define PAUSE_MS 10
#define VAIN 2000 /* answers of a copier that applied nothing between them: each was a turn in which it could have */
#define VAIN_ROUND 100 /* of them, before it is asked whether it is paused */
#define SHOWN 20

enum look { LOOK_FAILED, LOOK_DONE, LOOK_MOVED, LOOK_BEHIND };

/* One kind of record that `copier` keeps of `owner`. */
struct pair {
    struct ctl *ctl;
    struct ctl_service *copier, *owner;
    struct replica_page asked;
    struct replica_page_answer first, copy, last;
    int code; /* LOOK_FAILED: why */
    int64_t records, gaps;
    int64_t parked, orphans; /* what may explain a gap */
    bool behind, restless;
    json_t *shown;
};

/* The gaps of one look. */
struct gaps {
    int count;
    struct {
        char id[161], before[161];
    } at[SHOWN];
};

/* ---- one look ---- */

static int page_ask(struct pair *pair, struct ctl_service *service, struct replica_page_answer *page)
{
    struct reply reply;
    int code = ctl_ask(pair->ctl, service, MSG_replica_page, &pair->asked, &reply);
    if (!code)
        code = ctl_expect(pair->ctl, &reply, MSG_replica_page_answer);
    if (!code)
        *page = *(const struct replica_page_answer *)reply.body;
    return pair->code = code;
}

static void gap_ignore(void *self, const char *id, const char *before)
{
    (void)self;
    (void)id;
    (void)before;
}

/* Told to apply nothing of this owner's: it will not come on by itself. Also when it cannot be asked. */
static bool copier_is_paused(struct pair *pair)
{
    const struct service_status asked = {0};
    struct reply reply;
    if (ctl_ask(pair->ctl, pair->copier, MSG_service_status, &asked, &reply) ||
        ctl_expect(pair->ctl, &reply, MSG_service_status_answer))
        return true;
    const struct service_status_answer *status = reply.body;
    for (uint32_t i = 0; i < status->follows.count; i++)
        if (text_same(status->follows.at[i].source, pair->asked.source))
            return text_same(status->follows.at[i].state, "paused");
    return true;
}

/* The copier, once it has applied all that the owner's first page tells of. On a busy machine that takes as long as it
 * takes: answers are counted, not seconds. */
static enum look copier_ask(struct pair *pair)
{
    int64_t reached = -1;
    for (int vain = 1;; vain++) {
        if (page_ask(pair, pair->copier, &pair->copy))
            return LOOK_FAILED;
        const bool same =
            text_same(pair->copy.epoch, pair->first.epoch) || (!pair->first.number && !pair->copy.epoch[0]);
        if (same && pair->copy.number >= pair->first.number)
            return LOOK_DONE;
        if (pair->copy.number != reached)
            vain = 1;
        reached = pair->copy.number;
        if (vain >= VAIN || (vain % VAIN_ROUND == 0 && copier_is_paused(pair)))
            return LOOK_BEHIND;
        ctl_pause(PAUSE_MS);
    }
}

/* *bound: up to where the three pages can be compared. */
static enum look pair_look(struct pair *pair, const char **bound)
{
    if (page_ask(pair, pair->owner, &pair->first))
        return LOOK_FAILED;
    enum look look = copier_ask(pair);
    if (look != LOOK_DONE)
        return look;
    if (page_ask(pair, pair->owner, &pair->last))
        return LOOK_FAILED;
    const char *one = replica_bound(&pair->first, &pair->copy), *two = replica_bound(&pair->copy, &pair->last);
    *bound = !one || (two && strcmp(two, one) < 0) ? two : one;
    return replica_compare(&pair->first, &pair->last, *bound, gap_ignore, NULL) ? LOOK_MOVED : LOOK_DONE;
}

static void gap_keep(void *self, const char *id, const char *before)
{
    struct gaps *gaps = self;
    if (gaps->count < SHOWN) {
        TEXT_PUT(gaps->at[gaps->count].id, id);
        TEXT_PUT(gaps->at[gaps->count].before, before);
    }
    gaps->count++;
}

/* Looks at the page after asked.after until it stands still; smaller ones do sooner. */
static enum look page_look(struct pair *pair, struct gaps *gaps, const char **bound)
{
    enum look look = LOOK_MOVED;
    int sure = 0;
    for (int tries = 0; tries < TRIES && sure < SURE; tries++) {
        look = pair_look(pair, bound);
        if (look == LOOK_FAILED || look == LOOK_BEHIND)
            return look;
        if (look == LOOK_MOVED) {
            pair->asked.limit = pair->asked.limit > 4 ? pair->asked.limit / 4 : 1;
            continue;
        }
        *gaps = (struct gaps){0};
        if (replica_compare(&pair->last, &pair->copy, *bound, gap_keep, gaps) == 0)
            return LOOK_DONE;
        sure++;
    }
    return sure ? LOOK_DONE : LOOK_MOVED;
}

/* ---- what differs ---- */

static bool row_stands(const struct replica_page_answer *page, const char *id)
{
    for (uint32_t i = 0; i < page->rows.count; i++)
        if (text_same(page->rows.at[i].id, id))
            return true;
    return false;
}

/* The fields in which a record differs, each asked for alone, separated by blanks. 0, or an exit code. */
static int fields_find(struct pair *pair, const char *before, char *to, size_t size)
{
    struct pair one = *pair;
    to[0] = '\0';
    one.asked.limit = 1;
    one.asked.fields.count = 1;
    TEXT_PUT(one.asked.after, before);
    for (uint32_t i = 0; i < pair->asked.fields.count; i++) {
        struct gaps gaps = {0};
        const char *bound;
        TEXT_PUT(one.asked.fields.at[0], pair->asked.fields.at[i]);
        enum look look = page_look(&one, &gaps, &bound);
        if (look == LOOK_FAILED)
            return one.code;
        const size_t used = strlen(to);
        if (look == LOOK_DONE && gaps.count)
            text_format(to + used, size - used, "%s%s", used ? " " : "", pair->asked.fields.at[i]);
    }
    return 0;
}

static void gap_show(struct pair *pair, const char *id, const char *how, const char *fields)
{
    if (json_array_size(pair->shown) < SHOWN)
        json_array_append_new(pair->shown, json_pack("{s:s, s:s, s:s}", "id", id, "how", how, "fields", fields));
}

static int gap_tell(struct pair *pair, const char *id, const char *before)
{
    char fields[1024] = "";
    const bool owned = row_stands(&pair->last, id), kept = row_stands(&pair->copy, id);
    pair->parked = pair->copy.parked;
    pair->orphans = pair->copy.orphans;
    int code = owned && kept ? fields_find(pair, before, fields, sizeof fields) : 0;
    if (!code)
        gap_show(pair, id, !kept ? "lacking" : !owned ? "surplus" : "differs", fields);
    return code;
}

/* ---- all pages of a kind ---- */

/* One page; 1 there are more, 0 that was the last, -1 it cannot go on. */
static int page_verify(struct pair *pair)
{
    struct gaps gaps = {0};
    const char *bound = NULL;
    char end[sizeof pair->asked.after];
    pair->asked.limit = sizeof pair->last.rows.at / sizeof pair->last.rows.at[0];
    const enum look look = page_look(pair, &gaps, &bound);
    TEXT_PUT(end, bound ? bound : "");
    pair->behind = look == LOOK_BEHIND;
    pair->restless = pair->restless || look == LOOK_MOVED;
    if (look == LOOK_FAILED || look == LOOK_BEHIND)
        return -1;
    for (uint32_t i = 0; i < pair->last.rows.count; i++)
        pair->records += !end[0] || strcmp(pair->last.rows.at[i].id, end) <= 0;
    pair->gaps += gaps.count;
    for (int i = 0; i < gaps.count && i < SHOWN && !pair->code; i++)
        gap_tell(pair, gaps.at[i].id, gaps.at[i].before);
    const bool on = strcmp(end, pair->asked.after) > 0;
    TEXT_PUT(pair->asked.after, end);
    return pair->code ? -1 : on;
}

/* Why the copy may differ though nothing is wrong with it: NULL when nothing explains it. */
static const char *gap_excuse(const struct pair *pair)
{
    if (pair->parked)
        return "messages of it are set aside, dropped or mended: anxin dead";
    return pair->orphans ? "it lost events that were applied here: anxin orphans" : NULL;
}

static const char *pair_fault(const struct pair *pair)
{
    if (pair->behind)
        return "the copy does not come on";
    if (pair->restless)
        return "some records change too fast to be compared";
    return pair->gaps && !gap_excuse(pair) ? "the copy is not what its owner has" : NULL;
}

static void gaps_print(const struct pair *pair)
{
    size_t i;
    json_t *gap;
    json_array_foreach(pair->shown, i, gap)
    {
        const char *id = json_string_value(json_object_get(gap, "id"));
        const char *how = json_string_value(json_object_get(gap, "how"));
        const char *fields = json_string_value(json_object_get(gap, "fields"));
        if (text_same(how, "differs"))
            printf("          %s %s: %s\n", pair->asked.record, id, fields);
        else
            printf("          %s %s: %s\n", pair->asked.record, id,
                   text_same(how, "lacking") ? "the copy lacks it" : "its owner does not have it");
    }
    if (pair->gaps > SHOWN)
        printf("          and %" PRId64 " more\n", pair->gaps - SHOWN);
}

static void pair_print(const struct pair *pair, const char *fault)
{
    const char *excuse = pair->gaps ? gap_excuse(pair) : NULL;
    if (pair->ctl->json) {
        ctl_print_json(json_pack("{s:s, s:s, s:s, s:s, s:I, s:I, s:i, s:i, s:s, s:O}", "check", "replicas", "keeper",
                                 pair->copier->name, "source", pair->asked.source, "record", pair->asked.record,
                                 "records", (json_int_t)pair->records, "gaps", (json_int_t)pair->gaps, "checked", 1,
                                 "broken", fault != NULL, "fault",
                                 fault    ? fault
                                 : excuse ? excuse
                                          : "",
                                 "shown", pair->shown));
        return;
    }
    printf("%-9s %-10s %s of %s in %s: %" PRId64 " records, %" PRId64 " differ%s%s\n", fault ? "broken" : "ok",
           "replica", pair->asked.record, pair->asked.source, pair->copier->name, pair->records, pair->gaps,
           fault || excuse ? "; " : "",
           fault    ? fault
           : excuse ? excuse
                    : "");
    gaps_print(pair);
}

/* *behind: a source that the copier did not come on with, "" none; its other records are not waited for again. */
static int pair_verify(struct ctl *ctl, struct ctl_service *copier, struct ctl_service *owner,
                       const struct replica_row *row, char behind[33], int *unsound)
{
    struct pair *pair = calloc(1, sizeof *pair);
    if (!pair)
        return ctl_say(ctl, CTL_REFUSED, "out of memory");
    *pair = (struct pair){.ctl = ctl, .copier = copier, .owner = owner, .shown = json_array()};
    TEXT_PUT(pair->asked.source, row->source);
    TEXT_PUT(pair->asked.record, row->record);
    pair->asked.fields.count = row->fields.count;
    memcpy(pair->asked.fields.at, row->fields.at, sizeof row->fields.at);
    pair->behind = text_same(behind, row->source);
    while (!pair->behind && page_verify(pair) > 0)
        ctl_progress("%s: %s of %s, %" PRId64 " records", copier->name, row->record, row->source, pair->records);
    ctl_progress("%s", "");
    const int code = pair->code;
    const char *fault = pair_fault(pair);
    if (!code)
        pair_print(pair, fault);
    if (pair->behind)
        text_copy(behind, 33, row->source);
    *unsound += !code && fault;
    json_decref(pair->shown);
    free(pair);
    return code;
}

int replicas_verify(struct ctl *ctl, int *unsound)
{
    const struct replica_list question = {0};
    int code = 0;
    for (int i = 0; i < ctl->services && !code; i++) {
        struct reply reply;
        code = ctl_ask(ctl, &ctl->service[i], MSG_replica_list, &question, &reply);
        if (!code)
            code = ctl_expect(ctl, &reply, MSG_replica_list_answer);
        if (code)
            return code;
        char behind[33] = "";
        const struct replica_list_answer kept = *(const struct replica_list_answer *)reply.body;
        for (uint32_t k = 0; k < kept.rows.count && !code; k++) {
            struct ctl_service *owner = ctl_service(ctl, kept.rows.at[k].source);
            if (owner && owner != &ctl->service[i])
                code = pair_verify(ctl, &ctl->service[i], owner, &kept.rows.at[k], behind, unsound);
        }
    }
    return code;
}

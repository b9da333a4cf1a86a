/* Invariant: nothing of a service's code is used, only its events, and the names of its tables and states. */
#include "model.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/recent.h"
#include "wire/codec.h"
#include "wire/envelope.h"

/* What an event makes of its subject. */
static const struct {
    const char *type, *kind, *state;
} moves[] = {
    {"booking.requested", "booking", "REQUESTED"},
    {"booking.confirm_asked", "booking", "ASKED"}, /* still REQUESTED, and the client has been asked */
    {"booking.confirmed", "booking", "CONFIRMED"},
    {"booking.in_service", "booking", "IN_SERVICE"},
    {"booking.completed", "booking", "COMPLETED"},
    {"booking.closed", "booking", "CLOSED"},
    {"booking.cancelled", "booking", "CANCELLED"},
    {"booking.expired", "booking", "EXPIRED"},
    {"booking.no_show", "booking", "NO_SHOW"},
    {"room.held", "room", "HELD"},
    {"room.denied", "room", "DENIED"},
    {"room.released", "room", "RELEASED"},
    {"visit.planned", "visit", "PLANNED"},
    {"visit.offered", "visit", "OFFERED"},
    {"visit.assigned", "visit", "ASSIGNED"},
    {"visit.acked", "visit", "ACKED"},
    {"visit.at_risk", "visit", "AT_RISK"},
    {"visit.en_route", "visit", "EN_ROUTE"},
    {"visit.started", "visit", "STARTED"},
    {"visit.ended", "visit", "ENDED"},
    {"visit.verified", "visit", "VERIFIED"},
    {"visit.disputed", "visit", "DISPUTED"},
    {"visit.closed", "visit", "CLOSED"},
    {"visit.missed_by_worker", "visit", "MISSED"},
    {"visit.client_no_show", "visit", "CLIENT_NO_SHOW"},
    {"visit.cancelled", "visit", "CANCELLED"},
    {"match.unfillable", "visit", "UNFILLED"},
    {"calendar.hold_granted", "time", "granted"},
    {"calendar.hold_denied", "time", "denied"},
    {"calendar.released", "time", "released"},
    {"case.filed", "case", "FILED"},
    {"case.screened", "case", "SCREENED"},
    {"case.accepted", "case", "ACCEPTED"},
    {"case.agreed", "case", "AGREED"},
    {"case.failed", "case", "FAILED"},
    {"case.withdrawn", "case", "WITHDRAWN"},
    {"case.closed", "case", "CLOSED"},
};

/* What a store says: rows "ID STATE", where STATE may be several words with a bar between. `own`: of itself. */
static const struct claim_row {
    const char *service, *kind;
    bool own;
    const char *sentence, *sql;
} claims[] = {
    {"booking", "booking", true, "a booking is in the state that its last event gave it",
     "SELECT booking || ' ' || state FROM booking WHERE state <> 'REQUESTED' ORDER BY booking"},
    {"booking", "room", true, "a room hold is what its last event says", "SELECT hold || ' ' || state FROM room_hold"},
    {"matching", "visit", true, "a visit is in the state that its last event gave it",
     "SELECT visit || ' ' || state FROM visit WHERE state NOT IN ('PLANNED', 'ASSIGNED', 'OFFERED') ORDER BY visit"},
    {"matching", "team", true, "a household's main worker is whom its last event named",
     "SELECT household || ' ' || main FROM team WHERE instr(main, '|') = 0 ORDER BY household"},
    {"mediation", "case", true, "a case is in the state that its last event gave it",
     "SELECT id || ' ' || state FROM dispute ORDER BY id"},
    {"matching", "booking", false,
     "a booking whose visit has a worker is confirmed, in service, or its client was asked",
     "SELECT booking || ' ASKED|CONFIRMED|IN_SERVICE' FROM visit WHERE lead IS NULL AND state IN ('ACKED', 'EN_ROUTE', "
     "'STARTED') "
     "ORDER BY visit"},
    {"matching", "booking", false, "a booking of a visit that was worked has heard of it",
     "SELECT booking || ' IN_SERVICE|COMPLETED|CLOSED|CANCELLED' FROM visit WHERE lead IS NULL AND state IN "
     "('STARTED', 'ENDED') "
     "ORDER BY visit"},
    {"matching", "booking", false, "a booking of a visit that was verified is completed",
     "SELECT booking || ' COMPLETED|CLOSED|CANCELLED' FROM visit WHERE lead IS NULL AND state IN ('VERIFIED', "
     "'CLOSED') "
     "ORDER BY visit"},
    {"booking", "visit", false, "the visit of a cancelled booking is cancelled",
     "SELECT visit || ' CANCELLED|MISSED|CLIENT_NO_SHOW|CLOSED|VERIFIED' FROM booking WHERE state = 'CANCELLED' "
     "AND visit IS NOT NULL ORDER BY booking"},
    {"booking", "visit", false, "a confirmed booking's visit is with somebody, or somebody is looked for",
     "SELECT visit || ' ASSIGNED|ACKED|AT_RISK|EN_ROUTE|OFFERED|PLANNED' FROM booking WHERE state = 'CONFIRMED' "
     "AND visit IS NOT NULL ORDER BY booking"},
    {"training", "room", false, "a room that training holds is held at booking",
     "SELECT id || ' HELD' FROM hold WHERE kind = 'room' AND state = 'granted' ORDER BY id"},
    {"training", "time", false, "time that training holds is held at matching",
     "SELECT id || ' granted' FROM hold WHERE kind <> 'room' AND state = 'granted' ORDER BY id"},
};
#define CLAIMS ((int)(sizeof claims / sizeof claims[0]))

struct entry {
    char kind[12], id[65], state[65];
    struct entry *next;
};

struct said_of_others {
    const struct claim_row *row;
    char text[200];
};

struct made {
    uint64_t id; /* a hash of it */
    int node;
    int64_t number;
};

struct taken {
    int by, of;
    int64_t number;
    uint64_t hash; /* begin of the event's */
};

struct model {
    struct run *run;
    struct entry *entries[4096];
    struct said_of_others *others;
    int others_count, others_room;
    uint64_t *chain[NODES_MOST]; /* of the own stream: the begin of each event's hash */
    int64_t chain_count[NODES_MOST], chain_room[NODES_MOST];
    struct made *made; /* all events of own streams */
    int64_t made_count, made_room;
    struct node *node;             /* in hand */
    int source;                    /* in hand */
    const struct claim_row *claim; /* in hand */
    struct taken *applied;
    int64_t applied_count, applied_room;
};

struct model *model_open(struct run *run)
{
    struct model *model = calloc(1, sizeof *model);
    if (!model)
        BUG("out of memory");
    model->run = run;
    return model;
}

void model_close(struct model **model_p)
{
    struct model *model = *model_p;
    for (size_t i = 0; i < sizeof model->entries / sizeof model->entries[0]; i++)
        for (struct entry *entry = model->entries[i], *next; entry; entry = next) {
            next = entry->next;
            free(entry);
        }
    for (int i = 0; i < NODES_MOST; i++)
        free(model->chain[i]);
    free(model->applied);
    free(model->made);
    free(model->others);
    free(model);
    *model_p = NULL;
}

static void *room_for(void *at, int64_t count, int64_t *room, size_t size)
{
    if (count < *room)
        return at;
    *room = *room ? *room * 2 : 1024;
    at = realloc(at, (size_t)*room * size);
    if (!at)
        BUG("out of memory");
    return at;
}

static uint64_t text_number(const char *text)
{
    uint64_t number = UINT64_C(0xcbf29ce484222325);
    for (; *text; text++)
        number = (number ^ (uint8_t)*text) * UINT64_C(0x100000001b3);
    return number ^ number >> 31;
}

static struct entry *entry_of(struct model *model, const char *kind, const char *id, bool make)
{
    struct entry **chain = &model->entries[text_number(id) % 4096], *entry = *chain;
    while (entry && (!text_same(entry->kind, kind) || !text_same(entry->id, id)))
        entry = entry->next;
    if (entry || !make)
        return entry;
    entry = calloc(1, sizeof *entry);
    if (!entry)
        BUG("out of memory");
    TEXT_PUT(entry->kind, kind);
    TEXT_PUT(entry->id, id);
    entry->next = *chain;
    return *chain = entry;
}

/* ---- replaying ---- */

/* Whose household it is, "-" nobody's. */
static void named_take(struct model *model, const struct envelope *envelope, const void *data, size_t size)
{
    struct caseload_changed event = {0};
    struct flaw flaw;
    if (text_same(envelope->type, "caseload.changed") &&
        codec_decode(message_of(MSG_caseload_changed)->shape, data, size, &event, &flaw) == 0)
        TEXT_PUT(entry_of(model, "team", event.household, true)->state, event.worker[0] ? event.worker : "-");
}

static int replay(void *self, int64_t number, const void *header, size_t header_size, const void *data, size_t size)
{
    struct model *model = self;
    const int node = model->node->index;
    struct envelope envelope;
    struct flaw flaw;
    uint8_t hash[HASH_SIZE];
    hash_event(hash, header, header_size, data, size);
    model->chain[node] =
        room_for(model->chain[node], model->chain_count[node], &model->chain_room[node], sizeof *model->chain[node]);
    memcpy(&model->chain[node][model->chain_count[node]++], hash, sizeof model->chain[node][0]);
    if (envelope_decode(&envelope, header, header_size, &flaw) != 0)
        return 1;
    model->made = room_for(model->made, model->made_count, &model->made_room, sizeof *model->made);
    model->made[model->made_count++] = (struct made){text_number(envelope.id), node, number};
    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++)
        if (text_same(moves[i].type, envelope.type))
            TEXT_PUT(entry_of(model, moves[i].kind, envelope.subject, true)->state, moves[i].state);
    named_take(model, &envelope, data, size);
    return 0;
}

/* ---- claims ---- */

static void claim_check(struct model *model, const struct claim_row *row, const char *text)
{
    char id[100], states[100];
    TEXT_HALVES(id, states, text);
    const struct entry *entry = entry_of(model, row->kind, id, false);
    if (!entry || !text_in_list(entry->state, states))
        world_violated(&model->run->world, "5 model", "%s: %s is %s by its events; %s says %s", row->sentence, id,
                       entry ? entry->state : "unknown", row->service, states);
}

static void claim_take(void *self, const char *text)
{
    struct model *model = self;
    if (model->claim->own) {
        claim_check(model, model->claim, text);
        return;
    }
    int64_t room = model->others_room;
    model->others = room_for(model->others, model->others_count, &room, sizeof *model->others);
    model->others_room = (int)room;
    struct said_of_others *said = &model->others[model->others_count++];
    said->row = model->claim;
    text_copy(said->text, sizeof said->text, text);
}

/* An event of the source in hand that a follower has applied. */
static int applied_take(void *self, int64_t number, const struct recent *recent)
{
    struct model *model = self;
    model->applied = room_for(model->applied, model->applied_count, &model->applied_room, sizeof *model->applied);
    struct taken *applied = &model->applied[model->applied_count++];
    *applied = (struct taken){.by = model->node->index, .of = model->source, .number = number};
    memcpy(&applied->hash, recent->hash, sizeof applied->hash);
    return 0;
}

static void applied_take_all(struct model *model, struct store *store)
{
    for (int i = 0; i < model->node->sources_count; i++) {
        const char *name = model->node->instance.follows[i].name;
        struct cursor cursor = {0};
        TEXT_PUT(cursor.source, name);
        TEXT_PUT(cursor.stream, name);
        model->source = model->node->sources[i];
        if (recent_each(store, &cursor, 0, applied_take, model) != 0)
            world_violated(&model->run->world, "5 model", "%s: %s", model->node->instance.name, store_why(store));
    }
}

void model_take(struct model *model, struct node *node, struct store *store, struct ledger *ledger)
{
    struct head head;
    model->node = node;
    if (ledger_head(ledger, node->instance.name, &head) == 1)
        ledger_read(ledger, node->instance.name, 0, (int)head.last, replay, model);
    for (int i = 0; i < CLAIMS && !model->run->marred[node->index]; i++) {
        model->claim = &claims[i];
        if (text_same(claims[i].service, node->plain->name) && store_ask(store, claims[i].sql, claim_take, model) != 0)
            world_violated(&model->run->world, "5 model", "%s: %s", node->instance.name, store_why(store));
    }
    applied_take_all(model, store);
}

/* Each event of a source was applied once, none was left out (oracle 3). */
static void holes_find(struct model *model)
{
    for (int64_t i = 1; i < model->applied_count; i++) {
        const int of = model->applied[i].of, by = model->applied[i].by;
        const bool same = model->applied[i - 1].of == of && model->applied[i - 1].by == by;
        if (same && model->applied[i].number != model->applied[i - 1].number + 1)
            world_violated(&model->run->world, "3 all of it", "%s has applied %s %lld after %lld",
                           model->run->nodes[by].instance.name, of < 0 ? "nobody" : model->run->nodes[of].instance.name,
                           (long long)model->applied[i].number, (long long)model->applied[i - 1].number);
    }
}

static int made_order(const void *a, const void *b)
{
    const struct made *x = a, *y = b;
    if (x->node != y->node)
        return x->node - y->node;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* An id comes from its cause: the same one twice is an effect that happened twice (guarantee 2). */
static void doubles_find(struct model *model)
{
    if (model->made_count > 0)
        qsort(model->made, (size_t)model->made_count, sizeof *model->made, made_order);
    for (int64_t i = 1; i < model->made_count; i++) {
        const struct made *one = &model->made[i - 1], *other = &model->made[i];
        if (one->node == other->node && one->id == other->id)
            world_violated(&model->run->world, "2 once", "%s %lld and %lld have one id",
                           model->run->nodes[one->node].instance.name, (long long)one->number,
                           (long long)other->number);
    }
}

void model_compare(struct model *model)
{
    holes_find(model);
    doubles_find(model);
    for (int i = 0; i < model->others_count && model->run->scars == 0; i++)
        claim_check(model, model->others[i].row, model->others[i].text);
    for (int64_t i = 0; i < model->applied_count; i++) {
        const int of = model->applied[i].of;
        const int64_t number = model->applied[i].number;
        const bool same =
            of < 0 || number > model->chain_count[of] || model->chain[of][number - 1] == model->applied[i].hash;
        if (same || model->run->marred[model->applied[i].by])
            continue;
        world_violated(&model->run->world, "6 one story", "%s has applied another %s %lld than stands there",
                       model->run->nodes[model->applied[i].by].instance.name, model->run->nodes[of].instance.name,
                       (long long)number);
        return;
    }
}

/* Stillness (oracle 9), and what must hold of each store and between them (oracles 3, 6, 11). */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "service/engine_private.h"
#include "service/verify.h"

#include "bounds.h"
#include "copies.h"
#include "model.h"
#include "oracle.h"
#include "store/audit_trail.h"
#include "store/recent.h"

/* ---- positions ---- */

static bool is_on_chain(struct engine *owner, const struct cursor *cursor)
{
    uint8_t hash[HASH_SIZE];
    struct head head;
    if (cursor->number == 0)
        return true;
    return ledger_head(owner->ledger, cursor->stream, &head) == 1 && cursor->number <= head.last &&
           (ledger_hash_at(owner->ledger, cursor->stream, cursor->number, hash) != 1 ||
            memcmp(hash, cursor->hash, HASH_SIZE) == 0);
}

/* ---- stillness ---- */

static bool follow_is_calm(struct run *run, const struct node *node, int index, char why[256])
{
    const struct follow *follow = &node->engine->follows[index];
    const struct node *owner = &run->nodes[node->sources[index]];
    struct head head = {0};
    ledger_head(owner->engine->ledger, follow->name, &head);
    bool on_chain = is_on_chain(owner->engine, &follow->cursor);
    if (follow->state == FOLLOW_LIVE && follow->cursor.number == head.last && !follow->moved && on_chain)
        return true;
    snprintf(why, 256, "%s follows %s: %s at %lld of %lld%s", node->instance.name, follow->name,
             following_name(follow->state), (long long)follow->cursor.number, (long long)head.last,
             on_chain ? "" : " of another chain");
    return false;
}

static bool node_is_calm(struct run *run, const struct node *node, char why[256])
{
    const struct engine *engine = node->engine;
    if (engine_lost(engine) || engine_sick(engine) || !space_takes_commands(engine))
        snprintf(why, 256, "%s is %s", node->instance.name,
                 engine_lost(engine)   ? "without its store"
                 : engine_sick(engine) ? "sick"
                                       : "short of disk");
    else if (clock_held(engine))
        snprintf(why, 256, "%s doubts its clock", node->instance.name);
    else if (timers_due(node->engine) < engine_now(engine) - 5 * MS_SECOND)
        snprintf(why, 256, "%s has a timer overdue", node->instance.name);
    else if (engine->parked > 0)
        snprintf(why, 256, "%s has set aside %lld", node->instance.name, (long long)engine->parked);
    for (int i = 0; !why[0] && i < node->sources_count; i++)
        if (!follow_is_calm(run, node, i, why))
            return false;
    return !why[0];
}

/* Who may read a stream has all of it (oracle 4). */
static bool reader_is_calm(struct run *run, const struct reader *reader, char why[256])
{
    struct head head = {0};
    ledger_head(run->nodes[reader->server].engine->ledger, reader->stream, &head);
    if (!reader->may || reader->number == head.last)
        return true;
    snprintf(why, 256, "%s has read %s to %lld of %lld", reader->actor, reader->stream, (long long)reader->number,
             (long long)head.last);
    return false;
}

void check_calm(struct run *run, char why[256])
{
    why[0] = '\0';
    for (int i = 0; i < run->clients.nodes; i++)
        if (!run->nodes[i].engine) {
            snprintf(why, 256, "%s is down: %s", run->nodes[i].instance.name, run->nodes[i].why);
            return;
        }
    for (int i = 0; i < run->clients.nodes; i++)
        if (!node_is_calm(run, &run->nodes[i], why))
            return;
    for (int i = 0; i < run->clients.readers_count; i++)
        if (!reader_is_calm(run, &run->clients.readers[i], why))
            return;
    for (int i = 0; i < run->clients.count && run->clients.open > 0; i++)
        if (!run->clients.all[i]->settled) {
            const struct order *order = run->clients.all[i];
            snprintf(why, 256, "%s %s has no answer after %d tries", order->envelope.type, order->envelope.id,
                     order->tries);
            return;
        }
}

void check_noticed(struct run *run)
{
    for (int i = 0; i < run->clients.nodes; i++) {
        const struct node *node = &run->nodes[i];
        for (int k = 0; node->engine && k < node->sources_count; k++) {
            const struct follow *follow = &node->engine->follows[k];
            struct engine *owner = run->nodes[node->sources[k]].engine;
            if (owner && !engine_lost(owner) && follow->state == FOLLOW_LIVE && !is_on_chain(owner, &follow->cursor))
                world_violated(&run->world, "10 noticed", "%s follows %s at %lld, which is not on its chain",
                               node->instance.name, follow->name, (long long)follow->cursor.number);
        }
    }
}

/* ---- stores ---- */

struct ahead {
    struct run *run;
    const struct node *node;
};

static void is_ahead(void *self, const char *source)
{
    const struct ahead *ahead = self;
    world_violated(&ahead->run->world, "2 once", "%s has applied more of %s than its cursor says",
                   ahead->node->instance.name, source);
}

void check_started(struct run *run, const struct node *node)
{
    struct ahead ahead = {run, node};
    if (run->marred[node->index] || engine_lost(node->engine))
        return;
    store_ask(node->engine->store,
              "SELECT c.source FROM cursor AS c WHERE EXISTS (SELECT 1 FROM recent_run AS r WHERE r.source = c.source"
              " AND r.stream = c.stream AND r.last > c.number) ORDER BY 1",
              is_ahead, &ahead);
}

struct complaint {
    struct run *run;
    const char *store, *check;
    bool quiet;
    int count;
};

static void complain(void *self, const char *text)
{
    struct complaint *complaint = self;
    complaint->count++;
    if (!complaint->quiet)
        world_violated(&complaint->run->world, complaint->check, "%s: %s", complaint->store, text);
}

static void rules(struct complaint *complaint, struct store *store, const struct invariant *invariant)
{
    for (; invariant && invariant->name; invariant++) {
        complaint->check = invariant->name;
        if (store_ask(store, invariant->sql, complain, complaint) != 0)
            complain(complaint, store_why(store));
    }
}

static void store_check(struct complaint *complaint, struct store *store, struct ledger *ledger,
                        const struct node *node)
{
    int64_t events = 0, acts = 0;
    complaint->check = "6 integrity";
    if (store_integrity(store, complain, complaint) != 0)
        complain(complaint, store_why(store));
    complaint->check = "6 chains";
    if (ledger_verify(ledger, complain, complaint, &events) != 0)
        complain(complaint, store_why(store));
    complaint->check = "6 trail";
    if (audit_verify(store, complain, complaint, &acts) != 0)
        complain(complaint, store_why(store));
    complaint->check = "6 answers";
    if (answer_verify(store, complain, complaint) != 0)
        complain(complaint, store_why(store));
    complaint->check = "6 applied";
    if (recent_verify(store, complain, complaint) != 0)
        complain(complaint, store_why(store));
    rules(complaint, store, store_invariants);
    rules(complaint, store, bounds_rows);
    rules(complaint, store, node->plain->invariants);
    for (const struct judged *judged = node->plain->judged; judged && judged->invariant.name; judged++) {
        complaint->check = judged->invariant.name;
        if (judged_ask(store, judged, complain, complaint) != 0)
            complain(complaint, store_why(store));
    }
}

static int open_and_check(struct run *run, struct node *node, bool quiet)
{
    static const uint8_t no_seed[8];
    struct error error = {""};
    const struct secrets secrets = node_secrets(node);
    struct store_options options = node_store_options(node, &secrets);
    struct complaint complaint = {.run = run, .store = node->instance.name, .check = "6 store", .quiet = quiet};
    if (mount_is_cut(node->mount))
        mount_revive(node->mount);
    struct store *store = store_open(&options, &error);
    struct ledger *ledger = store ? ledger_open(store, no_seed, &error) : NULL;
    if (ledger)
        store_check(&complaint, store, ledger, node);
    else
        complain(&complaint, error.text);
    if (ledger && !quiet) {
        oracle_check(run, node, ledger);
        model_take(run->model, node, store, ledger);
    }
    ledger_close(&ledger);
    store_close(&store);
    return complaint.count;
}

void check_store(struct run *run, struct node *node)
{
    open_and_check(run, node, false);
}

bool check_store_quietly(struct run *run, struct node *node)
{
    return open_and_check(run, node, true) == 0;
}

void check_all(struct run *run)
{
    run->ended = true;
    for (int i = 0; i < run->clients.nodes; i++)
        node_stop(&run->nodes[i]);
    for (int i = 0; i < run->clients.nodes; i++)
        check_store(run, &run->nodes[i]);
    model_compare(run->model);
    if (run->scars == 0) /* what was done on the strength of lost events stays done */
        copies_check(run);
}

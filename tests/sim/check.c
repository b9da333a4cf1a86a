/* Stillness (oracle 9), and what must hold of each store and between them (oracles 3, 6, 11). */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "service/engine_private.h"
#include "service/verify.h"
#include "store/audit_trail.h"

/* ---- stillness ---- */

static bool follow_is_calm(struct run *run, const struct node *node, int index, char why[256])
{
    const struct follow *follow = &node->engine->follows[index];
    const struct node *owner = &run->nodes[node->sources[index]];
    struct head head = {0};
    ledger_head(owner->engine->ledger, follow->name, &head);
    if (follow->state == FOLLOW_LIVE && follow->cursor.number == head.last && !follow->moved)
        return true;
    snprintf(why, 256, "%s follows %s: %s at %lld of %lld", node->plain->name, follow->name,
             following_name(follow->state), (long long)follow->cursor.number, (long long)head.last);
    return false;
}

static bool node_is_calm(struct run *run, const struct node *node, char why[256])
{
    const struct engine *engine = node->engine;
    if (engine_lost(engine) || engine_sick(engine) || !space_takes_commands(engine))
        snprintf(why, 256, "%s is %s", node->plain->name,
                 engine_lost(engine)   ? "without its store"
                 : engine_sick(engine) ? "sick"
                                       : "short of disk");
    else if (clock_held(engine))
        snprintf(why, 256, "%s doubts its clock", node->plain->name);
    else if (timers_due(node->engine) < engine_now(engine) - 5 * MS_SECOND)
        snprintf(why, 256, "%s has a timer overdue", node->plain->name);
    else if (engine->parked > 0)
        snprintf(why, 256, "%s has set aside %lld", node->plain->name, (long long)engine->parked);
    for (int i = 0; !why[0] && i < node->sources_count; i++)
        if (!follow_is_calm(run, node, i, why))
            return false;
    return !why[0];
}

void check_calm(struct run *run, char why[256])
{
    why[0] = '\0';
    for (int i = 0; i < NODES; i++)
        if (!run->nodes[i].engine) {
            snprintf(why, 256, "%s is down: %s", run->nodes[i].plain->name, run->nodes[i].why);
            return;
        }
    for (int i = 0; i < NODES; i++)
        if (!node_is_calm(run, &run->nodes[i], why))
            return;
    for (int i = 0; i < run->clients.count && run->clients.open > 0; i++)
        if (!run->clients.all[i]->settled) {
            const struct order *order = run->clients.all[i];
            snprintf(why, 256, "%s %s has no answer after %d tries", order->envelope.type, order->envelope.id,
                     order->tries);
            return;
        }
}

/* ---- stores ---- */

struct complaint {
    struct run *run;
    const char *store, *check;
};

static void complain(void *self, const char *text)
{
    const struct complaint *complaint = self;
    world_violated(&complaint->run->world, complaint->check, "%s: %s", complaint->store, text);
}

static void rules(struct run *run, struct store *store, const struct node *node, const struct invariant *invariant)
{
    for (; invariant && invariant->name; invariant++) {
        struct complaint complaint = {run, node->plain->name, invariant->name};
        if (store_ask(store, invariant->sql, complain, &complaint) != 0)
            complain(&complaint, store_why(store));
    }
}

void check_store(struct run *run, struct node *node)
{
    static const uint8_t no_seed[8];
    struct error error = {""};
    int64_t events = 0, acts = 0;
    const struct secrets secrets = node_secrets(node);
    struct store_options options = {.path = NODE_STORE,
                                    .service = node->service->name,
                                    .migrations = node->service->migrations,
                                    .statements = node->service->statements,
                                    .vfs = mount_name(node->mount),
                                    .secrets = &secrets};
    if (mount_is_cut(node->mount))
        mount_revive(node->mount);
    struct store *store = store_open(&options, &error);
    struct ledger *ledger = store ? ledger_open(store, no_seed, &error) : NULL;
    if (!ledger) {
        world_violated(&run->world, "6 store", "%s cannot be opened: %s", node->plain->name, error.text);
        store_close(&store);
        return;
    }
    struct complaint integrity = {run, node->plain->name, "6 integrity"};
    struct complaint chains = {run, node->plain->name, "6 chains"}, trail = {run, node->plain->name, "6 trail"};
    if (store_integrity(store, complain, &integrity) != 0 || ledger_verify(ledger, complain, &chains, &events) != 0 ||
        audit_verify(store, complain, &trail, &acts) != 0)
        complain(&integrity, store_why(store));
    rules(run, store, node, store_invariants);
    rules(run, store, node, node->plain->invariants);
    ledger_close(&ledger);
    store_close(&store);
}

void check_all(struct run *run)
{
    for (int i = 0; i < NODES; i++)
        node_stop(&run->nodes[i]);
    for (int i = 0; i < NODES; i++)
        check_store(run, &run->nodes[i]);
}

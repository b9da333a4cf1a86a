/* Restores go the way of common/service/restore.c: the copy becomes the store in a new epoch, the trail says so, and
 * all who were answered since the copy are told to repeat. */
#include "operator.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/z85.h"
#include "check.h"
#include "faults.h"
#include "service/engine_private.h"
#include "store/audit_trail.h"

#define COPY_NAME "backup.db"
#define PARTNER "miniapp" /* the outside system that has a key */

struct backup {
    void *bytes; /* NULL: as the ground was */
    size_t size;
    int64_t at;               /* world time */
    struct disk_copy *volume; /* of the whole disk, for one that is put back without a word */
};

struct operator_ {
    struct backup backup[NODES_MOST];
    struct registry *with, *without; /* the partner's key holds, is revoked */
    bool revoked;
    uint8_t key[KEY_SIZE];
    int misdirect[NODES_MOST]; /* share of what it writes that lands elsewhere when it dies */
};

/* ---- keys ---- */

static struct registry *registry_make(const struct operator_ *operator, bool revoked)
{
    char text[256], key[KEY_TEXT];
    struct error error;
    z85_encode(key, operator->key, KEY_SIZE);
    TEXT_FORMAT(text,
                "[" PARTNER "]\nrole = partner\nkey = %s 2020-01-01T00:00:00Z 2040-01-01T00:00:00Z\nstation = *\n"
                "community = *\nquota = 0 0 0\n%s",
                key, revoked ? "revoked = 2020-01-02T00:00:00Z\n" : "");
    struct registry *registry = registry_parse(text, strlen(text), "registry", &error);
    if (!registry)
        BUG("%s", error.text);
    return registry;
}

void operator_open(struct run *run)
{
    struct operator_ *operator= calloc(1, sizeof *operator);
    if (!operator)
        BUG("out of memory");
    memset(operator->key, 7, sizeof operator->key);
    operator->with = registry_make(operator, false);
    operator->without = registry_make(operator, true);
    run->operator_ = operator;
}

void operator_close(struct run *run)
{
    struct operator_ *operator= run->operator_;
    for (int i = 0; i < run->clients.nodes; i++) {
        free(operator->backup[i].bytes);
        disk_copy_free(&operator->backup[i].volume);
    }
    registry_free(&operator->with);
    registry_free(&operator->without);
    free(operator);
}

static bool is_partner(const struct run *run, int end)
{
    int reader = end - run->clients.nodes - CLIENTS;
    if (reader >= 0)
        return reader < run->clients.readers_count && text_same(run->clients.readers[reader].actor, PARTNER);
    return end == client_end(&run->clients, PARTNER);
}

void operator_identify(void *self, int end, struct peer *peer)
{
    struct run *run = self;
    struct operator_ *operator= run->operator_;
    if (!is_partner(run, end))
        return;
    memcpy(peer->key, operator->key, sizeof peer->key);
    TEXT_PUT(peer->name, PARTNER);
    peer->who = registry_find_key(operator->revoked ? operator->without : operator->with, operator->key,
                                  world_business(&run->world));
    peer->trusted = peer->who != NULL;
}

void operator_arrived(struct run *run, const struct parcel *parcel)
{
    struct envelope envelope;
    struct flaw flaw;
    if (run->swarm.on[FAULT_REVOKE] && parcel->from == client_end(&run->clients, PARTNER) &&
        parcel->frames.count == 3 &&
        envelope_decode(&envelope, parcel->frames.at[1].data, parcel->frames.at[1].size, &flaw) == 0)
        client_admitted(&run->clients, parcel->from, envelope.id, !run->operator_->revoked);
}

static void registry_tell(struct run *run)
{
    for (int i = 0; i < run->clients.nodes; i++)
        if (run->nodes[i].engine)
            operator_started(run, &run->nodes[i]);
}

void operator_started(struct run *run, struct node *node)
{
    struct operator_ *operator= run->operator_;
    engine_identities(node->engine, operator->revoked ? operator->without : operator->with);
}

static void give_back(void *self, int64_t number, void *data)
{
    struct run *run = self;
    (void)number, (void)data;
    run->operator_->revoked = false;
    registry_tell(run);
    world_say(&run->world, PARTNER " has its key again");
}

void operator_revoke(struct run *run, struct draw *draw)
{
    run->operator_->revoked = true;
    registry_tell(run);
    world_say(&run->world, "fault: the key of " PARTNER " is revoked");
    world_at(&run->world, run->world.now + draw_span(draw, 0, 2 * US_MINUTE), give_back, run, 0, NULL);
}

/* ---- restoring ---- */

static int epoch_begin(struct run *run, struct node *node, struct store *store, struct ledger *ledger)
{
    uint8_t seed[8];
    char before[17];
    TEXT_PUT(before, ledger_epoch(ledger));
    const struct audit_entry entry = {.at = node_wall(node),
                                      .who = "uid:0",
                                      .role = "operator",
                                      .kind = "admin",
                                      .what = AUDIT_RESTORED,
                                      .object = before,
                                      .decision = "accepted"};
    node->env.random(node, seed, sizeof seed);
    if (store_begin(store) != 0 || ledger_fork(ledger, seed, node_wall(node)) != 0 || audit_write(store, &entry) != 0 ||
        store_commit(store) != 0)
        return -1;
    world_say(&run->world, "%s: epoch %s ended, %s begins", node->instance.name, before, ledger_epoch(ledger));
    return 0;
}

/* The file with that name on its disk is the last copy from now on. */
static void backup_take(struct run *run, struct node *node, const char *path)
{
    struct backup *backup = &run->operator_->backup[node->index];
    size_t size = 0;
    const void *bytes = disk_bytes(node->disk, path, &size);
    void *copy = malloc(size + 1);
    if (!bytes || !copy)
        BUG("%s of %s is not there", path, node->instance.name);
    memcpy(copy, bytes, size);
    free(backup->bytes);
    backup->bytes = copy;
    backup->size = size;
    backup->at = run->world.now;
}

/* What stands in its place on the disk becomes the store in a new epoch. */
static void fork_store(struct run *run, struct node *node)
{
    static const uint8_t no_seed[8];
    struct error error = {""};
    const struct secrets secrets = node_secrets(node);
    struct store_options options = node_store_options(node, &secrets);
    disk_mend(node->disk); /* nobody restores to a disk that fails, or lies */
    disk_limit(node->disk, 0);
    disk_lie(node->disk, 0);
    mount_cut_at(node->mount, 0);
    node->next_opened = false;
    if (mount_is_cut(node->mount))
        mount_revive(node->mount);
    struct store *store = store_open(&options, &error);
    struct ledger *ledger = store ? ledger_open(store, no_seed, &error) : NULL;
    bool failed = !ledger || epoch_begin(run, node, store, ledger) != 0;
    const char *why = store && !error.text[0] ? store_why(store) : error.text;
    if (failed && (strstr(why, ".keys") || strstr(why, "vault"))) /* keys have copies of their own */
        run->beyond = true;
    else if (failed)
        world_violated(&run->world, "restore", "%s: %s", node->instance.name, why);
    ledger_close(&ledger);
    store_close(&store);
    if (!run->beyond)
        backup_take(run, node, NODE_STORE); /* as everybody should: an older copy knows nothing of this epoch */
}

static bool is_good(const struct run *run, const struct node *node, const struct backup *backup)
{
    return run->suspect_since[node->index] == 0 || backup->at < run->suspect_since[node->index] - 1;
}

/* Whoever was answered since then is asked to repeat: perhaps what he was told is lost. */
static void senders_repeat(struct run *run, const struct node *node, int64_t since)
{
    for (int i = 0; i < run->clients.count; i++) {
        struct order *order = run->clients.all[i];
        if (order->server == node->index && order->settled && order->settled_at >= since)
            client_again(order);
    }
    for (int i = 0; i < run->clients.readers_count; i++) /* the outcome of a repeat may stand where he has read */
        if (run->clients.readers[i].server == node->index && text_starts(run->clients.readers[i].stream, "partner."))
            reader_begin_again(&run->clients.readers[i]);
}

/* A copy that is good (or that of the ground). */
static void put_back(struct run *run, struct node *node, const struct backup *backup)
{
    size_t size;
    const int64_t at = backup->at;
    world_say(&run->world, "operator: %s is restored from a copy of %lld", node->instance.name,
              (long long)(backup->at / US_SECOND));
    node_kill(node);
    disk_remove(node->disk, NODE_STORE "-wal");
    if (backup->bytes) {
        disk_put(node->disk, NODE_STORE, backup->bytes, backup->size);
    } else {
        const void *ground = ground_store(run->ground, node->index, &size);
        disk_put(node->disk, NODE_STORE, ground, size);
    }
    run->scars++;
    run->suspect_since[node->index] = 0;
    run->marred[node->index] = false;
    node->service = node->plain;
    fork_store(run, node);
    senders_repeat(run, node, at);
    fault_restart(run, node, US_SECOND);
}

/* A copy through the product's own way. */
static bool copy_take(struct run *run, struct node *node)
{
    if (!node->engine || engine_sick(node->engine) || node->engine->open || node->engine->copy.copying ||
        node->service != node->plain)
        return false;
    disk_remove(node->disk, COPY_NAME);
    if (store_copy(node->engine->store, COPY_NAME) != 0) {
        world_say(&run->world, "operator: no copy of %s: %s", node->instance.name, store_why(node->engine->store));
        return false;
    }
    backup_take(run, node, COPY_NAME);
    disk_remove(node->disk, COPY_NAME);
    return true;
}

/* ---- old copies ---- */

static void restore_due(void *self, int64_t index, void *data)
{
    struct run *run = self;
    (void)data;
    if (!run->healed && is_good(run, &run->nodes[index], &run->operator_->backup[index]))
        put_back(run, &run->nodes[index], &run->operator_->backup[index]);
}

void operator_old_copy(struct run *run, struct draw *draw, struct node *node)
{
    int64_t after = draw_span(draw, US_SECOND, 20 * US_MINUTE);
    if (copy_take(run, node))
        world_at(&run->world, run->world.now + after, restore_due, run, node->index, NULL);
}

static void silent_due(void *self, int64_t index, void *data)
{
    struct run *run = self;
    struct node *node = &run->nodes[index];
    struct backup *backup = &run->operator_->backup[index];
    (void)data;
    if (run->healed || !backup->volume)
        return;
    world_say(&run->world, "fault: an old copy of %s is put in place", node->instance.name);
    node_kill(node);
    disk_restore(node->disk, backup->volume);
    node->next_opened = false;
    disk_copy_free(&backup->volume);
    node->service = node->plain;
    operator_suspect(run, node, false);
    fault_restart(run, node, US_SECOND);
}

void operator_old_silent(struct run *run, struct draw *draw, struct node *node)
{
    struct backup *backup = &run->operator_->backup[node->index];
    int64_t after = draw_span(draw, US_SECOND, 20 * US_MINUTE);
    if (backup->volume || !node->engine || node->service != node->plain)
        return;
    backup->volume = disk_copy_of(node->disk, NODE_STORE);
    world_at(&run->world, run->world.now + after, silent_due, run, node->index, NULL);
}

/* ---- what hardware destroys ---- */

void operator_suspect(struct run *run, const struct node *node, bool marred)
{
    run->marred[node->index] = run->marred[node->index] || marred;
    run->doubtful[node->index] = true;
    if (run->suspect_since[node->index] == 0)
        run->suspect_since[node->index] = run->world.now + 1;
}

static void lie_due(void *self, int64_t index, void *data)
{
    struct run *run = self;
    struct node *node = &run->nodes[index];
    const struct disk_loss loss = {.lose = 5000, .tear = 2000};
    (void)data;
    if (run->healed)
        return;
    world_say(&run->world, "fault: the power of %s goes, and its disk had lied", node->instance.name);
    fault_power(run, node, &loss);
    disk_lie(node->disk, 0);
    fault_restart(run, node, US_SECOND);
}

void operator_lie(struct run *run, struct draw *draw, struct node *node)
{
    operator_suspect(run, node, false);
    world_say(&run->world, "fault: the disk of %s begins to lie", node->instance.name);
    disk_lie(node->disk, draw_below(draw, 2) ? 10000 : draw_below(draw, 10000));
    world_at(&run->world, run->world.now + draw_span(draw, US_SECOND, 5 * US_MINUTE), lie_due, run, node->index, NULL);
}

/* The power goes in the middle of what it writes: only then there is something that can land elsewhere. */
void operator_misdirect(struct run *run, struct draw *draw, struct node *node)
{
    run->operator_->misdirect[node->index] = draw_below(draw, 5000);
    mount_cut_at(node->mount, draw_span(draw, 1, 80));
}

void operator_died(struct run *run, struct node *node)
{
    const struct disk_loss loss = {.lose = 2000, .misdirect = run->operator_->misdirect[node->index]};
    if (loss.misdirect == 0)
        return;
    run->operator_->misdirect[node->index] = 0;
    world_say(&run->world, "fault: its power goes");
    fault_power(run, node, &loss);
}

/* Who reads all of its own stream. */
static void tap_begin_again(struct run *run, const struct node *node)
{
    for (int i = 0; i < run->clients.readers_count; i++)
        if (text_same(run->clients.readers[i].stream, node->instance.name))
            reader_begin_again(&run->clients.readers[i]);
}

void operator_flip(struct run *run, struct draw *draw, struct node *node)
{
    const char *path = draw_below(draw, 3) ? NODE_STORE : NODE_STORE "-wal";
    int64_t size = disk_size(node->disk, path);
    if (size <= 0)
        return;
    operator_suspect(run, node, true);
    int64_t place = disk_flip(node->disk, path, 0, size);
    world_say(&run->world, "fault: a bit of %s of %s flips at %lld", path, node->instance.name, (long long)place);
    if (draw_below(draw, 2)) { /* what is in memory hides it: so it is read again, and all of the stream with it */
        node_kill(node);
        fault_restart(run, node, US_SECOND);
        tap_begin_again(run, node);
    }
}

/* ---- mending ---- */

/* Does anybody stand where this store has nothing, or something else? Then he must not go on as if all was well. */
static bool is_contradicted(struct run *run, struct node *node)
{
    bool contradicted = false;
    for (int i = 0; i < node->followers_count && node->engine; i++) {
        struct node *other = &run->nodes[node->followers[i]];
        for (int k = 0; other->engine && k < other->sources_count; k++)
            if (other->sources[k] == node->index)
                contradicted = contradicted || other->engine->follows[k].state == FOLLOW_DIVERGED ||
                               other->engine->follows[k].state == FOLLOW_EPOCH;
    }
    for (int i = 0; i < run->clients.readers_count; i++)
        contradicted =
            contradicted || (run->clients.readers[i].server == node->index && run->clients.readers[i].diverged > 0);
    return contradicted;
}

static void readers_begin_again(struct run *run, const struct node *node)
{
    for (int i = 0; i < run->clients.readers_count; i++)
        if (run->clients.readers[i].server == node->index)
            run->clients.readers[i].diverged = 0;
}

/* A store that nobody contradicts and that is sound stays. One that is sound begins a new epoch as it is: the last
 * copy would lose more. */
static void node_repair(struct run *run, struct node *node)
{
    static const struct backup ground;
    const struct backup *copy = &run->operator_->backup[node->index];
    bool contradicted = is_contradicted(run, node);
    node_kill(node);
    bool sound = check_store_quietly(run, node);
    world_say(&run->world, "operator: %s was damaged; %s%s", node->instance.name, sound ? "sound" : "not sound",
              contradicted ? ", contradicted" : "");
    if (!sound) {
        bool good = copy->bytes && is_good(run, node, copy);
        run->beyond = run->beyond || (!good && copy->bytes);
        put_back(run, node, good ? copy : &ground);
    } else {
        run->scars++;
        fork_store(run, node);
        senders_repeat(run, node, 0);
        fault_restart(run, node, US_SECOND);
    }
    readers_begin_again(run, node);
}

void operator_repair(struct run *run)
{
    for (int i = 0; i < run->clients.nodes; i++)
        if (run->doubtful[i])
            node_repair(run, &run->nodes[i]);
}

static void drop_one(void *self, const char *number)
{
    struct node *node = self;
    struct dead_drop drop = {.number = strtoll(number, NULL, 10), .reason = "left over from a restore"};
    node_control(node, MSG_dead_drop, &drop);
}

void operator_tidy(struct run *run)
{
    for (int i = 0; i < run->clients.nodes; i++) {
        struct node *node = &run->nodes[i];
        struct timers_confirm confirm = {.wall = node_wall(node)};
        if (node->engine && clock_held(node->engine))
            node_control(node, MSG_timers_confirm, &confirm);
        if (node->engine && run->scars > 0 && node->engine->parked > 0 && !engine_sick(node->engine))
            store_ask(node->engine->store, "SELECT min(number) FROM parked", drop_one, node);
    }
}

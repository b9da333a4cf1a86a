/* Runs in a process of its own on a copy, so that the daemon is never slowed down. */
#include "service/verify.h"

#include <stdio.h>

#include <jansson.h>

#include "base/text.h"
#include "service/instance.h"
#include "store/audit_trail.h"
#include "store/ledger.h"
#include "store/recent.h"

#define SHOWN 20 /* faults shown of one check */

/* One check and its faults so far. */
struct check {
    const char *name, *sentence;
    int faults;
    json_t *shown;
};

static void complain(void *self, const char *text)
{
    struct check *check = self;
    if (check->faults++ < SHOWN)
        json_array_append_new(check->shown, json_string(text));
}

static int check_end(struct check *check, int result, json_t *checks, bool json)
{
    const char *state = result != 0 ? "failed to run" : check->faults > 0 ? "broken" : "ok";
    if (!json) {
        printf("%-9s %-10s %s\n", state, check->name, check->sentence);
        for (size_t i = 0; i < json_array_size(check->shown); i++)
            printf("          %s\n", json_string_value(json_array_get(check->shown, i)));
    }
    json_array_append_new(checks, json_pack("{s:s, s:s, s:i, s:O}", "name", check->name, "state", state, "faults",
                                            check->faults, "shown", check->shown));
    json_decref(check->shown);
    return result != 0 || check->faults > 0;
}

static int check_integrity(struct store *store, json_t *checks, bool json)
{
    struct check check = {"integrity", "SQLite finds the file sound", 0, json_array()};
    return check_end(&check, store_integrity(store, complain, &check), checks, json);
}

static int check_chains(struct ledger *ledger, json_t *checks, bool json, int64_t *events)
{
    struct check check = {"chains", "every event follows from the one before it", 0, json_array()};
    return check_end(&check, ledger_verify(ledger, complain, &check, events), checks, json);
}

static int check_trail(struct store *store, json_t *checks, bool json, int64_t *acts)
{
    struct check check = {"audit", "every act follows from the one before it and stands as it was written", 0,
                          json_array()};
    return check_end(&check, audit_verify(store, complain, &check, acts), checks, json);
}

static int check_answers(struct store *store, json_t *checks, bool json)
{
    struct check check = {"answers", "every answer that may be given again stands as it was given", 0, json_array()};
    return check_end(&check, answer_verify(store, complain, &check), checks, json);
}

static int check_applied(struct store *store, json_t *checks, bool json)
{
    struct check check = {"applied", "what was applied of other services can be read", 0, json_array()};
    return check_end(&check, recent_verify(store, complain, &check), checks, json);
}

/* One line of the file: what a neighbour has noted. 0, or -1 when the store failed or the line is none. */
static int anchor_check(struct store *store, const char *epoch, const char *line, struct check *check)
{
    struct audit_anchor anchor = {0};
    const char *by = "", *of = "", *hash = "";
    json_int_t number = 0;
    json_t *noted = json_loads(line, 0, NULL);
    int failed = json_unpack(noted, "{s:s, s:s, s:I, s:s}", "by", &by, "epoch", &of, "number", &number, "hash", &hash);
    anchor.number = number;
    if (!failed && (text_copy(anchor.epoch, sizeof anchor.epoch, of) != 0 ||
                    text_unhex(anchor.hash, sizeof anchor.hash, hash) != 0))
        failed = -1;
    if (!failed)
        failed = audit_compare(store, epoch, by, &anchor, complain, check);
    json_decref(noted);
    return failed;
}

/* What neighbours have noted of this trail stands beside the copy, if somebody has gathered it: COPY.anchors. */
static int check_anchors(struct store *store, const char *epoch, const char *copy, json_t *checks, bool json)
{
    struct check check = {"anchors", "the trail of acts is the one that other services have noted", 0, json_array()};
    char path[4096], line[512];
    int result = 0;
    FILE *in = TEXT_FORMAT(path, "%s.anchors", copy) == 0 ? fopen(path, "r") : NULL;
    if (!in) {
        json_decref(check.shown);
        return 0;
    }
    while (result == 0 && fgets(line, sizeof line, in))
        result = anchor_check(store, epoch, line, &check);
    fclose(in);
    if (result != 0)
        complain(&check, "a line of the file of anchors cannot be read, or the store failed");
    return check_end(&check, result, checks, json);
}

static int check_judged(struct store *store, const struct judged *judged, json_t *checks, bool json)
{
    struct check check = {judged->invariant.name, judged->invariant.sentence, 0, json_array()};
    int result = judged_ask(store, judged, complain, &check);
    if (result != 0)
        complain(&check, store_why(store));
    return check_end(&check, result, checks, json);
}

static int check_invariant(struct store *store, const struct invariant *invariant, json_t *checks, bool json)
{
    struct check check = {invariant->name, invariant->sentence, 0, json_array()};
    int result = store_ask(store, invariant->sql, complain, &check);
    if (result != 0)
        complain(&check, store_why(store));
    return check_end(&check, result, checks, json);
}

/* Where each stream ends: what a backup notes of itself. */
static json_t *heads_json(const struct ledger *ledger)
{
    json_t *heads = json_array();
    struct head head;
    for (int i = 0; ledger_head_at(ledger, i, &head) == 1; i++) {
        char hash[HASH_SIZE * 2 + 1];
        text_hex(hash, head.hash, HASH_SIZE);
        json_array_append_new(
            heads, json_pack("{s:s, s:I, s:s}", "stream", head.name, "last", (json_int_t)head.last, "hash", hash));
    }
    return heads;
}

int verify_store(const struct service *service, struct store *store, struct ledger *ledger, const char *path, bool json)
{
    json_t *checks = json_array();
    char name[INSTANCE_NAME];
    int64_t events = 0, acts = 0;
    instance_called(name, service);
    int broken = check_integrity(store, checks, json) + check_chains(ledger, checks, json, &events) +
                 check_trail(store, checks, json, &acts) + check_answers(store, checks, json) +
                 check_applied(store, checks, json) + check_anchors(store, ledger_epoch(ledger), path, checks, json);
    for (const struct invariant *i = store_invariants; i->name; i++)
        broken += check_invariant(store, i, checks, json);
    for (const struct invariant *i = service->invariants; i && i->name; i++)
        broken += check_invariant(store, i, checks, json);
    for (const struct judged *i = service->judged; i && i->invariant.name; i++)
        broken += check_judged(store, i, checks, json);
    size_t count = json_array_size(checks);
    if (json) {
        json_t *all = json_pack("{s:s, s:s, s:I, s:I, s:i, s:i, s:o, s:o}", "service", name, "epoch",
                                ledger_epoch(ledger), "events", (json_int_t)events, "acts", (json_int_t)acts, "checked",
                                (int)count, "broken", broken, "heads", heads_json(ledger), "checks", checks);
        json_dumpf(all, stdout, JSON_COMPACT);
        putchar('\n');
        json_decref(all);
    } else {
        printf("%s: %lld events, %lld acts, %zu checks, %d broken\n", name, (long long)events, (long long)acts, count,
               broken);
        json_decref(checks);
    }
    return broken > 0;
}

int verify_copy(const struct service *service, const char *path, bool json)
{
    static const uint8_t no_seed[8];
    struct error error;
    char name[INSTANCE_NAME];
    struct store_options options = {.path = path,
                                    .service = name,
                                    .migrations = service->migrations,
                                    .statements = service->statements,
                                    .read_only = true};
    instance_called(name, service);
    struct store *store = store_open(&options, &error);
    struct ledger *ledger = store ? ledger_open(store, no_seed, &error) : NULL;
    int code = 2;
    if (ledger)
        code = verify_store(service, store, ledger, path, json);
    else
        fprintf(stderr, "anxin-%s: %s\n", service->name, error.text);
    ledger_close(&ledger);
    store_close(&store);
    return code;
}

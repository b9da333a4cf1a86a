/* The same pages of digests that anxin verify asks for, taken from the stores themselves: positions are equal at rest.
 */
#include "copies.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "service/replica.h"

/* One kind of record in the stores of its owner and its keeper. */
struct pair {
    struct run *run;
    const struct node *owner, *keeper;
    struct store *owned, *kept;
    struct replica_page asked;
    struct replica_page_answer own, copy;
};

static void gap_say(void *self, const char *id, const char *before)
{
    const struct pair *pair = self;
    (void)before;
    world_violated(&pair->run->world, "5 copies", "%s keeps %s %s otherwise than %s has it",
                   pair->keeper->instance.name, pair->asked.record, id, pair->owner->instance.name);
}

static void pair_check(struct pair *pair, const struct replica *copy)
{
    struct replica_row row = {0};
    const struct replica *own = replica_find(pair->owner->plain, copy->source, copy->record);
    const char *bound, *unknown = "";
    if (!own || replica_fields(pair->kept, copy, &row) != 0)
        BUG("%s of %s is declared by one of two", copy->record, copy->source);
    pair->asked = (struct replica_page){.fields.count = row.fields.count};
    TEXT_PUT(pair->asked.record, copy->record);
    memcpy(pair->asked.fields.at, row.fields.at, sizeof row.fields.at);
    do {
        if (replica_page(pair->owned, own, &pair->asked, &pair->own, &unknown) != 0 ||
            replica_page(pair->kept, copy, &pair->asked, &pair->copy, &unknown) != 0) {
            world_violated(&pair->run->world, "5 copies", "%s of %s: %s%s%s", copy->record, copy->source,
                           store_why(pair->owned), store_why(pair->kept), unknown);
            return;
        }
        bound = replica_bound(&pair->own, &pair->copy);
        replica_compare(&pair->own, &pair->copy, bound, gap_say, pair);
        if (bound)
            TEXT_PUT(pair->asked.after, bound);
    } while (bound);
}

static struct store *store_of(struct run *run, struct node *node)
{
    struct error error = {""};
    const struct secrets secrets = node_secrets(node);
    struct store_options options = node_store_options(node, &secrets);
    struct store *store = store_open(&options, &error);
    if (!store)
        world_violated(&run->world, "5 copies", "%s: %s", node->instance.name, error.text);
    return store;
}

static void nodes_check(struct pair *pair)
{
    for (const struct replica *copy = pair->keeper->plain->replicas; copy && copy->source; copy++)
        if (text_same(copy->source, pair->owner->plain->name))
            pair_check(pair, copy);
}

void copies_check(struct run *run)
{
    struct store *stores[NODES_MOST];
    struct pair *pair = calloc(1, sizeof *pair);
    if (!pair)
        BUG("out of memory");
    pair->run = run;
    for (int i = 0; i < run->clients.nodes; i++)
        stores[i] = store_of(run, &run->nodes[i]);
    for (int i = 0; i < run->clients.nodes; i++)
        for (int k = 0; k < run->nodes[i].sources_count; k++) {
            const int source = run->nodes[i].sources[k];
            pair->owner = &run->nodes[source], pair->owned = stores[source];
            pair->keeper = &run->nodes[i], pair->kept = stores[i];
            if (pair->owned && pair->kept)
                nodes_check(pair);
        }
    for (int i = 0; i < run->clients.nodes; i++)
        store_close(&stores[i]);
    free(pair);
}

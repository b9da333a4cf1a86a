/* SQL of offers and their answers. */
#include "offer_store.h"

#include "base/text.h"

enum statement { ADD, DROP, FIND, BEST, NEXT_OF_WORKER, ANSWER, ANSWERS, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [ADD] = "INSERT INTO offer (visit, worker, hold, score) VALUES (?1, ?2, ?3, ?4)",
    [DROP] = "DELETE FROM offer WHERE visit = ?1 AND worker = ?2",
    [FIND] = "SELECT visit, worker, hold, score FROM offer WHERE visit = ?1 AND worker = ?2",
    [BEST] = "SELECT visit, worker, hold, score FROM offer WHERE visit = ?1 ORDER BY score DESC, worker LIMIT 1",
    [NEXT_OF_WORKER] =
        ("SELECT visit, worker, hold, score FROM offer WHERE worker = ?1 AND visit > ?2 ORDER BY visit LIMIT 1"),
    [ANSWER] = "INSERT OR REPLACE INTO offer_answer (worker, visit, at, refused) VALUES (?1, ?2, ?3, ?4)",
    [ANSWERS] = "SELECT worker, visit, at, refused FROM offer_answer WHERE at > ?1 ORDER BY worker, visit",
};
const struct statements offer_sql = {"offers", sql, STATEMENTS};

int offer_add(struct store *store, const struct offer *offer)
{
    return store_do(
               store, &offer_sql, ADD,
               ARGS(val_text(offer->visit), val_text(offer->worker), val_text(offer->hold), val_int(offer->score))) < 0
               ? -1
               : 0;
}

int offer_drop(struct store *store, const struct offer *offer)
{
    return store_do(store, &offer_sql, DROP, ARGS(val_text(offer->visit), val_text(offer->worker))) < 0 ? -1 : 0;
}

static int one(struct store *store, int statement, const struct value *args, int count, struct offer *offer)
{
    struct rows rows;
    rows_open(&rows, store, &offer_sql, statement, args, count);
    int found = rows_next(&rows);
    if (found == 1) {
        ROWS_COPY(&rows, 0, offer->visit);
        ROWS_COPY(&rows, 1, offer->worker);
        ROWS_COPY(&rows, 2, offer->hold);
        offer->score = rows_int(&rows, 3);
    }
    rows_close(&rows);
    return found;
}

int offer_find(struct store *store, const char *visit, const char *worker, struct offer *offer)
{
    return one(store, FIND, ARGS(val_text(visit), val_text(worker)), offer);
}

int offer_best(struct store *store, const char *visit, struct offer *offer)
{
    return one(store, BEST, ARGS(val_text(visit)), offer);
}

int offer_next_of_worker(struct store *store, const char *worker, const char *after, struct offer *offer)
{
    return one(store, NEXT_OF_WORKER, ARGS(val_text(worker), val_text(after)), offer);
}

int answer_add(struct store *store, const char *worker, const struct offer_answer *answer)
{
    return store_do(store, &offer_sql, ANSWER,
                    ARGS(val_text(worker), val_text(answer->visit), val_int(answer->at), val_int(answer->refused))) < 0
               ? -1
               : 0;
}

int answer_load(struct store *store, int64_t since, struct pool *pool)
{
    struct rows rows;
    int found, put = 0;
    rows_open(&rows, store, &offer_sql, ANSWERS, ARGS(val_int(since)));
    while (!put && (found = rows_next(&rows)) == 1) {
        struct offer_answer answer = {.at = rows_int(&rows, 2), .refused = rows_int(&rows, 3)};
        ROWS_COPY(&rows, 1, answer.visit);
        put = pool_put_answer(pool, rows_text(&rows, 0), &answer);
        pool_keep(pool);
    }
    rows_close(&rows);
    return put || found ? -1 : 0;
}

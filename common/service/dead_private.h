/* What the two halves of dead letters share: what is asked of them, and what is decided. */
#ifndef ANXIN_SERVICE_DEAD_PRIVATE_H
#define ANXIN_SERVICE_DEAD_PRIVATE_H

#include "service/engine_private.h"

/* Who asked, to be answered. */
struct dead_asker {
    const struct peer *peer;
    const struct envelope *envelope;
};

void dead_refuse(struct engine *engine, const struct dead_asker *who, const char *code, const char *field,
                 const char *detail);
void dead_trouble(struct engine *engine, const struct dead_asker *who); /* of the store, just now */
void dead_gone(struct engine *engine, const struct dead_asker *who);    /* no message of that number */

struct dead_choice dead_choice_one(int64_t number);
struct dead_choice dead_choice_some(int64_t after, int64_t until, const char *type, const char *cause);

/* The message of that number in engine->retried; else says why not. */
bool dead_find(struct engine *engine, const struct dead_asker *who, int64_t number);

/* dead_change.c: answers a retry, mend or drop, whose body is in engine->body. */
void dead_change(struct engine *engine, const struct dead_asker *who, enum message_type type);

#endif

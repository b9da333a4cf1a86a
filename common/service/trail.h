/* Inside of the engine: what goes into the trail of acts (X4). Shared by the files of common/service alone. */
#ifndef ANXIN_SERVICE_TRAIL_H
#define ANXIN_SERVICE_TRAIL_H

#include "proto/catalogue.h"
#include "service/env.h"
#include "service/service.h"
#include "store/audit_trail.h"
#include "wire/codec.h"

#define TRAIL_REPEATS 64 /* kinds of acts that are counted at once */
#define TRAIL_LOOK 20000 /* rows looked at for one answer */

struct engine;

/* What an act was; texts, not NULL. */
struct trail_act {
    const char *kind, *what, *object, *fields, *decision, *code;
};

/* Acts alike of one identity within a minute: the first is written, the others are counted and written at its end. */
struct trail_repeat {
    const char *what; /* NULL: free */
    const char *kind, *decision;
    char who[65], key[17], role[33], code[65], policy[AUDIT_TEXT];
    int64_t until, count;
};

/* The request of an operator that is being served. */
struct trail_admin {
    const struct peer *peer;
    const struct envelope *envelope;
    const struct message *message; /* NULL: none */
    bool written;
    char object[ID_SIZE], fields[AUDIT_TEXT];
    char outcome[33], code[33]; /* what was said of it, when it was not done */
};

/* A command whose answer is stored in this batch (engine->work.answer); body NULL: it was not decoded. 0 or -1, then
 * the batch is gone. */
int trail_command(struct engine *engine, const struct envelope *envelope, const struct message *message,
                  const void *body);
/* A refusal that is answered at once: one row for each identity, message type and decision a minute, with a count. */
void trail_repeated(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                    const char *outcome, const char *code);
/* An answer that tells the personal fields named. It is to leave after the commit. 0 or -1, then the batch is gone. */
int trail_read(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
               const struct message *question, const char *fields);
/* What the service does by itself or its process is told to do (keys.reloaded); ids alone. */
void trail_system(struct engine *engine, const char *what, const char *object);
/* A stream that was asked for and is not told; one row a minute, as above. */
void trail_stream_denied(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                         const char *stream);

/* Around the serving of an operator's request. Its row is written with the first commit in between, or at the end;
 * answers wait until then. */
void trail_admin_begin(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                       const struct message *message);
int trail_admin_commit(struct engine *engine); /* before each commit. 0 or -1 */
void trail_admin_end(struct engine *engine);

void trail_turn(struct engine *engine);  /* each turn, before its commit: what was counted, the anchor */
void trail_close(struct engine *engine); /* before the last commit */
int trail_recall(struct engine *engine); /* after a batch was dropped, and at the start. 0 or -1 */
int trail_trim(struct engine *engine);   /* forgets what is too old; inside a batch. How many acts, or -1 */

/* anchors.c: tells the anchor when it is due; keeps those of followed services. */
void trail_anchor(struct engine *engine);
extern const struct handler trail_handler;

void trail_serve_list(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                      const struct audit_list *asked);
void trail_serve_anchors(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                         const struct audit_anchors *asked);

#endif

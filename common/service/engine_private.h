/* Inside of the engine, shared by the files of common/service alone. */
#ifndef ANXIN_SERVICE_ENGINE_PRIVATE_H
#define ANXIN_SERVICE_ENGINE_PRIVATE_H

#include "base/text.h"
#include "proto/catalogue.h"
#include "service/engine.h"
#include "service/instance.h"
#include "service/policy.h"
#include "service/quota.h"
#include "service/trail.h"
#include "store/dead.h"
#include "store/ledger.h"
#include "store/orphans.h"
#include "store/recent.h"
#include "store/timers.h"
#include "wire/codec.h"
#include "wire/envelope.h"

#define OUTBOX_BYTES (4u << 20) /* answers and live events of one batch */
#define OUTBOX_ITEMS 8192
#define WAITING_BYTES (2u << 20) /* queries and fetches of one turn */
#define WAITING_ITEMS 2048
#define POLLS_MAX 256             /* fetches that wait for events */
#define POLLS_PEER 32             /* of one connection */
#define BATCH_MESSAGES 1024       /* a batch commits at the latest after so many */
#define REPLY_BYTES (1200u << 10) /* largest answer: a fetch of 1 MiB */
#define FETCH_BYTES (1100u << 10) /* events gathered for one fetch */

#define QUIET_MS 50 /* how long a batch may wait that nobody waits for */
#define BEAT_MS 1000
#define SILENCE_MS 5000   /* no valid beat or answer for so long: rebuild the sockets */
#define FETCH_LOST_MS 500 /* an unanswered fetch is asked again */
#define DEAF_MS 2500      /* no beat for so long: PUB brings nothing, poll */
#define POLL_MS 250
#define DEAF_REBUILD_MS 30000 /* no beat for so long although answers come: perhaps the subscription is lost */
#define APPLIED_MS 1000
#define SPACE_LOOK_MS 1000                 /* how often the room on the disk is looked at */
#define SPACE_RETRY_MS 10000               /* when the disk is full: whom to tell to come back when */
#define TIMERS_ASIDE 16                    /* damaged timers that are remembered */
#define SICK_MS 1000                       /* after a failed commit commands are answered overloaded for so long */
#define TIME_MOST INT64_C(253402300799999) /* the end of the year 9999: no time of an event lies behind it */
#define CLOCK_MARK_MS (10 * MS_SECOND)
#define TRIM_MS (10 * MS_MINUTE)
#define TRIM_MOST 1000                     /* answers looked at in one go */
#define ANSWERS_KEPT_MS (90 * MS_DAY)      /* ruling 3 */
#define CLOCK_BEHIND_MS MS_MINUTE          /* a wall clock so far behind the store's mark fires no timer */
#define CLOCK_AHEAD_MS MS_MINUTE           /* nor one that has jumped forward by more */
#define CLOCK_AWAY_MS (7 * MS_DAY)         /* at a start: so far ahead of the mark it counts as a jump */
#define CLOCK_PERSISTS_MS (10 * MS_MINUTE) /* a jump forward is believed when the clock has run evenly for so long */
#define RECENT_KEPT 100000                 /* applied events of each source that a fork can still list */
#define RECENT_STEP 1024                   /* older ones are forgotten so many at a time */

/* One outgoing message, held back until what it tells of is durable. */
struct outgoing {
    bool publish;
    struct peer peer;
    size_t offset[3], size[3]; /* frames in the outbox's bytes */
};

struct outbox {
    uint8_t *bytes;
    size_t used;
    struct outgoing *items;
    int count;
};

/* One request that is served after the commit of its turn. */
struct waiting {
    struct peer peer;
    size_t header, header_size, data, data_size; /* in the queue's bytes */
};

struct waiting_list {
    uint8_t *bytes;
    size_t used;
    struct waiting *items;
    int count;
};

/* A fetch held until there is an event or its time is over. */
struct poll {
    bool used;
    struct peer peer;
    struct envelope envelope;
    struct fetch fetch;
    int64_t until; /* monotonic */
};

/* The copy of the store that is being made. */
struct copy {
    struct copying *copying; /* NULL: none */
    struct peer peer;
    struct envelope envelope;
    int64_t tell; /* monotonic: when the asker hears of it next */
};

enum following {
    FOLLOW_NONE,
    FOLLOW_LIVE,
    FOLLOW_FETCHING,
    FOLLOW_SILENT,
    FOLLOW_EPOCH,
    FOLLOW_DIVERGED,
    FOLLOW_TRUNCATED,
    FOLLOW_PAUSED
};

/* Whether an operator holds back the events of a source. */
struct pause {
    bool on;
    int64_t at;
    char by[ID_SIZE], why[256];
};

/* Looking for the last event that our chain and the owner's share. */
struct fork_search {
    bool on;
    bool said;               /* that there is none */
    bool known;              /* the owner knows of our epoch, and we know all of it: the chains may part at its begin */
    int64_t low, high;       /* known to be common (0: none yet), known to be not */
    int64_t probe;           /* asked now */
    uint8_t hash[HASH_SIZE]; /* of that one, here */
};

/* Events of before that are heard once more. */
struct relearning {
    const struct relearn *what; /* NULL: none */
    int64_t number, until;      /* heard so far, and to be heard */
    uint8_t hash[HASH_SIZE];    /* of the last one */
};

/* What the last beat of a source said, as it came and as it was understood. */
struct said {
    uint8_t bytes[256];
    size_t size; /* 0: none, or it was longer */
    char epoch[17];
    bool of_ours; /* it told of the stream that we follow: */
    struct stream_head head;
};

struct follow {
    const char *service; /* "booking" */
    const char *name;    /* its own stream, whose source is the instance: "booking", "booking/xinhui" */
    struct pause pause;
    struct cursor cursor;
    bool moved;            /* cursor not yet saved in this batch */
    bool tell;             /* cursor not yet told to the owner */
    int64_t head;          /* last number known of the source */
    int64_t heard;         /* monotonic: last valid beat or answer */
    int64_t built;         /* monotonic: when its sockets were opened */
    int64_t patience;      /* silence allowed before the sockets are rebuilt, with jitter */
    int64_t beat;          /* monotonic: last beat; without them the follower is deaf and polls */
    int64_t polled;        /* monotonic: when the last fetch was sent */
    int64_t asked;         /* monotonic: when the outstanding fetch was sent; 0 none */
    char fetch[UUID_SIZE]; /* its id, which its answer names as its cause */
    int64_t unheard;       /* monotonic: when the first fetch was sent that had no answer; 0 none */
    int64_t ask_from;      /* monotonic: no fetch before that: the last one brought nothing, or a refusal */
    int64_t passed;        /* highest live event that came while a fetch was under way */
    bool doubt;            /* a beat does not fit our position: the owner is asked whether ours is on its chain */
    int64_t told;          /* monotonic: last applied */
    int64_t current;       /* monotonic: when we last held all that the source was known to have said; -1 never yet */
    struct recent_run recent; /* applied in this batch, not yet written */
    struct fork_search search;
    struct relearning relearning;
    int64_t unconfirmed; /* orphans of this source that may still come again */
    int64_t trimmed;     /* number at which old events were forgotten last */
    struct said said;
    enum following state;
};

enum clock_state { CLOCK_OK, CLOCK_BEHIND, CLOCK_AHEAD };

/* The wall clock as it was looked at. */
struct clock_look {
    enum clock_state state;
    int64_t base, base_mono; /* when it was last believed; monotonic 0: never */
    int64_t seen, seen_mono; /* last */
    int64_t ahead_since;     /* monotonic: since when it has run evenly, ahead */
};

/* Room on the disk. */
enum space { SPACE_PLENTY, SPACE_LOW, SPACE_FULL };

/* Whether who sent a message may, and where. */
struct permit {
    bool allowed;
    const struct identity *who; /* NULL: known by uid alone */
    struct policy_verdict verdict;
    const char *code, *field; /* denied: for the answer */
    char why[ROLE_WHY];
};

/* The row of the policy that decided about the message in hand; row "" the default, NULL nothing was asked. */
struct ruling {
    const char *row;
    int line;
};

/* Denials of this minute that were logged. */
#define DENIALS_MOST 256
#define DENIAL_HASH 16
struct denials {
    int64_t minute;
    uint8_t at[DENIALS_MOST][DENIAL_HASH];
    int count;
};

/* The service's long computation. */
struct computing {
    bool wanted;  /* there may be one that waits */
    int64_t from; /* monotonic: it is looked for from then on */
    bool on;      /* one is under way, or has come back */
    bool over;    /* it has come back */
    char id[ID_SIZE];
    void *snapshot;
};

/* What the unit in hand has done so far. */
struct work {
    struct unit unit;
    struct envelope cause;
    uint32_t ordinal;
    bool declined;
    bool not_now;          /* refused only for the moment */
    bool failed;           /* something it asked for failed, whatever its handler says */
    char awaits[ID_SIZE];  /* the object whose absence made it fail */
    char told[AUDIT_TEXT]; /* of a question: what the trail keeps of its sealed answer */
    struct answer answer;
};

struct engine {
    const struct service *service;
    struct instance instance;
    const char *name; /* its own: "booking", "booking/xinhui" */
    const struct config *config;
    struct travel travel;
    const struct env *env;
    const struct log *log;
    const struct registry *registry; /* who is known by key; NULL nobody */
    const struct policy *policy;     /* who may do what */
    struct policy *policy_own;       /* the one built in, where no other was given */
    const struct permit *asking;     /* whose places limit the list in hand; NULL: nobody's */
    struct quotas *quotas;
    int64_t over_quota; /* messages since start */
    struct denials denials;
    int64_t denied; /* messages and streams since start */
    char *store_path, *vfs;
    struct store_known *known;
    uint8_t *master;     /* in memory that is locked and not dumped */
    struct store *store; /* with ledger NULL only while `lost` */
    struct ledger *ledger;
    void *state;
    bool driven;
    int64_t clock;       /* driven business time, or the high-water mark of the wall clock */
    int64_t clock_saved; /* mark in the store */
    struct clock_look wall;
    bool due_known;      /* `due` is what the store says */
    int64_t timers_rest; /* mono; until then none fires: nobody can read what is due */
    int timers_aside;
    struct timer aside[TIMERS_ASIDE]; /* damaged timers that the operator was told of */
    int64_t due;
    bool open;           /* a transaction is open */
    int64_t quiet_until; /* monotonic: a batch that says nothing is committed then */
    bool spoiled;        /* a savepoint of it could not be closed: it must not be committed */
    bool lost;           /* store and memory must be opened again */
    enum space space;
    bool space_hit;               /* a write has failed for want of room */
    bool space_short;             /* less is left than is wanted */
    int64_t space_left;           /* bytes at the last look */
    int64_t ballast;              /* bytes held in reserve */
    int64_t space_due, prove_due; /* monotonic: next look */
    bool draining;
    int batched;        /* messages in it */
    int64_t sick_until; /* monotonic */
    int64_t started, beat_due;
    int64_t parked;     /* messages set aside in the store */
    int64_t retry_from; /* monotonic: when they are looked at next */
    int64_t commands, refused, questions_refused, applied, commits;
    int64_t dropped, dropped_said; /* answers that their peer did not read; monotonic: when that was last said */
    int64_t house_due, trim_due;   /* monotonic */
    int64_t commits_seen;          /* commits at the last look */
    bool appended;                 /* events were appended since polls were last served */
    struct outbox outbox;
    struct waiting_list waiting;
    struct poll *polls;
    int polls_end; /* none is used from there on */
    struct copy copy;
    struct computing computing;
    struct follow *follows;
    int follows_count;
    struct work work;
    const struct peer *from;    /* who sent the message in hand */
    char lender[IDENTITY_NAME]; /* whose role he acts in, when it is only lent to him (A9.6); "" */
    struct ruling ruling;       /* by which row of the policy */
    bool held;                  /* answers wait for the commit of the row that tells of them */
    bool trail_only;            /* the open batch holds rows of the trail alone */
    struct trail_repeat repeats[TRAIL_REPEATS];
    struct trail_admin admin;
    int64_t anchored;   /* row of the trail that followers were told last */
    int64_t unanchored; /* business time of the first row after it; 0 none yet */
    struct stored stored;
    void *body;                       /* decode buffer: 64 KiB */
    void *reply_body;                 /* struct of an answer: 64 KiB */
    uint8_t *data;                    /* encode buffer of events: 64 KiB */
    uint8_t *reply;                   /* encode buffer of answers */
    uint8_t *gathered;                /* events of one fetch */
    struct parked *retried;           /* a message set aside that is tried again */
    struct fetched *gathered_fetched; /* a source's answer while its events are applied (body is then in use) */
};

/* batch.c */
int batch_open(struct engine *engine);            /* begins the transaction when none is open; 0 or -1 */
int batch_commit(struct engine *engine);          /* durable, then everything held back is sent; 0 or -1 */
int batch_make_room(struct engine *engine);       /* commits when there is no room for one more unit; 0 or -1 */
bool batch_is_quiet(const struct engine *engine); /* open, but nobody waits for its commit */
void batch_drop(struct engine *engine);           /* rolls everything back and reads the memory state again */
bool engine_lost(const struct engine *engine);    /* the store must be opened again: nothing may be read or said */
bool engine_sick(const struct engine *engine);    /* lost, or a commit has just failed: nothing is taken */
void engine_forget(struct engine *engine);        /* the service's own state */
int engine_recall(struct engine *engine, struct error *error);      /* positions, counts, the service's own state */
int64_t engine_now(const struct engine *engine);                    /* business time (clock.c) */
int64_t engine_mono(const struct engine *engine);                   /* monotonic milliseconds */
bool engine_chance(const struct engine *engine, const char *point); /* never, but in the simulator */
int outbox_add(struct engine *engine, const struct peer *peer, const struct frames *frames); /* peer NULL: publish */

/* unit.c */
typedef int unit_run(struct engine *engine, const void *what); /* calls the handler with engine->work.unit */
/* Runs one unit in its savepoint: 0 kept, 1 refused (undone), -1 trouble (undone). */
int unit_execute(struct engine *engine, const struct envelope *cause, unit_run *run, const void *what);
/* Why the unit just run was not kept: the class in a word (code, or code.field), and the sentence. */
struct failure {
    char cause[ID_SIZE], reason[256];
    char awaits[ID_SIZE]; /* the object that it lacked; "" none */
};
void unit_failure(const struct engine *engine, struct failure *failure);
struct unit unit_bare(struct engine *engine); /* for reading, without a cause */

/* retry.c: messages that were set aside */
void retry_turn(struct engine *engine); /* tries again what is due */
/* Tries one now, whatever its due time. `data` is its body, or a mended one; `dry`: what it did is undone. UNIT_DONE it
 * passed (and, unless dry, left the park), UNIT_REFUSED or UNIT_TROUBLE it failed, for `failure`; RETRY_LOST: the batch
 * is gone. */
enum { RETRY_LOST = -2 };
struct retry {
    const struct parked *parked;
    const struct envelope *envelope;
    const void *data;
    size_t size;
    bool dry;
    const struct dead_note *note; /* NULL, or how it goes into the history */
    bool passed;
};
int retry_run(struct engine *engine, struct retry *retry, struct failure *failure);
int retry_one(struct engine *engine, const struct parked *parked, bool dry, struct failure *failure);

/* dead.c: what an operator asks about them */
bool dead_is(enum message_type type); /* one of these messages */
bool dead_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                const struct message *message); /* false: it is none of these messages */

/* command.c */
void command_take(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                  const struct message *message, const struct frame *data, bool intake);
const struct handler *handler_find(const struct service *service, enum message_type type);

/* request.c */
void peer_deny(struct engine *engine, const struct peer *peer, const struct envelope *envelope); /* nobody we know */
void waiting_serve(struct engine *engine); /* questions kept until the commit */

/* permit.c: may who asks? */
void permit_judge(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                  const struct message *message, struct permit *permit);
/* Notes for the trail in whose place he acts: his own, or of who lent him the role. */
void permit_lender(struct engine *engine, const struct permit *permit, const struct identity *holder);
bool permit_stream(const struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                   const char *stream); /* may it be read */
/* Who asks how a service is: of streams he is told the service's own, and what he may read. */
struct looker {
    const struct peer *peer;
    const struct envelope *envelope;
    bool insider; /* reads everything: a service, an operator */
};
struct looker permit_looker(const struct engine *engine, const struct peer *peer, const struct envelope *envelope);
bool permit_tells(const struct engine *engine, const struct looker *looker, const char *stream);

/* Whether this was not said yet in this minute, and there is room to say more: an attacker fills no log. */
bool permit_is_news(struct engine *engine, const char *who, const char *what, const char *code);
/* Counts a denial of `what`, and logs it once a minute. */
void permit_denied(struct engine *engine, const struct peer *peer, const struct envelope *envelope, const char *what,
                   const struct permit *permit);
/* The same of a stream that is not read, and a row in the trail. */
void permit_stream_denied(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                          const char *stream);

/* Takes a message from who sent it; false: it is more than his quota, and the answer was sent. */
bool quota_admit(struct engine *engine, const struct peer *peer, const struct envelope *envelope, bool intake,
                 size_t size);

/* reach.c: may he there? 1; 0 with code, field and sentence in the permit; -1 the store failed. */
int reach_check(struct engine *engine, struct permit *permit, enum message_type type, const void *body);
bool reach_person(struct engine *engine, const char *person); /* may that one be told to him who asks for a list? */
void reach_ask(struct engine *engine, const struct permit *permit); /* lists are for him; NULL: for everybody again */

/* reply.c: answers */
int answer_send(struct engine *engine, const struct peer *peer, const struct frames *frames); /* as env->answer */
void text_fit(char *to, size_t room, const char *from);        /* whole characters, as many as fit */
void answer_detail(struct answer *answer, const char *detail); /* as much as fits, in whole characters */
int answer_encode(struct engine *engine, const struct answer *answer, void *data,
                  size_t room); /* its size; what its table does not allow is left out and logged */
/* Sent at once: nothing durable depends on it. As env->answer. */
int reply_now(struct engine *engine, const struct peer *peer, const struct envelope *request, enum message_type type,
              const void *body);
void reply_busy(struct engine *engine, const struct peer *peer, const struct envelope *request, const char *code,
                int64_t retry_ms, const char *detail); /* overloaded */
void reply_flaw(struct engine *engine, const struct peer *peer, const struct envelope *request, const char *outcome,
                const char *code, const char *field, const char *detail);
/* Why a message is not of this service: whose it is, when it is another one's. */
void not_served_why(char why[ROLE_WHY], const struct engine *engine, const struct message *message,
                    const char *otherwise); /* an `answer`, at once */
int reply_frames(struct engine *engine, const struct envelope *request, enum message_type type, const void *data,
                 size_t size, uint8_t header[WIRE_HEADER_MAX], struct frames *frames);

/* serve.c: control messages and queries, after the commit */
void serve_request(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                   const struct message *message, const struct frame *data);

/* job.c: the service's long computation */
void job_finish(struct engine *engine);       /* what has come back, in the open batch */
void job_start(struct engine *engine);        /* the next one, after a commit */
int64_t job_due(const struct engine *engine); /* monotonic: when it may start */
void job_drop(struct engine *engine);
bool job_is_over(const struct engine *engine);

/* copy.c: a copy of the store, in steps */
void copy_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                const struct store_copy *asked);
void copy_turn(struct engine *engine); /* one step more */
bool copy_runs(const struct engine *engine);
void copy_recognize(struct engine *engine);                   /* ends it when its asker is not known any more */
void copy_abandon(struct engine *engine, const char *reason); /* what is there of it goes, and the asker is told */

/* fetch.c */
void fetch_take(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                const struct fetch *fetch);
int64_t fetch_next(const struct engine *engine); /* when the first poll ends; INT64_MAX */
void fetch_polls(struct engine *engine);         /* serves the polls that can be answered now */
void fetch_recognize(struct engine *engine);     /* ends the polls of who is not known any more */
void story_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                 const struct service_story *story);

/* timer.c */
/* The next timer; of those that are due the first that is not damaged: 1, 0, -1. */
int timer_first(struct engine *engine, struct timer *timer);
int timers_fire(struct engine *engine, int most); /* number fired, -1 when the store failed */
int64_t timers_due(struct engine *engine);        /* due time of the next one, INT64_MAX when none */
void timers_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                  const struct timers_list *asked);

/* bounds.c: how many others a store remembers */
#define FOLLOWERS_MOST 64              /* of one stream */
#define FOLLOWER_GONE_MS (90 * MS_DAY) /* told nothing for so long: gives place to another */
bool bounds_admit_partner(const struct engine *engine, const char *source); /* known, or there is room for one more */
int bounds_note_follower(struct engine *engine, const char *follower, const char *stream, int64_t applied); /* 0, -1 */

/* clock.c: business time */
int clock_open(struct engine *engine, struct error *error); /* from the store's mark */
int clock_set_to(struct engine *engine, int64_t to);
void clock_watch(struct engine *engine);      /* system clock: looks at it, once a turn, and says when it is doubted */
void clock_keep(struct engine *engine);       /* saves the mark in the open batch, when it has moved enough */
bool clock_held(const struct engine *engine); /* the wall clock is doubted: no timer fires */
void clock_tell(struct engine *engine, struct timers_list_answer *answer);
void clock_status(struct engine *engine, struct service_status_answer *answer);
void clock_confirm_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                         const struct timers_confirm *confirm);

/* apply.c: decodes an event's body and runs its handler, in a unit */
int event_handle(struct engine *engine, const struct handler *handler, const void *data, size_t size);
/* 1 applied, 0 not the next one of the stream, -1 the batch was dropped */
int event_apply(struct engine *engine, struct follow *follow, const struct envelope *envelope,
                const struct frame *header, const struct frame *data);

/* Likewise one that was passed over: its handler alone, at no position. 0, or -1: the batch is to be dropped */
int event_again(struct engine *engine, struct follow *follow, const struct envelope *envelope,
                const struct frame *header, const struct frame *data);

/* relearn.c */
int relearn_open(struct engine *engine);                        /* notes what is new in this version; 0 or -1 */
int relearn_load(struct engine *engine, struct follow *follow); /* what of this source is under way; 0 or -1 */
struct cursor relearn_at(const struct follow *follow);          /* what the owner is asked for meanwhile */
int64_t relearn_reached(const struct follow *follow);           /* up to where our copies are whole */
void relearn_take(struct engine *engine, struct follow *follow, const struct fetched *fetched);

/* follow.c */
/* The owner says that our position is not its own, or does not answer of it. */
void follow_heard(struct engine *engine, struct follow *follow); /* something valid came from the source */
void follow_stop(struct engine *engine, struct follow *follow, const struct fetched_stream *stream);
int follow_open(struct engine *engine, struct error *error);
int follow_save(struct engine *engine);                         /* cursors of this batch */
int follow_reload(struct engine *engine);                       /* after a batch was dropped */
int64_t follow_next(const struct engine *engine, int64_t mono); /* when the watch must run again */
void follow_watch(struct engine *engine);                       /* asks, tells, rebuilds */

/* fork.c: the owner has begun a new epoch, and our position is not on its chain */
void fork_meet(struct engine *engine, struct follow *follow, const struct fetched *fetched);
struct cursor fork_search_at(const struct follow *follow); /* what the owner is asked for: the cursor, or a probe */
void fork_search_take(struct engine *engine, struct follow *follow, const struct fetched *fetched);

/* orphans.c */
enum orphan_match orphans_meet(struct engine *engine, struct follow *follow, const struct envelope *envelope,
                               const uint8_t body[HASH_SIZE]);
int orphans_trim(struct engine *engine, struct follow *follow); /* forgets what is too old to be listed; 0 or -1 */
bool orphans_is(enum message_type type);
bool orphans_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                   const struct message *message); /* false: it is none of these messages */

const char *following_name(enum following state);
bool follow_is_silent(const struct engine *engine, const struct follow *follow);

/* returned.c: 0, or -1: not all that waited was taken up, the source counts as silent still */
int source_returned(struct engine *engine, const struct follow *follow);

/* replica.c */
bool replica_is(enum message_type type);
bool replica_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                   const struct message *message); /* false: it is none of these messages */

/* pause.c */
int pause_load(struct engine *engine, struct follow *follow); /* what the store says; 0 or -1 */
void pause_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                 const struct follow_pause *asked);
void resume_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                  const struct follow_resume *asked);

/* space.c */
void space_watch(struct engine *engine, int64_t mono); /* looks at the disk, now and then */
void space_full(struct engine *engine);                /* a write has failed: perhaps because the disk is full */
void space_proven(struct engine *engine);              /* a commit has succeeded */
bool space_takes_commands(const struct engine *engine);
bool space_give_back(struct engine *engine); /* on a full disk the ballast, before a store is opened; true: it was */
void space_status(const struct engine *engine, struct service_status_answer *answer);

/* trim.c */
#define TRIM_TIMER "anxin.trim" /* one for each stream that is long enough; its subject is the stream */
struct trim_verdict {
    int64_t first; /* first number that would be kept if the stream were trimmed now */
    int64_t held;  /* the number that holds back what is old enough to go; 0 none */
};
int trim_judge(struct unit *unit, const struct head *head, struct trim_verdict *verdict);
int trim_arm(struct unit *unit, const char *stream, int64_t number); /* sets the timer if this event calls for it */
extern const struct timer_handler trim_timer;

/* privacy.c: what the key of a person seals, and of the objects that go with him. 0 or -1 */
int privacy_fields_erase(struct unit *unit, const char *person, int64_t *fields);

/* privacy_serve.c: what may be asked about persons; false: it is none of these messages. And by whom; 0: not of these
 */
bool privacy_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                   const struct message *message);
unsigned privacy_roles(enum message_type type);

/* retention.c */
#define RETENTION_TIMER "anxin.retention"
extern const struct timer_handler retention_timer;
int retention_arm(struct engine *engine); /* sets its first timer, in the open transaction; 0 or -1 */
void retention_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                     const struct privacy_retention *asked);

/* streams.c */
int streams_fill(struct engine *engine, const struct looker *looker, const struct stream_list *asked,
                 struct stream_list_answer *answer);

/* status.c */
void status_fill(struct engine *engine, const struct looker *looker, const struct service_status *asked,
                 struct service_status_answer *answer);

#endif

/* The demo: eight weeks at the sample stations, played through the real sockets (issue: deploy/demo). */
#ifndef ANXIN_CTL_DEMO_H
#define ANXIN_CTL_DEMO_H

#include <sys/types.h>

#include "services/ctl/demo_desk.h"
#include "services/ctl/demo_errands.h"
#include "services/ctl/demo_workers.h"
#include "services/ctl/sample.h"

#define DEMO_REASONS 24
#define DEMO_CLAIMS 48

/* How often each reason was given, in the order in which they came up first. */
struct demo_reasons {
    int count;
    struct {
        char code[33];
        int64_t times;
    } at[DEMO_REASONS];
};

/* What was counted. */
struct demo_counts {
    int64_t sent, answered, accepted, refused, repeated, assigned, unfilled, enrolled, cases, notices, lost, doubled;
    int64_t unexpected; /* answers that should have been others */
    int64_t kills, intake_repeats;
    int64_t checked, broken;              /* invariants */
    int64_t exported, erased;             /* fields of those who were erased then; persons */
    int64_t no_shows, missed;             /* visits where nobody was at home, where nobody came */
    int64_t cut_short, followed_up, read; /* services; clients asked afterwards; notices that a reader has read */
    int64_t storm, night, proposed; /* notices: of the storm, urgent ones at night, of plans to the right dispatchers */
    int64_t plans, plans_confirmed, plans_dropped, plan_done, plan_stale; /* of days; visits given, left as they are */
    char digest[65];
};

/* One booking that was acknowledged, or was to win or lose against another. */
struct demo_booking {
    char id[65];
    char source[65], ref[65];
    bool competed; /* one of a pair: which of them won may differ from run to run */
};

struct demo {
    struct desk desk;
    struct sample *sample;
    uint64_t seed;
    struct demo_counts counts;
    struct demo_visit *visits;
    int visits_count, visits_room;
    struct demo_deed *deeds; /* unsorted: few at a time */
    int deeds_count, deeds_room;
    struct demo_errand *errands; /* likewise */
    int errands_count, errands_room;
    struct demo_seat seats[DEMO_SEATS];
    int seats_count;
    int64_t feed_read; /* how far a reader is in her feed */
    struct demo_plan plans[DEMO_PLANS];
    int nobody_planned, missing, cut_planned; /* how many of each were chosen; `missing` are not told yet */
    int64_t done[MSG_COUNT];                  /* commands of each kind that were done */
    int64_t found[DEMO_CLAIMS];               /* events of each claim */
    struct demo_booking *bookings;
    int bookings_count;
    int64_t matching_read; /* number in matching's stream that the workers have been told */
    int64_t booking_read;  /* likewise in booking's, for the clients */
    int64_t training_read; /* and in training's, for the trainees */
    int64_t roster_read, mediation_read;
    int64_t intake_read; /* number in the partner stream of the intake's sender */
    void *intake_context, *intake_socket;
    int kills, killed;
    bool quiet, terminal;
    struct demo_reasons refused, nobody; /* why bookings were refused, why nobody was found */
    int64_t board_shown;
    bool board_drawn;
};

/* demo_play.c: plays everything. 0 or -1. */
int demo_play(struct demo *demo, struct error *error);

int demo_send(struct demo *demo, struct sample_act *act, struct answer *answer, struct error *error);

/* demo_judge.c: counts an answer that the sample does not allow, and tells it. Where the sample expects no one outcome,
 * it is done, or refused for a reason that this kind of act may be refused for. */
void demo_judge(struct demo *demo, const struct sample_act *act, const struct answer *answer);
/* Counts an answer that is not what the sample expects, and tells it. */
void demo_unexpected(struct demo *demo, const struct envelope *envelope, const struct answer *answer,
                     const char *expect);

/* demo_deeds.c: does what is due. */
int demo_deeds_play(struct demo *demo, struct error *error);

/* demo_intake.c: one act over the intake, repeated until its outcome is on the partner stream. */
int demo_intake(struct demo *demo, struct sample_act *act, struct intake_answered *outcome, struct error *error);
void demo_intake_close(struct demo *demo);

/* demo_told.c: reads the streams of matching and booking and lets workers and clients plan. */
int demo_told(struct demo *demo, struct error *error);
int demo_deed_add(struct demo *demo, struct demo_deed deed);
/* Index of the earliest, -1 when there is none. Order does not depend on the order of planning. */
int demo_deed_first(const struct demo *demo);
struct demo_visit *demo_visit_of(struct demo *demo, int index);

/* demo_privacy.c: exports who is about to be erased; at the end looks whether nothing of them remains. 0 or -1. */
int demo_export(struct demo *demo, const struct sample_act *act, struct error *error);
int demo_forgotten(struct demo *demo, struct error *error);

/* demo_digest.c: counts lost and doubled, reads everything back, digests the business outcome. 0 or -1. */
int demo_digest(struct demo *demo, struct error *error);

/* demo_told.c: reads what nobody acts upon, to the end. 0 or -1. */
int demo_told_rest(struct demo *demo, struct error *error);

/* demo_claims.c: an event of a stream is counted. */
void demo_tally(struct demo *demo, const struct message *message, const void *body);
/* What the eight weeks must have come to (domain E6, E7): each difference is told and counted. 0 or -1. */
int demo_claims(struct demo *demo, struct error *error);
/* Of the events that were counted; and that every kind of command was done at least once, or there is a reason. */
void demo_claim_events(struct demo *demo);
void demo_claim_kinds(struct demo *demo);
/* Why no command of this kind is sent; NULL when it must be. */
const char *demo_leaves_out(enum message_type type);

/* demo_board.c: what a person sees meanwhile. */
void demo_reason_add(struct demo_reasons *reasons, const char *code, int64_t times);
void demo_board(struct demo *demo);
void demo_report(const struct demo *demo, double seconds);

#endif

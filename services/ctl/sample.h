/* The sample stations as data: who and what there is (domain E2-E5), and eight weeks of commands (E6) from Monday
 * 2026-02-09 00:00 Asia/Shanghai. One seed gives the same bytes. All persons and places are invented. */
#ifndef ANXIN_CTL_SAMPLE_H
#define ANXIN_CTL_SAMPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/envelope.h"
#include "wire/codec.h"

/* In the names of those who are to be forgotten; there are so many. */
#define SAMPLE_FORGOTTEN "迁居的忘忧草"
#define SAMPLE_FORGOTTEN_COUNT 2

#define SAMPLE_QUOTA 400               /* places of the year, all of which are taken in the end (domain E6) */
#define SAMPLE_STORM 300               /* notices of one minute: fifteen agreements, of which twenty hear */
#define SAMPLE_STORM_RULE "agreement-" /* their rules begin like this */
#define SAMPLE_STORM_DAY 36            /* at ten o'clock */
#define SAMPLE_NIGHT 12                /* urgent ones at midnight: four certificates, of which three hear */
#define SAMPLE_NIGHT_RULE "expired-at-night"

/* How an act is sent and what is expected of it. */
enum sample_way {
    SAMPLE_NONE,
    SAMPLE_SETUP,  /* before the first day: stations, people, rules of the house */
    SAMPLE_SEND,   /* an acknowledged command */
    SAMPLE_REPEAT, /* the command before it once more, same id: same answer, no second effect */
    SAMPLE_PAIR,   /* together with the act behind it, from another sender at the same moment: one of them wins */
    SAMPLE_INTAKE, /* over the intake, by PUB: the outcome is on the sender's partner stream */
};

/* One act: a whole message, ready to be sent at business time `at`. */
struct sample_act {
    int64_t at;
    int order; /* among acts of the same moment; unique */
    enum sample_way way;
    enum message_type type;
    struct envelope envelope; /* id, source, time = at, actor */
    void *body;               /* the struct of `type` */
    const char *expect;       /* outcome that must come: "done", "refused"; NULL: done, or refused for a known reason */
    const char *code;         /* reason of the refusal that must come; NULL: not said */
};

struct sample {
    struct sample_act *acts; /* by (at, order); setup first */
    int count;
    int64_t start, end; /* the eight weeks */
};

/* The first moment of the sample as it stands in the domain: Monday 2026-02-09 00:00 local. */
int64_t sample_start(void);

/* Makes the sample of a seed, its eight weeks beginning at `start`. NULL when out of memory. */
struct sample *sample_make(uint64_t seed, int64_t start);
void sample_free(struct sample **sample);

/* A small generator of numbers, the same everywhere (SplitMix64): for the sample and for how workers behave in the
 * demo. */
struct draw {
    uint64_t state;
};
uint64_t draw_next(struct draw *draw);
int draw_below(struct draw *draw, int bound); /* 0 .. bound-1 */
bool draw_chance(struct draw *draw, int of_thousand);
/* A draw that depends only on the seed and a text (what, which visit), not on what was drawn before. */
struct draw draw_from(uint64_t seed, const char *what, const char *which);

#endif

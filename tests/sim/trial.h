/* One play of the short life in which one thing may fail; what fails and where is drawn by no one: every point in turn
 * (exhaustive.c). */
#ifndef ANXIN_SIM_TRIAL_H
#define ANXIN_SIM_TRIAL_H

#include <stdio.h>

#include "base/text.h"

#include "run.h"

#define PATHS (1 << 17)

enum plague {
    PLAGUE_IO_ONCE,
    PLAGUE_IO_EVER,
    PLAGUE_KILL,
    PLAGUE_POWER,
    PLAGUE_STEP,
    PLAGUE_SEND,
    PLAGUE_MEMORY_ONCE,
    PLAGUE_MEMORY_EVER,
    PLAGUE_BIRTH_IO,
    PLAGUE_BIRTH_POWER,
    PLAGUE_UPGRADE_IO,
    PLAGUE_UPGRADE_POWER,
    PLAGUES
};

enum scene { SCENE_LIFE, SCENE_BIRTH, SCENE_UPGRADE };

struct plague_row {
    const char *word, *points, *what;
    enum scene scene;
};
extern const struct plague_row plagues[PLAGUES];

static inline bool is_memory(enum plague plague)
{
    return plague == PLAGUE_MEMORY_ONCE || plague == PLAGUE_MEMORY_EVER;
}

static inline bool is_step(enum plague plague)
{
    return plague == PLAGUE_STEP || plague == PLAGUE_SEND;
}

static inline bool is_power(enum plague plague)
{
    return plague == PLAGUE_POWER || plague == PLAGUE_BIRTH_POWER || plague == PLAGUE_UPGRADE_POWER;
}

/* What a command was answered, to be compared with what it is answered when it is sent again. */
struct kept {
    struct order *order;
    uint64_t answer;
};

/* What the rest of the set can know of a process by now. */
struct stand {
    int64_t steps, changes, used, sent, published, connections;
    uint64_t drawn;
};

struct trial {
    struct run run;
    enum plague plague;
    int victim; /* of memory it is everybody */
    bool counting, over, quiet;
    int64_t points, struck; /* so far; the one that failed here */
    int64_t published;
    struct stand stood; /* at the last death that was looked at */
    int64_t only, stride, offset;
    bool starving;
    bool all; /* also allocations by a way through the code that was taken before */
    uint64_t paths[PATHS];
    int paths_count;
    char where[96]; /* what the struck point was */
    int jobs, running;
    int64_t tried, failed;
    struct kept kept[256];
    int kept_count;
};

static inline struct node *trial_victim(struct trial *trial)
{
    return &trial->run.nodes[trial->victim];
}

/* Alone, without the others and their commands. */
static inline bool trial_is_alone(const struct trial *trial)
{
    return plagues[trial->plague].scene != SCENE_LIFE;
}

/* ---- trial_points.c ---- */

/* From here on every point is looked at; until points_end. */
void points_watch(struct trial *trial);
void points_end(struct trial *trial); /* all is mended; waits for the children */
void point_step(struct trial *trial); /* after each event of the world in which the victim had a part */
void point_death(struct trial *trial, struct node *node); /* what becomes of its disk */

/* ---- trial.c ---- */

void trial_say_replay(const struct trial *trial, const char *why);
/* The life, the end of the victim's process in order, peace. True: all held. A child does not return. */
bool trial_run(struct trial *trial, const struct ground *ground);

#endif

/* What may go wrong in a run. Each seed switches a random subset of faults on, with ranges of its own, so that each
 * run is extreme in another way (MESSAGING 3.1). */
#ifndef ANXIN_SIM_SWARM_H
#define ANXIN_SIM_SWARM_H

#include <stdbool.h>
#include <stdint.h>

#define SWARM_FAULTS(X)                                                                                                \
    X(LOSS, "loss", "messages are dropped without a word")                                                             \
    X(TWICE, "twice", "messages come twice")                                                                           \
    X(DELAY, "delay", "long and uneven ways")                                                                          \
    X(CLOG, "clog", "links stand still for seconds")                                                                   \
    X(BREAK, "break", "connections break; peers get new ids")                                                          \
    X(CUT, "cut", "partitions: a service, or a pair, is cut off")                                                      \
    X(HALF_CUT, "half_cut", "A hears B, B does not hear A")                                                            \
    X(DEAF, "deaf", "PUB delivers nothing")                                                                            \
    X(KILL, "kill", "a process is killed between two instructions of its own")                                         \
    X(KILL_SENDING, "kill_sending", "a process dies between two messages that it sends")                               \
    X(KILL_WRITING, "kill_writing", "a process dies in a call to its disk")                                            \
    X(STOP, "stop", "SIGTERM and start")                                                                               \
    X(PAUSE, "pause", "a process stands still")                                                                        \
    X(POWER, "power", "the power goes: unsynced writes are lost or torn")                                              \
    X(MISDIRECT, "misdirect", "the power goes, and an unsynced write lands on what was synced")                        \
    X(DISK_FAIL, "disk_fail", "calls to the disk fail, once or for a while")                                           \
    X(DISK_FULL, "disk_full", "no room")                                                                               \
    X(LIE, "lie", "the disk says synced and is not, and then the power goes")                                          \
    X(FLIP, "flip", "a bit flips at rest")                                                                             \
    X(OLD_COPY, "old_copy", "a store is restored from an old copy, as the tool does it")                               \
    X(OLD_SILENT, "old_silent", "an old copy is put in place and nobody says so")                                      \
    X(CLOCK, "clock", "wall clocks jump and stand apart")                                                              \
    X(UPGRADE, "upgrade", "the next schema, and a program that is too old for it")                                     \
    X(TWO_OWNERS, "two_owners", "a second instance on one store")                                                      \
    X(REVOKE, "revoke", "a key is revoked while its holder is at work")                                                \
    X(TRIM, "trim", "retention shorter than a reader's absence")                                                       \
    X(POINTS, "points", "unlikely ways through the product's own code (env.chance)")                                   \
    X(CHAOS, "chaos", "commands of all kinds drawn at random, mostly refused")

#define SWARM_NUMBER(name, word, doc) FAULT_##name,
enum fault { SWARM_FAULTS(SWARM_NUMBER) FAULT_COUNT };

struct swarm {
    bool on[FAULT_COUNT];
    double hours;
    int rate;       /* times the rate of the sample's life */
    int64_t gap_ms; /* between two faults of one kind, on average */
    int places;     /* 1: a set without any; 2: all but notification are there twice */
};

const char *fault_word(enum fault fault);
const char *fault_doc(enum fault fault);
/* What a seed switches on; hours 0: drawn. */
void swarm_draw(struct swarm *swarm, uint64_t seed, double hours);

#endif

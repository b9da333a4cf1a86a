/* The daemons under measurement, started one by one in a folder of their own. */
#ifndef ANXIN_TESTS_BENCH_SET_H
#define ANXIN_TESTS_BENCH_SET_H

#include <jansson.h>
#include <stdint.h>
#include <sys/types.h>

#define SET_MOST 16

struct member {
    char name[33];
    pid_t pid;
    double ready_ms; /* from its start to its first answer */
    double cpu_s;    /* at the last look */
    int64_t commits; /* likewise: transactions since its start */
};

struct set {
    const char *bin;  /* where daemons and tool are */
    char folder[300]; /* data, made new by set_begin */
    char own_bin[310];
    struct member member[SET_MOST];
    int count;
};

/* The names of all daemons in `bin`, in order; returns how many. */
int set_names(const char *bin, char names[SET_MOST][33]);

void set_begin(struct set *set, const char *bin, const char *folder); /* an empty folder, nobody runs */
void set_start(struct set *set, const char *name);                    /* waits until it answers */
void set_only(struct set *set, const char *const *names, int count);  /* starts a set that is nobody but these */
void set_look(struct set *set);                                       /* fills cpu_s and commits */
double set_rss_mib(const struct member *member);
const struct member *set_member(const struct set *set, const char *name);
void set_stop(struct set *set);   /* in order; the stores stay */
void set_remove(struct set *set); /* the folder */

/* `anxin bench ARGS --json` on it: what it printed. */
json_t *set_bench(const struct set *set, const char *const *args);

#endif

/* The parts that the sample is made of, each a file. */
#ifndef ANXIN_CTL_SAMPLE_PARTS_H
#define ANXIN_CTL_SAMPLE_PARTS_H

#include "services/ctl/sample.h"
#include "services/ctl/sample_bookings.h"

#define SAMPLE_GRID (5 * INT64_C(60000)) /* all acts fall on five minutes of business time */

#define SAMPLE_GUILD "demo_guild" /* issues certificates, and loses its right in the seventh week */

#define SAMPLE_TRAINERS 12 /* TR-01 to TR-12, who examine too */
#define SAMPLE_CLASS_MOST 24

#define SAMPLE_GUARDED 3 /* one household in so many has a guardian; the others name one when they book for a child */

/* A sample being made. */
struct making {
    struct sample *sample;
    uint64_t seed;
    int room;
    struct sample_booking *bookings; /* the ordinary ones, once made */
    int bookings_count;
    bool failed; /* out of memory: what is added is dropped, the end frees all */
};

/* A class that leads to an examination, with those who asked for a seat in it. */
struct sample_class {
    char id[32];
    int number, requests;
    int64_t end;
    char trainee[SAMPLE_CLASS_MOST][65];
};
/* Whether the i-th of them sits the examination in every run: no worker, whose time the calendar decides about. */
bool sample_sits(const struct sample_class *class, int i);

/* Adds an act with an empty body to fill in; NULL when out of memory. Its id is SOURCE-NNNNN. */
struct sample_act *making_add(struct making *making, int64_t at, enum sample_way way, enum message_type type,
                              const char *source, const char *role, const char *actor);
/* The same for what is set up weeks before the first day, by a manager. */
struct sample_act *making_setup(struct making *making, enum message_type type);

void make_stations(struct making *making); /* stations, communities, coverage, rooms, documents, readers; services */
void make_services(struct making *making);
void make_people(struct making *making); /* workers with certificates and planted facts; households; trainers */
int sample_agency_worker(const struct making *making); /* number of one who works in homes and is 中介制 */
void make_changes(struct making *making);              /* what happens to workers during the weeks */
void make_bookings(struct making *making);
void make_cancels(struct making *making, struct draw *draw); /* of the ordinary bookings, once made */
void make_training(struct making *making);
void make_exam(struct making *making, const struct sample_class *class);
void make_cases(struct making *making);
void make_privacy(struct making *making);
void make_office(struct making *making);
void make_storm(struct making *making);

#endif

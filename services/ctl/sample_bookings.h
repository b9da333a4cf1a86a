/* Bookings of the sample that its other parts refer to. */
#ifndef ANXIN_CTL_SAMPLE_BOOKINGS_H
#define ANXIN_CTL_SAMPLE_BOOKINGS_H

#include <stdint.h>

/* An ordinary booking: its id follows from its command, so that others can name it. */
struct sample_booking {
    char id[65], source[65], ref[65], household[65];
    char station[33]; /* "" when booking chose it */
    int64_t at, start, end;
};

struct making;
/* The booking with that index in order of making; NULL past the last. */
const struct sample_booking *sample_booking_at(const struct making *making, int index);

#endif

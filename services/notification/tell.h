/* Puts a new notice on its reader's feed, or holds it back for the summary (N8). */
#ifndef NOTIFICATION_TELL_H
#define NOTIFICATION_TELL_H

#include "service/unit.h"

#include "notice.h"

/* Gives the notice its lane and window, and tells whether it must be held. 0 or -1. */
int storm_place(struct unit *unit, struct notice *notice);

/* Stores a notice that waits for the summary, and sees to it that the summary comes. 0 or -1. */
int storm_hold(struct unit *unit, const struct notice *notice);

/* Stores it under the next number of the feed and says it there; nothing when this was told before (I22). 0 or -1. */
int feed_tell(struct unit *unit, struct notice *notice);

#endif

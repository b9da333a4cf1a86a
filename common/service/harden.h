/* What a daemon gives up before it opens anything (MESSAGING 7.5). */
#ifndef ANXIN_SERVICE_HARDEN_H
#define ANXIN_SERVICE_HARDEN_H

#include "base/config.h"

/* No core dumps, and memory that no other process of this user reads; files for this user alone (umask 077). Started as
 * root with `user` set, becomes that user with all its groups, for good; folders that are root's are given to it first,
 * the data folder and the one of the sockets. 0 or -1 with the reason. */
int harden_process(const struct config *config, struct error *error);

#endif

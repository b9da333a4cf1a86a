/* Copies that services keep of one another's records, compared with their owners' (ruling 12). */
#ifndef ANXIN_CTL_REPLICAS_H
#define ANXIN_CTL_REPLICAS_H

#include "services/ctl/ctl.h"

/* Compares all copies of the running set and prints what it has found; *unsound is raised by the kinds of records with
 * a difference that nothing explains. 0, or an exit code after saying why. */
int replicas_verify(struct ctl *ctl, int *unsound);

#endif

/* What services have noted of each other's trails of acts, for who checks copies. */
#ifndef ANXIN_CTL_AUDIT_H
#define ANXIN_CTL_AUDIT_H

#include "services/ctl/copies.h"

/* Asks a service what it has noted, and writes it where the check of the copy of each trail's owner looks for it
 * (NAME.db.anchors in the folder of the copies). 0, or an exit code after saying why. */
int audit_gather(struct ctl *ctl, struct ctl_service *service, const struct copies *copies);

#endif

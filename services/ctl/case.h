/* The parts of `anxin case`: private notes, and the file of a case that goes sealed to an authority. */
#ifndef ANXIN_CTL_CASE_H
#define ANXIN_CTL_CASE_H

#include "services/ctl/ctl.h"

/* case.c */
int case_notes_run(struct ctl *ctl);
int case_note_run(struct ctl *ctl);

/* case_sealed.c */
int case_export_run(struct ctl *ctl);
int case_open_run(struct ctl *ctl);
int case_key_run(struct ctl *ctl);

#endif

/* A plan as a picture: a day of each worker as bars, and the ways on a map; to hang on a wall. */
#ifndef ANXIN_CTL_PLAN_SVG_H
#define ANXIN_CTL_PLAN_SVG_H

#include "services/ctl/ctl.h"

struct drawing_visit {
    const char *name;
    double start, end;
    double x, y;
    bool pair;   /* one of two workers' */
    bool marked; /* late, or at risk: in red */
};

/* Filled row by row; drawing_write() writes it and frees what it holds. */
struct drawing {
    const char *title, *who; /* "上门服务计划 Home visits"; what a row is: "人员 caregiver" */
    const char *note;        /* a line below the title: of what, and what it comes to */
    const char *mark;        /* what is marked; NULL: "迟到 late" */
    bool clock;              /* times are minutes of a day */
    double x, y;             /* of the station or depot */
    bool no_places;          /* not known: there is no map */
    json_t *rows;            /* [{name, visits: [{...}]}] */
};
void drawing_row(struct drawing *drawing, const char *name);
void drawing_visit(struct drawing *drawing, const struct drawing_visit *visit);
int drawing_write(const struct ctl *ctl, struct drawing *drawing, const char *file); /* an exit code */

#endif

/* Inside of the picture: what the page, the day and the map share. */
#ifndef ANXIN_CTL_PLAN_SVG_INSIDE_H
#define ANXIN_CTL_PLAN_SVG_INSIDE_H

#include <stdio.h>

#include "services/ctl/plan_svg.h"

#define SVG_WIDTH 1400
#define SVG_MARGIN 30
#define SVG_INK "#1f2933"
#define SVG_FAINT "#7b8794"
#define SVG_LATE "#d00000"
#define SVG_LINE 20 /* height of a line of text */

struct svg_point {
    double x, y;
};

double svg_number(const json_t *visit, const char *key);
const char *svg_name(const json_t *row_or_visit);
/* The colour of a row: no two of some dozen alike. */
void svg_put_colour(FILE *to, int row);
/* Text with the signs that SVG takes for its own written as names; what is longer than `room` (in letters of half a
 * square) is cut off. */
void svg_put_text(FILE *to, const char *text, double room);
double svg_text_width(const char *text, double size);

double svg_day_height(const struct drawing *drawing);
void svg_draw_day(FILE *to, const struct drawing *drawing, double top);
/* Text lines, of names that are set one after the other, after `before`; where `to` is NULL they are only counted. */
int svg_put_names(FILE *to, const struct drawing *drawing, const char *before, double top);
/* 0 where nobody goes anywhere. */
double svg_map_height(const struct drawing *drawing);
void svg_draw_map(FILE *to, const struct drawing *drawing, double top);

#endif

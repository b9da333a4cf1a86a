/* Values, objects and tables as text for people: local time, yuan, columns that line up also under Chinese text. */
#ifndef ANXIN_CTL_SHOW_H
#define ANXIN_CTL_SHOW_H

#include <jansson.h>
#include <stdio.h>

#include "wire/codec.h"

/* Text of one value (made by json_from_body) for a person, in memory that the caller frees. Absent: "". */
char *show_value(const struct field *field, const json_t *value);

/* An object as aligned lines "field  value"; records of a group as a table under it. */
void show_object(FILE *to, const struct shape *shape, const json_t *object, int indent);

/* An array of records as a table with a head, Chinese first ("状态 state"); columns without any value are left out. */
void show_rows(FILE *to, const struct shape *shape, const json_t *rows, int indent);

/* A table built by hand: cells row by row, the first row is the head. grid_add copies. */
struct grid {
    int columns, count, room;
    char **cell;
};
void grid_add(struct grid *grid, const char *text);
__attribute__((format(printf, 2, 3))) void grid_addf(struct grid *grid, const char *format, ...);
void grid_print(FILE *to, const struct grid *grid, int indent);
void grid_free(struct grid *grid);

/* Columns that a text takes on a terminal: Chinese characters take two. */
int show_width(const char *text);

/* Instant as local time, "-" for 0; size in bytes as "1.4 MiB". `to` has at least 24 bytes. */
const char *show_time(char to[24], int64_t instant);
const char *show_size(char to[24], int64_t bytes);

#endif

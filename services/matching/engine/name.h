/* Inside of the engine: ids that are kept many times, in sixteen bytes: a UUID as its bytes, a short id as it is, of
 * another one where its text lies. */
#ifndef ANXIN_MATCHING_NAME_H
#define ANXIN_MATCHING_NAME_H

#include "list.h"
#include "map.h"
#include "wire/id.h"

struct name {
    uint8_t at[16];
};

/* The texts of those that have no room in a name. */
struct names {
    struct map texts;    /* struct name_text * */
    struct list touched; /* of them, in this unit */
};

/* The name of an id, whose text lasts for the unit. -1: no memory. */
int name_make(struct names *names, const char *id, struct name *name);
/* Likewise of one that is there; false: nothing has that name. */
bool name_find(const struct names *names, const char *id, struct name *name);
/* Its text lasts while it is counted. */
int name_touch(struct names *names, struct name name); /* before one less. -1: no memory */
void name_count(struct name name, int count);          /* 1: one more that has it, -1: one less */
void names_sweep(struct names *names);                 /* at the end of a unit */
void names_close(struct names *names);

bool name_same(struct name one, struct name other);
void name_read(struct name name, char id[ID_SIZE]);
int name_compare(struct name one, struct name other); /* as strcmp does the ids */
uint32_t name_hash(struct name name);

#endif

/* Copies of stores: where they are made, who makes them, and what their daemon says of them. */
#ifndef ANXIN_CTL_COPIES_H
#define ANXIN_CTL_COPIES_H

#include "services/ctl/ctl.h"

/* A new folder in the data folder, where the services can write: a service in a container sees the data folder under
 * another name, so copies are asked for by their path from there on. */
struct copies {
    struct ctl *ctl;
    char folder[CONFIG_TEXT];
    bool keys;          /* of key files, not of stores */
    size_t data_length; /* of the data folder's name, which `folder` begins with */
};

/* Makes the folder DATA/NAME-PID. 0, or an exit code after saying why; likewise below. */
int copies_open(struct copies *copies, struct ctl *ctl, const char *name);
/* Removes the folder and what is in it. */
void copies_remove(const struct copies *copies);

/* The path of a service's copy there. */
int copies_path(const struct copies *copies, const char *service, char path[CONFIG_TEXT]);
/* Asks a running service for a copy at that path. CTL_NO_KEYS: of its key file, and it has none. */
#define CTL_NO_KEYS (-1)
int copies_make(const struct copies *copies, struct ctl_service *service, const char *path);

/* Runs `anxin-NAME WORD PATH [--json] [--config FILE]` and waits: *outcome is its exit code. With `lines` what it
 * prints is no output of ours: it becomes an array of the JSON objects, one a line, which the caller drops. */
int copies_run(struct ctl *ctl, const char *service, const char *word, const char *path, json_t **lines, int *outcome);

#endif

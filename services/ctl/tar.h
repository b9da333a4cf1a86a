/* A tar file (ustar) written entry by entry, for what a person sends on: plain files in one folder. */
#ifndef ANXIN_CTL_TAR_H
#define ANXIN_CTL_TAR_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Adds a file of that name (at most 99 bytes) and time (milliseconds). 0, or -1 with errno. */
int tar_add(FILE *to, const char *name, const void *data, size_t size, int64_t time);

/* Ends the archive. 0, or -1 with errno. */
int tar_end(FILE *to);

#endif

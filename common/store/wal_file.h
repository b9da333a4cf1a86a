/* The write-ahead log of a commit in one write. SQLite hands over each page of a commit in two writes, a hundred of
 * them for a few bookings; here they are gathered, and written when the log is synced, read, cut or closed. What was
 * not synced was never promised (synchronous=FULL syncs each commit), so nothing is lost that was not lost before. */
#ifndef ANXIN_STORE_WAL_FILE_H
#define ANXIN_STORE_WAL_FILE_H

#include <stddef.h>

#define WAL_FILE_NAME 96

/* The name of a VFS that is `base` (NULL: SQLite's default) but for its logs, registered if need be. 0, or -1 without
 * such a base or memory. */
int wal_file_vfs(const char *base, char name[WAL_FILE_NAME]);

#endif

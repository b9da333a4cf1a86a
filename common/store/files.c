/* The two files beneath a connection. What an opening finds in them is whole, and on the disk, before anything is built
 * on it. */
#include <stdlib.h>

#include "inside.h"

#define PIECE (64 << 10) /* SQLite 3.40 writes no piece of 128 KiB or more */

/* NULL: there is none. */
static sqlite3_file *file_of(struct store *store, int which)
{
    sqlite3_file *file = NULL;
    sqlite3_file_control(store->db, "main", which, &file);
    return file && file->pMethods ? file : NULL;
}

static int64_t file_size(struct store *store, int which)
{
    sqlite3_int64 size = 0;
    sqlite3_file *file = file_of(store, which);
    return file && file->pMethods->xFileSize(file, &size) == SQLITE_OK ? size : 0;
}

int64_t store_size(const struct store *store)
{
    struct store *mine = (struct store *)store;
    return file_size(mine, SQLITE_FCNTL_FILE_POINTER) + file_size(mine, SQLITE_FCNTL_JOURNAL_POINTER);
}

int store_check_whole(struct store *store)
{
    int64_t pages = 0, size = 0;
    if (store_ask_int(store, "PRAGMA page_count", &pages) < 0 || store_ask_int(store, "PRAGMA page_size", &size) < 0)
        return -1;
    long long whole = (long long)pages * size;
    int64_t there = file_size(store, SQLITE_FCNTL_FILE_POINTER);
    if (there >= whole || file_size(store, SQLITE_FCNTL_JOURNAL_POINTER) > 0)
        return 0;
    return store_fail(store, "store %s is cut short: it has %lld bytes of %lld", store->path, (long long)there, whole);
}

static int write_again(sqlite3_file *file, void *piece)
{
    sqlite3_int64 size = 0;
    int code = file->pMethods->xFileSize(file, &size);
    for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size; at += PIECE) {
        int length = size - at < PIECE ? (int)(size - at) : PIECE;
        code = file->pMethods->xRead(file, piece, length, at);
        if (code == SQLITE_OK)
            code = file->pMethods->xWrite(file, piece, length, at);
    }
    return code == SQLITE_OK && size > 0 ? file->pMethods->xSync(file, SQLITE_SYNC_NORMAL) : code;
}

/* After a sync that failed, a kernel may take for clean what it could not write: it is read from memory for as long as
 * the machine runs, and no later sync brings it to the disk. A checkpoint of such commits, and the power gone in the
 * middle of it, would leave some of their pages in the file and none in the WAL. */
int store_rewrite_log(struct store *store)
{
    sqlite3_file *file = file_of(store, SQLITE_FCNTL_JOURNAL_POINTER);
    void *piece = file ? malloc(PIECE) : NULL;
    if (!file)
        return 0;
    int code = piece ? write_again(file, piece) : SQLITE_NOMEM;
    free(piece);
    return code == SQLITE_OK ? 0 : store_fail_open(store, code);
}

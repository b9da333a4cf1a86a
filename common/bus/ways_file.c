/* Reads the file of ways. */
#include "bus/ways_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bus/keyring.h"
#include "rules/travel_file.h"

struct listener {
    const char *path;
    ways_fault *fault;
    void *self;
    struct error *error;
    bool told;
};

static void on_fault(struct listener *listener, const char *text)
{
    if (!listener->told)
        error_set(listener->error, "%s", text);
    listener->told = true;
    if (listener->fault)
        listener->fault(listener->self, text);
}

static void on_flaw(void *self, int line, const char *text)
{
    struct listener *listener = self;
    struct error place;
    error_set(&place, "%.120s:%d: %s", listener->path, line, text);
    on_fault(listener, place.text);
}

/* The whole text, to be freed; NULL with the reason. */
static char *text_read(const char *path, size_t *size, struct error *error)
{
    char *text = malloc(TRAVEL_FILE_BYTES + 2);
    int fd = text ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    int64_t got = -1;
    if (fd >= 0)
        got = keyring_read(path, fd, text, TRAVEL_FILE_BYTES + 2, error);
    else
        error_set(error, "%s: %s (travel_matrix: ways of this set)", path, text ? strerror(errno) : "out of memory");
    if (fd >= 0)
        close(fd);
    *size = got < 0 ? 0 : (size_t)got;
    if (got >= 0)
        return text;
    free(text);
    return NULL;
}

int ways_file_read(const char *path, const char *datum, struct travel_matrix **matrix, ways_fault *fault, void *self,
                   struct error *error)
{
    struct listener listener = {path, fault, self, error, false};
    struct error unread;
    size_t size;
    *matrix = NULL;
    if (path[0] == '\0')
        return 0;
    char *text = text_read(path, &size, &unread);
    struct travel_matrix *read = text ? calloc(1, sizeof *read) : NULL;
    if (!read)
        on_fault(&listener, text ? "out of memory" : unread.text);
    else if (travel_file_read(text, size, datum, read, on_flaw, &listener) == 0)
        *matrix = read;
    if (!*matrix)
        free(read);
    free(text);
    return *matrix ? 0 : -1;
}

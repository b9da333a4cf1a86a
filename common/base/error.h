/* The reason why something failed, owned by the caller. */
#ifndef ANXIN_BASE_ERROR_H
#define ANXIN_BASE_ERROR_H

struct error {
    char text[256];
};

/* Writes the reason and returns -1, so that one line reports and returns. `error` may be NULL. Too long is cut. */
__attribute__((format(printf, 2, 3))) int error_set(struct error *error, const char *format, ...);

/* Ends the process with the place and the reason: for a broken invariant of our own, never for input. */
__attribute__((noreturn, format(printf, 3, 4))) void bug_at(const char *file, int line, const char *format, ...);
#define BUG(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)

#endif

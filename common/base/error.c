/* Reasons and the end of the road. error_set never fails itself: what is too long is cut. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int error_set(struct error *error, const char *format, ...)
{
    if (error) {
        va_list args;
        va_start(args, format);
        vsnprintf(error->text, sizeof(error->text), format, args);
        va_end(args);
    }
    return -1;
}

void bug_at(const char *file, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "<2>event=bug place=%s:%d reason=\"", file, line);
    vfprintf(stderr, format, args);
    fputs("\"\n", stderr);
    va_end(args);
    fflush(stderr);
    abort();
}

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
    char reason[512];
    va_list args;
    va_start(args, format);
    vsnprintf(reason, sizeof(reason), format, args);
    va_end(args);
    char said[768];
    snprintf(said, sizeof(said), "<2>event=bug place=%.200s:%d reason=\"%s\"\n", file, line, reason);
    fputs(said, stderr);
    abort();
}

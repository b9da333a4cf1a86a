/* Log lines: composed whole and handed over in one piece, so that lines of several processes do not mix. Invariant: one
 * call is one line; control bytes in values become blanks and what is too long is cut. */
#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

#define LOG_LINE 1024

static void keep_on_one_line(char *line)
{
    for (; *line; line++)
        if ((unsigned char)*line < 0x20 || *line == 0x7f)
            *line = ' ';
}

void log_line(const struct log *log, enum log_level level, const char *event, const char *format, ...)
{
    char values[LOG_LINE], line[LOG_LINE + 128];
    if (level > log->level)
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(values, sizeof(values), format, args);
    va_end(args);
    keep_on_one_line(values);
    snprintf(line, sizeof(line), "<%d>service=%.40s event=%.60s%s%s\n", (int)level, log->service, event,
             values[0] ? " " : "", values);
    log->write(log->self, line);
}

enum log_level log_level_of(const char *name)
{
    if (text_same(name, "error"))
        return LOG_LEVEL_ERROR;
    if (text_same(name, "warning"))
        return LOG_LEVEL_WARNING;
    if (text_same(name, "debug"))
        return LOG_LEVEL_DEBUG;
    return LOG_LEVEL_INFO;
}

void log_to_stderr(void *self, const char *line)
{
    (void)self;
    for (size_t left = strlen(line); left > 0;) {
        ssize_t written = write(STDERR_FILENO, line, left);
        if (written < 0 && errno != EINTR)
            return;
        if (written > 0) {
            line += written;
            left -= (size_t)written;
        }
    }
}

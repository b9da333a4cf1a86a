/* One logfmt line on stderr per call, with a journald priority prefix. Nothing personal may be passed in. */
#ifndef ANXIN_BASE_LOG_H
#define ANXIN_BASE_LOG_H

enum log_level { LOG_LEVEL_ERROR = 3, LOG_LEVEL_WARNING = 4, LOG_LEVEL_INFO = 6, LOG_LEVEL_DEBUG = 7 };

/* Where lines go: the service's own sink (env), so that the simulator can keep them apart. */
struct log {
    void (*write)(void *self, const char *line); /* one whole line with its newline */
    void *self;
    const char *service;
    enum log_level level; /* lines above it are dropped */
};

/* `event` is a short fixed word ("follower.gap"); the rest is "key=value key=value", values with blanks quoted by the
 * caller through %s inside \"...\". Written as: <6>service=booking event=follower.gap key=value */
__attribute__((format(printf, 4, 5))) void log_line(const struct log *log, enum log_level level, const char *event,
                                                    const char *format, ...);

/* The level of a word of config.log_level; an unknown word is info. */
enum log_level log_level_of(const char *name);

/* The ordinary sink: stderr. */
void log_to_stderr(void *self, const char *line);

#endif

/* The reference of all messages as Markdown: proto/REFERENCE.md is its output (make reference). */
#ifndef ANXIN_WIRE_REFERENCE_H
#define ANXIN_WIRE_REFERENCE_H

#include <stddef.h>

/* Hands the text out piece by piece; `write` returns 0, or another value to stop. 0, or -1 when stopped. */
typedef int reference_out(void *self, const char *text, size_t size);
int reference_write(reference_out *write, void *self);

#endif

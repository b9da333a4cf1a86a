/* Reads MessagePack one token at a time and never past the end. Internal to common/wire: guard and codec share it, so
 * what the guard let through is what the codec sees. */
#ifndef ANXIN_WIRE_READER_H
#define ANXIN_WIRE_READER_H

#include <stddef.h>
#include <stdint.h>

#include "proto/shape.h"

enum token_kind {
    TOKEN_NONE,
    TOKEN_NIL,
    TOKEN_BOOL,
    TOKEN_INT,
    TOKEN_HUGE, /* an integer above INT64_MAX */
    TOKEN_FLOAT,
    TOKEN_TEXT,
    TOKEN_BYTES,
    TOKEN_LIST,
    TOKEN_MAP
};

struct token {
    enum token_kind kind;
    int64_t number;    /* BOOL, INT */
    double real;       /* FLOAT */
    uint32_t count;    /* LIST: elements, MAP: pairs; they follow */
    struct view bytes; /* TEXT, BYTES */
};

struct reader {
    const uint8_t *at, *end;
};

/* Takes the next token. 0, or -1 when the bytes end within it, or it is of a kind that we refuse (ext, 0xc1). */
int reader_next(struct reader *reader, struct token *token);

/* Passes over one whole value, with all it holds. 0 or -1. */
int reader_skip(struct reader *reader);

#endif

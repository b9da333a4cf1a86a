/* The rules of single values, the same for bytes, structs and JSON. Internal to common/wire. Each check returns 0, or
 * -1 with the flaw, which may be NULL. */
#ifndef ANXIN_WIRE_VALUE_H
#define ANXIN_WIRE_VALUE_H

#include "wire/codec.h"

/* Notes a flaw and returns -1: a code of codec.h, the field ("" for the whole), and what is wrong with it
 * ("must be text"); the sentence that is kept begins with the field. */
__attribute__((format(printf, 4, 5))) int flaw_set(struct flaw *flaw, const char *code, const char *field,
                                                   const char *format, ...);

/* Puts a flaw found inside into its place: "capacity" becomes "rooms[2].capacity", "" becomes "rooms[2]". Returns -1.
 */
int flaw_within(struct flaw *flaw, const char *list, uint32_t index);

/* Text of a field of kind ID, CODE, TEXT, PERSONAL, LONG or WORD. Elements of IDS and CODES are checked as what they
 * are. */
int value_check_text(const struct field *field, const void *data, size_t size, struct flaw *flaw);
int value_check_bytes(const struct field *field, size_t size, struct flaw *flaw); /* BYTES, HASH */
int value_check_number(const struct field *field, int64_t number, struct flaw *flaw);
int value_check_count(const struct field *field, uint32_t count, struct flaw *flaw);

/* What an element of a list is checked as: a field with the list's name. */
struct field value_element(const struct field *list);

/* Bytes of one element of a list, or of a text's array, with its NUL. */
size_t value_size(const struct field *field);

/* True unless the value reads as absent. */
bool value_present(const struct field *field, const void *value);

/* Copies text that has been checked into the field's array, or lets its view point at it. */
void value_put_text(const struct field *field, void *value, const void *data, size_t size);

/* Text of the field in a struct: its view, or its array up to the NUL. */
struct view value_text(const struct field *field, const void *value);

#endif

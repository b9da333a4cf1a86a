/* What codes are called, by the table in proto/labels.h. */
#ifndef ANXIN_WIRE_LABELS_H
#define ANXIN_WIRE_LABELS_H

struct code_label {
    const char *fields, *code, *zh, *en;
};

/* The label of a code that stands in a field of that name; NULL: it is shown as it is. */
const struct code_label *label_find(const char *field, const char *code);

/* The label of a refusal's code (proto/refusals.h, or a reason of that code); NULL: there is none. */
const struct code_label *refusal_label(const char *code);

/* The Chinese name of a field; NULL: there is none. */
const char *field_label(const char *field);

#endif

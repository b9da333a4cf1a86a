/* The labels of codes as one array. */
#include "wire/labels.h"

#include <stddef.h>

#include "base/text.h"
#include "proto/labels.h"
#include "proto/refusals.h"

#define ROW(fields, code, zh, en) {fields, code, zh, en},
#define RULE(name, code, zh, en) {"reason", code, zh, en},

static const struct code_label labels[] = {LABELS(ROW) LABELS_OF_RULES(RULE)};

const struct code_label *label_find(const char *field, const char *code)
{
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (text_same(labels[i].code, code) && text_in_list(field, labels[i].fields))
            return &labels[i];
    return NULL;
}

#define REFUSAL(code, zh, en) {"code", code, zh, en},

static const struct code_label refusals[] = {LABELS_OF_REFUSALS(REFUSAL)};

const struct code_label *refusal_label(const char *code)
{
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        if (text_same(refusals[i].code, code))
            return &refusals[i];
    return label_find("reason", code);
}

#define HEAD(field, zh) {field, zh},

static const struct {
    const char *field, *zh;
} fields[] = {FIELD_LABELS(HEAD)};

const char *field_label(const char *field)
{
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (text_same(fields[i].field, field))
            return fields[i].zh;
    return NULL;
}

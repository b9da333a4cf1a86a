/* What every command prints of an answer. */
#include <stdio.h>

#include "services/ctl/ctl.h"
#include "wire/json.h"
#include "wire/labels.h"

void ctl_print_json(json_t *object)
{
    json_dumpf(object, stdout, JSON_COMPACT | JSON_REAL_PRECISION(12));
    putchar('\n');
    json_decref(object);
}

static void print_reason(const struct answer *answer)
{
    printf("%s", answer->outcome);
    if (answer->code[0])
        printf("  %s", answer->code);
    if (answer->field[0])
        printf("  field %s", answer->field);
    if (answer->detail[0])
        printf(": %s", answer->detail);
    if (answer->retry_ms)
        printf(" (again in %lld ms)", (long long)answer->retry_ms);
    putchar('\n');
}

static void print_meaning(const char *code)
{
    const struct code_label *label = refusal_label(code);
    if (label)
        printf("  meaning   %s %s\n", label->zh, label->en);
}

void ctl_print_answer(const struct ctl *ctl, const struct envelope *asked, const struct answer *answer)
{
    if (ctl->json) {
        json_t *object = json_from_body(message_of(MSG_answer)->shape, answer);
        if (asked) {
            json_object_set_new(object, "id", json_string(asked->id));
            json_object_set_new(object, "source", json_string(asked->source));
        }
        ctl_print_json(object);
        return;
    }
    print_reason(answer);
    print_meaning(answer->code);
    if (asked && asked->id[0])
        printf("  id        %s\n", asked->id);
    if (answer->subject[0])
        printf("  subject   %s\n", answer->subject);
    if (answer->revision)
        printf("  revision  %lld\n", (long long)answer->revision);
    if (answer->count)
        printf("  count     %lld\n", (long long)answer->count);
    for (uint32_t i = 0; i < answer->events.count; i++)
        printf("  event     %s %lld  %s  %s\n", answer->events.at[i].stream, (long long)answer->events.at[i].sequence,
               answer->events.at[i].type, answer->events.at[i].id);
}

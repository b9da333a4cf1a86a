/* Draws messages by their field tables. */
#include "chaos.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "service/service.h"

#define SEEN_MOST 512

struct chaos {
    struct run *run;
    struct draw draw;
    int64_t serial;
    char seen[SEEN_MOST][65]; /* objects, the latest ones */
    int64_t seen_count;
    enum message_type kinds[MSG_COUNT];
    int kinds_count;
};

struct chaos *chaos_open(struct run *run)
{
    struct chaos *chaos = calloc(1, sizeof *chaos);
    if (!chaos)
        BUG("out of memory");
    chaos->run = run;
    chaos->draw = world_draw(&run->world, "chaos", 0);
    for (int type = 1; type < MSG_COUNT; type++)
        if (message_of((enum message_type)type)->class_ == CLASS_COMMAND &&
            node_index(message_of((enum message_type)type)->owner) >= 0)
            chaos->kinds[chaos->kinds_count++] = (enum message_type)type;
    return chaos;
}

void chaos_close(struct chaos **chaos)
{
    free(*chaos);
    *chaos = NULL;
}

void chaos_told(struct chaos *chaos, const struct envelope *envelope)
{
    if (envelope->subject[0])
        TEXT_PUT(chaos->seen[chaos->seen_count++ % SEEN_MOST], envelope->subject);
}

/* ---- fields ---- */

/* Codes of the sample, by what a field is called. */
static const struct {
    const char *field, *prefix;
    int digits, most;
} names[] = {
    {"household", "H-", 4, 240}, {"worker", "W-", 2, 64},  {"person", "W-", 2, 64},   {"station", "ST", 1, 4},
    {"community", "CM", 1, 4},   {"service", "HH-", 2, 5}, {"trainee", "T-", 3, 200}, {"reader", "W-", 2, 64},
};

static void id_draw(struct chaos *chaos, const struct field *field, char *to, size_t size)
{
    char text[65] = "";
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (text_same(field->name, names[i].field))
            snprintf(text, sizeof text, "%s%0*d", names[i].prefix, names[i].digits,
                     1 + draw_below(&chaos->draw, names[i].most));
    if (!text[0] || draw_below(&chaos->draw, 8) == 0) {
        int64_t kept = chaos->seen_count < SEEN_MOST ? chaos->seen_count : SEEN_MOST;
        if (kept > 0)
            TEXT_PUT(text, chaos->seen[draw_below(&chaos->draw, (int)kept)]);
        else
            snprintf(text, sizeof text, "x%d", draw_below(&chaos->draw, 1000));
    }
    snprintf(to, size, "%s", text);
}

static void word_draw(struct chaos *chaos, const struct field *field, char *to)
{
    char words[512];
    int count = 1;
    snprintf(words, sizeof words, "%s", field->words);
    for (const char *c = words; *c; c++)
        count += *c == '|';
    char *rest = words, *word = NULL;
    for (int i = draw_below(&chaos->draw, count); i >= 0; i--)
        word = strsep(&rest, "|");
    snprintf(to, 33, "%s", word ? word : "");
}

static int64_t number_draw(struct chaos *chaos, const struct field *field)
{
    int64_t low = field->low, high = field->high;
    if (draw_below(&chaos->draw, 2) && high > low + 100)
        high = low + 100;
    return draw_span(&chaos->draw, low, high > INT64_C(1) << 60 ? low + 1000000 : high);
}

static void fields_draw(struct chaos *chaos, const struct shape *shape, uint8_t *to);

static void list_draw(struct chaos *chaos, const struct field *field, uint8_t *at)
{
    uint32_t count = (uint32_t)(field->low > 0 ? field->low : draw_below(&chaos->draw, 2));
    if (field->kind == FIELD_GROUP)
        count = 1;
    uint32_t most = (uint32_t)field->high;
    count = count > most ? most : count;
    memcpy(at, &count, sizeof count);
    for (uint32_t i = 0; i < count; i++) {
        if (field->kind == FIELD_IDS)
            id_draw(chaos, field, (char *)at + field->at + i * 65, 65);
        else if (field->kind == FIELD_CODES)
            id_draw(chaos, field, (char *)at + field->at + i * 33, 33);
        else if (field->kind == FIELD_INTS)
            memcpy(at + field->at + i * 8, &(int64_t){draw_below(&chaos->draw, 1000)}, 8);
        else
            fields_draw(chaos, field->group, at + field->at + i * field->group->size);
    }
}

static void field_draw(struct chaos *chaos, const struct field *field, uint8_t *at)
{
    int64_t number;
    switch (field->kind) {
    case FIELD_ID:
        id_draw(chaos, field, (char *)at, 65);
        return;
    case FIELD_CODE:
        id_draw(chaos, field, (char *)at, (size_t)field->high + 1);
        return;
    case FIELD_TEXT:
    case FIELD_PERSONAL:
        snprintf((char *)at, (size_t)field->high + 1, "x");
        return;
    case FIELD_WORD:
        word_draw(chaos, field, (char *)at);
        return;
    case FIELD_BOOL:
        *(bool *)at = draw_below(&chaos->draw, 2);
        return;
    case FIELD_TIME:
        number =
            world_business(&chaos->run->world) + draw_span(&chaos->draw, -2 * 24 * 12, 10 * 24 * 12) * 5 * MS_MINUTE;
        memcpy(at, &number, sizeof number);
        return;
    case FIELD_INT:
    case FIELD_FEN:
        number = number_draw(chaos, field);
        memcpy(at, &number, sizeof number);
        return;
    case FIELD_IDS:
    case FIELD_CODES:
    case FIELD_INTS:
    case FIELD_GROUP:
        list_draw(chaos, field, at);
        return;
    case FIELD_NONE:
    case FIELD_LONG:
    case FIELD_BYTES:
    case FIELD_HASH:
        return;
    }
}

static void fields_draw(struct chaos *chaos, const struct shape *shape, uint8_t *to)
{
    for (int i = 0; i < shape->count; i++)
        if (shape->fields[i].required || draw_below(&chaos->draw, 3) == 0)
            field_draw(chaos, &shape->fields[i], to + shape->fields[i].offset);
}

/* ---- commands ---- */

static unsigned roles_of(const struct service *service, enum message_type type)
{
    for (const struct handler *const *table = service->handlers; *table; table++)
        for (const struct handler *row = *table; row->type != MSG_NONE; row++)
            if (row->type == type)
                return row->roles;
    return ROLE_ANY;
}

/* Mostly one who may. */
static const char *role_draw(struct chaos *chaos, enum message_type type)
{
    unsigned roles = roles_of(node_services[node_index(message_of(type)->owner)], type) & ROLE_ANY;
    if (roles == 0 || draw_below(&chaos->draw, 10) == 0)
        roles = ROLE_ANY;
    unsigned role;
    do
        role = 1u << draw_below(&chaos->draw, 13);
    while (!(roles & role));
    return role_name(role);
}

static void command_send(void *self, int64_t number, void *data);

static void next_plan(struct chaos *chaos)
{
    struct world *world = &chaos->run->world;
    world_at(world, world->now + draw_span(&chaos->draw, 0, 20 * US_SECOND), command_send, chaos, 0, NULL);
}

static void command_send(void *self, int64_t number, void *data)
{
    struct chaos *chaos = self;
    struct run *run = chaos->run;
    struct envelope envelope = {.time = world_business(&run->world), .source = "chaos"};
    enum message_type type = chaos->kinds[draw_below(&chaos->draw, chaos->kinds_count)];
    (void)number, (void)data;
    if (run->healed)
        return;
    uint8_t *body = calloc(1, message_of(type)->shape->size);
    if (!body)
        BUG("out of memory");
    fields_draw(chaos, message_of(type)->shape, body);
    TEXT_PUT(envelope.specversion, "1.0");
    TEXT_PUT(envelope.type, message_of(type)->type_name);
    TEXT_FORMAT(envelope.id, "chaos-%lld", (long long)++chaos->serial);
    TEXT_PUT(envelope.actorrole, role_draw(chaos, type));
    snprintf(envelope.actorid, sizeof envelope.actorid, "W-%02d", 1 + draw_below(&chaos->draw, 64));
    if (client_order(&run->clients, run->world.now, &envelope, type, body, false))
        run->faults[FAULT_CHAOS]++;
    free(body);
    next_plan(chaos);
}

void chaos_begin(struct chaos *chaos)
{
    next_plan(chaos);
}

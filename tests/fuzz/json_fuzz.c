/* Messages as people and programs write them: JSON, and field=value of the command line. What is taken keeps its table,
 * encodes, and comes back from the bytes as the same JSON. */
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/endpoint.h"
#include "base/text.h"
#include "base/z85.h"
#include "fuzz.h"
#include "wire/envelope.h"
#include "wire/json.h"

#define ROOM (1 << 20)
#define BODY (65536 / sizeof(uint64_t) + 1)

static uint64_t body[2 * BODY], again[2 * BODY];
static uint8_t bytes[ROOM], arena[65536], twice[ROOM];

/* What is in `body` is a message: to bytes, back, to JSON, back, to bytes. */
static void is_message(const struct shape *shape)
{
    struct flaw flaw = {0};
    FUZZ_DEMAND(codec_check(shape, body, &flaw) == 0);
    int size = codec_encode(shape, body, bytes, sizeof bytes, &flaw);
    FUZZ_DEMAND(size > 0 && codec_decode(shape, bytes, (size_t)size, again, &flaw) == 0);
    json_t *object = json_from_body(shape, again);
    FUZZ_DEMAND(object != NULL);
    FUZZ_DEMAND(json_to_body_in(shape, object, body, arena, sizeof arena, &flaw) == 0);
    FUZZ_DEMAND(codec_encode(shape, body, twice, sizeof twice, &flaw) == size);
    FUZZ_DEMAND(memcmp(bytes, twice, (size_t)size) == 0);
    json_decref(object);
}

static void is_refused_well(const struct flaw *flaw)
{
    FUZZ_DEMAND(flaw->code[0] != '\0' && flaw->why.text[0] != '\0');
}

static void body_fuzz(const struct shape *shape, const json_t *object)
{
    static uint8_t room[65536];
    struct flaw flaw = {0};
    if (json_to_body_in(shape, object, body, room, sizeof room, &flaw) == 0)
        is_message(shape);
    else
        is_refused_well(&flaw);
}

static void event_fuzz(const json_t *object)
{
    static struct envelope envelope;
    const struct message *message = NULL;
    struct flaw flaw = {0};
    if (json_to_event(object, &envelope, &message, body, sizeof body, &flaw) != 0) {
        is_refused_well(&flaw);
        return;
    }
    int size = envelope_encode(&envelope, bytes, WIRE_HEADER_MAX, &flaw);
    FUZZ_DEMAND(size > 0 && message != NULL);
    json_t *event = json_from_event(&envelope, message->shape, body, NULL, 0);
    FUZZ_DEMAND(event != NULL);
    json_decref(event);
    is_message(message->shape);
}

void json_fuzz(const uint8_t *data, size_t size)
{
    char *rest, *text = fuzz_text(data, size), *copy = fuzz_text(data, size);
    const struct message *message = message_find(fuzz_line(copy, &rest));
    json_t *object = json_loads(message ? rest : text, JSON_REJECT_DUPLICATES, NULL);
    if (json_is_object(object) && message)
        body_fuzz(message->shape, object);
    else if (json_is_object(object))
        event_fuzz(object);
    json_decref(object);
    free(copy);
    free(text);
}

/* ---- the command line ---- */

static int word_put(const struct shape *shape, char *word, struct flaw *flaw)
{
    char *equals = strchr(word, '=');
    if (!equals || equals == word || equals - word > 64)
        return 0;
    *equals = '\0';
    return json_field_from_text(shape, word, equals + 1, body, flaw);
}

/* Single values, wherever a person may write one. */
static void value_fuzz(const char *text)
{
    int64_t number, same;
    struct error error = {""};
    char written[64];
    uint8_t key[32];
    if (text_to_int(text, &number) == 0) {
        TEXT_FORMAT(written, "%lld", (long long)number);
        FUZZ_DEMAND(text_to_int(written, &same) == 0 && same == number);
    }
    if (civil_parse(text, &number) == 0) {
        civil_format(written, sizeof written, number);
        FUZZ_DEMAND(civil_parse(written, &same) == 0 && same == number);
    }
    if (strlen(text) == 40 && z85_decode(key, sizeof key, text) == 0) {
        z85_encode(written, key, sizeof key);
        FUZZ_DEMAND(text_same(written, text));
    }
    FUZZ_DEMAND(endpoint_check(text, "here", &error) == 0 || error.text[0] != '\0');
}

void values_fuzz(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size), *rest, *line = fuzz_line(text, &rest);
    const struct message *message = message_find(line);
    struct flaw flaw = {0};
    int failed = 0;
    memset(body, 0, sizeof body);
    while (*rest && !failed) {
        line = fuzz_line(rest, &rest);
        value_fuzz(line);
        if (message)
            failed = word_put(message->shape, line, &flaw);
    }
    if (message && !failed && codec_check(message->shape, body, &flaw) == 0)
        is_message(message->shape);
    else if (message)
        is_refused_well(&flaw);
    free(text);
}

/* Sealing of an answer. Invariant: what was read leaves in the letter alone, and the trail can tell which letter. */
#include "service/sealed.h"

#include <string.h>

#include <sodium.h>

#include "base/z85.h"
#include "service/engine_private.h"
#include "service/reason.h"
#include "wire/json.h"

/* The letter's text, in the buffer that events are encoded in: no question emits. Its size; 0 when it does not fit. */
static size_t text_write(struct unit *unit, enum message_type type, const void *body, const char *recipient)
{
    char now[32];
    const struct envelope *cause = unit->cause;
    json_t *object = json_from_body(message_of(type)->shape, body);
    civil_format(now, sizeof now, unit->now);
    json_t *letter = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o}", "service", unit->engine->name, "made", now, "by",
                               cause->actorid, "role", cause->actorrole, "reason", cause->reason, "recipient",
                               recipient, "content", object);
    const size_t size = letter ? json_dumpb(letter, (char *)unit->engine->data, WIRE_DATA_MAX, JSON_INDENT(1)) : 0;
    json_decref(letter);
    return size <= WIRE_DATA_MAX ? size : 0;
}

int sealed_body(struct unit *unit, enum message_type type, const void *body, const char *recipient, const char *key,
                struct view *sealed, uint8_t digest[32])
{
    uint8_t whose[LETTER_KEY], chance[LETTER_KEY];
    char hex[HASH_SIZE * 2 + 1];
    uint8_t *letter = unit->engine->gathered;
    if (!unit->cause->reason[0])
        return unit_refuse(unit, "reason_missing", "reason",
                           "Say why: " REASON_PURPOSES ", and perhaps :id behind it.");
    if (z85_decode(whose, sizeof whose, key) != 0)
        return unit_refuse(unit, "bad_key", "key", "A public key has 40 characters (Z85).");
    const size_t size = text_write(unit, type, body, recipient);
    if (size == 0)
        return unit_trouble(unit);
    unit_nonce(unit, chance, sizeof chance);
    const int failed = letter_seal(whose, chance, unit->engine->data, size, letter);
    sodium_memzero(unit->engine->data, size);
    if (failed)
        return unit_refuse(unit, "bad_key", "key", "Nobody holds the secret of this key.");
    *sealed = (struct view){letter, size + LETTER_OVER};
    hash_bytes(digest, letter, sealed->size);
    text_hex(hex, digest, HASH_SIZE);
    TEXT_FORMAT(unit->engine->work.told, "sealed,recipient=%s,key=%.16s,digest=%s", recipient, key, hex);
    return UNIT_DONE;
}

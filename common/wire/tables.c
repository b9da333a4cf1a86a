/* clang-format off */
/* The tables of proto/ as constants: a field table and a shape for each record and message, and the catalogue.
 *
 * A list such as FIELDS_booking_requested(F, W, G) does not tell its rows whose they are. So F, W and G are given as
 * the tuples (F, name), (W, name), (G, name), and the list becomes a sequence of pairs of tuples:
 *
 *     (F, booking_requested) (ID, booking, REQ, 1, 64, "booking")  (W, booking_requested) (channel, REQ, ...) ...
 *
 * which OPEN and FIELD_F / FIELD_W / FIELD_G eat in turn: OPEN takes the first tuple and leaves the name of the macro
 * that takes the second, which leaves OPEN again. The OPEN left over at the end is pasted to OPEN_END, which is empty.
 * The catalogue's lists of messages and records are read in the same way, with the owner in the first tuple. */
#include "wire/codec.h"
#include "wire/tables.h"

#include <string.h>

#define EAT(...) EAT_ROWS(__VA_ARGS__) /* spells the list out, */
#define EAT_ROWS(...) EAT_LAST(__VA_ARGS__) /* eats its rows, */
#define EAT_LAST(...) __VA_ARGS__##_END /* and ends it */
#define OPEN_END
#define MESSAGE_OPEN_END
#define RECORD_OPEN_END

/* ---- fields ---- */

#define NEED_REQ true
#define NEED_OPT false

/* From `count` to the first element. */
#define BEHIND_COUNT(type) (_Alignof(type) > sizeof(uint32_t) ? _Alignof(type) : sizeof(uint32_t))
#define AT_ID 0
#define AT_CODE 0
#define AT_TEXT 0
#define AT_PERSONAL 0
#define AT_LONG 0
#define AT_BYTES 0
#define AT_HASH 0
#define AT_INT 0
#define AT_FEN 0
#define AT_TIME 0
#define AT_BOOL 0
#define AT_IDS BEHIND_COUNT(char)
#define AT_CODES BEHIND_COUNT(char)
#define AT_INTS BEHIND_COUNT(int64_t)

#define OPEN(tag, owner) {.offset = __builtin_offsetof(struct owner, FIELD_##tag
#define FIELD_F(kind_, field, need, low_, high_, doc_) field), .name = #field, .kind = FIELD_##kind_, \
    .required = NEED_##need, .low = low_, .high = high_, .at = AT_##kind_, .doc = doc_}, OPEN
#define FIELD_W(field, need, words_, doc_) field), .name = #field, .kind = FIELD_WORD, \
    .required = NEED_##need, .low = 1, .high = 32, .words = words_, .doc = doc_}, OPEN
#define FIELD_G(record, field, need, most, doc_) field), .name = #field, .kind = FIELD_GROUP, \
    .required = NEED_##need, .low = 0, .high = most, .group = &shape_##record, .at = BEHIND_COUNT(struct record), .doc = doc_}, OPEN

#define FIELDS(name_) \
    static const struct field fields_##name_[] = {EAT(OPEN FIELDS_##name_((F, name_), (W, name_), (G, name_)))}; \
    static_assert(sizeof fields_##name_ <= 64 * sizeof(struct field), "at most 64 fields: the decoder keeps a bit for each");
#define SHAPE_OF(name_) {.name = #name_, .fields = fields_##name_, \
    .count = (int)(sizeof fields_##name_ / sizeof(struct field)), .size = sizeof(struct name_)}
#define RECORD_TABLE(name_) FIELDS(name_) static const struct shape shape_##name_ = SHAPE_OF(name_);
#define MESSAGE_TABLE(class, name_, type, doc) RECORD_TABLE(name_)

#define OWNER_RECORD_TABLES(owner, messages, records) records(RECORD_TABLE)
#define OWNER_MESSAGE_TABLES(owner, messages, records) messages(MESSAGE_TABLE)
OWNERS(OWNER_RECORD_TABLES)
OWNERS(OWNER_MESSAGE_TABLES)

FIELDS(envelope)
const struct shape shape_envelope = SHAPE_OF(envelope);

/* ---- the catalogue ---- */

#define OWNER_common "common"
#define OWNER_shared "common"
#define OWNER_booking "booking"
#define OWNER_matching "matching"
#define OWNER_roster "roster"
#define OWNER_training "training"
#define OWNER_mediation "mediation"
#define OWNER_notification "notification"

#define MESSAGE_OPEN(owner_) {.owner = OWNER_##owner_, MESSAGE_ROW
#define MESSAGE_ROW(class, name, type_, doc_) .type = MSG_##name, .class_ = CLASS_##class, .type_name = type_, .doc = doc_, \
    .shape = &shape_##name}, MESSAGE_OPEN
#define OWNER_MESSAGES(owner, messages, records) EAT(MESSAGE_OPEN messages((owner)))
static const struct message MESSAGES[] = {{.type = MSG_NONE}, OWNERS(OWNER_MESSAGES)};
static_assert(sizeof MESSAGES / sizeof MESSAGES[0] == MSG_COUNT, "a row for every type");

#define RECORD_OPEN(owner_) {.owner = OWNER_##owner_, RECORD_ROW
#define RECORD_ROW(name) .shape = &shape_##name}, RECORD_OPEN
#define OWNER_RECORDS(owner, messages, records) EAT(RECORD_OPEN records((owner)))
static const struct record RECORDS[] = {OWNERS(OWNER_RECORDS) {.shape = NULL}};

/* Lengths of the type names, side by side: looking for one touches a few hundred bytes. */
#define TYPE_SIZE(class, name, type, doc) sizeof(type) - 1,
#define OWNER_TYPE_SIZES(owner, messages, records) messages(TYPE_SIZE)
static const uint8_t TYPE_SIZES[] = {0, OWNERS(OWNER_TYPE_SIZES)};
/* clang-format on */

const struct message *message_of(enum message_type type)
{
    return type > MSG_NONE && type < MSG_COUNT ? &MESSAGES[type] : NULL;
}

const struct message *message_find(const char *type_name)
{
    size_t size = strlen(type_name);
    for (int i = MSG_NONE + 1; i < MSG_COUNT; i++) {
        if (TYPE_SIZES[i] == size && memcmp(MESSAGES[i].type_name, type_name, size) == 0) {
            return &MESSAGES[i];
        }
    }
    return NULL;
}

const struct record *record_at(int index)
{
    return index >= 0 && index < (int)(sizeof RECORDS / sizeof RECORDS[0]) - 1 ? &RECORDS[index] : NULL;
}

/* Reads everything back from the owners: what was acknowledged must be there, once; and what the weeks came to is
 * digested without ids, which depend on who won where two competed. */
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/demo.h"
#include "wire/id.h"
#include "wire/json.h"

/* What an id means in every run. */
struct meaning {
    char id[65];
    char key[200];
    bool seen; /* read back from its owner */
};

struct digest {
    struct demo *demo;
    struct meaning *meanings;
    int meanings_count, meanings_room;
    char **lines;
    int lines_count, lines_room;
};

/* Kinds of objects, in an order in which each only names what came before. */
static const struct kind {
    const char *list;    /* query */
    const char *own;     /* field with its own id */
    const char *drop[8]; /* fields that differ from run to run, or say nothing more */
    const char *key[6];  /* fields that say which one it is in every run; none: its own id does */
} kinds[] = {
    {"booking.list", "booking", {"revision"}, {"household", "start", "service", "state", "source_ref"}},
    {"visit.list", "visit", {"label", "label_en", "revision"}, {"booking", "state"}},
    {"enrolment.list", "enrolment", {"revision"}, {"session", "trainee", "group", "state"}},
    {"case.list", "case_id", {"revision", "label", "label_en"}, {"number"}},
    {"cert.list", "cert", {"revision"}, {"worker", "cert_type", "valid_from"}},
    {"notice.list", "notice", {"number", "title", "summary"}, {NULL}},
};

static int grow(void **array, int *room, size_t size)
{
    int more = *room ? *room * 2 : 1024;
    void *bigger = realloc(*array, (size_t)more * size);
    if (!bigger)
        return -1;
    *array = bigger;
    *room = more;
    return 0;
}

static struct meaning *meaning_of(const struct digest *digest, const char *id)
{
    for (int i = 0; i < digest->meanings_count; i++)
        if (text_same(digest->meanings[i].id, id))
            return &digest->meanings[i];
    return NULL;
}

static const struct demo_booking *competitor(const struct demo *demo, const char *id)
{
    for (int i = 0; i < demo->bookings_count; i++)
        if (demo->bookings[i].competed && text_same(demo->bookings[i].id, id))
            return &demo->bookings[i];
    return NULL;
}

/* Replaces ids that differ from run to run by what they mean. */
static void ids_replace(const struct digest *digest, json_t *row)
{
    static const char *const fields[] = {"booking", "visit", "case_id", "enrolment", "cert", "about"};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        const char *id = json_string_value(json_object_get(row, fields[i]));
        const struct meaning *meaning = id ? meaning_of(digest, id) : NULL;
        if (meaning)
            json_object_set_new(row, fields[i], json_string(meaning->key));
        else if (id && strlen(id) == UUID_SIZE - 1)
            json_object_set_new(row, fields[i],
                                json_string("?")); /* one that was refused, or of a kind not listed here */
    }
}

static void key_make(const struct kind *kind, const json_t *row, char *key, size_t size)
{
    size_t used = 0;
    key[0] = '\0';
    for (int i = 0; i < 6 && kind->key[i]; i++) {
        json_t *value = json_object_get(row, kind->key[i]);
        char *text = value ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
        used += (size_t)snprintf(key + used, size - used, "%s/", text ? text : "");
        free(text);
        if (used >= size)
            return;
    }
}

static int line_add(struct digest *digest, const char *list, json_t *row)
{
    char *text = json_dumps(row, JSON_SORT_KEYS | JSON_COMPACT);
    if (digest->lines_count == digest->lines_room &&
        grow((void **)&digest->lines, &digest->lines_room, sizeof(char *)) != 0)
        return -1;
    size_t size = strlen(list) + strlen(text) + 2;
    char *line = malloc(size);
    if (!line)
        return -1;
    snprintf(line, size, "%s %s", list, text);
    free(text);
    digest->lines[digest->lines_count++] = line;
    return 0;
}

/* One row: remembers what its id means, and keeps it as a line without ids. */
static int row_take(struct digest *digest, const struct kind *kind, json_t *row)
{
    struct meaning *meaning;
    const char *own = json_string_value(json_object_get(row, kind->own));
    if (!own)
        return -1;
    if (digest->meanings_count == digest->meanings_room &&
        grow((void **)&digest->meanings, &digest->meanings_room, sizeof *digest->meanings) != 0)
        return -1;
    meaning = &digest->meanings[digest->meanings_count];
    *meaning = (struct meaning){0};
    TEXT_PUT(meaning->id, own);
    if (competitor(digest->demo, own)) {
        json_object_del(row, "source_ref");
        json_object_del(row, "origin");
    }
    json_object_del(row, kind->own);
    for (int i = 0; i < 8 && kind->drop[i]; i++)
        json_object_del(row, kind->drop[i]);
    ids_replace(digest, row);
    key_make(kind, row, meaning->key, sizeof meaning->key);
    if (kind->key[0])
        digest->meanings_count++;
    return line_add(digest, kind->list, row);
}

/* Reads one page; `after` is moved on, "" when that was the last. */
static int page_take(struct digest *digest, const struct kind *kind, char after[65], struct error *error)
{
    const struct message *query = message_find(kind->list);
    uint8_t *question = query ? calloc(1, query->shape->size) : NULL;
    struct reply reply;
    struct flaw flaw;
    if (!question)
        return error_set(error, "no question %s", kind->list);
    if (after[0])
        json_field_from_text(query->shape, "after", after, question, &flaw);
    int result = desk_question(&digest->demo->desk, (enum desk_service)desk_owner(query->type), "operator", "demo",
                               query->type, question, &reply, error);
    free(question);
    if (result != 0)
        return -1;
    json_t *page = json_from_body(message_of(reply.type)->shape, reply.body);
    json_t *rows = json_object_get(page, "rows");
    const char *next = json_string_value(json_object_get(page, "next"));
    text_copy(after, 65, next ? next : "");
    for (size_t i = 0; result == 0 && i < json_array_size(rows); i++)
        result = row_take(digest, kind, json_array_get(rows, i));
    json_decref(page);
    return result == 0 ? 0 : error_set(error, "%s cannot be read back", kind->list);
}

static int line_compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int lines_hash(struct digest *digest, char hex[65])
{
    size_t size = 0, used = 0;
    uint8_t hash[HASH_SIZE];
    for (int i = 0; i < digest->lines_count; i++)
        size += strlen(digest->lines[i]) + 1;
    char *all = malloc(size + 1);
    if (!all)
        return -1;
    if (digest->lines_count > 0)
        qsort(digest->lines, (size_t)digest->lines_count, sizeof *digest->lines, line_compare);
    for (int i = 0; i < digest->lines_count; i++) {
        size_t length = strlen(digest->lines[i]);
        memcpy(all + used, digest->lines[i], length);
        all[used + length] = '\n';
        used += length + 1;
    }
    const char *dump = getenv("ANXIN_DEMO_LINES");
    FILE *file = dump ? fopen(dump, "w") : NULL;
    if (file) {
        fwrite(all, 1, used, file);
        fclose(file);
    }
    hash_bytes(hash, all, used);
    text_hex(hex, hash, sizeof hash);
    free(all);
    return 0;
}

/* Every acknowledged booking is there, and no reference of a source has two live ones. */
static void bookings_check(struct digest *digest)
{
    struct demo *demo = digest->demo;
    for (int i = 0; i < demo->bookings_count; i++) {
        struct meaning *meaning = meaning_of(digest, demo->bookings[i].id);
        if (!meaning)
            demo->counts.lost++;
        else if (meaning->seen)
            demo->counts.doubled++;
        else
            meaning->seen = true;
    }
}

static int64_t count_lines(const struct digest *digest, const char *list, const char *holding)
{
    int64_t count = 0;
    for (int i = 0; i < digest->lines_count; i++)
        count += text_starts(digest->lines[i], list) && strstr(digest->lines[i], holding) != NULL;
    return count;
}

/* Seats that are taken: not those that were refused, given back or never answered for. */
static int64_t seats_taken(const struct digest *digest)
{
    static const char *const without[] = {"REFUSED", "REQUESTED", "APPROVED", "WITHDRAWN", "LEFT", "OFFERED"};
    int64_t taken = count_lines(digest, "enrolment.list", "\"state\"");
    for (size_t i = 0; i < sizeof without / sizeof without[0]; i++) {
        char holding[40];
        TEXT_FORMAT(holding, "\"state\":\"%s\"", without[i]);
        taken -= count_lines(digest, "enrolment.list", holding);
    }
    return taken;
}

/* Notices of the sample's storm: of its rules, at its moment. */
static int64_t storm_count(const struct digest *digest)
{
    int64_t moment = digest->demo->sample->start + SAMPLE_STORM_DAY * MS_DAY + 10 * MS_HOUR;
    char at[64], time[32];
    int64_t count = 0;
    civil_format(time, sizeof time, moment);
    TEXT_FORMAT(at, "\"at\":\"%s\"", time);
    for (int i = 0; i < digest->lines_count; i++)
        count += text_starts(digest->lines[i], "notice.list") && strstr(digest->lines[i], at) &&
                 strstr(digest->lines[i], "\"rule\":\"" SAMPLE_STORM_RULE);
    return count;
}

/* Each plan's proposal, in the feed of the dispatcher who asked. */
static int64_t proposals_count(const struct digest *digest)
{
    return count_lines(digest, "notice.list", "\"reader\":\"dispatcher-ST1-1\",\"rule\":\"dayplan-made\"") +
           count_lines(digest, "notice.list", "\"reader\":\"dispatcher-ST3-1\",\"rule\":\"dayplan-made\"");
}

static void counts_take(struct digest *digest)
{
    struct demo_counts *counts = &digest->demo->counts;
    counts->enrolled = seats_taken(digest);
    counts->notices = count_lines(digest, "notice.list", "");
    counts->night = count_lines(digest, "notice.list", "\"rule\":\"" SAMPLE_NIGHT_RULE "\"");
    counts->storm = storm_count(digest);
    counts->proposed = proposals_count(digest);
}

static void digest_free(struct digest *digest)
{
    for (int i = 0; i < digest->lines_count; i++)
        free(digest->lines[i]);
    free(digest->lines);
    free(digest->meanings);
}

int demo_digest(struct demo *demo, struct error *error)
{
    struct digest digest = {.demo = demo};
    int result = 0;
    for (size_t i = 0; result == 0 && i < sizeof kinds / sizeof kinds[0]; i++) {
        char after[65] = "";
        do
            result = page_take(&digest, &kinds[i], after, error);
        while (result == 0 && after[0]);
        if (i == 0)
            bookings_check(&digest);
    }
    if (result == 0 && lines_hash(&digest, demo->counts.digest) != 0)
        result = error_set(error, "out of memory");
    counts_take(&digest);
    digest_free(&digest);
    return result;
}

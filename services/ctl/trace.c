/* anxin trace: the whole story of one object across the services. Every service is asked for the events about the
 * object, then for those about the objects that these name, two steps deep. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/event.h"
#include "services/ctl/show.h"

#define TRACE_DEPTH 2
#define TRACE_OBJECTS 256

/* Fields of a body that name objects which belong to the same story. Persons, homes, stations and sessions have long
 * stories of their own: they are told only when asked for directly. */
static const char *const related_fields[] = {"booking", "visit", "case_id", "enrolment", "hold"};

struct entry {
    struct envelope envelope;
    json_t *json;
    bool told; /* placed in the order of the story */
};

struct story {
    struct ctl *ctl;
    struct entry *entry;
    size_t count, room;
    json_t *known; /* "stream number" of events that we have */
    char object[TRACE_OBJECTS][65];
    int objects;
};

/* ---- gathering ---- */

static void object_add(struct story *story, const char *id)
{
    for (int i = 0; i < story->objects; i++)
        if (text_same(story->object[i], id))
            return;
    if (story->objects < TRACE_OBJECTS)
        TEXT_PUT(story->object[story->objects++], id);
}

static void objects_of_event(struct story *story, const json_t *event)
{
    const json_t *data = json_object_get(event, "data");
    for (size_t i = 0; i < sizeof related_fields / sizeof related_fields[0]; i++) {
        const char *id = json_string_value(json_object_get(data, related_fields[i]));
        if (id && strlen(id) < sizeof story->object[0])
            object_add(story, id);
    }
}

static void entry_add(struct story *story, const struct envelope *envelope, json_t *json)
{
    if (story->count == story->room) {
        story->room = story->room ? 2 * story->room : 128;
        story->entry = realloc(story->entry, story->room * sizeof *story->entry);
        if (!story->entry)
            BUG("out of memory");
    }
    story->entry[story->count++] = (struct entry){.envelope = *envelope, .json = json};
}

static int event_add(struct story *story, const struct fetched_event *event)
{
    struct envelope envelope;
    struct flaw flaw = {0};
    char key[96];
    json_t *json;
    if (event_open(event, &envelope, &json, &flaw))
        return ctl_say(story->ctl, CTL_REFUSED, "unreadable header: %s", flaw.why.text);
    TEXT_FORMAT(key, "%s %" PRId64, envelope.stream, envelope.sequence);
    if (json_object_get(story->known, key)) {
        json_decref(json);
        return 0;
    }
    json_object_set_new(story->known, key, json_true());
    entry_add(story, &envelope, json);
    return 0;
}

/* All that one service tells of one object, page by page. */
static int ask_service(struct story *story, struct ctl_service *service, const char *object)
{
    struct service_story question = {0};
    TEXT_PUT(question.subject, object);
    do {
        struct reply reply;
        int code = ctl_ask(story->ctl, service, MSG_service_story, &question, &reply);
        if (code || (code = ctl_expect(story->ctl, &reply, MSG_service_story_answer)))
            return code;
        const struct service_story_answer *answer = reply.body;
        for (uint32_t i = 0; i < answer->events.count && !code; i++)
            code = event_add(story, &answer->events.at[i]);
        if (code)
            return code;
        question.after = answer->next > question.after ? answer->next : 0;
    } while (question.after);
    return 0;
}

/* A visit names its booking, but a booking learns of its visit only when somebody comes: the visits are asked for. */
static void visits_at(struct story *story, struct ctl_service *matching, const char *booking)
{
    struct visit_list question = {0};
    struct reply reply;
    TEXT_PUT(question.booking, booking);
    if (matching->silent || ctl_ask(story->ctl, matching, MSG_visit_list, &question, &reply) ||
        reply.type != MSG_visit_list_answer)
        return;
    const struct visit_list_answer *answer = reply.body;
    for (uint32_t i = 0; i < answer->rows.count; i++)
        object_add(story, answer->rows.at[i].visit);
}

static void visits_of_booking(struct story *story, const char *booking)
{
    struct ctl_service *matching[PLACES_MOST];
    const int count = ctl_instances(story->ctl, "matching", matching);
    for (int i = 0; i < count; i++)
        visits_at(story, matching[i], booking);
}

/* A service that is down is missing from the story; the others are told all the same. */
static int ask_all(struct story *story, const char *object)
{
    for (int i = 0; i < story->ctl->services; i++) {
        struct ctl_service *service = &story->ctl->service[i];
        if (service->silent)
            continue;
        const int code = ask_service(story, service, object);
        if (code && code != CTL_UNREACHABLE)
            return code;
    }
    return 0;
}

static int gather(struct story *story)
{
    int from = 0;
    size_t seen = 0;
    object_add(story, story->ctl->args.word[0]);
    visits_of_booking(story, story->object[0]);
    for (int depth = 0; depth <= TRACE_DEPTH; depth++) {
        const int to = story->objects;
        for (; from < to; from++) {
            const int code = ask_all(story, story->object[from]);
            if (code)
                return code;
        }
        for (; seen < story->count && depth < TRACE_DEPTH; seen++)
            objects_of_event(story, story->entry[seen].json);
    }
    return 0;
}

/* ---- order ---- */

static int entry_compare(const void *a, const void *b)
{
    const struct envelope *x = &((const struct entry *)a)->envelope, *y = &((const struct entry *)b)->envelope;
    if (x->time != y->time)
        return x->time < y->time ? -1 : 1;
    const int source = strcmp(x->source, y->source), stream = strcmp(x->stream, y->stream);
    if (source || stream)
        return source ? source : stream;
    return (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

/* Place of the event of each id in the sorted story: {"id": place}. */
static json_t *index_ids(const struct story *story)
{
    json_t *index = json_object();
    for (size_t i = 0; i < story->count; i++)
        json_object_set_new(index, story->entry[i].envelope.id, json_integer((json_int_t)i));
    return index;
}

static bool waits_for_cause(const struct story *story, const json_t *index, size_t at)
{
    const json_t *cause = json_object_get(index, story->entry[at].envelope.causationid);
    return cause && json_integer_value(cause) != (json_int_t)at && !story->entry[json_integer_value(cause)].told;
}

/* The next event to tell: the earliest whose cause has been told, so that of one moment the cause comes first. */
static size_t next_to_tell(const struct story *story, const json_t *index, size_t from)
{
    for (size_t i = from; i < story->count; i++)
        if (!story->entry[i].told && !waits_for_cause(story, index, i))
            return i;
    return from;
}

/* ---- telling ---- */

/* The facts that tell most, but for the object that the line is about. */
static void key_facts(char *text, size_t size, const char *subject, const json_t *data)
{
    static const char *const facts[] = {
        "start", "worker", "household", "trainee", "person",   "service",  "station",   "room",
        "from",  "to",     "reason",    "reasons", "because",  "why",      "how",       "outcome",
        "class", "by",     "course",    "session", "route",    "category", "cert_type", "level",
        "code",  "score",  "minutes",   "expires", "valid_to", "reader",   "title",
    };
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        const json_t *value = json_object_get(data, facts[i]);
        const struct field field = {.kind = text_in_list(facts[i], "start|expires|valid_to") ? FIELD_TIME : FIELD_TEXT};
        if (!value || json_is_object(value))
            continue;
        char *shown = show_value(&field, value);
        const int wrote = text_same(shown, subject)
                              ? 0
                              : snprintf(text + used, size - used, "%s%s=%s", used ? " " : "", facts[i], shown);
        free(shown);
        if (wrote < 0 || (size_t)wrote >= size - used) {
            text[used] = '\0';
            return;
        }
        used += (size_t)wrote;
    }
}

/* A copy for an outside system or a reader is told as what it is. */
static const char *told_to(const struct envelope *envelope)
{
    return text_starts(envelope->stream, "partner.") || text_starts(envelope->stream, "feed.") ? envelope->stream : "";
}

static void line_add(struct grid *grid, const struct entry *entry)
{
    char when[24], facts[400];
    const char *label = event_label(entry->envelope.type), *copy = told_to(&entry->envelope);
    key_facts(facts, sizeof facts, entry->envelope.subject, json_object_get(entry->json, "data"));
    grid_add(grid, show_time(when, entry->envelope.time));
    grid_add(grid, label ? label : entry->envelope.type);
    grid_add(grid, label ? entry->envelope.type : "");
    grid_add(grid, entry->envelope.subject);
    grid_addf(grid, "%s%s%s%s", *copy ? "-> " : "", copy, *copy && *facts ? " " : "", facts);
}

static void tell(struct story *story)
{
    struct grid grid = {.columns = 5};
    json_t *index;
    size_t from = 0;
    static const char *const head[] = {"time", "事件", "event", "about", "facts"};
    for (int i = 0; i < grid.columns; i++)
        grid_add(&grid, head[i]);
    if (story->count > 0)
        qsort(story->entry, story->count, sizeof *story->entry, entry_compare);
    index = index_ids(story);
    for (size_t told = 0; told < story->count; told++) {
        while (story->entry[from].told)
            from++;
        struct entry *entry = &story->entry[next_to_tell(story, index, from)];
        entry->told = true;
        if (story->ctl->json)
            ctl_print_json(json_incref(entry->json));
        else
            line_add(&grid, entry);
    }
    if (!story->ctl->json && story->count)
        grid_print(stdout, &grid, 0);
    grid_free(&grid);
    json_decref(index);
}

static int missing_services(const struct ctl *ctl)
{
    int missing = 0;
    for (int i = 0; i < ctl->services; i++)
        missing += ctl->service[i].silent;
    return missing;
}

static int trace_run(struct ctl *ctl)
{
    struct story *story = calloc(1, sizeof *story);
    if (!story)
        return ctl_say(ctl, CTL_REFUSED, "out of memory");
    story->ctl = ctl;
    story->known = json_object();
    int code = strlen(ctl->args.word[0]) < sizeof story->object[0] && *ctl->args.word[0]
                   ? gather(story)
                   : ctl_say(ctl, CTL_USAGE, "an id has 1 to 64 bytes");
    if (!code)
        tell(story);
    const int missing = missing_services(ctl);
    if (!code && missing)
        code = ctl_say(ctl, CTL_UNREACHABLE, "%d of %d services are missing from this story", missing, ctl->services);
    else if (!code && !story->count)
        code = ctl_say(ctl, CTL_REFUSED, "no service knows %s", ctl->args.word[0]);
    for (size_t i = 0; i < story->count; i++)
        json_decref(story->entry[i].json);
    json_decref(story->known);
    free(story->entry);
    free(story);
    return code;
}

const struct command trace_command = {
    .name = "trace",
    .synopsis = "ID",
    .summary = "the whole story of one booking, visit, case, enrolment, worker ... across the services",
    .help = "What is related (its visits, cases, enrolments, holds of time and rooms) is told with it.",
    .least = 1,
    .most = 1,
    .run = trace_run,
};

/* What may be asked about persons: requests, what is kept, export, search. Every service answers for itself. */
#include "service/privacy.h"

#include <string.h>

#include "rules/workdays.h"
#include "service/engine_private.h"
#include "store/erasures.h"

#define FIND_LOOKED 2000 /* names opened in one go */

static int trouble(struct engine *engine, const struct peer *peer, const struct envelope *envelope)
{
    log_line(engine->log, LOG_LEVEL_ERROR, "query.trouble", "type=%s reason=\"%s\"", envelope->type,
             store_why(engine->store));
    reply_flaw(engine, peer, envelope, "trouble", "internal", "", "The question could not be answered.");
    return -1;
}

/* ---- requests ---- */

static bool any_held(const struct privacy_get_answer *answer)
{
    for (uint32_t i = 0; i < answer->parts.count; i++)
        if (text_same(answer->parts.at[i].outcome, "held"))
            return true;
    return false;
}

static void get_fill(const struct erasure *erasure, struct privacy_get_answer *answer)
{
    const bool over = erasure->own ? erasure->ended != 0 : answer->parts.count > 0;
    TEXT_PUT(answer->request, erasure->request);
    TEXT_PUT(answer->person, erasure->person);
    TEXT_PUT(answer->kind, erasure->kind);
    TEXT_PUT(answer->state, any_held(answer) ? "held" : over ? "done" : "asked");
    answer->asked = erasure->asked;
    answer->ended = erasure->ended;
    if (erasure->own)
        answer->due = civil_day_start(workdays_add(civil_day(erasure->asked), PRIVACY_DUE_DAYS, NULL) + 1);
}

static void get_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                      const struct privacy_get *asked)
{
    struct privacy_get_answer *answer = engine->reply_body;
    struct erasure erasure;
    memset(answer, 0, sizeof *answer);
    int found = erasure_find(engine->store, asked->id, &erasure);
    if (found == 0)
        found = erasure_of(engine->store, asked->id, &erasure);
    const int most = sizeof answer->parts.at / sizeof answer->parts.at[0];
    int parts = found == 1 ? erasure_parts(engine->store, erasure.request, answer->parts.at, most) : 0;
    if (found < 0 || parts < 0) {
        trouble(engine, peer, envelope);
    } else if (found == 0) {
        reply_flaw(engine, peer, envelope, "refused", "unknown_request", "id", "Nobody has asked for this erasure.");
    } else {
        answer->parts.count = (uint32_t)parts;
        get_fill(&erasure, answer);
        reply_now(engine, peer, envelope, MSG_privacy_get_answer, answer);
    }
}

static int count_held(struct engine *engine, int64_t *count)
{
    struct erasure erasure = {0};
    int found;
    for (*count = 0; (found = erasure_held(engine->store, engine->name, "", erasure.request, &erasure)) == 1; ++*count)
        ;
    return found;
}

static void status_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope)
{
    struct person_sums sums;
    struct privacy_status_answer answer = {.replayed = store_replayed(engine->store)};
    if (person_count(engine->store, &sums) != 0 || count_held(engine, &answer.held) != 0) {
        trouble(engine, peer, envelope);
        return;
    }
    answer.fields = sums.fields;
    answer.owners = sums.owners;
    answer.lost = sums.lost;
    answer.keys = sums.keys;
    answer.erased = sums.erased;
    reply_now(engine, peer, envelope, MSG_privacy_status_answer, &answer);
}

/* ---- export ---- */

struct page {
    struct privacy_export_answer *answer;
    const char *owner;
};

static int page_add(void *self, const struct person_field *found)
{
    struct page *page = self;
    struct privacy_export_answer *answer = page->answer;
    if (!text_same(found->owner, page->owner)) /* what is said of another one, whose own it is */
        return 0;
    if (answer->fields.count == sizeof answer->fields.at / sizeof answer->fields.at[0])
        return answer->more = true;
    struct privacy_field *field = &answer->fields.at[answer->fields.count++];
    TEXT_PUT(field->object, found->object);
    TEXT_PUT(field->field, found->field);
    TEXT_PUT(field->value, found->value);
    TEXT_PUT(answer->after_owner, page->owner);
    TEXT_PUT(answer->after_object, found->object);
    TEXT_PUT(answer->after_field, found->field);
    return 0;
}

static int page_of(struct engine *engine, const char *owner, const char *object, const char *field, struct page *page)
{
    const int room = (int)(sizeof page->answer->fields.at / sizeof page->answer->fields.at[0]);
    page->owner = owner;
    return person_fields(engine->store, owner, object, field, room + 1, page_add, page);
}

/* The person's own fields first, then those of the objects that go with him. */
static int export_fill(struct engine *engine, const struct privacy_export *asked, struct privacy_export_answer *answer)
{
    const struct privacy *privacy = engine->service->privacy;
    struct unit unit = unit_bare(engine);
    struct page page = {answer, NULL};
    char owner[ID_SIZE];
    const bool further = asked->after_owner[0] && !text_same(asked->after_owner, asked->person);
    TEXT_PUT(owner, asked->after_owner[0] ? asked->after_owner : asked->person);
    if (page_of(engine, owner, asked->after_object, asked->after_field, &page) != 0)
        return -1;
    if (!further)
        owner[0] = '\0';
    int found = 0;
    while (!answer->more && privacy->also && (found = privacy->also(&unit, asked->person, owner, owner)) == 1)
        if (page_of(engine, owner, "", "", &page) != 0)
            return -1;
    return found < 0 ? -1 : 0;
}

static void export_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                         const struct privacy_export *asked)
{
    struct privacy_export_answer *answer = engine->reply_body;
    memset(answer, 0, sizeof *answer);
    log_line(engine->log, LOG_LEVEL_INFO, "privacy.exported", "person=%s by=%s role=%s", asked->person,
             envelope->actorid, envelope->actorrole);
    if (export_fill(engine, asked, answer) != 0)
        trouble(engine, peer, envelope);
    else
        reply_now(engine, peer, envelope, MSG_privacy_export_answer, answer);
}

/* ---- search ---- */

/* What is found; persons of other stations are passed over (V24). */
struct found {
    struct engine *engine;
    struct person_find_answer *answer;
    int looked;
};

static int find_add(void *self, const struct person_field *field)
{
    struct found *found = self;
    struct person_find_answer *answer = found->answer;
    found->looked++;
    TEXT_PUT(answer->next, field->object);
    if (reach_person(found->engine, field->object))
        TEXT_PUT(answer->persons.at[answer->persons.count++], field->object);
    return answer->persons.count == sizeof answer->persons.at / sizeof answer->persons.at[0];
}

static int find_fill(struct engine *engine, const struct person_find *asked, struct person_find_answer *answer)
{
    const int most = sizeof answer->persons.at / sizeof answer->persons.at[0];
    struct found found = {engine, answer, 0};
    if (asked->phone[0]) {
        int result = person_find(engine->store, asked->phone, asked->after, most, find_add, &found);
        if (found.looked < most)
            answer->next[0] = '\0';
        return result;
    }
    return person_search(engine->store, asked->name, asked->after, FIND_LOOKED, find_add, &found, answer->next);
}

static void find_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                       const struct person_find *asked)
{
    struct person_find_answer *answer = engine->reply_body;
    char why[ROLE_WHY];
    memset(answer, 0, sizeof *answer);
    role_why(why, envelope->actorrole, "This role may not look for persons here.");
    if (!(role_of(envelope->actorrole) & engine->service->privacy->finders))
        reply_flaw(engine, peer, envelope, "denied", "role", "actorrole", why);
    else if (!asked->phone[0] == !asked->name[0])
        reply_flaw(engine, peer, envelope, "refused", "missing", "phone", "Give a phone or a part of a name.");
    else if (find_fill(engine, asked, answer) != 0)
        trouble(engine, peer, envelope);
    else
        reply_now(engine, peer, envelope, MSG_person_find_answer, answer);
}

bool privacy_serve(struct engine *engine, const struct peer *peer, const struct envelope *envelope,
                   const struct message *message)
{
    if (!engine->service->privacy)
        return false;
    if (message->type == MSG_privacy_get)
        get_serve(engine, peer, envelope, engine->body);
    else if (message->type == MSG_privacy_status)
        status_serve(engine, peer, envelope);
    else if (message->type == MSG_privacy_export)
        export_serve(engine, peer, envelope, engine->body);
    else if (message->type == MSG_privacy_retention)
        retention_serve(engine, peer, envelope, engine->body);
    else if (message->type == MSG_person_find)
        find_serve(engine, peer, envelope, engine->body);
    else
        return false;
    return true;
}

unsigned privacy_roles(enum message_type type)
{
    if (type == MSG_privacy_export)
        return ROLE_MANAGER | ROLE_OFFICER;
    if (type == MSG_person_find)
        return ROLE_RECEPTIONIST | ROLE_DISPATCHER | ROLE_MANAGER | ROLE_REGISTRAR;
    if (type == MSG_privacy_get || type == MSG_privacy_status || type == MSG_privacy_retention)
        return ROLE_MANAGER | ROLE_OPERATOR | ROLE_SUPERVISOR;
    return 0;
}

/* anxin get, anxin list: any kind of object, without knowing it: the types KIND.get and KIND.list of the catalogue. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/show.h"
#include "wire/json.h"

/* A question about a kind: its message, its owners (one at each place, where none is meant), and the body being filled.
 */
struct question {
    const struct message *message;
    struct ctl_service *owner[PLACES_MOST];
    int owners;
    void *body;
    struct answer refusal; /* of several owners the last that does not know what is asked for */
};

static void say_kinds(const struct ctl *ctl, const char *verb)
{
    ctl_say(ctl, CTL_USAGE, "kinds are:");
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const char *name = message_of(type)->type_name, *dot = strrchr(name, '.');
        if (message_of(type)->class_ == CLASS_QUERY && dot && text_same(dot + 1, verb))
            fprintf(stderr, "  %.*s\n", (int)(dot - name), name);
    }
}

static int question_open(struct ctl *ctl, const char *verb, struct question *question)
{
    char type[65];
    const char *kind = ctl->args.word[0];
    *question = (struct question){0};
    if (!TEXT_FORMAT(type, "%s.%s", kind, verb))
        question->message = message_find(type);
    if (!question->message || question->message->class_ != CLASS_QUERY) {
        ctl_say(ctl, CTL_USAGE, "there is no %s of kind %s", verb, kind);
        say_kinds(ctl, verb);
        return CTL_USAGE;
    }
    question->owners = ctl_instances(ctl, question->message->owner, question->owner);
    if (!question->owners)
        return ctl_no_service(ctl, question->message->owner);
    question->body = calloc(1, question->message->shape->size);
    return question->body ? 0 : ctl_say(ctl, CTL_REFUSED, "out of memory");
}

static int question_set(struct ctl *ctl, struct question *question, const char *field, const char *value)
{
    struct flaw flaw = {0};
    if (!json_field_from_text(question->message->shape, field, value, question->body, &flaw))
        return 0;
    if (text_same(flaw.code, "unknown_field"))
        return ctl_say(ctl, CTL_USAGE, "%s; `anxin schema %s` shows the fields", flaw.why.text,
                       question->message->type_name);
    return ctl_say(ctl, CTL_USAGE, "%s: %s: %s", flaw.code, field, flaw.why.text);
}

/* One of several does not know what another one may. */
static bool is_elsewhere(struct question *question, const struct reply *reply)
{
    const struct answer *answer = reply->body;
    if (question->owners < 2 || reply->type != MSG_answer || !text_starts(answer->code, "unknown_"))
        return false;
    question->refusal = *answer;
    return true;
}

/* Asks one owner; on 0 `*answer` is the body as JSON (the caller's) and `*shape` its table, or NULL: it is elsewhere.
 */
static int question_ask(struct ctl *ctl, struct question *question, int owner, json_t **answer,
                        const struct shape **shape)
{
    struct reply reply;
    char expected[80];
    int code = ctl_ask(ctl, question->owner[owner], question->message->type, question->body, &reply);
    *answer = NULL;
    if (code || is_elsewhere(question, &reply))
        return code;
    TEXT_FORMAT(expected, "%s.answer", question->message->type_name);
    const struct message *type = message_find(expected);
    code = ctl_expect(ctl, &reply, type ? type->type : MSG_answer);
    if (code)
        return code;
    *shape = message_of(reply.type)->shape;
    *answer = json_from_body(*shape, reply.body);
    return *answer ? 0 : ctl_say(ctl, CTL_REFUSED, "out of memory");
}

/* Where several could have answered it is told who has. */
static void owner_tell(const struct ctl *ctl, const struct question *question, int owner, json_t *object)
{
    const char *name = question->owner[owner]->name;
    if (question->owners < 2)
        return;
    if (ctl->json)
        json_object_set_new(object, "place", json_string(instance_place(name)));
    else
        printf("%s\n", name);
}

/* ---- get ---- */

static int get_one(struct ctl *ctl, struct question *question, int owner, bool *found)
{
    const struct shape *shape;
    json_t *answer;
    const int code = question_ask(ctl, question, owner, &answer, &shape);
    if (code || !answer)
        return code;
    *found = true;
    owner_tell(ctl, question, owner, answer);
    if (ctl->json) {
        ctl_print_json(answer);
    } else {
        show_object(stdout, shape, answer, 0);
        json_decref(answer);
    }
    return 0;
}

static int get_run(struct ctl *ctl)
{
    struct question question;
    bool found = false;
    int code = question_open(ctl, "get", &question);
    if (!code)
        code = question_set(ctl, &question, "id", ctl->args.word[1]);
    for (int i = 0; i < question.owners && !code; i++)
        code = get_one(ctl, &question, i, &found);
    if (!code && !found) {
        ctl_print_answer(ctl, NULL, &question.refusal);
        code = CTL_REFUSED;
    }
    free(question.body);
    return code;
}

/* ---- list ---- */

static const struct shape *rows_shape(const struct shape *answer)
{
    for (int i = 0; i < answer->count; i++)
        if (text_same(answer->fields[i].name, "rows"))
            return answer->fields[i].group;
    return NULL;
}

static int filters_set(struct ctl *ctl, struct question *question)
{
    char name[65];
    for (int i = 1; i < ctl->args.words; i++) {
        const char *word = ctl->args.word[i], *equals = strchr(word, '=');
        if (!equals || TEXT_FORMAT(name, "%.*s", (int)(equals - word), word))
            return ctl_say(ctl, CTL_USAGE, "\"%s\" is not field=value", word);
        if (question_set(ctl, question, name, equals + 1))
            return CTL_USAGE;
    }
    return 0;
}

/* What a listing has gathered of one owner. */
struct listing {
    int owner;
    json_t *rows;
    const struct shape *shape; /* of a row */
    int64_t limit;
    char next[65]; /* go on after this one; "" when that was all */
};

static int page_take(struct ctl *ctl, struct question *question, struct listing *listing)
{
    const struct shape *shape;
    json_t *answer;
    const int code = question_ask(ctl, question, listing->owner, &answer, &shape);
    if (code || !answer)
        return code;
    const char *next = json_string_value(json_object_get(answer, "next"));
    const bool moved = next && !text_same(next, listing->next);
    text_copy(listing->next, sizeof listing->next, moved ? next : "");
    listing->shape = rows_shape(shape);
    json_array_extend(listing->rows, json_object_get(answer, "rows"));
    json_decref(answer);
    return 0;
}

static int pages_take(struct ctl *ctl, struct question *question, struct listing *listing)
{
    int code;
    while (!(code = page_take(ctl, question, listing)) && listing->next[0] &&
           (int64_t)json_array_size(listing->rows) < listing->limit)
        if ((code = question_set(ctl, question, "after", listing->next)))
            break;
    return code;
}

static void listing_print(const struct ctl *ctl, const struct question *question, const struct listing *listing)
{
    const size_t count = json_array_size(listing->rows);
    const size_t most = (size_t)listing->limit < count ? (size_t)listing->limit : count;
    while (json_array_size(listing->rows) > most)
        json_array_remove(listing->rows, json_array_size(listing->rows) - 1);
    if (!ctl->json) {
        owner_tell(ctl, question, listing->owner, NULL);
        if (most)
            show_rows(stdout, listing->shape, listing->rows, 0);
        else
            puts("没有 none");
        return;
    }
    for (size_t i = 0; i < most; i++) {
        json_t *row = json_array_get(listing->rows, i);
        owner_tell(ctl, question, listing->owner, row);
        ctl_print_json(json_incref(row));
    }
}

/* All that one owner has; at most `limit`. */
static int list_one(struct ctl *ctl, struct question *question, int owner, int64_t *limit)
{
    struct listing listing = {.owner = owner, .limit = *limit, .rows = json_array()};
    int code = pages_take(ctl, question, &listing);
    if (!code)
        listing_print(ctl, question, &listing);
    *limit -= (int64_t)json_array_size(listing.rows);
    json_decref(listing.rows);
    return code;
}

/* One owner after the other, each from its first page on. */
static int list_each(struct ctl *ctl, struct question *question, int64_t *limit)
{
    const size_t size = question->message->shape->size;
    void *first = malloc(size);
    int code = 0;
    if (!first)
        return ctl_say(ctl, CTL_REFUSED, "out of memory");
    memcpy(first, question->body, size);
    for (int i = 0; i < question->owners && !code && *limit > 0; i++) {
        memcpy(question->body, first, size);
        code = list_one(ctl, question, i, limit);
    }
    free(first);
    return code;
}

static int list_run(struct ctl *ctl)
{
    struct question question;
    int64_t limit = args_number(&ctl->args, "limit", INT64_MAX);
    int code = question_open(ctl, "list", &question);
    if (!code)
        code = filters_set(ctl, &question);
    if (!code)
        code = list_each(ctl, &question, &limit);
    free(question.body);
    return code;
}

static const struct ctl_option list_options[] = {
    {"limit", OPTION_NUMBER, "N", 1, 1000000000, "at most so many (default all, asked for page by page)"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command get_command = {
    .name = "get",
    .synopsis = "KIND ID",
    .summary = "show one object: booking, visit, worker, case ...",
    .least = 2,
    .most = 2,
    .first = WORD_GET_KIND,
    .run = get_run,
};

const struct command list_command = {
    .name = "list",
    .synopsis = "KIND [field=value...]",
    .summary = "list objects of a kind, filtered by fields",
    .help = "`anxin schema KIND.list` shows the filters of a kind.",
    .options = list_options,
    .least = 1,
    .most = ARGS_MOST,
    .first = WORD_LIST_KIND,
    .rest = WORD_FIELD,
    .run = list_run,
};

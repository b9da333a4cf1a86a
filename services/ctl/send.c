/* anxin send: one command from the command line, or many from a file of JSON lines. The owner of the type is asked, and
 * nothing is sent twice: without an answer the same id may be given again. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/show.h"
#include "wire/json.h"

static void print_flaw(const struct ctl *ctl, const struct envelope *asked, const struct flaw *flaw)
{
    struct answer answer = {.outcome = "malformed"};
    text_copy(answer.code, sizeof answer.code, flaw->code);
    text_copy(answer.field, sizeof answer.field, flaw->field);
    text_copy(answer.detail, sizeof answer.detail, flaw->why.text);
    ctl_print_answer(ctl, asked, &answer);
}

/* Prints what came back: an answer to a command, or the answer to a question. */
static int print_reply(const struct ctl *ctl, const struct envelope *asked, const struct reply *reply)
{
    if (reply->type == MSG_answer) {
        const struct answer *answer = reply->body;
        ctl_print_answer(ctl, asked, answer);
        return text_same(answer->outcome, "done") ? CTL_DONE : CTL_REFUSED;
    }
    const struct shape *shape = message_of(reply->type)->shape;
    json_t *object = json_from_body(shape, reply->body);
    if (ctl->json) {
        ctl_print_json(object);
        return CTL_DONE;
    }
    show_object(stdout, shape, object, 0);
    json_decref(object);
    return CTL_DONE;
}

/* The service that a message goes to: --to, or the owner of its type. */
static int find_service(struct ctl *ctl, const struct message *message, struct ctl_service **service)
{
    const char *to = args_text(&ctl->args, "to");
    if (message->class_ == CLASS_EVENT || message->class_ == CLASS_ANSWER)
        return ctl_say(ctl, CTL_USAGE, "%s is no command: %s", message->type_name, message->doc);
    if (!to && message->class_ == CLASS_CONTROL)
        return ctl_say(ctl, CTL_USAGE, "%s is understood by every service: say --to SERVICE", message->type_name);
    *service = ctl_service(ctl, to ? to : message->owner);
    return *service ? 0 : ctl_no_service(ctl, to ? to : message->owner);
}

static int ask(struct ctl *ctl, struct envelope *envelope, const struct message *message, const void *body)
{
    struct ctl_service *service = NULL;
    struct reply reply;
    int code = find_service(ctl, message, &service);
    if (!code)
        code = ctl_ask_as(ctl, service, envelope, message->type, body, ctl->timeout_ms, &reply);
    if (code == CTL_UNREACHABLE)
        ctl_say(ctl, CTL_UNREACHABLE, "it may have been done or not; sending it again with --id %s is safe",
                envelope->id);
    return code ? code : print_reply(ctl, envelope, &reply);
}

/* ---- from the command line ---- */

static int fill_word(const struct shape *shape, const char *word, char *name, size_t size, void *body,
                     struct flaw *flaw)
{
    const char *equals = strchr(word, '=');
    if (!equals || equals == word || text_format(name, size, "%.*s", (int)(equals - word), word)) {
        TEXT_PUT(flaw->code, "malformed");
        return error_set(&flaw->why, "\"%.60s\" is not field=value", word);
    }
    return json_field_from_text(shape, name, equals + 1, body, flaw);
}

/* Is the field of word `at` given by an earlier word too? */
static bool given_before(const struct args *args, int at)
{
    const size_t size = strcspn(args->word[at], "=") + 1;
    for (int i = 1; i < at; i++)
        if (strncmp(args->word[i], args->word[at], size) == 0)
            return true;
    return false;
}

static bool is_given(const struct args *args, const char *name)
{
    const size_t size = strlen(name);
    for (int i = 1; i < args->words; i++)
        if (strncmp(args->word[i], name, size) == 0 && args->word[i][size] == '=')
            return true;
    return false;
}

/* A number or a yes that is asked for and not given would be 0 and no: nobody has said so. */
static int check_given(const struct args *args, const struct shape *shape, struct flaw *flaw)
{
    for (int i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (!field->required || is_given(args, field->name))
            continue;
        TEXT_PUT(flaw->code, "missing");
        text_copy(flaw->field, sizeof flaw->field, field->name);
        return error_set(&flaw->why, "%s is missing", field->name);
    }
    return 0;
}

static int fill_body(const struct ctl *ctl, const struct shape *shape, void *body, struct flaw *flaw)
{
    char name[65];
    for (int i = 1; i < ctl->args.words; i++) {
        if (fill_word(shape, ctl->args.word[i], name, sizeof name, body, flaw))
            return -1;
        if (given_before(&ctl->args, i)) {
            TEXT_PUT(flaw->code, "malformed");
            text_copy(flaw->field, sizeof flaw->field, name);
            return error_set(&flaw->why, "%s is given twice", name);
        }
    }
    return check_given(&ctl->args, shape, flaw) ? -1 : codec_check(shape, body, flaw);
}

static int send_words(struct ctl *ctl, void *body)
{
    struct flaw flaw = {0};
    struct envelope envelope;
    const struct message *message = message_find(ctl->args.word[0]);
    const char *id = args_text(&ctl->args, "id");
    if (!message)
        return ctl_say(ctl, CTL_USAGE, "unknown type %s; `anxin schema` lists them", ctl->args.word[0]);
    ctl_envelope(ctl, &envelope);
    if (id && (!*id || text_copy(envelope.id, sizeof envelope.id, id)))
        return ctl_say(ctl, CTL_USAGE, "--id takes an id of 1 to 64 bytes");
    envelope.expectedrev = args_number(&ctl->args, "rev", 0);
    memset(body, 0, message->shape->size);
    if (fill_body(ctl, message->shape, body, &flaw)) {
        print_flaw(ctl, &envelope, &flaw);
        return CTL_USAGE;
    }
    return ask(ctl, &envelope, message, body);
}

/* ---- from a file ---- */

static void complete(json_t *object, const char *name, const char *value)
{
    if (*value && !json_object_get(object, name))
        json_object_set_new(object, name, json_string(value));
}

/* A line may leave out what the command line says: id, source, time, actor. */
static void complete_event(const struct ctl *ctl, json_t *object)
{
    struct envelope envelope;
    char time[32];
    ctl_envelope(ctl, &envelope);
    civil_format(time, sizeof time, envelope.time);
    complete(object, "specversion", "1.0");
    complete(object, "id", envelope.id);
    complete(object, "source", envelope.source);
    complete(object, "time", time);
    complete(object, "reason", envelope.reason);
    if (json_object_get(object, "actorrole"))
        return;
    complete(object, "actorrole", envelope.actorrole);
    complete(object, "actorid", envelope.actorid);
    complete(object, "actorfor", envelope.actorfor);
}

static int send_object(struct ctl *ctl, json_t *object, void *body)
{
    struct envelope envelope = {0};
    struct flaw flaw = {0};
    const struct message *message = NULL;
    complete_event(ctl, object);
    if (json_to_event(object, &envelope, &message, body, CTL_BODY_MAX, &flaw)) {
        const char *id = json_string_value(json_object_get(object, "id"));
        text_copy(envelope.id, sizeof envelope.id, id ? id : "");
        print_flaw(ctl, &envelope, &flaw);
        return CTL_REFUSED;
    }
    return ask(ctl, &envelope, message, body);
}

static int send_line(struct ctl *ctl, const char *line, long number, void *body)
{
    struct flaw flaw = {.code = "malformed"};
    const struct envelope none = {0};
    json_error_t why = {0};
    json_t *object = json_loads(line, JSON_REJECT_DUPLICATES, &why);
    int code = CTL_REFUSED;
    if (json_is_object(object)) {
        code = send_object(ctl, object, body);
    } else {
        error_set(&flaw.why, "line %ld is not a JSON object: %s", number, object ? "something else" : why.text);
        print_flaw(ctl, &none, &flaw);
    }
    json_decref(object);
    return code;
}

static bool is_blank(const char *line)
{
    return line[strspn(line, " \t\r\n")] == '\0';
}

/* All lines are tried; the worst outcome is the exit code. Stops when the owner cannot be reached. */
static int send_stream(struct ctl *ctl, FILE *from, void *body)
{
    char *line = NULL;
    size_t room = 0;
    int worst = CTL_DONE;
    for (long number = 1; worst != CTL_UNREACHABLE && getline(&line, &room, from) >= 0; number++) {
        const int code = is_blank(line) ? CTL_DONE : send_line(ctl, line, number, body);
        worst = code > worst ? code : worst;
    }
    free(line);
    return worst;
}

static int send_file(struct ctl *ctl, const char *name, void *body)
{
    FILE *from = text_same(name, "-") ? stdin : fopen(name, "re");
    if (!from)
        return ctl_say(ctl, CTL_USAGE, "%s: %s", name, strerror(errno));
    const int code = send_stream(ctl, from, body);
    if (from != stdin)
        fclose(from);
    return code;
}

static int send_run(struct ctl *ctl)
{
    const char *file = args_text(&ctl->args, "file");
    if (!file == !ctl->args.words)
        return ctl_say(ctl, CTL_USAGE, "give a TYPE with its fields, or --file F");
    void *body = malloc(CTL_BODY_MAX);
    if (!body)
        return ctl_say(ctl, CTL_REFUSED, "out of memory");
    const int code = file ? send_file(ctl, file, body) : send_words(ctl, body);
    free(body);
    return code;
}

static const struct ctl_option send_options[] = {
    {"file", OPTION_TEXT, "F", 0, 0,
     "JSON lines instead: {\"type\": ..., \"data\": {...}} or whole CloudEvents; - is stdin"},
    {"id", OPTION_TEXT, "ID", 0, 0, "id of the command; the same id again gets the same answer and no second effect"},
    {"rev", OPTION_NUMBER, "N", 1, INT64_MAX, "revision you have seen; another one is answered conflict"},
    {"to", OPTION_TEXT, "SERVICE", 0, 0, "ask this service instead of the owner of the type"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command send_command = {
    .name = "send",
    .synopsis = "TYPE field=value... | --file F",
    .summary = "send a command (or a question) to the owner of its type and print the answer",
    .help = "Lists are written a,b,c; records as JSON; times as 2026-02-09T08:30:00+08:00 or milliseconds.\n"
            "`anxin schema TYPE` shows the fields of a type.",
    .options = send_options,
    .least = 0,
    .most = ARGS_MOST,
    .first = WORD_COMMAND_TYPE,
    .rest = WORD_FIELD,
    .run = send_run,
};

/* anxin dead retry, mend, drop: what an operator decides about messages set aside. Nothing is chosen by leaving
 * something out: a number, a group or --all is said. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/dead.h"
#include "services/ctl/show.h"
#include "wire/envelope.h"
#include "wire/json.h"

/* Exactly one of: a number, --group, and (where it may be) --all. */
static int choice_check(const struct ctl *ctl, bool all_may)
{
    const bool number = ctl->args.words > 2, group = args_text(&ctl->args, "group");
    const bool all = args_flag(&ctl->args, "all");
    if (number + group + all == 1 && (!all || all_may))
        return 0;
    return ctl_say(ctl, CTL_USAGE, "say which: a NUMBER or --group TYPE/CAUSE%s", all_may ? " or --all" : "");
}

static const char *reason_of(const struct ctl *ctl)
{
    const char *reason = args_text(&ctl->args, "reason");
    if (reason && *reason && strlen(reason) < sizeof((struct dead_drop *)0)->reason)
        return reason;
    ctl_say(ctl, CTL_USAGE, "--reason \"why\" is kept in the history: 1 to 255 bytes");
    return NULL;
}

/* ---- retry ---- */

/* What came of a retry so far. */
struct retried {
    int64_t passed, failed, waiting, left;
};

static void tried_print(const struct ctl *ctl, const struct ctl_service *service, const struct dead_tried *row)
{
    if (ctl->json) {
        json_t *object =
            json_pack("{s:s, s:I, s:s, s:s, s:s}", "service", service->name, "number", (json_int_t)row->number, "type",
                      row->type, "key", row->key, "outcome", row->outcome);
        if (row->cause[0])
            json_object_set_new(object, "cause", json_string(row->cause));
        if (row->reason[0])
            json_object_set_new(object, "reason", json_string(row->reason));
        ctl_print_json(object);
        return;
    }
    const char *word = text_same(row->outcome, "passed")   ? "通过 passed"
                       : text_same(row->outcome, "failed") ? "失败 failed"
                                                           : "等前件 waiting";
    char *type = dead_type_text(row->type);
    printf("%" PRId64 "  %s  %s  %s", row->number, type, row->key, word);
    if (row->cause[0])
        printf("  %s: %s", row->cause, row->reason);
    putchar('\n');
    free(type);
}

static int retry_page(struct ctl *ctl, struct ctl_service *service, struct dead_retry *question, struct retried *sum)
{
    struct reply reply;
    int code = ctl_ask(ctl, service, MSG_dead_retry, question, &reply);
    if (!code)
        code = ctl_expect(ctl, &reply, MSG_dead_retry_answer);
    if (code)
        return code;
    const struct dead_retry_answer *answer = reply.body;
    for (uint32_t i = 0; i < answer->rows.count; i++) {
        const struct dead_tried *row = &answer->rows.at[i];
        tried_print(ctl, service, row);
        sum->passed += text_same(row->outcome, "passed");
        sum->failed += text_same(row->outcome, "failed");
        sum->waiting += text_same(row->outcome, "waiting");
    }
    sum->left = answer->left;
    question->after = answer->next;
    return 0;
}

int dead_retry(struct ctl *ctl, struct ctl_service *service)
{
    struct dead_retry question = {.all = args_flag(&ctl->args, "all"), .dry_run = args_flag(&ctl->args, "dry-run")};
    struct retried sum = {0};
    int code = choice_check(ctl, true);
    if (!code)
        code = dead_group_parse(ctl, question.type, question.cause);
    if (!code && ctl->args.words > 2 && (question.number = dead_number(ctl, 2)) < 0)
        code = CTL_USAGE;
    do {
        code = code ? code : retry_page(ctl, service, &question, &sum);
    } while (!code && question.after);
    if (code)
        return code;
    if (!ctl->json)
        printf("%s通过 passed %" PRId64 ", 失败 failed %" PRId64 ", 等前件 waiting %" PRId64
               ", 仍搁置 still set aside %" PRId64 "\n",
               question.dry_run ? "试运行 dry run: " : "", sum.passed, sum.failed, sum.waiting, sum.left);
    return sum.failed ? CTL_REFUSED : CTL_DONE;
}

/* ---- mend ---- */

/* The body as it came in, for those fields that the line does not change; empty when it cannot be read. */
static json_t *body_old(const struct shape *shape, const struct dead_show_answer *answer)
{
    struct flaw flaw = {0};
    void *body = calloc(1, shape->size);
    json_t *object = NULL;
    if (!body)
        BUG("out of memory");
    if (codec_decode(shape, answer->data.data, answer->data.size, body, &flaw) == 0)
        object = json_from_body(shape, body);
    else
        fprintf(stderr, "its body cannot be read (%s): all fields must be given\n", flaw.why.text);
    free(body);
    return object ? object : json_object();
}

/* field=value into the object; field= takes the field away. */
static int word_apply(const struct ctl *ctl, const struct shape *shape, const char *word, json_t *object)
{
    struct flaw flaw = {0};
    char name[65];
    const char *equals = strchr(word, '=');
    if (!equals || equals == word || TEXT_FORMAT(name, "%.*s", (int)(equals - word), word))
        return ctl_say(ctl, CTL_USAGE, "\"%s\" is not field=value", word);
    if (!equals[1]) {
        json_object_del(object, name);
        return 0;
    }
    void *body = calloc(1, shape->size);
    if (!body)
        BUG("out of memory");
    int code = json_field_from_text(shape, name, equals + 1, body, &flaw)
                   ? ctl_say(ctl, CTL_USAGE, "%s: %s", flaw.code, flaw.why.text)
                   : 0;
    json_t *one = code ? NULL : json_from_body(shape, body);
    json_object_del(object, name); /* a value that reads as absent is left out */
    if (one && json_object_get(one, name))
        json_object_set(object, name, json_object_get(one, name));
    json_decref(one);
    free(body);
    return code;
}

static int file_read(const struct ctl *ctl, const char *name, json_t **object)
{
    json_error_t why = {0};
    FILE *from = text_same(name, "-") ? stdin : fopen(name, "re");
    if (!from)
        return ctl_say(ctl, CTL_USAGE, "%s: %s", name, strerror(errno));
    *object = json_loadf(from, JSON_REJECT_DUPLICATES, &why);
    if (from != stdin)
        fclose(from);
    if (json_is_object(*object))
        return 0;
    return ctl_say(ctl, CTL_USAGE, "%s: not a JSON object: %s", name, *object ? "something else" : why.text);
}

/* The corrected body as JSON. 0, or an exit code after saying why. */
static int body_new(const struct ctl *ctl, const struct shape *shape, const struct dead_show_answer *answer,
                    json_t **object)
{
    const char *file = args_text(&ctl->args, "file");
    int code = 0;
    if (!file == (ctl->args.words == 3))
        return ctl_say(ctl, CTL_USAGE, "give field=value... or --file F");
    if (file)
        return file_read(ctl, file, object);
    *object = body_old(shape, answer);
    for (int i = 3; i < ctl->args.words && !code; i++)
        code = word_apply(ctl, shape, ctl->args.word[i], *object);
    return code;
}

/* The corrected body as bytes, at most `room`. */
static int body_pack(const struct ctl *ctl, const struct dead_show_answer *answer, uint8_t *data, size_t room,
                     size_t *size)
{
    struct flaw flaw = {0};
    const char *type = answer->letter.count ? answer->letter.at[0].type : "";
    const struct message *message = message_find(type);
    json_t *object = NULL;
    if (!message)
        return ctl_say(ctl, CTL_REFUSED, "this program does not know %s", type);
    void *body = calloc(1, message->shape->size);
    if (!body)
        BUG("out of memory");
    int code = body_new(ctl, message->shape, answer, &object), length = -1;
    if (!code && json_to_body(message->shape, object, body, &flaw) == 0)
        length = codec_encode(message->shape, body, data, room, &flaw);
    if (!code && length < 0)
        code = ctl_say(ctl, CTL_USAGE, "%s: %s", flaw.code, flaw.why.text);
    *size = length < 0 ? 0 : (size_t)length;
    json_decref(object);
    free(body);
    return code;
}

static int mend_ask(struct ctl *ctl, struct ctl_service *service, const struct dead_mend *question)
{
    struct envelope envelope;
    struct reply reply;
    ctl_envelope(ctl, &envelope);
    int code = ctl_ask_as(ctl, service, &envelope, MSG_dead_mend, question, ctl->timeout_ms, &reply);
    if (code == CTL_UNREACHABLE)
        ctl_say(ctl, CTL_UNREACHABLE, "it may have been done or not: `anxin dead history %s` tells", service->name);
    if (!code)
        code = ctl_expect(ctl, &reply, MSG_answer);
    if (code)
        return code;
    const struct answer *answer = reply.body;
    if (question->dry_run && !ctl->json)
        printf("试运行 dry run: ");
    ctl_print_answer(ctl, &envelope, answer);
    return text_same(answer->outcome, "done") ? CTL_DONE : CTL_REFUSED;
}

int dead_mend(struct ctl *ctl, struct ctl_service *service)
{
    struct dead_mend question = {.number = dead_number(ctl, 2), .dry_run = args_flag(&ctl->args, "dry-run")};
    struct reply reply;
    const char *reason = question.number < 0 ? NULL : reason_of(ctl);
    uint8_t *data = malloc(WIRE_DATA_MAX);
    if (!data)
        return ctl_say(ctl, CTL_REFUSED, "out of memory");
    int code = reason ? dead_ask_show(ctl, service, question.number, &reply) : CTL_USAGE;
    if (!code)
        code = body_pack(ctl, reply.body, data, WIRE_DATA_MAX, &question.data.size);
    if (!code) {
        TEXT_PUT(question.reason, reason);
        question.data.data = data;
        code = mend_ask(ctl, service, &question);
    }
    free(data);
    return code;
}

/* ---- drop ---- */

static int drop_ask(struct ctl *ctl, struct ctl_service *service, const struct dead_drop *question,
                    struct dead_drop_answer *answer)
{
    struct reply reply;
    int code = ctl_ask(ctl, service, MSG_dead_drop, question, &reply);
    if (!code)
        code = ctl_expect(ctl, &reply, MSG_dead_drop_answer);
    if (!code)
        *answer = *(const struct dead_drop_answer *)reply.body;
    return code;
}

/* A group is dropped as it stood when it was counted: what comes in meanwhile stays. */
static int drop_all(struct ctl *ctl, struct ctl_service *service, struct dead_drop *question,
                    struct dead_drop_answer *answer)
{
    int64_t dropped = 0;
    question->dry_run = true;
    int code = drop_ask(ctl, service, question, answer);
    question->dry_run = args_flag(&ctl->args, "dry-run");
    if (code || question->dry_run || !answer->count)
        return code;
    if (!question->number)
        question->until = answer->last;
    do {
        code = drop_ask(ctl, service, question, answer);
        dropped += code ? 0 : answer->count;
    } while (!code && answer->count && !question->number);
    answer->count = dropped;
    return code;
}

int dead_drop(struct ctl *ctl, struct ctl_service *service)
{
    struct dead_drop question = {0};
    struct dead_drop_answer answer = {0};
    const char *reason = NULL;
    int code = choice_check(ctl, false);
    if (!code)
        code = dead_group_parse(ctl, question.type, question.cause);
    if (!code && ctl->args.words > 2 && (question.number = dead_number(ctl, 2)) < 0)
        code = CTL_USAGE;
    if (!code && !(reason = reason_of(ctl)))
        code = CTL_USAGE;
    if (code)
        return code;
    TEXT_PUT(question.reason, reason);
    code = drop_all(ctl, service, &question, &answer);
    if (code)
        return code;
    if (ctl->json)
        ctl_print_json(json_pack("{s:s, s:b, s:I, s:I}", "service", service->name, "dry_run", question.dry_run,
                                 "dropped", (json_int_t)answer.count, "left", (json_int_t)answer.left));
    else
        printf("%s %" PRId64 ", 仍搁置 still set aside %" PRId64 "\n",
               question.dry_run ? "试运行 dry run: 将丢弃 would drop" : "已丢弃 dropped", answer.count, answer.left);
    return CTL_DONE;
}

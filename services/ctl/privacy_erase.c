/* anxin privacy erase: asks the service that owns the person, then every service what became of it there. */
#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/privacy.h"

#define LOOK_MS 50

struct erasing {
    struct ctl *ctl;
    struct ctl_service *asked; /* booking or roster */
    char request[65];
    struct privacy_part part[CTL_SERVICES]; /* of service i; service "" while it has not said anything */
    char state[33];                         /* of the whole */
};

/* A repeat finds the request that is under way. */
static int request_find(struct erasing *erasing, const char *person)
{
    struct privacy_get question = {0};
    struct reply reply;
    TEXT_PUT(question.id, person);
    int code = ctl_ask(erasing->ctl, erasing->asked, MSG_privacy_get, &question, &reply);
    if (code || (code = ctl_expect(erasing->ctl, &reply, MSG_privacy_get_answer)))
        return code;
    TEXT_PUT(erasing->request, ((const struct privacy_get_answer *)reply.body)->request);
    return 0;
}

static int erase_ask(struct erasing *erasing, const char *person, const char *kind)
{
    struct privacy_erase wish = {0};
    struct reply reply;
    if (text_copy(wish.person, sizeof wish.person, person) || text_copy(wish.kind, sizeof wish.kind, kind))
        return ctl_say(erasing->ctl, CTL_USAGE, "the id or kind is too long");
    const int code = ctl_ask(erasing->ctl, erasing->asked, MSG_privacy_erase, &wish, &reply);
    if (code)
        return code;
    const struct answer *answer = reply.body;
    if (reply.type == MSG_answer && text_same(answer->outcome, "done")) {
        TEXT_PUT(erasing->request, answer->subject);
        return 0;
    }
    if (reply.type == MSG_answer && text_in_list(answer->code, "under_way|erased"))
        return request_find(erasing, person);
    return ctl_expect(erasing->ctl, &reply, MSG_NONE);
}

static void part_take(struct erasing *erasing, int index, const struct privacy_get_answer *answer)
{
    const struct ctl_service *service = &erasing->ctl->service[index];
    if (service == erasing->asked)
        TEXT_PUT(erasing->state, answer->state);
    for (uint32_t i = 0; i < answer->parts.count; i++)
        if (text_same(answer->parts.at[i].service, service->name))
            erasing->part[index] = answer->parts.at[i];
}

/* A person is known at one place: services of others have no part in it. */
static bool has_part(const struct erasing *erasing, int index)
{
    const char *place = instance_place(erasing->ctl->service[index].name);
    return !place[0] || text_same(place, instance_place(erasing->asked->name));
}

static int parts_awaited(const struct erasing *erasing)
{
    int count = 0;
    for (int i = 0; i < erasing->ctl->services; i++)
        count += has_part(erasing, i);
    return count;
}

/* Asks each service for its own part. How many have said something, or -1 when one is not reached. */
static int parts_look(struct erasing *erasing)
{
    struct ctl *ctl = erasing->ctl;
    struct privacy_get question = {0};
    int said = 0;
    TEXT_PUT(question.id, erasing->request);
    for (int i = 0; i < ctl->services; i++) {
        struct reply reply;
        if (!has_part(erasing, i))
            continue;
        if (ctl_ask(ctl, &ctl->service[i], MSG_privacy_get, &question, &reply))
            return -1;
        if (reply.type == MSG_privacy_get_answer)
            part_take(erasing, i, reply.body);
        said += erasing->part[i].service[0] != '\0';
    }
    return said;
}

static bool any_held(const struct erasing *erasing)
{
    for (int i = 0; i < erasing->ctl->services; i++)
        if (text_same(erasing->part[i].outcome, "held"))
            return true;
    return false;
}

/* Waits until every service has done it, or says what holds it. 0, or an exit code. */
static int parts_wait(struct erasing *erasing)
{
    struct ctl *ctl = erasing->ctl;
    const int64_t until = ctl_mono_ms() + ctl->timeout_ms;
    const int awaited = parts_awaited(erasing);
    for (;;) {
        const int said = parts_look(erasing);
        if (said < 0)
            return ctl_say(ctl, CTL_UNREACHABLE, "request %s is under way all the same: repeat it to see how it stands",
                           erasing->request);
        if (said == awaited && (any_held(erasing) || text_same(erasing->state, "done")))
            return 0;
        if (ctl_mono_ms() > until)
            return ctl_say(ctl, CTL_UNREACHABLE, "after %d ms %d of %d services have answered request %s: repeat it",
                           ctl->timeout_ms, said, awaited, erasing->request);
        ctl_pause(LOOK_MS);
    }
}

static void report_print_json(const struct erasing *erasing, const char *person)
{
    json_t *parts = json_array();
    for (int i = 0; i < erasing->ctl->services; i++) {
        const struct privacy_part *part = &erasing->part[i];
        if (!has_part(erasing, i))
            continue;
        json_array_append_new(parts, json_pack("{s:s, s:s, s:I, s:s, s:s}", "service", part->service, "outcome",
                                               part->outcome, "fields", (json_int_t)part->fields, "reason",
                                               part->reason, "object", part->object));
    }
    ctl_print_json(json_pack("{s:s, s:s, s:s, s:o}", "request", erasing->request, "person", person, "state",
                             any_held(erasing) ? "held" : "done", "services", parts));
}

static void report_print(const struct erasing *erasing, const char *person)
{
    static const char *const head[] = {"服务 service", "结果 outcome", "字段 fields", "原因 reason", "对象 object"};
    struct grid grid = privacy_grid(5, head);
    for (int i = 0; i < erasing->ctl->services; i++) {
        const struct privacy_part *part = &erasing->part[i];
        if (!has_part(erasing, i))
            continue;
        grid_add(&grid, part->service);
        grid_add(&grid, text_same(part->outcome, "held") ? "暂缓 held" : "已删除 done");
        grid_addf(&grid, "%" PRId64, part->fields);
        grid_add(&grid, part->reason);
        grid_add(&grid, part->object);
    }
    printf("request %s  person %s\n", erasing->request, person);
    privacy_print(&grid);
    puts(any_held(erasing) ? "部分完成 held: what holds it goes on by itself when that is over"
                           : "完成 done: no store resolves this person any more");
}

int privacy_erase_run(struct ctl *ctl)
{
    const char *person = ctl->args.word[1], *kind = args_text(&ctl->args, "kind");
    if (!kind)
        kind = "client";
    struct erasing erasing = {.ctl = ctl, .asked = ctl_service(ctl, text_same(kind, "client") ? "booking" : "roster")};
    if (!text_in_list(kind, "client|worker|trainee|staff"))
        return ctl_say(ctl, CTL_USAGE, "--kind is client, worker, trainee or staff");
    int code = erasing.asked ? erase_ask(&erasing, person, kind)
                             : ctl_no_service(ctl, text_same(kind, "client") ? "booking" : "roster");
    if (!code)
        code = parts_wait(&erasing);
    if (code)
        return code;
    if (ctl->json)
        report_print_json(&erasing, person);
    else
        report_print(&erasing, person);
    return any_held(&erasing) ? CTL_REFUSED : CTL_DONE;
}

/* anxin audit: the trail of acts, service by service: who did, was denied or read what; and the gathering of what
 * services have noted of each other's trails. */
#include "services/ctl/audit.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/show.h"
#include "wire/json.h"

/* ---- what neighbours noted ---- */

static int anchor_write(struct ctl *ctl, const char *by, const struct audit_anchor *anchor, const struct copies *copies)
{
    char path[CONFIG_TEXT], name[CONFIG_TEXT + 16], hash[sizeof anchor->hash * 2 + 1];
    if (copies_path(copies, anchor->source, path) || TEXT_FORMAT(name, "%s.anchors", path))
        return CTL_USAGE;
    FILE *to = fopen(name, "a");
    if (!to)
        return ctl_say(ctl, CTL_REFUSED, "%s: %s", name, strerror(errno));
    text_hex(hash, anchor->hash, sizeof anchor->hash);
    json_t *line = json_pack("{s:s, s:s, s:I, s:s, s:I}", "by", by, "epoch", anchor->epoch, "number",
                             (json_int_t)anchor->number, "hash", hash, "at", (json_int_t)anchor->at);
    int failed = json_dumpf(line, to, JSON_COMPACT) | (fputc('\n', to) == EOF);
    json_decref(line);
    failed |= fclose(to);
    return failed ? ctl_say(ctl, CTL_REFUSED, "%s: %s", name, strerror(errno)) : 0;
}

int audit_gather(struct ctl *ctl, struct ctl_service *service, const struct copies *copies)
{
    struct audit_anchors question = {0};
    for (bool more = true; more;) {
        struct reply reply;
        int code = ctl_ask(ctl, service, MSG_audit_anchors, &question, &reply);
        if (!code)
            code = ctl_expect(ctl, &reply, MSG_audit_anchors_answer);
        if (code)
            return code;
        const struct audit_anchors_answer *answer = reply.body;
        for (uint32_t i = 0; i < answer->rows.count; i++) {
            const struct audit_anchor *row = &answer->rows.at[i];
            if ((code = anchor_write(ctl, service->name, row, copies)))
                return code;
            TEXT_PUT(question.after_source, row->source);
            TEXT_PUT(question.after_epoch, row->epoch);
            question.after_number = row->number;
        }
        more = answer->more && answer->rows.count > 0;
    }
    return 0;
}

/* ---- the list ---- */

struct look {
    struct grid grid;
    int64_t rows;
};

static void row_json(const struct ctl_service *service, const struct audit_row *row)
{
    json_t *object = json_object(),
           *body = json_from_body(message_of(MSG_audit_list_answer)->shape->fields[0].group, row);
    json_object_set_new(object, "service", json_string(service->name));
    json_object_update(object, body);
    json_decref(body);
    ctl_print_json(object);
}

static const char *decision_text(const char *decision)
{
    return text_same(decision, "accepted") ? "接受 accepted"
           : text_same(decision, "denied") ? "禁止 denied"
                                           : "拒绝 refused";
}

static void row_add(struct grid *grid, const struct ctl_service *service, const struct audit_row *row)
{
    char time[24];
    grid_addf(grid, "%" PRId64, row->number);
    grid_add(grid, service->name);
    grid_add(grid, show_time(time, row->at));
    grid_add(grid, row->who);
    grid_addf(grid, "%s%s%s", row->role, row->actor[0] ? ":" : "", row->actor);
    grid_add(grid, row->what);
    grid_add(grid, row->object);
    if (row->count > 1)
        grid_addf(grid, "%s x%" PRId64, decision_text(row->decision), row->count);
    else
        grid_add(grid, decision_text(row->decision));
    grid_add(grid, row->code[0] ? row->code : row->fields);
    grid_add(grid, row->reason);
    grid_addf(grid, "%.*s", (int)row->policy.size, row->policy.size ? (const char *)row->policy.data : "");
}

static int question_fill(const struct ctl *ctl, struct audit_list *question)
{
    const char *object = args_text(&ctl->args, "object"), *who = args_text(&ctl->args, "who");
    const char *since = args_text(&ctl->args, "since");
    if (object && text_copy(question->object, sizeof question->object, object) != 0)
        return ctl_say(ctl, CTL_USAGE, "--object takes an id of at most 64 bytes");
    if (who && text_copy(question->who, sizeof question->who, who) != 0)
        return ctl_say(ctl, CTL_USAGE, "--who takes an identity or an actor, at most 64 bytes");
    if (since && civil_parse(since, &question->since) != 0)
        return ctl_say(ctl, CTL_USAGE, "--since takes a time like 2026-11-24T10:00+08:00");
    return 0;
}

static int service_take(struct ctl *ctl, struct ctl_service *service, struct look *look)
{
    struct audit_list question = {0};
    int code = question_fill(ctl, &question);
    while (!code) {
        struct reply reply;
        code = ctl_ask(ctl, service, MSG_audit_list, &question, &reply);
        if (!code)
            code = ctl_expect(ctl, &reply, MSG_audit_list_answer);
        if (code)
            break;
        const struct audit_list_answer *answer = reply.body;
        for (uint32_t i = 0; i < answer->rows.count; i++, look->rows++)
            if (ctl->json)
                row_json(service, &answer->rows.at[i]);
            else
                row_add(&look->grid, service, &answer->rows.at[i]);
        if (answer->next <= question.after)
            break;
        question.after = answer->next;
    }
    return code;
}

static int audit_run(struct ctl *ctl)
{
    static const char *const head[] = {"编号 no.",       "服务 service", "时间 time",   "身份 who",
                                       "角色 role",      "事项 what",    "对象 object", "结果 decision",
                                       "代码/字段 code", "用途 why",     "规则 policy"};
    struct look look = {.grid = {.columns = 11}};
    const char *name = ctl->args.words ? ctl->args.word[0] : NULL;
    struct ctl_service *only = name ? ctl_service(ctl, name) : NULL;
    int worst = CTL_DONE;
    if (name && !only)
        return ctl_no_service(ctl, name);
    for (int i = 0; i < look.grid.columns; i++)
        grid_add(&look.grid, head[i]);
    for (int i = 0; i < ctl->services; i++) {
        const int code = only && &ctl->service[i] != only ? CTL_DONE : service_take(ctl, &ctl->service[i], &look);
        worst = code > worst ? code : worst;
    }
    if (!ctl->json && look.rows)
        grid_print(stdout, &look.grid, 0);
    else if (!ctl->json && worst == CTL_DONE)
        puts("没有 none");
    grid_free(&look.grid);
    return worst;
}

static const struct ctl_option audit_options[] = {
    {"object", OPTION_TEXT, "ID", 0, 0, "only about this object"},
    {"who", OPTION_TEXT, "WHO", 0, 0, "only by this identity (uid:1000, partner-1) or actor (S-1)"},
    {"since", OPTION_TEXT, "TIME", 0, 0, "only from then on: 2026-11-24T10:00+08:00"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command audit_command = {
    .name = "audit",
    .synopsis = "[SERVICE]",
    .summary = "the trail of acts: who did, was denied or read what, about which object",
    .help =
        "Every command that was accepted or refused, every denial, every request of an operator and every answer that\n"
        "told personal fields leaves a row in the store of its service, in the transaction of the act. Rows hold ids,\n"
        "codes and names of fields, never values of a person; why it was done, as --why of the command said, and the "
        "row of\n"
        "the policy that decided. What comes in masses is written once a minute with a\n"
        "count. Rows are chained by hash, and other services note once a minute where the chain stands: `anxin "
        "verify`\n"
        "finds what was changed, removed or cut. For operators, supervisors and registrars; reading it leaves a row.",
    .options = audit_options,
    .least = 0,
    .most = 1,
    .first = WORD_SERVICE,
    .run = audit_run,
};

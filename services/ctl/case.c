/* anxin case: what of a case is for few eyes. Private notes are read page by page and written from the standard input,
 * so that no text stands in a list of processes or in a shell's history. */
#include "services/ctl/case.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/commands.h"
#include "services/ctl/show.h"
#include "wire/json.h"

/* Mediation, and the side that --side names, if any. 0, or an exit code after saying why. */
static int service_find(struct ctl *ctl, struct ctl_service **service, char side[33])
{
    const char *given = args_text(&ctl->args, "side");
    *service = ctl_service(ctl, "mediation");
    if (given && (!text_in_list(given, CASE_SIDE) || text_copy(side, 33, given)))
        return ctl_say(ctl, CTL_USAGE, "--side takes filer or respondent");
    return *service ? 0 : ctl_no_service(ctl, "mediation");
}

static int case_find(struct ctl *ctl, char id[65])
{
    return text_copy(id, 65, ctl->args.word[1]) ? ctl_say(ctl, CTL_USAGE, "the id is too long") : 0;
}

/* ---- reading ---- */

static void row_show(const struct ctl *ctl, const struct case_note_row *row)
{
    char time[24];
    if (ctl->json) {
        ctl_print_json(json_from_body(message_of(MSG_case_notes_answer)->shape->fields[0].group, row));
        return;
    }
    printf("%s  %s  %s:%s\n", show_time(time, row->at),
           text_same(row->side, "filer") ? "申请方 filer" : "被申请方 respondent", row->role, row->by);
    printf("    %s\n", row->text[0] ? row->text : "（已删除 erased）");
}

int case_notes_run(struct ctl *ctl)
{
    struct case_notes question = {0};
    struct ctl_service *service;
    struct reply reply;
    int64_t count = 0;
    int code = service_find(ctl, &service, question.side);
    if (code || (code = case_find(ctl, question.id)))
        return code;
    do {
        if ((code = ctl_ask(ctl, service, MSG_case_notes, &question, &reply)) ||
            (code = ctl_expect(ctl, &reply, MSG_case_notes_answer)))
            return code;
        const struct case_notes_answer *answer = reply.body;
        for (uint32_t i = 0; i < answer->rows.count; i++, count++)
            row_show(ctl, &answer->rows.at[i]);
        TEXT_PUT(question.after, answer->next);
    } while (question.after[0]);
    if (count == 0 && !ctl->json)
        puts("没有 none");
    return CTL_DONE;
}

/* ---- writing ---- */

/* All of the standard input but its last line's end. 0, or an exit code after saying why. */
static int text_read(const struct ctl *ctl, char *to, size_t room)
{
    size_t size = fread(to, 1, room, stdin);
    if (size > 0 && to[size - 1] == '\n')
        size--;
    if (size == 0 || size == room)
        return ctl_say(ctl, CTL_USAGE,
                       size ? "a note has at most 2000 bytes" : "the note comes from the standard input");
    to[size] = '\0';
    return 0;
}

int case_note_run(struct ctl *ctl)
{
    struct case_note note = {0};
    struct envelope envelope;
    struct ctl_service *service;
    struct reply reply;
    int code = service_find(ctl, &service, note.side);
    if (code || (code = case_find(ctl, note.case_id)) || (code = text_read(ctl, note.text, sizeof note.text)))
        return code;
    ctl_envelope(ctl, &envelope);
    if ((code = ctl_ask_as(ctl, service, &envelope, MSG_case_note, &note, ctl->timeout_ms, &reply)))
        return code;
    if (reply.type != MSG_answer)
        return ctl_expect(ctl, &reply, MSG_answer);
    const struct answer *answer = reply.body;
    ctl_print_answer(ctl, &envelope, answer);
    return text_same(answer->outcome, "done") ? CTL_DONE : CTL_REFUSED;
}

/* ---- the command ---- */

static int case_run(struct ctl *ctl)
{
    static const struct {
        const char *word;
        int (*run)(struct ctl *ctl);
    } verbs[] = {{"notes", case_notes_run},
                 {"note", case_note_run},
                 {"export", case_export_run},
                 {"open", case_open_run},
                 {"key", case_key_run}};
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (text_same(verbs[i].word, ctl->args.word[0]))
            return verbs[i].run(ctl);
    return ctl_say(ctl, CTL_USAGE, "%s is none of %s", ctl->args.word[0], ctl->command->fixed);
}

static const struct ctl_option case_options[] = {
    {"side", OPTION_TEXT, "SIDE", 0, 0, "notes, note: filer or respondent; a party has its own side alone"},
    {"for", OPTION_TEXT, "NAME", 0, 0, "export: for whom, a code such as court-1; it stands in the trail"},
    {"key", OPTION_TEXT, "Z85", 0, 0, "export: the public key of the recipient, 40 characters"},
    {"to", OPTION_TEXT, "FILE", 0, 0, "export: the file that is made; none may be there"},
    {"secret", OPTION_TEXT, "FILE", 0, 0, "open: the file of the recipient's secret key"},
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command case_command = {
    .name = "case",
    .synopsis =
        "notes CASE | note CASE | export CASE --for NAME --key Z85 --to FILE | open FILE --secret FILE | key FILE",
    .summary = "private notes of a case; its file, sealed for an authority",
    .help =
        "notes lists private notes: a mediator's of both sides (--as mediator:M1), a party's of its own "
        "(--as client:C1).\n"
        "note writes one from the standard input. Nobody else sees them, and they are in no export.\n"
        "export writes one file that only the holder of the key opens (--as officer:O1 --why authority:NAME); the\n"
        "trail of acts keeps who made it, for whom, for which key, why, and its digest. key makes a recipient's pair:\n"
        "the secret into FILE (0400), the public key is printed. open prints what is in such a file.",
    .options = case_options,
    .least = 2,
    .most = 2,
    .first = WORD_FIXED,
    .rest = WORD_ANY,
    .fixed = "notes|note|export|open|key",
    .run = case_run,
};

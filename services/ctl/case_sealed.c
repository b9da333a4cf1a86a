/* The file of a case for an authority: fetched sealed, written whole or not at all, opened by who holds the key. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zmq.h>

#include "base/text.h"
#include "base/z85.h"
#include "bus/keyring.h"
#include "services/ctl/case.h"
#include "services/ctl/keys.h"
#include "wire/letter.h"

#define FILE_MOST (1u << 20)

static int fail(const struct ctl *ctl, const char *path)
{
    return ctl_say(ctl, CTL_REFUSED, "%s: %s", path, strerror(errno));
}

/* ---- export ---- */

static int question_fill(struct ctl *ctl, struct case_export *question)
{
    const char *recipient = args_text(&ctl->args, "for"), *key = args_text(&ctl->args, "key");
    if (text_copy(question->id, sizeof question->id, ctl->args.word[1]))
        return ctl_say(ctl, CTL_USAGE, "the id is too long");
    if (!recipient || text_copy(question->recipient, sizeof question->recipient, recipient))
        return ctl_say(ctl, CTL_USAGE, "--for NAME says for whom it is, at most 32 characters");
    if (!key || text_copy(question->key, sizeof question->key, key))
        return ctl_say(ctl, CTL_USAGE, "--key takes a public key of 40 characters");
    return ctl->who.reason[0] ? 0 : ctl_say(ctl, CTL_USAGE, "--why says why: authority:NAME");
}

static int export_say(const struct ctl *ctl, const char *path, const struct case_export *question,
                      const struct case_export_answer *answer)
{
    char hex[sizeof answer->digest * 2 + 1];
    text_hex(hex, answer->digest, sizeof answer->digest);
    if (ctl->json)
        ctl_print_json(json_pack("{s:s, s:s, s:s, s:s, s:I}", "case", question->id, "file", path, "recipient",
                                 question->recipient, "digest", hex, "size", (json_int_t)answer->sealed.size));
    else
        printf("%s  %zu 字节 bytes  仅供 for %s  摘要 digest %s\n", path, answer->sealed.size, question->recipient,
               hex);
    return CTL_DONE;
}

int case_export_run(struct ctl *ctl)
{
    struct case_export question = {0};
    struct ctl_service *service = ctl_service(ctl, "mediation");
    const char *path = args_text(&ctl->args, "to");
    struct reply reply;
    int code = service ? question_fill(ctl, &question) : ctl_no_service(ctl, "mediation");
    if (code)
        return code;
    if (!path || !*path)
        return ctl_say(ctl, CTL_USAGE, "--to FILE says where it goes");
    if (access(path, F_OK) == 0)
        return ctl_say(ctl, CTL_REFUSED, "%s is there already", path);
    if ((code = ctl_ask(ctl, service, MSG_case_export, &question, &reply)) ||
        (code = ctl_expect(ctl, &reply, MSG_case_export_answer)))
        return code;
    const struct case_export_answer *answer = reply.body;
    if (keys_file_put(path, 0600, answer->sealed.data, answer->sealed.size) != 0)
        return fail(ctl, path);
    return export_say(ctl, path, &question, answer);
}

/* ---- a recipient's key ---- */

int case_key_run(struct ctl *ctl)
{
    const char *path = ctl->args.word[1];
    char public[KEY_TEXT], secret[KEY_TEXT + 1];
    if (access(path, F_OK) == 0)
        return ctl_say(ctl, CTL_REFUSED, "%s is there already", path);
    if (zmq_curve_keypair(public, secret) != 0)
        return ctl_say(ctl, CTL_REFUSED, "no key can be made: %s", zmq_strerror(zmq_errno()));
    secret[KEY_TEXT - 1] = '\n';
    const int failed = keys_file_put(path, 0400, secret, KEY_TEXT);
    explicit_bzero(secret, sizeof secret);
    if (failed)
        return fail(ctl, path);
    if (ctl->json)
        ctl_print_json(json_pack("{s:s, s:s}", "file", path, "key", public));
    else
        puts(public);
    return CTL_DONE;
}

/* ---- opening ---- */

static int secret_read(struct ctl *ctl, uint8_t secret[LETTER_KEY])
{
    const char *path = args_text(&ctl->args, "secret");
    char text[KEY_TEXT + 2];
    struct error error = {""};
    if (!path)
        return ctl_say(ctl, CTL_USAGE, "--secret FILE names the recipient's secret key");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(ctl, path);
    const int64_t size =
        keyring_mode(path, fd, false, &error) != 0 ? -1 : keyring_read(path, fd, text, sizeof text, &error);
    close(fd);
    if (size == KEY_TEXT && text[KEY_TEXT - 1] == '\n')
        text[KEY_TEXT - 1] = '\0';
    if (size >= 0 && z85_decode(secret, LETTER_KEY, text) != 0)
        error_set(&error, "%s: is no secret key of 40 characters (Z85)", path);
    explicit_bzero(text, sizeof text);
    return error.text[0] ? ctl_say(ctl, CTL_REFUSED, "%s", error.text) : 0;
}

/* The whole file in memory that the caller frees. */
static int letter_read(struct ctl *ctl, const char *path, char **letter, size_t *size)
{
    FILE *from = fopen(path, "r");
    if (!from)
        return fail(ctl, path);
    *letter = malloc(FILE_MOST);
    *size = *letter ? fread(*letter, 1, FILE_MOST, from) : 0;
    const bool failed = ferror(from) || *size == FILE_MOST;
    fclose(from);
    return failed || !*letter ? ctl_say(ctl, CTL_REFUSED, "%s cannot be read", path) : 0;
}

int case_open_run(struct ctl *ctl)
{
    uint8_t secret[LETTER_KEY] = {0};
    char *letter = NULL, *text = NULL;
    size_t size = 0;
    int code = secret_read(ctl, secret);
    if (!code)
        code = letter_read(ctl, ctl->args.word[1], &letter, &size);
    if (!code && !(text = calloc(1, size + 1)))
        code = ctl_say(ctl, CTL_REFUSED, "out of memory");
    if (!code && letter_open(secret, letter, size, text) != 0)
        code = ctl_say(ctl, CTL_REFUSED, "%s is no sealed file, was changed, or is for another key", ctl->args.word[1]);
    if (!code)
        puts(text);
    explicit_bzero(secret, sizeof secret);
    free(letter);
    free(text);
    return code;
}

/* Identities and their keys: the registry as a text that people may edit too, and the files of secret keys beside it
 * (bus/keyring.h). What is changed is changed line by line, so that the rest stays as somebody wrote it. */
#ifndef ANXIN_CTL_KEYS_H
#define ANXIN_CTL_KEYS_H

#include <sys/types.h>

#include "service/identity.h"
#include "services/ctl/ctl.h"

/* The registry in hand. */
struct keys_file {
    struct ctl *ctl;
    int lock; /* held while it is changed; -1 */
    char *text;
    struct registry *registry;
};

/* Reads it; one that is to be changed is locked, and made, with its folder, when there is none. 0, or an exit code
 * after saying why. */
int keys_file_open(struct keys_file *file, struct ctl *ctl, bool change);
void keys_file_close(struct keys_file *file);

/* Puts a new text in its place, if it is a good registry: whole or not at all, also when the power fails. 0, or an exit
 * code after saying why. */
int keys_file_write(struct keys_file *file, const char *text);

/* A file of that mode with these bytes, durable, in the place of whatever is there. 0 or -1 (errno). */
int keys_file_put(const char *path, mode_t mode, const void *data, size_t size);

/* The text with a section changed: its lines of the key `drop` (NULL: none) go, `put` stands behind its last one. In
 * memory that the caller frees; NULL when out of memory. */
char *keys_section_edit(const char *text, const char *name, const char *drop, const char *put);

/* That in the registry. 0, or an exit code after saying why. */
int keys_section_change(struct keys_file *file, const char *name, const char *drop, const char *put);

/* The identity of that name; NULL after saying that there is none. */
const struct identity *keys_find(const struct keys_file *file, const char *name);

/* A pair: the secret goes into KEYS/NAME.secret`ending` (0400), its public key into `public`. 0, or an exit code after
 * saying why. */
int keys_pair_make(struct ctl *ctl, const char *name, const char *ending, char public[KEY_TEXT]);
int keys_secret_path(const struct ctl *ctl, const char *name, const char *ending, char *path, size_t size);

/* One line of the registry: "key = Z85 FROM UNTIL\n". */
void keys_line(char *to, size_t size, const char *public, int64_t from, int64_t until);

/* keys_act.c: the subcommands that change something. */
int keys_new(struct ctl *ctl);
int keys_revoke(struct ctl *ctl);
int keys_allow(struct ctl *ctl);
int keys_rotate(struct ctl *ctl);

/* keys_lend.c: roles lent for a time (A9.6), listed, lent and taken back. */
int keys_delegate(struct ctl *ctl);

/* One of them for a person and for a program, as it stands at `now`. */
void keys_lent_text(char *to, size_t size, const struct registry *registry, const struct delegation *lent, int64_t now);
json_t *keys_lent_object(const struct registry *registry, const struct delegation *lent, int64_t now);

/* keys_can.c: what the registry and the policy say, and by which row. */
int keys_can(struct ctl *ctl);
int keys_policy(struct ctl *ctl); /* prints the table, when it is right */

/* "valid", "rotating", "revoked", "not yet valid", "expired", "no key"; roles and codes as words. */
const char *keys_state(const struct identity *identity, int64_t now);
json_t *keys_roles_object(unsigned roles);
json_t *keys_codes_object(const struct identity_codes *codes);
json_t *keys_sources_object(const struct identity *identity);
void keys_words(char *to, size_t size, const json_t *list); /* "a, b" */
void keys_print_line(const char *label, const char *text);

/* Says what an identity is, as it stands in the registry by now. */
int keys_tell(struct ctl *ctl, const char *name);

/* At the first start of `anxin up`: a registry of all services and of the tool, with keys of their own, when there is
 * none. 0, or an exit code after saying why. */
int keys_first(struct ctl *ctl);

#endif

/* The keys of one process: its own secret and the registry of who is known, from files, read again when they change.
 *
 *     KEYS/NAME.secret     40 characters (Z85); mode 0400, ours or root's. $CREDENTIALS_DIRECTORY/NAME.secret goes
 *                          before it (systemd's LoadCredential; 0440 there)
 *     KEYS/registry        service/identity.h */
#ifndef ANXIN_BUS_KEYRING_H
#define ANXIN_BUS_KEYRING_H

#include "base/config.h"
#include "service/identity.h"

struct keyring;

/* Reads both. NULL with the reason: a file is missing, has a wrong mode, or says what is wrong; the registry must hold
 * that name with this key, valid at present. */
struct keyring *keyring_open(const struct config *config, const char *name, struct error *error);
void keyring_close(struct keyring **keyring); /* wipes the secret */

enum { KEYRING_REGISTRY = 1, KEYRING_SECRET = 2 };

/* Reads again what has changed since (`all`: whatever the files' times say). The bits of what is new, 0 nothing.
 * `error` says what is wrong, "" nothing: a registry with anything wrong in it is not taken, the old one stands; a
 * secret is not taken until the registry knows it. The registry before this one stands until the next is taken. */
int keyring_look(struct keyring *keyring, bool all, struct error *error);

const char *keyring_name(const struct keyring *keyring);
const char *keyring_secret(const struct keyring *keyring); /* Z85, locked memory */
const char *keyring_public(const struct keyring *keyring); /* Z85 */
const struct registry *keyring_registry(const struct keyring *keyring);
int64_t keyring_now(void); /* the wall clock, which decides what is valid */

/* Whether a file may hold a secret: its owner and its mode. 0, or -1 with the reason. Exactly the owner may read it. */
int keyring_mode(const char *path, int fd, bool credential, struct error *error);

/* Whether its owner alone may change a file that says who is known or who may do what. 0, or -1 with the reason. */
int keyring_owned(const char *path, int fd, struct error *error);

/* Reads a whole file of at most `room` - 1 bytes, ended by a NUL. Its size, or -1 with the reason. */
int64_t keyring_read(const char *path, int fd, char *to, size_t room, struct error *error);

#endif

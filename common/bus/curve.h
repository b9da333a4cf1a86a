/* CURVE on a socket. libzmq fails open where a part is missing (engineering, MESSAGING 7.1), so a server is set up in
 * one place and is made to prove itself before anything is served. */
#ifndef ANXIN_BUS_CURVE_H
#define ANXIN_BUS_CURVE_H

#include "bus/keyring.h"
#include "bus/zap.h"

/* Before bind: our key, the ZAP domain, and that without a handler nobody gets in. 0, or -1 with the reason. */
int curve_server(void *socket, const struct keyring *keyring, const char *domain, struct error *error);

/* Before connect: our key, and that of the server, pinned: the newest that the registry has of it (`turn` even), or
 * the one before (odd), so that who tries again tries both while they are exchanged. 0, or -1 with the reason. */
int curve_client(void *socket, const struct keyring *keyring, const char *server, int turn, struct error *error);

/* The self-test of a bound server: a key that nobody knows must be refused, and our own let in. `zap` is answered
 * meanwhile by `judge`. 0; or -1 with what happened: then it must not serve. */
struct curve_proof {
    void *context, *zap;
    zap_judge *judge;
    void *self;
    const struct keyring *keyring;
};
int curve_prove(const struct curve_proof *proof, void *server, struct error *error);

#endif

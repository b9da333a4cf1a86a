/* The handler: route, "", version, request, domain, address, routing id, mechanism, credentials. The User-Id that every
 * message of the connection then carries is the client's public key. */
#include "bus/zap.h"

#include <string.h>

#include <zmq.h>

#include "base/text.h"
#include "base/z85.h"
#include "service/identity.h"

#define ZAP_ENDPOINT "inproc://zeromq.zap.01"
#define ZAP_FRAMES 9
#define ZAP_FRAME 256

enum { AT_ROUTE, AT_EMPTY, AT_VERSION, AT_REQUEST, AT_DOMAIN, AT_ADDRESS, AT_ROUTING, AT_MECHANISM, AT_KEY };

/* A question, as much of it as there may be. */
struct question {
    char at[ZAP_FRAMES][ZAP_FRAME];
    size_t size[ZAP_FRAMES];
    int count;
};

void *zap_open(void *context, struct error *error)
{
    const int linger = 0;
    void *socket = zmq_socket(context, ZMQ_ROUTER);
    if (socket && zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger) == 0 &&
        zmq_bind(socket, ZAP_ENDPOINT) == 0)
        return socket;
    error_set(error, "nobody can be authenticated: %s", zmq_strerror(zmq_errno()));
    if (socket)
        zmq_close(socket);
    return NULL;
}

/* Reads one message whole. False when there is none. */
static bool question_read(void *socket, struct question *question)
{
    int more = 1;
    size_t size = sizeof more;
    for (question->count = 0; more; question->count++) {
        char spare[ZAP_FRAME];
        bool kept = question->count < ZAP_FRAMES;
        int got = zmq_recv(socket, kept ? question->at[question->count] : spare, ZAP_FRAME, ZMQ_DONTWAIT);
        if (got < 0)
            return false;
        if (kept)
            question->size[question->count] = (size_t)got < ZAP_FRAME ? (size_t)got : ZAP_FRAME;
        zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &size);
    }
    return true;
}

static void frame_text(const struct question *question, int at, char *to, size_t size)
{
    size_t length = question->size[at] < size - 1 ? question->size[at] : size - 1;
    memcpy(to, question->at[at], length);
    to[length] = '\0';
}

static void call_fill(struct zap_call *call, const struct question *question)
{
    char mechanism[16];
    frame_text(question, AT_DOMAIN, call->domain, sizeof call->domain);
    frame_text(question, AT_ADDRESS, call->address, sizeof call->address);
    frame_text(question, AT_MECHANISM, mechanism, sizeof mechanism);
    bool curve = question->count == ZAP_FRAMES && text_same(mechanism, "CURVE") && question->size[AT_KEY] == KEY_SIZE;
    call->key = curve ? (const uint8_t *)question->at[AT_KEY] : NULL;
}

static void send_part(void *socket, const void *data, size_t size, bool last)
{
    zmq_send(socket, data, size, ZMQ_DONTWAIT | (last ? 0 : ZMQ_SNDMORE));
}

static void answer(void *socket, const struct question *question, const char *user)
{
    send_part(socket, question->at[AT_ROUTE], question->size[AT_ROUTE], false);
    send_part(socket, "", 0, false);
    send_part(socket, "1.0", 3, false);
    send_part(socket, question->at[AT_REQUEST], question->size[AT_REQUEST], false);
    send_part(socket, user ? "200" : "400", 3, false);
    send_part(socket, "", 0, false);
    send_part(socket, user ? user : "", user ? strlen(user) : 0, false);
    send_part(socket, "", 0, true);
}

bool zap_serve(void *socket, zap_judge *judge, void *self)
{
    struct question question;
    struct zap_call call;
    char user[KEY_TEXT];
    if (!question_read(socket, &question))
        return false;
    if (question.count < AT_KEY)
        return true; /* libzmq never asks so */
    call_fill(&call, &question);
    bool in = judge(self, &call) == NULL && call.key;
    if (in)
        z85_encode(user, call.key, KEY_SIZE);
    answer(socket, &question, in ? user : NULL);
    return true;
}

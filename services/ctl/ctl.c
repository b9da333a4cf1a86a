/* Who asks and whom to ask. One client a service, opened at need. */
#include "services/ctl/ctl.h"

#include <pwd.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include <uv.h>

#include "base/civil.h"
#include "base/endpoint.h"
#include "base/text.h"
#include "service/instance.h"
#include "service/reason.h"
#include "service/role.h"
#include "services/ctl/show.h"
#include "wire/id.h"

int ctl_say(const struct ctl *ctl, enum ctl_exit code, const char *format, ...)
{
    va_list rest;
    fflush(stdout);
    fprintf(stderr, "anxin %s: ", ctl->command->name);
    va_start(rest, format);
    vfprintf(stderr, format, rest);
    va_end(rest);
    fputc('\n', stderr);
    return (int)code;
}

void ctl_progress(const char *format, ...)
{
    va_list rest;
    if (!isatty(STDERR_FILENO))
        return;
    fflush(stdout);
    fputs("\r\033[K", stderr);
    va_start(rest, format);
    vfprintf(stderr, format, rest);
    va_end(rest);
    fflush(stderr);
}

int64_t ctl_wall_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * MS_SECOND + now.tv_nsec / 1000000;
}

int64_t ctl_mono_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * MS_SECOND + now.tv_nsec / 1000000;
}

void ctl_pause(int64_t ms)
{
    const struct timespec time = {.tv_sec = ms / MS_SECOND, .tv_nsec = ms % MS_SECOND * 1000000};
    nanosleep(&time, NULL);
}

/* ---- opening ---- */

/* The default actor is the person at the terminal, as operator of the system. */
static int who_default(struct envelope *who)
{
    const struct passwd *user = getpwuid(geteuid());
    TEXT_PUT(who->actorrole, "operator");
    if (user && !TEXT_FORMAT(who->actorid, "%s", user->pw_name))
        return 0;
    return TEXT_FORMAT(who->actorid, "uid-%u", (unsigned)geteuid());
}

/* ROLE[:ID[:FOR]] */
static int who_parse(struct envelope *who, const char *text)
{
    const char *id = strchr(text, ':'), *for_ = id ? strchr(id + 1, ':') : NULL;
    const int role_size = id ? (int)(id - text) : (int)strlen(text);
    const int id_size = !id ? 0 : for_ ? (int)(for_ - id - 1) : (int)strlen(id + 1);
    if (!role_size || TEXT_FORMAT(who->actorrole, "%.*s", role_size, text))
        return -1;
    if (id && (!id_size || TEXT_FORMAT(who->actorid, "%.*s", id_size, id + 1)))
        return -1;
    return for_ ? text_copy(who->actorfor, sizeof who->actorfor, for_ + 1) : 0;
}

static int reason_open(struct ctl *ctl)
{
    const char *reason = args_text(&ctl->args, "why");
    if (!reason)
        return 0;
    const char *wrong = reason_flaw(reason);
    if (wrong || text_copy(ctl->who.reason, sizeof ctl->who.reason, reason))
        return ctl_say(ctl, CTL_USAGE, "--why: %s", wrong ? wrong : "It has at most 64 bytes.");
    return 0;
}

static int who_open(struct ctl *ctl)
{
    const char *as = args_text(&ctl->args, "as"), *source = args_text(&ctl->args, "source");
    char why[ROLE_WHY];
    if (who_default(&ctl->who) || (as && who_parse(&ctl->who, as)))
        return ctl_say(ctl, CTL_USAGE, "--as takes ROLE[:ID[:FOR]]");
    if (!role_of(ctl->who.actorrole)) {
        role_why(why, ctl->who.actorrole, "");
        return ctl_say(ctl, CTL_USAGE, "--as: %s", why);
    }
    if (source && (!*source || text_copy(ctl->who.source, sizeof ctl->who.source, source)))
        return ctl_say(ctl, CTL_USAGE, "--source takes a name of 1 to 64 bytes");
    if (!source)
        TEXT_PUT(ctl->who.source, "anxin");
    return reason_open(ctl);
}

static int folder_find(struct ctl *ctl)
{
    size_t size = sizeof ctl->folder;
    if (uv_exepath(ctl->folder, &size) || size >= sizeof ctl->folder - 1)
        return ctl_say(ctl, CTL_REFUSED, "cannot tell where this program lies");
    char *slash = strrchr(ctl->folder, '/');
    if (slash)
        *slash = '\0';
    return 0;
}

int ctl_daemon_path(const struct ctl *ctl, const char *name, char *path, size_t size)
{
    return text_format(path, size, "%s/anxin-%.*s", ctl->folder, (int)strcspn(name, "/"), name);
}

bool ctl_daemon_exists(const struct ctl *ctl, const char *name)
{
    char path[CONFIG_TEXT + 64];
    return !ctl_daemon_path(ctl, name, path, sizeof path) && access(path, X_OK) == 0;
}

static int service_add(struct ctl *ctl, const char *name)
{
    struct config_endpoints ends;
    struct error error = {0};
    struct ctl_service *service = &ctl->service[ctl->known];
    if (ctl->known == CTL_SERVICES)
        return ctl_say(ctl, CTL_REFUSED, "more than %d services", CTL_SERVICES);
    if (config_endpoints(&ends, &ctl->config, ctl->file, name, &error))
        return ctl_say(ctl, CTL_USAGE, "%s", error.text);
    TEXT_PUT(service->name, name);
    TEXT_PUT(service->request, ends.request);
    ctl->known++;
    return 0;
}

static int instances_add(struct ctl *ctl, const char *owner)
{
    char names[PLACES_MOST][INSTANCE_NAME];
    const int count = instances_of(names, owner, &ctl->places);
    int failed = 0;
    for (int i = 0; i < count && !failed; i++)
        failed = service_add(ctl, names[i]);
    return failed;
}

/* Adds the owners of the catalogue whose daemon lies beside us, or those whose does not. */
static int owners_add(struct ctl *ctl, bool beside)
{
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const char *owner = message_of(type)->owner;
        if (text_same(owner, "common") || ctl_knows(ctl, owner) || ctl_daemon_exists(ctl, owner) != beside)
            continue;
        const int failed = instances_add(ctl, owner);
        if (failed)
            return failed;
    }
    return 0;
}

/* The set is what lies beside us, or everybody where nothing does (a machine that only has the tool). */
static int services_find(struct ctl *ctl)
{
    int failed = owners_add(ctl, true);
    ctl->services = ctl->known;
    if (!failed)
        failed = owners_add(ctl, false);
    if (!ctl->services)
        ctl->services = ctl->known;
    return failed;
}

int ctl_open(struct ctl *ctl)
{
    struct error error = {0};
    const char *data = args_text(&ctl->args, "data"), *identity = args_text(&ctl->args, "identity");
    int failed;
    ctl->file = args_text(&ctl->args, "config");
    ctl->json = args_flag(&ctl->args, "json");
    ctl->timeout_ms = (int)args_number(&ctl->args, "timeout", 5000);
    if ((data && setenv("ANXIN_DATA", data, 1)) || (identity && setenv("ANXIN_IDENTITY", identity, 1)))
        return ctl_say(ctl, CTL_REFUSED, "out of memory");
    if ((failed = folder_find(ctl)) || ctl->command->offline)
        return failed;
    if (config_load(&ctl->config, ctl->file, "ctl", NULL, 0, &error))
        return ctl_say(ctl, CTL_USAGE, "%s", error.text);
    if ((failed = who_open(ctl)) || (failed = ctl_place_open(ctl)))
        return failed;
    return services_find(ctl);
}

void ctl_close(struct ctl *ctl)
{
    for (int i = 0; i < ctl->known; i++)
        client_close(&ctl->service[i].client);
    keyring_close(&ctl->keyring);
    config_free(&ctl->config);
}

/* ---- whom to ask ---- */

struct ctl_service *ctl_stream_owner(struct ctl *ctl, const char *stream)
{
    char owner[65];
    if (TEXT_FORMAT(owner, "%.*s", (int)strcspn(stream, "."), stream))
        return NULL;
    if (text_same(owner, "partner"))
        return ctl_service(ctl, "booking");
    if (text_same(owner, "feed"))
        return ctl_service(ctl, "notification");
    return ctl_service(ctl, owner);
}

const char *ctl_stream_name(const struct ctl_service *owner, const char *word)
{
    const char *rest = strchr(word, '.');
    if (!rest && instance_is_of(owner->name, word))
        return owner->name;
    return rest && text_starts(rest, ".partner.") ? rest + 1 : word;
}

/* ---- asking ---- */

void ctl_envelope(const struct ctl *ctl, struct envelope *envelope)
{
    *envelope = ctl->who;
    envelope->time = ctl_wall_ms();
    uint8_t bytes[16];
    if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
        BUG("no random bytes");
    char uuid[UUID_SIZE];
    id_from_bytes(uuid, envelope->time, bytes);
    TEXT_PUT(envelope->id, uuid);
}

struct keyring *ctl_keyring(struct ctl *ctl, struct error *error)
{
    if (!ctl->keyring)
        ctl->keyring = keyring_open(&ctl->config, ctl->config.identity, error);
    return ctl->keyring;
}

struct client *ctl_client(struct ctl *ctl, const struct ctl_service *service, struct error *error)
{
    if (endpoint_is_tcp(service->request) && !ctl_keyring(ctl, error))
        return NULL;
    return client_open(service->request, service->name, ctl->keyring, error);
}

int ctl_connect(struct ctl *ctl, struct ctl_service *service)
{
    struct error error = {0};
    if (!service->client)
        service->client = ctl_client(ctl, service, &error);
    return service->client ? 0 : ctl_say(ctl, CTL_UNREACHABLE, "%s: %s", service->name, error.text);
}

int ctl_ask_as(struct ctl *ctl, struct ctl_service *service, struct envelope *envelope, enum message_type type,
               const void *body, int timeout_ms, struct reply *reply)
{
    struct error error = {0};
    if (ctl_connect(ctl, service))
        return CTL_UNREACHABLE;
    const int got = client_ask(service->client, envelope, type, body, timeout_ms, reply, &error);
    if (got == 1)
        return 0;
    if (got < 0)
        return ctl_say(ctl, CTL_REFUSED, "%s: %s", service->name, error.text);
    service->silent = true;
    const char *why = client_why(service->client);
    return ctl_say(ctl, CTL_UNREACHABLE, "%s does not answer (%s, waited %d ms)%s%s", service->name, service->request,
                   timeout_ms, why[0] ? ": " : "", why);
}

int ctl_ask(struct ctl *ctl, struct ctl_service *service, enum message_type type, const void *body, struct reply *reply)
{
    struct envelope envelope;
    ctl_envelope(ctl, &envelope);
    return ctl_ask_as(ctl, service, &envelope, type, body, ctl->timeout_ms, reply);
}

int ctl_expect(const struct ctl *ctl, const struct reply *reply, enum message_type type)
{
    if (reply->type == type)
        return 0;
    if (reply->type == MSG_answer)
        ctl_print_answer(ctl, NULL, reply->body);
    else
        ctl_say(ctl, CTL_REFUSED, "answered with %s instead of %s", reply->envelope.type, message_of(type)->type_name);
    return CTL_REFUSED;
}

static void status_send(struct ctl *ctl, struct ctl_service *service, bool full)
{
    const struct service_status question = {.full = full};
    struct envelope envelope;
    struct error error = {{0}};
    ctl_envelope(ctl, &envelope);
    if (!service->client)
        service->client = ctl_client(ctl, service, &error);
    if (!service->client)
        TEXT_PUT(ctl->closed, error.text);
    else if (client_send(service->client, &envelope, MSG_service_status, &question, NULL) == 0)
        ctl->closed[0] = '\0';
}

/* Takes the latest status that arrives before `deadline`; older answers to questions given up are passed over. */
static bool status_take(struct ctl_service *service, int64_t deadline, struct service_status_answer *status)
{
    struct reply reply;
    while (service->client) {
        const int64_t left = deadline - ctl_mono_ms();
        const int got = client_receive(service->client, left > 0 ? (int)left : 0, &reply, NULL);
        if (got == 1 && reply.type == MSG_service_status_answer) {
            *status = *(const struct service_status_answer *)reply.body;
            return true;
        }
        if (got != 1 && deadline <= ctl_mono_ms())
            break;
    }
    service->silent = true;
    return false;
}

int ctl_ask_status(struct ctl *ctl, bool full, int timeout_ms, struct service_status_answer **at)
{
    const int64_t deadline = ctl_mono_ms() + timeout_ms;
    int answered = 0;
    *at = calloc((size_t)ctl->services + 1, sizeof **at);
    if (!*at)
        return -1;
    for (int i = 0; i < ctl->services; i++)
        status_send(ctl, &ctl->service[i], full);
    for (int i = 0; i < ctl->services; i++)
        answered += status_take(&ctl->service[i], deadline, &(*at)[i]);
    return answered;
}

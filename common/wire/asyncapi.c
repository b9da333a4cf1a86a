/* The AsyncAPI 3.0.0 document. Types, fields and owners come from the tables; which sockets there are, and on which
 * streams an event stands beside its owner's, stands here (proto/README.md tells it in words). */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "wire/schema.h"
#include "wire/tables.h"

#define SCHEMAS "#/components/schemas/"
#define MESSAGES "#/components/messages/"
#define NAME_ROOM 160

/* Events that do not stand on the stream of the service that declares them, or not only there. */
static const struct placing {
    enum message_type type;
    const char *channel;
    bool also; /* beside its owner's stream */
} PLACINGS[] = {
    {MSG_booking_requested, "partner", true},
    {MSG_booking_rejected, "partner", true},
    {MSG_booking_confirmed, "partner", true},
    {MSG_booking_expired, "partner", true},
    {MSG_booking_in_service, "partner", true},
    {MSG_booking_completed, "partner", true},
    {MSG_booking_no_show, "partner", true},
    {MSG_booking_cancelled, "partner", true},
    {MSG_booking_closed, "partner", true},
    {MSG_booking_rematch_requested, "partner", true},
    {MSG_booking_confirm_asked, "partner", true},
    {MSG_booking_worker_changed, "partner", true},
    {MSG_case_filed, "mediation.partner", true},
    {MSG_case_screened, "mediation.partner", true},
    {MSG_case_accepted, "mediation.partner", true},
    {MSG_case_agreed, "mediation.partner", true},
    {MSG_case_failed, "mediation.partner", true},
    {MSG_case_withdrawn, "mediation.partner", true},
    {MSG_case_closed, "mediation.partner", true},
    {MSG_intake_answered, "partner", false},
    {MSG_notice_created, "feed", false},
    {MSG_notice_acked, "feed", false},
    {MSG_calendar_hold_requested, "training.stream", false},
    {MSG_calendar_hold_dropped, "training.stream", false},
    {MSG_room_hold_requested, "training.stream", false},
    {MSG_room_hold_dropped, "training.stream", false},
    {MSG_privacy_erase_requested, "booking.stream", false},
    {MSG_privacy_reported, "booking.stream", false},
    {MSG_privacy_erase_requested, "roster.stream", false},
    {MSG_privacy_reported, "roster.stream", false},
    {MSG_privacy_erase_done, "booking.stream", false},
    {MSG_privacy_erase_done, "matching.stream", false},
    {MSG_privacy_erase_done, "roster.stream", false},
    {MSG_privacy_erase_done, "training.stream", false},
    {MSG_privacy_erase_done, "mediation.stream", false},
    {MSG_privacy_erase_done, "notification.stream", false},
    {MSG_privacy_expired, "booking.stream", false},
    {MSG_privacy_expired, "roster.stream", false},
    {MSG_privacy_expired, "training.stream", false},
    {MSG_privacy_expired, "mediation.stream", false},
};

/* The document under construction. */
struct paper {
    json_t *servers, *channels, *operations, *messages, *schemas;
};

__attribute__((format(printf, 1, 2))) static json_t *text_of(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    json_t *text = json_vsprintf(format, arguments);
    va_end(arguments);
    return text;
}

static json_t *reference(const char *prefix, const char *name)
{
    return json_pack("{s:o}", "$ref", text_of("%s%s", prefix, name));
}

static bool is_common(const struct message *message)
{
    return strcmp(message->owner, "common") == 0;
}

/* ---- servers: one a socket ---- */

static void put_server(struct paper *paper, const char *service, const char *socket, const char *bind,
                       const char *connect, const char *description)
{
    char name[NAME_ROOM];
    snprintf(name, sizeof name, "%s-%s", service, socket);
    schema_put(&paper->servers, name,
               json_pack("{s:s,s:o,s:s,s:s,s:s,s:{s:{s:s}},s:{s:o,s:s,s:s}}", "host", "localhost", "pathname",
                         text_of("{data}/run/%s.%s", service, socket), "protocol", "zmtp", "protocolVersion", "3.1",
                         "description", description, "variables", "data", "$ref", "#/components/serverVariables/data",
                         "x-zeromq", "endpoint", text_of("ipc://{data}/run/%s.%s", service, socket), "bind", bind,
                         "connect", connect));
}

static void put_servers(struct paper *paper, const char *service)
{
    put_server(paper, service, "request", "ROUTER", "DEALER", "commands, queries, fetch; each is answered");
    put_server(paper, service, "stream", "PUB", "SUB", "live events and beats, a mere accelerator of fetch");
    if (strcmp(service, "booking") == 0) {
        put_server(paper, service, "intake", "SUB", "PUB",
                   "commands without a direct answer; what became of them stands on the sender's partner stream");
    }
}

/* ---- channels ---- */

static bool is_asked(const struct message *message)
{
    return message->class_ == CLASS_COMMAND || message->class_ == CLASS_QUERY ||
           (message->class_ == CLASS_CONTROL && message->type != MSG_beat);
}

typedef bool belongs(const struct message *message, const char *service, const char *channel);

/* What a request socket hears and says: the skeleton's own messages and those of the service. */
static bool on_request(const struct message *message, const char *service, const char *channel)
{
    (void)channel;
    return (is_common(message) || strcmp(message->owner, service) == 0) &&
           (is_asked(message) || message->class_ == CLASS_ANSWER);
}

static bool on_intake(const struct message *message, const char *service, const char *channel)
{
    (void)channel;
    return message->class_ == CLASS_COMMAND && strcmp(message->owner, service) == 0;
}

static bool on_beat(const struct message *message, const char *service, const char *channel)
{
    (void)service;
    (void)channel;
    return message->type == MSG_beat;
}

static bool on_stream(const struct message *message, const char *service, const char *channel)
{
    bool stream =
        strlen(channel) > strlen(".stream") && strcmp(channel + strlen(channel) - strlen(".stream"), ".stream") == 0;
    bool own = stream && (strcmp(message->owner, service) == 0 || message->type == MSG_audit_anchored);
    for (size_t i = 0; i < sizeof PLACINGS / sizeof PLACINGS[0]; i++) {
        if (PLACINGS[i].type == message->type) {
            if (strcmp(PLACINGS[i].channel, channel) == 0) {
                return true;
            }
            own = own && PLACINGS[i].also;
        }
    }
    return own && message->class_ == CLASS_EVENT;
}

/* Puts a channel with all that belongs there; what the caller gives (address, x-zeromq ...) comes first. */
static void put_channel(struct paper *paper, const char *channel, const char *service, const char *socket,
                        belongs *belongs_there, json_t *one)
{
    json_t *messages = json_object();
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const struct message *message = message_of(type);
        if (belongs_there(message, service, channel)) {
            schema_put(&messages, message->type_name, reference(MESSAGES, message->type_name));
        }
    }
    schema_put(&one, "servers", json_pack("[{s:o}]", "$ref", text_of("#/servers/%s-%s", service, socket)));
    schema_put(&one, "messages", messages);
    schema_put(&paper->channels, channel, one);
}

/* A stream that is only fetched: its events come as elements of anxin.fetched. */
static void put_fetched(struct paper *paper, const char *channel, const char *service, const char *parameter,
                        const char *description)
{
    const char *dot = strchr(channel, '.');
    put_channel(paper, channel, service, "request", on_stream,
                json_pack("{s:o,s:s,s:{s:{s:s}},s:{s:s,s:s}}", "address",
                          text_of("%s.{%s}", dot ? dot + 1 : channel, parameter), "description", description,
                          "parameters", parameter, "description", "whose stream: the last part of its name", "x-zeromq",
                          "fetch", "anxin.fetch", "within", "anxin.fetched"));
}

static void put_streams(struct paper *paper, const char *service)
{
    char channel[NAME_ROOM];
    snprintf(channel, sizeof channel, "%s.stream", service);
    put_channel(
        paper, channel, service, "stream", on_stream,
        json_pack("{s:o,s:s,s:{s:{s:s,s:s}},s:{s:s,s:[s,s,s],s:s}}", "address", text_of("%s/{type}", service),
                  "description", "All events of the service, numbered without holes; any of them can be fetched.",
                  "parameters", "type", "description", "type of the event", "location", "$message.header#/type",
                  "x-zeromq", "topic", "{stream}/{type}", "frames", "topic", "header", "data", "fetch", "anxin.fetch"));
    snprintf(channel, sizeof channel, "%s.beat", service);
    put_channel(paper, channel, service, "stream", on_beat,
                json_pack("{s:s,s:s,s:{s:s,s:[s,s,s]}}", "address", "beat", "description",
                          "Once a second: how far the streams are. No beat for five seconds: rebuild the socket.",
                          "x-zeromq", "topic", "beat", "frames", "topic", "header", "data"));
}

static void put_channels(struct paper *paper, const char *service)
{
    char channel[NAME_ROOM];
    snprintf(channel, sizeof channel, "%s.request", service);
    put_channel(paper, channel, service, "request", on_request,
                json_pack("{s:n,s:s,s:{s:[s,s,s]}}", "address", "description",
                          "Commands, queries and fetch; an answer's causationid is the id of what it answers.",
                          "x-zeromq", "frames", "(empty)", "header", "data"));
    put_streams(paper, service);
    if (strcmp(service, "booking") == 0) {
        put_channel(paper, "booking.intake", service, "intake", on_intake,
                    json_pack("{s:s,s:s,s:{s:{s:s,s:s}},s:{s:s,s:[s,s,s]}}", "address", "{type}", "description",
                              "Commands by plain publish: repeat each until its outcome stands on your partner stream.",
                              "parameters", "type", "description", "type of the command", "location",
                              "$message.header#/type", "x-zeromq", "topic", "{type}", "frames", "topic", "header",
                              "data"));
        put_fetched(paper, "partner", service, "source", "What an outside system may see of its own bookings.");
    }
    if (strcmp(service, "mediation") == 0) {
        put_fetched(paper, "mediation.partner", service, "source", "How the cases go on that an outside system filed.");
    }
    if (strcmp(service, "notification") == 0) {
        put_fetched(paper, "feed", service, "reader", "What one member of staff is told.");
    }
}

/* ---- operations ---- */

/* What a question is answered with when all is well; NULL: not at all, or with anxin.answer. */
static const struct message *answer_to(const struct message *message)
{
    char name[NAME_ROOM];
    snprintf(name, sizeof name, "%s.answer", message->type_name);
    return message->type == MSG_fetch ? message_of(MSG_fetched) : message_find(name);
}

static json_t *message_in(const char *channel, const struct message *message)
{
    return json_pack("{s:o}", "$ref", text_of("#/channels/%s/messages/%s", channel, message->type_name));
}

static json_t *reply_of(const char *channel, const struct message *message)
{
    const struct message *answer = answer_to(message);
    json_t *messages = json_array();
    if (answer != NULL) {
        schema_add(&messages, message_in(channel, answer));
    }
    schema_add(&messages, message_in(channel, message_of(MSG_answer)));
    return json_pack("{s:o,s:o}", "channel", reference("#/channels/", channel), "messages", messages);
}

static void put_request(struct paper *paper, const char *service, const struct message *message)
{
    char channel[NAME_ROOM], name[NAME_ROOM];
    snprintf(channel, sizeof channel, "%s.request", service);
    snprintf(name, sizeof name, "%s.receive.%s", service, message->type_name);
    json_t *operation =
        json_pack("{s:s,s:o,s:s,s:[o]}", "action", "receive", "channel", reference("#/channels/", channel), "summary",
                  message->doc, "messages", message_in(channel, message));
    if (message->type != MSG_applied) {
        schema_put(&operation, "reply", reply_of(channel, message));
    }
    schema_put(&paper->operations, name, operation);
}

static void put_whole_channel(struct paper *paper, const char *action, const char *channel, const char *summary)
{
    char name[NAME_ROOM];
    snprintf(name, sizeof name, "%s.%s", action, channel);
    schema_put(
        &paper->operations, name,
        json_pack("{s:s,s:o,s:s}", "action", action, "channel", reference("#/channels/", channel), "summary", summary));
}

static void put_operations(struct paper *paper, const char *service)
{
    char channel[NAME_ROOM];
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        if (is_asked(message_of(type)) && on_request(message_of(type), service, "")) {
            put_request(paper, service, message_of(type));
        }
    }
    snprintf(channel, sizeof channel, "%s.stream", service);
    put_whole_channel(paper, "send", channel, "an event, after it is durable");
    snprintf(channel, sizeof channel, "%s.beat", service);
    put_whole_channel(paper, "send", channel, "a beat, once a second");
    if (strcmp(service, "booking") == 0) {
        put_whole_channel(paper, "receive", "booking.intake", "a command that is not answered directly");
        put_whole_channel(paper, "send", "partner", "an event, when it is fetched");
    }
    if (strcmp(service, "mediation") == 0) {
        put_whole_channel(paper, "send", "mediation.partner", "an event, when it is fetched");
    }
    if (strcmp(service, "notification") == 0) {
        put_whole_channel(paper, "send", "feed", "an event, when it is fetched");
    }
}

/* ---- components ---- */

static const char *class_name(enum message_class class)
{
    static const char *const NAMES[] = {"none", "event", "command", "query", "answer", "control"};
    return NAMES[class];
}

static void put_message(struct paper *paper, const struct message *message)
{
    const char *correlation = message->class_ == CLASS_ANSWER ? "answer" : "question";
    json_t *one = json_pack("{s:s,s:s,s:s,s:o,s:o,s:[{s:s},{s:s}]}", "name", message->type_name, "summary",
                            message->doc, "contentType", "application/msgpack", "headers", reference(SCHEMAS, "header"),
                            "payload", reference(SCHEMAS, message->type_name), "tags", "name",
                            class_name(message->class_), "name", message->owner);
    if (is_asked(message) || message->class_ == CLASS_ANSWER) {
        schema_put(&one, "correlationId", reference("#/components/correlationIds/", correlation));
    }
    schema_put(&paper->messages, message->type_name, one);
    schema_put(&paper->schemas, message->type_name, schema_of_shape(message->shape, SCHEMA_WIRE, SCHEMAS));
}

static void put_messages(struct paper *paper)
{
    const struct record *record;
    schema_put(&paper->schemas, "header", schema_of_shape(&shape_envelope, SCHEMA_WIRE, SCHEMAS));
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        put_message(paper, message_of(type));
    }
    for (int i = 0; (record = record_at(i)) != NULL; i++) {
        schema_put(&paper->schemas, record->shape->name, schema_of_shape(record->shape, SCHEMA_WIRE, SCHEMAS));
    }
}

static json_t *components_of(struct paper *paper)
{
    return json_pack("{s:{s:{s:s,s:s}},s:{s:{s:s,s:s},s:{s:s,s:s}},s:o,s:o}", "serverVariables", "data", "default",
                     "./anxin-data", "description", "the data folder", "correlationIds", "question", "description",
                     "id, chosen by the sender; a repeat has the same", "location", "$message.header#/id", "answer",
                     "description", "id of what is answered", "location", "$message.header#/causationid", "messages",
                     paper->messages, "schemas", paper->schemas);
}

/* ---- the whole ---- */

static json_t *kinds(void)
{
    return json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s}", "ID", "str", "CODE", "str",
                     "TEXT", "str", "PERSONAL", "str", "LONG", "str", "WORD", "str", "BYTES", "bin", "HASH", "bin",
                     "INT", "int", "FEN", "int", "TIME", "int", "BOOL", "bool", "IDS", "array", "CODES", "array",
                     "INTS", "array", "GROUP", "array");
}

static json_t *conventions(void)
{
    return json_pack("{s:s,s:s,s:s,s:o}", "identity", "the uid of the peer's process", "header", "one MessagePack map",
                     "data", "one MessagePack map", "kinds", kinds());
}

static void put_owners(struct paper *paper)
{
    const char *owner = "common";
    for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
        const struct message *message = message_of(type);
        if (!is_common(message) && strcmp(message->owner, owner) != 0) {
            owner = message->owner;
            put_servers(paper, owner);
            put_channels(paper, owner);
            put_operations(paper, owner);
        }
    }
}

json_t *asyncapi_document(const char *version)
{
    struct paper paper = {json_object(), json_object(), json_object(), json_object(), json_object()};
    put_owners(&paper);
    put_messages(&paper);
    return json_pack("{s:s,s:s,s:{s:s,s:s,s:s},s:s,s:o,s:o,s:o,s:o,s:o}", "asyncapi", "3.0.0", "id", "urn:anxin",
                     "info", "title", "Anxin", "version", version, "description",
                     "MessagePack events over ZeroMQ: streams to follow, requests that are answered. Made from the "
                     "tables in proto/; proto/README.md tells the rest.",
                     "defaultContentType", "application/msgpack", "servers", paper.servers, "channels", paper.channels,
                     "operations", paper.operations, "components", components_of(&paper), "x-zeromq", conventions());
}

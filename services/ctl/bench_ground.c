/* The station is made by the commands that a manager would send, many under way at once, each service's in order. */
#include "services/ctl/bench_ground.h"

#include <stdio.h>

#include "base/civil.h"
#include "base/text.h"
#include "proto/notification.h"
#include "proto/roster.h"

#define COMMUNITY "BENCH-C"
#define SERVICE "BENCH-1"
#define SLOTS_A_DAY 4
#define SLOT_MINUTES 150
#define SLOTS (80 * SLOTS_A_DAY) /* of a household: within the usual horizon of 90 days */
#define HOUSEHOLDS_LEAST 240     /* as many as the sample has */
#define BOOKINGS_EACH 20         /* of a household in a run: one in four days */
#define UNDER_WAY 64

/* Commands on their way to one service. */
struct line {
    struct ctl *ctl;
    struct ctl_service *service;
    const char *actor, *role;
    int under_way, code;
};

static void answer_note(struct line *line, const struct reply *reply)
{
    const struct answer *answer = reply->body;
    line->under_way--;
    if (reply->type != MSG_answer || text_same(answer->outcome, "done") || line->code)
        return;
    line->code = ctl_say(line->ctl, CTL_REFUSED, "the station for the load cannot be made: %s %s: %s", answer->outcome,
                         answer->code, answer->detail);
}

static void answers_await(struct line *line, int most)
{
    struct reply reply;
    while (line->under_way > most && !line->code) {
        if (client_receive(line->service->client, line->ctl->timeout_ms, &reply, NULL) == 1)
            answer_note(line, &reply);
        else
            line->code = ctl_say(line->ctl, CTL_UNREACHABLE, "%s does not answer", line->service->name);
    }
}

static int line_open(struct line *line, struct ctl *ctl, const char *service)
{
    *line = (struct line){.ctl = ctl, .service = ctl_service(ctl, service), .actor = "bench", .role = "manager"};
    line->code = line->service ? ctl_connect(ctl, line->service) : ctl_no_service(ctl, service);
    return line->code;
}

static void line_send(struct line *line, enum message_type type, const void *body)
{
    struct envelope envelope;
    struct error error = {{0}};
    if (line->code)
        return;
    ctl_envelope(line->ctl, &envelope);
    TEXT_PUT(envelope.actorid, line->actor);
    TEXT_PUT(envelope.actorrole, line->role);
    if (client_send(line->service->client, &envelope, type, body, &error) != 0)
        line->code = ctl_say(line->ctl, CTL_REFUSED, "%s: %s", envelope.type, error.text);
    else
        line->under_way++;
    answers_await(line, UNDER_WAY);
}

/* ---- the station ---- */

static void station_make(struct line *line)
{
    struct community_put community = {.cell_lat = 22523, .cell_lon = 113041};
    struct station_put station = {.active = true, .cell_lat = 22505, .cell_lon = 113046};
    struct coverage_put coverage = {.communities.count = 1};
    struct service_put service = {.active = true, .minutes = 120, .workers = 1, .worker_kinds.count = 1};
    TEXT_PUT(community.community, COMMUNITY);
    TEXT_PUT(community.name, "压测社区");
    TEXT_PUT(station.station, GROUND_STATION);
    TEXT_PUT(station.name, "压测站");
    TEXT_PUT(station.host_kind, "company");
    TEXT_PUT(coverage.station, GROUND_STATION);
    TEXT_PUT(coverage.communities.at[0], COMMUNITY);
    TEXT_PUT(service.service, SERVICE);
    TEXT_PUT(service.name, "压测保洁");
    TEXT_PUT(service.line, "household");
    TEXT_PUT(service.worker_kinds.at[0], "domestic");
    line_send(line, MSG_community_put, &community);
    line_send(line, MSG_station_put, &station);
    line_send(line, MSG_coverage_put, &coverage);
    line_send(line, MSG_service_put, &service);
}

static void reader_make(struct line *line, const char *id, const char *role)
{
    struct reader_put reader = {.active = true, .roles.count = 1};
    TEXT_PUT(reader.reader, id);
    TEXT_PUT(reader.roles.at[0], role);
    TEXT_PUT(reader.station, GROUND_STATION);
    line_send(line, MSG_reader_put, &reader);
}

/* Of the highest priority, so that its notices are never held back and summed up (N8). */
static void rule_make(struct line *line)
{
    struct rule_put rule = {.priority = 5, .readers.count = 1};
    TEXT_PUT(rule.rule, "bench");
    TEXT_PUT(rule.pattern, "booking.requested");
    TEXT_PUT(rule.audience, "readers");
    TEXT_PUT(rule.ack, "none");
    TEXT_PUT(rule.readers.at[0], GROUND_READER);
    TEXT_PUT(rule.title, "压测 {start}");
    TEXT_PUT(rule.title_en, "Bench {start}");
    line->role = "operator";
    line_send(line, MSG_rule_put, &rule);
    line->role = "manager";
}

static void cert_make(struct line *line, const char *worker, const char *type)
{
    struct cert_register cert = {.valid_from = ctl_wall_ms() - 10 * MS_DAY, .valid_to = ctl_wall_ms() + 350 * MS_DAY};
    struct cert_verify verify = {0};
    TEXT_PUT(cert.worker, worker);
    TEXT_FORMAT(cert.cert, "%s-%s", worker, type);
    TEXT_PUT(cert.cert_type, type);
    TEXT_FORMAT(cert.number, "BENCH-%s-%s", worker, type);
    TEXT_PUT(cert.body, "bench");
    TEXT_PUT(verify.cert, cert.cert);
    TEXT_PUT(verify.evidence, "original_seen");
    line_send(line, MSG_cert_register, &cert);
    line->actor = "bench-second"; /* who registers a certificate may not verify it */
    line_send(line, MSG_cert_verify, &verify);
    line->actor = "bench";
}

static void duty_make(struct line *line)
{
    struct duty_publish duty = {0};
    TEXT_PUT(duty.kind, "all");
    TEXT_PUT(duty.title, "服务人员工作职责");
    line_send(line, MSG_duty_publish, &duty);
}

/* What stands between hiring and the first day. */
static void worker_prepare(struct line *line, const char *worker)
{
    static const char *const certs[] = {"identity", "background", "health", "insurance"};
    struct duty_accept accept = {.version = 1};
    struct prejob_record record = {.hours = 60};
    for (size_t i = 0; i < sizeof certs / sizeof *certs; i++)
        cert_make(line, worker, certs[i]);
    TEXT_PUT(accept.worker, worker);
    line->role = "worker";
    line->actor = worker;
    line_send(line, MSG_duty_accept, &accept);
    line->role = "manager";
    line->actor = "bench";
    TEXT_PUT(record.worker, worker);
    TEXT_PUT(record.body, "bench");
    line_send(line, MSG_prejob_record, &record);
}

static void worker_make(struct line *line, int number)
{
    struct worker_hire hire = {.cell_lat = 22510 + number % 16, .cell_lon = 113040 + number / 16 % 16};
    struct worker_start start = {0};
    TEXT_FORMAT(hire.worker, "BENCH-W-%03d", number);
    TEXT_PUT(hire.station, GROUND_STATION);
    TEXT_PUT(hire.name, "阿榕");
    TEXT_PUT(hire.kind, "domestic");
    TEXT_PUT(hire.employment, "employee");
    TEXT_PUT(hire.sex, "f");
    TEXT_PUT(hire.languages.at[hire.languages.count++], "yue");
    TEXT_PUT(start.worker, hire.worker);
    line_send(line, MSG_worker_hire, &hire);
    worker_prepare(line, hire.worker);
    line_send(line, MSG_worker_start, &start);
}

/* 1 the service has it, 0 not, else -1 - an exit code. */
static int is_there(struct ctl *ctl, const char *service, enum message_type type, const void *question)
{
    struct reply reply;
    const int code = ctl_ask(ctl, ctl_service(ctl, service), type, question, &reply);
    if (code || reply.type != MSG_answer)
        return code ? -1 - code : 1;
    return 0;
}

static int workers_make(struct ctl *ctl, int workers)
{
    struct line line;
    if (line_open(&line, ctl, "roster"))
        return line.code;
    duty_make(&line);
    for (int number = 1; number <= workers; number++)
        worker_make(&line, number);
    answers_await(&line, 0);
    return line.code;
}

/* The receptionist comes last: where she is, the workers are. */
static int people_make(struct ctl *ctl, int workers)
{
    struct line line;
    struct reader_get get = {0};
    if (line_open(&line, ctl, "notification"))
        return line.code;
    TEXT_PUT(get.id, GROUND_DESK);
    const int there = is_there(ctl, "notification", MSG_reader_get, &get);
    if (there)
        return there < 0 ? -1 - there : 0;
    const int code = workers_make(ctl, workers);
    if (code)
        return code;
    reader_make(&line, GROUND_READER, "supervisor");
    rule_make(&line);
    reader_make(&line, GROUND_DESK, "receptionist");
    answers_await(&line, 0);
    return line.code;
}

static void households_make(struct line *line, const struct ground *ground)
{
    struct household_put household = {0};
    TEXT_PUT(household.community, COMMUNITY);
    TEXT_PUT(household.consent, "paper");
    for (int64_t i = 0; i < ground->households; i++) {
        TEXT_FORMAT(household.household, "%s-H%06lld", ground->run, (long long)i);
        line_send(line, MSG_household_put, &household);
    }
}

static int places_make(struct ctl *ctl, const struct ground *ground)
{
    struct line line;
    struct station_get get = {0};
    if (line_open(&line, ctl, "booking"))
        return line.code;
    TEXT_PUT(get.id, GROUND_STATION);
    const int there = is_there(ctl, "booking", MSG_station_get, &get);
    if (there < 0)
        return -1 - there;
    if (!there)
        station_make(&line);
    households_make(&line, ground);
    answers_await(&line, 0);
    return line.code;
}

int ground_prepare(struct ctl *ctl, struct ground *ground, int64_t bookings, int workers)
{
    const int64_t now = ctl_wall_ms();
    TEXT_FORMAT(ground->run, "%llx", (unsigned long long)now);
    ground->households = (bookings + BOOKINGS_EACH - 1) / BOOKINGS_EACH;
    if (ground->households < HOUSEHOLDS_LEAST)
        ground->households = HOUSEHOLDS_LEAST;
    ground->first_day = civil_day_start(civil_day(now) + 2);
    const int code = places_make(ctl, ground);
    return code || workers < 0 ? code : people_make(ctl, workers);
}

void ground_wish(const struct ground *ground, int64_t number, struct booking_create *create)
{
    const int64_t household = number % ground->households, turn = number / ground->households;
    const int64_t slot = (household * 131 + turn * 7) % SLOTS;
    TEXT_PUT(create->service, SERVICE);
    TEXT_FORMAT(create->household, "%s-H%06lld", ground->run, (long long)household);
    TEXT_FORMAT(create->source_ref, "%s-%08lld", ground->run, (long long)number);
    TEXT_PUT(create->station, GROUND_STATION);
    create->start =
        ground->first_day + slot / SLOTS_A_DAY * MS_DAY + 8 * MS_HOUR + slot % SLOTS_A_DAY * SLOT_MINUTES * MS_MINUTE;
}

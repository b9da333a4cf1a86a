/* V24: who may act at one station acts on nothing of another's. The rows of every service are walked: each message that
 * a service takes has one, and each row is tried with an object at ST1 and a sender who is at home there, or elsewhere.
 */
#include "bench.h"

#include "filler.h"
#include "wire/closed.h"

extern const struct service booking_service, matching_service, roster_service, training_service, mediation_service,
    notification_service;

#define NOW INT64_C(1800000000000)
#define PEOPLE                                                                                                         \
    "[here]\nrole = %s\nstation = ST1\nself = P9\n"                                                                    \
    "[there]\nrole = %s\nstation = ST2\nself = P9\n"                                                                   \
    "[town]\nrole = %s\ncommunity = C1\nself = P9\n"                                                                   \
    "[all]\nrole = %s\nstation = *\ncommunity = *\ndistrict = *\nself = P9\n"

/* One object of each kind, all called X1, all at ST1 in community C1; and another of its kind, X2, at ST2. */
static const struct {
    const struct service *service;
    const char *objects;
} sets[] = {
    {&booking_service,
     "INSERT INTO station VALUES ('ST1',1,1,'n','','','host','',1,1,1,1,NULL),"
     " ('ST2',1,1,'n','','','host','',1,1,1,1,NULL);"
     "INSERT INTO community VALUES ('C1',1,'n','',1,1,NULL), ('C2',1,'n','',1,1,NULL);"
     "INSERT INTO coverage VALUES ('ST1','C1'), ('ST2','C2');"
     "INSERT INTO household (household, version, community, cell_lat, cell_lon, consent, source)"
     " VALUES ('X1',1,'C1',1,1,'app','desk'), ('X2',1,'C2',1,1,'app','desk');"
     "INSERT INTO booking (booking, revision, state, source, outside, body, channel, entered_role, for_whom, consent,"
     " station, service, household, community, cell_lat, cell_lon, start, \"end\", wish_languages, created, expires,"
     " closes) VALUES ('X1',1,'REQUESTED','desk',0,zeroblob(32),'walk_in','manager','','app','ST1','S1','X1','C1',1,1,"
     "1800000000000,1800003600000,'',1,1800000000000,0),"
     " ('X2',1,'REQUESTED','desk',0,zeroblob(32),'walk_in','manager','','app','ST2','S1','X2','C2',1,1,"
     "1800000000000,1800003600000,'',1,1800000000000,0);"
     "INSERT INTO duplicate VALUES ('X1','X1','app','miniapp',1), ('X2','X2','app','miniapp',1);"
     "INSERT INTO room_hold (hold, state, station, room, seats, capacity, start, \"end\", object, source, by) VALUES"
     " ('X1','HELD','ST1','R',1,9,1800000000000,1800003600000,'meeting','desk','a'),"
     " ('X2','HELD','ST2','R',1,9,1800000000000,1800003600000,'meeting','desk','a');"},
    {&matching_service,
     "INSERT INTO station (station) VALUES ('ST1'), ('ST2');"
     "INSERT INTO worker (worker, station, kind, employee, part_time, sex, languages, lat, lon, travel)"
     " VALUES ('X1','ST1','K',1,0,'f','',1,1,0), ('X2','ST2','K',1,0,'f','',1,1,0);"
     "INSERT INTO visit (visit, booking, household, origin, station, service, community, start, end, lat, lon, "
     "wish_sex,"
     " wish_languages, wish_worker, door_code, state, revision) VALUES"
     " ('X1','B1','X1','','ST1','S1','C1',1800000000000,1800003600000,1,1,'','','','','PLANNED',1),"
     " ('X2','B2','X2','','ST2','S1','C2',1800000000000,1800003600000,1,1,'','','','','PLANNED',1);"
     "INSERT INTO team (household, main, named_at, station, since) VALUES ('X1','X1',1,'ST1',1), ('X2','X2',1,'ST2',1);"
     "UPDATE worker SET active = 1;"
     "INSERT INTO dayplan (dayplan, station, start, until, state, revision, asked_at) VALUES"
     " ('X1','ST1',1,2,'PROPOSED',1,1), ('X2','ST2',1,2,'PROPOSED',1,1);"},
    {&roster_service,
     "INSERT INTO worker (id, station, kind, employer, employment, part_time, sex, languages, cell_lat, cell_lon, "
     "travel,"
     " state, confirmed, probation_until, code, code_at, suspend_reason, suspended_by, review_by, revision) VALUES"
     " ('X1','ST1','K','ST1','employee',0,'f','',1,1,'walk','ACTIVE',1,0,'green',0,'','',0,1),"
     " ('X2','ST2','K','ST2','employee',0,'f','',1,1,'walk','ACTIVE',1,0,'green',0,'','',0,1);"
     "INSERT INTO leave VALUES ('X1','X1',1,2,0,'ENDED',2,1), ('X2','X2',1,2,0,'ENDED',2,1);"
     "INSERT INTO cert VALUES"
     " ('X1','X1','T',1,'N1','B',1,1,2,'SUBMITTED','',0,'','a','',0,NULL,1,0),"
     " ('X2','X2','T',1,'N2','B',1,1,2,'SUBMITTED','',0,'','a','',0,NULL,1,0);"},
    {&training_service, "INSERT INTO course VALUES ('K1','o','t',1,'p',0,1,0,'',0);"
                        "INSERT INTO session (id, course, station, room, trainer, start, end, capacity, minimum, "
                        "focus, problem, kind, units,"
                        " keep_worker, keep_unemployed, keep_new_labour, keep_public, state, reason, room_hold, "
                        "trainer_hold, revision) VALUES"
                        " ('X1','K1','ST1','R','X1',1,2,9,1,'f','p','skill',1,0,0,0,0,'DRAFT','','','',1),"
                        " ('X2','K1','ST2','R','X2',1,2,9,1,'f','p','skill',1,0,0,0,0,'DRAFT','','','',1);"
                        "INSERT INTO enrolment (id, session, station, trainee, target, evidence, state, reason, hold, "
                        "programme, year, counted,"
                        " requested_at, revision, exception, hold_until) VALUES"
                        " ('X1','X1','ST1','X1','worker','','REQUESTED','','','p',2027,0,1,1,'',0),"
                        " ('X2','X2','ST2','X2','worker','','REQUESTED','','','p',2027,0,1,1,'',0);"
                        "INSERT INTO trainee (id, revision) VALUES ('X1',1), ('X2',1);"},
    {&mediation_service,
     "INSERT INTO station_copy VALUES ('ST1'), ('ST2');"
     "INSERT INTO dispute (id, number, station, state, category, claimed, relation, channel, anonymous, filer,"
     " respondent, filed, accept_by, accept_provisional, due_provisional, deadline, calendar_version, terms, revision)"
     " VALUES ('X1','N1','ST1','FILED','c','l','r','walk_in',0,'X1','X1',1,2,0,0,2,'v',0,1),"
     " ('X2','N2','ST2','FILED','c','l','r','walk_in',0,'X2','X2',1,2,0,0,2,'v',0,1);"},
    {&notification_service, "INSERT INTO reader VALUES ('X1','worker','ST1',1,0,1), ('X2','worker','ST2',1,0,1);"
                            "INSERT INTO notice (notice, rule, rule_version, reader, event, event_type, at, number, "
                            "priority, ack, state, title,"
                            " title_en) VALUES ('X1','case-filed',1,'X1','e','t',1,1,1,'none','told','t','t'),"
                            " ('X2','case-filed',1,'X2','e','t',1,1,1,'none','told','t','t');"},
};
#define SETS (sizeof sets / sizeof sets[0])

/* ---- a service with objects ---- */

struct place {
    struct bench bench;
    struct registry *registry;
    struct policy *policy;
};

static void objects_make(struct bench *bench, const char *text)
{
    sqlite3 *db = NULL;
    char *why = NULL;
    engine_close(&bench->engine);
    assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA foreign_keys = OFF", NULL, NULL, NULL), SQLITE_OK);
    if (sqlite3_exec(db, text, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", bench->service->name, why);
    sqlite3_close(db);
    bench_start(bench);
}

static struct place *place_open(size_t set)
{
    struct place *place = calloc(1, sizeof *place);
    assert_non_null(place);
    bench_open(&place->bench, sets[set].service, NOW);
    objects_make(&place->bench, sets[set].objects);
    place->policy = policy_builtin_parse(NULL);
    return place;
}

/* The objects are bare: what they refer to is not there, so the invariants are not looked at. */
static void place_close(struct place *place)
{
    char command[160];
    engine_close(&place->bench.engine);
    config_free(&place->bench.config);
    snprintf(command, sizeof command, "rm -r %s", place->bench.folder);
    assert_int_equal(system(command), 0);
    registry_free(&place->registry);
    policy_free(&place->policy);
    free(place);
}

/* Everybody of the registry is in that role from now on. */
static void place_role(struct place *place, const char *role)
{
    struct error error = {""};
    char text[1024];
    snprintf(text, sizeof text, PEOPLE, role, role, role, role);
    struct registry *registry = registry_parse(text, strlen(text), "registry", &error);
    assert_string_equal(error.text, "");
    engine_identities(place->bench.engine, registry);
    registry_free(&place->registry);
    place->registry = registry;
}

/* The answer's code, "" when it is another answer. Who is known by key. */
static const char *asked_by(struct place *place, const char *name, const char *role, enum message_type type,
                            const void *body)
{
    static struct answer answer;
    struct bench *bench = &place->bench;
    memset(&answer, 0, sizeof answer);
    bench->peer.who = registry_find_name(place->registry, name);
    assert_non_null(bench->peer.who);
    TEXT_PUT(bench->peer.name, name);
    bench_send(bench, (struct bench_sender){.role = role, .source = name, .actor = name}, type, body);
    bench->peer.who = NULL;
    if (text_same(bench->reply_type, "anxin.answer"))
        bench_decode(bench, MSG_answer, &answer);
    return answer.code;
}

static unsigned roles_of(const struct service *service, enum message_type type)
{
    for (const struct handler *const *table = service->handlers; *table; table++)
        for (const struct handler *row = *table; row->type != MSG_NONE; row++)
            if (row->type == type)
                return row->roles & ~(unsigned)ROLE_SERVICE;
    for (const struct query_handler *const *table = service->queries; *table; table++)
        for (const struct query_handler *row = *table; row->type != MSG_NONE; row++)
            if (row->type == type)
                return row->roles;
    return ROLE_ANY;
}

static struct policy_verdict verdict_of(const struct place *place, unsigned role, enum message_type type)
{
    struct policy_verdict verdict;
    const struct message *message = message_of(type);
    policy_decide(
        place->policy,
        &(struct policy_question){.roles = role, .action = policy_action_for(message), .what = message->type_name},
        &verdict);
    return verdict;
}

/* Puts a text where the row says. */
static void put_at(const struct reach_row *row, char *body, const char *text)
{
    strcpy(body + row->offset, text);
}

static const struct reach_row *rows_of(const struct service *service, enum message_type type)
{
    for (const struct reach_row *row = service->reach->rows; row->type != MSG_NONE; row++)
        if (row->type == type)
            return row;
    return NULL;
}

/* A code where a request is closed to some (proto/closed.h), for else it is malformed before anybody asks where it is.
 */
static void closed_fill(enum message_type type, void *body)
{
    const struct shape *shape = message_of(type)->shape;
    const struct closed_code *row;
    for (int i = 0; (row = closed_at(i)) != NULL; i++)
        for (int k = 0; row->type == type && k < shape->count; k++) {
            const struct field *field = &shape->fields[k];
            char *value = (char *)body + field->offset;
            if (!text_same(field->name, row->field))
                continue;
            if (field->kind != FIELD_CODES)
                fill_word(value, row->words);
            for (uint32_t n = 0; field->kind == FIELD_CODES && n < *(uint32_t *)(void *)value; n++)
                fill_word(value + field->at + n * 33, row->words);
        }
}

/* A message about the object of that place, in all its rows. */
static void body_fill(const struct service *service, enum message_type type, const char *object, const char *station,
                      void *body)
{
    memset(body, 0, WIRE_DATA_MAX);
    fill_shape(message_of(type)->shape, body);
    closed_fill(type, body);
    for (const struct reach_row *row = service->reach->rows; row->type != MSG_NONE; row++)
        if (row->type == type && row->how == REACH_FOUND)
            put_at(row, body, text_same(row->field, "community") ? (text_same(station, "ST1") ? "C1" : "C2") : object);
        else if (row->type == type && row->how == REACH_STATION)
            put_at(row, body, station);
}

/* ---- no type is forgotten ---- */

static void test_every_command_and_question_says_where_its_object_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < SETS; i++) {
        const struct service *service = sets[i].service;
        for (const struct handler *const *table = service->handlers; *table; table++)
            for (const struct handler *row = *table; row->type != MSG_NONE; row++)
                if (!(row->roles & ROLE_SERVICE) && !rows_of(service, row->type))
                    fail_msg("%s: %s has no row", service->name, message_of(row->type)->type_name);
        for (const struct query_handler *const *table = service->queries; *table; table++)
            for (const struct query_handler *row = *table; row->type != MSG_NONE; row++)
                if (!rows_of(service, row->type))
                    fail_msg("%s: %s has no row", service->name, message_of(row->type)->type_name);
        assert_non_null(rows_of(service, MSG_service_story));
        assert_non_null(rows_of(service, MSG_privacy_export));
    }
}

/* ---- one role, one message: at home, elsewhere, everywhere ---- */

static bool row_is_of_a_place(const struct service *service, enum message_type type)
{
    for (const struct reach_row *row = service->reach->rows; row->type != MSG_NONE; row++)
        if (row->type == type && (row->how == REACH_FOUND || row->how == REACH_STATION || row->how == REACH_WHOLE))
            return true;
    return false;
}

static void try_role(struct place *place, enum message_type type, unsigned role, void *body)
{
    const struct service *service = place->bench.service;
    const char *name = role_name(role), *what = message_of(type)->type_name;
    const struct reach_row *first = rows_of(service, type);
    place_role(place, name);
    body_fill(service, type, "X1", "ST1", body);
    if (!text_same(asked_by(place, "there", name, type, body), "scope"))
        fail_msg("%s %s: who is at ST2 was not told so", name, what);
    if (text_same(asked_by(place, "all", name, type, body), "scope"))
        fail_msg("%s %s: who is everywhere was denied", name, what);
    bool home = text_same(asked_by(place, "here", name, type, body), "scope");
    if (home != (first->how == REACH_WHOLE))
        fail_msg("%s %s: who is at ST1 was %s", name, what, home ? "denied" : "let in");
}

static void test_staff_of_one_station_act_on_nothing_of_another(void **state)
{
    void *body = malloc(WIRE_DATA_MAX);
    int tried = 0;
    (void)state;
    assert_non_null(body);
    for (size_t i = 0; i < SETS; i++) {
        struct place *place = place_open(i);
        for (enum message_type type = MSG_NONE + 1; type < MSG_COUNT; type++) {
            if (!rows_of(sets[i].service, type) || !row_is_of_a_place(sets[i].service, type))
                continue;
            for (unsigned role = 1; role <= ROLE_OPERATOR; role <<= 1) {
                struct policy_verdict verdict = verdict_of(place, role & roles_of(sets[i].service, type), type);
                if (!(role & roles_of(sets[i].service, type)) || !verdict.allowed || verdict.scope <= SCOPE_OWN ||
                    verdict.scope == SCOPE_ANY)
                    continue;
                try_role(place, type, role, body);
                tried++;
            }
        }
        place_close(place);
    }
    free(body);
    assert_true(tried > 200);
}

/* ---- own ---- */

static void test_who_has_only_the_own_gets_nothing_that_is_another_persons(void **state)
{
    static const struct {
        size_t set;
        enum message_type type;
        const char *role;
    } rows[] = {
        {0, MSG_booking_cancel, "client"},  {0, MSG_booking_status, "client"}, {0, MSG_booking_timeline, "client"},
        {0, MSG_household_put, "client"},   {0, MSG_booking_create, "client"}, {1, MSG_visit_dispute, "client"},
        {1, MSG_visit_door_code, "client"}, {1, MSG_calendar_list, "worker"},  {2, MSG_leave_end, "worker"},
        {2, MSG_worker_retire, "worker"},   {2, MSG_duty_accept, "worker"},    {2, MSG_cert_register, "worker"},
        {3, MSG_enrol_withdraw, "trainee"}, {3, MSG_session_end, "trainer"},   {3, MSG_attendance_mark, "trainer"},
        {5, MSG_feed_get, "worker"},        {5, MSG_notice_get, "trainee"},    {5, MSG_notice_ack, "worker"},
    };
    void *body = malloc(WIRE_DATA_MAX);
    (void)state;
    assert_non_null(body);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct place *place = place_open(rows[i].set);
        place_role(place, rows[i].role);
        body_fill(place->bench.service, rows[i].type, "X1", "ST1", body);
        if (!text_same(asked_by(place, "here", rows[i].role, rows[i].type, body), "scope"))
            fail_msg("%s %s: another person's", rows[i].role, message_of(rows[i].type)->type_name);
        place_close(place);
    }
    free(body);
}

/* ---- lists ---- */

static void test_lists_leave_out_what_is_elsewhere(void **state)
{
    static struct booking_list_answer bookings;
    static struct visit_list_answer visits;
    static struct case_list_answer cases;
    static struct caseload_list_answer caseloads;
    (void)state;
    struct place *place = place_open(0);
    place_role(place, "manager");
    asked_by(place, "here", "manager", MSG_booking_list, &(struct booking_list){0});
    bench_decode(&place->bench, MSG_booking_list_answer, &bookings);
    assert_int_equal(bookings.rows.count, 1);
    assert_string_equal(bookings.rows.at[0].booking, "X1");
    asked_by(place, "all", "manager", MSG_booking_list, &(struct booking_list){0});
    bench_decode(&place->bench, MSG_booking_list_answer, &bookings);
    assert_int_equal(bookings.rows.count, 2);
    place_close(place);

    place = place_open(1);
    place_role(place, "officer");
    asked_by(place, "town", "officer", MSG_visit_list, &(struct visit_list){0});
    bench_decode(&place->bench, MSG_visit_list_answer, &visits);
    assert_int_equal(visits.rows.count, 1);
    assert_string_equal(visits.rows.at[0].visit, "X1");
    place_close(place);

    place = place_open(1);
    place_role(place, "dispatcher");
    asked_by(place, "here", "dispatcher", MSG_caseload_list, &(struct caseload_list){0});
    bench_decode(&place->bench, MSG_caseload_list_answer, &caseloads);
    assert_int_equal(caseloads.rows.count, 1);
    assert_int_equal(caseloads.workers, 1);
    assert_string_equal(caseloads.rows.at[0].worker, "X1");
    place_close(place);

    place = place_open(4);
    place_role(place, "mediator");
    asked_by(place, "there", "mediator", MSG_case_list, &(struct case_list){0});
    bench_decode(&place->bench, MSG_case_list_answer, &cases);
    assert_int_equal(cases.rows.count, 1);
    assert_string_equal(cases.rows.at[0].case_id, "X2");
    place_close(place);
}

/* Why nobody came is told at the station of the visit; who works elsewhere is counted there and not named. */
static void test_a_choice_names_no_worker_of_another_station(void **state)
{
    static struct visit_explain_answer why;
    struct visit_explain ask = {.id = "X1"};
    struct place *place = place_open(1);
    (void)state;
    objects_make(&place->bench, "UPDATE visit SET decisions = 1 WHERE visit = 'X1';"
                                "INSERT INTO decision (visit, number, at, why, outcome, considered, feasible)"
                                " VALUES ('X1', 1, 1, 'first', 'none', 2, 0);"
                                "INSERT INTO decision_reason (visit, number, reason, workers, names, whats)"
                                " VALUES ('X1', 1, 'busy', 2, x'025832025831', x'024b32024b31');");
    place_role(place, "dispatcher");
    asked_by(place, "all", "dispatcher", MSG_visit_explain, &ask);
    bench_decode(&place->bench, MSG_visit_explain_answer, &why);
    assert_int_equal(why.rejected.count, 2);
    asked_by(place, "here", "dispatcher", MSG_visit_explain, &ask);
    bench_decode(&place->bench, MSG_visit_explain_answer, &why);
    assert_int_equal(why.reasons.at[0].workers, 2);
    assert_int_equal(why.rejected.count, 1);
    assert_string_equal(why.rejected.at[0].worker, "X1");
    assert_string_equal(why.rejected.at[0].what, "K1");
    place_close(place);
}

/* Each question that is declared a list leaves out what is elsewhere: for who is nowhere nothing is left. */
static void test_every_list_is_empty_for_who_is_nowhere(void **state)
{
    void *body = malloc(WIRE_DATA_MAX);
    int tried = 0;
    (void)state;
    assert_non_null(body);
    for (size_t i = 0; i < SETS; i++) {
        struct place *place = place_open(i);
        size_t all = 0;
        place_role(place, "manager, mediator");
        for (const struct reach_row *row = sets[i].service->reach->rows; row->type != MSG_NONE; row++) {
            const char *role = roles_of(sets[i].service, row->type) & ROLE_MANAGER ? "manager" : "mediator";
            if (row->how != REACH_LIST)
                continue;
            memset(body, 0, WIRE_DATA_MAX);
            if (row->type == MSG_case_by_booking)
                TEXT_PUT(((struct case_by_booking *)body)->id, "B1");
            asked_by(place, "all", role, row->type, body);
            all = place->bench.reply_size;
            engine_identities(place->bench.engine, NULL);
            struct registry *registry = place->registry;
            static const char nowhere[] = "[nobody]\nrole = manager, mediator\n";
            place->registry = registry_parse(nowhere, sizeof nowhere - 1, "registry", NULL);
            engine_identities(place->bench.engine, place->registry);
            registry_free(&registry);
            assert_string_equal(asked_by(place, "nobody", role, row->type, body), "");
            if (place->bench.reply_size > 1 && place->bench.reply_size >= all)
                fail_msg("%s: %zu bytes for who is nowhere", message_of(row->type)->type_name, place->bench.reply_size);
            place_role(place, "manager, mediator");
            tried++;
        }
        place_close(place);
    }
    free(body);
    assert_true(tried >= 9);
}

/* ---- who is known by uid ---- */

static void test_on_ipc_who_is_named_acts_in_the_places_of_that_name_and_who_is_not_everywhere(void **state)
{
    (void)state;
    struct place *place = place_open(0);
    struct booking_get get = {.id = "X1"};
    place_role(place, "manager");
    struct bench *bench = &place->bench;
    struct bench_sender there = {.role = "receptionist", .actor = "there"}, unnamed = {.role = "receptionist"};
    struct bench_sender here = {.role = "receptionist", .actor = "here"};
    assert_string_equal(bench_command(bench, there, MSG_booking_get, &get).code, "scope");
    bench_send(bench, unnamed, MSG_booking_get, &get);
    assert_string_equal(bench->reply_type, "booking.get.answer");
    bench_send(bench, here, MSG_booking_get, &get);
    assert_string_equal(bench->reply_type, "booking.get.answer");
    place_close(place);
}

/* X7: what comes from an outside system is its own wherever it is, unless stations stand by it. */
static void test_a_partner_that_has_stations_sends_to_these_alone(void **state)
{
    static const char people[] = "[free]\nrole = partner\n[held]\nrole = partner\nstation = ST1\n";
    (void)state;
    struct place *place = place_open(0);
    struct error error = {""};
    struct booking_create wish = {.start = NOW + 86400000};
    place->registry = registry_parse(people, strlen(people), "registry", &error);
    assert_string_equal(error.text, "");
    engine_identities(place->bench.engine, place->registry);
    TEXT_PUT(wish.service, "S9");
    TEXT_PUT(wish.household, "H9");
    TEXT_PUT(wish.station, "ST2");
    assert_string_not_equal(asked_by(place, "free", "partner", MSG_booking_create, &wish), "scope");
    assert_string_equal(asked_by(place, "held", "partner", MSG_booking_create, &wish), "scope");
    TEXT_PUT(wish.station, ""); /* it would be somewhere */
    assert_string_equal(asked_by(place, "held", "partner", MSG_booking_create, &wish), "scope");
    TEXT_PUT(wish.station, "ST1");
    assert_string_not_equal(asked_by(place, "held", "partner", MSG_booking_create, &wish), "scope");
    place_close(place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_command_and_question_says_where_its_object_is),
        cmocka_unit_test(test_staff_of_one_station_act_on_nothing_of_another),
        cmocka_unit_test(test_who_has_only_the_own_gets_nothing_that_is_another_persons),
        cmocka_unit_test(test_lists_leave_out_what_is_elsewhere),
        cmocka_unit_test(test_a_choice_names_no_worker_of_another_station),
        cmocka_unit_test(test_every_list_is_empty_for_who_is_nowhere),
        cmocka_unit_test(test_on_ipc_who_is_named_acts_in_the_places_of_that_name_and_who_is_not_everywhere),
        cmocka_unit_test(test_a_partner_that_has_stations_sends_to_these_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

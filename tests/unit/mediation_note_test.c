/* Private notes of a case and its sealed export (K9): who sees them, what becomes of them with an erasure (I24). */
#include "mediation_desk.h"

#include <sodium.h>

#include "base/z85.h"
#include "wire/letter.h"

#define NOTE "私下愿意赔一半"
#define OTHER "对方不知道的话"

static const struct bench_sender desk = {.role = "receptionist"}, mediator = {.role = "mediator", .actor = "M-1"},
                                 filer = {.role = "client", .actor = "client-7"},
                                 respondent = {.role = "worker", .actor = "worker-3"},
                                 stranger = {.role = "client", .actor = "client-8"},
                                 officer = {.role = "officer", .reason = "authority:court-1"};

static struct case_file complaint(bool anonymous)
{
    struct case_file wish = {.station = "ST1",
                             .category = "service",
                             .relation = "household_worker",
                             .channel = "counter",
                             .respondent = "worker-3",
                             .subject = "打碎花瓶",
                             .wish = "赔偿",
                             .happened = INT64_C(1770880000000)};
    wish.anonymous = anonymous;
    if (!anonymous)
        TEXT_PUT(wish.filer, "client-7");
    return wish;
}

static void file(struct bench *bench, bool anonymous, char id[65])
{
    struct case_file wish = complaint(anonymous);
    struct answer answer = bench_command(bench, desk, MSG_case_file, &wish);
    assert_string_equal(answer.outcome, "done");
    text_put(id, 65, answer.subject);
}

static struct case_note note_of(const char *id, const char *side, const char *text)
{
    struct case_note note = {0};
    TEXT_PUT(note.case_id, id);
    TEXT_PUT(note.side, side);
    TEXT_PUT(note.text, text);
    return note;
}

static const char *write_note(struct bench *bench, struct bench_sender who, const char *id, const char *side,
                              const char *text)
{
    static char said[160];
    struct case_note note = note_of(id, side, text);
    bench_clock(bench, bench->now + MS_SECOND); /* ids go by the time */
    struct answer answer = bench_command(bench, who, MSG_case_note, &note);
    snprintf(said, sizeof said, "%s:%s:%s", answer.outcome, answer.code, answer.field);
    return said;
}

/* A case with a note of each side. */
static void noted(struct bench *bench, char id[65])
{
    file(bench, false, id);
    assert_string_equal(write_note(bench, filer, id, "", NOTE), "done::");
    assert_string_equal(write_note(bench, mediator, id, "respondent", OTHER), "done::");
}

static const struct case_notes_answer *read_notes(struct bench *bench, struct bench_sender who, const char *id,
                                                  const char *side)
{
    static struct case_notes_answer answer;
    struct case_notes question = {0};
    TEXT_PUT(question.id, id);
    TEXT_PUT(question.side, side);
    bench_query(bench, who, MSG_case_notes, &question, MSG_case_notes_answer, &answer);
    return &answer;
}

static const char *refused(struct bench *bench, struct bench_sender who, enum message_type type, const void *question)
{
    static char said[160];
    struct answer answer;
    bench_query(bench, who, type, question, MSG_answer, &answer);
    snprintf(said, sizeof said, "%s:%s:%s", answer.outcome, answer.code, answer.field);
    return said;
}

static void withdraw(struct bench *bench, const char *id)
{
    struct case_withdraw wish = {0};
    TEXT_PUT(wish.case_id, id);
    bench_done(bench, filer, MSG_case_withdraw, &wish);
}

static void erase(struct bench *bench, const char *person, const char *outcome)
{
    struct privacy_erase_requested event = {.kind = "client"};
    struct privacy_erase_done done;
    snprintf(event.request, sizeof event.request, "E-%s", person);
    TEXT_PUT(event.person, person);
    bench_hear(bench, "booking", MSG_privacy_erase_requested, &event, person);
    assert_true(bench_emitted(bench, "mediation", MSG_privacy_erase_done, &done) > 0);
    assert_string_equal(done.outcome, outcome);
}

/* ---- who writes and who reads (K9) ---- */

static void test_a_note_is_told_to_the_mediator_and_to_its_side(void **state)
{
    struct bench *bench = *state;
    char id[65];
    noted(bench, id);
    const struct case_notes_answer *all = read_notes(bench, mediator, id, "");
    assert_int_equal(all->rows.count, 2);
    assert_string_equal(all->rows.at[0].text, NOTE);
    assert_string_equal(all->rows.at[0].side, "filer");
    assert_string_equal(all->rows.at[0].by, "client-7");
    assert_string_equal(all->rows.at[1].role, "mediator");
    const struct case_notes_answer *own = read_notes(bench, filer, id, "");
    assert_int_equal(own->rows.count, 1);
    assert_string_equal(own->rows.at[0].text, NOTE);
    own = read_notes(bench, respondent, id, "respondent");
    assert_int_equal(own->rows.count, 1);
    assert_string_equal(own->rows.at[0].text, OTHER);
    assert_int_equal(read_notes(bench, mediator, id, "respondent")->rows.count, 1);
}

static void test_nobody_else_reads_a_note(void **state)
{
    static const char *const others[] = {"officer", "supervisor", "receptionist", "manager", "partner", "operator"};
    struct bench *bench = *state;
    struct case_notes question = {0};
    char id[65];
    noted(bench, id);
    TEXT_PUT(question.id, id);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_string_equal(refused(bench, (struct bench_sender){.role = others[i]}, MSG_case_notes, &question),
                            "denied:role:actorrole");
    assert_string_equal(refused(bench, stranger, MSG_case_notes, &question), "refused:not_party:id");
    TEXT_PUT(question.side, "respondent");
    assert_string_equal(refused(bench, filer, MSG_case_notes, &question), "refused:not_your_side:side");
    TEXT_PUT(question.id, "nowhere");
    assert_string_equal(refused(bench, mediator, MSG_case_notes, &question), "refused:unknown_case:id");
}

static void test_a_party_writes_on_its_own_side_and_a_mediator_names_one(void **state)
{
    struct bench *bench = *state;
    char id[65], tip[65];
    file(bench, false, id);
    assert_string_equal(write_note(bench, filer, id, "respondent", NOTE), "refused:not_your_side:side");
    assert_string_equal(write_note(bench, stranger, id, "", NOTE), "refused:not_party:case_id");
    assert_string_equal(write_note(bench, mediator, id, "", NOTE), "refused:missing:side");
    assert_string_equal(write_note(bench, officer, id, "filer", NOTE), "denied:role:actorrole");
    assert_string_equal(write_note(bench, mediator, "nowhere", "filer", NOTE), "refused:unknown_case:case_id");
    file(bench, true, tip);
    assert_string_equal(write_note(bench, mediator, tip, "filer", NOTE), "refused:anonymous:side");
    assert_string_equal(write_note(bench, mediator, tip, "respondent", NOTE), "done::");
}

/* I14 */
static void test_a_party_who_is_a_mediator_sees_nothing_of_the_other_side(void **state)
{
    struct bench *bench = *state;
    const struct bench_sender both = {.role = "mediator", .actor = "worker-3"};
    struct case_notes question = {0};
    char id[65];
    noted(bench, id);
    TEXT_PUT(question.id, id);
    assert_string_equal(refused(bench, both, MSG_case_notes, &question), "refused:self_conflict:actorid");
    assert_string_equal(write_note(bench, both, id, "filer", NOTE), "refused:self_conflict:actorid");
}

static void test_a_case_that_has_ended_or_is_full_takes_no_more_notes(void **state)
{
    struct bench *bench = *state;
    char id[65];
    noted(bench, id);
    bench->config.value[SET_NOTES_MOST] = 3;
    assert_string_equal(write_note(bench, filer, id, "", NOTE), "done::");
    assert_string_equal(write_note(bench, filer, id, "", NOTE), "refused:too_many_notes:case_id");
    bench->config.value[SET_NOTES_MOST] = 9;
    withdraw(bench, id);
    assert_string_equal(write_note(bench, filer, id, "", NOTE), "refused:wrong_state:case_id");
    assert_int_equal(read_notes(bench, filer, id, "")->rows.count, 2);
}

static void test_notes_are_told_page_by_page(void **state)
{
    struct bench *bench = *state;
    char id[65];
    noted(bench, id);
    assert_string_equal(write_note(bench, filer, id, "", "再想想"), "done::");
    struct case_notes question = {.limit = 2};
    static struct case_notes_answer answer;
    TEXT_PUT(question.id, id);
    bench_query(bench, mediator, MSG_case_notes, &question, MSG_case_notes_answer, &answer);
    assert_int_equal(answer.rows.count, 2);
    TEXT_PUT(question.after, answer.next);
    bench_query(bench, mediator, MSG_case_notes, &question, MSG_case_notes_answer, &answer);
    assert_int_equal(answer.rows.count, 1);
    assert_string_equal(answer.rows.at[0].text, "再想想");
    assert_string_equal(answer.next, "");
}

/* ---- where it stands, and where it does not ---- */

static int events_of(struct bench *bench)
{
    struct fetch fetch = {.streams.count = 1, .max_bytes = 1048576};
    static struct fetched fetched;
    TEXT_PUT(fetch.streams.at[0].name, "mediation");
    bench_query(bench, (struct bench_sender){.role = "operator"}, MSG_fetch, &fetch, MSG_fetched, &fetched);
    return (int)fetched.events.count;
}

static void test_a_note_is_on_no_stream(void **state)
{
    struct bench *bench = *state;
    char id[65];
    file(bench, false, id);
    const int before = events_of(bench);
    assert_string_equal(write_note(bench, filer, id, "", NOTE), "done::");
    assert_int_equal(events_of(bench), before);
}

static bool file_holds(const char *path, const char *text)
{
    FILE *from = fopen(path, "r");
    const size_t size = strlen(text);
    size_t at = 0;
    int byte;
    assert_non_null(from);
    while (at < size && (byte = fgetc(from)) != EOF)
        at = byte == (unsigned char)text[at] ? at + 1 : byte == (unsigned char)text[0];
    fclose(from);
    return at == size;
}

static void test_a_note_stands_sealed_in_the_store(void **state)
{
    struct bench *bench = *state;
    char id[65];
    noted(bench, id);
    engine_close(&bench->engine);
    assert_true(file_holds(bench->path, "worker-3"));
    assert_false(file_holds(bench->path, NOTE));
    assert_false(file_holds(bench->path, OTHER));
    bench_start(bench);
    assert_string_equal(read_notes(bench, filer, id, "")->rows.at[0].text, NOTE);
}

static void test_writing_and_reading_a_note_stand_in_the_trail(void **state)
{
    struct bench *bench = *state;
    char id[65];
    noted(bench, id);
    struct audit_row row = bench_act(bench, MSG_case_note);
    assert_string_equal(row.object, id);
    assert_string_equal(row.fields, "case_id,side,text");
    read_notes(bench, respondent, id, "");
    row = bench_act(bench, MSG_case_notes);
    assert_string_equal(row.actor, "worker-3");
    assert_string_equal(row.object, id);
    assert_string_equal(row.fields, "text");
}

static void test_a_note_that_is_sealed_for_the_other_side_breaks_k9(void **state)
{
    struct bench *bench = *state;
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    const struct invariant *rule = mediation_invariants;
    char id[65];
    noted(bench, id);
    while (!text_same(rule->name, "K9"))
        rule++;
    engine_close(&bench->engine);
    assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN; UPDATE case_note SET side = 'filer'", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, rule->sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

/* ---- erasure and retention (I24, K15, X6) ---- */

static void test_notes_go_with_their_filer_once_the_case_is_closed(void **state)
{
    struct bench *bench = *state;
    char id[65];
    noted(bench, id);
    erase(bench, "client-7", "held");
    assert_string_equal(read_notes(bench, filer, id, "")->rows.at[0].text, NOTE);
    withdraw(bench, id);
    const struct case_notes_answer *left = read_notes(bench, mediator, id, "");
    assert_int_equal(left->rows.count, 2); /* ids and counts stay */
    assert_string_equal(left->rows.at[0].text, "");
    assert_string_equal(left->rows.at[1].text, "");
}

static void test_a_respondent_takes_the_notes_of_his_side_with_him_alone(void **state)
{
    struct bench *bench = *state;
    char id[65];
    noted(bench, id);
    withdraw(bench, id);
    erase(bench, "worker-3", "done");
    const struct case_notes_answer *left = read_notes(bench, mediator, id, "");
    assert_string_equal(left->rows.at[0].text, NOTE);
    assert_string_equal(left->rows.at[1].text, "");
}

static void test_notes_go_when_the_days_of_the_file_are_over(void **state)
{
    struct bench *bench = *state;
    char id[65];
    bench->config.value[SET_FILE_DAYS] = 10;
    noted(bench, id);
    withdraw(bench, id);
    bench_clock(bench, bench->now + 9 * MS_DAY);
    assert_string_equal(read_notes(bench, mediator, id, "")->rows.at[0].text, NOTE);
    bench_clock(bench, bench->now + 3 * MS_DAY);
    assert_string_equal(read_notes(bench, mediator, id, "")->rows.at[0].text, "");
    assert_string_equal(read_notes(bench, mediator, id, "")->rows.at[1].text, "");
}

/* Managers and officers may ask for an export of a person: it is not for them. */
static void test_an_export_of_a_person_does_not_tell_private_notes(void **state)
{
    struct bench *bench = *state;
    struct privacy_export question = {.person = "client-7"};
    static struct privacy_export_answer answer;
    char id[65];
    noted(bench, id);
    bench_query(bench, officer, MSG_privacy_export, &question, MSG_privacy_export_answer, &answer);
    assert_true(answer.fields.count > 0);
    for (uint32_t i = 0; i < answer.fields.count; i++)
        assert_string_not_equal(answer.fields.at[i].field, "note");
}

/* ---- the sealed export ---- */

static uint8_t secret[LETTER_KEY];

static struct case_export asking(const char *id)
{
    struct case_export question = {.recipient = "court-1"};
    uint8_t key[LETTER_KEY];
    TEXT_PUT(question.id, id);
    crypto_box_keypair(key, secret);
    z85_encode(question.key, key, sizeof key);
    return question;
}

static void test_a_case_is_exported_so_that_the_holder_of_the_key_alone_opens_it(void **state)
{
    struct bench *bench = *state;
    struct case_export_answer answer;
    static char text[WIRE_DATA_MAX];
    uint8_t digest[32];
    char id[65];
    noted(bench, id);
    struct case_export question = asking(id);
    bench_query(bench, officer, MSG_case_export, &question, MSG_case_export_answer, &answer);
    assert_false(memmem(bench->reply, bench->reply_size, "打碎花瓶", strlen("打碎花瓶")));
    assert_int_equal(letter_open(secret, answer.sealed.data, answer.sealed.size, text), 0);
    assert_non_null(strstr(text, "打碎花瓶"));
    assert_non_null(strstr(text, "authority:court-1"));
    assert_null(strstr(text, NOTE));
    assert_null(strstr(text, OTHER));
    crypto_generichash(digest, sizeof digest, answer.sealed.data, answer.sealed.size, NULL, 0);
    assert_memory_equal(digest, answer.digest, sizeof digest);
}

static void test_an_export_stands_in_the_trail_with_its_recipient_key_digest_and_reason(void **state)
{
    struct bench *bench = *state;
    struct case_export_answer answer;
    char id[65], wanted[300], hex[65];
    noted(bench, id);
    struct case_export question = asking(id);
    bench_query(bench, officer, MSG_case_export, &question, MSG_case_export_answer, &answer);
    text_hex(hex, answer.digest, sizeof answer.digest);
    snprintf(wanted, sizeof wanted, "sealed,recipient=court-1,key=%.16s,digest=%s", question.key, hex);
    const struct audit_row row = bench_act(bench, MSG_case_export);
    assert_string_equal(row.object, id);
    assert_string_equal(row.reason, "authority:court-1");
    assert_string_equal(row.fields, wanted);
    assert_string_equal(row.decision, "accepted");
}

static void test_an_export_needs_a_reason_a_good_key_and_the_office(void **state)
{
    struct bench *bench = *state;
    char id[65];
    noted(bench, id);
    struct case_export question = asking(id);
    assert_string_equal(refused(bench, (struct bench_sender){.role = "officer"}, MSG_case_export, &question),
                        "refused:reason_missing:reason");
    assert_string_equal(refused(bench, mediator, MSG_case_export, &question), "denied:role:actorrole");
    assert_string_equal(refused(bench, (struct bench_sender){.role = "supervisor"}, MSG_case_export, &question),
                        "denied:role:actorrole");
    TEXT_PUT(question.key, "0000000000000000000000000000000000000000");
    assert_string_equal(refused(bench, officer, MSG_case_export, &question), "refused:bad_key:key");
    TEXT_PUT(question.key, "\"000000000000000000000000000000000000000");
    assert_string_equal(refused(bench, officer, MSG_case_export, &question), "refused:bad_key:key");
    TEXT_PUT(question.id, "nowhere");
    assert_string_equal(refused(bench, officer, MSG_case_export, &question), "refused:unknown_case:id");
}

static void test_a_case_whose_texts_were_erased_is_not_exported(void **state)
{
    struct bench *bench = *state;
    char id[65];
    noted(bench, id);
    withdraw(bench, id);
    erase(bench, "client-7", "done");
    struct case_export question = asking(id);
    assert_string_equal(refused(bench, officer, MSG_case_export, &question), "refused:erased:id");
}

#define NOTE_TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        NOTE_TEST(test_a_note_is_told_to_the_mediator_and_to_its_side),
        NOTE_TEST(test_nobody_else_reads_a_note),
        NOTE_TEST(test_a_party_writes_on_its_own_side_and_a_mediator_names_one),
        NOTE_TEST(test_a_party_who_is_a_mediator_sees_nothing_of_the_other_side),
        NOTE_TEST(test_a_case_that_has_ended_or_is_full_takes_no_more_notes),
        NOTE_TEST(test_notes_are_told_page_by_page),
        NOTE_TEST(test_a_note_is_on_no_stream),
        NOTE_TEST(test_a_note_stands_sealed_in_the_store),
        NOTE_TEST(test_writing_and_reading_a_note_stand_in_the_trail),
        NOTE_TEST(test_a_note_that_is_sealed_for_the_other_side_breaks_k9),
        NOTE_TEST(test_notes_go_with_their_filer_once_the_case_is_closed),
        NOTE_TEST(test_a_respondent_takes_the_notes_of_his_side_with_him_alone),
        NOTE_TEST(test_notes_go_when_the_days_of_the_file_are_over),
        NOTE_TEST(test_an_export_of_a_person_does_not_tell_private_notes),
        NOTE_TEST(test_a_case_is_exported_so_that_the_holder_of_the_key_alone_opens_it),
        NOTE_TEST(test_an_export_stands_in_the_trail_with_its_recipient_key_digest_and_reason),
        NOTE_TEST(test_an_export_needs_a_reason_a_good_key_and_the_office),
        NOTE_TEST(test_a_case_whose_texts_were_erased_is_not_exported),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}

/* The sample's counts (domain E5, E6), for several seeds: who and when follows from the seed, how many does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/sample.h"
#include "wire/envelope.h"
#include "wire/id.h"

static const uint64_t seeds[] = {1, 2, 77};
#define SEEDS (sizeof seeds / sizeof seeds[0])

/* How many acts there are of which this is true. */
static int count_of(const struct sample *sample, bool (*is)(const struct sample_act *act, const char *of),
                    const char *of)
{
    int count = 0;
    for (int i = 0; i < sample->count; i++)
        count += is(&sample->acts[i], of);
    return count;
}

static void assert_counts(bool (*is)(const struct sample_act *act, const char *of), const char *of, int count)
{
    for (size_t i = 0; i < SEEDS; i++) {
        struct sample *sample = sample_make(seeds[i], sample_start());
        assert_non_null(sample);
        int found = count_of(sample, is, of);
        if (found != count)
            fail_msg("seed %d: %d of %s, not %d", (int)seeds[i], found, of, count);
        sample_free(&sample);
    }
}

static bool is_type(const struct sample_act *act, const char *type)
{
    return text_same(act->envelope.type, type);
}

/* ---- people (E5) ---- */

static const struct worker_hire *hire_of(const struct sample_act *act)
{
    static const struct worker_hire nobody;
    return act->type == MSG_worker_hire ? act->body : &nobody;
}

static bool is_kind(const struct sample_act *act, const char *kind)
{
    return text_same(hire_of(act)->kind, kind);
}

static bool is_employed(const struct sample_act *act, const char *employment)
{
    return text_same(hire_of(act)->employment, employment);
}

static bool is_sex(const struct sample_act *act, const char *sex)
{
    return text_same(hire_of(act)->sex, sex);
}

static bool speaks(const struct sample_act *act, const char *language)
{
    const struct worker_hire *hire = hire_of(act);
    for (uint32_t i = 0; i < hire->languages.count; i++)
        if (text_same(hire->languages.at[i], language))
            return true;
    return false;
}

static void test_the_workers_are_as_many_of_each_kind_as_told(void **state)
{
    (void)state;
    assert_counts(is_type, "worker.hire", 64);
    assert_counts(is_kind, "matron", 14);
    assert_counts(is_kind, "infant", 6);
    assert_counts(is_kind, "elder_care", 16);
    assert_counts(is_kind, "nurse", 4);
    assert_counts(is_kind, "rehab", 3);
    assert_counts(is_kind, "domestic", 15);
    assert_counts(is_kind, "assistant", 6);
}

static void test_they_are_employed_in_three_ways_and_speak_five_languages(void **state)
{
    (void)state;
    assert_counts(is_employed, "employee", 38);
    assert_counts(is_employed, "agency", 20);
    assert_counts(is_employed, "partner", 6);
    assert_counts(is_sex, "f", 55);
    assert_counts(is_sex, "m", 9);
    assert_counts(speaks, "cmn", 64);
    assert_counts(speaks, "yue", 60);
    assert_counts(speaks, "xinhui", 41);
    assert_counts(speaks, "hak", 7);
    assert_counts(speaks, "nan", 4);
}

static bool is_enterprise(const struct sample_act *act, const char *name)
{
    const struct partner_put *put = act->body;
    return act->way == SAMPLE_SETUP && act->type == MSG_partner_put && text_same(put->kind, "enterprise") &&
           text_starts(put->name, name);
}

static bool ends_within(const struct sample_act *act, const char *days)
{
    const struct partner_put *put = act->body;
    return act->way == SAMPLE_SETUP && act->type == MSG_partner_put && put->ends &&
           put->ends <= sample_start() + strtol(days, NULL, 10) * MS_DAY;
}

static void test_two_of_the_agreements_end_within_sixty_days(void **state)
{
    (void)state;
    assert_counts(ends_within, "60", 2);
    assert_counts(ends_within, "3650", 15);
}

static void test_there_are_4_stations_24_services_and_15_enterprises(void **state)
{
    (void)state;
    assert_counts(is_type, "station.put", 4);
    assert_counts(is_type, "service.put", 24);
    assert_counts(is_enterprise, "合作企业-", 15);
    assert_counts(is_enterprise, "合作企业-01", 1);
    assert_counts(is_enterprise, "合作企业-15", 1);
}

static bool is_household(const struct sample_act *act, const char *type)
{
    return act->way == SAMPLE_SETUP && is_type(act, type);
}

static void test_240_households_are_set_up_before_the_first_day(void **state)
{
    (void)state;
    assert_counts(is_household, "household.put", 240);
}

static bool is_without_phone(const struct sample_act *act, const char *type)
{
    return is_household(act, type) && !((const struct household_put *)act->body)->phone[0];
}

static void test_6_households_have_no_phone(void **state)
{
    (void)state;
    assert_counts(is_without_phone, "household.put", 6);
}

/* Twelve of 240: one in twenty, and always the same. */
static void test_12_homes_have_pets(void **state)
{
    (void)state;
    for (size_t s = 0; s < SEEDS; s++) {
        struct sample *sample = sample_make(seeds[s], sample_start());
        for (int i = 0; i < sample->count; i++) {
            const struct booking_create *create = sample->acts[i].body;
            if (sample->acts[i].type == MSG_booking_create && text_starts(create->household, "H-0"))
                assert_int_equal(create->home_pets, strtol(create->household + 2, NULL, 10) % 20 == 1);
        }
        sample_free(&sample);
    }
}

/* ---- activity (E6) ---- */

static bool is_first(const struct sample_act *act, const char *type)
{
    return act->way != SAMPLE_REPEAT && is_type(act, type);
}

static bool is_repeat(const struct sample_act *act, const char *type)
{
    return act->way == SAMPLE_REPEAT && is_type(act, type);
}

static bool is_paired(const struct sample_act *act, const char *type)
{
    return act->way == SAMPLE_PAIR && is_type(act, type);
}

static bool is_refused(const struct sample_act *act, const char *code)
{
    return act->type == MSG_booking_create && act->code && text_same(act->code, code);
}

static void test_twelve_hundred_bookings_are_wished_for_some_of_them_wrongly(void **state)
{
    (void)state;
    assert_counts(is_first, "booking.create", 1200);
    assert_counts(is_repeat, "booking.create", 24);
    assert_counts(is_paired, "booking.create", 2 * 40);
    assert_counts(is_refused, "household_busy", 9);
    assert_counts(is_refused, "too_soon", 7);
    assert_counts(is_refused, "too_far", 8);
    assert_counts(is_refused, "closed_hours", 6);
    assert_counts(is_refused, "unknown_service", 3);
    assert_counts(is_refused, "unknown_household", 3);
}

static void test_a_repeat_stands_behind_its_original_and_a_pair_together(void **state)
{
    struct sample *sample = sample_make(1, sample_start());
    (void)state;
    for (int i = 1; i < sample->count; i++) {
        const struct sample_act *act = &sample->acts[i], *before = act - 1;
        if (act->way == SAMPLE_REPEAT) {
            assert_string_equal(act->envelope.id, before->envelope.id);
            assert_string_equal(act->envelope.source, before->envelope.source);
            assert_string_equal(((const struct booking_create *)act->body)->source_ref,
                                ((const struct booking_create *)before->body)->source_ref);
        }
        if (act->way == SAMPLE_PAIR && before->way != SAMPLE_PAIR) {
            assert_int_equal(act->at, act[1].at);
            assert_int_equal(act[1].way, SAMPLE_PAIR);
        }
    }
    sample_free(&sample);
}

/* Scenario 2. */
static void test_one_message_is_sent_five_times(void **state)
{
    (void)state;
    for (size_t s = 0; s < SEEDS; s++) {
        struct sample *sample = sample_make(seeds[s], sample_start());
        int most = 0, times = 1;
        for (int i = 1; i < sample->count; i++) {
            times = sample->acts[i].way == SAMPLE_REPEAT ? times + 1 : 1;
            most = times > most ? times : most;
        }
        assert_int_equal(most, 5);
        sample_free(&sample);
    }
}

static bool is_by(const struct sample_act *act, const char *channel)
{
    const struct booking_create *create = act->body;
    return act->type == MSG_booking_create && act->way != SAMPLE_REPEAT && text_same(create->channel, channel);
}

static void test_62_of_a_hundred_come_by_the_mini_program_30_at_a_counter_8_from_elsewhere(void **state)
{
    (void)state;
    assert_counts(is_by, "miniapp", 744);
    assert_counts(is_by, "walk_in", 360);
    assert_counts(is_by, "external", 96);
}

static bool is_of(const struct sample_act *act, const char *service)
{
    const struct booking_create *create = act->body;
    return act->type == MSG_booking_create && act->way != SAMPLE_REPEAT && text_same(create->service, service);
}

/* V5, V11 */
static void test_18_wish_for_two_workers_and_2_for_who_lives_in(void **state)
{
    (void)state;
    assert_counts(is_of, "HH-02", 9);
    assert_counts(is_of, "EL-03", 9);
    assert_counts(is_of, "MI-01", 2);
}

static bool is_cancel_by(const struct sample_act *act, const char *reason)
{
    const struct booking_cancel *cancel = act->body;
    return act->type == MSG_booking_cancel && text_same(cancel->reason, reason);
}

static void test_110_bookings_are_called_off_20_of_them_by_the_station(void **state)
{
    (void)state;
    assert_counts(is_type, "booking.cancel", 110);
    assert_counts(is_cancel_by, "worker_ill", 8);
    assert_counts(is_cancel_by, "no_worker", 4);
    assert_counts(is_cancel_by, "station_closed", 4);
    assert_counts(is_cancel_by, "entry_error", 4);
}

/* Which booking a cancellation is about: the same text for the same booking. */
static void booking_of(const struct sample *sample, const struct booking_cancel *cancel, const char *source,
                       char which[160])
{
    text_format(which, 160, "%s", cancel->booking);
    for (int i = 0; i < sample->count && !cancel->booking[0]; i++) {
        const struct sample_act *act = &sample->acts[i];
        const struct booking_create *create = act->body;
        if (act->type == MSG_booking_create && text_same(act->envelope.source, source) &&
            text_same(create->source_ref, cancel->source_ref))
            id_derive(which, "booking", act->envelope.time, act->envelope.source, act->envelope.id, 0);
    }
    assert_true(which[0]);
}

static void test_no_booking_is_called_off_twice_and_a_typhoon_takes_an_afternoon(void **state)
{
    static char which[128][160];
    (void)state;
    for (size_t s = 0; s < SEEDS; s++) {
        struct sample *sample = sample_make(seeds[s], sample_start());
        int count = 0, typhoon = 0;
        for (int i = 0; i < sample->count; i++) {
            const struct sample_act *act = &sample->acts[i];
            if (act->type != MSG_booking_cancel)
                continue;
            booking_of(sample, act->body, act->envelope.source, which[count]);
            for (int before = 0; before < count; before++)
                assert_string_not_equal(which[before], which[count]);
            typhoon += is_cancel_by(act, "typhoon");
            count++;
        }
        assert_true(typhoon > 1);
        sample_free(&sample);
    }
}

static bool is_about(const struct sample_act *act, const char *relation)
{
    const struct case_file *file = act->body;
    return act->type == MSG_case_file && text_same(file->relation, relation) && text_starts(file->filer, "P-");
}

static void test_forty_cases_are_filed_for_four_relations(void **state)
{
    (void)state;
    assert_counts(is_about, "consumer_company", 18);
    assert_counts(is_about, "company_employee", 9);
    assert_counts(is_about, "household_worker", 10);
    assert_counts(is_about, "trainee_base", 3);
}

static void test_six_cases_agree_and_three_of_labour_run_into_their_deadline(void **state)
{
    (void)state;
    assert_counts(is_type, "case.agree", 6);
    assert_counts(is_type, "case.close", 6);
    assert_counts(is_type, "case.accept", 37);
    assert_counts(is_type, "case.withdraw", 3 + 1); /* one more of those who are to be forgotten */
    assert_counts(is_type, "case.fail", 37 - 6 - 3 - 6);
}

static bool is_quota(const struct sample_act *act, const char *programme)
{
    const struct quota_set *set = act->body;
    return act->type == MSG_quota_set && text_same(set->programme, programme) && set->places == 400;
}

static void test_26_sessions_are_asked_for_437_seats_of_400(void **state)
{
    (void)state;
    assert_counts(is_type, "session.plan", 26);
    assert_counts(is_type, "enrol.request", 437);
    assert_counts(is_quota, "nyjz", 1);
}

static bool is_mark_again(const struct sample_act *act, const char *enrolment)
{
    const struct exam_grade *grade = act->body;
    return act->type == MSG_exam_grade && text_same(act->expect ? act->expect : "", "done") &&
           text_starts(grade->enrolment, enrolment) && grade->mark >= 70 && grade->mark < 75;
}

static bool is_decided(const struct sample_act *act, const char *how)
{
    return act->type == MSG_exam_appeal_decide &&
           text_same(((const struct exam_appeal_decide *)act->body)->theory, how);
}

/* D6 rows 14 to 18: two examiners each; one of the four fails again. */
static void test_four_sit_an_examination_again_and_two_appeal(void **state)
{
    (void)state;
    assert_counts(is_mark_again, "S-", 2 * 3);
    assert_counts(is_type, "exam.appeal", 2);
    assert_counts(is_decided, "changed", 1);
    assert_counts(is_decided, "upheld", 1);
}

/* Nobody marks in a class that she taught: TR-09 the ninth, TR-09 the twenty-first. */
static bool is_marked_by(const struct sample_act *act, const char *trainer)
{
    return act->type == MSG_exam_grade && text_same(act->envelope.actorid, trainer);
}

static void test_who_taught_a_class_does_not_examine_in_it(void **state)
{
    (void)state;
    assert_counts(is_marked_by, "TR-09", 0);
}

static void test_one_class_is_called_off_and_one_put_off(void **state)
{
    (void)state;
    assert_counts(is_type, "session.cancel", 1);
    assert_counts(is_type, "session.postpone", 1);
    assert_counts(is_type, "session.redate", 1);
}

/* ---- notices ---- */

static int hearers(const struct sample *sample, const char *rule)
{
    int count = 0;
    for (int i = 0; i < sample->count; i++) {
        const struct rule_put *put = sample->acts[i].body;
        if (sample->acts[i].type == MSG_rule_put && text_starts(put->rule, rule))
            count += (int)put->readers.count;
    }
    return count;
}

static bool is_renewal(const struct sample_act *act, const char *type)
{
    return act->way == SAMPLE_SEND && is_type(act, type);
}

/* E6: a storm of 300 in one minute, 12 urgent at night. */
static void test_300_notices_come_in_one_minute_and_12_urgent_ones_at_night(void **state)
{
    struct sample *sample = sample_make(1, sample_start());
    (void)state;
    assert_int_equal(hearers(sample, SAMPLE_STORM_RULE) * count_of(sample, is_renewal, "partner.put"), SAMPLE_STORM);
    assert_int_equal(hearers(sample, SAMPLE_NIGHT_RULE) * 4, SAMPLE_NIGHT);
    sample_free(&sample);
}

/* ---- the seed ---- */

/* The act as it goes over the wire. */
static int encoded(const struct sample_act *act, uint8_t *to, size_t size)
{
    struct flaw flaw;
    int header = envelope_encode(&act->envelope, to, size, &flaw);
    assert_true(header > 0);
    int data = codec_encode(message_of(act->type)->shape, act->body, to + header, size - (size_t)header, &flaw);
    assert_true(data >= 0);
    return header + data;
}

/* True when both samples are the same bytes in the same order. */
static bool samples_equal(const struct sample *a, const struct sample *b)
{
    uint8_t one[WIRE_HEADER_MAX + 8192], other[sizeof one];
    if (a->count != b->count)
        return false;
    for (int i = 0; i < a->count; i++) {
        int size = encoded(&a->acts[i], one, sizeof one);
        if (encoded(&b->acts[i], other, sizeof other) != size || memcmp(one, other, (size_t)size) != 0)
            return false;
    }
    return true;
}

static void test_a_seed_gives_the_same_sample_and_another_seed_another(void **state)
{
    struct sample *one = sample_make(1, sample_start()), *again = sample_make(1, sample_start());
    struct sample *other = sample_make(2, sample_start());
    (void)state;
    assert_true(samples_equal(one, again));
    assert_false(samples_equal(one, other));
    sample_free(&one);
    sample_free(&again);
    sample_free(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_workers_are_as_many_of_each_kind_as_told),
        cmocka_unit_test(test_they_are_employed_in_three_ways_and_speak_five_languages),
        cmocka_unit_test(test_there_are_4_stations_24_services_and_15_enterprises),
        cmocka_unit_test(test_two_of_the_agreements_end_within_sixty_days),
        cmocka_unit_test(test_240_households_are_set_up_before_the_first_day),
        cmocka_unit_test(test_6_households_have_no_phone),
        cmocka_unit_test(test_12_homes_have_pets),
        cmocka_unit_test(test_twelve_hundred_bookings_are_wished_for_some_of_them_wrongly),
        cmocka_unit_test(test_a_repeat_stands_behind_its_original_and_a_pair_together),
        cmocka_unit_test(test_one_message_is_sent_five_times),
        cmocka_unit_test(test_62_of_a_hundred_come_by_the_mini_program_30_at_a_counter_8_from_elsewhere),
        cmocka_unit_test(test_110_bookings_are_called_off_20_of_them_by_the_station),
        cmocka_unit_test(test_no_booking_is_called_off_twice_and_a_typhoon_takes_an_afternoon),
        cmocka_unit_test(test_forty_cases_are_filed_for_four_relations),
        cmocka_unit_test(test_six_cases_agree_and_three_of_labour_run_into_their_deadline),
        cmocka_unit_test(test_26_sessions_are_asked_for_437_seats_of_400),
        cmocka_unit_test(test_four_sit_an_examination_again_and_two_appeal),
        cmocka_unit_test(test_who_taught_a_class_does_not_examine_in_it),
        cmocka_unit_test(test_18_wish_for_two_workers_and_2_for_who_lives_in),
        cmocka_unit_test(test_one_class_is_called_off_and_one_put_off),
        cmocka_unit_test(test_300_notices_come_in_one_minute_and_12_urgent_ones_at_night),
        cmocka_unit_test(test_a_seed_gives_the_same_sample_and_another_seed_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

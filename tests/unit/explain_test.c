/* What a dispatcher reads of a choice: who, by how much, why not the others, and what would have to change (V9). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "services/ctl/explain.h"

#define DAY INT64_C(86400000)

static struct visit_explain_answer answer;

static struct match_candidate *add(const char *worker, int64_t skill, int64_t distance)
{
    struct match_candidate *one = &answer.candidates.at[answer.candidates.count++];
    *one = (struct match_candidate){.rank = answer.candidates.count, .total = skill + distance, .terms.count = 2};
    TEXT_PUT(one->worker, worker);
    one->terms.at[0] = (struct score_term){"skill", "技能", "skill", 20000, skill};
    one->terms.at[1] = (struct score_term){"distance", "距离", "distance", 8000, distance};
    return one;
}

static void reject(const char *reason, const char *label_en, int64_t workers)
{
    struct match_reason *one = &answer.reasons.at[answer.reasons.count++];
    *one = (struct match_reason){.workers = workers};
    TEXT_PUT(one->reason, reason);
    TEXT_PUT(one->label, "原因");
    TEXT_PUT(one->label_en, label_en);
}

static void begin(const char *outcome, const char *worker)
{
    answer = (struct visit_explain_answer){.number = 1, .of = 1, .considered = 9, .start = DAY, .end = DAY + 3600000};
    TEXT_PUT(answer.visit, "V1");
    TEXT_PUT(answer.why, "first");
    TEXT_PUT(answer.outcome, outcome);
    TEXT_PUT(answer.worker, worker);
}

static const char *said(void)
{
    static char text[8192];
    FILE *to = fmemopen(memset(text, 0, sizeof text), sizeof text, "w");
    explain_print(to, &answer);
    fclose(to);
    return text;
}

static void assert_says(const char *words)
{
    if (!strstr(said(), words))
        fail_msg("it does not say \"%s\":\n%s", words, said());
}

static void assert_silent(const char *words)
{
    if (strstr(said(), words))
        fail_msg("it says \"%s\":\n%s", words, said());
}

static void test_a_term_in_which_they_differ_is_a_column_and_any_other_stands_apart(void **state)
{
    (void)state;
    begin("assigned", "W1");
    add("W1", 20000, 6500)->chosen = true;
    add("W2", 20000, 6000);
    assert_says("结果 outcome: 已派给 W1 (is assigned to W1)\n");
    assert_says("总分 total  距离 distance /8  选中 chosen\n");
    assert_says("W1           26.500      6.500             是\n");
    assert_says("各人相同 alike for all: 技能 skill 20/20\n");
    assert_says("W1 比 W2 高 0.500 分 (W1 leads W2 by 0.500): 距离 distance +0.500\n");
    assert_silent("would have to change");
}

static void test_of_one_alone_all_terms_are_told(void **state)
{
    (void)state;
    begin("offered", "W1");
    add("W1", 20000, 6500)->chosen = true;
    assert_says("总分 total  选中 chosen\n");
    assert_says("各项 terms: 技能 skill 20/20 · 距离 distance 6.5/8\n");
    assert_silent("leads");
}

static void test_where_nobody_is_able_it_says_what_would_have_to_change_nearest_first(void **state)
{
    (void)state;
    begin("none", "");
    reject("kind", "another kind of worker", 5);
    reject("certificate", "certificate missing", 3);
    reject("busy", "not free", 2);
    reject("excluded", "said no", 1);
    assert_says("结果 outcome: 无人可派 (nobody is able)\n");
    assert_says(
        "later rules were not asked):\n"
        "  - 改约时间（anxin slots 可查），或调开冲突的安排 (another time (see anxin slots), or what is in the way is "
        "moved): 2 人 workers\n"
        "  - 取得、升级或续办证书 (the certificate is got, raised or renewed): 3 人 workers\n"
        "  - 本站增加该工种人员 (somebody of that kind joins the station): 5 人 workers\n");
    assert_silent("alike");
}

static void test_who_said_no_is_not_to_be_changed(void **state)
{
    (void)state;
    begin("none", "");
    reject("excluded", "said no", 1);
    assert_silent("would have to change");
}

static void test_a_day_is_told_once_unless_the_visit_goes_on_into_the_next(void **state)
{
    (void)state;
    begin("none", "");
    assert_says("1970-01-02 08:00 – 09:00  ");
    answer.end = 2 * DAY;
    assert_says("1970-01-02 08:00 – 1970-01-03 08:00  ");
}

static void test_that_there_are_other_decisions_is_told_with_how_to_see_them(void **state)
{
    (void)state;
    begin("none", "");
    assert_silent("--decision");
    answer.of = 3;
    assert_says("decision 1 of 3  ");
    assert_says("--decision N");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_term_in_which_they_differ_is_a_column_and_any_other_stands_apart),
        cmocka_unit_test(test_of_one_alone_all_terms_are_told),
        cmocka_unit_test(test_where_nobody_is_able_it_says_what_would_have_to_change_nearest_first),
        cmocka_unit_test(test_who_said_no_is_not_to_be_changed),
        cmocka_unit_test(test_a_day_is_told_once_unless_the_visit_goes_on_into_the_next),
        cmocka_unit_test(test_that_there_are_other_decisions_is_told_with_how_to_see_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

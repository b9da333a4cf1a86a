/* V3: a way takes as long as the settings or the operator's matrix say; a file of ways is taken whole, or each of its
 * flaws is told with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/text.h"
#include "bus/ways_file.h"
#include "rules/around.h"
#include "rules/travel_file.h"
#include "usual_ways.h"

static const struct cell a = {22500, 113000}, b = {22509, 113000}, nowhere = {0, 0};

/* ---- by the straight line ---- */

static void test_detour_speed_and_minutes_are_settings(void **state)
{
    (void)state;
    struct travel slow = usual_ways;
    slow.detour_pct = 200;
    slow.m_h[TRAVEL_EBIKE] = 10000;
    slow.fixed_min[TRAVEL_EBIKE] = 7;
    assert_int_equal(travel_ms(&usual_ways, a, b, TRAVEL_EBIKE), 1001 * 260 + 3 * MS_MINUTE);
    assert_int_equal(travel_ms(&slow, a, b, TRAVEL_EBIKE), 1001 * 720 + 7 * MS_MINUTE);
    assert_int_equal(travel_ms(&slow, a, b, TRAVEL_WALK), 1001 * 1600);
}

static void test_a_place_that_is_not_known_costs_nothing(void **state)
{
    (void)state;
    assert_int_equal(travel_ms(&usual_ways, a, nowhere, TRAVEL_WALK), 0);
    assert_int_equal(travel_ms(&usual_ways, nowhere, b, TRAVEL_WALK), 0);
}

static void test_no_way_takes_longer_than_a_day(void **state)
{
    (void)state;
    struct cell far = {39900, 116400};
    assert_int_equal(travel_ms(&usual_ways, a, far, TRAVEL_WALK), MS_DAY);
}

/* ---- around one place ---- */

static struct cell some_cell(uint64_t *dice, int32_t lat, int32_t across)
{
    *dice = *dice * 6364136223846793005u + 1442695040888963407u;
    return (struct cell){lat + (int32_t)(*dice >> 40) % across, 113000 + (int32_t)(*dice >> 20 & 0xFFFFF) % across};
}

static void assert_bounds(const struct travel *travel, struct cell from, struct cell to, enum travel_mode mode,
                          int64_t limit)
{
    struct around around;
    around_of(travel, from, &around);
    double metres = around_metres(&around, to), way = (double)travel_ms(travel, from, to, mode);
    assert_true(around.known);
    if (metres < around_near_metres(&around, limit, mode))
        assert_true(way <= (double)limit);
    if (metres > around_far_metres(&around, limit, mode))
        assert_true(way > (double)limit);
    if (place_is_same(from, to) || !around_is_in_band(&around, to))
        return;
    assert_true(around_least_ms(&around, metres, mode) <= way);
    assert_true(around_most_ms(&around, metres, mode) >= way);
}

static void test_bounds_around_a_place_hold_every_way(void **state)
{
    (void)state;
    static const int32_t lats[] = {-79000, -23000, -200, 0, 22500, 45000, 76000};
    uint64_t dice = 3;
    for (int i = 0; i < 200000; i++) {
        int32_t lat = lats[i % 7], across = i % 3 ? 40 : 3000;
        struct cell from = some_cell(&dice, lat, across), to = some_cell(&dice, lat, across);
        enum travel_mode mode = (enum travel_mode)(i % TRAVEL_MODES);
        assert_bounds(&usual_ways, from, to, mode, travel_ms(&usual_ways, from, to, mode) + i % 5 - 2);
        assert_bounds(&usual_ways, from, to, mode, i % 60 * MS_MINUTE);
    }
}

/* ---- by the matrix ---- */

static char told[4096];

static void note(void *self, int line, const char *text)
{
    size_t length = strlen(told);
    (void)self;
    snprintf(told + length, sizeof told - length, "%d: %s\n", line, text);
}

/* How many flaws; they stand in `told`. */
static int read_text(const char *text, struct travel_matrix *matrix)
{
    memset(matrix, 0, sizeof *matrix);
    told[0] = '\0';
    return travel_file_read(text, strlen(text), "wgs84", matrix, note, NULL);
}

#define AREAS                                                                                                          \
    "# two communities and a bridge\n"                                                                                 \
    "datum wgs84\n"                                                                                                    \
    "area A 22.500 113.000 600\n"                                                                                      \
    "area B 22.509 113 600 # north of it\n"

static int64_t minutes(const char *text, struct cell from, struct cell to, enum travel_mode mode)
{
    static struct travel_matrix matrix;
    struct travel travel = usual_ways;
    travel.matrix = &matrix;
    assert_int_equal(read_text(text, &matrix), 0);
    return travel_ms(&travel, from, to, mode) / MS_MINUTE;
}

static void test_a_supplied_way_goes_before_the_straight_line(void **state)
{
    (void)state;
    assert_int_equal(minutes(AREAS "way A B any 25\n", a, b, TRAVEL_EBIKE), 25);
    assert_int_equal(minutes(AREAS "way A B any 25", a, b, TRAVEL_NONE), 25);
    assert_int_equal(minutes(AREAS "way A B bus 25\n", a, b, TRAVEL_EBIKE), 7); /* none by e-bike: the straight line */
}

static void test_a_line_for_a_mode_goes_before_one_for_any(void **state)
{
    (void)state;
    static const char *const text = AREAS "way A B any 25\nway A B ebike 9\n";
    assert_int_equal(minutes(text, a, b, TRAVEL_EBIKE), 9);
    assert_int_equal(minutes(text, a, b, TRAVEL_WALK), 25);
}

static void test_a_way_holds_back_too_unless_the_way_back_has_its_own_line(void **state)
{
    (void)state;
    assert_int_equal(minutes(AREAS "way A B ebike 9\n", b, a, TRAVEL_EBIKE), 9);
    assert_int_equal(minutes(AREAS "way A B ebike 9\nway B A ebike 14\n", b, a, TRAVEL_EBIKE), 14);
    assert_int_equal(minutes(AREAS "way A B ebike 9\nway B A any 14\n", b, a, TRAVEL_EBIKE), 14);
}

static void test_within_an_area_a_way_may_be_given_but_the_same_cell_costs_nothing(void **state)
{
    (void)state;
    struct cell beside = {22501, 113001};
    assert_int_equal(minutes(AREAS "way A A walk 4\n", a, beside, TRAVEL_WALK), 4);
    assert_int_equal(minutes(AREAS "way A A walk 4\n", a, a, TRAVEL_WALK), 0);
}

static void test_a_place_belongs_to_the_nearest_centre_that_reaches_it(void **state)
{
    (void)state;
    struct travel_matrix *matrix = malloc(sizeof *matrix);
    assert_non_null(matrix);
    assert_int_equal(read_text(AREAS "area WIDE 22.505 113 5000\narea TWIN 22.509 113 600\n", matrix), 0);
    assert_int_equal(travel_area_of(matrix, a), 0);
    assert_int_equal(travel_area_of(matrix, (struct cell){22503, 113000}), 2); /* 222 m to WIDE, 334 m to A */
    assert_int_equal(travel_area_of(matrix, b), 1);                            /* the first of equals */
    assert_int_equal(travel_area_of(matrix, (struct cell){22505, 113048}), 2); /* 4.93 km */
    assert_int_equal(travel_area_of(matrix, (struct cell){22505, 113049}), -1);
    assert_int_equal(travel_area_of(matrix, (struct cell){22600, 113000}), -1);
    free(matrix);
}

/* A fifth of a degree of latitude is 22,239 metres sharp. */
static void test_an_area_reaches_to_its_last_metre(void **state)
{
    (void)state;
    struct travel_matrix *matrix = malloc(sizeof *matrix);
    struct cell rim = {22700, 113000};
    assert_non_null(matrix);
    assert_int_equal(read_text("datum wgs84\narea A 22.5 113 22239\n", matrix), 0);
    assert_int_equal(travel_area_of(matrix, rim), 0);
    assert_int_equal(read_text("datum wgs84\narea A 22.5 113 22238\n", matrix), 0);
    assert_int_equal(travel_area_of(matrix, rim), -1);
    free(matrix);
}

static void test_outside_all_areas_the_straight_line_decides(void **state)
{
    (void)state;
    struct cell far = {22600, 113000};
    assert_int_equal(minutes(AREAS "way A B any 25\n", a, far, TRAVEL_EBIKE),
                     travel_ms(&usual_ways, a, far, TRAVEL_EBIKE) / MS_MINUTE);
}

/* ---- bad files ---- */

static const struct bad_file {
    const char *text, *told;
} bad_files[] = {
    {"", "1: the file names no area\n"},
    {"# nothing\ndatum wgs84\n", "2: the file names no area\n"},
    {"datum gcj02\narea A 22 113 600\n", "1: gcj02: is not the datum of this set (datum of [anxin]): positions of two "
                                         "datums are never mixed\n"},
    {"datum\narea A 22 113 600\n",
     "1: must be: datum NAME\n2: a line \"datum NAME\" must stand above the first area\n"},
    {AREAS "datum wgs84\n", "5: wgs84: the datum stands above already\n"},
    {AREAS "road A B any 5\n", "5: road: a line begins with datum, area or way\n"},
    {AREAS "area C 22.5 113\n", "5: must be: area CODE LATITUDE LONGITUDE METRES\n"},
    {AREAS "area C 22.5 113 600 9\n", "5: must be: area CODE LATITUDE LONGITUDE METRES\n"},
    {AREAS "area A 22.5 113 600\n", "5: A: this area stands above already\n"},
    {AREAS "area 一 22.5 113 600\n", "5: 一: must be a code of at most 32 printable characters\n"},
    {AREAS "area C 90.001 113 600\n", "5: 90.001: must be a latitude from -90 to 90 with at most three decimals\n"},
    {AREAS "area C 22.5005 113 600\n", "5: 22.5005: must be a latitude from -90 to 90 with at most three decimals\n"},
    {AREAS "area C 22. 113 600\n", "5: 22.: must be a latitude from -90 to 90 with at most three decimals\n"},
    {AREAS "area C 22.5 -180.1 600\n", "5: -180.1: must be a longitude from -180 to 180 with at most three decimals\n"},
    {AREAS "area C 22.5 east 600\n", "5: east: must be a longitude from -180 to 180 with at most three decimals\n"},
    {AREAS "area C 22.5 113 49\n", "5: 49: must be a whole number from 50 to 50000\n"},
    {AREAS "area C 22.5 113 wide\n", "5: wide: must be a whole number from 50 to 50000\n"},
    {AREAS "way A B any\n", "5: must be: way FROM TO MODE MINUTES\n"},
    {AREAS "way A C any 5\nway C A any 5\n", "5: C: no area of this code stands above\n"
                                             "6: C: no area of this code stands above\n"},
    {AREAS "way A B car 5\n", "5: car: must be walk, ebike, bus or any\n"},
    {AREAS "way A B bus 1441\n", "5: 1441: must be a whole number from 0 to 1440\n"},
    {AREAS "way A B bus -1\n", "5: -1: must be a whole number from 0 to 1440\n"},
    {AREAS "way A B bus 5\nway A B bus 5\n", "6: A: this way by this mode stands above already\n"},
};

static void test_each_flaw_of_a_file_is_told_with_its_line(void **state)
{
    (void)state;
    struct travel_matrix *matrix = malloc(sizeof *matrix);
    assert_non_null(matrix);
    for (size_t i = 0; i < sizeof bad_files / sizeof *bad_files; i++) {
        assert_true(read_text(bad_files[i].text, matrix) > 0);
        assert_string_equal(told, bad_files[i].told);
    }
    free(matrix);
}

static void test_a_line_that_is_too_long_or_holds_a_nul_is_a_flaw(void **state)
{
    (void)state;
    static char text[700] = "datum wgs84\n";
    struct travel_matrix *matrix = calloc(1, sizeof *matrix);
    assert_non_null(matrix);
    told[0] = '\0';
    memset(text + 12, 'x', 400);
    memcpy(text + 412, "\nway\0A\n", 7);
    assert_int_equal(travel_file_read(text, 419, "wgs84", matrix, note, NULL), 2);
    assert_string_equal(told, "2: the line is too long\n3: the line holds a NUL\n");
    free(matrix);
}

static void test_there_is_room_for_128_areas_and_not_for_one_more(void **state)
{
    (void)state;
    static char text[8000] = "datum wgs84\n";
    struct travel_matrix *matrix = malloc(sizeof *matrix);
    assert_non_null(matrix);
    size_t length = strlen(text);
    for (int i = 0; i < 129; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "area A%d 22.5 113 600\n", i);
    assert_int_equal(read_text(text, matrix), 1);
    assert_string_equal(told, "130: A128: too many areas: 128 at most\n");
    free(matrix);
}

/* ---- the file ---- */

static void note_fault(void *self, const char *text)
{
    size_t length = strlen(told);
    (void)self;
    snprintf(told + length, sizeof told - length, "%s\n", text);
}

static void test_a_file_is_taken_or_refused_by_name_and_line(void **state)
{
    (void)state;
    char path[] = "/tmp/anxin-ways-XXXXXX", wanted[200];
    struct travel_matrix *matrix = NULL;
    struct error error = {""};
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    told[0] = '\0';
    assert_true(write(fd, AREAS "way A B any x\nway\n", strlen(AREAS) + 18) > 0);
    assert_int_equal(ways_file_read(path, "wgs84", &matrix, note_fault, NULL, &error), -1);
    assert_null(matrix);
    snprintf(wanted, sizeof wanted, "%s:5: x: must be a whole number from 0 to 1440", path);
    assert_string_equal(error.text, wanted);
    assert_non_null(strstr(told, ":6: must be: way FROM TO MODE MINUTES"));
    assert_int_equal(ftruncate(fd, (off_t)strlen(AREAS)), 0);
    assert_int_equal(ways_file_read(path, "wgs84", &matrix, note_fault, NULL, &error), 0);
    assert_int_equal(matrix->areas, 2);
    free(matrix);
    close(fd);
    unlink(path);
    assert_int_equal(ways_file_read(path, "wgs84", &matrix, NULL, NULL, &error), -1);
    assert_non_null(strstr(error.text, "No such file"));
    assert_int_equal(ways_file_read("", "wgs84", &matrix, NULL, NULL, &error), 0);
    assert_null(matrix);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_detour_speed_and_minutes_are_settings),
        cmocka_unit_test(test_a_place_that_is_not_known_costs_nothing),
        cmocka_unit_test(test_no_way_takes_longer_than_a_day),
        cmocka_unit_test(test_bounds_around_a_place_hold_every_way),
        cmocka_unit_test(test_a_supplied_way_goes_before_the_straight_line),
        cmocka_unit_test(test_a_line_for_a_mode_goes_before_one_for_any),
        cmocka_unit_test(test_a_way_holds_back_too_unless_the_way_back_has_its_own_line),
        cmocka_unit_test(test_within_an_area_a_way_may_be_given_but_the_same_cell_costs_nothing),
        cmocka_unit_test(test_a_place_belongs_to_the_nearest_centre_that_reaches_it),
        cmocka_unit_test(test_an_area_reaches_to_its_last_metre),
        cmocka_unit_test(test_outside_all_areas_the_straight_line_decides),
        cmocka_unit_test(test_each_flaw_of_a_file_is_told_with_its_line),
        cmocka_unit_test(test_a_line_that_is_too_long_or_holds_a_nul_is_a_flaw),
        cmocka_unit_test(test_there_is_room_for_128_areas_and_not_for_one_more),
        cmocka_unit_test(test_a_file_is_taken_or_refused_by_name_and_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Several instances of a service by place (DESIGN 8): their names, files, settings, whom they follow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/config.h"
#include "base/places.h"
#include "service/identity.h"
#include "service/instance.h"

static const struct setting settings[] = {{"min_notice_min", 60, 0, 1440, "minutes"}};

static const struct service booking = {.name = "booking", .follows = (const char *const[]){"matching", "roster", NULL}},
                            mediation = {.name = "mediation",
                                         .follows = (const char *const[]){"booking", "notification", NULL}},
                            notification = {.name = "notification",
                                            .follows = (const char *const[]){"booking", "matching", NULL}};

struct fixture {
    char file[64];
    struct config config;
    struct config_endpoints ends;
    struct error error;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    strcpy(f->file, "/tmp/anxin-places-XXXXXX");
    close(mkstemp(f->file));
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    unlink(f->file);
    config_free(&f->config);
    free(f);
    return 0;
}

static int load(struct fixture *f, const char *name, const char *text)
{
    FILE *file = fopen(f->file, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    config_free(&f->config);
    if (config_load(&f->config, f->file, name, settings, 1, &f->error) != 0)
        return -1;
    return config_endpoints(&f->ends, &f->config, f->file, name, &f->error);
}

static void refuses(struct fixture *f, const char *name, const char *text, const char *reason)
{
    char expected[256];
    snprintf(expected, sizeof expected, "%s%s", f->file, reason);
    assert_int_equal(load(f, name, text), -1);
    assert_string_equal(f->error.text, expected);
}

/* ---- names ---- */

static void test_places_are_codes_with_blanks_or_commas_between(void **state)
{
    struct places places;
    struct error error;
    (void)state;
    assert_int_equal(places_read(&places, " xinhui, pengjiang\tjh_2 ", "places", &error), 0);
    assert_int_equal(places.count, 3);
    assert_string_equal(places.at[1], "pengjiang");
    assert_true(places_have(&places, "jh_2"));
    assert_false(places_have(&places, "jh"));
    assert_int_equal(places_read(&places, "", "places", &error), 0);
    assert_int_equal(places.count, 0);
}

static void test_what_is_no_place_is_named(void **state)
{
    static const char *const wrong[] = {"Xinhui",
                                        "xin-hui",
                                        "xin/hui",
                                        "..",
                                        "4xin",
                                        "abcdefghijklmnopqrstu",
                                        "a_name_of_a_place_that_is_as_long_as_no_name_may_ever_be"};
    struct places places;
    struct error error;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(places_read(&places, wrong[i], "places", &error), -1);
    assert_int_equal(places_read(&places, "a b c d e f g h", "F:1: places", &error), -1);
    assert_string_equal(error.text, "F:1: places: more than 7 places");
    assert_int_equal(places_read(&places, "a b a", "F:1: places", &error), -1);
    assert_string_equal(error.text, "F:1: places: a stands there twice");
    assert_int_equal(places_read(&places, "xin-hui", "places", &error), -1);
    assert_string_equal(error.text,
                        "places: \"xin-hui\" is no place: 1 to 20 lower-case letters, digits and _, a letter first");
}

static void test_an_instance_is_called_by_service_and_place_and_its_files_have_no_slash(void **state)
{
    char name[INSTANCE_NAME], service[INSTANCE_NAME], file[INSTANCE_NAME];
    (void)state;
    assert_int_equal(instance_name(name, "booking", "xinhui"), 0);
    assert_string_equal(name, "booking/xinhui");
    instance_service(service, name);
    assert_string_equal(service, "booking");
    assert_string_equal(instance_place(name), "xinhui");
    assert_string_equal(instance_place("booking"), "");
    instance_file(file, sizeof file, name);
    assert_string_equal(file, "booking.xinhui");
    assert_true(instance_is_of(name, "booking"));
    assert_true(instance_is_of("booking", "booking"));
    assert_false(instance_is_of("bookings", "booking"));
    assert_int_equal(instance_name(name, "booking", ""), 0);
    assert_string_equal(name, "booking");
}

/* A key of its own: the registry names instances, and nothing that climbs out of the folder of keys. */
static void test_the_registry_names_an_instance(void **state)
{
    static const char good[] = "[booking/xinhui]\nrole = service\n";
    static const char *const wrong[] = {"[/xinhui]\nrole = service\n", "[booking/]\nrole = service\n",
                                        "[a/b/c]\nrole = service\n"};
    struct error error;
    (void)state;
    struct registry *registry = registry_parse(good, strlen(good), "registry", &error);
    assert_non_null(registry);
    assert_non_null(registry_find_name(registry, "booking/xinhui"));
    registry_free(&registry);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_null(registry_parse(wrong[i], strlen(wrong[i]), "registry", &error));
}

/* ---- whom they follow ---- */

static struct service at(const struct service *service, const char *place)
{
    struct service own = *service;
    own.place = place;
    return own;
}

static void test_without_places_names_are_as_they_always_were(void **state)
{
    struct instance instance;
    struct error error;
    (void)state;
    assert_int_equal(instance_of(&instance, &booking, "", &error), 0);
    assert_string_equal(instance.name, "booking");
    assert_int_equal(instance.follows_count, 2);
    assert_string_equal(instance.follows[0].name, "matching");
    assert_string_equal(instance.follows[1].name, "roster");
}

static void test_an_instance_follows_those_of_its_place(void **state)
{
    const struct service own = at(&booking, "pengjiang");
    struct instance instance;
    struct error error;
    (void)state;
    assert_int_equal(instance_of(&instance, &own, "xinhui pengjiang", &error), 0);
    assert_string_equal(instance.name, "booking/pengjiang");
    assert_int_equal(instance.follows_count, 2);
    assert_string_equal(instance.follows[0].service, "matching");
    assert_string_equal(instance.follows[0].name, "matching/pengjiang");
    assert_string_equal(instance.follows[1].name, "roster/pengjiang");
}

static void test_a_service_of_the_whole_follows_every_place_and_is_followed_from_each(void **state)
{
    const struct service own = at(&mediation, "xinhui");
    struct instance instance;
    struct error error;
    (void)state;
    assert_int_equal(instance_of(&instance, &notification, "xinhui pengjiang", &error), 0);
    assert_string_equal(instance.name, "notification");
    assert_int_equal(instance.follows_count, 4);
    assert_string_equal(instance.follows[0].name, "booking/xinhui");
    assert_string_equal(instance.follows[1].name, "booking/pengjiang");
    assert_string_equal(instance.follows[2].name, "matching/xinhui");
    assert_string_equal(instance.follows[3].name, "matching/pengjiang");
    assert_int_equal(instance_of(&instance, &own, "xinhui pengjiang", &error), 0);
    assert_string_equal(instance.follows[0].name, "booking/xinhui");
    assert_string_equal(instance.follows[1].name, "notification");
}

static void no_instance(const struct service *service, const char *place, const char *places, const char *why)
{
    const struct service own = at(service, place);
    struct instance instance;
    struct error error;
    assert_int_equal(instance_of(&instance, &own, places, &error), -1);
    assert_string_equal(error.text, why);
}

static void test_an_instance_that_the_set_does_not_have_is_refused(void **state)
{
    (void)state;
    no_instance(&booking, "", "xinhui pengjiang", "booking runs once for each place: say which of xinhui, pengjiang");
    no_instance(&booking, "jianghai", "xinhui pengjiang", "there is no place jianghai, only xinhui, pengjiang");
    no_instance(&booking, "xinhui", "", "there is no place xinhui: places in [anxin] names none");
    no_instance(&notification, "xinhui", "xinhui", "notification runs once for all places: name none");
}

/* ---- settings ---- */

#define SET "[anxin]\ndata = /srv/anxin\nplaces = xinhui pengjiang\n"

static void test_each_instance_has_its_own_endpoints_and_store(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load(f, "booking/xinhui", SET), 0);
    assert_string_equal(f->config.places, "xinhui pengjiang");
    assert_string_equal(f->ends.request, "ipc:///srv/anxin/run/booking.xinhui.request");
    assert_string_equal(f->ends.stream, "ipc:///srv/anxin/run/booking.xinhui.stream");
    assert_string_equal(f->ends.intake, "ipc:///srv/anxin/run/booking.xinhui.intake");
    assert_string_equal(f->ends.store, "/srv/anxin/booking.xinhui.db");
    assert_int_equal(load(f, "booking/pengjiang", SET "[booking/xinhui]\nrequest = tcp://h:1\n"), 0);
    assert_string_equal(f->ends.request, "ipc:///srv/anxin/run/booking.pengjiang.request");
    assert_int_equal(load(f, "booking/pengjiang", SET "[booking/pengjiang]\nrequest = tcp://h:1\nstore = /mnt/p.db\n"),
                     0);
    assert_string_equal(f->ends.request, "tcp://h:1");
    assert_string_equal(f->ends.store, "/mnt/p.db");
}

/* Wherever the two sections stand in the file. */
static void test_the_section_of_an_instance_goes_before_that_of_its_service(void **state)
{
    struct fixture *f = *state;
    const char *first = SET "[booking/xinhui]\nmin_notice_min = 30\n[booking]\nmin_notice_min = 90\nbind = *\n";
    const char *last = SET "[booking]\nmin_notice_min = 90\n[booking/xinhui]\nmin_notice_min = 30\n";
    assert_int_equal(load(f, "booking/xinhui", first), 0);
    assert_int_equal(f->config.value[0], 30);
    assert_string_equal(f->ends.bind, "*");
    assert_int_equal(load(f, "booking/xinhui", last), 0);
    assert_int_equal(f->config.value[0], 30);
    assert_int_equal(load(f, "booking/pengjiang", first), 0);
    assert_int_equal(f->config.value[0], 90);
    assert_int_equal(load(f, "booking/pengjiang", SET), 0);
    assert_int_equal(f->config.value[0], 60);
}

static void test_the_environment_goes_before_the_file_and_that_of_an_instance_first(void **state)
{
    struct fixture *f = *state;
    const char *text = SET "[booking/xinhui]\nmin_notice_min = 30\n";
    setenv("ANXIN_BOOKING_MIN_NOTICE_MIN", "45", 1);
    assert_int_equal(load(f, "booking/xinhui", text), 0);
    assert_int_equal(f->config.value[0], 45);
    setenv("ANXIN_BOOKING_XINHUI_MIN_NOTICE_MIN", "15", 1);
    assert_int_equal(load(f, "booking/xinhui", text), 0);
    assert_int_equal(f->config.value[0], 15);
    assert_int_equal(load(f, "booking/pengjiang", text), 0);
    assert_int_equal(f->config.value[0], 45);
    unsetenv("ANXIN_BOOKING_MIN_NOTICE_MIN");
    unsetenv("ANXIN_BOOKING_XINHUI_MIN_NOTICE_MIN");
}

/* V24: the district in which staff of the district act is that of the instance. */
static void test_the_district_of_an_instance_is_its_place_or_what_its_section_says(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load(f, "booking/xinhui", SET "district = jiangmen\n"), 0);
    assert_string_equal(f->config.district, "xinhui");
    assert_int_equal(load(f, "booking/xinhui", SET "[booking/xinhui]\ndistrict = 440705\n"), 0);
    assert_string_equal(f->config.district, "440705");
    assert_int_equal(load(f, "notification", SET "district = jiangmen\n"), 0);
    assert_string_equal(f->config.district, "jiangmen");
}

static void test_what_instances_may_not_share_is_refused_in_the_section_of_all(void **state)
{
    struct fixture *f = *state;
    refuses(f, "booking/xinhui", SET "[booking]\nrequest = tcp://h:1\n",
            ":5: booking.request: each place has its own: give it in [booking/xinhui]");
    refuses(f, "booking/xinhui", SET "[booking]\nstore = /srv/one.db\n",
            ":5: booking.store: each place has its own: give it in [booking/xinhui]");
}

static void test_a_covered_value_and_an_unknown_key_are_refused_all_the_same(void **state)
{
    struct fixture *f = *state;
    refuses(f, "booking/xinhui", SET "[booking/xinhui]\nmin_notice_min = 30\n[booking]\nmin_notice_min = 9999\n",
            ":7: booking.min_notice_min: 9999 is outside 0..1440");
    refuses(f, "booking/xinhui", SET "[booking/xinhui]\nmin_notice = 30\n",
            ":5: booking/xinhui.min_notice: unknown key");
    refuses(f, "booking", "[anxin]\nplaces = Xinhui\n",
            ":2: anxin.places: \"Xinhui\" is no place: 1 to 20 lower-case letters, digits and _, a letter first");
}

/* What config_check tells, as lines. */
static char told[8192];

static void tell(void *self, const char *section, const char *key, const char *value, const char *origin)
{
    (void)self;
    const size_t used = strlen(told);
    snprintf(told + used, sizeof told - used, "%s.%s=%s %s\n", section, key, value, origin);
}

static void tell_fault(void *self, const char *text)
{
    (void)self;
    fail_msg("%s", text);
}

static void assert_told(const char *value, const char *origin, const char *where)
{
    char line[300];
    snprintf(line, sizeof line, "%s %s%s\n", value, origin, where);
    if (!strstr(told, line))
        fail_msg("%snot in\n%s", line, told);
}

static void test_a_check_names_the_section_that_a_value_of_an_instance_comes_from(void **state)
{
    struct fixture *f = *state;
    const struct config_report report = {NULL, tell, tell_fault};
    assert_int_equal(load(f, "booking/xinhui", SET "[booking]\nmin_notice_min = 90\n"), 0);
    told[0] = '\0';
    assert_int_equal(config_check(f->file, "booking/xinhui", settings, 1, &report), 0);
    assert_told("booking/xinhui.min_notice_min=90", f->file, ":5");
    assert_told("booking/xinhui.district=xinhui", "default", "");
    assert_null(strstr(told, "booking.min_notice_min"));
}

#define PLACES_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places_are_codes_with_blanks_or_commas_between),
        cmocka_unit_test(test_what_is_no_place_is_named),
        cmocka_unit_test(test_an_instance_is_called_by_service_and_place_and_its_files_have_no_slash),
        cmocka_unit_test(test_the_registry_names_an_instance),
        cmocka_unit_test(test_without_places_names_are_as_they_always_were),
        cmocka_unit_test(test_an_instance_follows_those_of_its_place),
        cmocka_unit_test(test_a_service_of_the_whole_follows_every_place_and_is_followed_from_each),
        cmocka_unit_test(test_an_instance_that_the_set_does_not_have_is_refused),
        PLACES_TEST(test_each_instance_has_its_own_endpoints_and_store),
        PLACES_TEST(test_the_section_of_an_instance_goes_before_that_of_its_service),
        PLACES_TEST(test_the_environment_goes_before_the_file_and_that_of_an_instance_first),
        PLACES_TEST(test_the_district_of_an_instance_is_its_place_or_what_its_section_says),
        PLACES_TEST(test_what_instances_may_not_share_is_refused_in_the_section_of_all),
        PLACES_TEST(test_a_covered_value_and_an_unknown_key_are_refused_all_the_same),
        PLACES_TEST(test_a_check_names_the_section_that_a_value_of_an_instance_comes_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

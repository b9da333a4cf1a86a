/* What systemd hears of a daemon (MESSAGING 7.5), on a socket that the test holds in its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "bus/notify.h"

struct desk {
    char folder[64], path[96], heard[256], said[512];
    int fd;
    struct log log;
};

static void desk_log(void *self, const char *line)
{
    struct desk *desk = self;
    snprintf(desk->said, sizeof desk->said, "%s", line);
}

static void listen_at(struct desk *desk, const char *name)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    const size_t size = strlen(name);
    memcpy(at.sun_path, name, size);
    if (name[0] == '@')
        at.sun_path[0] = '\0';
    desk->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    assert_true(desk->fd >= 0);
    const socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size + (name[0] == '/'));
    assert_int_equal(bind(desk->fd, (const struct sockaddr *)&at, length), 0);
    setenv("NOTIFY_SOCKET", name, 1);
}

static int setup(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    assert_non_null(desk);
    strcpy(desk->folder, "/tmp/anxin-notify-XXXXXX");
    assert_non_null(mkdtemp(desk->folder));
    snprintf(desk->path, sizeof desk->path, "%s/notify", desk->folder);
    desk->log = (struct log){desk_log, desk, "testing", LOG_LEVEL_INFO};
    listen_at(desk, desk->path);
    unsetenv("WATCHDOG_PID");
    setenv("WATCHDOG_USEC", "3000000", 1);
    *state = desk;
    return 0;
}

static int teardown(void **state)
{
    struct desk *desk = *state;
    close(desk->fd);
    unlink(desk->path);
    assert_int_equal(rmdir(desk->folder), 0);
    free(desk);
    return 0;
}

/* The next datagram; "" there is none. */
static const char *hear(struct desk *desk)
{
    const ssize_t got = recv(desk->fd, desk->heard, sizeof desk->heard - 1, MSG_DONTWAIT);
    desk->heard[got > 0 ? got : 0] = '\0';
    return desk->heard;
}

static void test_it_says_when_it_serves_and_when_it_ends(void **state)
{
    struct desk *desk = *state;
    struct notify *notify = notify_open(&desk->log);
    assert_non_null(notify);
    assert_string_equal(hear(desk), "");
    notify_ready(notify);
    assert_string_equal(hear(desk), "READY=1\nSTATUS=serving");
    notify_stopping(notify);
    assert_string_equal(hear(desk), "STOPPING=1\nSTATUS=draining");
    notify_close(&notify);
    assert_null(notify);
}

static void test_a_sign_of_life_comes_each_third_of_the_time(void **state)
{
    struct desk *desk = *state;
    struct notify *notify = notify_open(&desk->log);
    notify_alive(notify, 5000, true);
    assert_string_equal(hear(desk), "WATCHDOG=1");
    assert_int_equal(notify_next(notify), 6000);
    notify_alive(notify, 5999, true);
    assert_string_equal(hear(desk), "");
    notify_alive(notify, 6000, true);
    assert_string_equal(hear(desk), "WATCHDOG=1");
    notify_close(&notify);
}

static void test_no_sign_of_life_while_the_store_does_not_work(void **state)
{
    struct desk *desk = *state;
    struct notify *notify = notify_open(&desk->log);
    notify_alive(notify, 5000, false);
    notify_alive(notify, 50000, false);
    assert_string_equal(hear(desk), "");
    notify_alive(notify, 50001, true);
    assert_string_equal(hear(desk), "WATCHDOG=1");
    notify_close(&notify);
}

static void test_a_watchdog_of_another_process_or_none_hears_nothing(void **state)
{
    struct desk *desk = *state;
    setenv("WATCHDOG_PID", "1", 1);
    struct notify *notify = notify_open(&desk->log);
    notify_alive(notify, 5000, true);
    assert_string_equal(hear(desk), "");
    assert_true(notify_next(notify) == INT64_MAX);
    notify_close(&notify);
    setenv("NOTIFY_SOCKET", desk->path, 1);
    setenv("WATCHDOG_USEC", "soon", 1);
    notify = notify_open(&desk->log);
    notify_alive(notify, 5000, true);
    assert_string_equal(hear(desk), "");
    notify_close(&notify);
}

static void test_its_own_pid_is_its_own_watchdog(void **state)
{
    struct desk *desk = *state;
    char pid[16];
    snprintf(pid, sizeof pid, "%d", (int)getpid());
    setenv("WATCHDOG_PID", pid, 1);
    struct notify *notify = notify_open(&desk->log);
    notify_alive(notify, 5000, true);
    assert_string_equal(hear(desk), "WATCHDOG=1");
    notify_close(&notify);
}

static void test_an_abstract_name_is_told_too(void **state)
{
    struct desk *desk = *state;
    char name[64];
    snprintf(name, sizeof name, "@anxin-notify-%d", (int)getpid());
    close(desk->fd);
    listen_at(desk, name);
    struct notify *notify = notify_open(&desk->log);
    notify_ready(notify);
    assert_string_equal(hear(desk), "READY=1\nSTATUS=serving");
    notify_close(&notify);
}

static void test_who_is_started_by_it_does_not_speak_in_its_place(void **state)
{
    struct desk *desk = *state;
    struct notify *notify = notify_open(&desk->log);
    assert_null(getenv("NOTIFY_SOCKET"));
    assert_null(getenv("WATCHDOG_USEC"));
    assert_null(getenv("WATCHDOG_PID"));
    notify_close(&notify);
}

static void test_without_a_listener_nothing_is_said_and_nothing_fails(void **state)
{
    struct desk *desk = *state;
    unsetenv("NOTIFY_SOCKET");
    struct notify *notify = notify_open(&desk->log);
    assert_null(notify);
    notify_ready(notify);
    notify_alive(notify, 5000, true);
    notify_stopping(notify);
    assert_true(notify_next(notify) == INT64_MAX);
    notify_close(&notify);
    assert_string_equal(desk->said, "");
}

static void test_a_listener_that_is_none_or_has_gone_is_logged(void **state)
{
    struct desk *desk = *state;
    setenv("NOTIFY_SOCKET", "vsock:2:1234", 1);
    assert_null(notify_open(&desk->log));
    assert_non_null(strstr(desk->said, "notify.failed"));
    setenv("NOTIFY_SOCKET", desk->path, 1);
    struct notify *notify = notify_open(&desk->log);
    unlink(desk->path);
    desk->said[0] = '\0';
    notify_ready(notify);
    assert_non_null(strstr(desk->said, "notify.failed"));
    notify_close(&notify);
}

#define NOTIFY_TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        NOTIFY_TEST(test_it_says_when_it_serves_and_when_it_ends),
        NOTIFY_TEST(test_a_sign_of_life_comes_each_third_of_the_time),
        NOTIFY_TEST(test_no_sign_of_life_while_the_store_does_not_work),
        NOTIFY_TEST(test_a_watchdog_of_another_process_or_none_hears_nothing),
        NOTIFY_TEST(test_its_own_pid_is_its_own_watchdog),
        NOTIFY_TEST(test_an_abstract_name_is_told_too),
        NOTIFY_TEST(test_who_is_started_by_it_does_not_speak_in_its_place),
        NOTIFY_TEST(test_without_a_listener_nothing_is_said_and_nothing_fails),
        NOTIFY_TEST(test_a_listener_that_is_none_or_has_gone_is_logged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

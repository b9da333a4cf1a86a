/* Locked memory that is kept for the next frame (bus/locked.c): wiped, its own, and few system calls. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>

#define MANY 200

static int setup(void **state)
{
    (void)state;
    return sodium_init() < 0 ? -1 : 0;
}

static void test_what_was_given_back_is_wiped_before_somebody_else_has_it(void **state)
{
    (void)state;
    for (size_t size = 1; size < 20000; size = size * 3 + 1) {
        uint8_t *secret = sodium_malloc(size);
        assert_non_null(secret);
        memset(secret, 0xa5, size);
        sodium_free(secret);
        uint8_t *next = sodium_malloc(size);
        for (size_t i = 0; i < size; i++)
            assert_int_not_equal(next[i], 0xa5);
        sodium_free(next);
    }
}

static void test_blocks_in_use_are_apart_and_whole(void **state)
{
    (void)state;
    uint8_t *at[MANY];
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < MANY; i++) {
            at[i] = sodium_allocarray(1, (size_t)(i * 37 % 900 + 1));
            assert_non_null(at[i]);
            assert_int_equal((uintptr_t)at[i] % 16, 0);
            memset(at[i], i, (size_t)(i * 37 % 900 + 1));
        }
        for (int i = 0; i < MANY; i++)
            for (int k = 0; k < i * 37 % 900 + 1; k++)
                assert_int_equal(at[i][k], (uint8_t)i);
        for (int i = 0; i < MANY; i++)
            sodium_free(at[i]);
    }
}

static void test_what_is_large_or_nothing_or_too_much_is_borne(void **state)
{
    (void)state;
    uint8_t *large = sodium_malloc(3 << 20);
    assert_non_null(large);
    memset(large, 1, 3 << 20);
    sodium_free(large);
    sodium_free(NULL);
    sodium_free(sodium_malloc(0));
    assert_null(sodium_malloc(SIZE_MAX));
    assert_null(sodium_allocarray(SIZE_MAX / 2, 3));
}

/* How a child ends that does it. */
static int ending_of(void (*does)(void))
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        signal(SIGSEGV, SIG_DFL);
        does();
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void give_back_twice(void)
{
    void *block = sodium_malloc(100);
    sodium_free(block);
    sodium_free(block);
}

static void write_beyond(void)
{
    volatile uint8_t *block = sodium_malloc(128);
    for (int i = 0; i < 8192; i++)
        block[i] = 1;
}

static void test_giving_back_twice_and_writing_beyond_end_the_process(void **state)
{
    (void)state;
    assert_int_equal(ending_of(give_back_twice), SIGABRT);
    assert_int_not_equal(ending_of(write_beyond), 0);
}

static int64_t system_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Seven system calls would take some twenty microseconds. */
static void test_a_frame_costs_no_system_call(void **state)
{
    (void)state;
    const int64_t began = system_us();
    for (int i = 0; i < 100000; i++)
        sodium_free(sodium_allocarray(1, 450));
    assert_in_range(system_us() - began, 0, 400000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_was_given_back_is_wiped_before_somebody_else_has_it),
        cmocka_unit_test(test_blocks_in_use_are_apart_and_whole),
        cmocka_unit_test(test_what_is_large_or_nothing_or_too_much_is_borne),
        cmocka_unit_test(test_giving_back_twice_and_writing_beyond_end_the_process),
        cmocka_unit_test(test_a_frame_costs_no_system_call),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}

/* The self-test of a CURVE server (engineering, MESSAGING 7.1): libzmq fails open in three ways, and each of them must
 * be seen before anybody is served. Real sockets on the loopback. */
#include "keyring_fixture.h"

#include "bus/curve.h"

#define ENFORCE_DOMAIN 93

struct ground {
    struct keys_folder *keys;
    struct keyring *keyring;
    void *context, *zap;
};

static const char *only_known(void *self, const struct zap_call *call)
{
    const struct identity *whose;
    return registry_why_not(keyring_registry(self), call->key, keyring_now(), &whose);
}

static const char *everybody(void *self, const struct zap_call *call)
{
    (void)self;
    (void)call;
    return NULL;
}

static const char *nobody(void *self, const struct zap_call *call)
{
    (void)self;
    (void)call;
    return "nobody";
}

static void ground_open(struct ground *ground, void **state)
{
    struct pair pair = pair_make();
    struct error error = {{0}};
    *ground = (struct ground){.keys = *state, .context = zmq_ctx_new()};
    secret_put(ground->keys, "booking", &pair);
    registry_put(ground->keys, "booking", &pair, "");
    ground->keyring = keyring_open(&ground->keys->config, "booking", &error);
    assert_string_equal(error.text, "");
}

static void handler_open(struct ground *ground)
{
    struct error error;
    ground->zap = zap_open(ground->context, &error);
    assert_non_null(ground->zap);
}

static void *server_make(struct ground *ground, int type)
{
    const int linger = 0;
    void *server = zmq_socket(ground->context, type);
    assert_int_equal(zmq_setsockopt(server, ZMQ_LINGER, &linger, sizeof linger), 0);
    assert_int_equal(curve_server(server, ground->keyring, "request", NULL), 0);
    return server;
}

/* What the proof says of the server, which is closed; "" when it may serve. */
static const char *proved(struct ground *ground, void *server, zap_judge *judge)
{
    const struct curve_proof proof = {ground->context, ground->zap, judge, ground->keyring, ground->keyring};
    struct error *error = &ground->keys->error;
    *error = (struct error){{0}};
    assert_int_equal(zmq_bind(server, "tcp://127.0.0.1:*"), 0);
    int failed = curve_prove(&proof, server, error);
    assert_true((failed == -1) == (error->text[0] != '\0'));
    zmq_close(server);
    return error->text;
}

static void ground_close(struct ground *ground)
{
    if (ground->zap)
        zmq_close(ground->zap);
    zmq_ctx_term(ground->context);
    keyring_close(&ground->keyring);
}

static void test_a_server_that_asks_its_handler_may_serve(void **state)
{
    static const int types[] = {ZMQ_ROUTER, ZMQ_PUB, ZMQ_SUB};
    struct ground ground;
    ground_open(&ground, state);
    handler_open(&ground);
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        assert_string_equal(proved(&ground, server_make(&ground, types[i]), only_known), "");
    ground_close(&ground);
}

static void test_S19_a_server_without_a_domain_is_refused_as_its_handler_is_never_asked(void **state)
{
    const int on = 1;
    struct ground ground;
    ground_open(&ground, state);
    handler_open(&ground);
    void *server = zmq_socket(ground.context, ZMQ_ROUTER);
    assert_int_equal(zmq_setsockopt(server, ZMQ_CURVE_SERVER, &on, sizeof on), 0);
    assert_int_equal(zmq_setsockopt(server, ZMQ_CURVE_SECRETKEY, keyring_secret(ground.keyring), KEY_TEXT), 0);
    assert_int_equal(zmq_setsockopt(server, ENFORCE_DOMAIN, &on, sizeof on), 0);
    assert_non_null(strstr(proved(&ground, server, only_known), "a key that nobody knows was let in"));
    ground_close(&ground);
}

static void test_S19_a_server_without_a_handler_that_does_not_insist_is_refused(void **state)
{
    const int off = 0;
    struct ground ground;
    ground_open(&ground, state);
    void *server = server_make(&ground, ZMQ_ROUTER);
    assert_int_equal(zmq_setsockopt(server, ENFORCE_DOMAIN, &off, sizeof off), 0);
    assert_non_null(strstr(proved(&ground, server, only_known), "a key that nobody knows was let in"));
    ground_close(&ground);
}

static void test_S19_a_server_without_a_handler_lets_nobody_in_and_is_refused(void **state)
{
    struct ground ground;
    ground_open(&ground, state);
    assert_non_null(
        strstr(proved(&ground, server_make(&ground, ZMQ_ROUTER), only_known), "an unknown key was not answered"));
    ground_close(&ground);
}

static void test_S19_a_server_whose_handler_lets_everybody_in_is_refused(void **state)
{
    struct ground ground;
    ground_open(&ground, state);
    handler_open(&ground);
    assert_non_null(strstr(proved(&ground, server_make(&ground, ZMQ_ROUTER), everybody), "was let in"));
    ground_close(&ground);
}

static void test_S19_a_server_whose_handler_lets_nobody_in_is_refused(void **state)
{
    struct ground ground;
    ground_open(&ground, state);
    handler_open(&ground);
    assert_non_null(strstr(proved(&ground, server_make(&ground, ZMQ_ROUTER), nobody), "our own key was not let in"));
    ground_close(&ground);
}

int main(void)
{
#define CURVE_TEST(test) cmocka_unit_test_setup_teardown(test, keys_setup, keys_teardown)
    const struct CMUnitTest tests[] = {
        CURVE_TEST(test_a_server_that_asks_its_handler_may_serve),
        CURVE_TEST(test_S19_a_server_without_a_domain_is_refused_as_its_handler_is_never_asked),
        CURVE_TEST(test_S19_a_server_without_a_handler_that_does_not_insist_is_refused),
        CURVE_TEST(test_S19_a_server_without_a_handler_lets_nobody_in_and_is_refused),
        CURVE_TEST(test_S19_a_server_whose_handler_lets_everybody_in_is_refused),
        CURVE_TEST(test_S19_a_server_whose_handler_lets_nobody_in_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

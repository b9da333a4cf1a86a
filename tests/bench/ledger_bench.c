/* How a service stands with long streams (MESSAGING 8, scenario 21): a store of booking whose own stream holds 100
 * thousand, a million and ten million events, made through the ledger. For each size: time to open the store, time
 * until the daemon is ready and its memory, pages fetched over its socket, and the check that `anxin verify` makes.
 * What must not grow with the stream is opening, memory and the time of a page; what must is the check, which reads
 * everything.
 *
 *     make bench-ledger [EVENTS=10000000] [FOLDER=/tmp]
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "bus/client.h"
#include "proto/catalogue.h"
#include "service/service.h"
#include "store/ledger.h"
#include "wire/id.h"

#define BODY_SIZE 120
#define BATCH 4096
#define LIFE 10 /* events of one object; the next of them comes so many objects later: */
#define APART 500
#define PAGES 2000 /* fetched at random places */
#define BASE_MS INT64_C(1790000000000)

extern const struct service booking_service;

struct bench {
    char folder[200], store[256];
    const char *daemon;
    int64_t events;
    struct store *db;
    struct ledger *ledger;
    struct stored stored;
    uint8_t body[BODY_SIZE];
};

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "ledger_bench: %s: %s\n", what, why);
    exit(1);
}

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* ---- the store ---- */

static void bench_open(struct bench *bench, bool read_only)
{
    static const uint8_t seed[8] = {1};
    struct error error = {""};
    struct store_options options = {.path = bench->store,
                                    .service = booking_service.name,
                                    .migrations = booking_service.migrations,
                                    .statements = booking_service.statements,
                                    .read_only = read_only};
    bench->db = store_open(&options, &error);
    bench->ledger = bench->db ? ledger_open(bench->db, seed, &error) : NULL;
    if (!bench->ledger)
        fail("open", error.text);
}

static void bench_close(struct bench *bench)
{
    ledger_close(&bench->ledger);
    store_close(&bench->db);
}

static void append(struct bench *bench, const char *stream, int64_t n)
{
    struct envelope envelope = {.time = BASE_MS + n};
    char subject[UUID_SIZE];
    int64_t object = n / LIFE - n % LIFE * APART;
    id_derive(subject, "bench", BASE_MS + object, "bench", "object", (uint32_t)object);
    id_derive(envelope.id, "bench", BASE_MS + n, "bench", subject, (uint32_t)n);
    TEXT_PUT(envelope.source, booking_service.name);
    TEXT_PUT(envelope.type, "booking.requested");
    TEXT_PUT(envelope.subject, subject);
    TEXT_PUT(envelope.partitionkey, subject);
    TEXT_PUT(envelope.correlationid, envelope.id);
    TEXT_PUT(envelope.causationid, envelope.id);
    if (ledger_append(bench->ledger, stream, &envelope, bench->body, BODY_SIZE, BASE_MS + n, &bench->stored) != 0)
        fail("append", store_why(bench->db));
}

/* Fills the stream up to `events`; events a second. */
static double fill(struct bench *bench, const char *stream, int64_t events)
{
    struct head head = {.last = 0};
    ledger_head(bench->ledger, stream, &head);
    double start = now_s();
    for (int64_t n = head.last; n < events;) {
        if (store_begin(bench->db) != 0)
            fail("begin", store_why(bench->db));
        for (int i = 0; i < BATCH && n < events; i++)
            append(bench, stream, ++n);
        if (store_commit(bench->db) != 0)
            fail("commit", store_why(bench->db));
        store_checkpoint(bench->db, false);
        if (isatty(STDERR_FILENO) && n % (BATCH * 64) == 0)
            fprintf(stderr, "\r%lld events ", (long long)n);
    }
    return (double)(events - head.last) / (now_s() - start);
}

/* ---- the daemon on it ---- */

struct daemon {
    pid_t process;
    FILE *log;
    struct client *client;
};

static double daemon_start(struct bench *bench, struct daemon *daemon)
{
    int ends[2];
    char line[4096], endpoint[300];
    struct error error = {""};
    double start = now_s();
    if (pipe(ends) != 0 || (daemon->process = fork()) < 0)
        fail("fork", "no process");
    if (daemon->process == 0) {
        setenv("ANXIN_DATA", bench->folder, 1);
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        execl(bench->daemon, bench->daemon, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    daemon->log = fdopen(ends[0], "r");
    do
        if (!daemon->log || !fgets(line, sizeof line, daemon->log))
            fail(bench->daemon, "it does not start");
    while (!strstr(line, "service.ready"));
    double ready = now_s() - start;
    snprintf(endpoint, sizeof endpoint, "ipc://%s/run/booking.request", bench->folder);
    daemon->client = client_open(endpoint, NULL, NULL, &error);
    if (!daemon->client)
        fail("client", error.text);
    return ready;
}

static double daemon_mib(const struct daemon *daemon)
{
    char path[64], line[256];
    long kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)daemon->process);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, "VmRSS:", 6) == 0)
            kib = strtol(line + 6, NULL, 10);
    if (file)
        fclose(file);
    return (double)kib / 1024;
}

static void daemon_stop(struct daemon *daemon)
{
    client_close(&daemon->client);
    kill(daemon->process, SIGTERM);
    waitpid(daemon->process, NULL, 0);
    fclose(daemon->log);
}

/* One page after `after`; the number of events. */
static int64_t page(struct daemon *daemon, int64_t after)
{
    struct fetch fetch = {.streams.count = 1, .max_bytes = 1048576};
    struct envelope envelope = {.time = BASE_MS};
    struct error error = {""};
    struct reply reply;
    TEXT_PUT(fetch.streams.at[0].name, "booking");
    fetch.streams.at[0].after = after;
    TEXT_PUT(envelope.specversion, "1.0");
    TEXT_PUT(envelope.id, "page");
    TEXT_PUT(envelope.source, "bench");
    if (client_ask(daemon->client, &envelope, MSG_fetch, &fetch, 10000, &reply, &error) != 1 ||
        reply.type != MSG_fetched)
        fail("fetch", error.text);
    return ((const struct fetched *)reply.body)->events.count;
}

static double fetch_rate(struct daemon *daemon, int64_t events)
{
    int64_t got = 0, most = events < 200000 ? events : 200000;
    double start = now_s();
    while (got < most)
        got += page(daemon, got);
    return (double)got / (now_s() - start);
}

static void fetch_places(struct daemon *daemon, int64_t events, double *p50, double *p99)
{
    static double took[PAGES];
    uint64_t seed = 88172645463325252u;
    for (int i = 0; i < PAGES; i++) {
        seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
        double start = now_s();
        page(daemon, (int64_t)(seed % (uint64_t)(events - 256)));
        took[i] = (now_s() - start) * 1000;
    }
    qsort(took, PAGES, sizeof *took, by_size);
    *p50 = took[PAGES / 2];
    *p99 = took[PAGES * 99 / 100];
}

/* ---- measuring ---- */

static void complain(void *self, const char *text)
{
    (void)self;
    fail("the store is damaged", text);
}

static void measure(struct bench *bench, int64_t events)
{
    struct daemon daemon;
    struct stat file;
    double p50, p99;
    int64_t checked = 0;
    bench_open(bench, false);
    double filled = fill(bench, "booking", events);
    bench_close(bench);
    double start = now_s();
    bench_open(bench, false);
    double opened = now_s() - start;
    bench_close(bench);
    stat(bench->store, &file);
    double ready = daemon_start(bench, &daemon), idle = daemon_mib(&daemon), rate = fetch_rate(&daemon, events);
    fetch_places(&daemon, events, &p50, &p99);
    double busy = daemon_mib(&daemon);
    daemon_stop(&daemon);
    start = now_s();
    bench_open(bench, true);
    if (ledger_verify(bench->ledger, complain, NULL, &checked) != 0)
        fail("verify", store_why(bench->db));
    double chains = now_s() - start;
    start = now_s();
    if (store_integrity(bench->db, complain, NULL) != 0)
        fail("integrity", store_why(bench->db));
    double integrity = now_s() - start;
    bench_close(bench);
    printf("%9lld %8.0f %8.0f %8.1f %8.1f %7.1f %7.1f %9.0f %7.2f %7.2f %8.1f %9.1f\n", (long long)events,
           (double)file.st_size / (1 << 20), filled, opened * 1000, ready * 1000, idle, busy, rate, p50, p99, chains,
           integrity);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    static struct bench bench;
    char run[256];
    if (argc < 4) {
        fprintf(stderr, "ledger_bench DAEMON FOLDER EVENTS\n");
        return 2;
    }
    bench.daemon = argv[1];
    bench.events = strtoll(argv[3], NULL, 10);
    snprintf(bench.folder, sizeof bench.folder, "%.150s/anxin-ledger-%d", argv[2], (int)getpid());
    snprintf(bench.store, sizeof bench.store, "%s/booking.db", bench.folder);
    snprintf(run, sizeof run, "%s/run", bench.folder);
    memset(bench.body, 0x61, sizeof bench.body);
    if (mkdir(bench.folder, 0700) != 0)
        fail(bench.folder, "it cannot be made");
    printf("%9s %8s %8s %8s %8s %7s %7s %9s %7s %7s %8s %9s\n", "events", "MiB", "filled/s", "open ms", "ready ms",
           "MiB", "later", "fetched/s", "page ms", "p99", "chains s", "integrity");
    for (int64_t events = 100000; events <= bench.events; events *= 10)
        measure(&bench, events);
    static const char *const ends[] = {"booking.db",         "booking.db-ballast", "booking.db.keys",
                                       "booking.db-wal",     "booking.db-shm",     "run/booking.request",
                                       "run/booking.stream", "run/booking.intake"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char path[300];
        snprintf(path, sizeof path, "%s/%s", bench.folder, ends[i]);
        unlink(path);
    }
    rmdir(run);
    rmdir(bench.folder);
    return 0;
}
